"""The calendar parts as other programs read them (RFC 5545, RFC 5546, RFC 6047)."""

from collections.abc import Iterator

from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Invitation, Origin, Severity

__all__ = ["CHECKS"]

LONGEST = 75
NEEDED = (b"BEGIN:VEVENT", b"UID:", b"DTSTAMP:", b"DTSTART", b"METHOD:")


def ics_invalid(subject: Subject) -> Iterator[Note]:
    """Find an invitation that calendars may refuse, or that lost its method on the way."""
    travelling = dict(subject.letter.calendars)
    for invitation in subject.invitations:
        place = _place(subject, invitation)
        for fault in _faults(invitation.ics):
            yield Note(place, f"{invitation.file_name} {fault}")
        if invitation.attached and travelling.get(invitation.ics) != invitation.method:
            yield Note(
                place, f"{invitation.file_name} does not travel as METHOD {invitation.method}"
            )


def _faults(ics: bytes) -> Iterator[str]:
    lines = ics.split(b"\r\n")
    missing = [name for name in NEEDED if not any(line.startswith(name) for line in lines)]
    if missing:
        yield f"lacks {b', '.join(missing).decode().replace(':', '')}"
    if b"\n" in ics.replace(b"\r\n", b""):
        yield "has a line that does not end with CRLF"
    if any(len(line) > LONGEST for line in lines):
        yield f"has a line of more than {LONGEST} bytes"


def _place(subject: Subject, invitation: Invitation) -> Origin:
    for event in subject.library.events:
        if event.id == invitation.event_id:
            return event.origin
    return subject.top


CHECKS = (
    Check(
        id="ics-invalid",
        severity=Severity.MUST_FIX,
        why="Calendars refuse an invitation without a word to the reader.",
        fix="This is a fault of pynews: please report it with the event's file.",
        example="an .ics part without UID",
        look=ics_invalid,
    ),
)
