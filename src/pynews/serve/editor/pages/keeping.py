"""Keeping a gathered sentence in ``issue.md``, or leaving it out: a few lines, nothing else.

The file is edited as text, so that comments, order and line ends stay as the
editor wrote them.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

import yaml

from pynews.errors import SourceError
from pynews.store import replace_files

__all__ = ["Entry", "keep", "leave_out"]

KEYS = {"decision": "decisions", "idea": "discussion"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A gathered sentence as ``issue.md`` lists it.

    Arguments:
        kind: ``decision`` or ``idea``.
        text: what readers are told.
        source: the notes, below ``newsletters/``.
        quote: the sentence behind it.
    """

    kind: str
    text: str
    source: str
    quote: str

    @property
    def key(self) -> str:
        """The list it stands in."""
        return KEYS[self.kind]


@dataclass(frozen=True, slots=True)
class _Page:
    """``issue.md`` taken apart: text before the front matter's end, and after it."""

    path: Path
    head: list[str]
    rest: list[str]
    end: str
    mark: bool

    def lists(self, key: str) -> tuple[int, yaml.Node | None]:
        """Return the line of a key (0-based in ``head``) and its value; -1 when missing."""
        node = yaml.compose("\n".join(self.head[1:]), Loader=yaml.BaseLoader)
        for name, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if name.value == key:
                return name.start_mark.line + 1, value
        return -1, None

    def write(self, head: list[str]) -> None:
        text = self.end.join([*head, *self.rest])
        mark = "﻿" if self.mark else ""
        replace_files(self.path.parent, {self.path.name: (mark + text).encode()})


def keep(path: Path, name: str, entry: Entry) -> None:
    """Add an entry to its list; one that stands there already is left as it is.

    Arguments:
        path: the issue's file.
        name: how it is told in complaints.
        entry: what is kept.

    Raises:
        SourceError: the file's front matter cannot be read, or its list is written
            in a form that only a person should change.
        RetryLaterError: it cannot be written.
    """
    page = _read(path, name)
    line, value = page.lists(entry.key)
    if _place(value, entry):
        return
    lines = [
        f"  - text: {_quoted(entry.text)}",
        f"    from: {entry.source}",
        f"    quote: {_quoted(entry.quote)}",
    ]
    if line < 0:
        page.write([*page.head, f"{entry.key}:", *lines])
        return
    if isinstance(value, yaml.SequenceNode) and not value.flow_style:
        after = _end_of(page, value.value[-1])
        page.write([*page.head[:after], *_indented(lines, page, value), *page.head[after:]])
        return
    if _is_empty(value):
        page.write([*page.head[:line], f"{entry.key}:", *lines, *page.head[line + 1 :]])
        return
    raise SourceError(
        f"{entry.key} is not written as a list, so I leave it alone",
        where=f"{name}:{line + 1}",
        hint=f"write {entry.key}: and below it one - text: ... for each",
    )


def leave_out(path: Path, name: str, entry: Entry) -> None:
    """Take an entry out of its list; the list's name goes with its last entry.

    Raises:
        SourceError, RetryLaterError: as in `keep`.
    """
    page = _read(path, name)
    line, value = page.lists(entry.key)
    item = _place(value, entry)
    if item is None or not isinstance(value, yaml.SequenceNode):
        return
    if value.flow_style:
        raise SourceError(
            f"{entry.key} stands on one line, so I leave it alone",
            where=f"{name}:{line + 1}",
            hint="write one - text: ... for each",
        )
    first, after = item.start_mark.line + 1, _end_of(page, item)
    first = line if len(value.value) == 1 else first
    page.write([*page.head[:first], *page.head[after:]])


def _read(path: Path, name: str) -> _Page:
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read: {error}", where=name) from error
    mark = text.startswith("﻿")
    text = text.removeprefix("﻿")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.split(end)
    closing = next((n for n, one in enumerate(lines) if n and re.fullmatch(r"---\s*", one)), 0)
    if not re.fullmatch(r"---\s*", lines[0]) or not closing:
        raise SourceError("there is no front matter", where=name, hint="begin with a line ---")
    page = _Page(path, lines[:closing], lines[closing:], end, mark)
    try:
        page.lists("")
    except yaml.YAMLError as error:
        raise SourceError(f"the front matter cannot be read: {error}", where=name) from error
    return page


def _place(value: yaml.Node | None, entry: Entry) -> yaml.Node | None:
    """Return the node of an entry with this source and quote."""
    if not isinstance(value, yaml.SequenceNode):
        return None
    wanted = (entry.source, _plain(entry.quote))
    for item in value.value:
        if isinstance(item, yaml.MappingNode):
            told = {key.value: child.value for key, child in item.value}
            if (told.get("from"), _plain(str(told.get("quote", "")))) == wanted:
                return item
    return None


def _end_of(page: _Page, item: yaml.Node) -> int:
    """Return the line after an entry, blank lines and comments behind it not included."""
    # YAML ends a block where the next thing begins, or at the end of all.
    mark = item.end_mark
    last = mark.index >= len("\n".join(page.head[1:]))
    after = len(page.head) if last else mark.line + 1
    while after > 1 and re.fullmatch(r"\s*(#.*)?", page.head[after - 1]):
        after -= 1
    return after


def _indented(lines: list[str], page: _Page, value: yaml.SequenceNode) -> list[str]:
    """Return new lines as far in as the list's own entries stand."""
    dash = page.head[value.value[0].start_mark.line + 1].index("-")
    return [" " * dash + line[2:] for line in lines]


def _is_empty(value: yaml.Node | None) -> bool:
    return value is not None and not value.value


def _quoted(text: str) -> str:
    """Return text as a YAML double-quoted scalar, which a JSON text always is."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> str:
    return " ".join(text.split())
