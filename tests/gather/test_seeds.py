"""The two board summaries with everything that a careful reader finds; people by count only."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from pynews.gather.minutes import read_minutes
from pynews.model import Certainty, Minutes, Outcome, Relation

MINUTES = Path(__file__).parents[2] / "newsletters" / "minutes"


@dataclass(frozen=True)
class Careful:
    """What a careful reader finds in one summary."""

    day: date
    attendees: int
    apologies: int
    decisions: tuple[str, ...]
    no_decisions: tuple[str, ...]
    possible: tuple[str, ...]
    events: tuple[tuple[str, date], ...]
    openings: tuple[str, ...]
    ideas: tuple[str, ...]
    still_in_discussion: tuple[str, ...]
    next_meeting: tuple[str, date]


FOUND = {
    "2021-05-20.md": Careful(
        day=date(2021, 5, 20),
        attendees=8,
        apologies=2,
        decisions=(
            "It was agreed that the board would be semi-formal and would meet monthly.",
            (
                "We agreed a newsletter would be a good way to keep members updated on "
                "progress, events, and the latest opportunities."
            ),
        ),
        no_decisions=(
            "contracts are decided by individual Trusts themselves",
            "It was discussed that community members can use Jupyter Notebooks",
            "The Chair welcomed attendees to the board",
            "Slack was mentioned",
        ),
        possible=(),
        events=(),
        openings=(),
        ideas=(),
        still_in_discussion=(
            "Goal of the python community",
            "Role of the board",
            "Slack as our preferred communications channel",
        ),
        next_meeting=("Next board meeting date: 21st June 2021", date(2021, 6, 21)),
    ),
    "2021-10-12.md": Careful(
        day=date(2021, 10, 12),
        attendees=9,
        apologies=1,
        decisions=(
            "It was decided that the first event will take place on the 16th of November 2021.",
        ),
        no_decisions=(
            "An hour-long duration.",
            "The following areas were discussed",
            "The best approach is to fork the initial code in GitHub",
            "These roles will be presented at the python community event",
        ),
        possible=("Board slack champions for the following month were also established.",),
        events=(
            (
                "It was decided that the first event will take place on the 16th of November 2021.",
                date(2021, 11, 16),
            ),
        ),
        openings=("Community Manager", "Content Manager", "Events Manager", "Web Developer"),
        ideas=(
            "An hour-long duration.",
            "Presentations on how python is currently being applied in the NHS.",
            "Identifying advertising strategies prior to the event.",
        ),
        still_in_discussion=(
            "Volunteer Job Roles specifications",
            "Competency badges issued by AnalystX",
            "Ideal ways of working within the community",
            "Increasing Slack engagement and managing notifications",
        ),
        next_meeting=("Next board meeting date: 23 November 2021", date(2021, 11, 23)),
    ),
}


def one_line(text: str) -> str:
    return " ".join(text.split())


def listed(text: str) -> str:
    """Return a quote on one line without the bullet before it."""
    return one_line(text).removeprefix("- ")


@pytest.fixture(params=FOUND, scope="module")
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def minutes(name: str) -> Minutes:
    return read_minutes((MINUTES / name).read_bytes(), path=f"minutes/{name}")


@pytest.fixture(scope="module")
def careful(name: str) -> Careful:
    return FOUND[name]


def test_the_body_and_the_day_are_known(minutes: Minutes, careful: Careful):
    assert minutes.title.startswith("NHS Python Community")
    assert minutes.day == careful.day


def test_everyone_who_came_or_apologised_is_counted_once(minutes: Minutes, careful: Careful):
    assert len(set(minutes.attendees)) == len(minutes.attendees) == careful.attendees
    assert len(set(minutes.apologies)) == len(minutes.apologies) == careful.apologies
    assert not set(minutes.attendees) & set(minutes.apologies)


def test_names_are_bare_of_titles_degrees_and_employers(minutes: Minutes):
    for person in (*minutes.attendees, *minutes.apologies):
        assert 2 <= len(person.split()) <= 4
        assert not set(person) & set(",()-*")
        assert not {"Dr", "PhD", "MPhys", "MSc", "NHS", "NHSX", "Trust"} & set(person.split())


def test_the_chair_is_the_one_marked_as_such(minutes: Minutes):
    assert minutes.chair == minutes.attendees[0]


def test_the_decisions_are_exactly_those_taken_outright(minutes: Minutes, careful: Careful):
    assert tuple(one_line(item.quote) for item in minutes.decisions) == careful.decisions
    assert {item.certainty for item in minutes.decisions} == {Certainty.EXPLICIT}
    assert {item.outcome for item in minutes.decisions} == {Outcome.ADOPTED}


def test_look_alikes_are_not_printed_as_decisions(minutes: Minutes, careful: Careful):
    printed = " ".join(one_line(item.quote) for item in minutes.decisions)
    assert not [quote for quote in careful.no_decisions if quote in printed]


def test_what_is_not_certain_is_shown_apart(minutes: Minutes, careful: Careful):
    shown = {one_line(item.quote) for item in minutes.possible_decisions}
    assert set(careful.possible) <= shown
    assert not shown & set(careful.decisions)


def test_upcoming_events_have_their_day_and_no_invented_time(minutes: Minutes, careful: Careful):
    upcoming = [one for one in minutes.mentions if one.relation is Relation.UPCOMING]
    assert tuple((one_line(one.quote), one.day) for one in upcoming) == careful.events
    assert all(one.time == "" and one.end is None and not one.conflict for one in upcoming)


def test_no_rhythm_duration_or_name_becomes_a_date(minutes: Minutes, careful: Careful):
    days = {one.day for one in minutes.mentions}
    assert days <= {day for _, day in careful.events} | {careful.next_meeting[1]}


def test_each_role_that_is_needed_is_an_opening(minutes: Minutes, careful: Careful):
    assert tuple(one.title for one in minutes.calls) == careful.openings
    assert tuple(listed(one.quote) for one in minutes.calls) == careful.openings


def test_what_is_still_in_discussion_is_open(minutes: Minutes, careful: Careful):
    ideas = [listed(idea.quote) for idea in minutes.ideas]
    for quote in (*careful.ideas, *careful.still_in_discussion):
        assert [idea for idea in ideas if quote in idea or idea in quote], quote


def test_roles_and_open_ideas_are_kept_apart(minutes: Minutes, careful: Careful):
    ideas = {listed(idea.quote) for idea in minutes.ideas}
    assert not ideas & set(careful.openings)
    assert not {listed(one.quote) for one in minutes.calls} & set(careful.still_in_discussion)


def test_the_next_meeting_is_no_ordinary_event(minutes: Minutes, careful: Careful):
    quote, day = careful.next_meeting
    meetings = [one for one in minutes.mentions if one.relation is Relation.NEXT_MEETING]
    assert [(one_line(one.quote), one.day) for one in meetings] == [(quote, day)]
    assert minutes.next_meeting == day


def test_nobody_is_given_a_task_that_the_summary_does_not_give(minutes: Minutes):
    assert minutes.actions == ()
