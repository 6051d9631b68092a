"""What tests of reports share: a list, what came back, and mail that reports."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pynews import track
from pynews.model import (
    Consent,
    Report,
    ReportKind,
    Subscriber,
    SubscriberStatus,
    subscriber_id,
    unsubscribe_token,
)
from pynews.store import Reports, Subscribers

sys.path.insert(0, str(Path(__file__).parent))

KEY = b"a key for tests, thirty-two bytes"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ADDRESS = "member@example.org"
ID = subscriber_id(KEY, ADDRESS)
LINK = f"{ID}.{unsubscribe_token(KEY, ID)}"
CONSENT = Consent("2021-05-20", "joining form", "Send me the newsletter.")


def person(address: str = ADDRESS) -> Subscriber:
    return Subscriber(subscriber_id(KEY, address), address, SubscriberStatus.ACTIVE, CONSENT)


def report(kind: str, *, days: float = 0, own: str = "", **fields) -> Report:
    """Return a report of some days ago."""
    at = NOON - timedelta(days=days)
    named = {"provider": "mailgun", "report_id": own or f"{kind}{days}", "subscriber": ID, **fields}
    return Report(at=at, kind=ReportKind(kind), **named)


@dataclass
class Desk:
    """A list with one member, and what came back."""

    people: Subscribers
    book: Reports

    @property
    def status(self) -> str:
        found = self.people.get(ADDRESS)
        return found.status.value if found else "unknown"

    def take(self, *reports: Report, **options) -> track.Taken:
        return track.take(reports, book=self.book, people=self.people, now=NOON, **options)

    def mail(self, *contents: bytes, dry_run: bool = False, days: int = 0) -> track.Taken:
        desk = track.Desk(
            book=self.book,
            people=self.people,
            keys=(b"another key", KEY),
            now=NOON + timedelta(days=days),
            dry_run=dry_run,
        )
        return track.from_mail(contents, desk)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    path = tmp_path / "pynews.db"
    with Subscribers.open(path, key=KEY) as people, Reports.open(path) as book:
        people.add_all([person()], dry_run=False)
        yield Desk(people, book)
