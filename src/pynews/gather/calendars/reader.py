"""Reads a calendar file: what can be told is told, the rest is said with its line."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Final

from pynews.errors import Problem, SourceError
from pynews.gather.calendars.event import Setting, dated, event_of, sequence_of, uid_of
from pynews.gather.calendars.lines import MOST_EVENTS, Block, Calendar, Notes, calendars
from pynews.gather.calendars.names import iana_name
from pynews.gather.calendars.repeating import repeated
from pynews.gather.calendars.rules import Effort
from pynews.gather.calendars.zones import Zones
from pynews.model import Event

__all__ = ["CalendarFile", "read_calendar"]

# A file of many series, each told date by date, must not push out the events after them.
MOST_TOLD: Final = 4 * MOST_EVENTS
WEB_PAGE: Final = (b"<!doctype", b"<html", b"<?xml", b"<head")


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What a calendar file says.

    Arguments:
        events: in the order of the file; ids differ.
        warnings: what was left out or doubtful, with file and line.
        complete: False when the file is cut off; a good copy from before is better then.
    """

    events: tuple[Event, ...]
    warnings: tuple[Problem, ...] = ()
    complete: bool = True


def read_calendar(data: bytes, *, path: str, zone: str, after: date | None = None) -> CalendarFile:
    """Return the events of a calendar file.

    A series that one of our forms can say becomes one event; of any other the next
    dates become single events, at most 50 within 400 days. Attendees and alarms
    are not looked at.

    Arguments:
        data: the file's bytes; never its text, which has lost its encoding.
        path: the file or address, for complaints and as the events' ``source``.
        zone: IANA name of the publication's zone, for times that name none.
        after: the day from which the dates of a series are wanted; its first when None.

    Raises:
        SourceError: it is no calendar, or nothing at all could be read from it.
    """
    _refuse_other(data, path)
    notes, effort = Notes(path), Effort()
    found = calendars(data, notes)
    told = (
        event
        for calendar in found
        for event in _events(calendar, _setting(calendar, path, zone, effort), notes, after)
    )
    events = tuple(islice(_distinct(told), MOST_TOLD))
    if len(events) == MOST_TOLD:
        notes.add(1, f"no more than {MOST_TOLD:,} events were taken")
    if not effort.left:
        notes.add(1, "the series are more than can be worked out: some lack dates")
    complete = bool(found) and all(calendar.complete for calendar in found)
    return CalendarFile(events, notes.all(), complete)


def _refuse_other(data: bytes, path: str) -> None:
    """Raise for what is no calendar, saying what it looks like."""
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    hint = "ask for the address of the calendar's .ics file"
    if not data.strip():
        what, hint = "the file is empty", "fetch it again"
    elif head.startswith(WEB_PAGE):
        what = "this is a web page, not a calendar"
    elif b"BEGIN:V" not in data.upper().replace(b"\0", b""):
        what = "this is no calendar: BEGIN:VCALENDAR is missing"
    else:
        return
    raise SourceError(what, where=f"{path}:1", hint=hint)


def _setting(calendar: Calendar, path: str, zone: str, effort: Effort) -> Setting:
    return Setting(
        path,
        zone=iana_name(calendar.head.text("X-WR-TIMEZONE")) or zone,
        zones=Zones(calendar.zones),
        effort=effort,
        cancelled=calendar.head.text("METHOD").upper() == "CANCEL",
    )


def _events(
    calendar: Calendar, setting: Setting, notes: Notes, after: date | None
) -> Iterator[Event]:
    """Yield the events of one calendar, each with its series and exceptions."""
    overrides: dict[str, list[Block]] = {}
    masters: list[Block] = []
    for block in calendar.events:
        if block.first("RECURRENCE-ID"):
            overrides.setdefault(uid_of(block), []).append(block)
        else:
            masters.append(block)
    for block in _newest(masters, notes):
        own = overrides.pop(uid_of(block), []) if _repeats(block) else []
        yield from _told(block, own, setting, notes, after)
    for block in (one for left in overrides.values() for one in left):
        yield from _alone(block, setting, notes)


def _newest(blocks: list[Block], notes: Notes) -> Iterator[Block]:
    """Yield the blocks without those of which the file holds a later version."""
    newest: dict[str, int] = {}
    for block in blocks:
        uid = uid_of(block)
        if uid in newest:
            notes.add(block.number, f"the UID {uid[:60]!r} occurs more than once")
        newest[uid] = max(newest.get(uid, 0), sequence_of(block))
    yield from (block for block in blocks if sequence_of(block) == newest[uid_of(block)])


def _repeats(block: Block) -> bool:
    return bool(block.first("RRULE") or block.first("RDATE"))


def _told(
    block: Block, overrides: list[Block], setting: Setting, notes: Notes, after: date | None
) -> tuple[Event, ...]:
    """Return what one VEVENT and its overrides tell; note what cannot be told."""
    try:
        event = event_of(block, setting)
        if not _repeats(block):
            return (event,)
        return repeated(event, block, overrides, setting=setting, notes=notes, after=after)
    except (ValueError, OverflowError) as error:
        name = block.text("SUMMARY")[:60] or "an event"
        notes.add(block.number, f"{name!r} was left out: {error}")
        return ()


def _alone(block: Block, setting: Setting, notes: Notes) -> Iterator[Event]:
    """Yield a changed date of a series whose rule the file does not hold."""
    bare = Block(block.name, block.number, [one for one in block.lines if one.name != "RRULE"])
    for event in _told(bare, [], setting, notes, None):
        yield dated(event, event.when)


def _distinct(events: Iterable[Event]) -> Iterator[Event]:
    """Yield the events with ids that differ: the second one of an id ends in "-2"."""
    seen: Counter[str] = Counter()
    for event in events:
        seen[event.id] += 1
        number = seen[event.id]
        if number == 1:
            yield event
        else:
            uid = f"{event.source_id}/{number}"
            yield replace(event, id=f"{event.id}-{number}", source_id=uid)
