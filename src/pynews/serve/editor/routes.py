"""Which address shows what."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from pynews.pipeline import Built
from pynews.serve.editor.door import Request
from pynews.serve.editor.framed import PICTURES, framed
from pynews.serve.editor.pages import project_tree, proof_tree, readable
from pynews.serve.editor.press import Press
from pynews.serve.editor.proof import Proof
from pynews.serve.editor.reply import Policy, Reply, json_reply, refusal, text_reply

__all__ = ["Desk"]

STATIC = Path(__file__).parent / "static"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
# Addresses of the app's pages: the same document, which shows what its address says.
PAGES = ("issue", "plan", "outbox", "events", "roles", "minutes", "subscribers")
FRAME = '<!doctype html><html lang="en"><head><title>Message</title></head><body></body></html>'
BEAT = b"event: beat\ndata: \n\n"
BEAT_SECONDS = 10.0


class Desk:
    """Answers requests out of what the press has printed.

    Arguments:
        press: makes the proofs.
    """

    def __init__(self, press: Press) -> None:
        """Read the app's own files."""
        self._press = press
        self._static = {
            path.name: Reply(path.read_bytes(), TYPES[path.suffix], policy=Policy.APP)
            for path in sorted(STATIC.iterdir())
            if path.suffix in TYPES
        }
        self._editor = shutil.which("code") is not None
        self._routes: Mapping[str, Callable[[Request], Reply]] = {
            "/": lambda _: self._static["index.html"],
            "/frame": lambda _: Reply(FRAME.encode(), TYPES[".html"], policy=Policy.FRAME),
            "/api/project": self._project,
            "/api/proof": self._proof,
            "/api/file": self._file,
        }

    def answer(self, request: Request) -> Reply:
        """Return the reply to a request; 404 where there is nothing."""
        route = self._routes.get(request.path)
        if route:
            return route(request)
        first, _, rest = request.path[1:].partition("/")
        if first in PAGES and request.method == "GET":
            return self._static["index.html"]
        if first == "static":
            return self._static.get(rest) or refusal()
        if request.path.startswith(f"{PICTURES}/"):
            return self._picture(request.path.removeprefix(f"{PICTURES}/"))
        return refusal()

    def news(self, request: Request) -> Iterator[bytes]:
        """Yield news of an issue as server-sent events, until the preview ends."""
        issue, who, after = request.value("issue"), request.value("as"), -1
        with self._press.listening(issue):
            while not self._press.over:
                news = self._press.news(issue, after, BEAT_SECONDS)
                if news is None:
                    yield BEAT
                    continue
                after = news.number
                tree = {
                    "number": news.number,
                    "marks": dict(news.marks),
                    "proof": proof_tree(news.proof, issue, who),
                }
                yield f"data: {json.dumps(tree, ensure_ascii=False)}\n\n".encode()

    def _project(self, request: Request) -> Reply:
        del request
        return json_reply(project_tree(self._press.proof(), self._press.issue, self._editor))

    def _proof(self, request: Request) -> Reply:
        issue = request.value("issue")
        return json_reply(proof_tree(self._press.proof(issue), issue, request.value("as")))

    def _file(self, request: Request) -> Reply:
        """Return one file of an edition, as the reader asked for sees it."""
        proof = self._press.proof(request.value("issue"))
        name = request.value("name")
        if proof is None or proof.built is None or name not in proof.built.files:
            return refusal()
        text = _reading(proof, proof.built, name, request.value("as"))
        look = request.value("look")
        if not name.endswith(".html") or not look:
            return text_reply(text)
        html = framed(
            text,
            proof.built.edition,
            dark=look == "dark",
            base_url=proof.project.publication.base_url,
        )
        return Reply(html.encode(), TYPES[".html"])

    def _picture(self, rest: str) -> Reply:
        """Return a picture of an edition; only its own names are known."""
        issue, _, name = rest.partition("/")
        proof = self._press.proof(unquote(issue))
        if proof is None or proof.built is None:
            return refusal()
        edition, name = proof.built.edition, unquote(name)
        for picture in edition.pictures:
            if picture.content_id == name:
                return Reply(picture.content, picture.media_type)
        for picture in edition.images:
            if picture.file_name == name:
                return Reply(picture.content, picture.media_type)
        return refusal()


def _reading(proof: Proof, built: Built, name: str, who: str) -> str:
    if name in {"email.html", "email.txt"}:
        seen = readable(proof.project, built, who)
        return seen.html if name == "email.html" else seen.text
    return built.files[name].decode("utf-8", "replace")
