"""Calendar files as Outlook, Exchange, Notes, phones and old programs write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from pynews.gather.calendars import CalendarFile, read_calendar
from pynews.model import Event

LONDON = ZoneInfo("Europe/London")


def calendar(*lines: str, head: str = "VERSION:2.0", line_end: str = "\r\n") -> str:
    return line_end.join(["BEGIN:VCALENDAR", head, *lines, "END:VCALENDAR", ""])


def event(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VEVENT", "UID:one", *lines, "END:VEVENT")


def read(data: bytes | str) -> CalendarFile:
    content = data.encode() if isinstance(data, str) else data
    return read_calendar(content, path="feed.ics", zone="Europe/London")


def only(data: bytes | str) -> Event:
    (found,) = read(data).events
    return found


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("GMT Standard Time", "2026-07-01T10:00+01:00"),
        ("gmt standard time", "2026-07-01T10:00+01:00"),
        ("W. Europe Standard Time", "2026-07-01T10:00+02:00"),
        ('"(UTC+01:00) Amsterdam, Berlin, Bern, Rome"', "2026-07-01T10:00+02:00"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome", "2026-07-01T10:00+02:00"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "2026-07-01T10:00-04:00"),
        ("(GMT-08:00) Pacific Time (US & Canada)", "2026-07-01T10:00-07:00"),
        ("(UTC) Coordinated Universal Time", "2026-07-01T10:00+00:00"),
        ("(UTC+05:30) Chennai, Kolkata, Mumbai", "2026-07-01T10:00+05:30"),
        ("Western/Central Europe", "2026-07-01T10:00+02:00"),
        ("europe/london", "2026-07-01T10:00+01:00"),
        ("America/New York", "2026-07-01T10:00-04:00"),
        ("/vendor/2.0/Europe/Berlin", "2026-07-01T10:00+02:00"),
        ("GMT+0100", "2026-07-01T10:00+01:00"),
        ("UTC+02:00", "2026-07-01T10:00+02:00"),
        ("-0330", "2026-07-01T10:00-03:30"),
    ],
)
def test_a_zone_is_known_by_many_names(name: str, moment: str):
    found = only(calendar(*event(f"DTSTART;TZID={name}:20260701T100000")))
    assert found.when.start == datetime.fromisoformat(moment)


@pytest.mark.parametrize(
    "name",
    ["Nowhere/Land", "(UTC+09:00) London", "(UTC+01:00) Atlantis", "GMT+9900", "a/b/c/d/e/f/g/h/i"],
)
def test_a_name_that_says_nothing_or_contradicts_itself_is_said(name: str):
    found = read(calendar(*event(f"DTSTART;TZID={name}:20260701T100000")))
    assert found.events == ()
    assert "nothing describes the time zone" in found.warnings[0].what


@pytest.mark.parametrize(
    "coding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252"]
)
def test_letters_are_read_in_whatever_coding(coding: str):
    text = calendar(*event("DTSTART:20260701T100000Z", "SUMMARY:Café – naïve"))
    assert only(text.encode(coding)).title == "Café – naïve"


@pytest.mark.parametrize("line_end", ["\n", "\r", "\r\r\n", "\r\n\r\n"])
def test_lines_may_end_in_any_way(line_end: str):
    text = calendar(*event("DTSTART:20260701T100000Z", "SUMMARY:Talk"), line_end=line_end)
    assert only(text).title == "Talk"


def test_a_file_indented_as_a_whole_or_with_zeros_in_it_is_read():
    text = calendar(*event("DTSTART:20260701T100000Z", "SUMMARY:Talk"))
    indented = "".join(f"  {line}\r\n" for line in text.splitlines())
    assert only(indented).title == "Talk"
    assert only(text.replace("SUMMARY", "\0SUMMARY").replace("Talk", "Ta\0lk")).title == "Talk"


def test_blanks_before_a_colon_do_not_hide_a_property():
    text = calendar(*event("DTSTART : 20260701T100000Z", "SUMMARY : Talk"))
    assert only(text).title == "Talk"


@pytest.mark.parametrize(
    ("lines", "start", "end"),
    [
        (("DTSTART;VALUE=DATE:20260701T100000",), date(2026, 7, 1), None),
        (("DTSTART;VALUE=DATE-TIME:20260701",), date(2026, 7, 1), None),
        (("DTSTART:rubbish", "DTSTART:20260701"), date(2026, 7, 1), None),
        (("DTSTART:20260701", "DTEND:20260601"), date(2026, 7, 1), None),
        (("DTSTART:20260701", "DURATION:-P1D"), date(2026, 7, 1), None),
        (("DTSTART:20260701", "DTEND:", "LOCATION:", "RRULE:", "X-;=:;"), date(2026, 7, 1), None),
    ],
)
def test_a_bad_line_loses_itself_alone(lines: tuple[str, ...], start: date, end: date | None):
    found = only(calendar(*event(*lines, 'X-BAD;A="unclosed:x', "SUMMARY:Talk")))
    assert (found.when.start, found.when.end) == (start, end)
    assert found.source_id == "one"


def test_when_every_start_is_bad_the_last_fault_is_told():
    found = read(calendar(*event("DTSTART:rubbish", "DTSTART:more rubbish")))
    assert "'more rubbish' is no date" in found.warnings[0].what


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("D2 #3", (1, 3, 5)),
        ("W1 WE FR #4", (1, 3, 8, 10)),
        ("W1 WE 20260715T000000Z", (1, 8)),
        ("MD1 1 2 #4", (1, 2, 1, 2)),
        ("MP1 1+ WE #2", (1, 5)),
        ("MP1 1- TU #1", (1,)),
        ("YM1 7 #2", (1, 1)),
        ("D1", (1, 2)),
    ],
)
def test_the_rules_of_old_programs_are_read(rule: str, days: tuple[int, ...]):
    text = calendar(*event("DTSTART:20260701T100000Z", f"RRULE:{rule}"), head="VERSION:1.0")
    found = read(text).events
    if len(found) == 1 and found[0].recurrence:
        series = found[0].recurrence
        assert series.count == len(days) or series.until == date(2026, 7, 14)
    else:
        told = tuple(one.when.first_day.day for one in found)
        assert told == days[: len(told)]
        assert told


def test_a_further_date_on_the_day_of_the_first_is_one_more():
    text = calendar(
        *event("DTSTART:20260701T100000Z", "RRULE:FREQ=DAILY;COUNT=2", "RDATE:20260701T150000Z")
    )
    hours = [one.when.start.astimezone(LONDON).hour for one in read(text).events]
    assert hours == [11, 16, 11]


@pytest.mark.parametrize(
    ("written", "kept"), [("SEQUENCE:7", 7), ("SEQUENCE:x", 0), ("SEQUENCE:-1", 0), ("X-A:1", 0)]
)
def test_how_often_it_changed_in_its_own_calendar_is_kept(written: str, kept: int):
    assert only(calendar(*event("DTSTART:20260701T100000Z", written))).source_sequence == kept


def test_thousands_of_zones_that_say_nothing_are_said_and_the_rest_is_kept():
    bad = "".join(
        "\r\n".join(event(f'DTSTART;TZID="(UTC+01:00) Town {n}, Other {n}":20260701T100000', ""))
        for n in range(2000)
    )
    found = read(calendar(bad, *event("DTSTART:20260701T100000Z")))
    assert len(found.events) == 1
    assert "more like these" in found.warnings[-1].what


def test_megabytes_of_blanks_before_a_calendar_are_passed_over():
    text = calendar(*event("DTSTART:20260701T100000Z"))
    assert len(read(b" \t" * 2_000_000 + b"\r\n" + text.encode()).events) == 1


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY;COUNT=-1", "FREQ=WEEKLY;COUNT=0", "RSCALE=GREGORIAN;FREQ=WEEKLY"]
)
def test_what_a_rule_says_needlessly_does_no_harm(rule: str):
    series = only(calendar(*event("DTSTART:20260701T100000Z", f"RRULE:{rule}"))).recurrence
    assert series is not None
    assert series.count is None
