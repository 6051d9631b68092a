"""Tables, in Markdown or HTML, become rows."""

import re
from dataclasses import dataclass

from pynews.gather.minutes.markup import plain

__all__ = ["Row", "read_rows"]

RULE = frozenset(" \t|:+=-")
ATTRIBUTES = re.compile(r"(?:<(?:[a-z]+=|[-|^:()v#\d])[^<>|]{0,80}>\s*)+", re.IGNORECASE)
CELL = re.compile(r"(?:\\\||[^|])+")
WIKI_HEADER = re.compile(
    r"\s*(?:(\^)\s.*\^\s*$|!\s*[^!|]+(!!)|\|\|(?:[^|]*'{3}[^|']+'{3}[^|]*(\|\|))+\s*$)"
)
HTML_ROW = re.compile(r"<tr\b", re.IGNORECASE)
HTML_CELL = re.compile(r"<(t[dh])\b[^<>]{0,300}>", re.IGNORECASE)
MOST_COLUMNS, LONGEST_HEADER, FEWEST_CELLS = 60, 1_000, 2
LONGEST_ROW = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Arguments:
        line, last: the numbers of its first and last line.
        cells: spans of its cells in the decoded text; empty for a rule.
        header: the words of the table's header cells.
        is_header: whether it is the header itself.
    """

    line: int
    last: int
    cells: tuple[tuple[int, int], ...]
    header: tuple[str, ...] = ()
    is_header: bool = False


def read_rows(text: str) -> dict[int, Row]:
    """Return the table rows of a text by the number of their first line."""
    rows = _markdown_rows(text) if "|" in text else {}
    if "{|" in text:
        rows = _wiki_rows(text, rows)
    if "<t" in text or "<T" in text:
        rows.update(_html_rows(text))
    return rows


def _wiki_rows(text: str, known: dict[int, Row]) -> dict[int, Row]:
    """Return the rows; those of a wiki's tables that have each cell on a line of its own too."""
    rows, offset = dict(known), 0
    header: tuple[str, ...] = ()
    cells: list[tuple[int, int, int]] = []
    inside = is_header = False
    for number, line in enumerate(text.split("\n"), 1):
        sign = line.lstrip()[:2]
        if inside and sign in {"|-", "|}"}:
            header = _close_wiki_row(text, rows, cells, header, is_header=is_header) or header
            cells, is_header, inside = [], False, sign == "|-"
        elif sign == "{|":
            cells, header, inside = [], (), True
        elif inside and sign[:1] in {"|", "!"} and sign != "|+":
            is_header = sign[:1] == "!"
            first = offset + len(line) - len(line.lstrip()) + 1
            words = line[first - offset :]
            start = first + len(words) - len(words.lstrip())
            cells.append((number, start, max(start, offset + len(line.rstrip()))))
        offset += len(line) + 1
    return rows


def _close_wiki_row(
    text: str,
    rows: dict[int, Row],
    cells: list[tuple[int, int, int]],
    header: tuple[str, ...],
    *,
    is_header: bool,
) -> tuple[str, ...]:
    """Put the cells of several lines into one row; return the header they make, if any."""
    if len(cells) < FEWEST_CELLS or any(
        "||" in text[a:b] or "!!" in text[a:b] for _, a, b in cells
    ):
        return ()
    spans = tuple((start, max(start, end)) for _, start, end in cells)
    for number, _, _ in cells:
        rows.pop(number, None)
    first, last = cells[0][0], cells[-1][0]
    rows[first] = Row(first, last, spans, () if is_header else header, is_header=is_header)
    return tuple(plain(text[a:b]) for a, b in spans) if is_header else ()


def _markdown_rows(text: str) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    lines = text.split("\n")
    offset, header = 0, None
    for number, line in enumerate(lines, 1):
        below = lines[number] if number < len(lines) else ""
        if header is None and "|" in line and _is_rule(below):
            cells = _cells(line, offset)
            header = tuple(plain(text[a:b]) for a, b in cells)
            rows[number] = Row(number, number, cells, (), is_header=True)
        elif header is None and (wiki := WIKI_HEADER.match(_bare(line))):
            cells = _cells(_piped(line, wiki), offset)
            header = tuple(plain(text[a:b]) for a, b in cells)
            rows[number] = Row(number, number, cells, (), is_header=True)
        elif not _is_row(line, inside=header is not None):
            header = None
        else:
            header = header or ()
            cells = () if _is_rule(line) else _cells(line, offset)
            rows[number] = Row(number, number, cells, header)
        offset += len(line) + 1
    return rows


def _bare(line: str) -> str:
    """Return the beginning of a line without the attributes of a wiki's cells."""
    head = line[:LONGEST_HEADER]
    return ATTRIBUTES.sub("", head) if "||<" in head else head


def _piped(line: str, header: re.Match[str]) -> str:
    """Return a wiki's header row, of the same length, with pipes between its cells."""
    sign = next(sign for sign in header.groups() if sign)
    if sign == "!!":
        return line.replace("!", "|", 1).replace(sign, "||")
    return line.replace("^", "|")


def _is_rule(line: str) -> bool:
    return line.strip() == "|-" or (
        "--" in line and ("|" in line or "+" in line) and set(line.strip()) <= RULE
    )


def _is_row(line: str, *, inside: bool) -> bool:
    stripped = line.strip()
    if stripped.startswith(("|", "+--", "+==")):
        return True
    return inside and "|" in stripped and not stripped.startswith(("-", "*", "#", ">"))


def _cells(line: str, offset: int) -> tuple[tuple[int, int], ...]:
    spans = []
    if "<" in line:
        line = ATTRIBUTES.sub(lambda found: " " * len(found.group()), line[:LONGEST_ROW])
    for found in CELL.finditer(line[:LONGEST_ROW]):
        words = found.group()
        start = found.start() + len(words) - len(words.lstrip())
        end = found.start() + len(words.rstrip())
        if start < end:
            spans.append((offset + start, offset + end))
        elif found.start():
            spans.append((offset + found.start(), offset + found.start()))
        if len(spans) >= MOST_COLUMNS:
            break
    return _trimmed(spans)


def _trimmed(spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    while spans and spans[-1][0] == spans[-1][1]:
        spans.pop()
    return tuple(spans)


def _html_rows(text: str) -> dict[int, Row]:
    rows: dict[int, Row] = {}
    header: tuple[str, ...] = ()
    starts = [found.start() for found in HTML_ROW.finditer(text)]
    counted, number = 0, 1
    for here, start in enumerate(starts):
        limit = starts[here + 1] if here + 1 < len(starts) else min(len(text), start + LONGEST_ROW)
        end = text.find("</tr", start, limit)
        end = end if end >= 0 else text.find("</table", start, limit)
        end = end if end >= 0 else limit
        number += text.count("\n", counted, start)
        counted = start
        cells, heads = _html_cells(text, start, end)
        if heads and heads == len(cells):
            header = tuple(plain(text[a:b]) for a, b in cells)
        last = number + text.count("\n", start, end)
        is_header = bool(heads) and heads == len(cells)
        rows[number] = Row(number, last, cells, header, is_header=is_header)
    return rows


def _html_cells(text: str, start: int, end: int) -> tuple[tuple[tuple[int, int], ...], int]:
    found = list(HTML_CELL.finditer(text, start, end))[:MOST_COLUMNS]
    spans, heads = [], 0
    for here, tag in enumerate(found):
        limit = found[here + 1].start() if here + 1 < len(found) else end
        close = text.find("</t", tag.end(), limit)
        words = text[tag.end() : close if close >= 0 else limit]
        first = tag.end() + len(words) - len(words.lstrip())
        last = tag.end() + len(words.rstrip())
        spans.append((first, max(first, last)))
        heads += tag.group(1).casefold() == "th"
    return tuple(spans), heads
