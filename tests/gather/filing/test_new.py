"""``pynews new ISSUE --from FILE`` as an editor runs it."""

from pathlib import Path
from typing import Any

import pytest

NOTES = """\
# Example Community Board

Date: 14 March 2022

Present: Avery Lake (chair), Robin Scribe

We agreed to print a poster: "Come & see".

The board decided not to move the library.

Motion: buy a kettle. Proposed by Avery, seconded by Robin.

We will meet in the park.

The spring fair is on 9 April 2022 at 14:00.

The regatta is on Friday 5 June 2022.

Workshop in May, date to be confirmed.

We are looking for a treasurer.

Perhaps we could have a choir.

Next meeting: 11 April 2022
"""


@pytest.fixture
def notes(project: Path) -> Path:
    path = project / "newsletters/minutes/2022-03-14.md"
    path.write_text(NOTES, encoding="utf-8")
    return path


def issue_of(project: Path, name: str = "2022-04") -> str:
    return (project / f"newsletters/{name}/issue.md").read_text(encoding="utf-8")


def test_an_issue_holds_what_is_sure_and_comments_what_is_not(project: Path, run: Any, notes: Path):
    done = run("new", "2022-04", "--from", str(notes))
    assert done.code == 0, done.err
    assert "new, 2 decisions told, 2 commented out for you to judge" in done.out
    text = issue_of(project)
    assert "send: 2022-04-01 09:00\n" in text
    assert '\n  - text: "We agreed to print a poster: \\"Come & see\\"."\n' in text
    assert "# minutes/2022-03-14.md:9: it was rejected: say so\n  # - text: The board" in text
    assert "possible, for you to judge\n  # - text: We will meet in the park." in text
    assert "# not taken, minutes/2022-03-14.md:17: 5 June 2022 is a Sunday, not a Friday" in text
    assert "names no day" in text
    assert "Avery Lake" not in text.partition("\n---\n")[2]
    assert "#   - text: Perhaps we could have a choir." in text
    assert (project / "newsletters/events/2022-04-09-the-spring-fair.md").exists()
    assert not list((project / "newsletters/events").glob("2022-06-*"))
    assert list((project / "newsletters/roles").glob("*treasurer*.md"))
    assert run("build", "2022-04").code == 0


def test_again_proposes_only_what_is_new_and_keeps_the_editors_words(
    project: Path, run: Any, notes: Path
):
    run("new", "2022-04", "--from", str(notes))
    path = project / "newsletters/2022-04/issue.md"
    mine = issue_of(project).replace("Dear {{", "Hello {{").replace("News from", "Great news from")
    path.write_text(mine, encoding="utf-8")
    same = run("new", "2022-04", "--from", str(notes))
    assert "nothing new" in same.out
    assert issue_of(project) == mine
    more = NOTES.replace("We will meet", "It was agreed to hire a bus.\n\nWe will meet").replace(
        "print a poster", "print a big poster"
    )
    notes.write_text(more, encoding="utf-8")
    again = run("new", "2022-04", "--from", str(notes))
    assert "+  # - text: It was agreed to hire a bus." in again.out
    assert "changed, it was: We agreed to print a poster" in again.out
    after = issue_of(project)
    assert "Hello {{" in after
    assert [line for line in mine.split("\n") if line not in after.split("\n")] == []


def test_names_of_those_present_only_when_asked_for(project: Path, run: Any, notes: Path):
    run("new", "2022-05", "--from", str(notes), "--attendees", "--send", "2022-05-02 10:30")
    text = issue_of(project, "2022-05")
    assert "Present: Avery Lake, Robin Scribe." in text
    assert "send: 2022-05-02 10:30\n" in text


def test_notes_from_elsewhere_and_calendars_come_into_the_project(
    project: Path, run: Any, tmp_path: Path
):
    outside = tmp_path / "board.md"
    outside.write_text(NOTES, encoding="utf-8")
    table = tmp_path / "events.csv"
    table.write_text("title,start\nTalk,2099-04-01 18:00\n", encoding="utf-8")
    both = ("--from", str(outside), "--from", str(table))
    dry = run("new", "2022-06", *both, "--dry-run")
    assert "would be new" in dry.out
    assert not (project / "newsletters/2022-06").exists()
    assert not (project / "newsletters/minutes/board.md").exists()
    assert run("new", "2022-06", *both).code == 0
    assert (project / "newsletters/minutes/board.md").read_text(encoding="utf-8") == NOTES
    assert list((project / "newsletters/events").glob("2099-04-01-*.md"))
    outside.write_text("# Other notes\n", encoding="utf-8")
    clash = run("new", "2022-06", *both)
    assert clash.code == 4
    assert "other notes stand in newsletters/minutes/board.md" in clash.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("../x",), 2, "cannot name an issue"),
        (("minutes",), 2, "is not for issues"),
        (("2022-13",), 2, "there is no 2022-13"),
        (("2022-02-30",), 2, "there is no 2022-02-30"),
        (("2022-07", "--from", "nowhere.md"), 4, "there is no such file"),
        (("2022-07", "--send", "soon"), 2, "soon"),
    ],
)
def test_what_cannot_be_is_told_and_nothing_is_written(
    project: Path, run: Any, arguments: tuple[str, ...], code: int, words: str
):
    done = run("new", *arguments)
    assert done.code == code
    assert words in done.err
    assert not (project / "newsletters/2022-07").exists()


def test_an_issue_without_notes_is_an_empty_letter(project: Path, run: Any):
    assert run("new", "spring").code == 0
    assert "{{ decisions }}" in issue_of(project, "spring")
