"""Which line of which template each printed line came from.

Only used once something is wrong: the template is rendered again with a mark at
the beginning of every stretch of its own text.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

__all__ = ["LineMap", "LineMarks"]

MARK = re.compile("\x02([^\x02\x03]*):(\\d+):(\\d+)\x03")


class LineMarks(Extension):
    """Puts a mark with file, line and number of lines before a template's own text."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Return the tokens of a template, its text marked."""
        for token in stream:
            if token.type == "data":
                mark = f"\x02{stream.filename}:{token.lineno}:{token.value.count(chr(10))}\x03"
                yield Token(token.lineno, "data", mark + token.value)
            else:
                yield token


class LineMap:
    """Tells file and line for a line of the printed text.

    Arguments:
        marked: printed with marks.
        printed: the same without; where the two differ nothing is told but the line itself.
        told: how a file is called in complaints.
    """

    def __init__(self, marked: str, printed: str, told: Callable[[str], str]) -> None:
        """Take the marks out and keep where they stood."""
        self._starts: list[int] = []
        self._places: list[tuple[str, int, int]] = []
        self._told = told
        shift = 0
        for mark in MARK.finditer(marked):
            self._starts.append(mark.start() - shift)
            self._places.append((mark[1], int(mark[2]), int(mark[3])))
            shift += len(mark[0])
        self._text = MARK.sub("", marked)
        self._sure = self._text == printed

    def __call__(self, line: int, column: int = 1) -> tuple[str, int]:
        """Return file and line for a place in what was printed, all counted from 1."""
        place = 0
        for _ in range(line - 1):
            place = self._text.find("\n", place) + 1
        place += column - 1
        # The mark that stands last before the place's first visible character.
        place += len(self._text[place:]) - len(self._text[place:].lstrip(" \t"))
        index = bisect_right(self._starts, place) - 1
        if index < 0 or not self._sure:
            return "the rendered MJML", line
        file, first, most = self._places[index]
        passed = self._text.count("\n", self._starts[index], place)
        return self._told(file), first + min(passed, most)
