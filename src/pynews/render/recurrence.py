"""How an event repeats, said in words."""

from pynews.model import Event, Every, Recurrence, day_in_words
from pynews.model.when import DAYS

__all__ = ["repeats_in_words"]

ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


def repeats_in_words(event: Event) -> str:
    """Return how an event repeats: "every 2 weeks on Tuesday, until 1 March 2022"; or ""."""
    how = event.recurrence
    if how is None:
        return ""
    parts = [_rhythm(event, how)]
    if how.until:
        parts.append(f"until {day_in_words(how.until)}")
    if how.count:
        parts.append(f"{how.count} times")
    if how.left_out:
        days = " or ".join(day_in_words(day, weekday=False) for day in how.left_out)
        parts.append(f"not on {days}")
    parts += [
        f"{day_in_words(moved.day, weekday=False)} moves to {moved.to.words}" for moved in how.moved
    ]
    return ", ".join(parts)


def _rhythm(event: Event, how: Recurrence) -> str:
    first = event.when.first_day
    unit = "week" if how.every is Every.WEEK else "month"
    every = f"every {unit}" if how.interval == 1 else f"every {how.interval} {unit}s"
    weekday = DAYS[first.weekday() if how.weekday is None else how.weekday]
    if how.every is Every.WEEK:
        return f"{every} on {weekday}"
    if how.every is Every.MONTH_DATE:
        return f"{every} on day {how.day or first.day}"
    ordinal = ORDINALS.get(how.ordinal or 1 + (first.day - 1) // 7, "last")
    return f"{every} on the {ordinal} {weekday}"
