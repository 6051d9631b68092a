"""Answers that the ledger could not take are kept beside it, and read by the next sender."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from campaigns import Desk, People, freeze, subscriber
from mailgun_double import DOMAIN, KEY, MailgunDouble

from pynews.deliver import send
from pynews.deliver.answers import Answers
from pynews.errors import ProjectError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus
from pynews.providers.mailgun import Mailgun
from pynews.providers.outbox import Outbox
from pynews.providers.transport import Transport
from pynews.store import Batch, Ledger, Tally, Verdict


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.open(tmp_path / "pynews.db") as opened:
        yield opened


@pytest.fixture
def double() -> Iterator[MailgunDouble]:
    with MailgunDouble() as running:
        yield running


@pytest.fixture
def online(tmp_path: Path, double: MailgunDouble) -> Desk:
    mailgun = Mailgun(DOMAIN, KEY, double.base, Transport(connect=20, read=20))
    return Desk(tmp_path, mailgun, People.of(4))


def verdict(attempt: int, numbers: int = 1) -> Verdict:
    deliveries = {
        number: Delivery(f"r{number}", DeliveryStatus.ACCEPTED, "id", "fine")
        for number in range(1, numbers + 1)
    }
    return Verdict(Batch(1, 2, "", 0, ()), attempt, deliveries, timedelta(seconds=5))


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "pynews.db")
    assert answers.read() == ()
    answers.prepare()
    assert answers.read() == ()
    answers.keep([verdict(1), verdict(2)])
    answers.keep([verdict(3)])
    assert Answers(tmp_path / "pynews.db").read() == (verdict(1), verdict(2), verdict(3))
    answers.forget()
    assert answers.read() == ()


def test_a_torn_line_ends_the_journal_and_what_has_no_room_is_left_out(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "pynews.db")
    answers.prepare()
    answers.keep([verdict(1), verdict(2, 5000)])
    assert len(answers.read()) == 1
    content = answers.path.read_bytes().rstrip(b"\0")
    for torn in (content[:-9], content + b'{"deliveries":3}\n', content + b"\xff\n"):
        answers.path.write_bytes(torn)
        assert len(answers.read()) <= 1


def test_where_no_room_can_be_made_nothing_is_begun(tmp_path: Path) -> None:
    with pytest.raises(RetryLaterError, match="cannot be written"):
        Answers(tmp_path / "missing" / "pynews.db").prepare()
    assert issubclass(ProjectError, Exception)


def test_an_answer_that_comes_while_somebody_holds_the_ledger_is_not_lost(
    ledger: Ledger, online: Desk, double: MailgunDouble
) -> None:
    campaign = freeze(ledger, online.people, provider="mailgun")
    ledger._database.execute("PRAGMA busy_timeout = 1")  # noqa: SLF001 not to wait for it
    other = sqlite3.connect(ledger.path, isolation_level=None)

    def hold(step: str) -> None:
        if step == "settling" and not other.in_transaction:
            other.execute("BEGIN IMMEDIATE")

    with pytest.raises(RetryLaterError, match="busy"):
        for _ in send(ledger, campaign, online.means(checkpoint=hold)):
            pass
    other.execute("ROLLBACK")
    other.close()
    assert len(double.taken) == 4
    assert ledger.tally(campaign).sending == 4
    double.events = "nothing"  # asking would not help
    assert list(send(ledger, campaign, online.means()))[-1] == Tally(4, 0, 4, 0, 0, 0, 0)
    assert not (ledger.path.with_name("pynews.db-answers")).exists()
    assert len(double.taken) == 4


def test_somebody_erased_while_in_doubt_is_found_by_reference_and_not_written_to(
    ledger: Ledger, tmp_path: Path
) -> None:
    desk = Desk(tmp_path, Outbox(tmp_path / "outbox"), People.of(4))
    campaign = freeze(ledger, desk.people)
    now = desk.clock()
    lease = now + timedelta(minutes=10)
    batch = ledger.claim(campaign, owner="here:1", lease=lease, now=now)
    assert batch
    assert ledger.write_ahead(batch, {}, lease=lease, now=now, calls=[(1, 2, 3, 4)])
    del desk.people.by_id[subscriber(2).id]
    tally = list(send(ledger, campaign, desk.means()))[-1]
    assert tally == Tally(4, 1, 3, 0, 0, 0, 0)
    names = {path.name for path in (tmp_path / "outbox" / "new").iterdir()}
    assert f"m-{subscriber(2).id}.eml" not in names
