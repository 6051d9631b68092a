"""Lines become blocks: headings, list items, paragraphs and table rows, each under its lead."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from pynews.gather.minutes.lines import Line, read_lines
from pynews.gather.minutes.markup import masked, plain
from pynews.gather.minutes.tables import Row, read_rows

__all__ = ["Block", "Kind", "read_blocks"]

HEADING = re.compile(r"(#{1,6})(?:\s+|(?=[^\s#]))(\S.*?)\s*#*\s*$")
TAGGED = re.compile(r"<h([1-6])[^<>]{0,200}>(.{1,300}?)</h\1>", re.IGNORECASE)
BOT = re.compile(
    r"#(?:agreed?|accepted|rejected|action|idea|info|help|link|topic|subtopic|undo|chair"
    r"|startmeeting|endmeeting|startvote|endvote|vote|nick|meetingname|lurk|private)\b",
    re.IGNORECASE,
)
UNDERLINE = re.compile(r"([=\-~^\"'*+#`:._])\1{2,}\s*$")
BOLD = re.compile(r"(\*\*|__)(?![\s*_])([^*_]{1,90}|[^*\n]{1,90})\1\s*:?\s*$")
CAPITALS = re.compile(r"[^a-z]{4,70}$")
WORD = re.compile(r"[A-Z]{4,}")
LABEL = re.compile(
    r"(?::(?=\w))?(?:\*\*|__)?[A-Z][\w.'’/&() -]{0,40}?(?:\*\*|__)?\s?:(?:\*\*|__)?(?=\s|$)"
)
SPEECH = re.compile(
    r"<[\w.| -]{1,30}>|\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s|[+-][01]\b|#[a-z]{4,}\b|->|=>|→|@\w"
)
BREAK = re.compile(r"[-*_=~+|: ]{3,}$")
SHORTEST_WRAPPED = 58
LONGEST_POINT = 70
SENTENCE_ENDS = (".", "!", "?", ";", ",")
COLUMNS = re.compile(r"\S\s{3,}\S")
NUMBERING = re.compile(
    r"^(?:(?:(?:item|agenda item|point|section)\s+)?"
    r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,4}|[A-Za-z])[.):]+\s+(?=\S)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[A-Za-z]))",
    re.IGNORECASE,
)
LONGEST_TITLE, DEEPEST_POINT = 120, 3


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
    for here, line in enumerate(lines):
        if line.number in rows:
            builder.row(rows[line.number])
        elif line.number > builder.row_end:
            builder.line(line, _heading(lines, here))
    return builder.finished()


def _content(lines: Iterable[Line], text: str) -> Iterable[Line]:
    matter = text.startswith("---\n") and text.find("\n---", 3)
    for line in lines:
        if not matter or matter < 0 or line.start > matter + 4:
            yield line


def _heading(lines: Sequence[Line], here: int) -> tuple[int, int, int] | None:
    """Return level, start and end of the heading that the line is, if it is one."""
    line = lines[here]
    if not line.text:
        return None
    if not line.mark or line.mark == "#":
        found = HEADING.match(line.whole)
        if found and not BOT.match(line.whole):
            return len(found.group(1)), *_span(line, found.group(2))
        if found := TAGGED.match(line.whole):
            return int(found.group(1)), *_span(line, found.group(2))
        if level := _underlined(lines, here):
            return level, line.start, line.end
    return _pseudo(lines, here)


def _span(line: Line, words: str) -> tuple[int, int]:
    start = line.end - len(line.whole) + line.whole.find(words)
    return start, start + len(words)


def _underlined(lines: Sequence[Line], here: int) -> int:
    line = lines[here]
    if (
        line.mark
        or here + 1 >= len(lines)
        or len(line.text) > LONGEST_TITLE
        or UNDERLINE.match(line.text)
    ):
        return 0
    below = UNDERLINE.match(lines[here + 1].whole)
    above = lines[here - 1] if here else None
    alone = (
        above is None
        or not above.whole
        or UNDERLINE.match(above.whole)
        or _is_title(above, lines, here - 1)
    )
    if not below or not alone or (line.text.endswith((".", ":")) and below.group(1) == "-"):
        return 0
    return "=-~^\"'*+#`:._".index(below.group(1)) + 1 if below.group(1) in "=-" else 3


def _is_title(line: Line, lines: Sequence[Line], here: int) -> bool:
    return bool(HEADING.match(line.whole)) or (here > 0 and not lines[here - 1].whole)


def _pseudo(lines: Sequence[Line], here: int) -> tuple[int, int, int] | None:
    line = lines[here]
    numbered = line.mark[:1].isdigit() and not line.box
    bold = BOLD.match(line.text)
    if bold and (not line.mark or numbered) and not line.text.rstrip("*_ ").endswith("."):
        start = line.start + line.text.find(bold.group(2))
        return (8 if numbered else 7), start, start + len(bold.group(2))
    if not line.mark and CAPITALS.match(line.text) and _is_capital_title(line.text):
        return 7, line.start, line.end
    if numbered and _is_agenda_point(lines, here):
        return 8, line.start, line.end
    return None


def _is_capital_title(text: str) -> bool:
    return (
        bool(WORD.search(text))
        and not text.endswith((".", "!"))
        and "|" not in text
        and not text.startswith(("RESOLVED", "MOTION", "#", "@", "[", "("))
    )


def _is_agenda_point(lines: Sequence[Line], here: int) -> bool:
    """Say whether a short numbered line heads what follows, instead of being an item of a list."""
    line = lines[here]
    if (
        not DEEPEST_POINT < len(line.text) <= LONGEST_POINT
        or line.text.endswith(SENTENCE_ENDS)
        or line.indent > DEEPEST_POINT
    ):
        return False
    after = next((other for other in lines[here + 1 : here + 6] if other.whole), None)
    before = lines[here - 1] if here else line
    if before.mark[:1].isdigit() and before.indent == line.indent and before is not line:
        return False
    if after is None or after.mark or after.indent > line.indent + 1:
        return False
    if lines[here + 1].whole == "":
        return True
    return len(line.whole) < SHORTEST_WRAPPED and after.text[:1].isupper()


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
