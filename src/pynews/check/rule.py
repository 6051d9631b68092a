"""What a check is."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pynews.check.subject import Note, Subject
from pynews.model import Severity

__all__ = ["Check", "Look"]

Look = Callable[[Subject], Iterable[Note]]
"""Reads a subject and says what it found; the same subject gives the same notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One rule of the strict editor.

    Arguments:
        id: its name for ever; ignoring and looking up go by it.
        severity: must fix, or look at.
        why: why it matters, one sentence.
        fix: what to do.
        example: something it complains about, for the list of checks.
        look: finds it; None when building the edition already does.
        of_message: whether it needs the message as it would be sent.
        can_be_ignored: False where only ``pynews.toml`` can allow it.
    """

    id: str
    severity: Severity
    why: str
    fix: str
    example: str
    look: Look | None = None
    of_message: bool = True
    can_be_ignored: bool = True
