"""Read calendar files with ``ical``, the strictest Python reader."""

import json
import sys
from datetime import UTC, datetime
from itertools import takewhile
from pathlib import Path

from ical.calendar_stream import IcsCalendarStream


def moment(value):
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value or "")


def read(path):
    # Path.read_text would turn CRLF into LF before the reader sees it.
    stream = IcsCalendarStream.from_ics(Path(path).read_bytes().decode())
    (calendar,) = stream.calendars
    return [
        [
            event.uid,
            moment(event.dtstart),
            event.recurrence_id or "",
            event.status,
            dates(event),
        ]
        for event in calendar.events
    ]


def dates(event):
    """The dates the rule gives up to the end of 2022, those left out taken away."""
    if not event.rrule:
        return []
    days = event.as_rrule()
    return [moment(day) for day in takewhile(lambda day: day.year < 2023, days)]


sys.stdout.write(json.dumps([read(path) for path in sys.argv[1:]]))
