"""A fault in MJML, and how to guess what was meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

__all__ = ["Care", "Fault", "Finding", "meant"]


class Care(StrEnum):
    """How much is held against an MJML text.

    Values:
        RENDERED: only what MJML itself cannot render, and what could stall or crash.
        MJML: also unknown and misplaced elements, which MJML tells and renders.
        THEME: also all that a theme of ours must not have.
    """

    RENDERED = "rendered"
    MJML = "mjml"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in MJML.

    Arguments:
        line, column: where, both from 1.
        what: what is wrong, one sentence without a full stop.
        hint: what is allowed or was probably meant; may be empty.
    """

    line: int
    column: int
    what: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault whose place is still an offset into the text."""

    offset: int
    what: str
    hint: str = ""


def meant(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean X`` for the nearest known word; empty when none is near."""
    near = get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]}" if near else ""
