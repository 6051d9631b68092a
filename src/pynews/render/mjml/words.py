"""The words of a document are cut out of its structure, and put back into the page.

Neither MJML nor an inliner looks at the words inside an ``mj-text`` or ``mj-button``:
a document in which only they changed has the same page but for them. What became of
the structure is kept, so that a warm render with other words is mostly joining text.
Words come out in the order in which they were written, each once: their holes need
no number, and what is much the same in two structures is read once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Cut", "Sheet", "cut", "sheet"]

_HOLDERS = re.compile(r"(?s)(<mj-(text|button)\b[^<>]*(?<!/)>)(.*?)(?=</mj-\2\s*>)")
_PLAIN = re.compile(r"(?:[^<>]++|<[^<>!?]++>)*+")
_OPAQUE = re.compile(
    r"<(?:iframe|math|mj|noscript|script|style|svg|textarea|title|xmp)", re.IGNORECASE
)
_WORDS = re.compile(r"(?<=>)(\s*)([^<>\s](?:[^<>]*[^<>\s])?)")


@dataclass(frozen=True, slots=True)
class Cut:
    """A document's structure with `hole` for each run of words, and the words in order."""

    structure: str
    hole: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page cut at its words: `parts` stand around them."""

    parts: tuple[str, ...]

    @property
    def places(self) -> int:
        """How many runs of words the page has."""
        return len(self.parts) - 1

    def filled(self, words: Sequence[str]) -> str:
        """Return the page with `words`, as many as there are places, in their order."""
        pieces = [self.parts[0]]
        for word, part in zip(words, self.parts[1:], strict=True):
            pieces += (word, part)
        return "".join(pieces)


def cut(mjml: str) -> Cut:
    """Return the structure and the words of an MJML text; what is not plain stays structure."""
    hole = "PYNWZ"
    while hole in mjml:
        hole = f"{hole[:-1]}WZ"
    words: list[str] = []

    def taken(run: re.Match[str]) -> str:
        words.append(run[2])
        return run[1] + hole

    def holder(found: re.Match[str]) -> str:
        if not _PLAIN.fullmatch(found[3]) or _OPAQUE.search(found[3]):
            return found[0]
        return found[1] + _WORDS.sub(taken, f">{found[3]}")[1:]

    return Cut(_HOLDERS.sub(holder, mjml), hole, tuple(words))


def sheet(page: str, hole: str) -> Sheet:
    """Return a page made from a structure, cut where its holes are."""
    return Sheet(tuple(page.split(hole)))
