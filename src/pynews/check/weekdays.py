"""Weekdays and days that fit no calendar."""

from collections.abc import Iterator
from datetime import timedelta

from pynews.check.dates import days_named
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Severity, day_in_words

__all__ = ["CHECKS"]

MONTHS_A_YEAR = 12
DAYS_A_MONTH = 31


def weekday_date(subject: Subject) -> Iterator[Note]:
    """Find a weekday that is not the day's."""
    today = subject.issue.send.date()
    for passage in subject.passages:
        for named in days_named(passage.words):
            days = named.near(today)
            if named.weekday is None or not days:
                continue
            if named.weekday not in {day.weekday() for day in days}:
                nearest = min(days, key=lambda day: abs(day - today - timedelta(days=60)))
                yield Note(
                    passage.at(named.start),
                    f'"{named.words}" does not fit: that day is a {day_in_words(nearest)}',
                )


def date_impossible(subject: Subject) -> Iterator[Note]:
    """Find a day no calendar has."""
    for passage in subject.passages:
        for named in days_named(passage.words):
            plausible = named.month <= MONTHS_A_YEAR and named.day <= DAYS_A_MONTH
            if plausible and not named.possible:
                yield Note(passage.at(named.start), f'"{named.words}" is on no calendar')


CHECKS = (
    Check(
        id="weekday-date",
        severity=Severity.MUST_FIX,
        why="Some readers go by the weekday and some by the date, and half of them miss it.",
        fix="Correct the weekday or the date.",
        example="Wednesday 16 November 2021 (it is a Tuesday)",
        look=weekday_date,
        of_message=False,
    ),
    Check(
        id="date-impossible",
        severity=Severity.MUST_FIX,
        why="Readers cannot know which day is meant.",
        fix="Correct the day.",
        example="31 November",
        look=date_impossible,
        of_message=False,
    ),
)
