"""Reads a whole project: the libraries of items, the issues, and what was sent."""

import hashlib
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pynews.errors import Problem, SourceError
from pynews.gather.content import read_event, read_opening, read_story
from pynews.gather.decoding import decode
from pynews.gather.draft import read_draft
from pynews.gather.frontmatter import Page, read_page
from pynews.gather.translation import (
    EVENT_WORDS,
    ISSUE_WORDS,
    ROLE_WORDS,
    STORY_WORDS,
    language_of,
    merged,
    misnamed,
    silences,
    source_of,
)
from pynews.model import (
    Draft,
    Event,
    Input,
    Library,
    Minutes,
    Opening,
    SentIssue,
    Story,
    Translation,
    event_id,
)
from pynews.store import SENT_NAME, read_sent

__all__ = ["CONTENT", "Shelf", "gather_library", "gather_minutes", "minutes_files"]

CONTENT = "newsletters"
SHELVES = ("minutes", "events", "roles", "stories")
NOTES = {".md", ".markdown", ".txt", ".rst", ".text"}
MAX_BYTES = 8_000_000

Item = TypeVar("Item", Event, Opening, Story, Draft)


class Shelf:
    """Reads files below a root, remembering what was read and what was wrong."""

    def __init__(self, root: Path) -> None:
        """Begin with nothing read; paths are told below ``root``."""
        self.root = root
        self.inputs: dict[str, Input] = {}
        self.problems: list[Problem] = []

    def name(self, path: Path) -> str:
        """Return a path as it is told: below the root, with forward slashes."""
        if path.is_relative_to(self.root) and ".." not in path.parts:
            return path.relative_to(self.root).as_posix()
        try:
            return path.resolve().relative_to(self.root.resolve()).as_posix()
        except (ValueError, OSError, RuntimeError):
            return path.as_posix()

    def read(self, path: Path) -> bytes:
        """Return a file's bytes.

        Raises:
            SourceError: it is missing, too big, may not be read, or is a link that
                leads out of the project.
        """
        name = self.name(path)
        try:
            if path.is_relative_to(self.root) and not _inside(path, self.root):
                raise SourceError(
                    "this leads out of the project, so I do not read it",
                    where=name,
                    hint="put a copy of the file here in place of the link",
                )
            if not stat.S_ISREG(path.stat().st_mode):
                raise SourceError(
                    "cannot be read: it is no file",
                    where=name,
                    hint="a folder, pipe or device stands there; put a text file in its place",
                )
            if path.stat().st_size > MAX_BYTES:
                raise SourceError(
                    f"this file is over {MAX_BYTES // 1_000_000} MB",
                    where=name,
                    hint="notes are text; keep pictures and archives elsewhere",
                )
            content = path.read_bytes()
        except FileNotFoundError as error:
            raise SourceError("there is no such file", where=name, hint=_nearby(path)) from error
        except OSError as error:
            raise SourceError(f"cannot be read: {error.strerror}", where=name) from error
        self.inputs[name] = Input(name, len(content), hashlib.sha256(content).hexdigest())
        return content

    def page(self, path: Path) -> Page:
        """Return a content file, split into front matter and body."""
        return read_page(self.text(path), path=self.name(path))

    def text(self, path: Path) -> str:
        """Return a file's decoded text.

        Raises:
            SourceError: it is no text; see also `read`.
        """
        name = self.name(path)
        try:
            return decode(self.read(path)).text
        except SourceError as error:
            raise SourceError.of(
                replace(problem, where=problem.where or name) for problem in error.problems
            ) from error

    def each(self, files: Iterable[Path], reader: Callable[[Path], Item]) -> tuple[Item, ...]:
        """Return what ``reader`` makes of each file; faults are noted, not raised."""
        found = []
        for path in files:
            try:
                found.append(reader(path))
            except SourceError as error:
                self.problems.extend(error.problems)
        return tuple(found)


def _nearby(path: Path) -> str:
    """Return a hint that names what does stand in the folder."""
    names = sorted(entry.name for entry in path.parent.glob("*")) if path.parent.is_dir() else []
    if not names:
        return f"there is no folder {path.parent}"
    shown = ", ".join(names[:8])
    return f"that folder holds {shown}"


def gather_library(root: Path, *, zone: str, language: str = "") -> Library:
    """Read everything that issues are made of.

    Of the minutes only those are read that an issue names; `gather_minutes` reads
    any.

    Arguments:
        root: the project's folder.
        zone: the publication's time zone.
        language: the publication's, into which nothing is translated.

    Raises:
        SourceError: every fault of every file.
    """
    shelf = Shelf(root)
    content = root / CONTENT
    events = shelf.each(
        _pages(content / "events"), lambda path: read_event(shelf.page(path), zone=zone)
    )
    openings = shelf.each(_pages(content / "roles"), lambda path: read_opening(shelf.page(path)))
    stories = shelf.each(_pages(content / "stories"), lambda path: read_story(shelf.page(path)))
    drafts = tuple(_drafts(shelf, content, zone))
    for folder in _issue_folders(content):
        shelf.problems.extend(misnamed(folder, language, told=shelf.name(folder)))
    translations = {} if shelf.problems else _translations(shelf, content, zone)
    sent = tuple(_sent(shelf, content))
    minutes = tuple(_minutes_named(shelf, content, drafts))
    for items in (events, openings, stories):
        shelf.problems.extend(_twice(items))
    if shelf.problems:
        raise SourceError.of(shelf.problems)
    return Library(
        drafts=drafts,
        events=events,
        openings=openings,
        stories=stories,
        minutes=minutes,
        sent=sent,
        inputs=tuple(shelf.inputs[name] for name in sorted(shelf.inputs)),
        translations=translations,
    )


def gather_minutes(files: Iterable[Path], *, root: Path) -> Iterator[Minutes]:
    """Read board notes, one after another.

    Arguments:
        files: the notes, in the order wanted.
        root: paths are told below it where they lie inside.

    Raises:
        SourceError: a file is missing, too big or no text.
    """
    shelf = Shelf(root)
    for path in files:
        yield _read(shelf, path)


def minutes_files(root: Path) -> tuple[Path, ...]:
    """Return all board notes of a project, ordered by name."""
    folder = root / CONTENT / "minutes"
    return tuple(
        sorted(
            path for path in folder.rglob("*") if path.suffix.lower() in NOTES and path.is_file()
        )
    )


def _read(shelf: Shelf, path: Path) -> Minutes:
    """Read one file of notes; the reader is loaded when the first one is."""
    from pynews.gather.minutes import read_minutes

    return read_minutes(shelf.read(path), path=shelf.name(path))


def _pages(folder: Path) -> list[Path]:
    """Return the Markdown files of a library folder, ordered by name."""
    try:
        files = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError as error:
        raise SourceError(
            f"this folder cannot be read: {error.strerror}", where=folder.name
        ) from error
    return [
        path
        for path in files
        if path.suffix == ".md" and not path.is_dir() and not language_of(path)
    ]


def _issue_folders(content: Path) -> list[Path]:
    """Return the folders that hold an ``issue.md``, ordered by name."""
    return sorted(
        path.parent for path in content.glob("*/issue.md") if path.parent.name not in SHELVES
    )


def _drafts(shelf: Shelf, content: Path, zone: str) -> Iterator[Draft]:
    """Yield the issues; faults are noted."""
    for folder in _issue_folders(content):
        try:
            page = shelf.page(folder / "issue.md")
            yield read_draft(page, issue_id=folder.name, zone=zone)
        except SourceError as error:
            shelf.problems.extend(error.problems)


def _translations(shelf: Shelf, content: Path, zone: str) -> dict[str, Translation]:
    """Return what is said in other languages; faults are noted."""
    found: dict[str, list[Path]] = {}
    for path in sorted(content.glob("*/*.md")):
        if language := language_of(path):
            found.setdefault(language, []).append(path)
    return {language: _translation(shelf, found[language], zone) for language in sorted(found)}


def _translation(shelf: Shelf, files: list[Path], zone: str) -> Translation:
    """Return what is said in one language."""

    def read(path: Path, keys: tuple[str, ...]) -> Page:
        words = shelf.page(path)
        if keys is ISSUE_WORDS:
            shelf.problems.extend(silences(words))
        return merged(shelf.page(source_of(path)), words, keys)

    def below(folder: str) -> list[Path]:
        return [path for path in files if path.parent.name == folder]

    issues = [path for path in files if source_of(path).name == "issue.md"]
    return Translation(
        drafts=shelf.each(
            [path for path in issues if path.parent.name not in SHELVES],
            lambda path: read_draft(read(path, ISSUE_WORDS), issue_id=path.parent.name, zone=zone),
        ),
        events=shelf.each(
            below("events"),
            lambda path: _named_as(path, read_event(read(path, EVENT_WORDS), zone=zone)),
        ),
        openings=shelf.each(
            below("roles"), lambda path: _named_as(path, read_opening(read(path, ROLE_WORDS)))
        ),
        stories=shelf.each(
            below("stories"), lambda path: _named_as(path, read_story(read(path, STORY_WORDS)))
        ),
    )


def _named_as(path: Path, item: Item) -> Item:
    """Return a translated item under the name of what it translates."""
    stem = source_of(path).stem
    if isinstance(item, Event):
        return replace(item, id=event_id(stem)) if item.id == event_id(path.stem) else item
    return replace(item, id=stem) if item.id == path.stem else item


def _sent(shelf: Shelf, content: Path) -> list[SentIssue]:
    """Return what was sent of every issue, oldest first."""
    found: list[SentIssue] = []
    for path in sorted(content.glob(f"*/{SENT_NAME}")):
        try:
            text = shelf.text(path)
            found.extend(read_sent(text, path=shelf.name(path)))
        except SourceError as error:
            shelf.problems.extend(error.problems)
    return sorted(found, key=lambda sending: (sending.at, sending.issue, sending.purpose))


def _minutes_named(shelf: Shelf, content: Path, drafts: Iterable[Draft]) -> Iterator[Minutes]:
    """Yield the minutes that issues draw from; a missing one is noted at the line that names it.

    Only those whose decisions an issue takes as they are need reading for meaning;
    of the others the text is enough, to find quotes in it.
    """
    places, whole = _names(drafts)
    for name in sorted(places):
        path = content / name
        if not _inside(path, content) or not path.is_file():
            shelf.problems.append(
                Problem(
                    f"there is no {CONTENT}/{name}",
                    places[name],
                    "write from: minutes/2021-10-12.md, a file below newsletters/",
                )
            )
        elif name in whole:
            yield _read(shelf, path)
        else:
            yield Minutes(shelf.name(path), text=shelf.text(path))


def _names(drafts: Iterable[Draft]) -> tuple[dict[str, str], set[str]]:
    """Return the notes that drafts name, with the place, and those to be read for meaning."""
    places: dict[str, str] = {}
    whole: set[str] = set()
    for draft in drafts:
        if draft.decisions_from:
            places.setdefault(draft.decisions_from, str(draft.origin("decisions")))
            whole.add(draft.decisions_from)
        for entry in (*draft.decisions, *draft.discussion):
            if entry.source:
                places.setdefault(entry.source, str(entry.origin))
    return places, whole


def _inside(path: Path, folder: Path) -> bool:
    """Whether a path stays inside a folder, links followed."""
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a link that leads to itself
        return False


def _twice(items: Iterable[Event | Opening | Story]) -> Iterator[Problem]:
    """Yield a problem for every id that two files share."""
    seen: dict[str, str] = {}
    for item in items:
        if item.id in seen:
            yield Problem(
                f"the id {item.id!r} stands in {seen[item.id]} too",
                str(item.origin),
                "an id names one thing for ever: give the newer file another one",
            )
        seen.setdefault(item.id, item.origin.path)
