"""Markdown as plain text: 72 columns, underlined headings, links as numbered notes."""

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

__all__ = [
    "COLUMNS",
    "Note",
    "Notes",
    "bulleted",
    "inline_text",
    "to_text",
    "underlined",
    "wrapped",
]

COLUMNS = 72
NARROWEST = 24
HARD = "\x0b"


@dataclass(frozen=True, slots=True)
class Note:
    """A link told at the end of a section.

    Arguments:
        number: as printed in the text, from 1.
        href: the address.
    """

    number: int
    href: str


class Notes:
    """Numbers the links of one text in the order they are met."""

    def __init__(self) -> None:
        """Begin at 1."""
        self._numbers: dict[str, int] = {}
        self._told = 0

    def number(self, href: str) -> int:
        """Return the number of an address; the same address keeps its number."""
        return self._numbers.setdefault(href, len(self._numbers) + 1)

    def take(self) -> tuple[Note, ...]:
        """Return the notes that were not taken yet."""
        fresh = list(self._numbers.items())[self._told :]
        self._told = len(self._numbers)
        return tuple(Note(number, href) for href, number in fresh)


def wrapped(text: str, columns: int = COLUMNS) -> str:
    """Return a paragraph in lines of at most so many columns; long words stay whole."""
    lines: list[str] = []
    for part in text.split(HARD):
        lines += textwrap.wrap(
            part, max(columns, NARROWEST), break_long_words=False, break_on_hyphens=False
        )
    return "\n".join(lines)


def underlined(text: str, mark: str, columns: int = COLUMNS) -> str:
    """Return a heading with a line of marks beneath it."""
    lines = wrapped(text, columns)
    longest = max(len(line) for line in lines.split("\n"))
    return f"{lines}\n{mark * min(longest, columns)}" if lines else ""


def bulleted(text: str, columns: int = COLUMNS) -> str:
    """Return one line of a list with its bullet."""
    return "* " + _hanging(wrapped(text, columns - 2), "  ")


def to_text(tokens: Sequence[Token], notes: Notes) -> str:
    """Return Markdown tokens as plain text, blocks parted by an empty line.

    Arguments:
        tokens: of `markup.parse_markdown`.
        notes: numbers its links.
    """
    return _Printer(notes).blocks(SyntaxTreeNode(tokens), COLUMNS)


def inline_text(node: SyntaxTreeNode, reference: Callable[[str, str], str]) -> str:
    """Return what stands in one paragraph, marks of emphasis left out.

    Arguments:
        node: an inline node or one within it.
        reference: takes a link's address and words, gives what is printed.
    """
    if node.type in {"softbreak", "hardbreak"}:
        return " " if node.type == "softbreak" else HARD
    if not node.children:
        return node.content
    words = "".join(inline_text(child, reference) for child in node.children)
    return reference(str(node.attrs.get("href", "")), words) if node.type == "link" else words


class _Printer:
    """Prints block nodes within a width; nested blocks get what their marks leave."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes

    def blocks(self, node: SyntaxTreeNode, columns: int, between: str = "\n\n") -> str:
        printed = (self.block(child, columns) for child in node.children)
        return between.join(text for text in printed if text)

    def block(self, node: SyntaxTreeNode, columns: int) -> str:
        if node.type == "hr":
            return "-" * 24
        if node.type in {"fence", "code_block"}:
            return textwrap.indent(node.content.rstrip("\n"), "    ")
        special = {
            "heading": self._heading,
            "bullet_list": self._list,
            "ordered_list": self._list,
            "blockquote": self._quotation,
            "table": self._table,
        }
        if node.type in special:
            return special[node.type](node, columns)
        return wrapped(self._words(node), columns)

    def _words(self, node: SyntaxTreeNode) -> str:
        return "".join(inline_text(child, self._reference) for child in node.children)

    def _reference(self, href: str, words: str) -> str:
        if href in {words, f"mailto:{words}"}:
            return words
        return f"{words} [{self._notes.number(href)}]"

    def _heading(self, node: SyntaxTreeNode, columns: int) -> str:
        return underlined(self._words(node), "-", columns)

    def _list(self, node: SyntaxTreeNode, columns: int) -> str:
        number = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
        items = []
        for item in node.children:
            bullet = "* " if number is None else f"{number}. "
            number = None if number is None else number + 1
            tight = all(child.hidden for child in item.children if child.type == "paragraph")
            text = self.blocks(item, columns - len(bullet), "\n" if tight else "\n\n")
            items.append(bullet + _hanging(text, " " * len(bullet)))
        loose = any(child.type == "paragraph" and not child.hidden for child in node.walk())
        return ("\n\n" if loose else "\n").join(items)

    def _quotation(self, node: SyntaxTreeNode, columns: int) -> str:
        return "\n".join(
            f"> {line}".rstrip() for line in self.blocks(node, columns - 2).split("\n")
        )

    def _table(self, node: SyntaxTreeNode, columns: int) -> str:
        rows = [
            _hanging(wrapped(" | ".join(self._words(cell) for cell in row.children), columns), "  ")
            for group in node.children
            for row in group.children
        ]
        return "\n".join(rows)


def _hanging(text: str, margin: str) -> str:
    first, *rest = text.split("\n")
    return "\n".join([first, *(margin + line if line else line for line in rest)])
