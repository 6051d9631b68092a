"""What a source says, whatever kind it is, as events and stories."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from pynews.errors import Problem, PynewsError, RetryLaterError, SourceError
from pynews.gather.calendars import read_calendar
from pynews.gather.fetching.feeds import Post, read_feed
from pynews.gather.fetching.keeping import Keeper
from pynews.gather.fetching.sheets import read_sheet
from pynews.gather.library import Shelf
from pynews.model import Event

__all__ = ["KINDS", "Incoming", "Wanted", "kind_of", "read_incoming"]

KINDS: Final = {
    ".ics": "ics",
    ".ical": "ics",
    ".csv": "csv",
    ".tsv": "csv",
    ".xml": "feed",
    ".atom": "feed",
    ".rss": "feed",
}
SCHEMES: Final = ("https", "http", "webcal", "webcals")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A source to read.

    Arguments:
        kind: ``ics``, ``csv`` or ``feed``.
        url: a web address, or a file's path.
        allow_private: whether its machine may be a private one.
    """

    kind: str
    url: str
    allow_private: bool = False


@dataclass(slots=True)
class Incoming:
    """What all sources said together.

    Arguments:
        events, posts: as they came.
        warnings: what was doubtful, each with its source.
        failed: sources of which nothing could be had.
        later: whether one of those may be there another time.
    """

    events: list[Event] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    failed: list[Problem] = field(default_factory=list)
    later: bool = False


def kind_of(path: Path) -> str:
    """Return the kind of source that a file is by its ending, "" for board notes."""
    return KINDS.get(path.suffix.lower(), "")


def read_incoming(
    sources: Iterable[Wanted], *, root: Path, keeper: Keeper, zone: str, after: date | None = None
) -> Incoming:
    """Return what the sources say; one that fails takes nothing from the others.

    Arguments:
        sources: in the order of pynews.toml.
        root: the project's folder.
        keeper: fetches, and has the last good copies.
        zone: the publication's zone.
        after: the day from which the dates of a series are wanted.
    """
    found = Incoming()
    for wanted in sources:
        try:
            _read(wanted, found, root=root, keeper=keeper, zone=zone, after=after)
        except PynewsError as error:
            found.failed.extend(error.problems)
            found.later = found.later or isinstance(error, RetryLaterError)
    return found


def _read(
    wanted: Wanted, found: Incoming, *, root: Path, keeper: Keeper, zone: str, after: date | None
) -> None:
    if urlsplit(wanted.url).scheme not in SCHEMES:
        data, where = _file(wanted.url, root)
        _take(wanted.kind, data, where, found, zone=zone, after=after)
        return
    copy = keeper.get(wanted.url, allow_private=wanted.allow_private)
    if copy.warning:
        found.warnings.append(Problem(copy.warning, wanted.url))
    fresh, doubt = Incoming(), ""
    try:
        if not _take(wanted.kind, copy.body, wanted.url, fresh, zone=zone, after=after):
            doubt = "it is cut off"
    except SourceError as error:
        doubt = error.problems[0].what
        if not keeper.has_older(wanted.url, copy.body):
            raise
    if doubt and keeper.has_older(wanted.url, copy.body):
        fresh = Incoming()
        _take(wanted.kind, keeper.older(wanted.url), wanted.url, fresh, zone=zone, after=after)
        fresh.warnings.append(Problem(f"{doubt}; its last good copy is used", wanted.url))
    elif not copy.warning and not doubt:
        keeper.keep(wanted.url)
    found.events.extend(fresh.events)
    found.posts.extend(fresh.posts)
    found.warnings.extend(fresh.warnings)


def _file(name: str, root: Path) -> tuple[bytes, str]:
    path = Path(name) if PurePosixPath(name).is_absolute() else root / name
    shelf = Shelf(root)
    return shelf.read(path), shelf.name(path)


def _take(
    kind: str, data: bytes, where: str, found: Incoming, *, zone: str, after: date | None
) -> bool:
    """Add what bytes say; return whether they are whole.

    Raises:
        SourceError: they are not what they should be.
    """
    if kind == "ics":
        calendar = read_calendar(data, path=where, zone=zone, after=after)
        found.events.extend(calendar.events)
        found.warnings.extend(calendar.warnings)
        return calendar.complete
    if kind == "csv":
        events, problems = read_sheet(data, path=where, zone=zone)
        found.events.extend(events)
    else:
        posts, problems = read_feed(data, path=where)
        found.posts.extend(posts)
    found.warnings.extend(problems)
    return True
