"""A Markdown file with YAML at its head, every scalar kept as text with its line.

YAML's own types are traps for writers (``12:30`` becomes 750, ``no`` becomes
False), so nothing is typed here: the schema of each kind of file does that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pynews.errors import SourceError

__all__ = ["Page", "Value", "read_page"]

FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
MAX_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Value:
    """One YAML value: a text, a list or a mapping.

    Arguments:
        line: line in the file, counted from 1.
        text: the scalar as written, or None.
        items: the list's values, or None.
        entries: the mapping's keys and values, or None.
    """

    line: int
    text: str | None = None
    items: "tuple[Value, ...] | None" = None
    entries: "dict[str, Value] | None" = None


@dataclass(frozen=True, slots=True)
class Page:
    """A content file.

    Arguments:
        path: below the project's root.
        fields: the front matter.
        body: the Markdown below it.
        body_line: the line on which the body begins.
    """

    path: str
    fields: dict[str, Value]
    body: str
    body_line: int


def read_page(text: str, *, path: str) -> Page:
    """Split a file into front matter and body.

    Arguments:
        text: the decoded file, LF line ends.
        path: for complaints.

    Raises:
        SourceError: no front matter, broken YAML, duplicate keys, aliases.
    """
    fences = list(FENCE.finditer(text))
    if not fences or text[: fences[0].start()].strip():
        raise SourceError(
            "this file has no front matter",
            where=f"{path}:1",
            hint="begin it with a line ---, then keys such as title: ..., then a line ---",
        )
    if len(fences) == 1:
        raise SourceError(
            "the front matter is not closed",
            where=f"{path}:{_line(text, fences[0].start())}",
            hint="put a line --- between the keys and the text",
        )
    opening, closing = fences[0], fences[1]
    head = text[opening.end() : closing.start()]
    offset = _line(text, opening.start())
    body = text[closing.end() :]
    stripped = body.lstrip("\n")
    body_line = _line(text, closing.end()) + len(body) - len(stripped)
    return Page(path, _fields(head, path, offset), stripped.rstrip(), body_line)


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1


def _fields(head: str, path: str, offset: int) -> dict[str, Value]:
    """Return the top-level keys; lines in ``head`` count from ``offset``."""
    import yaml

    # libyaml's reader is several times faster; where it is missing, its twin in Python serves.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        for event in yaml.parse(head, Loader=loader):
            if isinstance(event, yaml.AliasEvent):
                raise SourceError(
                    "YAML aliases (*name) are not read here",
                    where=f"{path}:{offset + getattr(event.start_mark, 'line', 0)}",
                    hint="write the value out",
                )
        node = yaml.compose(head, Loader=loader)
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, path, offset) from error
    except yaml.YAMLError as error:
        raise _character_error(error, head, path, offset) from error
    except RecursionError as error:
        raise SourceError(
            "the front matter is nested too deeply", where=f"{path}:{offset}"
        ) from error
    if node is None:
        return {}
    value = _value(node, path, offset, MAX_DEPTH)
    if value.entries is None:
        raise SourceError(
            "the front matter is not a list of keys",
            where=f"{path}:{value.line}",
            hint="write one key: value a line",
        )
    return value.entries


def _syntax_error(error: object, path: str, offset: int) -> SourceError:
    """Return YAML's complaint with the line of the file and what usually mends it."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = offset + (mark.line if mark is not None else 0)
    problem = getattr(error, "problem", None) or "it is not YAML"
    return SourceError(
        f"the front matter cannot be read: {problem}",
        where=f"{path}:{line}",
        hint='put a text that holds a colon, # or quotes into "double quotes"',
    )


def _character_error(error: object, head: str, path: str, offset: int) -> SourceError:
    """Return the complaint about a character that YAML may not hold, with its line."""
    from yaml.reader import Reader

    found = Reader.NON_PRINTABLE.search(head)
    if found is None:
        return SourceError(f"the front matter cannot be read: {error}", where=f"{path}:{offset}")
    line = offset + head.count("\n", 0, found.start())
    return SourceError(
        f"the front matter holds the control character U+{ord(found[0]):04X}",
        where=f"{path}:{line}",
        hint="it cannot be seen: write that line anew",
    )


def _value(node: object, path: str, offset: int, depth: int) -> Value:
    """Return a YAML node as our own value."""
    import yaml

    if not isinstance(node, yaml.Node):
        message = "yaml gave something that is no node"
        raise TypeError(message)
    line = offset + node.start_mark.line
    if depth == 0:
        raise SourceError("nested too deeply", where=f"{path}:{line}")
    if isinstance(node, yaml.ScalarNode):
        return Value(line, text=node.value)
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_value(item, path, offset, depth - 1) for item in node.value)
        return Value(line, items=items)
    entries: dict[str, Value] = {}
    for key, value in _pairs(node, path, offset):
        if key in entries:
            raise SourceError(
                f"the key {key!r} stands twice, first on line {entries[key].line}",
                where=f"{path}:{value[0]}",
                hint="keep one of the two",
            )
        entries[key] = _value(value[1], path, offset, depth - 1)
    return Value(line, entries=entries)


def _pairs(node: object, path: str, offset: int) -> Iterator[tuple[str, tuple[int, object]]]:
    """Yield the keys of a mapping with the line of each and its value's node."""
    import yaml

    for key, value in node.value:  # type: ignore[attr-defined]  # a MappingNode
        line = offset + key.start_mark.line
        if not isinstance(key, yaml.ScalarNode):
            raise SourceError("a key must be a word", where=f"{path}:{line}")
        yield key.value, (line, value)
