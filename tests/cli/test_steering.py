"""Stopping, resuming, scheduling, working and reconciling, as an editor does them."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest

from pynews import pipeline
from pynews.config import load
from pynews.store import Appointment

sys.path.insert(0, str(Path(__file__).parents[1] / "providers"))

from smtp_double import SmtpDouble

IMPORT = ("subscribers", "import", "subscribers.example.csv")
LETTER = """\
---
subject: What the board decided
preheader: A short letter from the board, for all members.
send: {send}
events: none
roles: none
---
Dear {{{{ first_name or "members" }}}},

The board met and thanks everybody who helped.
"""
posix = pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX systems")


def fill(project: Path, run, people: int) -> None:
    rows = ["email,groups,status,consent_at,consent_source"]
    rows += [f"member{n}@example.org,members,active,2021-05-20,form" for n in range(people)]
    (project / "many.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run("subscribers", "import", "many.csv").code == 0


def letters(project: Path) -> list[Path]:
    new = project / "outbox" / "new"
    return list(new.iterdir()) if new.is_dir() else []


def readers(project: Path) -> Counter[str]:
    return Counter(message_from_bytes(path.read_bytes())["To"] for path in letters(project))


def start(project: Path, *arguments: str) -> "subprocess.Popen[str]":
    order = [sys.executable, "-m", "pynews", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(order, cwd=project, stdout=pipe, stderr=pipe, text=True)


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_finishes_what_is_in_flight_and_the_same_command_goes_on(
    run, project, number
) -> None:
    fill(project, run, 3000)
    process = start(project, "send", "2021-11")
    while len(letters(project)) < 50 and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(number)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130, err
    assert "what is in flight is finished first" in err
    assert "still to go; nobody gets it twice" in out
    left = json.loads(run("status", "--json").out)["campaigns"][0]
    assert left["unknown"] == left["sending"] == 0
    assert 0 < left["accepted"] == len(letters(project)) < 3000
    assert re.search(r"\[#*\.+\] [\d,]+ of 3,000", run("status").out)
    assert run("send", "2021-11").code == 0
    found = readers(project)
    assert (len(found), set(found.values())) == (3000, {1})


def test_a_scheduled_issue_says_when_and_who_wakes_it_and_can_be_given_up(run, project) -> None:
    assert run(*IMPORT).code == 0
    past = run("schedule", "2021-11", "--at", "2021-11-02 09:00")
    assert (past.code, "lies in the past" in past.err) == (2, True)
    gap = run("schedule", "2021-11", "--at", "2098-03-30 01:30")
    assert gap.code == 2
    assert "clocks go forward" in gap.err
    twice = run("schedule", "2021-11", "--at", "2098-10-26 01:30")
    assert "happens twice" in twice.err
    assert '"2098-10-26 01:30+0100" or "2098-10-26 01:30+0000"' in twice.err
    done = run("schedule", "2021-11", "--at", "2098-07-01 09:00")
    assert done.code == 0, done.err
    assert "9am BST (2098-07-01 08:00 UTC)" in done.out
    assert "Nothing will send it by itself yet" in done.out
    assert run("tick").out == "Nothing is due.\n"
    assert "scheduled" in run("status").out
    assert run("pause", "2021-11", "--why", "a typo").code == 0
    assert "paused (a typo)" in run("status").out
    assert run("resume", "2021-11").code == 0
    assert "nobody has it" in run("cancel", "2021-11").out
    assert run("cancel", "2021-11").code == 7
    assert letters(project) == []


@posix
def test_a_worker_and_two_ticks_at_once_send_to_each_once(run, project) -> None:
    fill(project, run, 600)
    opened = load(project)
    now = datetime.now(UTC)
    built = pipeline.build(opened, "2021-11")
    at = now - timedelta(minutes=5)
    plan = pipeline.make_plan(opened, built, at=at)
    appointment = Appointment.of(at, "Europe/London", timedelta(hours=2))
    pipeline.schedule(opened, built, plan, appointment=appointment, now=lambda: at)
    worker = start(project, "worker", "--every", "1")
    ticks = [start(project, "tick") for _ in range(2)]
    codes = set()
    for tick in ticks:
        tick.communicate(timeout=120)
        codes.add(tick.returncode)
    assert codes <= {0, 9}
    while len(letters(project)) < 600 and worker.poll() is None:
        time.sleep(0.01)
    another = run("worker")
    assert another.code == 9
    assert "worker is at work already" in another.err
    worker.send_signal(signal.SIGTERM)
    _, err = worker.communicate(timeout=120)
    assert worker.returncode == 0, err
    found = readers(project)
    assert (len(found), set(found.values())) == (600, {1})


def test_who_is_in_doubt_is_named_and_settled_by_a_person(run, project, tmp_path) -> None:
    assert run(*IMPORT).code == 0
    with SmtpDouble() as mail:
        provider = f'name = "smtp"\nhost = "127.0.0.1"\nport = {mail.port}\nsecurity = "none"'
        edit(project / "pynews.toml", 'name = "outbox"', provider)
        edit(project / "pynews.toml", 'url = ""', 'url = "https://news.example.org"')
        letter = LETTER.format(send=f"{datetime.now(UTC):%Y-%m-%d %H:%M}+00:00")
        (project / "newsletters/2021-11/issue.md").write_text(letter, encoding="utf-8")
        key = {"PYNEWS_KEY": "made-up-project-key"}
        plan = json.loads(run("plan", "2021-11", "--json", **key).out)
        assert plan["since"]["recipients"] is None
        mail.script = ["lost"]
        sent = run("send", "2021-11", "--confirm", plan["confirm"], **key)
        assert sent.code == 8, sent.err
        assert len(mail.taken) == 4
        asked = run("reconcile", **key)
        assert asked.code == 8
        (unknown,) = re.findall(r"unknown: (\S+@\S+)", asked.out)
        assert unknown not in mail.copies
        assert unknown in run("status", **key).out
        proof = json.loads(run("status", "--address", unknown, "--json", **key).out)
        assert proof["campaigns"][0]["status"] == "unknown"
        assert "no answer" in proof["campaigns"][0]["detail"]
        stranger = run("reconcile", "2021-12", **key)
        assert (stranger.code, "nothing of '2021-12' is on its way" in stranger.err) == (2, True)
        settled = run("reconcile", "2021-11", "--assume", "not-sent", **key)
        assert settled.code == 0, settled.err
        assert run("send", "2021-11", **key).code == 0
        assert mail.copies[unknown] == 1
        assert set(mail.copies.values()) == {1}
        other = next(one for one in mail.copies if one != unknown)
        words = run("status", "--address", other, **key).out
        assert "accepted, at " in words
        assert "queued as number" in words
        assert "assumed not sent: 1 unknown" in run("status", **key).out
        copy = tmp_path / "copy.db"
        assert run("backup", str(copy), **key).code == 0
        assert run("backup", str(copy), **key).code == 3
        assert "Nobody is in doubt" in run("reconcile", **key).out


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def test_an_empty_audience_stops_with_a_hint_and_goes_with_a_flag(run) -> None:
    stopped = run("send", "2021-11")
    assert stopped.code == 7
    assert "nobody would get this" in stopped.err
    assert "--any-audience" in stopped.err
    assert run("send", "2021-11", "--any-audience").code == 0
