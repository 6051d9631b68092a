"""Add-to-calendar links: the right moment in every zone, and days as days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest

from pynews import invite
from pynews.model import Event, Every, Publication, Recurrence, When


def fields(link: str) -> dict[str, str]:
    assert "+" not in link
    assert " " not in link
    return {name: value for name, (value,) in parse_qs(urlsplit(link).query).items()}


def at(text: str, zone: str) -> When:
    start = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    return When(start, start + timedelta(hours=1), zone)


@pytest.mark.parametrize(
    ("text", "zone", "start", "end"),
    [
        ("2021-11-16T12:00", "Europe/London", "20211116T120000Z", "20211116T130000Z"),
        ("2021-06-16T12:00", "Europe/London", "20210616T110000Z", "20210616T120000Z"),
        ("2021-11-16T12:00", "America/New_York", "20211116T170000Z", "20211116T180000Z"),
        ("2021-11-16T12:00", "Asia/Kolkata", "20211116T063000Z", "20211116T073000Z"),
        ("2021-11-16T01:00", "Pacific/Auckland", "20211115T120000Z", "20211115T130000Z"),
    ],
)
def test_every_link_names_the_moment_in_utc(
    publication: Publication, timed: Event, text: str, zone: str, start: str, end: str
):
    links = invite.links(replace(timed, when=at(text, zone)), publication)
    assert fields(links.google)["dates"] == f"{start}/{end}"
    assert fields(links.google)["ctz"] == zone
    yahoo = fields(links.yahoo)
    assert (yahoo["st"], yahoo["et"]) == (start, end)
    for link in (links.outlook, links.office365):
        outlook = fields(link)
        assert outlook["startdt"].replace("-", "").replace(":", "") == start
        assert outlook["enddt"].replace("-", "").replace(":", "") == end
        assert "allday" not in outlook


def test_each_link_leads_to_its_own_calendar(publication: Publication, timed: Event):
    links = invite.links(timed, publication)
    assert links.google.startswith("https://calendar.google.com/calendar/render?action=TEMPLATE&")
    path = "/calendar/0/deeplink/compose?path=%2Fcalendar%2Faction%2Fcompose&rru=addevent&"
    assert links.outlook.startswith(f"https://outlook.live.com{path}")
    assert links.office365.startswith(f"https://outlook.office.com{path}")
    assert links.yahoo.startswith("https://calendar.yahoo.com/?v=60&")
    assert links.ics == "https://news.example.org/events/first-community-event.ics"


def test_days_are_days_and_end_on_the_day_after(publication: Publication, timed: Event):
    days = When(date(2021, 11, 16), date(2021, 11, 18), "Europe/London", all_day=True)
    links = invite.links(replace(timed, when=days), publication)
    assert fields(links.google)["dates"] == "20211116/20211119"
    outlook = fields(links.outlook)
    assert (outlook["startdt"], outlook["enddt"]) == ("2021-11-16", "2021-11-19")
    assert outlook["allday"] == "true"
    assert fields(links.yahoo) | {"st": "20211116", "et": "20211118", "dur": "allday"} == fields(
        links.yahoo
    )


def test_a_day_without_a_time_says_so_in_the_title(publication: Publication, announced: Event):
    links = invite.links(announced, publication)
    assert fields(links.google)["dates"] == "20211116/20211117"
    assert fields(links.google)["text"] == "First community event (time TBC)"
    assert fields(links.yahoo)["dur"] == "allday"
    assert "et" not in fields(links.yahoo)


def test_an_end_nobody_said_is_the_start(publication: Publication, timed: Event):
    links = invite.links(replace(timed, when=replace(timed.when, end=None)), publication)
    assert fields(links.google)["dates"] == "20211116T120000Z/20211116T120000Z"


def test_words_and_place_arrive_whole(publication: Publication, timed: Event):
    title, where = 'Café & "talks" 100% + more; #1?', "Room 1/2, Leeds"
    event = replace(timed, title=title, where=where)
    links = invite.links(event, publication)
    assert fields(links.google)["text"] == fields(links.yahoo)["title"] == title
    assert fields(links.outlook)["subject"] == title
    assert fields(links.google)["location"] == fields(links.yahoo)["in_loc"] == where
    assert timed.join in fields(links.office365)["body"]


def test_long_words_are_cut_and_keep_the_ways_in(publication: Publication, timed: Event):
    links = invite.links(replace(timed, description="Long words. " * 500), publication)
    body = fields(links.outlook)["body"]
    assert len(body) < 500
    assert body.startswith(f"{timed.join}\n\n{timed.register}")
    assert body.endswith(" ...")


def test_a_page_for_everybody_leaves_out_the_address_to_join(
    publication: Publication, timed: Event
):
    links = invite.links(timed, publication, public=True)
    assert "meet.example.org" not in str(links)


def test_a_series_is_added_at_its_next_date(publication: Publication, timed: Event):
    series = replace(timed, recurrence=Recurrence(Every.WEEK, weekday=1, count=3))
    soon = invite.links(series, publication, after=datetime(2021, 11, 17, tzinfo=UTC))
    assert fields(soon.google)["dates"].startswith("20211123T120000Z")
    over = invite.links(series, publication, after=datetime(2022, 11, 17, tzinfo=UTC))
    assert fields(over.google)["dates"].startswith("20211116T120000Z")


def test_a_cancelled_event_cannot_be_added(publication: Publication, timed: Event):
    links = invite.links(replace(timed, cancelled=True), publication)
    assert (links.google, links.outlook, links.office365, links.yahoo) == ("", "", "", "")
    assert links.ics.endswith("/first-community-event.ics")


def test_there_is_no_hosted_file_without_an_archive_or_for_members_only(
    publication: Publication, timed: Event
):
    assert invite.links(timed, replace(publication, base_url="")).ics == ""
    assert invite.links(replace(timed, public=False), publication).ics == ""
    assert invite.page_url(replace(timed, public=False), publication) == ""


def test_hosted_files_of_ids_that_look_alike_stay_apart(timed: Event):
    names = {invite.hosted_name(replace(timed, id=name)) for name in ("a.b", "a-b", "A-b", "é")}
    assert len(names) == 4
    assert invite.hosted_name(replace(timed, id="a-b")) == "a-b.ics"
