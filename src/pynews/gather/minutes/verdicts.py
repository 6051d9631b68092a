"""What a sentence can do on the way to a decision, and which way words settle something."""

import re
from dataclasses import dataclass
from enum import StrEnum

from pynews.gather.minutes.cues import cue
from pynews.model import Outcome

__all__ = ["EDGES", "TALK", "Role", "Verdict", "counted", "outcome_of", "short"]

EDGES = " .;,:*_-–—"
LONGEST_CUE = 40
FELL = re.compile(r"\b(?:fails|failed|falls|fell|lost|defeated|no majority)\W*$", re.IGNORECASE)
AYES = r"(?:yes|for|in favou?r|favou?r|ayes?|yeas?)"
NOES = r"(?:no|nays?|against|opposed|noes)"
FOR = (
    re.compile(rf"\b(?:{AYES})\s?[:=]\s?(\d{{1,3}})\b", re.IGNORECASE),
    re.compile(rf"\b(\d{{1,3}})\s?(?:votes? )?{AYES}\b", re.IGNORECASE),
    re.compile(rf"(?:\b{AYES}|\+)\s?(\d{{1,3}})\b", re.IGNORECASE),
)
AGAINST = (
    re.compile(rf"\b(?:{NOES})\s?[:=]\s?(\d{{1,3}})\b", re.IGNORECASE),
    re.compile(rf"\b(\d{{1,3}})\s?(?:votes? )?{NOES}\b", re.IGNORECASE),
    re.compile(rf"(?:\b{NOES}|(?<![\w-])-)\s?(\d{{1,3}})\b", re.IGNORECASE),
)


class Role(StrEnum):
    """What a sentence does."""

    EXPLICIT = "explicit"
    IMPLIED = "implied"
    POSSIBLE = "possible"
    OUTCOME = "outcome"
    MOTION = "motion"
    VOTE = "vote"
    SUPPORT = "support"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence does and why.

    Arguments:
        role: what it does.
        cue: the rule or words that made us think so.
        outcome: which way, where it settles something.
        is_motion: whether it also puts something to the body.
        through: index of a later sentence up to which it is to be quoted, or -1.
    """

    role: Role
    cue: str = ""
    outcome: Outcome = Outcome.ADOPTED
    is_motion: bool = False
    through: int = -1


TALK = Verdict(Role.TALK)


def short(words: str) -> str:
    """Return words cut to what fits into the name of a cue."""
    return words[:LONGEST_CUE]


def outcome_of(words: str) -> Outcome:
    """Return which way words settle something."""
    if FELL.search(words):
        return Outcome.REJECTED
    votes = counted(words)
    if votes is not None:
        return votes
    if cue("decision", "deferred").search(words):
        return Outcome.DEFERRED
    return Outcome.REJECTED if cue("decision", "rejected").search(words) else Outcome.ADOPTED


def counted(words: str) -> Outcome | None:
    """Return the outcome of the votes that words count, or None without both sides."""
    for ayes, noes in zip(FOR, AGAINST, strict=True):
        plus, minus = ayes.search(words), noes.search(words)
        if plus and minus:
            return Outcome.ADOPTED if int(plus[1]) > int(minus[1]) else Outcome.REJECTED
    return None
