"""Entries are laid beside the files that stand there: new ones, changes, doubles, look-alikes.

What a source said last time is kept in ``newsletters/fetched.json``. A field that the source
has changed since and the editor has not is brought up to date; one that the editor has changed
stays, and the difference is told.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from pynews.errors import SourceError
from pynews.gather.decoding import decode
from pynews.gather.filing.entry import TEXT, Entry, scalar, text_of
from pynews.gather.frontmatter import Page, Value, read_page

__all__ = ["RECORD", "Change", "Filing", "Standing", "file_entries", "standing"]

RECORD: Final = "fetched.json"
ALIKE = 0.5
NEAR_DAYS = 7
STAMP = re.compile(r"\d{4}-\d{2}-\d{2}")
QUIET = ("id", "source", "source_sequence")
KEY = re.compile(r"[\w-]+\s*:|#")
LONGEST_SHOWN = 60
Fields = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """What one entry means for the project.

    Arguments:
        kind: ``new``, ``changed``, ``kept`` (the editor's words stand), ``alike``.
        name: the file, below newsletters/.
        title: what it is called.
        lines: differences as "field: was -> is", or the look-alike's place.
    """

    kind: str
    name: str
    title: str
    lines: tuple[str, ...] = ()


@dataclass(slots=True)
class Filing:
    """What is to be written, and why.

    Arguments:
        contents: text by name below newsletters/.
        changes: in the order of the entries.
    """

    contents: dict[str, str] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Standing:
    """A file that stands on a shelf."""

    name: str
    text: str
    page: Page
    fields: Fields


def standing(content: Path) -> list[Standing]:
    """Return the files of the three shelves; those that cannot be read are left alone."""
    found = []
    for shelf in ("events", "roles", "stories"):
        for path in sorted((content / shelf).glob("*.md")):
            name = f"{shelf}/{path.name}"
            try:
                text = decode(path.read_bytes()).text
                page = read_page(text, path=name)
            except (SourceError, OSError):
                continue
            fields = {key: _words(value) for key, value in page.fields.items()}
            found.append(Standing(name, text, page, fields | {TEXT: page.body}))
    return found


def file_entries(
    entries: Iterable[Entry], *, content: Path, both: bool = False, record: bool = True
) -> Filing:
    """Return what has to be written so that the project holds the entries.

    Arguments:
        entries: what was gathered.
        content: the folder newsletters/.
        both: whether an event that looks like another one is filed nevertheless.
        record: whether what the source says is remembered.
    """
    files = standing(content)
    told = _record(content)
    said = dict(told)
    filing = Filing()
    taken = {one.name for one in files}
    fresh: list[Entry] = []
    for entry in entries:
        known = _known(entry, files)
        if known is not None:
            _update(entry, known, told.get(known.name), filing)
            said[known.name] = dict(entry.fields)
        elif entry.fields.get("cancelled") != "yes" and not _is_double(entry, files, fresh):
            alike = _alike(entry, files, fresh)
            if alike and not both:
                filing.changes.append(Change("alike", alike, entry.title, (_line(entry),)))
                continue
            name = _free(entry, taken)
            taken.add(name)
            fresh.append(entry)
            filing.contents[name] = text_of(entry)
            filing.changes.append(Change("new", name, entry.title, (_line(entry),)))
            said[name] = dict(entry.fields)
    if record and said != told:
        filing.contents[RECORD] = _dumped(said)
    return filing


def _words(value: Value) -> str:
    if value.text is not None:
        return value.text
    return ", ".join(item.text or "" for item in value.items or ())


def _record(content: Path) -> dict[str, Fields]:
    try:
        tree = json.loads((content / RECORD).read_text(encoding="utf-8"))
        items = tree["items"]
        return {name: {k: str(v) for k, v in said.items()} for name, said in items.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _dumped(said: Mapping[str, Fields]) -> str:
    tree = {"schema": 1, "items": {name: dict(said[name]) for name in sorted(said)}}
    return json.dumps(tree, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _known(entry: Entry, files: Iterable[Standing]) -> Standing | None:
    """Return the file that this very thing has already."""
    return next(
        (
            one
            for one in files
            if entry.source_id
            and one.fields.get("source_id") == entry.source_id
            and one.name.startswith(f"{entry.shelf}/")
        ),
        None,
    )


def _is_double(entry: Entry, files: Iterable[Standing], fresh: Iterable[Entry]) -> bool:
    """Say whether another source, or the editor, has told the same: title, day and time."""
    mine = (_bare(entry.title), _begin(entry.fields))
    others = [(one.shelf, one.fields) for one in fresh]
    others += [(one.name.partition("/")[0], one.fields) for one in files]
    same_id = entry.shelf == "events" and any(
        fields.get("source_id") == entry.source_id for _, fields in others if entry.source_id
    )
    return same_id or any(
        shelf == entry.shelf and (_bare(fields.get("title", "")), _begin(fields)) == mine
        for shelf, fields in others
    )


def _alike(entry: Entry, files: Iterable[Standing], fresh: Iterable[Entry]) -> str:
    """Return where an event stands that may be the same one, or ""."""
    if entry.shelf != "events" or entry.day is None:
        return ""
    others = [(f"{one.shelf}/{one.name}.md", one.fields) for one in fresh]
    others += [(one.name, one.fields) for one in files if one.name.startswith("events/")]
    for name, fields in others:
        day = _day(fields)
        gap = abs((day - entry.day).days) if day else NEAR_DAYS + 1
        likeness = _likeness(entry.title, fields.get("title", ""))
        if (gap == 0 and likeness >= ALIKE) or (gap <= NEAR_DAYS and likeness == 1):
            return f"{name} ({fields.get('title', '')}, {fields.get('start', '')})"
    return ""


def _likeness(one: str, other: str) -> float:
    """Return the share of the shorter title's words that the other one has."""
    first, second = set(_bare(one).split()), set(_bare(other).split())
    smaller = min(len(first), len(second))
    return len(first & second) / smaller if smaller else 0.0


def _bare(title: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", title.casefold()))


def _begin(fields: Fields) -> str:
    return fields.get("start", "")


def _day(fields: Fields) -> date | None:
    found = STAMP.match(fields.get("start", ""))
    try:
        return date.fromisoformat(found.group()) if found else None
    except ValueError:
        return None


def _line(entry: Entry) -> str:
    when = entry.fields.get("start") or entry.fields.get("link") or ""
    return f"{entry.title}{f', {when}' if when else ''} (from {entry.fields.get('source', '')})"


def _free(entry: Entry, taken: set[str]) -> str:
    number, name = 1, f"{entry.shelf}/{entry.name}.md"
    while name in taken:
        number += 1
        name = f"{entry.shelf}/{entry.name}-{number}.md"
    return name


def _update(entry: Entry, known: Standing, base: Fields | None, filing: Filing) -> None:
    """Bring up to date what only the source has changed; tell what the editor's words hold."""
    new: dict[str, str] = {}
    changed, kept = [], []
    for key in dict.fromkeys((*entry.fields, *(base or {}))):
        was, now = (base or known.fields).get(key, ""), entry.fields.get(key, "")
        yours = known.fields.get(key, "")
        if now in {was, yours} or key == "id":
            continue
        line = f"{key}: {_short(yours)} -> {_short(now)}"
        if yours == was and base is not None:
            new[key] = now
            changed += [line] if key not in QUIET else []
        elif key not in QUIET:
            kept.append(line)
    if new:
        filing.contents[known.name] = _rewritten(known, new)
        filing.changes.append(Change("changed", known.name, entry.title, tuple(changed)))
    if kept:
        filing.changes.append(Change("kept", known.name, entry.title, tuple(kept)))


def _short(words: str) -> str:
    line = " ".join(words.split())
    return (line if len(line) <= LONGEST_SHOWN else f"{line[:LONGEST_SHOWN]}...") or "nothing"


def _rewritten(known: Standing, new: Fields) -> str:
    """Return the file with some fields replaced; every other line stays as it is."""
    lines = known.text.split("\n")
    fields = known.page.fields
    fence = [i for i, line in enumerate(lines) if line.rstrip() == "---"][1]
    head = lines[:fence]
    for key, now in sorted(new.items(), key=lambda pair: -_place(pair[0], fields, fence)):
        if key == TEXT:
            continue
        place = _place(key, fields, fence)
        below = range(place + 1, fence)
        end = next((i for i in below if KEY.match(lines[i])), fence) if key in fields else place
        head[place:end] = [f"{key}: {scalar(now)}"] if now else []
    body = ["", new[TEXT], ""] if TEXT in new else lines[fence + 1 :]
    return "\n".join([*head, "---", *(body[1:] if TEXT in new else body)])


def _place(key: str, fields: Mapping[str, Value], fence: int) -> int:
    return fields[key].line - 1 if key in fields else fence
