"""MJML text becomes a tree whose every node and attribute knows where it stands.

The reading is as forgiving as MJML's own (htmlparser2): what it swallows is
swallowed here too, and told as a fault besides.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache, lru_cache

from pynews.render.mjml.table import components

__all__ = [
    "Attribute",
    "Mistake",
    "Node",
    "Source",
    "Tree",
    "is_comment",
    "is_conditional",
    "kept",
    "read",
    "skip_opaque",
]

_VALUES = r"""(?:[^<>"'/]++|"[^"]*"|'[^']*'|/(?!>))*+"""
_MARKUP = re.compile(
    r"(?P<opaque><!--|<!\[CDATA\[)|<[!?][^<>]*>"
    r"|</(?P<end>[A-Za-z][^\s/<>]*)[^<>]*>"
    rf"|<(?P<start>[A-Za-z][^\s/<>]*)(?P<attributes>{_VALUES})(?P<empty>/?)>"
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s=/>"'<]+)(?:\s*=\s*(?:"(?P<d>[^"]*)"|'(?P<s>[^']*)'|(?P<u>[^\s"'>]+)))?"""
)
_USUAL = 1000  # characters of a tag's attributes; those of longer ones are not kept


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute as written; `value` is the raw text, `offset` its name's place."""

    name: str
    value: str
    offset: int


@dataclass(frozen=True, slots=True)
class Node:
    """One element.

    Arguments:
        tag: lower-case name.
        attributes: as written, duplicates included.
        children: elements inside; a kept comment is an ``mj-raw``.
        content: the inner HTML or text of an ending tag, trimmed.
        offset: where ``<`` stands.
        inner: where the content begins.
    """

    tag: str
    attributes: tuple[Attribute, ...]
    children: "tuple[Node, ...]" = ()
    content: str = ""
    offset: int = 0
    inner: int = 0

    def get(self, name: str) -> str | None:
        """Return the value of the first attribute called `name`, or None."""
        for each in self.attributes:
            if each.name == name:
                return each.value
        return None

    def walk(self) -> "list[Node]":
        """Return this node and all below it, in the order they are written."""
        waiting, found = [self], []
        while waiting:
            node = waiting.pop()
            found.append(node)
            if node.children:
                waiting.extend(node.children[::-1])
        return found


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong with the markup itself; `offset` says where."""

    offset: int
    what: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """The root element, or None when there is none, and what is wrong with the markup."""

    root: Node | None
    mistakes: tuple[Mistake, ...]


class Source:
    """A text whose offsets can be told as line and column, both from 1."""

    def __init__(self, text: str) -> None:
        """Remember where the lines of `text` begin."""
        self.text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of `offset`."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1


@dataclass(slots=True)
class _Open:
    tag: str
    attributes: tuple[Attribute, ...]
    offset: int
    children: list[Node] = field(default_factory=list)

    def close(self) -> Node:
        return Node(self.tag, self.attributes, tuple(self.children), "", self.offset)


def read(text: str) -> Tree:
    """Read MJML `text`; a comment between elements becomes an ``mj-raw``.

    Never raises: what cannot be read is a `Mistake`.
    """
    reader = _Reader(text)
    reader.run()
    return Tree(reader.root, tuple(sorted(reader.mistakes, key=lambda each: each.offset)))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node | None = None
        self.mistakes: list[Mistake] = []
        self._stack: list[_Open] = []

    def run(self) -> None:
        position = 0
        while found := _MARKUP.search(self.text, position):
            self._stray(position, found.start())
            position = self._opaque(found) if found["opaque"] else self._take(found)
        self._stray(position, len(self.text))
        while self._stack:
            self._complain_unclosed(self._stack[-1])
            self._pop()

    def _opaque(self, found: re.Match[str]) -> int:
        end = skip_opaque(self.text, found.start())
        if end is None:
            self.mistakes.append(Mistake(found.start(), "the comment never ends", "write -->"))
            return len(self.text)
        inside = self.text[found.start() : end]
        if found["opaque"] == "<!--" and self._stack:
            raw = Node("mj-raw", (), (), inside, found.start(), found.start())
            self._stack[-1].children.append(raw)
        return end

    def _take(self, found: re.Match[str]) -> int:
        if found["start"]:
            return self._start(found)
        if found["end"]:
            self._end(found["end"].lower(), found.start())
        return found.end()

    def _start(self, found: re.Match[str]) -> int:
        tag = found["start"].lower()
        written = found["attributes"]
        read_all = _attributes if len(written) < _USUAL else _attributes.__wrapped__
        start = found.start("attributes")
        attributes = tuple(
            [Attribute(name, value, start + offset) for name, value, offset in read_all(written)]
        )
        known = components().get(tag)
        if found["empty"]:
            self._add(Node(tag, attributes, (), "", found.start(), found.end()))
            return found.end()
        if known is not None and known.ending:
            return self._content(tag, attributes, found)
        self._stack.append(_Open(tag, attributes, found.start()))
        return found.end()

    def _content(self, tag: str, attributes: tuple[Attribute, ...], found: re.Match[str]) -> int:
        close = _closing(self.text, found.end(), tag)
        if close is None:
            self._complain_unclosed(_Open(tag, attributes, found.start()))
            end = after = len(self.text)
        else:
            end, after = close.span()
        raw = self.text[found.end() : end]
        content = raw.strip()
        inner = found.end() + len(raw) - len(raw.lstrip())
        self._add(Node(tag, attributes, (), content, found.start(), inner))
        return after

    def _end(self, tag: str, offset: int) -> None:
        if all(each.tag != tag for each in self._stack):
            self.mistakes.append(
                Mistake(offset, f"</{tag}> closes nothing", f"remove it, or write <{tag}> before")
            )
            return
        while self._stack[-1].tag != tag:
            self._complain_unclosed(self._stack[-1])
            self._pop()
        self._pop()

    def _pop(self) -> None:
        self._add(self._stack.pop().close())

    def _add(self, node: Node) -> None:
        if self._stack:
            self._stack[-1].children.append(node)
        elif self.root is None:
            self.root = node
        else:
            self.mistakes.append(
                Mistake(node.offset, f"<{node.tag}> stands after the end of the document")
            )

    def _complain_unclosed(self, opened: _Open) -> None:
        self.mistakes.append(
            Mistake(opened.offset, f"<{opened.tag}> is never closed", f"write </{opened.tag}>")
        )

    def _stray(self, start: int, end: int) -> None:
        text = self.text[start:end]
        unknown = bool(self._stack) and self._stack[-1].tag not in components()
        if unknown or not text.strip("\ufeff \t\r\n"):
            return
        offset = start + len(text) - len(text.lstrip("\ufeff \t\r\n"))
        shown = " ".join(text.split())[:40]
        where = f"inside <{self._stack[-1].tag}>" if self._stack else "outside <mjml>"
        self.mistakes.append(
            Mistake(offset, f'text "{shown}" stands {where}', "put it into <mj-text>")
        )


def skip_opaque(text: str, start: int) -> int | None:
    """Return where the comment or CDATA that begins at `start` ends; None if it never does."""
    if text.startswith("<![", start):
        end, width = text.find("]]>", start), 3
    elif text.startswith(("<!-->", "<!--->"), start):
        return text.index(">", start) + 1
    else:
        end, width = text.find("-->", start + 4), 3
    return None if end < 0 else end + width


def is_comment(node: Node) -> bool:
    """Say whether `node` is a comment that was kept as ``mj-raw``."""
    return node.tag == "mj-raw" and node.inner == node.offset and bool(node.content)


def kept(node: Node, *, comments: bool) -> bool:
    """Say whether `node` goes into the page: with `comments`, the author's comments do, too."""
    return comments or not is_comment(node) or is_conditional(node.content)


def is_conditional(comment: str) -> bool:
    """Say whether `comment` is one that Outlook reads, such as ``<!--[if mso]>``."""
    return comment[4:].lstrip().startswith(("[if", "<![endif"))


@lru_cache(maxsize=4096)
def _attributes(written: str) -> tuple[tuple[str, str, int], ...]:
    """Return name, value and place of each attribute."""
    return tuple(
        (each["name"], each["d"] or each["s"] or each["u"] or "", each.start())
        for each in _ATTRIBUTE.finditer(written)
    )


def _closing(text: str, start: int, tag: str) -> re.Match[str] | None:
    depth, position = 0, start
    while found := _tags(tag).search(text, position):
        position = found.end()
        if found["close"]:
            if not depth:
                return found
            depth -= 1
        elif found["open"]:
            depth += not found["open"].endswith("/>")
        else:
            position = skip_opaque(text, found.start()) or len(text)
    return None


@cache
def _tags(tag: str) -> re.Pattern[str]:
    name = re.escape(tag)
    return re.compile(
        rf"<!--|<!\[CDATA\[|(?P<close></{name}\s*>)|(?P<open><{name}(?=[\s/>])[^<>]*>)",
        re.IGNORECASE,
    )
