"""Whether an event takes place on a day."""

from datetime import date

from pynews.model import Event, Every, Recurrence

__all__ = ["takes_place"]

WEEK = 7


def takes_place(event: Event, day: date) -> bool:
    """Whether one of the event's days is this one; intervals between dates are not counted."""
    when, rule = event.when, event.recurrence
    if when.first_day <= day <= when.last_day:
        return True
    if rule is None:
        return False
    if any(moved.to.first_day == day for moved in rule.moved):
        return True
    gone = day in rule.left_out or any(moved.day == day for moved in rule.moved)
    late = rule.until is not None and day > rule.until
    return not gone and not late and day > when.first_day and _in_step(rule, day)


def _in_step(rule: Recurrence, day: date) -> bool:
    if rule.every is Every.MONTH_DATE:
        return rule.day == day.day
    if rule.weekday is not None and rule.weekday != day.weekday():
        return False
    if rule.every is Every.WEEK or rule.ordinal is None:
        return True
    if rule.ordinal > 0:
        return (day.day - 1) // WEEK + 1 == rule.ordinal
    return (date.fromordinal(day.toordinal() + WEEK)).month != day.month
