"""When something takes place, and how to say so in words.

Words follow the NHS service manual ("Numbers, measurements, dates and time"):
"Tuesday 16 November 2021", "5:30pm", "midday", "2pm to 6pm". Month and day
names stand here because ``strftime`` would take them from the machine's locale.
"""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

__all__ = ["DAYS", "MONTHS", "When", "day_in_words", "time_in_words", "zone_name"]

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
NOON = 12


def day_in_words(day: date, *, weekday: bool = True, year: bool = True) -> str:
    """Return a day as a reader says it: "Tuesday 16 November 2021"."""
    words = f"{day.day} {MONTHS[day.month - 1]}"
    if weekday:
        words = f"{DAYS[day.weekday()]} {words}"
    return f"{words} {day.year}" if year else words


def time_in_words(moment: datetime) -> str:
    """Return a time of day as a reader says it: "9am", "5:30pm", "midday"."""
    if moment.minute == 0 and moment.hour in {0, NOON}:
        return "midday" if moment.hour else "midnight"
    hour = moment.hour % NOON or NOON
    minutes = f":{moment.minute:02}" if moment.minute else ""
    return f"{hour}{minutes}{'am' if moment.hour < NOON else 'pm'}"


@dataclass(frozen=True, slots=True)
class When:
    """The time of an event: a moment, a day whose time is not known yet, or whole days.

    Arguments:
        start: an aware datetime in ``zone``; or a date, when the time is to be
            confirmed or the event takes whole days.
        end: the same type as ``start``; for dates the last day, itself included;
            None when it was not said.
        zone: IANA name of the zone the event is told in.
        all_day: True when whole days are meant. A date without it means "time to
            be confirmed".

    Raises:
        ValueError: naive datetime, mixed types, an end before the start.
    """

    start: date | datetime
    end: date | datetime | None
    zone: str
    all_day: bool = False

    def __post_init__(self) -> None:
        """Check that start and end fit each other."""
        if self.time_known and self.all_day:
            message = "an all-day event has days, not times"
            raise ValueError(message)
        for moment in (self.start, self.end):
            if isinstance(moment, datetime) and moment.tzinfo is None:
                message = "a time without its zone"
                raise ValueError(message)
        if self.end is not None:
            if isinstance(self.end, datetime) != self.time_known:
                message = "start and end must both have a time, or neither"
                raise ValueError(message)
            if self.end < self.start:
                message = "the end is before the start"
                raise ValueError(message)

    @property
    def time_known(self) -> bool:
        """Whether the time of day is known."""
        return isinstance(self.start, datetime)

    @property
    def to_be_confirmed(self) -> bool:
        """Whether only the day is known and the time is still to come."""
        return not self.time_known and not self.all_day

    @property
    def first_day(self) -> date:
        """The day it begins, in its own zone."""
        if isinstance(self.start, datetime):
            return self.start.astimezone(ZoneInfo(self.zone)).date()
        return self.start

    @property
    def last_day(self) -> date:
        """The day it ends, in its own zone; the first day when no end was said."""
        if isinstance(self.end, datetime):
            return self.end.astimezone(ZoneInfo(self.zone)).date()
        return self.end if self.end is not None else self.first_day

    @property
    def day_words(self) -> str:
        """The day or days: "Tuesday 16 November 2021", or "... to ..." over several."""
        first, last = self.first_day, self.last_day
        if first == last:
            return day_in_words(first)
        return f"{day_in_words(first, year=first.year != last.year)} to {day_in_words(last)}"

    @property
    def time_words(self) -> str:
        """The time of day: "midday to 1pm GMT"; "time to be confirmed"; "" for whole days."""
        if not isinstance(self.start, datetime):
            return "" if self.all_day else "time to be confirmed"
        start = self.start.astimezone(ZoneInfo(self.zone))
        words, name = time_in_words(start), zone_name(start)
        if not isinstance(self.end, datetime):
            return f"{words} {name}"
        end = self.end.astimezone(ZoneInfo(self.zone))
        if zone_name(end) != name:
            words = f"{words} {name}"
        return f"{words} to {time_in_words(end)} {zone_name(end)}"

    @property
    def words(self) -> str:
        """Day and time in one line: "Tuesday 16 November 2021, midday to 1pm GMT"."""
        return ", ".join(part for part in (self.day_words, self.time_words) if part)


def zone_name(moment: datetime) -> str:
    """Return the zone's short name, or its offset where it has only a number: "UTC+05:30"."""
    name = moment.tzname() or "UTC"
    if name[0] in "+-":
        offset = moment.strftime("%z")
        return f"UTC{offset[:3]}:{offset[3:5]}"
    return name
