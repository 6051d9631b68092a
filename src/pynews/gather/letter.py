"""The letter of an issue, cut at its blocks and at what only some are shown.

``{{ events }}`` and the like place a block. What stands between ``{{ for GROUPS }}``
and ``{{ end }}`` is for those in these groups: words and blocks alike. The expression
is the same as that of ``to:``; here it is only found, not understood.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pynews.gather.sheet import Sheet
from pynews.model import Block, Origin, Prose

__all__ = ["Letter", "read_letter"]

MARK = re.compile(
    rf"\{{\{{\s*(?:(?P<block>{'|'.join(Block)})|(?P<end>end)"
    r"|for\b[ \t]*:?[ \t]*(?P<groups>[^{}\n]*?))\s*\}\}"
)
EXAMPLE = "write {{ for leeds }} before and {{ end }} after what only they are shown"


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter holds.

    Arguments:
        parts: in the order they are read.
        shown_to: of blocks that not everyone is shown, the group expression and its place.
    """

    parts: tuple[Prose | Block, ...]
    shown_to: Mapping[Block, tuple[str, Origin]]


def read_letter(sheet: Sheet) -> Letter:
    """Return the letter of a page; what is wrong with its marks is noted on the sheet."""
    reading = _Reading(sheet)
    position = 0
    for found in MARK.finditer(sheet.page.body):
        reading.prose(position, found.start())
        reading.mark(found)
        position = found.end()
    reading.prose(position, len(sheet.page.body))
    reading.close()
    return Letter(tuple(reading.parts), reading.shown_to)


@dataclass(slots=True)
class _Reading:
    """Goes through a letter, knowing for whom it is at each place."""

    sheet: Sheet
    parts: list[Prose | Block] = field(default_factory=list)
    shown_to: dict[Block, tuple[str, Origin]] = field(default_factory=dict)
    _groups: str = ""
    _since: int = 0

    def prose(self, start: int, end: int) -> None:
        """Take the Markdown between two places, if there is any."""
        text = self.sheet.page.body[start:end]
        stripped = text.strip()
        if stripped:
            first = start + len(text) - len(text.lstrip())
            self.parts.append(Prose(stripped, self._origin(first), self._groups))

    def mark(self, found: re.Match[str]) -> None:
        """Take a mark: a block, or the begin or end of what only some are shown."""
        if found["block"]:
            self._block(Block(found["block"]), found)
        elif found["end"]:
            if not self._since:
                self._problem(found, "{{ end }} without a {{ for ... }} before it")
            self._groups, self._since = "", 0
        else:
            self._open(found)

    def close(self) -> None:
        """Note a passage that never ends."""
        if self._since:
            what = f"{{{{ for {self._groups} }}}} is never ended"
            self.sheet.problem(self._since, what, EXAMPLE)

    def _open(self, found: re.Match[str]) -> None:
        groups = " ".join(found["groups"].split())
        if self._since:
            self._problem(found, f"{found[0]} within another one")
        elif not groups:
            self._problem(found, f"{found[0]} names no group")
        self._groups, self._since = groups, self._origin(found.start()).line

    def _block(self, block: Block, found: re.Match[str]) -> None:
        if block in self.parts:
            self._problem(found, f"the block {found[0]} stands twice", "keep one of the two")
            return
        self.parts.append(block)
        if self._groups:
            self.shown_to[block] = (self._groups, self._origin(found.start()))

    def _origin(self, position: int) -> Origin:
        page = self.sheet.page
        return Origin(page.path, page.body_line + page.body.count("\n", 0, position))

    def _problem(self, found: re.Match[str], what: str, hint: str = EXAMPLE) -> None:
        self.sheet.problem(self._origin(found.start()).line, what, hint)
