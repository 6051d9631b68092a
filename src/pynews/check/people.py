"""People named who may not have agreed to it."""

import re
from collections.abc import Iterator

from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Severity

__all__ = ["CHECKS"]

TITLES = r"(?:Dr|Prof(?:essor)?|Mr|Mrs|Ms|Miss|Mx|Sir|Dame)\.?"


def person_named(subject: Subject) -> Iterator[Note]:
    """Somebody the minutes list by name, in a message to everybody."""
    for name in subject.people:
        pattern = _spellings(name)
        for passage in subject.passages:
            match = pattern.search(passage.text) if pattern else None
            if match:
                yield Note(passage.at(match.start()), f"{_told(match)} is named in the minutes")
                break


def _told(match: re.Match[str]) -> str:
    return " ".join(match[0].split())


def _spellings(name: str) -> re.Pattern[str] | None:
    """Return a pattern for first and last name, and for a title with the last name."""
    words = [word for word in name.split() if len(word.rstrip(".")) > 1]
    if len(words) < 2:  # noqa: PLR2004 - a single word is anybody's name
        return None
    first, last = re.escape(words[0]), re.escape(words[-1])
    between = r"(?:\s+\w\.?){0,2}\s+"
    return re.compile(rf"\b(?:{first}{between}{last}|{TITLES}\s+(?:\w\.?\s+)?{last})\b")


CHECKS = (
    Check(
        id="person-named-without-consent",
        severity=Severity.LOOK_AT,
        why="Attending a meeting is no consent to stand in a newsletter and its public archive.",
        fix="Name the role instead; or ask, and write ignore: - person-named-without-consent: why.",
        example="a letter that thanks an attendee by name",
        look=person_named,
        of_message=False,
    ),
)
