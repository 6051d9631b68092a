"""Which address shows what."""

import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import PurePosixPath
from threading import Lock
from urllib.parse import unquote

from pynews.config import Project
from pynews.errors import PlanError, PynewsError
from pynews.gather import minutes_files
from pynews.pipeline import Built
from pynews.serve.editor.door import Request
from pynews.serve.editor.framed import PICTURES, framed, in_scheme
from pynews.serve.editor.opener import find_editor, open_in
from pynews.serve.editor.pages import (
    Entry,
    client_tree,
    difference_tree,
    doctor_sheet,
    events_sheet,
    events_tree,
    keep,
    leave_out,
    mend_files,
    mending_tree,
    message_tree,
    minutes_files_tree,
    minutes_tree,
    outbox_message,
    outbox_tree,
    part_of,
    people_sheet,
    people_tree,
    plan_sheet,
    plan_tree,
    project_tree,
    proof_tree,
    roles_sheet,
    roles_tree,
    schedule_issue,
    sending_tree,
    sent_message,
    shown_html,
    source_tree,
    try_issue,
)
from pynews.serve.editor.press import Press
from pynews.serve.editor.proof import Proof
from pynews.serve.editor.reply import Reply, json_reply, refusal, text_reply
from pynews.serve.editor.shell import HTML
from pynews.serve.editor.telling import FRAMED, shown

__all__ = ["Desk"]

NOTHING = Reply(
    b'<html lang="en"><title>Nothing yet</title><body style="font:16px sans-serif;padding:24px">'
    b"There is nothing to compare with yet.</body></html>",
    HTML,
)
Tree = dict[str, object]
Answer = Callable[[Request], Reply]
Act = Callable[[Proof, Tree], Tree | None]


class Desk:
    """Answers requests out of what the press has printed.

    Arguments:
        press: makes the proofs.
    """

    def __init__(self, press: Press) -> None:
        """Look for an editor's program."""
        self._press = press
        self._acting = Lock()
        self._editor = find_editor()
        self._routes: Mapping[str, Answer] = {
            "/api/project": self._project,
            "/api/proof": self._proof,
            "/api/file": self._file,
            "/api/message": self._message,
            "/api/source": self._of(source_of),
            "/api/client": _client,
            "/api/difference": self._of(
                lambda proof, built, asked: difference_tree(
                    proof.project, built, asked.value("against")
                )
            ),
            "/api/sending": self._of(
                lambda proof, built, asked: sending_tree(proof.project, built, asked.value("at"))
            ),
            "/api/plan": self._of(lambda proof, built, _: plan_tree(proof.project, built)),
            "/api/events": self._of(lambda proof, built, _: events_tree(proof.project, built)),
            "/api/roles": self._of(lambda proof, built, _: roles_tree(proof.project, built)),
            "/api/minutes": self._of(minutes_of),
            "/api/mends": lambda _: json_reply(mending_tree(self._press.project)),
            "/api/outbox": lambda _: json_reply(outbox_tree(self._press.project)),
            "/api/subscribers": lambda _: json_reply(people_tree(self._press.project)),
            "/api/sheet": self._sheet,
            "/part": self._part,
        }
        self._acts: Mapping[str, Act] = {
            "/api/keep": self._keep,
            "/api/mend": lambda proof, told: mend_files(proof.project, word(told, "digest")),
            "/api/open": self._open,
            "/api/test": lambda proof, told: try_issue(
                proof.project, ready(proof), word(told, "ticket")
            ),
            "/api/schedule": lambda proof, told: schedule_issue(
                proof.project,
                ready(proof),
                at=word(told, "at"),
                confirm=word(told, "confirm"),
                typed=word(told, "typed"),
            ),
        }

    def answer(self, request: Request) -> Reply:
        """Return the reply to a request; 404 where there is nothing."""
        if request.method == "POST":
            act = self._acts.get(request.path)
            return self._act(act, request) if act else refusal()
        route = self._routes.get(request.path)
        if route:
            return route(request)
        if request.path.startswith(f"{PICTURES}/"):
            return self._picture(request.path.removeprefix(f"{PICTURES}/"))
        return refusal()

    def _project(self, request: Request) -> Reply:
        del request
        proof = self._press.proof()
        return json_reply(project_tree(proof, self._press.issue, editor=bool(self._editor)))

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
        if request.value("of") == "built":
            return _as_built(proof, proof.built, name, look)
        text = shown(proof, name, request.value("as"), look)
        return Reply(text.encode("utf-8", "replace"), HTML) if look else text_reply(text)

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
        """Return the message a request names: in the outbox, last sent, or the issue's sample."""
        name = request.value("box")
        if name:
            return outbox_message(self._press.project, name)
        if request.value("of") == "sent":
            sent = sent_message(self._press.project, request.value("issue"))
            return sent.content if sent else None
        proof = self._press.proof(request.value("issue"))
        return proof.built.files["message.eml"] if proof and proof.built else None

    def _message(self, request: Request) -> Reply:
        """Return a message taken apart, or with ``look`` its HTML for the frame."""
        content, look = self._content(request), request.value("look")
        if content is None:
            return NOTHING if look and request.value("of") == "sent" else refusal()
        if not look:
            return json_reply(message_tree(content))
        where = {
            name: request.value(name) for name in ("box", "issue", "of") if request.value(name)
        }
        html = in_scheme(shown_html(content, where), dark=look == "dark")
        return Reply(html.encode("utf-8", "replace"), HTML)

    def _part(self, request: Request) -> Reply:
        """Return a picture out of a message."""
        content, index = self._content(request), request.value("part")
        if content is None or not (index.isascii() and index.isdecimal()):
            return refusal()
        found = part_of(content, int(index[:6]))
        return Reply(found[1], found[0]) if found else refusal()

    def _sheet(self, request: Request) -> Reply:
        """Return a page that is laid out as cards."""
        page, project = request.value("page"), self._press.project
        if page == "doctor":
            return json_reply(doctor_sheet(project, self._press.proof(), self._editor))
        if page == "subscribers":
            return json_reply(people_sheet(people_tree(project)))
        tree = {
            "plan": lambda proof, built, _: plan_sheet(plan_tree(proof.project, built)),
            "events": lambda proof, built, _: events_sheet(events_tree(proof.project, built)),
            "roles": lambda proof, built, _: roles_sheet(roles_tree(proof.project, built)),
        }.get(page)
        return self._of(tree)(request) if tree else refusal()

    def _act(self, act: Act, request: Request) -> Reply:
        """Do what a page's button asks for, one at a time."""
        proof = self._press.proof(request.value("issue"))
        try:
            told = json.loads(request.body)
            if not isinstance(told, dict):
                return refusal(HTTPStatus.BAD_REQUEST)
            if proof is None:
                return refusal()
            with self._acting:
                done = act(proof, told)
        except (ValueError, KeyError, TypeError, RecursionError):
            return refusal(HTTPStatus.BAD_REQUEST)
        except PynewsError as error:
            return json_reply({"why": str(error)})
        return refusal() if done is None else json_reply(done)

    def _keep(self, proof: Proof, told: Tree) -> Tree | None:
        """Write a gathered sentence into ``issue.md``, or take it out."""
        entry = Entry(*(word(told, name) for name in ("kind", "text", "source", "quote")))
        wanted = told["keep"] is True
        if proof.built is None or not is_gathered(proof.project, entry):
            return None
        name = proof.built.issue.path
        (keep if wanted else leave_out)(proof.project.root / name, name, entry)
        self._press.look_now()
        return {"kept": wanted}

    def _open(self, proof: Proof, told: Tree) -> Tree | None:
        """Open one of the issue's sources in the editor's own program."""
        path, line = word(told, "path"), told["line"]
        if not is_source(proof.project, path) or not isinstance(line, int):
            return None
        return {"opened": open_in(self._editor, proof.project.root, path, line)}

    def _picture(self, rest: str) -> Reply:
        """Return a picture of an edition; only its own names are known."""
        issue, _, name = rest.partition("/")
        proof = self._press.proof(unquote(issue))
        if proof is None or proof.built is None:
            return refusal()
        name = unquote(name)
        for edition in [one.edition for one in proof.built.versions]:
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


def ready(proof: Proof) -> Built:
    """Return the edition that may be sent: the newest sources, not the last good ones.

    Raises:
        PlanError: the files cannot be built as they stand.
    """
    if proof.problems or proof.built is None:
        raise PlanError("the files cannot be built as they stand", hint="mend them first")
    return proof.built


def word(told: Tree, name: str) -> str:
    """Return a text that was posted.

    Raises:
        KeyError, TypeError: it is missing, or no text.
    """
    found = told[name]
    if not isinstance(found, str):
        raise TypeError(name)
    return found


def is_source(project: Project, path: str) -> bool:
    """Whether a path is that of a file an editor writes for this project."""
    parts = PurePosixPath(path).parts
    inside = path == "pynews.toml" or parts[:1] in {("newsletters",), ("templates",)}
    try:
        return inside and ".." not in parts and (project.root / path).is_file()
    except OSError:  # such as a name too long for any disk
        return False


def is_gathered(project: Project, entry: Entry) -> bool:
    """Whether an entry is of a known kind and its notes are among the project's."""
    names = [path.relative_to(project.root).as_posix() for path in minutes_files(project.root)]
    return entry.kind in {"decision", "idea"} and f"newsletters/{entry.source}" in names


def _client(request: Request) -> Reply:
    """Return what one mail program leaves out."""
    found = client_tree(request.value("name"))
    return json_reply(found) if found else refusal()


def _as_built(proof: Proof, built: Built, name: str, look: str) -> Reply:
    """Return a file as it was last built into ``build/``."""
    try:
        text = (proof.project.build_folder / built.issue.id / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return NOTHING if look else refusal()
    if name not in FRAMED or not look:
        return text_reply(text)
    return Reply(framed(text, built.edition, dark=look == "dark").encode(), HTML)
