"""``pynews plan`` says everything that will happen, in words and numbers."""

import json
import re
from pathlib import Path

import pytest
from tests.conftest import Run

ROWS = (
    "from", "to", "change", "held back", "calendars", "when", "carried by", "sent by", "takes",
    "size", "findings", "digest",
)  # fmt: skip


def rows(text: str) -> dict[str, str]:
    """Return what each line says, by its word."""
    return {
        word: line[14:].strip()
        for line in text.splitlines()
        for word in ROWS
        if line[2:14].rstrip() == word
    }


@pytest.fixture
def listed(project: Path, run: Run) -> Path:
    assert run("subscribers", "import", "subscribers.example.csv", cwd=project).code == 0
    return project


def test_every_line_of_the_plan_says_something_before_the_first_issue(
    listed: Path, run: Run
) -> None:
    done = run("plan", "2021-11", cwd=listed)
    assert done.code == 0
    said = rows(done.out)
    assert tuple(said) == ROWS
    assert said["change"] == "none to tell: no other issue was sent in this way"
    assert said["when"] == "Tuesday 2 November 2021, 9am GMT (2021-11-02 09:00 UTC)"
    assert said["sent by"].endswith("no worker and no tick looks after it")
    assert said["takes"] == "as long as outbox needs; no rate is set"
    assert said["findings"] == "none"


def test_summer_time_is_named_and_a_time_that_is_none_or_two_is_refused(
    listed: Path, run: Run
) -> None:
    summer = run("plan", "2021-11", "--at", "2021-10-30 09:00", cwd=listed)
    assert rows(summer.out)["when"].endswith("9am BST (2021-10-30 08:00 UTC)")
    twice = run("plan", "2021-11", "--at", "2021-10-31 01:30", cwd=listed)
    assert (twice.code, twice.out) == (2, "")
    assert "happens twice" in twice.err
    assert '--at "2021-10-31 01:30+0100" or "2021-10-31 01:30+0000"' in twice.err
    never = run("plan", "2021-11", "--at", "2021-03-28 01:30", cwd=listed)
    assert (never.code, never.out) == (2, "")
    assert "does not exist" in never.err


def test_the_tick_that_looked_last_is_named(listed: Path, run: Run) -> None:
    assert run("tick", cwd=listed).code == 0
    said = rows(run("plan", "2021-11", cwd=listed).out)["sent by"]
    assert "once scheduled, pynews tick on " in said


def test_a_key_that_changed_since_the_plan_is_refused_and_nothing_is_sent(
    project: Path, run: Run
) -> None:
    (project / ".env").write_text("PYNEWS_KEY=a-key-of-our-own-0123456789\n")
    assert run("subscribers", "import", "subscribers.example.csv").code == 0
    confirm = json.loads(run("plan", "2021-11", "--json").out)["confirm"]
    (project / ".env").write_text("PYNEWS_KEY=another-key-than-before-0123456789\n")
    done = run("send", "2021-11", "--confirm", confirm)
    assert (done.code, done.out) == (10, "")
    assert "another key" in done.err
    assert not list((project / "outbox").glob("new/*"))


def test_a_plan_with_findings_leads_to_the_check_and_not_to_the_sending(
    listed: Path, run: Run
) -> None:
    issue = listed / "newsletters/2021-11/issue.md"
    text = issue.read_text(encoding="utf-8")
    issue.write_text(re.sub("preheader:.*", "preheader: ''", text), encoding="utf-8")
    done = run("plan", "2021-11", cwd=listed)
    assert done.code == 0
    assert "1 to fix" in rows(done.out)["findings"]
    assert "Next: pynews check 2021-11 " in done.out
    assert "Next: pynews send" not in done.out


def test_an_empty_list_leads_to_the_import(project: Path, run: Run) -> None:
    done = run("plan", "2021-11", cwd=project)
    assert "the list is empty; pynews subscribers import FILE" in done.err
    assert run("subscribers", "show", "nobody@example.org", cwd=project).out.endswith(
        "Next: pynews subscribers add nobody@example.org   puts them on it; --help says with what\n"
    )
    wrong = run("subscribers", "import", "nowhere.csv", cwd=project)
    assert (wrong.code, " hint: " in wrong.err) == (4, True)
