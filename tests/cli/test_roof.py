"""What the commands say and how they end, where the main job does not lead."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pynews import pipeline
from pynews.config import load
from pynews.store import Appointment

sys.path.insert(0, str(Path(__file__).parents[1] / "providers"))

from smtp_double import SmtpDouble

IMPORT = ("subscribers", "import", "subscribers.example.csv")
MAY = "newsletters/minutes/2021-05-20.md"
OCTOBER = "newsletters/minutes/2021-10-12.md"
ISSUE = "newsletters/2021-11/issue.md"
KEY = {"PYNEWS_KEY": "made-up-project-key"}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


# A new project.


def test_a_new_project_builds_and_has_nothing_to_fix(run, tmp_path):
    made = run("init", "news", cwd=tmp_path)
    assert made.code == 0, made.err
    assert "Next: cd news && pynews build" in made.out
    built = run("build", cwd=tmp_path / "news")
    assert built.code == 0, built.err
    checked = run("check", "--strict", cwd=tmp_path / "news")
    assert checked.code == 0, checked.out
    assert (tmp_path / "news" / ".gitignore").is_file()
    again = run("init", "news", cwd=tmp_path)
    assert again.code == 3
    assert "not empty" in again.err


def test_a_beginning_without_a_name_writes_nothing(run, tmp_path):
    here = tmp_path / "here"
    here.mkdir()
    told = run("init", "", cwd=here)
    assert (told.code, list(here.iterdir())) == (2, [])
    assert "no folder is named" in told.err
    assert run("init", ".", cwd=here).code == 0


def test_a_dry_beginning_writes_nothing(run, tmp_path):
    told = run("init", "news", "--dry-run", cwd=tmp_path)
    assert told.code == 0
    assert f"would write {Path('news') / 'pynews.toml'}" in told.out
    assert not (tmp_path / "news").exists()


# Finding one's way.


def test_version_and_help_are_told(run):
    assert re.fullmatch(r"pynews \d+\.\d+\.\d+\n", run("--version").out)
    told = run("-h").out.partition("Commands:")[2]
    assert told.index("gather") < told.index("build") < told.index("send")
    assert "Say what must be fixed" in told


@pytest.mark.parametrize(
    ("word", "hint"), [("biuld", "Did you mean build?"), ("qqq", "I know init, ")]
)
def test_a_command_that_is_not_there(run, word, hint):
    ended = run(word)
    assert ended.code == 2
    assert hint in ended.err


# Board notes.


def test_several_notes_are_a_list_and_one_is_an_object(run):
    both = json.loads(run("gather", MAY, OCTOBER, "--json").out)
    assert [one["file"] for one in both] == [MAY, OCTOBER]
    assert json.loads(run("gather", OCTOBER, "--json").out) == both[1]


def test_notes_outside_of_any_project_are_read(run, project, tmp_path):
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "notes.md").write_bytes((project / OCTOBER).read_bytes())
    told = run("gather", "notes.md", cwd=alone)
    assert told.code == 0, told.err
    assert "first event: Tuesday 16 November 2021" in told.out
    nothing = run("gather", cwd=alone)
    assert nothing.code == 3
    assert "no pynews.toml" in nothing.err
    assert run("gather", "--project", str(project), cwd=alone).out.count("Board") >= 2


def test_notes_that_hold_nothing_lead_to_an_issue_by_hand_and_not_to_a_build(run, tmp_path):
    (tmp_path / "notes.md").write_text(
        "# Example Board, 4 May 2022\n\nWe talked.\n", encoding="utf-8"
    )
    told = run("gather", "notes.md", cwd=tmp_path)
    assert told.code == 0
    assert "Next: pynews new" in told.out
    assert "Next: pynews build" not in told.out


def test_a_project_without_notes_is_told_where_to_put_them(run, project):
    for name in (MAY, OCTOBER):
        (project / name).unlink()
    ended = run("gather", "--json")
    assert ended.code == 4
    assert ended.out == ""
    assert "there are no notes to read" in ended.err


def test_tasks_ranges_and_doubtful_days_are_printed(run, project):
    (project / "newsletters/minutes/2022-01-10.md").write_text(
        "# Board, 10 January 2022\n\n## Actions\n\n- [ ] Robin Sample to book the hall\n\n"
        "## Events\n\nThe workshop is on Tuesday 9 February 2022 at 14:00.\n",
        encoding="utf-8",
    )
    told = run("gather", "newsletters/minutes/2022-01-10.md").out
    assert "no decision found" in told
    assert re.search(r"actions\n    5: .*book the hall", told)
    assert re.search(r"9 February 2022, 14:00 \[upcoming\] \(look at: .+\)", told)


# Plans and confirmations.


@pytest.mark.parametrize(
    ("at", "says"),
    [("2021-11-02", "needs a time as well"), ("soon", "not a date"), ("2021-13-02 9:00", "--at: ")],
)
def test_a_time_that_cannot_be_read_is_told(run, at, says):
    ended = run("plan", "2021-11", "--at", at)
    assert ended.code == 2
    assert says in ended.err
    assert " hint: " in ended.err


def test_a_plan_tells_whom_it_holds_back_and_what_to_look_at(run, project):
    assert run(*IMPORT).code == 0
    assert run("subscribers", "suppress", "analyst@example.org").code == 0
    edit(project / ISSUE, "The next board", "Hi [here](https://example.org/a). The next board")
    told = run("plan", "2021-11", "--at", "2021-11-02 09:30").out
    assert "1 suppressed" in told
    assert "9:30am GMT (2021-11-02 09:30 UTC)" in told
    assert "0 to fix, 1 to look at (pynews check 2021-11)" in told
    assert "4 people" in told


@pytest.fixture
def mail(project: Path) -> Iterator[SmtpDouble]:
    """A mail server, a project that sends through it, and an issue that is due."""
    with SmtpDouble() as server:
        provider = f'name = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"'
        edit(project / "pynews.toml", 'name = "outbox"', provider)
        edit(project / "pynews.toml", 'url = ""', 'url = "https://news.example.org"')
        due(project, datetime.now(UTC))
        yield server


def due(project: Path, send: datetime) -> None:
    (project / ISSUE).write_text(
        "---\nsubject: What the board decided\npreheader: A short letter from the board.\n"
        f"send: {send:%Y-%m-%d %H:%M}+00:00\nevents: none\nroles: none\n---\n"
        'Dear {{ first_name or "members" }},\n\nThe board met and thanks all.\n',
        encoding="utf-8",
    )


@pytest.mark.usefixtures("mail")
def test_a_real_sending_needs_somebody_or_a_confirmation(run):
    assert run(*IMPORT, **KEY).code == 0
    ended = run("send", "2021-11", **KEY)
    assert ended.code == 7
    assert "nobody is here to confirm this" in ended.err
    assert re.search(r"--confirm 2021-11:5:\w+", ended.err)


@pytest.mark.parametrize(
    ("days", "says"), [(-3, "lies in the past"), (3, "has not come")], ids=["past", "ahead"]
)
def test_a_real_sending_far_from_its_time_is_refused(run, project, mail, days, says):
    assert run(*IMPORT, **KEY).code == 0
    due(project, datetime.now(UTC) + timedelta(days=days))
    ended = run("send", "2021-11", **KEY)
    assert ended.code == 7
    assert says in ended.err
    assert re.search(r"hint: .*write send: 2\d{3}-\d\d-\d\d \d\d:\d\d into its file", ended.err)
    assert mail.taken == []


def at_terminal(project: Path, typed: str, *arguments: str) -> tuple[int, str]:
    """Run a command on a terminal, type one line, return the exit code and what was shown."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "pynews", *arguments],
        cwd=project,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, **KEY},
        start_new_session=True,
    )
    os.close(theirs)
    os.write(ours, typed.encode() + b"\n")
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # Linux says EIO when the last who had the terminal open is gone
        pass
    os.close(ours)
    return process.wait(timeout=120), shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX systems")
def test_on_a_terminal_the_number_of_recipients_is_typed(run, project, mail):
    assert run(*IMPORT, **KEY).code == 0
    code, shown = at_terminal(project, "6", "send", "2021-11")
    assert code == 7
    assert "not confirmed, nothing was sent" in shown
    assert mail.taken == []
    code, shown = at_terminal(project, "5", "send", "2021-11")
    assert code == 0, shown
    assert "Type the number of recipients to send" in shown
    assert "[########################] 5 of 5" in shown
    assert "5 messages accepted by smtp." in shown
    assert "Next: pynews status" in shown
    assert len(mail.taken) == 5
    again = run("send", "2021-11", **KEY)
    assert "5 messages went out before. Nothing to send." in again.out


def test_the_end_of_a_sending_is_told_to_machines(run):
    assert run(*IMPORT).code == 0
    told = json.loads(run("send", "2021-11", "--json").out)
    assert (told["schema"], told["accepted"], told["refused"], told["unknown"]) == (1, 5, 0, 0)
    assert told["already_done"] is False
    assert json.loads(run("send", "2021-11", "--json").out)["already_done"] is True


def test_who_left_after_the_plan_was_frozen_is_counted(run, project):
    assert run(*IMPORT).code == 0
    opened = load(project)
    at = datetime.now(UTC) - timedelta(minutes=5)
    plan = pipeline.make_plan(opened, pipeline.build(opened, "2021-11"), at=at)
    appointment = Appointment.of(at, "Europe/London", timedelta(hours=2))
    built = pipeline.build(opened, "2021-11")
    pipeline.schedule(opened, built, plan, appointment=appointment, now=lambda: at)
    assert run("subscribers", "suppress", "analyst@example.org").code == 0
    told = run("send", "2021-11")
    assert told.code == 0, told.err
    assert "4 messages in outbox/" in told.out


# Later.


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (("--at", "2098-07-01 09:00", "--grace", "soon"), "is not a span"),
        (("--at", "2098-07-01"), "needs a time as well"),
        ((), "--at"),
    ],
)
def test_an_appointment_that_cannot_be_read_is_told(run, option, says):
    assert run(*IMPORT).code == 0
    ended = run("schedule", "2021-11", *option)
    assert ended.code == 2
    assert says in ended.err


def test_an_appointment_is_told_to_machines_and_can_be_tried_dry(run):
    assert run(*IMPORT).code == 0
    dry = run("schedule", "2021-11", "--at", "2098-07-01 09:00", "--dry-run")
    assert "5 people" in dry.out
    assert json.loads(run("status", "--json").out)["campaigns"] == []
    assert run("tick").code == 0
    done = run("schedule", "2021-11", "--at", "2098-07-01 09:00", "--grace", "30 min", "--json")
    told = json.loads(done.out)
    assert (told["recipients"], told["grace_seconds"]) == (5, 1800)
    assert told["utc"] == "2098-07-01T08:00:00+00:00"
    assert told["last_tick"]
    assert (
        "pynews tick looks after it; it last ran"
        in run("schedule", "2021-11", "--at", "2098-07-01 09:00", "--grace", "30 min").out
    )


def test_what_is_missed_is_told_and_sent_when_asked(run, project):
    assert run(*IMPORT).code == 0
    opened = load(project)
    at = datetime.now(UTC) - timedelta(hours=3)
    built = pipeline.build(opened, "2021-11")
    plan = pipeline.make_plan(opened, built, at=at)
    appointment = Appointment.of(at, "Europe/London", timedelta(hours=1))
    pipeline.schedule(opened, built, plan, appointment=appointment, now=lambda: at)
    missed = run("tick")
    assert missed.code == 7
    assert "2021-11: missed: it was due at" in missed.out
    assert "did not go out" in missed.err
    told = json.loads(run("tick", "--json", "--catch-up").out)
    assert told["campaigns"][0]["outcome"] == "sent"
    assert told["campaigns"][0]["accepted"] == 5
    cancelled = run("cancel", "2021-11")
    assert (cancelled.code, "is on its way" in cancelled.err) == (2, True)


# The list.


def test_an_empty_list_says_how_to_fill_it(run):
    told = run("subscribers", "list")
    assert "The list is empty." in told.out
    assert "Next: pynews subscribers import" in told.out


def test_people_are_named_in_masks_only(run):
    assert run(*IMPORT).code == 0
    told = run("subscribers", "list", "--all")
    assert "a***@example.org" in told.out
    assert "analyst@" not in told.out
    tree = json.loads(run("subscribers", "list", "--all", "--json").out)
    assert len(tree["people"]) == 5


def test_an_import_tells_machines_what_it_did_and_people_what_it_left_out(run, project):
    tree = json.loads(run(*IMPORT, "--json").out)
    assert (tree["schema"], tree["added"], tree["dry_run"]) == (1, 5, False)
    (project / "two.csv").write_text(
        "email,status,consent_at,consent_source\nnobody,active,2021-05-20,form\n"
        "new@example.org,active,2021-05-20,form\n",
        encoding="utf-8",
    )
    dry = run("subscribers", "import", "two.csv", "--skip-refused", "--dry-run")
    assert "1 would be added" in dry.out
    assert "left out: two.csv:2: " in dry.out
    assert "Next: pynews subscribers import two.csv" in dry.out


def test_a_dry_suppression_changes_nothing(run):
    assert run(*IMPORT).code == 0
    told = run("subscribers", "suppress", "analyst@example.org", "--dry-run")
    assert told.out == "a***@example.org, now active, would be suppressed\n"
    stranger = run("subscribers", "suppress", "nobody@example.org", "--dry-run")
    assert "now not on the list" in stranger.out
    assert run("subscribers", "suppress", "nobody").code == 2
    assert run("subscribers", "suppress", "analyst@example.org").code == 0
    again = run("subscribers", "suppress", "analyst@example.org")
    assert "was suppressed before" in again.out


def test_health_is_told_in_words_and_to_machines(run):
    assert run(*IMPORT).code == 0
    assert run("subscribers", "health").code == 0
    tree = json.loads(run("subscribers", "health", "--json").out)
    assert tree["by_status"]["active"] == 5
