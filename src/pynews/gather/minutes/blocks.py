"""Lines become blocks: headings, list items, paragraphs and table rows, each under its lead."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pynews.gather.minutes.headings import NUMBERING, SHORTEST_WRAPPED, read_heading
from pynews.gather.minutes.lines import Line, read_lines
from pynews.gather.minutes.markup import masked, plain
from pynews.gather.minutes.tables import Row, read_rows

__all__ = ["Block", "Kind", "read_blocks"]

LABEL = re.compile(
    r"(?::(?=\w))?(?:\*{1,2}|__?)?[A-Z][\w.'’/&() -]{0,40}?"
    r"(?:\*{1,2}|__?)?\s?:(?:\*{1,2}|__?)?(?=\s|$)"
    r"|[^\w\s]{0,3}\s?(?:\*\*|__|<b>|<strong>)[^*_<>\n]{2,40}(?:\*\*|__|</b>|</strong>)"
)
SPEECH = re.compile(
    r"<[\w.| -]{1,30}>|\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s|[+-][01]\b|#[a-z]{4,}\b|->|=>|→|@\w|;\s"
)
BREAK = re.compile(r"[-*_=~+|: ]{3,}$|\{\|.*$|\|\}\s*$")
COLUMNS = re.compile(r"\S\s{3,}\S")
MAIL = re.compile(r"(?:From|To|Cc|Bcc|Date|Sent|Reply-To|Message-ID|Subject):\s")
SUBJECT = "Subject:"
SHORTEST_LABEL = 30


class Kind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    ITEM = "item"
    TEXT = "text"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page that belongs together.

    Arguments:
        kind: heading, list item, paragraph or table row.
        start, end: its span in the decoded text.
        line: the number of its first line.
        index: its place among the blocks.
        level: 1 to 12 for a heading; columns of indentation otherwise.
        heading: index of the heading above, or -1.
        lead: index of the block it hangs from (the item above, the words before a list), or -1.
        mark, box: as in `Line`.
        cells: spans of a row's cells.
        header: words of the table's header cells.
        words: the words of a heading, for rules; empty for other blocks.
    """

    kind: Kind
    start: int
    end: int
    line: int
    index: int
    level: int = 0
    heading: int = -1
    lead: int = -1
    mark: str = ""
    box: str = ""
    cells: tuple[tuple[int, int], ...] = ()
    header: tuple[str, ...] = ()
    words: str = ""


def read_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a decoded text, in order; front matter and code are left out."""
    clean = masked(text)
    rows = read_rows(clean)
    builder = _Builder(clean)
    lines = tuple(_content(read_lines(clean), clean))
    mail = _mail_head(lines)
    for here, line in enumerate(lines):
        if here < mail:
            builder.subject(line)
        elif line.number in rows:
            builder.row(rows[line.number])
        elif line.number > builder.row_end:
            builder.line(line, read_heading(lines, here))
    return builder.finished()


def _mail_head(lines: Sequence[Line]) -> int:
    """Return how many lines the head of a mail takes, if the notes are one."""
    count = next((i for i, line in enumerate(lines) if not MAIL.match(line.whole)), len(lines))
    return count if count > 1 else 0


def _content(lines: Iterable[Line], text: str) -> Iterable[Line]:
    matter = text.startswith("---\n") and text.find("\n---", 3)
    for line in lines:
        if not matter or matter < 0 or line.start > matter + 4:
            yield line


class _Builder:
    """Collects lines into blocks, one after another."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._blocks: list[Block] = []
        self._headings: list[tuple[int, int]] = []
        self._items: list[tuple[int, int]] = []
        self._lead = -1
        self._open: list[Line] = []
        self._blank = True
        self.row_end = 0

    def row(self, row: Row) -> None:
        """Take a table row."""
        self._close()
        self.row_end = row.last
        if row.cells:
            mark = "header" if row.is_header else ""
            block = Block(Kind.ROW, row.cells[0][0], row.cells[-1][1], row.line, 0, mark=mark)
            self._add(replace(block, cells=row.cells, header=row.header))

    def line(self, line: Line, heading: tuple[int, int, int] | None) -> None:
        """Take one line and, if it is one, its reading as a heading."""
        if not line.text or BREAK.match(line.whole):
            self._close()
            self._blank = True
        elif heading:
            self._close()
            self._head(line, heading)
        else:
            if self._open and not self._goes_on(line):
                self._close()
            self._open.append(line)
            self._blank = False

    def subject(self, line: Line) -> None:
        """Take a line of a mail's head: its subject is the heading, the rest is left out."""
        if line.whole.startswith(SUBJECT):
            self._head(line, (1, line.start + len(SUBJECT) + 1, line.end))

    def finished(self) -> tuple[Block, ...]:
        """Return all blocks."""
        self._close()
        return tuple(self._blocks)

    def _goes_on(self, line: Line) -> bool:
        last = self._open[-1]
        if line.mark or line.box or line.fence != last.fence or SPEECH.match(line.whole):
            return False
        if (
            LABEL.match(line.text)
            or last.text.endswith((":", ":**"))
            or COLUMNS.search(line.text)
            or COLUMNS.search(last.text)
        ):
            return False
        if not last.mark and line.indent > last.indent + 1 and len(last.whole) < SHORTEST_LABEL:
            return False
        if line.text[:1].islower() or last.text.endswith(","):
            return True
        first = len(line.text.split(" ", 1)[0])
        return len(last.whole) + last.indent + first + 1 >= SHORTEST_WRAPPED

    def _close(self) -> None:
        if not self._open:
            return
        first, last = self._open[0], self._open[-1]
        self._open = []
        item = bool(first.mark or first.box)
        lead = self._hang(first) if item else self._hang_text(first)
        kind = Kind.ITEM if item else Kind.TEXT
        block = Block(kind, first.start, last.end, first.number, 0, first.indent, lead=lead)
        block = self._add(replace(block, mark=first.mark, box=first.box))
        if item:
            self._items.append((first.indent, block.index))
        elif not self._items and not self._stays_under(lead, first):
            self._lead = block.index

    def _stays_under(self, lead: int, line: Line) -> bool:
        """Say whether an indented line leaves its lead in force for the next one."""
        if lead < 0 or line.indent <= self._blocks[lead].level:
            return False
        self._lead = lead
        return True

    def _hang(self, line: Line) -> int:
        while self._items and self._items[-1][0] >= line.indent:
            self._items.pop()
        return self._items[-1][1] if self._items else self._lead

    def _hang_text(self, line: Line) -> int:
        while self._items and self._items[-1][0] >= line.indent:
            self._items.pop()
        if self._items:
            return self._items[-1][1]
        lead, self._lead = self._lead, -1
        above = self._blocks[lead] if lead >= 0 else None
        near = above is not None and self._text.endswith(":", 0, above.end)
        return lead if near else -1

    def _head(self, line: Line, heading: tuple[int, int, int]) -> None:
        level, start, end = heading
        while self._headings and self._headings[-1][0] >= level:
            self._headings.pop()
        words = NUMBERING.sub("", plain(self._text[start:end]))
        block = self._add(Block(Kind.HEADING, start, end, line.number, 0, level, words=words))
        self._headings.append((level, block.index))
        self._items, self._lead, self._blank = [], -1, True

    def _add(self, block: Block) -> Block:
        heading = self._headings[-1][1] if self._headings else -1
        placed = replace(block, index=len(self._blocks), heading=heading)
        self._blocks.append(placed)
        return placed
