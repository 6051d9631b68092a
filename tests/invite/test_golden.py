"""The .ics files readers get, kept as files that a person reads.

``PYNEWS_GOLDEN=write pytest tests/invite/test_golden.py`` rewrites them; read the
difference before it is committed. ``golden/expected.json`` says by hand what each
must mean, for these tests and for the independent judges.
"""

import json
import os
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from icalendar import Event as Component

from pynews import invite
from pynews.errors import SourceError
from pynews.model import (
    Event,
    Every,
    Invitation,
    MovedDate,
    Origin,
    Publication,
    Recurrence,
    SentIssue,
    When,
)

GOLDEN = Path(__file__).parent / "golden"
EXPECTED = json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))
HOUR = timedelta(hours=1)


def at(text: str, zone: str, length: timedelta = HOUR) -> When:
    start = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return When(start, (start.replace(tzinfo=None) + length).replace(tzinfo=start.tzinfo), zone)


def event(title: str, when: When, recurrence: Recurrence | None = None) -> Event:
    name = title.lower().replace(" ", "-")
    origin = Origin(f"newsletters/events/{name}.md", 3)
    return Event(id=name, title=title, when=when, origin=origin, recurrence=recurrence)


def series(zone: str, *, first: str = "2021-10-12T12:00") -> Event:
    """A fortnightly series over the change of the clocks, one date left out, one moved."""
    moved = MovedDate(date(2022, 1, 4), at("2022-01-05T14:00", zone))
    rule = Recurrence(
        Every.WEEK,
        2,
        weekday=1,
        until=date(2022, 6, 30),
        left_out=(date(2021, 12, 21),),
        moved=(moved,),
    )
    place = zone.partition("/")[2].replace("_", " ")
    return event(f"Coffee in {place}", at(first, zone), rule)


@pytest.fixture(scope="module")
def made(publication: Publication, announced: Event, timed: Event) -> dict[str, bytes]:
    """Every golden file's content, made now."""
    moved = replace(timed, when=at("2021-11-17T12:00", "Europe/London"))
    life = (announced, timed, moved, replace(moved, cancelled=True))
    names = ("1-time-to-be-confirmed", "2-time-known", "3-moved", "4-cancelled")
    mailing = _Life(publication)
    files = dict(zip(names, (mailing.next(one) for one in life), strict=True))
    single = {
        "all-day": event("Open day", When(date(2021, 11, 16), None, "Europe/London", all_day=True)),
        "three-days": event(
            "Unconference",
            When(date(2021, 11, 16), date(2021, 11, 18), "Europe/London", all_day=True),
        ),
        "over-spring-change": event(
            "Night of code", at("2021-03-27T22:00", "Europe/London", 6 * HOUR)
        ),
        "over-autumn-change": event(
            "Long night", at("2021-10-30T22:00", "Europe/London", 6 * HOUR)
        ),
        "single-new-york": event(
            "First community event in New York", at("2021-11-16T12:00", "America/New_York")
        ),
        "single-kolkata": event(
            "First community event in Kolkata", at("2021-11-16T12:00", "Asia/Kolkata")
        ),
        "single-cairo": event("Guests from Cairo", at("2021-11-16T14:00", "Africa/Cairo")),
        "series-london": series("Europe/London"),
        "series-new-york": series("America/New_York"),
        "series-kolkata": series("Asia/Kolkata"),
        "series-month-end": event(
            "Board surgery",
            at("2021-10-26T17:30", "Europe/London"),
            Recurrence(Every.MONTH_WEEKDAY, weekday=1, ordinal=-1, count=6),
        ),
        "series-no-times": event(
            "Reading week",
            When(date(2021, 10, 15), None, "Europe/London", all_day=True),
            Recurrence(Every.MONTH_DATE, day=15, left_out=(date(2021, 12, 15),)),
        ),
    }
    files |= {name: _Life(publication).next(one) for name, one in single.items()}
    hidden = event("Board meeting", at("2021-11-18T12:00", "Europe/London"))
    every = (life[-1], *single.values(), replace(hidden, public=False))
    stamp = datetime(2021, 11, 2, 9, tzinfo=UTC)
    files["feed"] = invite.feed(every, publication=publication, sent=mailing.sent, stamp=stamp)
    return files


class _Life:
    """One event sent in one issue after another."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.sent: tuple[SentIssue, ...] = ()

    def next(self, one: Event) -> bytes:
        stamp = datetime(2021, 11, 2 + 3 * len(self.sent), 9, tzinfo=UTC)
        told: Invitation
        (told,) = invite.invite((one,), sent=self.sent, publication=self.publication, stamp=stamp)
        self.sent = (*self.sent, _sending(told, stamp, len(self.sent)))
        return told.ics


def _sending(told: Invitation, stamp: datetime, number: int) -> SentIssue:
    name = f"2021-11-{number}"
    return SentIssue(name, f"newsletters/{name}/sent.json", stamp, "0" * 64, 1, (told.record,))


@pytest.mark.parametrize("name", EXPECTED)
def test_calendars_get_what_the_golden_file_holds(name: str, made: dict[str, bytes]):
    path = GOLDEN / f"{name}.ics"
    if os.environ.get("PYNEWS_GOLDEN") == "write":
        path.write_bytes(made[name])
    assert made[name] == path.read_bytes()


def test_every_golden_file_is_made_and_has_a_meaning(made: dict[str, bytes]):
    files = {path.stem for path in GOLDEN.glob("*.ics")}
    assert set(made) == set(EXPECTED) == files


@pytest.mark.parametrize("name", EXPECTED)
def test_a_golden_file_means_what_a_person_wrote_down(name: str):
    calendar = Calendar.from_ical((GOLDEN / f"{name}.ics").read_bytes())
    read = [
        [str(part["uid"]), _moment(part["dtstart"].dt), _recurrence_id(part), str(part["status"])]
        for part in calendar.walk("VEVENT")
    ]
    assert read == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_a_golden_file_has_short_lines_and_no_line_end_but_crlf(name: str):
    content = (GOLDEN / f"{name}.ics").read_bytes()
    assert content.startswith(b"BEGIN:VCALENDAR\r\n")
    assert content.count(b"BEGIN:VCALENDAR") == 1
    assert content.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75


def test_a_series_in_a_zone_without_a_yearly_rule_is_refused_with_file_and_hint(
    publication: Publication,
):
    with pytest.raises(SourceError) as caught:
        invite.invite(
            (series("Africa/Cairo"),),
            sent=(),
            publication=publication,
            stamp=datetime(2021, 11, 2, tzinfo=UTC),
        )
    (problem,) = caught.value.problems
    assert problem.where == "newsletters/events/coffee-in-cairo.md:3"
    assert "Africa/Cairo" in problem.what
    assert "each date as an event of its own" in problem.hint


def _moment(value: date) -> str:
    return (
        value.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        if isinstance(value, datetime)
        else value.strftime("%Y%m%d")
    )


def _recurrence_id(part: Component) -> str:
    return _moment(part["recurrence-id"].dt) if "recurrence-id" in part else ""
