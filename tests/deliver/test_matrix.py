"""kill -9 at every step, in front of every fault, alone and with a second sender at work.

The whole table for a provider over HTTP, once as one that can be asked and once as one
that cannot. Lost 0, doubled 0, every doubt named. `test_crashes.py` has the pairs for a
mail server, for keys, and for the outbox.
"""

import json
import os
import signal
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from campaigns import People
from mailgun_double import MailgunDouble
from office import STEPS, Office, opened
from smtp_double import SmtpDouble

from pynews.errors import RetryLaterError
from pynews.store import Ledger, Status

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills with signals")

COUNT = 5
HOUR = 3600
REFS = {f"m-{one}" for one in People.of(COUNT).by_id}
NAMES = {one.email: f"m-{one.id}" for one in People.of(COUNT).by_id.values()}
BEGINNING = {"freezing", "frozen"}  # steps of the first sender alone
FAULTS = {
    "drop": "takes it, then resets the connection",
    "hang": "takes it and says nothing",
    "half": "takes it and breaks off in the answer",
    "wrong": "takes it and answers JSON that makes no sense",
    "slow": "reads it when we have given up, and takes it",
    "500-accepted": "takes it and says 500",
    "429-bare": "does not take it and says 429",
    "500": "does not take it and says 500",
    "503": "does not take it and says 503",
    "reset-early": "resets before it has read the body",
    "reset": "resets after it has read the body, and has not taken it",
}
HURRIED = {"hang", "slow"}

MAIL_FAULTS = {
    "lost": "takes all of it and breaks off before its answer",
    "dot-drop": "takes it, then breaks off",
    "dot-hang": "takes it and says nothing",
    "dot-451": "does not take it and says later",
    "data-drop": "breaks off before the text",
    "mail-421": "closes at once",
    "rcpt-450": "puts one reader off",
}

office = pytest.fixture(opened, scope="module", name="office")
another = pytest.fixture(opened, scope="module", name="another")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder in memory where there is one: who is killed loses nothing that a disk would keep."""
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as name:
        yield Path(name)


@pytest.mark.parametrize("senders", [1, 2])
@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("fault", FAULTS)
def test_a_kill_at_any_step_with_any_fault_loses_nobody_and_doubles_nobody(
    office: Office, another: Office, folder: Path, fault: str, *, asked: bool, senders: int
) -> None:
    for step in STEPS:
        here = made(folder, step)
        with MailgunDouble() as double:
            order = to_mailgun(here, double, asked=asked, read=0.2 if fault in HURRIED else 5)
            if step not in BEGINNING:  # whoever comes next finds doubts
                double.script = ["accept", fault]
                office.run(**order, kill=("settling", 1))
            double.script = [fault, "accept", fault]
            busy = (office, another)[:senders]
            for one in busy:
                one.start(**order, at=HOUR, kill=(step, 1))
            for one in busy:
                one.code()
            double.script = []
            assert office.run(**order, at=2 * HOUR) == 0
            adds_up(here, double.copies, asked=asked)


def to_mailgun(folder: Path, double: MailgunDouble, **other: object) -> dict[str, object]:
    """Return an order to send in a folder through what plays Mailgun."""
    order = {"folder": str(folder), "provider": "mailgun", "count": COUNT, "batch": 2}
    return {**order, "base": double.base, **other}


def made(folder: Path, step: str) -> Path:
    """Return a new folder for one step."""
    here = folder / step.replace(" ", "-")
    here.mkdir()
    return here


def adds_up(folder: Path, copies: Counter[str], *, asked: bool) -> None:
    """Compare what the ledger says with what the provider took."""
    standing, named = told(folder)
    assert set(standing) == REFS
    accepted = {ref for ref, status in standing.items() if status is Status.ACCEPTED}
    unknown = {ref for ref, status in standing.items() if status is Status.UNKNOWN}
    assert accepted | unknown == REFS
    assert named == unknown
    assert set(copies.values()) <= {1}
    assert accepted <= set(copies)
    if asked:
        assert not unknown
        assert set(copies) == REFS


def told(folder: Path) -> tuple[dict[str, Status], set[str]]:
    """Return where everybody stands, and who is named as in doubt."""
    with Ledger.open(folder / "pynews.db") as ledger:
        (campaign,) = ledger.campaigns()
        standing = {f"m-{one.subscriber}": one.status for one in ledger.standings(campaign)}
        doubts = ledger.doubts(campaign)
        named = {f"m-{one.subscriber}" for doubt in doubts for one in doubt.recipients}
        assert ledger.tally(campaign).unknown == len(named)
    return standing, named


@pytest.mark.parametrize("fault", MAIL_FAULTS)
def test_a_kill_at_any_step_in_front_of_a_mail_server_doubles_nobody_and_names_every_doubt(
    office: Office, another: Office, folder: Path, fault: str
) -> None:
    for number, step in enumerate(STEPS):
        here = made(folder, step)
        with SmtpDouble() as mail:
            order = {
                "folder": str(here),
                "provider": "smtp",
                "count": COUNT,
                "batch": 2,
                "base": str(mail.port),
                "read": 0.2 if fault == "dot-hang" else 5,
            }
            if number % 3:  # every third begins in peace
                mail.script = [fault]
            busy = (office, another)[: 1 + number % 2]
            for one in busy:
                one.start(**order, kill=(step, 1 + number // 7))
            for one in busy:
                one.code()
            mail.script = [fault]
            assert office.run(**order, at=HOUR) == 0
            adds_up(here, Counter(NAMES[reader] for reader, _ in mail.taken), asked=False)


@pytest.mark.parametrize("jump", [-2 * HOUR, 2 * HOUR, 30 * 24 * HOUR, -30 * 24 * HOUR])
def test_a_clock_that_jumps_while_nobody_looks_loses_nobody_and_doubles_nobody(
    office: Office, folder: Path, jump: int
) -> None:
    for step in STEPS:
        here = made(folder, step)
        with MailgunDouble() as double:
            order = to_mailgun(here, double)
            double.script = ["reset", "accept", "drop"]
            office.run(**order, at=HOUR, kill=(step, 1))
            office.run(**order, at=HOUR + jump)
            adds_up_so_far(here, double.copies)
            assert office.run(**order, at=6 * HOUR) == 0
            adds_up(here, double.copies, asked=abs(jump) < 24 * HOUR)


def adds_up_so_far(folder: Path, copies: Counter[str]) -> None:
    """See that nobody has two copies, and that nobody is called accepted without one."""
    standing, _ = told(folder)
    assert set(standing) == REFS
    assert set(copies.values()) <= {1}
    accepted = {ref for ref, status in standing.items() if status is Status.ACCEPTED}
    assert accepted <= set(copies)


@pytest.mark.parametrize("elsewhere", [False, True])
@pytest.mark.parametrize("step", ["claimed", "packed", "written ahead", "handing over", "settling"])
def test_a_sender_stopped_for_longer_than_its_lease_does_no_harm_when_it_wakes(
    office: Office, another: Office, tmp_path: Path, step: str, *, elsewhere: bool
) -> None:
    clock, hold = tmp_path / "clock", tmp_path / "hold"
    clock.write_text("0")
    os.mkfifo(hold)
    with MailgunDouble() as double:
        # One connection: nothing is on its way while it is held.
        order = to_mailgun(tmp_path, double, clock=str(clock), lease=2, connections=1)
        process = office.start(**order, kill=(step, 2), hold=str(hold))
        assert hold.read_text() == "waiting"
        os.kill(process, signal.SIGSTOP)
        clock.write_text(str(2 * HOUR))
        other = {"owner": "elsewhere:1", "lock": "elsewhere"} if elsewhere else {}
        code = another.run(**order, **other)
        assert code == (0 if elsewhere else RetryLaterError.exit_code)
        os.kill(process, signal.SIGCONT)
        hold.write_text("go on")
        office.code()
        clock.write_text(str(4 * HOUR))
        assert another.run(**order) == 0
        adds_up(tmp_path, double.copies, asked=True)


@pytest.mark.parametrize("step", ["taken back", "claimed", "packed", "written ahead", "settling"])
def test_a_ledger_that_others_hold_stops_the_sending_and_loses_nothing(
    office: Office, tmp_path: Path, step: str
) -> None:
    hold = tmp_path / "hold"
    os.mkfifo(hold)
    with MailgunDouble() as double:
        order = to_mailgun(tmp_path, double, busy=0.05)
        office.start(**order, kill=(step, 1), hold=str(hold))
        assert hold.read_text() == "waiting"
        blocker = sqlite3.connect(tmp_path / "pynews.db", isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        hold.write_text("go on")
        assert office.code() == RetryLaterError.exit_code
        complaint = json.loads((tmp_path / "said.json").read_text())["error"]
        assert "the database is busy" in complaint
        blocker.execute("ROLLBACK")
        blocker.close()
        assert office.run(**order, at=HOUR) == 0
        adds_up(tmp_path, double.copies, asked=True)
