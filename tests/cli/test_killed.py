"""kill -9 at any moment: nobody missing, nobody twice."""

import email
import email.policy
import os
import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

PEOPLE = 2000
KILLS = 10


def fill(project: Path, run) -> None:
    """Put many people on the list."""
    rows = ["email,first_name,groups,status,consent_at,consent_source"]
    rows += [
        f"member{number}@example.org,Member {number},members,active,2021-05-20,form"
        for number in range(PEOPLE)
    ]
    (project / "subscribers.many.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run("subscribers", "import", "subscribers.many.csv").code == 0


def delivered(project: Path) -> Counter[str]:
    """Count the messages of each address in the outbox."""
    found: Counter[str] = Counter()
    for folder in ("new", "cur"):
        for path in (project / "outbox" / folder).iterdir():
            with path.open("rb") as file:
                message = email.message_from_binary_file(file, policy=email.policy.default)
            found[message["to"]] += 1
    return found


def messages_in(project: Path) -> int:
    folder = project / "outbox" / "new"
    return len(list(folder.iterdir())) if folder.is_dir() else 0


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX systems")
def test_killed_ten_times_everybody_gets_it_once(project, run):
    fill(project, run)
    chance = random.Random(20211116)
    goals = sorted(chance.randrange(PEOPLE) for _ in range(KILLS))
    killed = 0
    for goal in goals:
        process = subprocess.Popen(
            [sys.executable, "-m", "pynews", "send", "2021-11"],
            cwd=project,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        # The kill comes once the outbox holds that many: a place, not a time.
        while messages_in(project) <= goal and process.poll() is None:
            time.sleep(0.001)
        process.kill()
        killed += process.wait(timeout=60) == -9
    assert killed >= KILLS // 2
    last = run("send", "2021-11")
    assert last.code == 0, last.err
    found = delivered(project)
    assert len(found) == PEOPLE
    assert set(found.values()) == {1}
    assert not list((project / "outbox" / "tmp").iterdir())


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX systems")
def test_two_senders_at_once_write_to_each_once(project, run):
    fill(project, run)
    senders = [
        subprocess.Popen(
            [sys.executable, "-m", "pynews", "send", "2021-11"],
            cwd=project,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    for sender in senders:
        sender.communicate(timeout=120)
    codes = sorted(sender.returncode for sender in senders)
    assert codes[0] == 0
    assert set(codes) <= {0, 9}
    found = delivered(project)
    assert len(found) == PEOPLE
    assert set(found.values()) == {1}
