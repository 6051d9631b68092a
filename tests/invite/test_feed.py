"""The calendar feed and the event page."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from icalendar import Calendar, Component

from pynews import invite
from pynews.errors import SourceError
from pynews.model import Event, Every, MovedDate, Publication, Recurrence, SentIssue, When

if TYPE_CHECKING:
    from tests.invite.conftest import Mailing

STAMP = datetime(2021, 11, 2, 9, tzinfo=UTC)


def feed(publication: Publication, *events: Event, sent: tuple[SentIssue, ...] = ()) -> Component:
    return Calendar.from_ical(invite.feed(events, publication=publication, sent=sent, stamp=STAMP))


def page(
    event: Event, publication: Publication, sent: tuple[SentIssue, ...] = ()
) -> dict[str, Any]:
    return json.loads(invite.event_jsonld(event, publication=publication, sent=sent))


def test_the_feed_is_named_and_says_how_often_it_changes(publication: Publication, timed: Event):
    calendar = feed(publication, timed)
    assert "METHOD" not in calendar
    assert calendar["NAME"] == calendar["X-WR-CALNAME"] == "NHS Python Community"
    assert calendar["REFRESH-INTERVAL"].params["VALUE"] == "DURATION"
    assert calendar["REFRESH-INTERVAL"].to_ical() == b"PT6H"
    assert calendar["X-PUBLISHED-TTL"] == "PT6H"


def test_the_feed_keeps_cancelled_events_and_leaves_out_members_only(
    publication: Publication, timed: Event
):
    cancelled = replace(timed, cancelled=True)
    hidden = replace(timed, id="hidden", public=False)
    (event,) = feed(publication, cancelled, hidden).walk("VEVENT")
    assert (event["STATUS"], event["SUMMARY"]) == (
        "CANCELLED",
        "CANCELLED: First community event",
    )


def test_the_feed_and_the_message_speak_of_one_version(mailing: "Mailing", timed: Event):
    mailing.send(timed, day=1)
    moved = replace(timed, where="Leeds")
    (told,) = mailing.build(moved, day=2)
    (event,) = feed(mailing.publication, moved, sent=mailing.sent).walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"], event["DTSTAMP"].dt) == (
        told.uid,
        told.sequence,
        told.stamp,
    )


def test_the_order_of_the_files_does_not_matter(publication: Publication, timed: Event):
    other = replace(timed, id="another")
    texts = {
        invite.feed(events, publication=publication, sent=(), stamp=STAMP)
        for events in ((timed, other), (other, timed))
    }
    assert len(texts) == 1


def test_all_series_in_impossible_zones_are_told_at_once(publication: Publication, timed: Event):
    rule = Recurrence(Every.WEEK, weekday=1)
    when = replace(timed.when, zone="Africa/Cairo")
    events = (replace(timed, id=name, when=when, recurrence=rule) for name in "ab")
    with pytest.raises(SourceError) as caught:
        feed(publication, *events)
    assert len(caught.value.problems) == 2


def test_the_page_tells_search_engines_of_the_event(publication: Publication, timed: Event):
    tree = page(replace(timed, where="Leeds"), publication)
    assert tree["startDate"] == "2021-11-16T12:00:00+00:00"
    assert tree["endDate"] == "2021-11-16T13:00:00+00:00"
    assert tree["eventStatus"] == "https://schema.org/EventScheduled"
    assert tree["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in tree["location"]] == ["Place", "VirtualLocation"]
    assert tree["url"] == "https://news.example.org/events/first-community-event.html"
    assert tree["organizer"]["name"] == "NHS Python Community"


def test_an_online_event_leads_to_where_one_signs_up(publication: Publication, timed: Event):
    place = page(timed, publication)["location"]
    assert place == {"@type": "VirtualLocation", "url": "https://example.org/register"}


def test_an_event_online_without_any_address_still_says_online(
    publication: Publication, timed: Event
):
    bare = replace(timed, join="", register="", where="online", organiser="Events group")
    tree = page(bare, replace(publication, base_url=""))
    assert tree["location"] == {"@type": "VirtualLocation"}
    assert tree["eventAttendanceMode"].endswith("/OnlineEventAttendanceMode")
    assert tree["organizer"] == {"@type": "Organization", "name": "Events group"}
    assert "url" not in tree


def test_a_place_to_be_confirmed_is_not_made_up(publication: Publication, announced: Event):
    tree = page(replace(announced, join=""), publication)
    assert "location" not in tree
    assert "eventAttendanceMode" not in tree
    assert (tree["startDate"], tree.get("endDate")) == ("2021-11-16", None)


def test_an_event_that_moved_names_its_earlier_start(
    mailing: "Mailing", announced: Event, timed: Event
):
    mailing.send(announced, day=1)
    assert page(timed, mailing.publication, mailing.sent)["eventStatus"].endswith("Scheduled")
    mailing.send(timed, day=2)
    shift = timedelta(days=1)
    when = replace(timed.when, start=timed.when.start + shift, end=timed.when.end + shift)
    moved = replace(timed, when=when)
    mailing.send(moved, day=3)
    tree = page(moved, mailing.publication, mailing.sent)
    assert tree["eventStatus"] == "https://schema.org/EventRescheduled"
    assert tree["previousStartDate"] == "2021-11-16T12:00:00+00:00"
    called_off = page(replace(moved, cancelled=True), mailing.publication, mailing.sent)
    assert called_off["eventStatus"] == "https://schema.org/EventCancelled"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (
            Recurrence(Every.WEEK, 2, weekday=1, until=date(2022, 6, 30)),
            {
                "repeatFrequency": "P2W",
                "byDay": "https://schema.org/Tuesday",
                "endDate": "2022-06-30",
            },
        ),
        (Recurrence(Every.MONTH_DATE, day=16), {"repeatFrequency": "P1M", "byMonthDay": 16}),
        (
            Recurrence(Every.MONTH_WEEKDAY, weekday=1, ordinal=3, count=4),
            {"byDay": "https://schema.org/Tuesday", "byMonthWeek": 3, "repeatCount": 4},
        ),
    ],
)
def test_a_series_is_a_schedule(
    publication: Publication, timed: Event, rule: Recurrence, words: dict[str, Any]
):
    schedule = page(replace(timed, recurrence=rule), publication)["eventSchedule"]
    assert schedule["startTime"] == "12:00"
    assert schedule["scheduleTimezone"] == "Europe/London"
    assert words.items() <= schedule.items()


def test_exceptions_of_a_series_are_named(publication: Publication, announced: Event):
    to = When(date(2021, 12, 1), None, "Europe/London", all_day=True)
    rule = Recurrence(
        Every.WEEK,
        weekday=1,
        left_out=(date(2021, 12, 7),),
        moved=(MovedDate(date(2021, 11, 30), to),),
    )
    schedule = page(replace(announced, recurrence=rule), publication)["eventSchedule"]
    assert schedule["exceptDate"] == ["2021-11-30", "2021-12-07"]
    assert "startTime" not in schedule


def test_a_page_can_hold_any_words(publication: Publication, timed: Event):
    evil = "</script><script>alert(1)</script>&amp;"
    text = invite.event_jsonld(replace(timed, title=evil), publication=publication)
    assert "<" not in text
    assert json.loads(text)["name"] == evil


def test_members_only_events_have_no_page(publication: Publication, timed: Event):
    assert invite.event_jsonld(replace(timed, public=False), publication=publication) == ""
