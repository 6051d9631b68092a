"""The next meeting by other names, and days that are counted within a month."""

from datetime import date

import pytest

from pynews.gather.minutes import read_minutes
from pynews.gather.minutes.dates import find_dates
from pynews.model import Minutes

WHEN = date(2022, 6, 9)
NEXT = (
    "The board sits again on the 9th of June.",
    "Next general circle: second Thursday of June, i.e. the 9th, 19:30.",
    "NM Thu 9 June.",
    "Committee again 09.06.2022, half past seven.",
    "## Next\n\nSecond Thursday in June (9th), 20:00",
    "next mtg thurs 9 june same place",
    "Next telechat: 9 June 2022",
    "Next editors' call: 9 June",
    "Next council is on June 9",
    "The next public board meeting is on June 9",
    "Next up: 9 June, same link",
    "Talk again 9 June",
    "Meeting schedule: next on June 9.",
    "Next F2F: 9 June 2022",
    "#topic Next meeting\n#info 2022-06-09 18:00 UTC",
    "The next monthly community meeting takes place 9 June.",
)
OTHERS = (
    "The next county council meeting is on 9 June.",
    "Date of the next AGM: 9 June 2022",
    "The next board election is on 9 June.",
    "Next release: 9 June",
    "The next workshop takes place on 9 June.",
)
BASE = date(2022, 5, 4)
COUNTED = (
    ("the second Thursday of June", date(2022, 6, 9)),
    ("third Tuesday in July", date(2022, 7, 19)),
    ("last Friday of May 2022", date(2022, 5, 27)),
    ("last Monday in December 2022", date(2022, 12, 26)),
    ("first Wednesday of June", date(2022, 6, 1)),
    ("thurs 17 march", date(2022, 3, 17)),
)
SPANS = (
    ("04.-05.12.2022", date(2022, 12, 4), date(2022, 12, 5)),
    ("22.07. to 26.07.", date(2022, 7, 22), date(2022, 7, 26)),
    ("July 16/17", date(2022, 7, 16), date(2022, 7, 17)),
    ("6 and 13 November", date(2022, 11, 6), None),
    ("5 and 6 November", date(2022, 11, 5), date(2022, 11, 6)),
)


def read(line: str) -> Minutes:
    notes = (
        f"# Example Group community call, 4 May 2022\n\nPresent: Avery Lake\n\n## End\n\n{line}\n"
    )
    return read_minutes(notes.encode(), path="notes.md")


@pytest.mark.parametrize("line", NEXT)
def test_the_next_meeting_is_found_by_its_other_names(line: str):
    assert read(line).next_meeting == WHEN


@pytest.mark.parametrize("line", OTHERS)
def test_what_comes_next_of_another_kind_is_not_the_next_meeting(line: str):
    assert read(line).next_meeting is None


@pytest.mark.parametrize(("words", "day"), COUNTED)
def test_a_weekday_counted_within_a_month_is_a_day(words: str, day: date):
    (reading,) = find_dates(words, base=BASE)
    assert (reading.day, reading.conflict) == (day, "")


def test_a_counted_weekday_that_does_not_fit_its_day_is_doubtful():
    (reading,) = find_dates("second Thursday in June (16th)", base=BASE)
    assert reading.day == date(2022, 6, 16)
    assert "does not fit" in reading.conflict
    assert reading.alternatives == (date(2022, 6, 9),)


def test_a_counted_weekday_without_any_year_is_no_day():
    (reading,) = find_dates("second Thursday in June", base=None)
    assert reading.day is None


@pytest.mark.parametrize(("words", "first", "last"), SPANS)
def test_spans_in_other_notations_have_a_first_and_a_last_day(
    words: str, first: date, last: date | None
):
    reading = find_dates(words, base=BASE)[0]
    assert (reading.day, reading.last) == (first, last)
