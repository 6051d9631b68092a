"""What the names of time zones mean: of IANA, of Windows, of those who show them to people."""

import re
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

__all__ = ["bare", "fixed_offset", "iana_name"]

UTC_NAMES = frozenset({"UTC", "GMT", "Z", "ETC/UTC", "ETC/GMT", "UNIVERSAL", "ZULU"})
MOST_PARTS, LONGEST = 8, 200
FIXED = re.compile(r"(?:GMT|UTC)?\s*([+-])(\d{1,2}):?(\d{2})?")
# As Windows and Exchange show zones to people: "(UTC+01:00) Amsterdam, Berlin, Bern, Rome".
SHOWN = re.compile(r"\((?:GMT|UTC)\s*(?:([+-])(\d{2}):?(\d{2}))?\)\s*(.+)")
WINTER = datetime(2021, 1, 15, tzinfo=UTC)
SUMMER = datetime(2021, 7, 15, tzinfo=UTC)
# Names that hold no city.
REGIONS = {
    "alaska": "America/Anchorage",
    "arizona": "America/Phoenix",
    "atlantic time": "America/Halifax",
    "central time": "America/Chicago",
    "central europe": "Europe/Berlin",
    "eastern time": "America/New_York",
    "hawaii": "Pacific/Honolulu",
    "mountain time": "America/Denver",
    "pacific time": "America/Los_Angeles",
    "western/central europe": "Europe/Berlin",
    "coordinated universal time": "UTC",
}


def bare(name: str) -> str:
    """Return a name without blanks and quotes around it."""
    return name.strip().strip('"').strip()


@cache
def iana_name(name: str) -> str:
    """Return the IANA name a zone's name stands for; "" when it is none of them.

    Windows names, names with a vendor before them ("/vendor/2.0/Europe/Berlin"), names in
    other letters ("europe/london", "America/New York") and names as shown to people are known.
    """
    name = bare(name)[:LONGEST]
    if name.upper() in UTC_NAMES:
        return "UTC"
    return _windows().get(name.casefold()) or _place(name) or _shown(name)


def fixed_offset(name: str) -> timedelta | None:
    """Return the offset of a name that says nothing else: "GMT+0100"; None for others."""
    match = FIXED.fullmatch(bare(name).upper())
    if match is None or int(match[2]) > 14 or int(match[3] or 0) > 59:  # noqa: PLR2004  a clock's
        return None
    return _offset(match[1], match[2], match[3])


def _offset(sign: str | None, hours: str | None, minutes: str | None) -> timedelta:
    span = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return -span if sign == "-" else span


@cache
def _windows() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return {name.casefold(): iana for name, iana in WINDOWS_TO_OLSON.items() if _exists(iana)}


@cache
def _known() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


@cache
def _by_city() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in sorted(_known().values()):
        area, _, city = name.rpartition("/")
        if area:
            found[city.casefold()] = (*found.get(city.casefold(), ()), name)
    return found


def _exists(name: str) -> bool:
    return name.casefold() in _known()


def _place(name: str) -> str:
    """Return the IANA name at the end of a path; a last part alone is too little."""
    parts = [part for part in name.replace(" ", "_").split("/") if part]
    if len(parts) > MOST_PARTS:
        return ""
    tails = ("/".join(parts[number:]) for number in range(len(parts)))
    found = (_known().get(tail.casefold(), "") for tail in tails if "/" in tail or len(parts) == 1)
    return next(filter(None, found), "")


def _shown(name: str) -> str:
    """Return the IANA name of a zone named for people: by its region, or a city of that offset."""
    match = SHOWN.fullmatch(name)
    offset = _offset(match[1], match[2], match[3]) if match else None
    words = match[4] if match else name
    plain = re.sub(r"\s*\(.*\)", "", words).strip().casefold()
    if plain in REGIONS:
        return REGIONS[plain]
    cities = [city.strip().replace(" ", "_").casefold() for city in words.split(",")]
    return next(filter(None, (_city(city, offset) for city in cities)), "") if match else ""


def _city(city: str, offset: timedelta | None) -> str:
    """Return the zone of a city; only when its clocks stand where the name says."""
    for name in _by_city().get(city, ()):
        zone = ZoneInfo(name)
        if offset in {WINTER.astimezone(zone).utcoffset(), SUMMER.astimezone(zone).utcoffset()}:
            return name
    return ""
