"""The same facts in other layouts: the next meeting, the chair, who was away, votes on a line."""

from datetime import date

import pytest

from pynews.gather.minutes import read_minutes
from pynews.model import Minutes, Outcome

HEAD = "# Example Group, 4 May 2022\n\n"
BODY = "\n\n## Hall\n\nWe agreed to paint the hall.\n"


def read(words: str) -> Minutes:
    return read_minutes(f"{HEAD}{words}{BODY}".encode(), path="notes.md")


NEXT = (
    "Next month's meeting\n\n    June 8, 2022",
    "8. Next month's meeting\n\n    June 8, 2022",
    "4) Next meeting\n---------------\n\nWednesday 8 June 2022, 17:00 UTC",
    "## Next meeting\n\n- Date: 8 June 2022\n- Time: 7 pm\n- Place: library",
    "## Next meeting\n\n* When: 8 June 2022\n* Where: library",
    "**Next meeting**\n\n- Date: 8 June 2022\n- Place: library",
    "; Next meeting\n: 8 June 2022",
    "**📅 Next:** 8 June 2022",
    "Next meeting: Wednesday 8th",
    "Next meeting.\n8 June 2022.",
    "## Dates\n\n- Talk night: 20 May\n- Board: 8 June",
    "| What | When |\n|---|---|\n| Board meeting | 8 June 2022 |\n| Fair | 20 August 2022 |",
    "Next call: skipping June 1, so June 8.",
    "Next meeting moved from 1 June to 8 June because of the holiday.",
    "No meeting on 1 June. Next one: 8 June.",
    "Reconvening 8 June 2022",
    "Until next time - 8 June, 7 pm",
)


@pytest.mark.parametrize("words", NEXT)
def test_the_next_meeting_is_read_from_any_layout(words: str):
    minutes = read(words)
    assert minutes.next_meeting == date(2022, 6, 8)
    assert minutes.day == date(2022, 5, 4)


CHAIRED = (
    "Present: Avery, Robin\n\nThe meeting was called to order at 7:02 pm by Robin. Quorum was met.",
    "Present: Avery, Robin\n\nRobin called the meeting to order at 18:00.",
    "Chair\n    Robin\n\nPresent\n    Avery, Robin",
    "**Chair**\nRobin\n\n**Present**\nAvery, Robin",
    "| Chair | Robin |\n|---|---|\n| Present | Robin, Avery, Sam |",
    "With Robin in the chair, twelve members met.",
    "Twelve members came, Robin took the chair and Avery the minutes.",
    "Present: Robin (convenor), Avery",
)


@pytest.mark.parametrize("words", CHAIRED)
def test_the_chair_is_known_from_a_line_or_a_sentence(words: str):
    assert read(words).chair == "Robin"


@pytest.mark.parametrize(
    "words",
    [
        "The chair called the meeting to order. Present: Avery, Robin, Sam",
        "Present: Avery Lake, Robin Hill. The treasurer chaired the working group.",
        "Present: Avery Chair, Robin Treasurer",
    ],
)
def test_an_office_or_a_name_makes_nobody_the_chair(words: str):
    assert read(words).chair == ""


AWAY = (
    ("Present: Avery, Robin\nAbsent: Kim, Lee", ("Kim", "Lee")),
    ("Present: Avery, Robin\nRegrets: Jo\nAbsent: Kim", ("Jo",)),
    ("Present: Avery Lake\nAbsent without notice: Kim Lee", ()),
    ("Members present: Avery, Robin\nMembers absent: Kim (regrets), Mika", ("Kim", "Mika")),
    ("## Roll\n\n- [x] @avery\n- [ ] @kim\n- [x] @robin", ("kim",)),
    ("## Roll\n\n- [x] Avery Lake\n- [ ] Kim Hill\n- [ ] Lee Marsh (sent regrets)", ("Lee Marsh",)),
    ("Avery, Robin, Jo (Sam sends apologies)", ("Sam",)),
    ("Present: Avery Lake, Jo Marsh (apologies: Sam Hill)", ("Sam Hill",)),
    ("Directors absent:\n\n      Lee Member\n\nGuests:\n\n      Kim Guest", ("Lee Member",)),
)


@pytest.mark.parametrize(("words", "away"), AWAY)
def test_who_was_away_sent_apologies_unless_the_notes_tell_the_two_apart(
    words: str, away: tuple[str, ...]
):
    minutes = read(words)
    assert minutes.apologies == away
    assert not set(minutes.attendees) & set(away)


SETTLED = (
    ("Vote: allow it: 1 yes / 3 no -> failed", Outcome.REJECTED),
    ("Vote: accept the application. 4 yes, 0 no. Accepted.", Outcome.ADOPTED),
    ("Ballot result: A 4, B 1. Option A wins.", Outcome.ADOPTED),
    ("Weekly digest: everyone said yes.", Outcome.ADOPTED),
    ("All happy with the draft.", Outcome.ADOPTED),
    ("We are going to apply for the innovation fund.", Outcome.ADOPTED),
    ("Park it for now.", Outcome.DEFERRED),
    ("Decision to postpone the summit until spring.", Outcome.DEFERRED),
    ("The plan was put to the vote and carried 7 to 2.", Outcome.ADOPTED),
    ("The group recommends to appoint Noor.", Outcome.ADOPTED),
    ("Sponsors' tiers: approved as circulated.", Outcome.ADOPTED),
    ("Five new members were admitted.", Outcome.ADOPTED),
)


@pytest.mark.parametrize(("words", "outcome"), SETTLED)
def test_what_is_settled_in_few_words_is_a_decision(words: str, outcome: Outcome):
    minutes = read_minutes(f"{HEAD}## Plans\n\n- {words}\n".encode(), path="notes.md")
    assert [decision.outcome for decision in minutes.decisions] == [outcome]


@pytest.mark.parametrize(
    "words",
    [
        "We lost two sponsors.",
        "We are going to see how it works out.",
        "The plan is to ask around.",
        "Set up trials of both -> decide in January.",
        "The steering committee of the umbrella body resolved to change its rules.",
        "The working group agreed on a draft and asks the board to adopt it.",
        "We want to find a new venue.",
        "Vote: accept the application.",
    ],
)
def test_what_is_told_planned_or_asked_is_no_decision(words: str):
    minutes = read_minutes(f"{HEAD}## Plans\n\n- {words}\n".encode(), path="notes.md")
    assert minutes.decisions == ()


def test_an_outcome_that_gives_another_number_is_its_own_decision():
    words = "- Discussed proposal 712. We have concerns.\n- Proposal 701 was accepted."
    (decision,) = read_minutes(f"{HEAD}{words}\n".encode(), path="notes.md").decisions
    assert decision.quote == "Proposal 701 was accepted."


def test_a_cell_that_says_what_somebody_does_is_no_decision():
    table = "| Topic | Outcome |\n|---|---|\n| Prices | Agreed |\n| Rooms | Avery checks rooms |"
    decisions = read(f"Present: Avery, Robin\n\n{table}").decisions
    assert [d.origin.line for d in decisions] == [7, 12]


ROLL = "Present: Avery, Robin, Sam, Jo\n\n## Hall\n\n"
TASKS = (
    ("- Going with the new hall, Robin to sign.", "Robin"),
    ("Robin writes to the library.", "Robin"),
    ("The leaflet is late; Robin is drafting it.", "Robin"),
    ("The hall agreed, and Sam will fetch the key.", "Sam"),
    ("Sam and Jo look after the stall, Robin books the van.", "Robin"),
    ("Robin: I'll write to them", "Robin"),
    ("| Topic | Outcome |\n|---|---|\n| Rooms | Robin checks rooms |", "Robin"),
    ("## Review outstanding action items\n\n* Robin: find offers\n  Status: open", "Robin"),
    ("Robin offers to host the party.", "Robin"),
    ("AI: Robin to post the poll", "Robin"),
    ("- [ ] Robin: post the poll", "Robin"),
)


@pytest.mark.parametrize(("words", "owner"), TASKS)
def test_who_does_a_thing_has_a_task(words: str, owner: str):
    minutes = read_minutes(f"{HEAD}{ROLL}{words}\n".encode(), path="notes.md")
    assert [action.owner for action in minutes.actions] == [owner]


@pytest.mark.parametrize(
    "words",
    [
        "Robin thinks that Sam writes too much.",
        "Last month Robin was sending the letters.",
        "Robin will step down in June.",
        "The Trust is closing the path.",
        "## Action items\n\nNext meeting: 8 June 2022\n\nAdjourned 18:51 UTC.",
        "## Action items\n\n* Robin: send the forms\n  Status: done",
        "Robin is going to Rome.",
    ],
)
def test_what_is_told_or_over_is_no_task(words: str):
    minutes = read_minutes(f"{HEAD}{ROLL}{words}\n".encode(), path="notes.md")
    assert minutes.actions == ()


@pytest.mark.parametrize("heading", ["Help wanted", "Open roles", "Wanted", "Call for volunteers"])
def test_the_items_below_a_heading_that_seeks_people_are_openings(heading: str):
    words = f"## {heading}\n\n- Programme team: 4 reviewers\n- Finance: the sponsors' invoices\n"
    calls = read_minutes(f"{HEAD}{ROLL}Hot.\n\n{words}".encode(), path="notes.md").calls
    assert [call.quote for call in calls] == [
        "Programme team: 4 reviewers",
        "Finance: the sponsors' invoices",
    ]


@pytest.mark.parametrize(
    "words", ["Kim suggested looking for a cheaper place.", "We are looking for a new venue."]
)
def test_a_thing_that_is_sought_is_no_opening(words: str):
    assert read_minutes(f"{HEAD}{ROLL}{words}\n".encode(), path="notes.md").calls == ()


def test_one_more_talk_is_an_opening():
    words = "- Need one more lightning talk - shout if you know anyone"
    assert len(read_minutes(f"{HEAD}{ROLL}{words}\n".encode(), path="notes.md").calls) == 1


def test_a_view_of_one_speaker_is_no_idea_but_a_question_is():
    notes = (
        "Jo: I could live with it\n\nSam: should we allow fonts?\n\nJo: nobody knows\n\n"
        "Sam: it came up again\n"
    )
    ideas = read_minutes(f"{HEAD}{ROLL}{notes}".encode(), path="notes.md").ideas
    assert [idea.quote for idea in ideas] == ["Sam: should we allow fonts?"]


def test_a_time_with_a_point_is_no_date():
    minutes = read("The meeting closed at 9.10 pm.\n\nIt had ended at 12.05.")
    assert minutes.mentions == ()


def test_an_outcome_below_votes_settles_what_the_heading_asks():
    words = "## Add Kim as a committer\n\n+1 Avery\n+1 Robin\n\n## Roof\n\nIt leaks.\n"
    (decision,) = read_minutes(f"{HEAD}{words}".encode(), path="notes.md").decisions
    assert decision.quote == "Add Kim as a committer"


@pytest.mark.parametrize(
    ("words", "people"),
    [
        (
            "PRESENT Mrs A Lock (Chair), Mr B Towpath\nAPOLOGIES Mr D Bridge",
            ("A Lock", "B Towpath"),
        ),
        ("Avery, Robin and Sam took part; Kim was ill.", ("Avery", "Robin", "Sam")),
        ("- Yes: Avery, Robin, Jo\n- No: Sam", ()),
    ],
)
def test_a_roll_in_capitals_or_in_a_sentence_is_read_and_votes_are_none(
    words: str, people: tuple[str, ...]
):
    assert read(words).attendees == people


def test_the_day_of_a_task_in_a_table_is_not_the_meetings():
    table = "| Item | Who | By |\n|---|---|---|\n| Hall | Robin | 1 June 2022 |"
    assert read_minutes(table.encode(), path="notes.md").day is None
