"""Other people's calendar files: what can be told is told, the rest is said with its line."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynews.errors import SourceError
from pynews.gather.calendars import CalendarFile, read_calendar
from pynews.model import Event, Every

START = "DTSTART:20211116T120000Z"


def vevent(*lines: str, uid: str = "one@example.org", start: str = START) -> str:
    return "\r\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Talk", start, *lines, "END:VEVENT", ""]
    )


def vcalendar(*parts: str) -> bytes:
    whole = ["BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//EN\r\n", *parts, "END:VCALENDAR\r\n"]
    return "".join(whole).encode()


def read(data: bytes, after: date | None = None) -> CalendarFile:
    return read_calendar(data, path="feed.ics", zone="Europe/London", after=after)


def one(*lines: str, start: str = START, before: str = "") -> Event:
    file = read(vcalendar(before, vevent(*lines, start=start)))
    assert [problem.what for problem in file.warnings] == []
    (event,) = file.events
    return event


def said(file: CalendarFile) -> str:
    return "\n".join(f"{problem.where}: {problem.what}" for problem in file.warnings)


def test_an_event_is_read_with_where_it_came_from():
    event = one("DTEND:20211116T130000Z", "LOCATION:Leeds", "URL:https://example.org/t")
    assert event.when.words == "Tuesday 16 November 2021, midday to 1pm GMT"
    assert (event.title, event.where, event.register) == ("Talk", "Leeds", "https://example.org/t")
    assert str(event.origin) == "feed.ics:7"
    assert (event.source, event.source_id) == ("feed.ics", "one@example.org")
    assert event.id == "one-3714e389"


def test_our_own_invitation_comes_back_as_it_was():
    event = one(
        "STATUS:TENTATIVE", "SUMMARY:ignored", start="DTSTART;VALUE=DATE:20211116\r\nDURATION:P1D"
    )
    assert event.when.all_day
    text = vcalendar(vevent("STATUS:TENTATIVE", start="DTSTART;VALUE=DATE:20211116"))
    (event,) = read(text.replace(b"Talk", b"Talk (time TBC)")).events
    assert (event.title, event.when.to_be_confirmed) == ("Talk", True)
    (event,) = read(text.replace(b"Talk", b"CANCELLED: Talk")).events
    assert event.title == "Talk"


@pytest.mark.parametrize(
    ("lines", "end"),
    [
        (["DTEND:20211116T133000Z"], datetime(2021, 11, 16, 13, 30, tzinfo=UTC)),
        (["DURATION:PT1H30M"], datetime(2021, 11, 16, 13, 30, tzinfo=UTC)),
        (["DURATION:P1W"], datetime(2021, 11, 23, 12, tzinfo=UTC)),
        (["DURATION:-PT1H"], None),
        (["DURATION:P"], None),
        (["DURATION:soon"], None),
        (["DTEND:20211116T110000Z"], None),
        (["DTEND:20211116T120000Z"], None),
        (["DTEND;VALUE=DATE:20211117"], None),
        (["DTEND:later"], None),
        ([], None),
    ],
)
def test_an_end_may_be_said_in_two_ways_or_not_at_all(lines: list[str], end: datetime | None):
    assert one(*lines).when.end == end


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (["DTEND;VALUE=DATE:20211119"], 18),
        (["DTEND;VALUE=DATE:20211117"], 16),
        (["DTEND;VALUE=DATE:20211116"], 16),
        (["DTEND;VALUE=DATE:20211101"], 16),
        (["DTEND:20211118T000000"], 17),
        (["DURATION:P2D"], 17),
        ([], 16),
    ],
)
def test_whole_days_end_before_the_day_they_name(lines: list[str], last: int):
    event = one(*lines, start="DTSTART;VALUE=DATE:20211116")
    assert (event.when.all_day, event.when.last_day) == (True, date(2021, 11, last))


OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Ours
BEGIN:DAYLIGHT
DTSTART:16010101T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3;UNTIL=20300101T000000Z
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:16010101T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10;UNTIL=20300101
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("start", "utc", "zone"),
    [
        ("DTSTART:20210616T120000Z", "2021-06-16T12:00", "Europe/London"),
        ("DTSTART:20210616T120000", "2021-06-16T11:00", "Europe/London"),
        ("DTSTART;TZID=Europe/Berlin:20210616T120000", "2021-06-16T10:00", "Europe/Berlin"),
        ('DTSTART;TZID="Europe/Berlin":20210616T120000', "2021-06-16T10:00", "Europe/Berlin"),
        ("DTSTART;TZID=/x/2.0/Europe/Berlin:20210616T120000", "2021-06-16T10:00", "Europe/Berlin"),
        (
            "DTSTART;TZID=Eastern Standard Time:20210616T120000",
            "2021-06-16T16:00",
            "America/New_York",
        ),
        ("DTSTART;TZID=UTC:20210616T120000", "2021-06-16T12:00", "UTC"),
        ("DTSTART;TZID=Europe/Berlin:20210616T100000Z", "2021-06-16T10:00", "Europe/Berlin"),
        ("DTSTART;TZID=Ours:20210616T120000", "2021-06-16T10:00", "Europe/London"),
        ("DTSTART;TZID=Ours:20211216T120000", "2021-12-16T11:00", "Europe/London"),
        ("DTSTART;TZID=Ours:20211031T023000", "2021-10-31T00:30", "Europe/London"),
        ("DTSTART:2021-06-16T12:00:00.000Z", "2021-06-16T12:00", "Europe/London"),
        ("DTSTART:20210616T120000+0200", "2021-06-16T10:00", "Europe/London"),
        ("DTSTART:20210616T240000Z", "2021-06-17T00:00", "Europe/London"),
        ("DTSTART:20210616T115960Z", "2021-06-16T11:59:59", "Europe/London"),
        ("DTSTART:20210616T1200Z", "2021-06-16T12:00", "Europe/London"),
    ],
)
def test_a_start_is_one_moment_however_it_is_written(start: str, utc: str, zone: str):
    event = one(start=start, before=OWN_ZONE)
    assert event.when.start.astimezone(UTC) == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert event.when.zone == zone


def test_times_in_utc_are_told_in_the_calendars_own_zone():
    event = one(before="X-WR-TIMEZONE:America/New_York\r\n")
    assert event.when.words == "Tuesday 16 November 2021, 7am EST"


def test_a_zone_may_name_its_place_beside_its_own_name():
    zone = OWN_ZONE.replace("TZID:Ours", "TZID:Ours\r\nX-LIC-LOCATION:Europe/Berlin")
    assert one(start="DTSTART;TZID=Ours:20210616T120000", before=zone).when.zone == "Europe/Berlin"


@pytest.mark.parametrize(
    "zone",
    [
        "",
        OWN_ZONE.replace("FREQ=YEARLY", "FREQ=DAILY"),
        OWN_ZONE.replace("TZOFFSETTO:+0200", "TZOFFSETTO:+9900"),
        OWN_ZONE.replace("TZOFFSETTO:+0200", "TZOFFSETTO:two"),
        OWN_ZONE.replace("DTSTART:1601", "DTSTART:0000"),
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nEND:VTIMEZONE\r\n",
    ],
)
def test_an_event_in_a_zone_that_nothing_describes_is_left_out_and_said(zone: str):
    data = vcalendar(zone, vevent(start="DTSTART;TZID=Ours:20210616T120000"), vevent(uid="two"))
    file = read(data)
    assert [event.source_id for event in file.events] == ["two"]
    assert "'Talk' was left out: nothing describes the time zone 'Ours'" in said(file)


def test_a_zone_with_listed_onsets_is_understood():
    zone = (
        "BEGIN:VTIMEZONE\r\nTZID:Ours\r\nBEGIN:STANDARD\r\nDTSTART:20200101T000000\r\n"
        "RDATE:20210601T000000,20210701\r\nTZOFFSETFROM:-0300\r\nTZOFFSETTO:-0200\r\n"
        "END:STANDARD\r\nEND:VTIMEZONE\r\n"
    )
    known = one(start="DTSTART;TZID=Ours:20210616T120000", before=zone)
    assert known.when.start == datetime(2021, 6, 16, 14, tzinfo=UTC)
    before = one(start="DTSTART;TZID=Ours:20190616T120000", before=zone)
    assert before.when.start == datetime(2019, 6, 16, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "what"),
    [
        ("DTSTART:soon", "'soon' is no date"),
        ("DTSTART:20210230", "day is out of range"),
        ("DTSTART:20210616T250000", "hour must be in"),
        ("DTSTART:18210616", "it began in 1821"),
        ("DTSTART:", "it has no start"),
        ("COMMENT:none", "it has no start"),
    ],
)
def test_an_event_without_a_start_is_left_out_and_the_rest_kept(start: str, what: str):
    file = read(vcalendar(vevent(start=start), vevent(uid="two")))
    assert [event.source_id for event in file.events] == ["two"]
    assert f"feed.ics:4: 'Talk' was left out: {what}" in said(file)


def test_lines_with_any_ending_folds_and_byte_order_mark_are_read():
    data = vcalendar(vevent("LOCATION:Le\r\n eds\r\n\t, Town", "DESCRIPTION:\u00e9\u00e9"))
    for changed in (
        data,
        data.replace(b"\r\n", b"\n"),
        data.replace(b"\r\n", b"\r"),
        b"\xef\xbb\xbf" + data,
        b"\r\n\r\n" + data,
        data.decode().encode("utf-16"),
        data.replace(b"\r\nEND:VEVENT", b"\r\n\r\nEND:VEVENT"),
        data.replace("\u00e9\u00e9".encode(), "\u00e9".encode()[:1] + b"\r\n " + b"\xa9\xc3\xa9"),
        data.decode().encode("cp1252"),
        data.lower().replace(b"leeds, town", b"Leeds, Town").replace(b"le\r\n eds", b"Le\r\n eds")
        .replace(b", town", b", Town"),
    ):  # fmt: skip
        (event,) = read(changed).events
        assert (event.where, event.description) == ("Leeds, Town", "\u00e9\u00e9")


def test_escapes_and_html_become_words():
    event = one(
        r"DESCRIPTION:<p>Come\, <b>all</b>\;</p><br>see <a href="
        "https://example.org/a?b=1&amp;c"
        ">"
        r"here</a>\nand &lt\;rest&gt\;<script>alert(1)</script>. <!-- a <b> --> End < 3",
        "LOCATION:<b>Room</b> 1",
    )
    assert event.description == (
        "Come, all;\n\nsee here (https://example.org/a?b=1&c)  \nand \\<rest>. End \\< 3"
    )
    assert event.where == "Room 1"


def test_old_vcalendar_text_is_read():
    event = one(
        "DESCRIPTION;ENCODING=QUOTED-PRINTABLE;CHARSET=utf-8:Caf=C3=A9=\r\n=0D=0Atea",
        "LOCATION;QUOTED-PRINTABLE;CHARSET=nonsense:Room=201",
    )
    assert (event.description, event.where) == ("Café  \ntea", "Room 1")


def test_addresses_lead_to_the_web_or_nowhere():
    event = one("URL:javascript:alert(1)", "CONFERENCE;VALUE=URI:https://meet.example.org/a")
    assert (event.register, event.join) == ("", "https://meet.example.org/a")
    event = one("LOCATION:https://meet.example.org/a", "URL:https://meet.example.org/a")
    assert (event.where, event.join, event.register) == ("", "https://meet.example.org/a", "")
    assert one("LOCATION:Online", "X-GOOGLE-CONFERENCE:https://a.example.org").where == ""
    assert one("URL:https://[broken").register == ""


def test_status_class_and_organiser_are_taken():
    event = one("STATUS:CANCELLED", "CLASS:PRIVATE", "ORGANIZER;CN=Events group:mailto:a@b.org")
    assert (event.cancelled, event.public, event.organiser) == (True, False, "Events group")
    assert one('ORGANIZER;CN="a@example.org":mailto:a@example.org').organiser == ""
    assert one(before="METHOD:CANCEL\r\n").cancelled


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        ("SUMMARY:", "Event without a title"),
        ("SUMMARY:\r\nDESCRIPTION:First words", "First words"),
        ("SUMMARY:\r\nLOCATION:Leeds", "Leeds"),
        ("SUMMARY:" + "x" * 5000, "x" * 300),
    ],
)
def test_an_event_always_has_a_title(summary: str, title: str):
    data = vcalendar(vevent()).replace(b"SUMMARY:Talk", summary.encode())
    assert read(data).events[0].title == title


def test_events_without_a_uid_get_one_that_stays():
    data = vcalendar(vevent(uid=""), vevent(uid="", start="DTSTART:20211117"))
    first, second = read(data).events
    assert first.source_id.startswith("pynews-")
    assert first.source_id != second.source_id
    assert [event.source_id for event in read(data).events] == [first.source_id, second.source_id]


def test_of_two_versions_the_later_one_counts():
    old, new = vevent("SEQUENCE:1", "LOCATION:old"), vevent("SEQUENCE:2", "LOCATION:new")
    for data in (vcalendar(old, new), vcalendar(new, old)):
        file = read(data)
        assert [event.where for event in file.events] == ["new"]
        assert "the UID 'one@example.org' occurs more than once" in said(file)


def test_two_events_under_one_uid_both_stay_and_differ_in_id():
    file = read(vcalendar(vevent("SEQUENCE:x"), vevent(start="DTSTART:20211117")))
    assert [event.id for event in file.events] == ["one-3714e389", "one-3714e389-2"]


def test_a_series_in_one_of_our_forms_stays_a_series():
    event = one(
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20220630T000000Z;WKST=SU",
        "EXDATE:20211130T120000Z,20211201T120000Z",
    )
    series = event.recurrence
    assert series is not None
    assert (series.every, series.interval, series.weekday) == (Every.WEEK, 2, 1)
    assert series.until == date(2022, 6, 29)
    assert series.left_out == (date(2021, 11, 30),)


@pytest.mark.parametrize(
    ("rule", "every", "number"),
    [
        ("FREQ=WEEKLY", Every.WEEK, None),
        ("FREQ=MONTHLY", Every.MONTH_DATE, 16),
        ("FREQ=MONTHLY;BYMONTHDAY=16;COUNT=5", Every.MONTH_DATE, 16),
        ("FREQ=MONTHLY;BYDAY=3TU", Every.MONTH_WEEKDAY, 3),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=3", Every.MONTH_WEEKDAY, 3),
        ("FREQ=WEEKLY;UNTIL=20220630", Every.WEEK, None),
        ("FREQ=WEEKLY;UNTIL=20220630T235959", Every.WEEK, None),
    ],
)
def test_these_rules_have_a_form_of_ours(rule: str, every: Every, number: int | None):
    series = one(f"RRULE:{rule}").recurrence
    assert series is not None
    assert series.every is every
    assert number in (series.day, series.ordinal)


def test_the_last_weekday_has_a_form_of_ours():
    series = one("RRULE:FREQ=MONTHLY;BYDAY=-1TU", start="DTSTART;VALUE=DATE:20211130").recurrence
    assert series is not None
    assert series.ordinal == -1


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (["RRULE:FREQ=DAILY;COUNT=3"], ["16", "17", "18"]),
        (["RRULE:FREQ=WEEKLY;BYDAY=TU,TH;COUNT=3"], ["16", "18", "23"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=-1TU;COUNT=2"], ["16", "30"]),
        (["RRULE:FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=2"], ["16", "30"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=-1,9;COUNT=2"], ["16", "30"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=3TU;BYSETPOS=1;COUNT=1"], ["16"]),
        (["RRULE:FREQ=YEARLY;BYWEEKNO=46;UNTIL=20211231"], ["16"]),
        (["RRULE:FREQ=YEARLY;BYYEARDAY=321,-45;COUNT=2"], ["16", "17"]),
        (["RRULE:FREQ=WEEKLY;INTERVAL=100;UNTIL=20220101"], ["16"]),
        (["RRULE:FREQ=WEEKLY;UNTIL=20210101"], ["16"]),
        (["RDATE:20211118T150000Z,20211120T120000Z/PT1H"], ["16", "18", "20"]),
        (["RDATE;VALUE=DATE:20211119"], ["16", "19"]),
        (["RRULE:FREQ=DAILY;COUNT=4", "EXRULE:FREQ=DAILY;INTERVAL=2"], ["17", "19"]),
        (["RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20211117T120000Z"], ["16", "18"]),
    ],
)
def test_any_other_rule_is_told_date_by_date(lines: list[str], days: list[str]):
    file = read(vcalendar(vevent(*lines, "DTEND:20211116T130000Z")))
    assert [event.when.first_day.strftime("%d") for event in file.events] == days
    assert all(event.recurrence is None for event in file.events)
    assert len({event.id for event in file.events}) == len(days)
    assert f"{len(days)} of its dates were taken one by one" in said(file)


def test_a_further_date_has_its_own_time_and_the_same_length():
    data = vcalendar(vevent("DTEND:20211116T130000Z", "RDATE:20211118T153000Z"))
    assert read(data).events[1].when.time_words == "3:30pm to 4:30pm GMT"


def test_dates_long_past_are_passed_over():
    data = vcalendar(vevent("RRULE:FREQ=YEARLY", start="DTSTART;VALUE=DATE:19500704"))
    days = [event.when.first_day for event in read(data, after=date(2021, 11, 1)).events]
    assert days == [date(2022, 7, 4)]
    endless = vcalendar(vevent("RRULE:FREQ=DAILY"))
    assert len(read(endless, after=date(2031, 11, 1)).events) == 50


def override(day: str, *lines: str) -> str:
    return vevent(f"RECURRENCE-ID:{day}", *lines)


def test_a_date_that_moved_or_was_called_off_is_an_exception():
    rule = vevent("RRULE:FREQ=WEEKLY")
    moved = override("20211123T120000Z").replace(START, "DTSTART:20211124T120000Z")
    off = override("20211130T120000Z", "STATUS:CANCELLED")
    (event,) = read(vcalendar(rule, moved, off)).events
    assert event.recurrence is not None
    ((exception),) = event.recurrence.moved
    assert exception.day == date(2021, 11, 23)
    assert exception.to.first_day == date(2021, 11, 24)
    assert event.recurrence.left_out == (date(2021, 11, 30),)


def test_a_date_with_other_words_is_an_event_of_its_own():
    other = override("20211123T120000Z", "LOCATION:York")
    whole, single = read(vcalendar(vevent("RRULE:FREQ=WEEKLY"), other)).events
    assert whole.recurrence is not None
    assert whole.recurrence.left_out == (date(2021, 11, 23),)
    assert (single.where, single.source_id) == ("York", "one@example.org/20211116")


def test_a_changed_date_of_a_rule_told_one_by_one_is_told_instead():
    other = override("20211117T120000Z", "LOCATION:York")
    events = read(vcalendar(vevent("RRULE:FREQ=DAILY;COUNT=2"), other)).events
    assert [event.where for event in events] == ["", "York"]


def test_a_changed_date_without_its_series_stands_alone():
    (event,) = read(vcalendar(override("20211116T120000Z", "RRULE:FREQ=DAILY"))).events
    assert event.source_id == "one@example.org/20211116"


def test_broken_exceptions_are_passed_over_and_said():
    bad = override("20211123T120000Z").replace(START, "DTSTART:never")
    file = read(vcalendar(vevent("RRULE:FREQ=WEEKLY", "EXDATE:never"), bad))
    assert len(file.events) == 1
    assert "a date left out was passed over: 'never' is no date" in said(file)
    assert "a changed date was passed over: 'never' is no date" in said(file)
    file = read(vcalendar(vevent("RDATE:never")))
    assert "a further date was passed over" in said(file)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=MINUTELY;COUNT=3",
        "FREQ=HOURLY",
        "FREQ=FORTNIGHTLY",
        "nonsense",
        "COUNT=3",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=many",
        "FREQ=DAILY;BYDAY=XX",
        "FREQ=DAILY;BYMONTH=13",
        "FREQ=DAILY;BYMONTH=x",
        "FREQ=DAILY;BYEASTER=1",
        "FREQ=WEEKLY;UNTIL=never",
        "W1 TU 0",
    ],
)
def test_a_series_whose_rule_cannot_be_told_is_left_out(rule: str):
    file = read(vcalendar(vevent(f"RRULE:{rule}"), vevent(uid="two")))
    assert [event.source_id for event in file.events] == ["two"]
    assert "'Talk' was left out" in said(file)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "the file is empty"),
        (b" \r\n", "the file is empty"),
        (b"<!DOCTYPE html><html>BEGIN:VCALENDAR", "this is a web page"),
        (b"\xef\xbb\xbf<HTML>", "this is a web page"),
        (b'{"error": 404}', "BEGIN:VCALENDAR is missing"),
        (bytes(1000), "BEGIN:VCALENDAR is missing"),
    ],
)
def test_what_is_no_calendar_is_refused_in_one_line(data: bytes, what: str):
    with pytest.raises(SourceError, match=what) as caught:
        read(data)
    assert caught.value.problems[0].where == "feed.ics:1"
    assert caught.value.problems[0].hint


def test_a_calendar_without_events_is_one():
    assert read(vcalendar()) == CalendarFile(())


def test_a_file_cut_off_keeps_its_events_and_is_not_complete():
    data = vcalendar(vevent(), vevent(uid="two"))
    file = read(data[: data.rindex(b"END:VEVENT")])
    assert len(file.events) == 2
    assert not file.complete
    assert "VEVENT never ends: the file is cut off" in said(file)


def test_blocks_that_do_not_close_cost_nothing_else():
    broken = vevent().replace("END:VEVENT\r\n", "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\n")
    file = read(vcalendar(broken, vevent(uid="two"), "END:VTODO\r\n"))
    assert [event.source_id for event in file.events] == ["one@example.org", "two"]
    assert "VALARM of line 8 never ends" in said(file)
    assert "END:VTODO without its beginning" in said(file)
    inside = read(vcalendar(vevent().replace("END:VEVENT\r\n", "")))
    assert len(inside.events) == 1


def test_events_outside_a_calendar_are_read():
    file = read(vevent().encode())
    assert len(file.events) == 1
    assert "BEGIN:VCALENDAR is missing" in said(file)


def test_several_calendars_in_one_file_keep_to_themselves():
    first = vcalendar("METHOD:CANCEL\r\n", vevent())
    file = read(first + vcalendar(vevent(uid="two")))
    assert [event.cancelled for event in file.events] == [True, False]


def test_words_broken_without_a_fold_are_joined_and_other_lines_passed_over():
    file = read(vcalendar("nothing\r\n", vevent("DESCRIPTION:one", "two", "STATUS", "LOCATION:x")))
    assert file.events[0].description == "one  \ntwo  \nSTATUS"
    assert "a line without a name was passed over" in said(file)


def test_group_names_before_a_property_are_passed_over():
    assert one("item1.LOCATION:Leeds").where == "Leeds"


def test_a_line_of_twenty_megabytes_is_left_out_and_the_rest_kept():
    data = vcalendar(vevent("DESCRIPTION:" + "x" * 20_000_000), vevent(uid="two"))
    file = read(data)
    assert [event.source_id for event in file.events] == ["one@example.org", "two"]
    assert "a line of more than 100,000 bytes was left out" in said(file)


def test_a_file_too_long_is_read_as_far_as_it_goes():
    data = vcalendar(*(vevent("DESCRIPTION:" + "x" * 60_000, uid=str(n)) for n in range(120)))
    file = read(data)
    assert 80 < len(file.events) < 90
    assert "the rest of the file was not read" in said(file)
    assert not file.complete


def test_thousands_of_attendees_are_not_looked_at():
    guests = [f"ATTENDEE;CN=a:mailto:a{number}@example.org" for number in range(20_000)]
    assert one(*guests).title == "Talk"


def test_no_more_events_are_taken_than_anybody_reads():
    data = vcalendar(*(vevent(uid=str(number)) for number in range(5_100)))
    file = read(data)
    assert len(file.events) == 5_000
    assert "only the first 5,000 events were read" in said(file)


def test_a_hundred_complaints_are_enough():
    data = vcalendar(*(vevent(uid=str(n), start="DTSTART:never") for n in range(300)))
    file = read(data)
    assert len(file.warnings) == 101
    assert file.warnings[-1].what == "and 200 more like these"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYDAY=TU;BYSETPOS=300",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=3",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=YEARLY;INTERVAL=9999",
    ],
)
def test_rules_without_a_second_date_do_not_hang(rule: str):
    series = (vevent(f"RRULE:{rule}", uid=str(number)) for number in range(9))
    file = read(vcalendar(*series, vevent(uid="last")))
    assert len(file.events) == 10


def test_series_beyond_what_can_be_worked_out_are_said():
    rule = "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    file = read(vcalendar(*(vevent(rule, uid=str(number)) for number in range(20))))
    assert "the series are more than can be worked out" in said(file)


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes):
    frame = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n%bEND:VEVENT\r\nEND:VCALENDAR\r\n"
    assert isinstance(read(frame % data), CalendarFile)
    assert isinstance(read(frame % (b"DTSTART:20211116T120000Z\r\n" + data)), CalendarFile)


LINES = st.lists(
    st.sampled_from(
        [
            "BEGIN:VEVENT", "END:VEVENT", "BEGIN:VCALENDAR", "END:VCALENDAR", "BEGIN:VTIMEZONE",
            "END:VTIMEZONE", "BEGIN:STANDARD", "END:STANDARD", "TZID:Ours", "TZOFFSETTO:+0100",
            "TZOFFSETFROM:+0000", "DTSTART:19700101T000000", "DTSTART;TZID=Ours:20211116T120000",
            "DTSTART:20211116", "DTSTART:99981231T235959Z", "RRULE:FREQ=YEARLY",
            "RRULE:FREQ=WEEKLY;COUNT=3", "RRULE:FREQ=DAILY;UNTIL=99981231", "EXDATE:20211116",
            "RDATE:20211118", "RECURRENCE-ID:20211116", "UID:a", "SEQUENCE:2", "DURATION:P99999W",
            "DTEND:20211117", "SUMMARY:x", "STATUS:CANCELLED", " folded", "loose",
            "DESCRIPTION;ENCODING=QUOTED-PRINTABLE:=", "X-WR-TIMEZONE:Nowhere/Land",
        ]
    ),
    max_size=25,
)  # fmt: skip


@given(LINES)
@settings(deadline=None)
def test_lines_in_any_order_are_read(lines: list[str]):
    file = read("\r\n".join(["BEGIN:VCALENDAR", *lines]).encode())
    ids = [event.id for event in file.events]
    assert len(set(ids)) == len(ids)
    assert all(event.when.zone == "Europe/London" for event in file.events)


def test_the_time_zone_of_the_machine_plays_no_part():
    assert one(start="DTSTART:20210616T120000").when.start.tzinfo == ZoneInfo("Europe/London")
