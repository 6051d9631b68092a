"""The minutes page: what was gathered from board notes, each with its line, kept or left out."""

from pathlib import PurePosixPath

from pynews import gather
from pynews.config import Project
from pynews.errors import PynewsError
from pynews.model import Draft, Minutes, day_in_words
from pynews.pipeline import Built
from pynews.serve.editor.pages.words import Tree

__all__ = ["minutes_files_tree", "minutes_tree"]


def minutes_files_tree(project: Project) -> Tree:
    """Return the files of board notes, newest first."""
    names = [
        path.relative_to(project.root).as_posix() for path in gather.minutes_files(project.root)
    ]
    return {"files": [{"path": name, "name": PurePosixPath(name).stem} for name in names[::-1]]}


def minutes_tree(project: Project, built: Built, path: str) -> Tree | None:
    """Return one file of notes with all that was gathered; None when there is no such file.

    Arguments:
        project: where the notes are.
        built: the issue that keeps or leaves out.
        path: as `minutes_files_tree` names it.
    """
    files = {
        file.relative_to(project.root).as_posix(): file
        for file in gather.minutes_files(project.root)
    }
    if path not in files:
        return None
    try:
        minutes = next(gather.gather_minutes([files[path]], root=project.root))
    except PynewsError as error:
        return {"path": path, "why": str(error)}
    draft = next(one for one in built.library.drafts if one.id == built.issue.id)
    return {"path": path, "issue": draft.id, **_told(minutes, draft)}


def _told(minutes: Minutes, draft: Draft) -> Tree:
    kept = {
        (entry.source, " ".join(entry.quote.split()))
        for entry in (*draft.decisions, *draft.discussion)
    }
    source = minutes.path.removeprefix("newsletters/")
    listed = draft.decisions_from == ""

    def entry(item: object, kind: str) -> Tree:
        quote = getattr(item, "quote", "")
        origin = getattr(item, "origin", None)
        return {
            "kind": kind,
            "text": getattr(item, "text", "") or quote,
            "quote": quote,
            "line": getattr(origin, "line", 1),
            "lines": quote.count("\n") + 1,
            "sure": kind != "decision" or item in minutes.decisions,
            "kept": (source, " ".join(quote.split())) in kept,
        }

    decisions = (*minutes.decisions, *minutes.possible_decisions)
    return {
        "title": minutes.title,
        "day": day_in_words(minutes.day) if minutes.day else "",
        "listed": listed,
        "warnings": list(minutes.warnings),
        "lines": minutes.text.split("\n"),
        "items": sorted(
            [
                *(entry(one, "decision") for one in decisions),
                *(entry(one, "idea") for one in minutes.ideas),
            ],
            key=lambda one: (str(one["line"]).zfill(8), str(one["kind"])),
        ),
        "mentions": [
            {
                "title": one.title or one.quote,
                "line": one.origin.line,
                "when": day_in_words(one.day) if one.day else one.when,
                "relation": str(one.relation),
                "conflict": one.conflict,
            }
            for one in minutes.mentions
        ],
        "calls": [{"title": one.title, "line": one.origin.line} for one in minutes.calls],
    }
