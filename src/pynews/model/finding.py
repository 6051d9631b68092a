"""What a strict editor has to say about an issue."""

from dataclasses import dataclass
from enum import StrEnum

from pynews.model.origin import Origin

__all__ = ["Finding", "Severity"]


class Severity(StrEnum):
    """Whether an issue may go out with it."""

    MUST_FIX = "must fix"
    LOOK_AT = "look at"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a check says.

    Arguments:
        rule: id of the check.
        severity: must fix, or look at.
        place: file and line of what an editor wrote.
        what: what was found, one sentence without a full stop.
        why: why it matters to readers, one sentence.
        fix: what to change or type.
    """

    rule: str
    severity: Severity
    place: Origin
    what: str
    why: str
    fix: str
