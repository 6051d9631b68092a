"""Days and times as readers of a theme's language say them.

Where the theme's words name months and weekdays, those and its patterns are used, with
times of 24 hours; the words of English are in `pynews.model`.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from pynews.model import Change, Event, Every, Invitation, When, day_in_words
from pynews.model.when import DAYS, MONTHS, zone_name
from pynews.render.recurrence import ORDINALS, repeats_in_words
from pynews.render.theme import Look

__all__ = ["changed", "day", "month", "repeats", "tile", "when"]

OURS = "months"


def day(look: Look, one: date, *, weekday: bool = True) -> str:
    """Return a day in words: "Tuesday 16 November 2021"."""
    if OURS not in look.words:
        return day_in_words(one, weekday=weekday)
    return look.say(
        "day" if weekday else "day_short",
        weekday=look.named("weekdays", one.weekday()),
        day=one.day,
        month=look.named("months", one.month - 1),
        year=one.year,
    )


def month(look: Look, one: date) -> str:
    """Return a month in words: "November 2021"."""
    names = MONTHS[one.month - 1]
    if OURS in look.words:
        names = look.named("months", one.month - 1)
    return f"{names} {one.year}"


def tile(look: Look, one: date) -> tuple[str, str, str]:
    """Return a month, the day and a weekday in few letters."""
    if OURS not in look.words:
        return MONTHS[one.month - 1][:3], str(one.day), DAYS[one.weekday()][:3]
    return (
        look.named("months_short", one.month - 1),
        str(one.day),
        look.named("weekdays_short", one.weekday()),
    )


def when(look: Look, one: When) -> str:
    """Return day and time in one line: "Tuesday 16 November 2021, midday to 1pm GMT"."""
    if OURS not in look.words:
        return one.words
    days = day(look, one.first_day)
    if one.last_day != one.first_day:
        days = look.say("from_to", first=days, last=day(look, one.last_day))
    return ", ".join(part for part in (days, _times(look, one)) if part)


def _times(look: Look, one: When) -> str:
    if not isinstance(one.start, datetime):
        return "" if one.all_day else look.say("time_tbc")
    zone = ZoneInfo(one.zone)
    start = one.start.astimezone(zone)
    if not isinstance(one.end, datetime):
        return f"{start:%H:%M} {zone_name(start)}"
    end = one.end.astimezone(zone)
    first = f"{start:%H:%M}"
    if zone_name(start) != zone_name(end):
        first = f"{first} {zone_name(start)}"
    return f"{look.say('from_to', first=first, last=f'{end:%H:%M}')} {zone_name(end)}"


def repeats(look: Look, event: Event) -> str:
    """Return how an event repeats; or ""."""
    how = event.recurrence
    if how is None or OURS not in look.words:
        return repeats_in_words(event)
    first = event.when.first_day
    unit = "weeks" if how.every is Every.WEEK else "months"
    weekday = first.weekday() if how.weekday is None else how.weekday
    ordinal = how.ordinal or 1 + (first.day - 1) // 7
    place = {Every.WEEK: "on_weekday", Every.MONTH_DATE: "on_day"}.get(how.every, "on_ordinal")
    parts = [
        look.say(f"every_{unit}" if how.interval > 1 else f"every_{unit[:-1]}", count=how.interval)
        + " "
        + look.say(
            place,
            weekday=look.named("weekdays", weekday),
            day=how.day or first.day,
            ordinal=look.named("ordinals", list(ORDINALS).index(ordinal)),
        )
    ]
    if how.until:
        parts.append(look.say("repeats_until", day=day(look, how.until)))
    if how.count:
        parts.append(look.say("repeats_times", count=how.count))
    if how.left_out:
        days = ", ".join(day(look, each, weekday=False) for each in how.left_out)
        parts.append(look.say("repeats_not", days=days))
    parts += [
        look.say("repeats_moved", day=day(look, one.day, weekday=False), to=when(look, one.to))
        for one in how.moved
    ]
    return ", ".join(parts)


def changed(look: Look, event: Event, invitation: Invitation) -> str:
    """Return what is new about an event that readers were told of before."""
    if OURS not in look.words:
        return invitation.words
    key = str(invitation.change).replace("-", "_")
    if invitation.change is Change.CANCELLED:
        return look.say("cancelled")
    if invitation.change is Change.MOVED and invitation.place_only:
        # A theme of before has no words for it: that something is new is true at least.
        place = "changed_place" if event.where and "changed_place" in look.words else ""
        return look.say(place or "changed_reworded", where=event.where)
    return look.say(f"changed_{key}", when=when(look, event.when))
