"""Any words survive the way into a calendar, and none of them becomes a property."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Component

from pynews import invite
from pynews.invite.plain import clean, description, one_line
from pynews.model import Event, Publication

STAMP = datetime(2021, 11, 2, 9, tzinfo=UTC)
PROPERTIES = {
    "UID", "DTSTAMP", "SEQUENCE", "SUMMARY", "DTSTART", "DTEND", "DESCRIPTION", "LOCATION",
    "URL", "ORGANIZER", "STATUS", "CONFERENCE",
}  # fmt: skip
ENDS = "\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
ANY = st.text(st.characters() | st.sampled_from(f'{ENDS}\x00\x07\ufeff;:,"\\^%n'))


def made(event: Event, publication: Publication) -> bytes:
    (told,) = invite.invite((event,), sent=(), publication=publication, stamp=STAMP)
    return told.ics


def read(ics: bytes) -> Component:
    (event,) = Calendar.from_ical(ics).walk("VEVENT")
    return event


@given(title=ANY, where=ANY, organiser=ANY)
@settings(deadline=None)
def test_any_title_place_and_organiser_survive_the_round_trip(
    publication: Publication, timed: Event, title: str, where: str, organiser: str
):
    event = replace(timed, title=title, where=where, organiser=organiser)
    part = read(made(event, publication))
    assert str(part["SUMMARY"]) == one_line(title)
    assert str(part["LOCATION"]) == (one_line(where) or "Online")
    name = one_line(organiser).replace('"', "'") or publication.organisation
    assert part["ORGANIZER"].params["CN"] == name
    assert str(part["ORGANIZER"]) == "mailto:newsletter@example.org"


@given(text=ANY)
@settings(deadline=None)
def test_no_text_adds_a_line_a_property_or_a_second_event(
    publication: Publication, timed: Event, text: str
):
    evil = f"{text}\r\nATTENDEE:mailto:a@example.org\r\nEND:VEVENT\r\nBEGIN:VEVENT{text}"
    event = replace(
        timed,
        title=evil,
        where=evil,
        organiser=evil,
        description=evil,
        join=f"https://example.org/{evil}",
        register=f"https://example.org/{evil}",
    )
    ics = made(event, publication)
    assert set(read(ics)) == PROPERTIES
    text_lines = ics.decode().splitlines()
    assert len(text_lines) == ics.count(b"\r\n")
    assert max(len(line.encode()) for line in text_lines) <= 75


@given(text=ANY)
@settings(deadline=None)
def test_the_same_words_give_the_same_bytes(publication: Publication, timed: Event, text: str):
    event = replace(timed, description=text)
    assert made(event, publication) == made(replace(event), publication)


@given(text=st.text(st.characters(codec="utf-8", categories=("L", "N", "So"))))
def test_words_without_markup_stay_as_they_are(text: str):
    assert description(text) == clean(text)


def test_markdown_becomes_text_a_person_can_read():
    markdown = (
        "# Programme\n\nThe *first* hour,\nwith **tea**  \nand [a map](https://example.org/map).\n\n"
        "- one\n- `two`\n\n3. three\n4. four\n\n<https://example.org>\n\n    code\n\n"
        "<b>as typed</b> ![the team](team.png)"
    )
    assert description(markdown) == (
        "Programme\n\nThe first hour, with tea\nand a map (https://example.org/map).\n\n"
        "- one\n- two\n\n3. three\n4. four\n\nhttps://example.org\n\ncode\n\n"
        "<b>as typed</b> the team"
    )


def test_a_mail_address_is_not_said_twice():
    assert description("<team@example.org>") == "team@example.org"


def test_a_reader_finds_the_address_to_join_in_four_places(publication: Publication, timed: Event):
    part = read(made(timed, publication))
    assert timed.join in str(part["DESCRIPTION"])
    assert (part["URL"], part["LOCATION"]) == (timed.join, "Online")
    assert part["CONFERENCE"] == timed.join
    assert part["CONFERENCE"].params["VALUE"] == "URI"


def test_an_address_already_in_the_words_is_not_added_again(publication: Publication, timed: Event):
    event = replace(timed, description=f"Join at <{timed.join}>.", register="")
    assert str(read(made(event, publication))["DESCRIPTION"]).count(timed.join) == 1


def test_a_cancelled_event_gives_no_address_to_join(publication: Publication, timed: Event):
    part = read(made(replace(timed, cancelled=True), publication))
    assert "CONFERENCE" not in part
    assert timed.join not in str(part["DESCRIPTION"])
    assert part["URL"] == "https://news.example.org/events/first-community-event.html"


def test_an_event_with_nothing_but_a_title_has_no_empty_properties(
    publication: Publication, timed: Event
):
    bare = replace(timed, join="", register="", description="")
    part = read(made(bare, replace(publication, base_url="", organisation="", name="")))
    assert not {"DESCRIPTION", "LOCATION", "URL", "CONFERENCE"} & set(part)
    assert "CN" not in part["ORGANIZER"].params


@pytest.mark.parametrize("text", ["\ud800", "\x00", "\ufeff"])
def test_what_has_no_place_in_a_calendar_is_left_out(text: str):
    assert one_line(f"a{text}b") == "ab"


@given(
    secret=st.from_regex(r"https://meet\.example\.org/[a-z0-9]{4,60}\?a=[b;,]{1,9}", fullmatch=True)
)
@settings(deadline=None)
def test_an_address_to_join_never_reaches_the_feed_or_the_page(
    publication: Publication, timed: Event, secret: str
):  # fmt: skip
    event = replace(
        timed,
        join=secret,
        register=secret,
        where=secret,
        title=f"Event at {secret}",
        organiser=secret,
        description=f"Go to <{secret}> or [there]({secret}).",
    )
    page = invite.event_jsonld(event, publication=publication)
    ics = invite.feed((event,), publication=publication, sent=(), stamp=STAMP)
    public = invite.links(event, publication, public=True)
    whole = "".join(map(str, read(ics).values())) + ics.replace(b"\r\n ", b"").decode()
    for text in (whole, page, str(public)):
        assert secret.partition("?")[0] not in text.replace("%2F", "/").replace("%3A", ":")
