"""Which address shows what."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from http import HTTPStatus
from urllib.parse import unquote

from pynews.config import Project
from pynews.errors import PynewsError
from pynews.gather import minutes_files
from pynews.pipeline import Built
from pynews.serve.editor.door import Request
from pynews.serve.editor.framed import PICTURES, framed, in_scheme
from pynews.serve.editor.pages import (
    Entry,
    difference_tree,
    events_tree,
    keep,
    leave_out,
    message_tree,
    minutes_files_tree,
    minutes_tree,
    outbox_message,
    outbox_tree,
    part_of,
    people_tree,
    plan_tree,
    project_tree,
    proof_tree,
    readable,
    roles_tree,
    shown_html,
    source_tree,
)
from pynews.serve.editor.press import Press
from pynews.serve.editor.proof import Proof
from pynews.serve.editor.reply import Reply, json_reply, refusal, text_reply
from pynews.serve.editor.shell import HTML

__all__ = ["Desk"]

BEAT = b"event: beat\ndata: \n\n"
BEAT_SECONDS = 10.0
FRAMED = ("email.html", "web.html")
Tree = dict[str, object]
Answer = Callable[[Request], Reply]


class Desk:
    """Answers requests out of what the press has printed.

    Arguments:
        press: makes the proofs.
    """

    def __init__(self, press: Press) -> None:
        """Look for an editor that opens ``vscode:`` addresses."""
        self._press = press
        self._editor = shutil.which("code") is not None
        self._routes: Mapping[str, Answer] = {
            "/api/project": self._project,
            "/api/proof": self._proof,
            "/api/file": self._file,
            "/api/message": self._message,
            "/api/source": self._of(source_of),
            "/api/difference": self._of(
                lambda proof, built, _: difference_tree(proof.project, built)
            ),
            "/api/plan": self._of(lambda proof, built, _: plan_tree(proof.project, built)),
            "/api/events": self._of(lambda proof, built, _: events_tree(proof.project, built)),
            "/api/roles": self._of(lambda proof, built, _: roles_tree(proof.project, built)),
            "/api/minutes": self._of(minutes_of),
            "/api/outbox": lambda _: json_reply(outbox_tree(self._press.project)),
            "/api/subscribers": lambda _: json_reply(people_tree(self._press.project)),
            "/part": self._part,
        }

    def answer(self, request: Request) -> Reply:
        """Return the reply to a request; 404 where there is nothing."""
        if request.method == "POST":
            return self._keep(request) if request.path == "/api/keep" else refusal()
        route = self._routes.get(request.path)
        if route:
            return route(request)
        if request.path.startswith(f"{PICTURES}/"):
            return self._picture(request.path.removeprefix(f"{PICTURES}/"))
        return refusal()

    def news(self, request: Request) -> Iterator[bytes]:
        """Yield news of an issue as server-sent events, until the preview ends."""
        issue, who, after = request.value("issue"), request.value("as"), -1
        have = request.value("have")
        with self._press.listening(issue):
            while not self._press.over:
                news = self._press.news(issue, after, BEAT_SECONDS)
                if news is None:
                    yield BEAT
                    continue
                after = news.number
                tree: Tree = {
                    "number": news.number,
                    "marks": dict(news.marks),
                    "proof": proof_tree(news.proof, issue, who),
                }
                version = _version(news.proof, request.value("name"))
                if news.proof and version not in {"", have}:
                    # What the browser shows comes along, so that it need not ask for it.
                    html = _shown(news.proof, request.value("name"), who, request.value("look"))
                    tree["file"], have = {"version": version, "html": html}, version
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
        look = request.value("look")
        text = _shown(proof, name, request.value("as"), look)
        return Reply(text.encode(), HTML) if look else text_reply(text)

    def _of(self, tree: Callable[[Proof, Built, Request], Tree | None]) -> Answer:
        """Return an answer made of the issue a request names."""

        def answer(request: Request) -> Reply:
            proof = self._press.proof(request.value("issue"))
            if proof is None or proof.built is None:
                return refusal()
            try:
                found = tree(proof, proof.built, request)
            except PynewsError as error:
                return json_reply({"why": str(error)})
            return refusal() if found is None else json_reply(found)

        return answer

    def _content(self, request: Request) -> bytes | None:
        """Return the message a request names: one in the outbox, or the issue's sample."""
        name = request.value("box")
        if name:
            return outbox_message(self._press.project, name)
        proof = self._press.proof(request.value("issue"))
        return proof.built.files["message.eml"] if proof and proof.built else None

    def _message(self, request: Request) -> Reply:
        """Return a message taken apart, or with ``look`` its HTML for the frame."""
        content = self._content(request)
        if content is None:
            return refusal()
        look = request.value("look")
        if not look:
            return json_reply(message_tree(content))
        where = {name: request.value(name) for name in ("box", "issue") if request.value(name)}
        html = in_scheme(shown_html(content, where), dark=look == "dark")
        return Reply(html.encode(), HTML)

    def _part(self, request: Request) -> Reply:
        """Return a picture out of a message."""
        content, index = self._content(request), request.value("part")
        if content is None or not (index.isascii() and index.isdecimal()):
            return refusal()
        found = part_of(content, int(index[:6]))
        return Reply(found[1], found[0]) if found else refusal()

    def _keep(self, request: Request) -> Reply:
        """Write a gathered sentence into ``issue.md``, or take it out."""
        proof = self._press.proof(request.value("issue"))
        try:
            told = json.loads(request.body)
            entry = Entry(*(str(told[name]) for name in ("kind", "text", "source", "quote")))
            wanted = told["keep"] is True
        except (ValueError, KeyError, TypeError, RecursionError):
            return refusal(HTTPStatus.BAD_REQUEST)
        if proof is None or proof.built is None or not is_gathered(proof.project, entry):
            return refusal()
        name = proof.built.issue.path
        try:
            (keep if wanted else leave_out)(proof.project.root / name, name, entry)
        except PynewsError as error:
            return json_reply({"why": str(error)})
        self._press.look_now()
        return json_reply({"kept": wanted})

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


def source_of(proof: Proof, built: Built, request: Request) -> Tree:
    """Return where the words of a request were written."""
    return source_tree(proof.project.root, built, request.value("text"), request.value("near"))


def minutes_of(proof: Proof, built: Built, request: Request) -> Tree | None:
    """Return the files of notes, or one of them."""
    path = request.value("path")
    if not path:
        return minutes_files_tree(proof.project)
    return minutes_tree(proof.project, built, path)


def is_gathered(project: Project, entry: Entry) -> bool:
    """Whether an entry is of a known kind and its notes are among the project's."""
    names = [path.relative_to(project.root).as_posix() for path in minutes_files(project.root)]
    return entry.kind in {"decision", "idea"} and f"newsletters/{entry.source}" in names


def _version(proof: Proof | None, name: str) -> str:
    """Return what names the state of a file that a frame shows; "" when there is none."""
    if proof is None or proof.built is None or name not in FRAMED:
        return ""
    return f"{proof.digests[name]}-{proof.built.digest[:16]}"


def _shown(proof: Proof, name: str, who: str, look: str) -> str:
    """Return a file as a reader sees it; with a look, as HTML for the frame."""
    built = proof.built
    if built is None:
        return ""
    text = _reading(proof, built, name, who)
    if name not in FRAMED or not look:
        return text
    base_url = proof.project.publication.base_url
    return framed(text, built.edition, dark=look == "dark", base_url=base_url)


def _reading(proof: Proof, built: Built, name: str, who: str) -> str:
    if name in {"email.html", "email.txt"}:
        seen = readable(proof.project, built, who)
        return seen.html if name == "email.html" else seen.text
    return built.files[name].decode("utf-8", "replace")
