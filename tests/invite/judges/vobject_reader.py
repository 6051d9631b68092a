"""Read one calendar file with vobject; its time zones are process-wide, hence one a process."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import vobject


def moment(component, name):
    line = getattr(component, name, None)
    return "" if line is None else text(line.value)


def dates(event):
    """The dates the rule gives up to the end of 2022, those left out taken away."""
    if not hasattr(event, "rrule"):
        return []
    start = event.dtstart.value
    if not isinstance(start, datetime):
        end = datetime(2023, 1, 1)  # noqa: DTZ001  days have no zone
        since = datetime(2021, 1, 1)  # noqa: DTZ001  the same
        return [str(day.date()) for day in event.rruleset.between(since, end)]
    end = datetime(2023, 1, 1, tzinfo=start.tzinfo)
    since = datetime(2021, 1, 1, tzinfo=start.tzinfo)
    return [text(day) for day in event.rruleset.between(since, end)]


def text(value):
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else str(value)


def read(path):
    (calendar,) = vobject.readComponents(Path(path).read_bytes().decode())
    calendar.validate(raiseException=True)
    return [
        [
            event.uid.value,
            moment(event, "dtstart"),
            moment(event, "recurrence_id"),
            event.status.value,
            dates(event),
        ]
        for event in calendar.vevent_list
    ]


sys.stdout.write(json.dumps([read(path) for path in sys.argv[1:]]))
