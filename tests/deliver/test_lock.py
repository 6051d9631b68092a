"""One sender at a time."""

import os
import subprocess
import sys
from pathlib import Path
from threading import Thread

import pytest

from pynews.deliver import sender_lock
from pynews.errors import ProjectError, PynewsError, RetryLaterError

HOLD = """
import sys
from pathlib import Path
from pynews.deliver import sender_lock
with sender_lock(Path(sys.argv[1])):
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_a_second_sender_is_told_who_is_at_work_and_can_go_on_when_it_ended(
    tmp_path: Path,
) -> None:
    ledger = tmp_path / "pynews.db"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, ledger], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == b"locked\n"
        with (
            pytest.raises(RetryLaterError, match=rf"already sending \(process {other.pid}\)"),
            sender_lock(ledger),
        ):
            pass
        other.kill()
    with sender_lock(ledger):
        pass


def test_who_has_the_lock_may_take_it_again_and_nobody_else_may(tmp_path: Path) -> None:
    ledger = tmp_path / "pynews.db"
    refused: list[PynewsError] = []

    def other() -> None:
        try:
            with sender_lock(ledger):
                pass
        except PynewsError as error:
            refused.append(error)

    with sender_lock(ledger):
        with sender_lock(tmp_path / "." / "pynews.db"):
            pass
        thread = Thread(target=other)
        thread.start()
        thread.join()
    assert str(os.getpid()) in str(refused[0])
    other()
    assert len(refused) == 1


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(ProjectError, match="cannot be written"),
        sender_lock(tmp_path / "missing" / "pynews.db"),
    ):
        pass
