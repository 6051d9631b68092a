"""What the issue claims was decided, against the minutes it names."""

import re
from collections.abc import Iterator

from pynews.check.clocks import times_named
from pynews.check.dates import days_named
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import DraftDecision, Origin, Severity

__all__ = ["CHECKS"]

CONTENT = "newsletters"
SHOWN = 60
MONEY = re.compile(r"[£$€]\s?(\d(?:[\d,]*\d)?(?:\.\d+)?)(?!\w)")
COUNTED = re.compile(r"(?<![\w.,:/-])(\d(?:[\d,]*\d)?(?:\.\d+)?)\s+([a-z]{3,})\b")
SHARE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)\s?(?:%|per\s?cent\b)")


def quote_missing(subject: Subject) -> Iterator[Note]:
    """Find a quote that its minutes do not hold, or hold no longer."""
    for entry in _entries(subject):
        if entry.quote and entry.source and not _held(subject, entry):
            yield Note(
                _line(subject, entry, "quote"),
                f'"{_short(entry.quote)}" does not stand in {entry.source}',
            )


def decision_differs(subject: Subject) -> Iterator[Note]:
    """Find a decision told with another day, time or amount than the sentence behind it."""
    for entry in _entries(subject):
        if not _held(subject, entry):
            continue  # quote-missing says so
        quoted = days_named(entry.quote)
        for named in days_named(entry.text):
            if quoted and not any(
                (named.day, named.month) == (other.day, other.month)
                and (named.year or other.year or 0) == (other.year or named.year or 0)
                for other in quoted
            ):
                yield Note(
                    _line(subject, entry, "text"),
                    f'the words say "{named.words}", the minutes say "{quoted[0].words}"',
                )
        amount = _amount_differs(entry)
        if amount:
            yield Note(
                _line(subject, entry, "text"),
                f'the words say "{amount}", the minutes say "{_short(entry.quote)}"',
            )


def _amount_differs(entry: DraftDecision) -> str:
    """Return the amount, share or time that the sentence behind a decision does not have, or ""."""
    for pattern in (MONEY, SHARE):
        quoted = {_number(match[1]) for match in pattern.finditer(entry.quote)}
        for match in pattern.finditer(entry.text):
            if quoted and _number(match[1]) not in quoted:
                return match[0]
    counted = {(match[2].rstrip("s"), _number(match[1])) for match in COUNTED.finditer(entry.quote)}
    amounts = {amount for _, amount in counted}
    for match in COUNTED.finditer(entry.text):
        same = any(unit == match[2].rstrip("s") for unit, _ in counted)
        if same and _number(match[1]) not in amounts:
            return match[0]
    clocks = {time.clock for time in times_named(entry.quote)}
    for time in times_named(entry.text):
        if clocks and time.clock not in clocks:
            return entry.text[time.start : time.end]
    return ""


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def decision_unsourced(subject: Subject) -> Iterator[Note]:
    """Find a decision without the sentence that settled it."""
    for entry in subject.draft.decisions:
        if not entry.quote:
            yield Note(entry.origin, f'nothing shows where "{_short(entry.text)}" was decided')


def decisions_unread(subject: Subject) -> Iterator[Note]:
    """Decisions taken from minutes as they are."""
    if subject.draft.decisions_from and subject.issue.decisions:
        number = len(subject.issue.decisions)
        yield Note(
            subject.draft.origin("decisions"),
            f"{number} {'decisions are' if number > 1 else 'decision is'} taken from "
            f"{subject.draft.decisions_from} without an editor's words",
        )


def _entries(subject: Subject) -> tuple[DraftDecision, ...]:
    return (*subject.draft.decisions, *subject.draft.discussion)


def _held(subject: Subject, entry: DraftDecision) -> bool:
    words = r"\s+".join(map(re.escape, entry.quote.split()))
    return any(
        minutes.path == f"{CONTENT}/{entry.source}" and re.search(words, minutes.text)
        for minutes in subject.library.minutes
    )


def _line(subject: Subject, entry: DraftDecision, key: str) -> Origin:
    """Return the line of one key of an entry, which may stand below its first."""
    path, first = entry.origin.path, entry.origin.line
    lines = subject.sources.texts.get(path, "").split("\n")
    for number in range(first, min(first + 12, len(lines) + 1)):
        if number > first and lines[number - 1].lstrip().startswith("- "):
            break
        if re.match(rf"\s*(?:-\s+)?{key}\s*:", lines[number - 1]):
            return Origin(path, number)
    return entry.origin


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1].rsplit(" ", 1)[0] + " ..."


CHECKS = (
    Check(
        id="quote-missing",
        severity=Severity.MUST_FIX,
        why="A decision that the minutes do not hold is a rumour with a letterhead.",
        fix="Copy the sentence from the minutes again, or drop the entry.",
        example="a quote: that was shortened by hand, or minutes corrected since",
        look=quote_missing,
        of_message=False,
    ),
    Check(
        id="decision-differs",
        severity=Severity.MUST_FIX,
        why="The newsletter would announce something else than the board decided.",
        fix="Correct the day, time or amount in text:.",
        example="text: ... on 17 November, quote: ... on the 16th of November",
        look=decision_differs,
        of_message=False,
    ),
    Check(
        id="decision-unsourced",
        severity=Severity.LOOK_AT,
        why="Without the sentence behind it nobody can later tell who decided what.",
        fix="Add from: with the minutes and quote: with the sentence.",
        example="- We will meet monthly.",
        look=decision_unsourced,
        of_message=False,
    ),
    Check(
        id="decisions-unread",
        severity=Severity.LOOK_AT,
        why="Minutes are written for those who were there; readers were not.",
        fix="Read them in the preview, or list them with words of your own.",
        example="decisions: minutes/2021-10-12.md",
        look=decisions_unread,
        of_message=False,
    ),
)
