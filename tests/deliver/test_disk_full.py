"""A full disk: nothing is handed over that was not written down, nothing is left half-written."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from campaigns import Desk, People, freeze
from smtp_double import SmtpDouble

from pynews.deliver import send
from pynews.errors import RetryLaterError
from pynews.providers.outbox import Outbox
from pynews.providers.smtp import Smtp
from pynews.providers.smtp_session import Server
from pynews.store import Ledger


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("this machine has no mount command")
    if done.returncode:
        pytest.skip("this user may not mount a small file system")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(path: Path) -> None:
    """Write until the disk is full, to the last byte."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 10, 1):
            with suppress(OSError):
                while file.write(b"\0" * size):
                    pass


@pytest.mark.parametrize("step", ["taken back", "claimed", "packed", "written ahead", "settling"])
def test_a_disk_that_fills_up_at_any_step_stops_the_sending_and_loses_nothing(
    small_disk: Path, tmp_path: Path, step: str
) -> None:
    desk = Desk(tmp_path, Outbox(tmp_path / "outbox"), People.of(40))
    with Ledger.open(small_disk / "pynews.db") as ledger:
        campaign = freeze(ledger, desk.people)

        def full(name: str) -> None:
            if name == step:
                fill(small_disk / "filler")

        with pytest.raises(RetryLaterError) as caught:
            for _ in send(ledger, campaign, desk.means(checkpoint=full)):
                pass
        assert "make room" in caught.value.problems[0].hint
        written_ahead = ledger.tally(campaign).sending + ledger.tally(campaign).accepted
        handed_over = len(list((tmp_path / "outbox" / "new").glob("*")))
        assert handed_over <= written_ahead
        (small_disk / "filler").unlink()
        assert list(send(ledger, campaign, desk.means()))[-1].accepted == 40
    assert len(list((tmp_path / "outbox" / "new").iterdir())) == 40


def test_an_outbox_on_a_full_disk_holds_whole_messages_only(
    small_disk: Path, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, Outbox(small_disk / "outbox"), People.of(400))
    filler = small_disk / "filler"
    filler.write_bytes(bytes(900_000))
    with Ledger.open(tmp_path / "pynews.db") as ledger:
        campaign = freeze(ledger, desk.people, batch=100)
        with pytest.raises(RetryLaterError, match="No space left on device"):
            for _ in send(ledger, campaign, desk.means()):
                pass
        found = list((small_disk / "outbox" / "new").iterdir())
        assert 0 < len(found) < 400
        assert all(path.read_bytes().endswith(b"a line of news\n") for path in found)
        assert list((small_disk / "outbox" / "tmp").iterdir()) == []
        tally = ledger.tally(campaign)
        assert (tally.accepted, tally.unknown) == (len(found), 0)
        filler.unlink()
        with pytest.raises(RetryLaterError):  # 400 files do not fit
            list(send(ledger, campaign, desk.means()))
        assert ledger.tally(campaign).unknown == 0


@pytest.mark.parametrize("step", ["claimed", "packed", "written ahead", "settling"])
def test_a_disk_that_fills_up_in_front_of_a_mail_server_doubles_nobody(
    small_disk: Path, tmp_path: Path, step: str
) -> None:
    with SmtpDouble() as mail, Ledger.open(small_disk / "pynews.db") as ledger:
        desk = Desk(tmp_path, Smtp(Server("127.0.0.1", mail.port, "none")), People.of(40))
        campaign = freeze(ledger, desk.people, provider="smtp")
        seen: list[str] = []

        def full(name: str) -> None:
            seen.append(name)
            if name == step and seen.count(step) == 2:
                fill(small_disk / "filler")

        with suppress(RetryLaterError):  # a small disk may be full of readers only
            for _ in send(ledger, campaign, desk.means(checkpoint=full)):
                pass
        taken = len(mail.taken)
        tally = ledger.tally(campaign)
        assert taken <= tally.sending + tally.accepted
        (small_disk / "filler").unlink(missing_ok=True)
        tally = list(send(ledger, campaign, desk.means()))[-1]
        assert (tally.accepted, tally.unknown) == (40, 0)
        assert set(mail.copies.values()) == {1}
        assert len(mail.copies) == 40


LIMITED = """
import resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from campaigns import People, freeze
from pynews.errors import RetryLaterError
from pynews.store import Ledger
with Ledger.open(Path(sys.argv[2])) as ledger:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    try:
        freeze(ledger, People.of(5000))
    except RetryLaterError as error:
        print(error)
    print(len(ledger.campaigns()))
"""


def test_a_plan_is_frozen_whole_or_not_at_all_when_the_disk_takes_no_more(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="no limits for files on this system")
    path = tmp_path / "pynews.db"
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, Path(__file__).parent, path],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "make room" in done.stdout
    assert done.stdout.endswith("\n0\n")
    with Ledger.open(path) as ledger:
        assert freeze(ledger, People.of(5000)).recipients == 5000
