"""What stands on the left of every page: the project and its issues."""

from datetime import datetime

from pynews import gather, pipeline
from pynews.config import Project
from pynews.errors import PynewsError
from pynews.model import Draft, SentIssue
from pynews.pipeline import Built
from pynews.serve.editor.pages.clients import client_names
from pynews.serve.editor.pages.outbox import outbox_count
from pynews.serve.editor.pages.words import Tree, counted, moment_words
from pynews.serve.editor.proof import Proof

__all__ = ["project_tree"]


def project_tree(proof: Proof | None, first: str, *, editor: bool) -> Tree:
    """Return the project's name, its issues newest first, and how much of everything there is.

    Arguments:
        proof: the newest one; None while nothing could be read yet.
        first: the issue shown first.
        editor: whether a program that opens files at a line was found.
    """
    if proof is None or proof.built is None:
        return {
            "name": "",
            "first": first,
            "issues": [],
            "clients": [],
            "counts": {},
            "editor": editor,
        }
    library, zone = proof.built.library, proof.project.publication.timezone
    drafts = sorted(library.drafts, key=lambda draft: (draft.send, draft.id), reverse=True)
    due = _due(proof.project)
    return {
        "name": proof.project.publication.name,
        "zone": zone,
        "root": str(proof.project.root),
        "first": proof.issue,
        "editor": editor,
        "issues": [_issue(draft, library.sent, due.get(draft.id), zone) for draft in drafts],
        "clients": list(client_names()),
        "counts": _counts(proof.project, proof.built),
    }


def _due(project: Project) -> dict[str, datetime]:
    """Return when each issue goes out that was frozen for a time."""
    try:
        return {issue: due for issue, due, _ in pipeline.scheduled(project)}
    except PynewsError:  # such as a list that another program holds: the pages say so
        return {}


def _issue(draft: Draft, sent: tuple[SentIssue, ...], due: datetime | None, zone: str) -> Tree:
    sendings = [one for one in sent if one.issue == draft.id]
    words = f"Planned for {moment_words(draft.send, zone)}"
    if sendings:
        last = sendings[-1]
        people = counted(last.accepted, "person", "people")
        words = f"Sent to {people}, {moment_words(last.at, zone)}"
    if due:
        words = f"Goes out {moment_words(due, zone)}"
    group = "Scheduled" if due else "Sent" if sendings else "Drafts"
    return {"id": draft.id, "subject": draft.subject, "group": group, "words": words}


def _counts(project: Project, built: Built) -> Tree:
    """Return how much of everything there is, in words."""
    library = built.library
    found = {
        "events": (len(library.events), "event"),
        "roles": (len(library.openings), "role"),
        "minutes": (len(gather.minutes_files(project.root)), "file"),
        "outbox": (outbox_count(project), "message"),
    }
    return {name: counted(number, noun) for name, (number, noun) in found.items()}
