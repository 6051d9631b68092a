"""The words of a document are cut out of its structure, and put back into the page.

Neither MJML nor an inliner looks at the words inside an ``mj-text`` or ``mj-button``:
a document in which only they changed has the same page but for them. What became of
the structure is kept, so that a warm render with other words is mostly joining text.
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
    """A document's structure with a token for each run of words, and the words."""

    structure: str
    prefix: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page cut at its words: `parts` stand around the words that `order` numbers."""

    parts: tuple[str, ...]
    order: tuple[int, ...]

    def filled(self, words: Sequence[str]) -> str:
        """Return the page with `words` in their places."""
        pieces = [self.parts[0]]
        for part, number in zip(self.parts[1:], self.order, strict=True):
            pieces += (words[number], part)
        return "".join(pieces)


def cut(mjml: str) -> Cut:
    """Return the structure and the words of an MJML text; what is not plain stays structure."""
    prefix = "PYNW"
    while prefix in mjml:
        prefix += "W"
    words: list[str] = []

    def taken(run: re.Match[str]) -> str:
        words.append(run[2])
        return f"{run[1]}{prefix}{len(words) - 1}Z"

    def holder(found: re.Match[str]) -> str:
        if not _PLAIN.fullmatch(found[3]) or _OPAQUE.search(found[3]):
            return found[0]
        return found[1] + _WORDS.sub(taken, f">{found[3]}")[1:]

    return Cut(_HOLDERS.sub(holder, mjml), prefix, tuple(words))


def sheet(page: str, prefix: str) -> Sheet:
    """Return a page made from a structure, cut where its tokens stand."""
    pieces = re.split(rf"{prefix}(\d+)Z", page)
    return Sheet(tuple(pieces[::2]), tuple(map(int, pieces[1::2])))
