"""The outbox page: what a rehearsal wrote, newest first."""

import re
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from pathlib import Path
from zoneinfo import ZoneInfo

from pynews.config import Project
from pynews.model import day_in_words, time_in_words
from pynews.serve.editor.pages.message import POLICY
from pynews.serve.editor.pages.words import Tree, counted

__all__ = ["outbox_count", "outbox_message", "outbox_tree"]

SHOWN = 200
HEAD = 65_536
LARGEST = 30_000_000
FOLDERS = ("new", "cur")


def outbox_tree(project: Project) -> Tree:
    """Return the messages in the outbox, at most 200 of them, and how many there are."""
    found = sorted(_files(project).values(), key=lambda each: (-each[1], each[0].name))
    zone = ZoneInfo(project.publication.timezone)
    return {
        "count": len(found),
        "words": _words(len(found)),
        "messages": [_row(path, modified, zone) for path, modified in found[:SHOWN]],
    }


def outbox_count(project: Project) -> int:
    """Return how many messages there are."""
    return len(_files(project))


def _words(count: int) -> str:
    if not count:
        return "Messages of rehearsals; they never left this machine"
    more = f"; the first {SHOWN} are shown" if count > SHOWN else ""
    return f"{counted(count, 'message')} in outbox/, newest first{more}"


def outbox_message(project: Project, name: str) -> bytes | None:
    """Return one message by its name in the list; None when it is not there (any more)."""
    known = _files(project).get(name)
    if known is None:
        return None
    try:
        with known[0].open("rb") as file:
            return file.read(LARGEST)
    except OSError:
        return None


def _files(project: Project) -> dict[str, tuple[Path, float]]:
    """Return path and time of every message, by its name without a mail program's marks."""
    found = {}
    for folder in FOLDERS:
        place = project.outbox / folder
        for path in place.iterdir() if place.is_dir() else ():
            try:
                if path.is_file() and not path.is_symlink():
                    found[re.split(r"[:;!]2,", path.name)[0]] = (path, path.stat().st_mtime)
            except OSError:
                continue
    return found


def _row(path: Path, modified: float, zone: ZoneInfo) -> Tree:
    try:
        with path.open("rb") as file:
            head = BytesHeaderParser(policy=POLICY).parsebytes(file.read(HEAD))
        size = path.stat().st_size
        told = {name: _said(head, name) for name in ("Subject", "To", "From")}
    except (OSError, ValueError, LookupError):
        size, told = 0, {}
    moment = datetime.fromtimestamp(modified, UTC).astimezone(zone)
    return {
        "name": re.split(r"[:;!]2,", path.name)[0],
        "subject": told.get("Subject") or "(no subject)",
        "to": told.get("To", ""),
        "from": told.get("From", ""),
        "bytes": size,
        "written": f"{day_in_words(moment.date(), weekday=False)}, {time_in_words(moment)}",
    }


def _said(head: object, name: str) -> str:
    try:
        return str(head[name] or "")  # type: ignore[index]
    except (ValueError, LookupError, AttributeError, TypeError):
        return ""
