"""Read calendar files with libical and check them against its tables of RFC 5545 and 5546.

Runs under the system's Python, with the Debian packages python3-gi and gir1.2-ical-3.0.
Prints one list a file; a broken restriction ends it with an error.
"""

import json
import sys
from datetime import UTC as UTC_ZONE
from datetime import datetime
from pathlib import Path

import gi

gi.require_version("ICalGLib", "3.0")
from gi.repository import ICalGLib  # noqa: E402

STAMP = "%Y%m%dT%H%M%SZ"
UTC = ICalGLib.Timezone.get_utc_timezone()


def moment(time):
    if time is None or time.is_null_time():
        return ""
    if time.is_date():
        return time.as_ical_string()
    if time.is_utc():
        return time.as_ical_string()
    if time.get_timezone() is None:
        raise SystemExit(f"floating: {time.as_ical_string()}")
    return time.convert_to_zone(UTC).as_ical_string()


def recurrence_id(component, calendar):
    """The wrapper's own getter forgets the zone; the property still names it."""
    line = component.get_first_property(ICalGLib.PropertyKind.RECURRENCEID_PROPERTY)
    if line is None:
        return ""
    time = line.get_recurrenceid()
    parameter = line.get_first_parameter(ICalGLib.ParameterKind.TZID_PARAMETER)
    if parameter is not None:
        time.set_timezone(calendar.get_timezone(parameter.get_tzid()))
    return moment(time)


def dates(component):
    """The dates the rule gives up to the end of 2022, those left out taken away."""
    if component.get_first_property(ICalGLib.PropertyKind.RRULE_PROPERTY) is None:
        return []
    found = []

    def note(_component, span, _data):
        found.append(datetime.fromtimestamp(span.get_start(), UTC_ZONE).strftime(STAMP))

    since, until = (ICalGLib.Time.new_from_string(f"{year}0101T000000Z") for year in (2021, 2023))
    component.foreach_recurrence(since, until, note, None)
    return found


def read(path):
    text = Path(path).read_text(encoding="utf-8")
    calendar = ICalGLib.Component.new_from_string(text)
    calendar.check_restrictions()
    if calendar.count_errors():
        raise SystemExit(f"{path}:\n{calendar.as_ical_string()}")
    found = []
    component = calendar.get_first_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    while component is not None:
        found.append(
            [
                component.get_uid(),
                moment(component.get_dtstart()),
                recurrence_id(component, calendar),
                component.get_status().value_nick.upper(),
                dates(component),
            ]
        )
        component = calendar.get_next_component(ICalGLib.ComponentKind.VEVENT_COMPONENT)
    return found


sys.stdout.write(json.dumps([read(path) for path in sys.argv[1:]]))
