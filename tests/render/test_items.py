"""How events, roles, stories, decisions and ideas are told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import lxml.html
import pytest

from pynews.errors import SourceError
from pynews.model import (
    Block,
    CalendarLinks,
    Change,
    Decision,
    Edition,
    Event,
    Every,
    Invitation,
    Issue,
    MovedDate,
    Opening,
    Origin,
    Outcome,
    Recurrence,
    Story,
    When,
)
from pynews.render.recurrence import repeats_in_words

Tell = Callable[..., Edition]
LONDON = ZoneInfo("Europe/London")
HERE = Origin("newsletters/events/x.md", 3)


def links(html: str) -> dict[str, str]:
    root = lxml.html.document_fromstring(html)
    return {link.text_content().strip(): link.get("href") for link in root.iter("a")}


@pytest.fixture
def known(first_event: Event) -> Event:
    return replace(
        first_event,
        when=When(
            datetime(2021, 11, 16, 12, tzinfo=LONDON),
            datetime(2021, 11, 16, 13, tzinfo=LONDON),
            "Europe/London",
        ),
        where="Town hall",
        join="https://example.org/join",
        register="https://example.org/register",
        organiser="The events team",
    )


def test_event_tells_time_place_organiser_and_how_to_come(
    tell: Tell, known: Event, invitation: Invitation
):
    edition = tell(invitation, events=(known,))
    for told in (edition.html, edition.text, edition.web):
        assert "Tuesday 16 November 2021, midday to 1pm GMT" in told
        assert "Town hall" in told
        assert "The events team" in told
    found = links(edition.html)
    assert found["Register for the event"] == "https://example.org/register"
    assert found["Join the event online"] == "https://example.org/join"
    assert found["Google"].startswith("https://calendar.google.com/")
    assert {"Outlook.com", "Microsoft 365"} <= set(found)
    assert "Register for the event: https://example.org/register\n" in edition.text
    assert "Add to calendar: Google [1], Outlook.com [2], Microsoft 365 [3]," in edition.text
    assert "\n[1] https://calendar.google.com/" in edition.text


def test_join_link_stays_out_of_the_web_page(tell: Tell, known: Event):
    edition = tell(events=(replace(known, where=""),))
    assert "https://example.org/join" in edition.html
    assert "https://example.org/join" in edition.text
    assert "https://example.org/join" not in edition.web
    assert "Online" in edition.web


def test_attached_invitation_is_named_in_the_message_only(tell: Tell, invitation: Invitation):
    edition = tell(invitation)
    assert "or open the attached file first-community-event.ics" in edition.html
    assert "or open the attached file first-community-event.ics " in " ".join(edition.text.split())
    assert "attached" not in edition.web
    assert "attached" not in tell(replace(invitation, attached=False)).html


def test_attached_invitation_is_named_even_without_links(tell: Tell, invitation: Invitation):
    edition = tell(replace(invitation, links=CalendarLinks("", "", "", "")))
    assert ">open the attached file first-community-event.ics" in edition.html
    assert "calendar: open the attached file first-community-event.ics" in edition.text


def test_hosted_calendar_file_comes_first(tell: Tell, invitation: Invitation):
    hosted = replace(invitation.links, ics="https://example.org/news/first-community-event.ics")
    edition = tell(replace(invitation, links=hosted))
    for html in (edition.html, edition.web):
        assert links(html)["Outlook or Apple"] == hosted.ics
        assert html.index("Outlook or Apple") < html.index(">Google<")


def test_event_without_invitation_offers_no_calendar(tell: Tell):
    edition = tell()
    assert "Add to calendar" not in edition.html + edition.text + edition.web


@pytest.mark.parametrize("change", [Change.NEW, Change.UNCHANGED])
def test_new_and_unchanged_events_carry_no_badge(
    tell: Tell, invitation: Invitation, change: Change
):
    edition = tell(replace(invitation, change=change, words="new: 16 November"))
    assert "ew: 16 November" not in edition.html + edition.text


@pytest.mark.parametrize("change", [Change.MOVED, Change.TIME_KNOWN, Change.REWORDED])
def test_changed_event_says_what_changed(tell: Tell, invitation: Invitation, change: Change):
    edition = tell(replace(invitation, change=change, words="updated: was 16 November"))
    for told in (edition.html, edition.text, edition.web):
        assert "Updated: was 16 November" in told


def test_cancelled_event_is_told_and_offers_nothing(
    tell: Tell, known: Event, invitation: Invitation
):
    off = replace(invitation, change=Change.CANCELLED, words="cancelled")
    edition = tell(off, events=(replace(known, cancelled=True),))
    assert "Cancelled: First community event\n" in edition.text
    for told in (edition.html, edition.text, edition.web):
        assert "This event will not take place." in told
        assert "https://example.org/register" not in told
        assert "https://example.org/join" not in told
        assert "calendar.google.com" not in told
    assert "takes it out of your calendar" in edition.html


def test_several_events_have_links_that_name_them(tell: Tell, known: Event):
    other = replace(known, id="clinic", title="Code clinic")
    found = links(tell(events=(known, other)).html)
    assert {"Register for First community event", "Register for Code clinic"} <= set(found)
    assert {"Join First community event online", "Join Code clinic online"} <= set(found)


def test_private_event_stays_out_of_the_web_page(tell: Tell, first_event: Event):
    edition = tell(events=(replace(first_event, title="Members' evening", public=False),))
    assert "Members' evening" in edition.text
    assert "evening" not in edition.web
    assert "Upcoming events" not in edition.web


def test_date_tile_is_hidden_from_screen_readers(tell: Tell):
    for html in (tell().html, tell().web):
        tile = lxml.html.document_fromstring(html).xpath("//*[@aria-hidden='true']")[0]
        assert "".join(tile.text_content().split()) == "Nov16Tue"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "example.org/form", "//example.org"])
def test_addresses_that_are_none_are_refused_at_their_file(
    tell: Tell, first_event: Event, address: str
):
    with pytest.raises(SourceError, match=r"first-community-event\.md:4: "):
        tell(events=(replace(first_event, register=address),))


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (Recurrence(Every.WEEK, weekday=1), "every week on Tuesday"),
        (Recurrence(Every.WEEK, interval=2, count=6), "every 2 weeks on Tuesday, 6 times"),
        (Recurrence(Every.MONTH_DATE, day=16), "every month on day 16"),
        (Recurrence(Every.MONTH_DATE), "every month on day 16"),
        (
            Recurrence(Every.MONTH_WEEKDAY, weekday=1, ordinal=-1, until=date(2022, 3, 1)),
            "every month on the last Tuesday, until Tuesday 1 March 2022",
        ),
        (Recurrence(Every.MONTH_WEEKDAY), "every month on the third Tuesday"),
        (
            Recurrence(
                Every.WEEK,
                left_out=(date(2021, 12, 21), date(2021, 12, 28)),
                moved=(
                    MovedDate(date(2021, 11, 23), When(date(2021, 11, 24), None, "Europe/London")),
                ),
            ),
            (
                "every week on Tuesday, not on 21 December 2021 or 28 December 2021, "
                "23 November 2021 moves to Wednesday 24 November 2021, time to be confirmed"
            ),
        ),
    ],
)
def test_series_is_told_in_words(first_event: Event, how: Recurrence, words: str, tell: Tell):
    series = replace(first_event, recurrence=how)
    assert repeats_in_words(series) == words
    edition = tell(events=(series,))
    assert f"Repeats {words}" in edition.html
    assert f"Repeats {words}" in edition.web


def test_role_is_answered_by_form_by_mail_or_by_reply(tell: Tell, november: Issue):
    first, second, third, fourth = november.openings
    edition = tell(
        openings=(
            replace(first, apply="https://example.org/apply"),
            replace(second, contact="team@example.org"),
            replace(third, contact="https://example.org/ask"),
            fourth,
        )
    )
    found = links(edition.html)
    assert found["Apply to be Community Manager"] == "https://example.org/apply"
    ask = "mailto:team@example.org?subject=Content%20Manager"
    assert found["Ask about the Content Manager role"] == ask
    assert found["Ask about the Events Manager role"] == "https://example.org/ask"
    reply = "mailto:newsletter@example.org?subject=Web%20Developer"
    assert found["Reply to this message about the Web Developer role"] == reply
    assert "Ask about the Content Manager role:\nteam@example.org\n" in edition.text
    assert "Reply to this message about the Web Developer role.\n" in edition.text
    assert links(edition.web)["Write to us about the Web Developer role"] == reply


def test_role_tells_commitment_closing_day_and_skills(tell: Tell):
    opening = Opening(
        "helper",
        "Helper",
        HERE,
        commitment="2 hours a week",
        closes=date(2021, 11, 26),
        skills=("patience", "Slack"),
    )
    edition = tell(openings=(opening,))
    for told in (edition.html, edition.text, edition.web):
        assert "2 hours a week" in told
        assert "answer by Friday 26 November 2021" in told
        assert "What helps: patience, Slack" in told


def test_story_without_link_or_text_is_a_headline(tell: Tell):
    edition = tell(stories=(Story("short", "A short story", HERE),), parts=(Block.STORIES,))
    assert "A short story" in edition.text
    assert "Read more" not in edition.html


def test_decisions_that_were_not_adopted_say_so(tell: Tell):
    decisions = (
        Decision("No fees.", HERE, outcome=Outcome.REJECTED),
        Decision("A logo.", HERE, outcome=Outcome.DEFERRED),
        Decision("A date.", HERE, gist="Event:"),
        Decision("Nothing before.", HERE),
    )
    text = tell(decisions=decisions).text
    for line in ("* Not adopted: No fees.", "* Put off: A logo.", "* Event: A date."):
        assert line in text
    assert "* Nothing before." in text


def test_links_in_descriptions_are_numbered_below_their_section(tell: Tell, first_event: Event):
    described = replace(first_event, description="See [the programme](https://example.org/p).")
    text = tell(events=(described,)).text
    assert "See the programme [1]." in text
    assert text.index("[1] https://example.org/p") < text.index("What the board decided\n---")
