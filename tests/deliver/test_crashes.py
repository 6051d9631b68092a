"""kill -9 anywhere: nobody is forgotten, nobody gets it twice, and every doubt is named."""

import json
import os
import random
import signal
from collections import Counter
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from campaigns import People
from keyed import Keyed
from mailgun_double import MailgunDouble
from office import STEPS, Office, opened

from pynews.errors import RetryLaterError
from pynews.store import Ledger, Status

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills with signals")

COUNT = 12
EVERYBODY = {one.email for one in People.of(COUNT).by_id.values()}


office = pytest.fixture(opened, scope="module", name="office")
another = pytest.fixture(opened, scope="module", name="another")


@pytest.fixture
def double() -> Iterator[MailgunDouble]:
    with MailgunDouble() as running:
        yield running


def arrived(folder: Path) -> Counter[str]:
    """Count the outbox's messages by reader."""
    new = folder / "outbox" / "new"
    return Counter(
        message_from_bytes(path.read_bytes())["To"]
        for path in (new.iterdir() if new.is_dir() else ())
    )


def files(folder: Path) -> int:
    """Count the outbox's messages."""
    new = folder / "outbox" / "new"
    return len(tuple(new.iterdir())) if new.is_dir() else 0


def said(folder: Path) -> list[int]:
    found: list[int] = json.loads((folder / "said.json").read_text())["tally"]
    return found


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_an_outbox_that_is_finished_by_sending_again(
    office: Office, tmp_path: Path, step: str, times: int
) -> None:
    order = {"folder": str(tmp_path), "provider": "outbox", "count": COUNT}
    assert office.run(**order, kill=("handed over", 2)) in {-signal.SIGKILL, 0}
    office.run(**order, kill=(step, times))
    assert set(arrived(tmp_path).values()) <= {1}
    assert office.run(**order) == 0
    assert arrived(tmp_path) == dict.fromkeys(EVERYBODY, 1)
    assert said(tmp_path) == [COUNT, 0, 0, 0, 0]
    assert list((tmp_path / "outbox" / "tmp").iterdir()) == []


def test_soon_after_a_crash_a_provider_that_says_no_is_not_believed_yet(
    office: Office, tmp_path: Path, double: MailgunDouble
) -> None:
    order = {"folder": str(tmp_path), "provider": "mailgun", "count": COUNT, "base": double.base}
    order["batch"] = COUNT
    assert office.run(**order, kill=("handed over", 3)) == -signal.SIGKILL
    double.events = "nothing"
    assert office.run(**order, at=60) == 0
    accepted, _, pending, sending, unknown = said(tmp_path)
    assert (accepted + unknown, pending, sending) == (COUNT, 0, 0)
    with Ledger.open(tmp_path / "pynews.db") as ledger:
        (campaign,) = ledger.campaigns()
        named = [one.subscriber for doubt in ledger.doubts(campaign) for one in doubt.recipients]
        standings = [one for one in ledger.standings(campaign) if one.status is Status.UNKNOWN]
    assert len(named) == unknown == len(standings) == COUNT
    assert "before the answer" in standings[0].detail
    double.events = "truth"
    assert office.run(**order, at=3600) == 0
    assert double.copies == {f"m-{one}": 1 for one in People.of(COUNT).by_id}
    assert said(tmp_path) == [COUNT, 0, 0, 0, 0]


def test_two_thousand_readers_and_ten_kills_leave_one_message_each_in_the_outbox(
    tmp_path: Path, office: Office
) -> None:
    chance = random.Random(2021)
    order = {"folder": str(tmp_path), "provider": "outbox", "count": 2000, "batch": 100}
    killed = 0
    for goal in sorted(chance.sample(range(2000), 10)):
        killed += office.kill_at(lambda: files(tmp_path), goal, **order)
        assert set(arrived(tmp_path).values()) <= {1}
    assert killed >= 5
    assert office.run(**order) == 0
    assert said(tmp_path) == [2000, 0, 0, 0, 0]
    found = arrived(tmp_path)
    assert (len(found), set(found.values())) == (2000, {1})


def test_two_thousand_readers_and_ten_kills_leave_one_copy_each_at_the_provider(
    tmp_path: Path, office: Office, double: MailgunDouble
) -> None:
    chance = random.Random(2021)
    order = {
        "folder": str(tmp_path),
        "provider": "mailgun",
        "count": 2000,
        "batch": 50,
        "base": double.base,
    }
    killed = 0
    for number, goal in enumerate(sorted(chance.sample(range(2000), 10))):
        killed += office.kill_at(lambda: len(double.taken), goal, **order, at=3600 * number)
    assert killed >= 5
    assert office.run(**order, at=50_000) == 0
    assert said(tmp_path) == [2000, 0, 0, 0, 0]
    assert (len(double.copies), set(double.copies.values())) == (2000, {1})


def test_kills_and_faults_of_the_network_together_lose_nobody_and_double_nobody(
    tmp_path: Path, office: Office, double: MailgunDouble
) -> None:
    chance = random.Random(7)
    order = {
        "folder": str(tmp_path),
        "provider": "mailgun",
        "count": 300,
        "batch": 20,
        "base": double.base,
    }
    double.chance = 0.15
    for number in range(12):
        step, times = chance.choice(STEPS), chance.randrange(1, 40)
        office.run(**order, at=3600 * number, kill=(step, times))
        assert set(double.copies.values()) <= {1}
    double.chance = 0
    assert office.run(**order, at=50_000) == 0
    assert said(tmp_path) == [300, 0, 0, 0, 0]
    assert (len(double.copies), set(double.copies.values())) == (300, {1})


def test_a_second_send_while_one_runs_is_told_so_and_hands_nothing_over(
    tmp_path: Path, office: Office, another: Office
) -> None:
    order = {"folder": str(tmp_path), "provider": "outbox", "count": COUNT}
    hold = tmp_path / "hold"
    os.mkfifo(hold)
    first = office.start(**order, kill=("handing over", 2), hold=str(hold))
    assert hold.read_text() == "waiting"
    assert another.run(**order) == RetryLaterError.exit_code
    complaint = json.loads((tmp_path / "said.json").read_text())["error"]
    assert f"already sending (process {first})" in complaint
    assert files(tmp_path) == 4
    hold.write_text("go on")
    assert office.code() == 0
    assert arrived(tmp_path) == dict.fromkeys(EVERYBODY, 1)


def test_two_sends_started_together_again_and_again_hand_over_once(
    tmp_path: Path, office: Office, another: Office, double: MailgunDouble
) -> None:
    for number in range(10):
        folder = tmp_path / str(number)
        folder.mkdir()
        order = {"folder": str(folder), "provider": "mailgun", "count": 5, "base": double.base}
        for one in (office, another):
            one.start(**order)
        codes = {office.code(), another.code()}
        assert codes <= {0, RetryLaterError.exit_code}
        assert 0 in codes
        assert double.copies == {f"m-{one}": 1 for one in People.of(5).by_id}
        double.taken.clear()  # the next ledger knows nothing of these


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_any_step_leaves_a_provider_with_keys_with_one_copy_each(
    office: Office, tmp_path: Path, step: str
) -> None:
    order = {"folder": str(tmp_path), "provider": "keyed", "count": COUNT, "chance": 0.3}
    assert office.run(**order, kill=("handed over", 2)) == -signal.SIGKILL
    office.run(**order, at=60, kill=(step, 1))
    assert office.run(**{**order, "chance": 0}, at=120) == 0
    assert Keyed(tmp_path / "keyed").copies == {f"m-{one}": 1 for one in People.of(COUNT).by_id}
    assert said(tmp_path) == [COUNT, 0, 0, 0, 0]
