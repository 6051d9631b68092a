"""Which files had a say in an issue."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from pynews.model import Input, Issue, Library, SentIssue

__all__ = ["inputs"]


def inputs(
    issue: Issue,
    *,
    library: Library,
    sent: Iterable[SentIssue],
    root: Path,
    others: Iterable[Path],
) -> tuple[Input, ...]:
    """Return every file that had a say in an issue, ordered by path.

    Arguments:
        issue: what it tells; the files of its items count.
        library: knows what was read.
        sent: earlier sendings, on which invitations depend.
        root: the project's folder; paths are told below it.
        others: configuration, theme and pictures.
    """
    origins = (
        *(event.origin for event in issue.events),
        *(opening.origin for opening in issue.openings),
        *(story.origin for story in issue.stories),
        *(decision.origin for decision in issue.decisions),
        *(idea.origin for idea in issue.ideas),
    )
    used = {issue.path, *(origin.path for origin in origins), *(sending.path for sending in sent)}
    found = {known.path: known for known in library.inputs if known.path in used}
    for path in others:
        content = path.read_bytes()
        name = _name(path, root)
        found[name] = Input(name, len(content), hashlib.sha256(content).hexdigest())
    return tuple(found[name] for name in sorted(found))


def _name(path: Path, root: Path) -> str:
    """Return a path below the root; one of a packaged theme as it stands in the package."""
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    parts = path.parts
    start = len(parts) - 1 - parts[::-1].index("templates") if "templates" in parts else -1
    return "/".join(("pynews", *parts[start:]))
