"""What one browser is told of an issue, and the files its frame shows."""

import json
from collections.abc import Iterator, Mapping

from pynews.pipeline import Built
from pynews.serve.editor.door import Request
from pynews.serve.editor.framed import framed
from pynews.serve.editor.pages import edition_of, proof_tree, readable
from pynews.serve.editor.press import Findings, News, Press
from pynews.serve.editor.proof import Proof

__all__ = ["FRAMED", "shown", "telling"]

FRAMED = ("email.html", "web.html")
BEAT = b"event: beat\ndata: \n\n"
BEAT_SECONDS = 10.0
Tree = dict[str, object]


def telling(press: Press, request: Request) -> Iterator[bytes]:
    """Yield news of an issue as server-sent events, until the preview ends."""
    issue = request.value("issue")
    told = _Told(request, request.value("have"))
    with press.listening(issue):
        after = -1
        while not press.over:
            news = press.news(issue, after, BEAT_SECONDS)
            if news is None:
                yield BEAT
                continue
            after = news.number
            yield from told.pieces(news)


class _Told:
    """What one browser was told already, so that it is told only what is new.

    Arguments:
        request: names the issue, its reader, and the file in the browser's frame.
        have: which version of that file the browser shows.
    """

    def __init__(self, request: Request, have: str) -> None:
        """Begin with nothing told."""
        self._request = request
        self._have = have
        self._shown: Proof | None = None
        self._marks: Mapping[str, int] | None = None
        self._findings: Findings | None = None

    def pieces(self, news: News) -> Iterator[bytes]:
        """Yield events: the proof first, what was found in it when that is known."""
        if news.marks != self._marks or news.proof is not self._shown:
            self._shown, self._marks = news.proof, news.marks
            yield _event("", self._proof(news))
        if news.findings and news.findings is not self._findings:
            self._findings = news.findings
            yield _event("findings", dict(news.findings.tree))

    def _proof(self, news: News) -> Tree:
        name, who = self._request.value("name"), self._request.value("as")
        tree: Tree = {
            "number": news.number,
            "marks": dict(news.marks),
            "proof": proof_tree(news.proof, self._request.value("issue"), who),
        }
        version = _version(news.proof, name)
        if news.proof and version not in {"", self._have}:
            # What the browser shows comes along, so that it need not ask for it.
            html = shown(news.proof, name, who, self._request.value("look"))
            tree["file"], self._have = {"version": version, "html": html}, version
        return tree


def _event(name: str, tree: Tree) -> bytes:
    """Return one server-sent event (HTML standard section 9.2)."""
    head = f"event: {name}\n" if name else ""
    return f"{head}data: {json.dumps(tree, ensure_ascii=False)}\n\n".encode()


def _version(proof: Proof | None, name: str) -> str:
    """Return what names the state of a file that a frame shows; "" when there is none."""
    if proof is None or proof.built is None or name not in FRAMED:
        return ""
    return f"{proof.digests[name]}-{proof.built.digest[:16]}"


def shown(proof: Proof, name: str, who: str, look: str) -> str:
    """Return a file as a reader sees it; with a look, as HTML for the frame."""
    built = proof.built
    if built is None:
        return ""
    text = _reading(proof, built, name, who)
    if name not in FRAMED or not look:
        return text
    base_url = proof.project.publication.base_url
    edition = edition_of(built, who if name == "email.html" else "")
    return framed(text, edition, dark=look == "dark", base_url=base_url)


def _reading(proof: Proof, built: Built, name: str, who: str) -> str:
    if name in {"email.html", "email.txt"}:
        seen = readable(proof.project, built, who)
        return seen.html if name == "email.html" else seen.text
    return built.files[name].decode("utf-8", "replace")
