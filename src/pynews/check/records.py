"""Asks whether what calendars were told still fits the event files."""

from collections.abc import Callable, Iterator

from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Origin, Severity

__all__ = ["CHECKS"]


def _told(rule: str) -> Callable[[Subject], Iterator[Note]]:
    """Return a check that tells what was found of one kind when files and records were compared."""

    def look(subject: Subject) -> Iterator[Note]:
        for name, problem in subject.oddities:
            if name == rule:
                path, _, line = problem.where.rpartition(":")
                place = Origin(path, int(line)) if path and line.isdecimal() else subject.top
                yield Note(place, problem.what, problem.hint)

    return look


def _record(rule: str, severity: Severity, *, why: str, fix: str, example: str) -> Check:
    """Return the check that passes on what the record of sendings says under a rule's name."""
    return Check(
        id=rule,
        severity=severity,
        why=why,
        fix=fix,
        example=example,
        look=_told(rule),
        of_message=False,
    )


CHECKS = (
    _record(
        "event-gone",
        Severity.MUST_FIX,
        why="Readers' calendars still hold the event, and nobody will tell them otherwise.",
        fix="Bring the file back; to call the event off write cancelled: yes in it.",
        example="an event that was sent, and its file deleted",
    ),
    _record(
        "event-id-edited",
        Severity.MUST_FIX,
        why="Under another id calendars show the event twice, and the old one never changes.",
        fix="Write the id it was sent under.",
        example="id: launch, sent as first-community-event; or a file renamed that has no id",
    ),
    _record(
        "sent-record-lost",
        Severity.MUST_FIX,
        why="Without the record events count as never sent, and calendars ignore their changes.",
        fix="Take sent.json back from git.",
        example="an issue that the ledger knows as sent, without its sent.json",
    ),
    _record(
        "sent-out-of-order",
        Severity.LOOK_AT,
        why="Some calendars keep the older version until the event is sent again.",
        fix="The next message with this event puts every calendar right.",
        example="two issues sent in the wrong order",
    ),
    _record(
        "sent-recorded-twice",
        Severity.LOOK_AT,
        why="One of the two entries may tell what readers never got.",
        fix="Keep the entry of the sending that reached people.",
        example="one sending twice in sent.json, as after a merge",
    ),
    _record(
        "event-narrowed",
        Severity.LOOK_AT,
        why="Calendars of those it is not for any more keep the day they were told.",
        fix="Tell the change in a correction, which reaches all who were told.",
        example="an event that was sent to everybody, and for: board since",
    ),
)
