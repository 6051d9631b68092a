"""The letter of an issue, cut at its blocks and at what only some are shown.

``{{ events }}`` and the like place a block. What stands between ``{{ for GROUPS }}``
and ``{{ end }}`` is for those in these groups: words and blocks alike. These two stand
on lines of their own, so that what is left out never cuts a word, an emphasis or a link
in two. The expression is the same as that of ``to:``; here it is only found, not
understood. Within fenced code all of them are text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pynews.errors import Problem
from pynews.gather.sheet import Sheet
from pynews.model import Block, Origin, Prose

__all__ = ["Letter", "read_letter"]

FOR = r"for\b[ \t]*:?[ \t]*(?P<groups>[^{}\n]*?)"
MARK = re.compile(rf"\{{\{{\s*(?:(?P<block>{'|'.join(Block)})|(?P<end>end)|{FOR})\s*\}}\}}")
ALONE = re.compile(rf"^[ \t]*\{{\{{[ \t]*(?:end|{FOR})[ \t]*\}}\}}[ \t\r]*$", re.MULTILINE)
FENCES = ("```", "~~~")
DEFINED = re.compile(r"^ {0,3}\[(?P<label>[^\[\]\n]+)\]:[ \t]*\S", re.MULTILINE)
EXAMPLE = "write {{ for leeds }} before and {{ end }} after what only they are shown"
BY_ITSELF = (
    "give {{ for leeds }} and {{ end }} a line each, with nothing else on it;"
    " to show them as text, put them into fenced code (```)"
)


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
    body = sheet.page.body
    reading = _Reading(sheet)
    marks = list(MARK.finditer(body))
    fences = list(_fences(body)) if marks and any(sign in body for sign in FENCES) else []
    if any(not found["block"] for found in marks):
        reading.need_ends(fences)
    position = 0
    for found in marks:
        if any(one.start <= found.start() < one.stop for one, _ in fences):
            continue
        if not (found["block"] or reading.alone(found)):
            continue
        reading.prose(position, found.start())
        reading.mark(found)
        position = found.end()
    reading.prose(position, len(body))
    reading.close()
    return Letter(tuple(reading.parts), reading.shown_to)


def _fences(body: str) -> Iterator[tuple[range, bool]]:
    """Yield where fenced code stands in a text, and whether a fence closes it."""
    from markdown_it import MarkdownIt

    # As it reads without the marks, which are no part of any list or paragraph.
    text = ALONE.sub(lambda found: " " * len(found[0]), body)
    lines = text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    for token in MarkdownIt("commonmark", {"html": False}).parse(text):
        if token.type == "fence" and token.map:
            first, after = token.map
            last = lines[after - 1].strip(" \t\r\n>")
            closed = after - first > 1 and len(last) >= len(token.markup)
            yield (
                range(starts[first], starts[after]),
                closed and not last.strip(token.markup[0]),
            )


@dataclass(slots=True)
class _Reading:
    """Goes through a letter, knowing for whom it is at each place."""

    sheet: Sheet
    parts: list[Prose | Block] = field(default_factory=list)
    shown_to: dict[Block, tuple[str, Origin]] = field(default_factory=dict)
    _groups: str = ""
    _since: int = 0
    _told: set[int] = field(default_factory=set)

    def need_ends(self, fences: list[tuple[range, bool]]) -> None:
        """Note fenced code that nothing closes: it would swallow marks that follow."""
        for where, closed in fences:
            if not closed:
                self.sheet.problem(
                    self._origin(where.start).line,
                    "the fenced code that begins here is never closed",
                    "close it with the same signs on a line below, before the next {{ end }}",
                )

    def alone(self, found: re.Match[str]) -> bool:
        """Whether a mark has a line of its own; what has not is noted, once a line."""
        body = self.sheet.page.body
        begin = body.rfind("\n", 0, found.start()) + 1
        end = body.find("\n", found.end())
        source = body[begin : end if end >= 0 else len(body)]
        if ALONE.fullmatch(source):
            return True
        origin, column = self._origin(found.start()), found.start() - begin
        if origin.line not in self._told:
            self._told.add(origin.line)
            self.sheet.problems.append(
                Problem(
                    f"{found[0]!r} does not stand on a line of its own",
                    f"{origin}:{column + 1}",
                    BY_ITSELF,
                    f"  {source}\n  {' ' * column}^",
                )
            )
        return False

    def prose(self, start: int, end: int) -> None:
        """Take the Markdown between two places, if there is any."""
        text = self.sheet.page.body[start:end]
        stripped = text.strip()
        if stripped:
            first = start + len(text) - len(text.lstrip())
            # The indent of a first line says which item of a list it belongs to.
            indent = re.search(r"(?<=\n)[ \t]*\Z", text[: first - start])
            shown = (indent[0] if indent and self.parts else "") + stripped
            self.parts.append(Prose(shown, self._origin(first), self._groups))

    def mark(self, found: re.Match[str]) -> None:
        """Take a mark: a block, or the begin or end of what only some are shown."""
        if found["block"]:
            self._block(Block(found["block"]), found)
        elif found["end"]:
            if not (self._since or self._told):
                self._problem(found, "{{ end }} without a {{ for ... }} before it")
            self._groups, self._since = "", 0
        else:
            self._open(found)

    def close(self) -> None:
        """Note a passage that never ends, and addresses that only some would get."""
        if self._since and not self._told:
            what = f"{{{{ for {self._groups} }}}} is never ended"
            self.sheet.problem(self._since, what, EXAMPLE)
        passages = [part for part in self.parts if isinstance(part, Prose)]
        for part in passages:
            for found in DEFINED.finditer(part.markdown) if part.meant_for else ():
                label = f"[{found['label'].casefold()}]"
                if any(
                    one.meant_for != part.meant_for and label in one.markdown.casefold()
                    for one in passages
                ):
                    self.sheet.problem(
                        part.origin.line + part.markdown.count("\n", 0, found.start()),
                        f"{label} is linked for others too, who are not shown its address",
                        "put this line outside of {{ for ... }} and {{ end }}",
                    )

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
