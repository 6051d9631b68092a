"""Our VTIMEZONE says what the zone's clocks do, or is refused."""

from datetime import UTC, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import pytest

from pynews.invite.zones import check_zone, timezone, zone_rule

LONDON = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
END:STANDARD
END:VTIMEZONE
"""


def zones() -> list[str]:
    names = resources.files("tzdata").joinpath("zones").read_text(encoding="ascii")
    return names.split()


def test_the_zone_of_london_has_two_rules():
    assert timezone("Europe/London").to_ical().decode().replace("\r\n", "\n") == LONDON


def test_a_zone_without_summer_time_has_one_block_without_a_rule():
    text = timezone("Asia/Kolkata").to_ical().decode()
    assert text.count("BEGIN:STANDARD") == 1
    assert "RRULE" not in text
    assert "TZOFFSETTO:+0530" in text


def test_irish_summer_is_daylight_for_calendars():
    daylight, standard = timezone("Europe/Dublin").subcomponents
    assert (daylight.name, daylight["TZNAME"], daylight["TZOFFSETTO"].td) == (
        "DAYLIGHT", "IST", timedelta(hours=1),
    )  # fmt: skip
    assert (standard.name, standard["TZNAME"], standard["TZOFFSETTO"].td) == (
        "STANDARD", "GMT", timedelta(0),
    )  # fmt: skip


def test_a_zone_with_half_an_hour_of_summer_time_is_exact():
    daylight, standard = timezone("Australia/Lord_Howe").subcomponents
    assert daylight["TZOFFSETTO"].td - standard["TZOFFSETTO"].td == timedelta(minutes=30)


def test_every_zone_is_exact_for_ten_years_or_refused():
    """What icalendar makes of our block is compared with zoneinfo around every change."""
    exact, refused = [], []
    begin = datetime(2027, 1, 1, tzinfo=UTC)
    moments = [begin + timedelta(days=5 * step, hours=step % 24) for step in range(730)]
    for zone in zones():
        try:
            check_zone(zone, moments)
        except ValueError:
            refused.append(zone)
            continue
        exact.append(zone)
    assert len(exact) > 560
    assert {"Africa/Cairo", "America/Santiago", "Asia/Jerusalem"} <= set(refused)
    assert {"Europe/London", "America/New_York", "Asia/Kolkata", "Europe/Dublin"} <= set(exact)


@pytest.mark.parametrize(
    "zone",
    ["Europe/London", "America/New_York", "Australia/Sydney", "Asia/Kolkata", "Europe/Dublin"],
)
def test_a_calendar_reads_from_our_block_what_the_clocks_show(zone: str):
    read, truth = timezone(zone).to_tz(lookup_tzid=False), ZoneInfo(zone)
    for step in range(365 * 3):
        local = datetime(2027, 1, 1, 12) + timedelta(days=step)  # noqa: DTZ001  clock time
        assert read.utcoffset(local) == local.replace(tzinfo=truth).utcoffset()


def test_a_date_before_the_present_rule_is_refused():
    with pytest.raises(ValueError, match="do not follow their yearly rule on 2005-03-20"):
        check_zone("America/New_York", [datetime(2005, 3, 20, 17, tzinfo=UTC)])


@pytest.mark.parametrize(
    "zone", ["", "Nowhere/Land", "../../etc/passwd", "zone.tab", "/etc/passwd"]
)
def test_what_is_no_zone_is_refused(zone: str):
    with pytest.raises(ValueError, match="is no time zone"):
        zone_rule(zone)


def test_a_zone_file_without_a_rule_is_refused():
    with pytest.raises(ValueError, match="follow no yearly rule"):
        zone_rule("leapseconds")
