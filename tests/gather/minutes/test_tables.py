"""Tables of motions, decisions and tasks, in Markdown and in HTML."""

# ruff: noqa: E501 - a line of notes is kept as one line

import pytest

from pynews.gather.minutes import read_minutes
from pynews.model import Minutes, Outcome

MOTIONS = """# Example Club committee, 12 May 2022

| No | Motion | Mover | Status |
|----|--------|-------|--------|
| 1 | Buy a boat | Avery | Carried 5-0 |
| 2 | Raise the fee | Robin | Defeated 1-4 |
| 3 | Let the loft | Sam | Deferred to June |
| 4 | Print a history | Sam | Carried / Defeated |
| 5 | Paint the shed | Sam | |
| 6 | Sell the van | Sam | pending |
| 7 | Mow the lawn | Sam | discussed |
"""


def read(text: str) -> Minutes:
    return read_minutes(text.encode(), path="notes.md")


def test_a_motion_is_settled_by_its_status():
    minutes = read(MOTIONS)
    outcomes = {d.quote.split(" | ")[1]: d.outcome for d in minutes.decisions}
    assert outcomes == {
        "Buy a boat": Outcome.ADOPTED,
        "Raise the fee": Outcome.REJECTED,
        "Let the loft": Outcome.DEFERRED,
    }


def test_a_status_that_was_never_filled_in_is_left_to_the_editor():
    possible = [d.quote for d in read(MOTIONS).possible_decisions]
    assert [quote.split(" | ")[1] for quote in possible] == ["Print a history", "Paint the shed"]


def test_a_column_of_decisions_holds_decisions():
    rows = (
        "| Topic | Decision |\n|---|---|\n| Hall | Close on Mondays |\n| Van | none |\n| Tent | |\n"
    )
    (decision,) = read(f"# Example Board\n\n{rows}").decisions
    assert "Close on Mondays" in decision.quote


def test_a_row_may_begin_with_its_label():
    rows = "| Item | Text |\n|---|---|\n| Decision | Close on Mondays |\n| Note | We talked. |\n"
    (decision,) = read(f"# Example Board\n\n{rows}").decisions
    assert decision.quote.startswith("Decision")


def test_a_cell_may_hold_a_sentence_that_settles():
    rows = "<table>\n<tr><th>Topic</th><th>Notes</th></tr>\n<tr><td>Hall</td>\n<td>We agreed to close it.</td></tr>\n</table>"
    (decision,) = read(f"# Example Board\n\n{rows}\n").decisions
    assert (decision.origin.line, decision.text.endswith("We agreed to close it.")) == (5, True)


@pytest.mark.parametrize(
    ("notes", "owners"),
    [
        (
            "## Actions\n\n- Avery to write\n- Robin: call\n- paint the door (Avery)\n- nothing more",
            ["Avery", "Robin", "Avery", ""],
        ),
        ("ACTION: Robin to call", ["Robin"]),
        ("- [ ] @robin call\n- [x] @avery wrote", ["robin"]),
        ("| Task | Owner |\n|---|---|\n| call | Robin |\n| write | |", ["Robin", ""]),
        ("## Actions\n\n| What | When |\n|---|---|\n| call | Robin |", ["Robin"]),
        ("Robin will call the hall.", ["Robin"]),
        ("The Clerk to obtain quotes.", ["Clerk"]),
        ("The plan is to call the hall.", []),
        ("## Actions\n\n- call the hall: done", []),
        ("## Actions\n\n- all to read the draft\n- everyone: vote", ["all", "everyone"]),
    ],
)
def test_a_task_has_the_owner_that_was_named(notes: str, owners: list[str]):
    minutes = read(
        f"# Example Board\n\n12 May 2022\n\nPresent: Avery, Robin\n\n## Topic\n\n{notes}\n"
    )
    assert [action.owner for action in minutes.actions] == owners


def elected(result: str) -> list[str]:
    """Return the decisions of a table of an election with one row."""
    table = f"| Post | Candidates | Result |\n|---|---|---|\n| Treasurer | {result} |\n"
    notes = (
        f"# Example Club AGM, 4 May 2022\n\nPresent: Ann Lee, Bob Ray\n\n## Elections\n\n{table}"
    )
    return [one.quote for one in read_minutes(notes.encode(), path="notes.md").decisions]


def test_who_won_an_election_is_read_from_its_table():
    assert len(elected("Dana Fox, Kim Marsh | Dana Fox")) == 1
    assert len(elected("Dana Fox | Dana Fox (12 votes)")) == 1
    assert elected("none | RON -> by-election in October") == []
    assert elected("none | vacant") == []
    assert elected("Dana Fox | TBD") == []


def test_a_column_of_outcomes_and_actions_may_hold_either():
    table = (
        "| Topic | Outcomes / actions |\n|---|---|\n"
        "| Logo | We agreed to use the blue one |\n| Hall | paint it in June |\n"
        "| Fees | none |\n| Web | who pays? |\n"
    )
    notes = f"# Example Club, 4 May 2022\n\nPresent: Ann Lee, Bob Ray\n\n{table}"
    minutes = read_minutes(notes.encode(), path="notes.md")
    assert [one.quote.count("blue") for one in minutes.decisions] == [1]
    assert [one.quote.count("paint") for one in minutes.possible_decisions] == [1]


def test_a_table_of_votes_belongs_to_the_matter_above_it():
    notes = (
        "# Example Club, 4 May 2022\n\nPresent: Ann Lee, Bob Ray\n\n## Ballot 3: new logo\n\n"
        "> Use the blue logo.\n\n| Member | Vote |\n|---|---|\n| Ann | yes |\n| Bob | (by mail) yes |\n\n"
        "**Result: accepted**\n"
    )
    (decision,) = read_minutes(notes.encode(), path="notes.md").decisions
    assert decision.quote.startswith("Use the blue logo.")
