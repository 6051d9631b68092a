"""An issue takes from the libraries what its day and its editor ask for."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from pynews.compose import choose, compose, find_quote
from pynews.errors import SourceError
from pynews.model import (
    Block,
    Certainty,
    Decision,
    Draft,
    DraftDecision,
    Event,
    Every,
    Library,
    Minutes,
    Opening,
    Origin,
    Prose,
    Recurrence,
    SentEvent,
    SentIssue,
    Story,
    When,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

ZONE = "Europe/London"
SEND = datetime(2021, 11, 2, 9, tzinfo=UTC)
NOTES = Minutes(
    "newsletters/minutes/2021-10-12.md",
    text="# Board\n\nIt was decided that\nwe meet again.\n- An idea\n",
    decisions=(
        Decision("We meet again.", Origin("newsletters/minutes/2021-10-12.md", 3)),
        Decision(
            "Tea it is.",
            Origin("newsletters/minutes/2021-10-12.md", 5),
            certainty=Certainty.IMPLIED,
        ),
    ),
)


def event(name: str, day: date, **more) -> Event:
    when = more.pop("when", When(day, None, ZONE))
    return Event(name, name.title(), when, Origin(f"newsletters/events/{name}.md", 3), **more)


def role(name: str, **more) -> Opening:
    return Opening(name, name.title(), Origin(f"newsletters/roles/{name}.md", 2), **more)


def draft(**more) -> Draft:
    plain: Mapping = {
        "id": "2021-11",
        "path": "newsletters/2021-11/issue.md",
        "subject": "Subject",
        "preheader": "",
        "send": SEND,
        "to": "",
        "events": "next 8 weeks",
        "roles": "open",
        "stories": (),
        "decisions": (),
        "decisions_from": "",
        "discussion": (),
        "ignore": {},
        "parts": (Prose("Dear all,", Origin("newsletters/2021-11/issue.md", 9)),),
        "lines": {"events": 5, "stories": 7},
    }
    return Draft(**{**plain, **more})


def test_the_events_of_the_next_weeks_are_taken_in_order_of_time():
    late = When(datetime(2021, 11, 16, 18, tzinfo=UTC), None, ZONE)
    library = Library(
        events=(
            event("unknown-time", date(2021, 11, 16)),
            event("evening", date(2021, 11, 16), when=late),
            event("over", date(2021, 11, 1)),
            event("today", date(2021, 11, 2)),
            event("far", date(2021, 12, 29)),
            event("edge", date(2021, 12, 28)),
        )
    )
    found = [one.id for one in compose(draft(), library).events]
    assert found == ["today", "evening", "unknown-time", "edge"]


def test_months_may_be_named_instead_of_weeks():
    library = Library(events=(event("in", date(2022, 1, 2)), event("out", date(2022, 1, 3))))
    found = compose(draft(events="next 2 months"), library).events
    assert [one.id for one in found] == ["in"]
    end_of_month = draft(events="next 1 month", send=datetime(2022, 1, 31, 9, tzinfo=UTC))
    february = Library(events=(event("last", date(2022, 2, 28)), event("march", date(2022, 3, 1))))
    assert [one.id for one in compose(end_of_month, february).events] == ["last"]


def test_an_event_that_lasts_is_upcoming_until_its_last_day():
    days = When(date(2021, 10, 30), date(2021, 11, 2), ZONE, all_day=True)
    library = Library(events=(event("fair", date(2021, 10, 30), when=days),))
    assert compose(draft(), library).events


def test_a_series_is_upcoming_until_it_ends():
    weekly = Recurrence(Every.WEEK, weekday=1)
    ended = replace(weekly, until=date(2021, 10, 31))
    library = Library(
        events=(
            event("goes-on", date(2021, 9, 7), recurrence=weekly),
            event("ended", date(2021, 9, 7), recurrence=ended),
        )
    )
    assert [one.id for one in compose(draft(), library).events] == ["goes-on"]


def test_a_cancelled_event_is_told_only_to_those_who_knew_of_it():
    gone = event("gone", date(2021, 11, 16), cancelled=True)
    assert compose(draft(), Library(events=(gone,))).events == ()
    told = SentEvent("gone", 0, SEND, "d", "s", "2021-11-16", "", "Gone")
    sent = SentIssue("2021-10", "newsletters/2021-10/sent.json", SEND, "e", 5, (told,))
    assert compose(draft(), Library(events=(gone,), sent=(sent,))).events == (gone,)


def test_named_events_come_in_the_order_named_by_id_or_file():
    library = Library(events=(event("a", date(2020, 1, 1)), event("b", date(2021, 12, 1))))
    found = compose(draft(events=("b", "a.md", "b")), library).events
    assert [one.id for one in found] == ["b", "a"]
    assert compose(draft(events=("none",)), library).events == ()


def test_a_name_nobody_has_is_told_with_the_nearest_and_its_line():
    library = Library(stories=(Story("back2school", "Back", Origin("s.md", 2)),))
    with pytest.raises(SourceError) as caught:
        compose(draft(stories=("back2skool",), events=("nothing",)), library)
    problems = caught.value.problems
    assert [problem.where for problem in problems] == [
        "newsletters/2021-11/issue.md:5",
        "newsletters/2021-11/issue.md:7",
    ]
    assert problems[1].hint == "did you mean back2school?"
    assert "no such file" in problems[0].hint


def test_roles_are_open_on_the_day_the_issue_goes_out():
    library = Library(
        openings=(
            role("open"),
            role("not-yet", opens=date(2021, 11, 3)),
            role("closed", closes=date(2021, 11, 1)),
            role("last-day", closes=date(2021, 11, 2), opens=date(2021, 11, 2)),
        )
    )
    found = [one.id for one in compose(draft(), library).openings]
    assert found == ["open", "last-day"]
    named = compose(draft(roles=("closed",)), library).openings
    assert [one.id for one in named] == ["closed"]


def test_a_decision_names_the_line_of_the_notes_that_says_it():
    place = Origin("newsletters/2021-11/issue.md", 11)
    kept = DraftDecision(
        "We meet again.", "minutes/2021-10-12.md", "It was decided that we meet again.", place
    )
    lost = replace(kept, quote="It was decided that we part.")
    own = DraftDecision("Thank you.", "", "", place)
    issue = compose(draft(decisions=(kept, lost, own)), Library(minutes=(NOTES,)))
    origins = [str(one.origin) for one in issue.decisions]
    assert origins == ["newsletters/minutes/2021-10-12.md:3", str(place), str(place)]


def test_a_quote_needs_its_file():
    place = Origin("newsletters/2021-11/issue.md", 11)
    with pytest.raises(SourceError, match="quote without the file"):
        compose(draft(decisions=(DraftDecision("x", "", "a quote", place),)), Library())


def test_notes_named_whole_give_their_explicit_decisions():
    issue = compose(draft(decisions_from="minutes/2021-10-12.md"), Library(minutes=(NOTES,)))
    assert [one.text for one in issue.decisions] == ["We meet again."]


def test_ideas_keep_their_place_in_the_notes():
    place = Origin("newsletters/2021-11/issue.md", 15)
    idea = DraftDecision("An idea", "minutes/2021-10-12.md", "An idea", place)
    issue = compose(draft(discussion=(idea,)), Library(minutes=(NOTES,)))
    assert str(issue.ideas[0].origin) == "newsletters/minutes/2021-10-12.md:5"


def test_blocks_stand_where_the_writer_put_them_and_the_others_follow():
    library = Library(
        events=(event("soon", date(2021, 11, 16)),),
        openings=(role("open"),),
        stories=(Story("story", "Story", Origin("s.md", 2)),),
    )
    prose = Prose("Dear all,", Origin("i.md", 9))
    parts = (Block.ROLES, prose, Block.DECISIONS)
    issue = compose(draft(parts=parts, stories=("story",)), library)
    assert issue.parts == (Block.ROLES, prose, Block.EVENTS, Block.STORIES)


def test_without_a_name_the_issue_sent_last_is_chosen():
    early = draft(id="2021-12", send=datetime(2021, 10, 1, tzinfo=UTC))
    library = Library(drafts=(early, draft()))
    assert choose(library, None).id == "2021-11"
    assert choose(library, "2021-12") is early
    with pytest.raises(SourceError, match="did you mean 2021-1"):
        choose(library, "2021-1")
    with pytest.raises(SourceError, match="there is no issue in newsletters/"):
        choose(Library(), None)


@pytest.mark.parametrize(
    ("text", "quote", "line"),
    [
        ("one\ntwo  three\nfour", "two three four", 2),
        ("one\ntwo", "two", 2),
        ("one (1) *two*", "(1) *two*", 1),
        ("one", "two", None),
        ("one", "  ", None),
    ],
)
def test_a_quote_is_found_however_it_is_wrapped(text, quote, line):
    assert find_quote(text, quote) == line


@pytest.mark.parametrize("rule", ["next 8 weeks", "next 99 months"])
def test_the_last_days_of_the_calendar_have_a_horizon_too(rule):
    last = draft(events=rule, send=datetime(9999, 12, 31, 9, tzinfo=UTC))
    assert compose(last, Library(events=(event("end", date(9999, 12, 31)),))).events
