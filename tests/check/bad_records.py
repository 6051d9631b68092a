"""Event files that do not fit what calendars were told, each with the line a check must name."""

import json

from newsroom import EVENT, TALK, Case

FIRST = "newsletters/2026-01/sent.json"
SECOND = "newsletters/2026-02/sent.json"


def told(event: str, title: str, start: str, *, sequence: int = 0) -> dict:
    """Return what a sending records of one event."""
    return {
        event: {
            "sequence": sequence,
            "stamp": "2026-01-05T09:00:00+00:00",
            "digest": f"{sequence}" * 64,
            "significant": f"{sequence}" * 64,
            "start": start,
            "end": "",
            "title": title,
            "zone": "Europe/London",
        }
    }


def sent(issue: str, *sendings: tuple[str, dict]) -> str:
    """Return a ``sent.json`` with sendings, each a day and what it told."""
    entries = [
        {
            "purpose": "issue",
            "at": f"{day}T09:05:00+00:00",
            "edition_digest": "0" * 64,
            "accepted": 3,
            "events": events,
        }
        for day, events in sendings
    ]
    return json.dumps({"schema": 1, "issue": issue, "sendings": entries}, indent=1)


def once(events: dict) -> dict:
    return {FIRST: sent("2026-01", ("2026-01-05", events))}


SPRING = ("spring-meetup", "Spring meetup", "2026-03-12T18:00:00+00:00")
CLINIC = ("notebook-clinic", "Notebook clinic", "2026-03-24T12:30:00+00:00")
LOST = ("summer-party", "Summer party", "2026-07-01T18:00:00+01:00")
TWICE = sent("2026-01", ("2026-01-05", told(*SPRING)), ("2026-01-06", told(*SPRING)))
AHEAD = {
    FIRST: sent("2026-01", ("2026-01-05", told(*CLINIC, sequence=2))),
    SECOND: sent("2026-02", ("2026-02-05", told(*CLINIC, sequence=1))),
}

BAD = (
    Case("event-gone", once(told(*LOST)), FIRST),
    Case("event-gone", once(told(*LOST) | told(*SPRING)), FIRST),
    Case(
        "event-id-edited",
        once(told(*SPRING)) | {EVENT: [("id: spring-meetup", "id: meetup")]},
        EVENT,
        "start:",
    ),
    # A file without an id that is renamed has another one.
    Case(
        "event-id-edited",
        once(told("clinic-of-notebooks", *CLINIC[1:])) | {TALK: [("id: notebook-clinic\n", "")]},
        TALK,
        "start:",
    ),
    Case("sent-out-of-order", AHEAD, SECOND),
    Case(
        "sent-out-of-order",
        {
            FIRST: sent("2026-01", ("2026-01-05", told(*SPRING, sequence=1))),
            SECOND: sent("2026-02", ("2026-02-05", told(*SPRING))),
        },
        SECOND,
    ),
    Case(
        "event-narrowed",
        once(told(*SPRING)) | {EVENT: [("id: spring-meetup", "id: spring-meetup\nfor: board")]},
        EVENT,
        "start:",
    ),
    Case(
        "event-narrowed",
        once(told(*CLINIC))
        | {TALK: [("id: notebook-clinic", "for: [board]\nid: notebook-clinic")]},
        TALK,
        "start:",
    ),
    Case("sent-recorded-twice", {FIRST: TWICE}, FIRST),
    Case(
        "sent-recorded-twice",
        {FIRST: sent("2026-01", ("2026-01-05", told(*SPRING)), ("2026-01-05", told(*SPRING)))},
        FIRST,
    ),
)
