"""The days of a rule are those that dateutil finds."""

from datetime import date, datetime, timedelta
from itertools import islice

from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from pynews.gather.calendars.rules import Effort, days, read_rule

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
SOME_DAYS = st.lists(st.sampled_from(DAYS), min_size=1, max_size=4, unique=True)
MONTHS = st.lists(st.integers(1, 12), min_size=1, max_size=4, unique=True)
MONTH_DAYS = st.lists(
    st.integers(1, 28) | st.integers(-28, -1), min_size=1, max_size=4, unique=True
)


def listed(numbers: st.SearchStrategy[list[int]]) -> st.SearchStrategy[str]:
    return numbers.map(lambda chosen: ",".join(map(str, chosen)))


@st.composite
def rules(draw: st.DrawFn) -> str:
    """A rule that has dates: a library looks for the next one of others until the year 9999."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={frequency}"]
    by_month = draw(st.booleans())
    if by_month:
        parts.append(f"BYMONTH={draw(listed(MONTHS))}")
    elif draw(st.booleans()):
        parts.append(f"INTERVAL={draw(st.integers(1, 5))}")
    if draw(st.booleans()):
        ordinals = frequency == "MONTHLY" or (frequency == "YEARLY" and not by_month)
        place = draw(st.sampled_from(["", "1", "-1", "4"])) if ordinals else ""
        # All with an ordinal or none: of a mixture dateutil keeps what is in both, nothing.
        parts.append(f"BYDAY={','.join(f'{place}{day}' for day in draw(SOME_DAYS))}")
    elif frequency in {"MONTHLY", "YEARLY"} and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(listed(MONTH_DAYS))}")
    # In the first week dateutil counts positions from the first date, not from the week's start.
    if frequency in {"MONTHLY", "YEARLY"} and draw(st.booleans()):
        parts.append(f"BYSETPOS={draw(st.sampled_from(['1', '-1']))}")
    parts.append(f"WKST={draw(st.sampled_from(DAYS))}")
    return ";".join(parts)


@given(rule=rules(), first=st.dates(date(1971, 1, 1), date(2040, 1, 28)))
@settings(deadline=None)
def test_the_days_of_a_rule_are_those_that_dateutil_finds(rule: str, first: date):
    if first.day > 28:
        first = first.replace(day=28)
    start = datetime.combine(first, datetime.min.time())
    theirs = [moment.date() for moment in islice(rrulestr(rule, dtstart=start), 12)]
    ours = list(islice(days(read_rule(rule), first, effort=Effort()), 13))
    # A rule need not give its first date; an event that begins then takes place all the same.
    ours = ours[:12] if theirs[0] == first else ours[1:]
    assert ours[: len(theirs)] == theirs[: len(ours)]
    assert len(ours) >= 10


@given(rule=rules(), skip=st.integers(0, 4000))
@settings(deadline=None)
def test_beginning_late_finds_the_same_days(rule: str, skip: int):
    first = date(2021, 11, 16)
    since = first + timedelta(days=skip)
    whole = (day for day in days(read_rule(rule), first, effort=Effort()) if day >= since)
    late = (
        day for day in days(read_rule(rule), first, effort=Effort(), since=since) if day >= since
    )
    assert list(islice(late, 5)) == list(islice(whole, 5))


def test_what_one_rule_does_not_use_is_left_for_the_others():
    effort = Effort(1000)
    assert (
        len(list(islice(days(read_rule("FREQ=DAILY"), date(2021, 1, 1), effort=effort), 50))) == 50
    )
    assert effort.left > 900
    endless = read_rule("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")
    assert list(days(endless, date(2021, 1, 1), effort=effort)) == [date(2021, 1, 1)]
    assert effort.left == 0
