"""A list, a plan and messages for the tests of sending."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pynews.deliver import Means
from pynews.model import (
    Audience,
    Consent,
    Envelope,
    Exclusion,
    Message,
    Plan,
    Recipient,
    Subscriber,
    SubscriberStatus,
    subscriber_id,
)
from pynews.providers import Provider
from pynews.store import Campaign, Ledger

START = datetime(2021, 11, 2, 9, tzinfo=UTC)
KEY = b"a key for tests"


def subscriber(number: int) -> Subscriber:
    """Return the subscriber of a number."""
    email = f"reader{number}@example.org"
    return Subscriber(
        subscriber_id(KEY, email),
        email,
        SubscriberStatus.ACTIVE,
        Consent("2021-05-20", "joining form", "the newsletter"),
        first_name=f"Reader {number}",
    )


@dataclass
class People:
    """The list as it is now."""

    by_id: dict[str, Subscriber]

    @classmethod
    def of(cls, count: int) -> "People":
        return cls({one.id: one for one in map(subscriber, range(count))})

    def __call__(self, ids: Sequence[str]) -> Mapping[str, Subscriber]:
        return {one: self.by_id[one] for one in ids if one in self.by_id}

    def become(self, number: int, status: SubscriberStatus) -> None:
        one = subscriber(number)
        self.by_id[one.id] = replace(one, status=status)

    def recipients(self) -> Iterable[Recipient]:
        for one in self.by_id.values():
            yield Recipient(one.id, one.email, one.first_name)


@dataclass
class Clock:
    """A clock that moves when it is told to."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **much: float) -> None:
        self.at += timedelta(**much)

    def rest(self, span: timedelta, hands: Collection[Future[object]]) -> None:
        """Let time pass without sleeping; with somebody at work it stands still."""
        if hands:
            wait(hands, return_when=FIRST_COMPLETED)
        else:
            self.at += span


def plan(provider: str, count: int, issue: str = "2021-11") -> Plan:
    """Return a plan for so many people."""
    digest = hashlib.sha256(issue.encode()).hexdigest()
    audience = Audience("", count, digest, {})
    return Plan(issue, "issue", digest, "News", "news@example.org", provider, START, audience)


def pack(recipient: Recipient) -> Message:
    """Return the message of one recipient."""
    head = f"To: {recipient.email}\r\nSubject: News\r\n\r\n"
    content = f"{head}Dear {recipient.first_name},\r\n".encode() + b"a line of news\r\n" * 40
    envelope = Envelope("news@example.org", recipient.email)
    return Message(f"m-{recipient.subscriber}", envelope, content)


def freeze(
    ledger: Ledger,
    people: People,
    *,
    provider: str = "outbox",
    batch: int = 4,
    exclusions: Iterable[Exclusion] = (),
    issue: str = "2021-11",
) -> Campaign:
    """Freeze a plan for everybody on the list."""
    return ledger.freeze(
        plan(provider, len(people.by_id), issue),
        form=b"the frozen letter",
        recipients=people.recipients(),
        exclusions=exclusions,
        batch_size=batch,
        now=START,
    )


@dataclass
class Desk:
    """Everything a sending needs, in one folder."""

    folder: Path
    provider: Provider
    people: People
    clock: Clock = field(default_factory=Clock)
    steps: list[str] = field(default_factory=list)

    def means(self, **other: object) -> Means:
        parts = {
            "provider": self.provider,
            "pack": pack,
            "people": self.people,
            "now": self.clock,
            "owner": "here:1",
            "checkpoint": self.steps.append,
            "rest": self.clock.rest,
        }
        return Means(**{**parts, **other})  # type: ignore[arg-type]
