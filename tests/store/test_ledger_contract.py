"""The ledger in SQLite keeps what every ledger promises, also one that is older than today."""

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from ledger_contract import LedgerContract, freeze

from pynews.errors import ProjectError
from pynews.store import Ledger, State, connect
from pynews.store.ledger_codec import calls_text, read_calls
from pynews.store.ledger_schema import FIRST


class TestInSqlite(LedgerContract):
    @pytest.fixture
    def ledger(self, tmp_path: Path) -> Iterator[Ledger]:
        with Ledger.open(tmp_path / "pynews.db") as opened:
            yield opened


class TestOnceAnOlderVersion(LedgerContract):
    @pytest.fixture
    def ledger(self, tmp_path: Path) -> Iterator[Ledger]:
        connect(tmp_path / "pynews.db", migrations=(FIRST,)).close()
        with Ledger.open(tmp_path / "pynews.db") as opened:
            yield opened


def test_what_an_older_version_froze_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "pynews.db"
    old = connect(path, migrations=(FIRST,))
    old.execute("INSERT INTO part VALUES (x'00', x'00')")
    moment = "2021-11-02T09:00:00.000000+00:00"
    old.execute(
        "INSERT INTO campaign VALUES (1, 'i', 'issue', 'p', 'e', 's', 'f', 'outbox', ?, ?, x'00',"
        " 1, 0)",
        (moment, moment),
    )
    old.close()
    with Ledger.open(path) as ledger:
        (campaign,) = ledger.campaigns()
    assert (campaign.state, campaign.why, campaign.resting) == (State.OPEN, "", None)


def test_a_copy_is_never_written_over_something(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "pynews.db") as ledger:
        freeze(ledger)
        ledger.copy_to(tmp_path / "copy.db")
        with pytest.raises(ProjectError, match="a file of that name"):
            ledger.copy_to(tmp_path / "copy.db")
        with pytest.raises(ProjectError, match="cannot be written"):
            ledger.copy_to(tmp_path / "missing" / "copy.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.db", "pynews.db"]
    with sqlite3.connect(tmp_path / "copy.db") as copy:
        assert copy.execute("SELECT count(*) FROM recipient").fetchone() == (6,)
    copy.close()


@pytest.mark.parametrize(
    ("calls", "text"),
    [((), ""), (((1, 2, 3), (5,)), "1-3;5"), (((1, 3, 4, 9),), "1,3-4,9")],
)
def test_numbers_of_calls_take_little_room(calls: tuple[tuple[int, ...], ...], text: str) -> None:
    assert calls_text(calls) == text
    assert read_calls(text) == calls
