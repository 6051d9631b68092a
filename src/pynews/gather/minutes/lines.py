"""The lines of a file: where each begins, how far it is indented, which mark it bears."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Line", "read_lines"]

LONGEST = 20_000
NEAR_LENGTH = 3
QUOTED = re.compile(r"(?:[ \t]{0,3}>[ \t]?)+")
MARK = re.compile(
    r"(?:\\?[-*+•◦‣▪▫●○·–—»➢✓]|o(?=\s{2})|\((?:\d{1,2}|[a-z]|[ivx]{1,4})\)"
    r"|(?:\d{1,3}|[a-z]|[ivx]{1,4})\\?[.)]|\d{1,2}(?:\.\d{1,2}){1,3}[.)]?)(?=\s)\s*"
    r"|[*.]{1,5}(?=\s)\s+|<li\b[^<>]{0,100}>\s*|:(?=\s)\s+|-(?=[A-Z][a-z])|[•◦▪●·](?=\S)|[\U0001f464\U0001f9d1\U0001f468\U0001f469\U0001f64b]\ufe0f?\s+"
)
BOX = re.compile(r"\\?\[\s?([xX✓✔ ]?)\s?\\?\](?!\()\s*|([☐☑☒✅❌✔✘✗])️?\s*")
BLOCK_TAG = r"(?:p|div|body|html|head|title|section|article|main|ul|ol)"
TAGS = re.compile(
    rf"(?:</?{BLOCK_TAG}\b[^<>]{{0,200}}>\s*|<!DOCTYPE[^<>]{{0,100}}>\s*)+", re.IGNORECASE
)
ENDING = re.compile(rf"\s*(?:(?:</{BLOCK_TAG}>|</li>|<br ?/?>)\s*)*$", re.IGNORECASE)
FENCE = re.compile(r"[ \t]*(?:>\s*)?(```+|~~~+)\s*([\w+#.-]*)")
CODE = re.compile(
    r"^\s*(?:\$ |>>> |#!|import \w|from \w+ import|def \w|class \w|[{}()\[\];]+\s*$"
    r"|sudo |git |pip |curl )|[;{]\s*$|^\s*[\w.]+\s*=\s*\S",
)
PROSE_LANGUAGES = frozenset({"", "text", "txt", "md", "markdown", "plain", "none", "plaintext"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file.

    Arguments:
        number: its number, counted from 1.
        start, end: where its words begin and end in the decoded text, marks left out.
        indent: columns before its first mark or word.
        text: its words, as written.
        mark: the bullet or number before them, or "".
        box: "x" or " " for a ticked or empty box, or "".
        fence: the number of the code fence it stands in, or 0.
        whole: the line with its marks, stripped.
    """

    number: int
    start: int
    end: int
    indent: int
    text: str
    mark: str = ""
    box: str = ""
    fence: int = 0
    whole: str = ""


def read_lines(text: str) -> Iterator[Line]:
    """Yield the lines of a decoded text; code is left out, prose in fences is not."""
    raw = text.split("\n")
    skipped, fenced = _fences(raw)
    offset = 0
    for index, line in enumerate(raw):
        if index not in skipped:
            yield _line(index + 1, offset, line[:LONGEST], fenced.get(index, 0))
        offset += len(line) + 1


def _line(number: int, offset: int, raw: str, fence: int) -> Line:
    ending = ENDING.search(raw) if "<" in raw else None
    end = ending.start() if ending else len(raw.rstrip())
    here = quoted.end() if (quoted := QUOTED.match(raw)) else 0
    while here < end and raw[here] in " \t\u00a0":
        here += 1
    indent = len(raw[:here].replace("\t", "    "))
    if here < end and raw[here] == "<" and (tags := TAGS.match(raw, here, end)):
        here = tags.end()
    whole, mark, box = raw[here:end], "", ""
    if found := MARK.match(raw, here, end):
        mark, here = found.group().strip().lstrip("\\"), found.end()
        indent += 2 * (len(mark) - 1) if mark[-1] in "*." and len(set(mark)) == 1 else 0
    if found := BOX.match(raw, here, end):
        box = _box(found)
        here = found.end()
    here = min(here, end)
    return Line(number, offset + here, offset + end, indent, raw[here:end], mark, box, fence, whole)


def _box(found: re.Match[str]) -> str:
    sign = found.group(1) if found.group(1) is not None else found.group(2)
    return " " if sign in {"", " ", "☐", "❌", "✘", "✗"} else "x"


def _fences(raw: list[str]) -> tuple[set[int], dict[int, int]]:
    skipped: set[int] = set()
    fenced: dict[int, int] = {}
    opened, language = -1, ""
    for index, line in enumerate(raw):
        found = FENCE.match(line[:200]) if "```" in line or "~~~" in line else None
        if found is None or (opened < 0 and _is_underline(raw, index)):
            continue
        skipped.add(index)
        if opened < 0:
            opened, language = index, found.group(2).casefold()
            continue
        inside = range(opened + 1, index)
        if _is_code([raw[i] for i in inside], language):
            skipped.update(inside)
        fenced.update(dict.fromkeys(inside, opened + 1))
        opened = -1
    return skipped, fenced


def _is_underline(raw: list[str], index: int) -> bool:
    """Say whether a row of ~ underlines the line above it, as in reStructuredText."""
    above, line = raw[index - 1].strip() if index else "", raw[index].strip()
    return bool(above) and set(line) == {"~"} and abs(len(above) - len(line)) <= NEAR_LENGTH


def _is_code(lines: list[str], language: str) -> bool:
    if language not in PROSE_LANGUAGES:
        return True
    words = [line[:400] for line in lines if line.strip()]
    code = sum(1 for line in words if CODE.search(line))
    return bool(words) and code * 2 > len(words)
