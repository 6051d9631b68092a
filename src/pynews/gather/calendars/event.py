"""One VEVENT becomes an event of ours."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pynews.gather.calendars.lines import Block, Line
from pynews.gather.calendars.moments import read_length, read_value
from pynews.gather.calendars.rules import Effort
from pynews.gather.calendars.words import markdown, plain_line, unescaped
from pynews.gather.calendars.zones import OwnZone, Zones
from pynews.model import Event, Origin, When

__all__ = ["Setting", "dated", "event_of", "identity", "moment_of", "sequence_of", "uid_of"]

FIRST_YEAR = 1900
TBC = " (time TBC)"
CANCELLED = "CANCELLED: "
WEB = re.compile(r"(https?|webcal)://[^\s\"<>]+", re.IGNORECASE)
JOINS = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole file says about each of its events.

    Arguments:
        path: the file.
        zone: IANA name for times in UTC or in no zone.
        zones: the zones it names.
        effort: how much may still be looked at.
        cancelled: whether its METHOD is CANCEL.
    """

    path: str
    zone: str
    zones: Zones
    effort: Effort
    cancelled: bool = False


def event_of(block: Block, setting: Setting) -> Event:
    """Return the event of a VEVENT, its series and overrides aside.

    Raises:
        ValueError: it has no start that can be read; in words.
    """
    title = _title(block)
    status = block.text("STATUS").upper()
    when = _when(block, setting, open_time=title.endswith(TBC) and status == "TENTATIVE")
    line = block.first("DTSTART")
    join, where = _join(block), plain_line(block.text("LOCATION"))
    register = _web(block.text("URL"))
    return Event(
        id=identity(uid_of(block)),
        title=title.removesuffix(TBC).removeprefix(CANCELLED) or "Event without a title",
        when=when,
        origin=Origin(setting.path, line.number if line else block.number),
        where="" if where in {join, "Online" if join else ""} else where,
        join=join,
        register="" if register == join else register,
        organiser=_organiser(block),
        cancelled=setting.cancelled or status == "CANCELLED",
        public=block.text("CLASS").upper() not in {"PRIVATE", "CONFIDENTIAL"},
        description=markdown(block.text("DESCRIPTION")),
        source=setting.path,
        source_id=uid_of(block),
        source_sequence=sequence_of(block),
    )


def uid_of(block: Block) -> str:
    """Return the UID, or a stable one made of what the event says."""
    given = unescaped(block.text("UID")).strip()
    if given:
        return given[:500]
    words = "\n".join(block.text(name) for name in ("SUMMARY", "DTSTART", "LOCATION"))
    return f"pynews-{hashlib.sha256(words.encode(errors='replace')).hexdigest()[:24]}"


def sequence_of(block: Block) -> int:
    """Return SEQUENCE; 0 for one that is missing or no number."""
    text = block.text("SEQUENCE")
    most_digits = 9
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= most_digits else 0


def identity(uid: str) -> str:
    """Return the id of our event file for a UID: readable, and different for different UIDs."""
    plain = unicodedata.normalize("NFKD", uid.partition("@")[0]).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:40].strip("-")
    mark = hashlib.sha256(uid.encode(errors="replace")).hexdigest()[:8]
    return f"{slug or 'event'}-{mark}"


def dated(event: Event, when: When) -> Event:
    """Return one date of a series as an event of its own."""
    uid = f"{event.source_id}/{when.first_day.strftime('%Y%m%d')}"
    return replace(event, id=identity(uid), source_id=uid, when=when, recurrence=None)


def moment_of(line: Line, text: str, setting: Setting) -> date | datetime:
    """Return a day or an aware moment, in the zone that the line names.

    Arguments:
        line: for its TZID.
        text: one of its values.
        setting: for zones; a time in no zone is in the calendar's.

    Raises:
        ValueError: no date, or a zone that nothing describes.
    """
    value = read_value(text)
    if not isinstance(value, datetime):
        return value
    if line.parameters.get("VALUE", "").upper() == "DATE":
        return value.date()
    own = ZoneInfo(setting.zone)
    if value.tzinfo is not None:
        name = line.parameters.get("TZID", "")
        told = setting.zones.zone(name) if name else None
        return value.astimezone(told if isinstance(told, ZoneInfo) else own)
    if not (name := line.parameters.get("TZID", "")):
        return value.replace(tzinfo=own)
    zone = setting.zones.zone(name)
    if zone is None:
        message = f"nothing describes the time zone {name[:60]!r}"
        raise ValueError(message)
    if isinstance(zone, OwnZone):
        return zone.aware(value).astimezone(own)
    return value.replace(tzinfo=zone)


def _when(block: Block, setting: Setting, *, open_time: bool) -> When:
    start = _start(block, setting)
    if start.year < FIRST_YEAR:
        message = f"it began in {start.year}"
        raise ValueError(message)
    end = _end(block, start, setting)
    if not isinstance(start, datetime):
        last = end - timedelta(days=1) if end else start
        return When(start, last if last > start else None, setting.zone, not open_time)
    zone = start.tzinfo.key if isinstance(start.tzinfo, ZoneInfo) else setting.zone
    return When(start, end, zone)


def _start(block: Block, setting: Setting) -> date | datetime:
    """Return the first DTSTART that can be read.

    Raises:
        ValueError: there is none; the first one's fault.
    """
    lines = block.every("DTSTART")
    if not lines:
        message = "it has no start"
        raise ValueError(message)
    for line in lines[1:]:
        try:
            return moment_of(lines[0], lines[0].value, setting)
        except ValueError:
            lines = (line,)
    return moment_of(lines[0], lines[0].value, setting)


def _end(block: Block, start: date | datetime, setting: Setting) -> date | datetime | None:
    """Return DTEND, or the start and DURATION; None when it says nothing that can be."""
    line, length = block.first("DTEND"), block.text("DURATION")
    try:
        if line is not None:
            end = moment_of(line, line.value, setting)
        elif length:
            end = _after(start, read_length(length))
        else:
            return None
    except (ValueError, OverflowError):
        return None
    if isinstance(start, datetime):
        later = isinstance(end, datetime) and end.astimezone(UTC) > start.astimezone(UTC)
        return end.astimezone(start.tzinfo) if later and isinstance(end, datetime) else None
    return end.date() if isinstance(end, datetime) else end


def _after(start: date | datetime, length: timedelta) -> date | datetime:
    """Return the end; a length is elapsed time, not clock time (RFC 5545 section 3.3.6)."""
    if isinstance(start, datetime):
        return (start.astimezone(UTC) + length).astimezone(start.tzinfo)
    return start + max(length, timedelta(days=1))


def _title(block: Block) -> str:
    summary = plain_line(block.text("SUMMARY"))
    return (
        summary or plain_line(block.text("DESCRIPTION"))[:80] or plain_line(block.text("LOCATION"))
    )


def _join(block: Block) -> str:
    """Return the address to join: a conference, or a place that is nothing but an address."""
    for name in JOINS:
        if address := _web(block.text(name)):
            return address
    return _web(block.text("LOCATION"))


def _web(value: str) -> str:
    """Return a web address, or "" for anything else; never one that runs or calls something."""
    text = unescaped(value).strip()
    if not WEB.fullmatch(text):
        return ""
    try:
        return text if urlsplit(text).hostname else ""
    except ValueError:
        return ""


def _organiser(block: Block) -> str:
    """Return the organiser's name, never the address."""
    line = block.first("ORGANIZER")
    name = plain_line(line.parameters.get("CN", "")) if line else ""
    return "" if "@" in name else name
