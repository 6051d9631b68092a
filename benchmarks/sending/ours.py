"""Our engine beside receivers on loopback: one sending at a time, its rate and its ledger."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from pynews import deliver, pack
from pynews.model import (
    Audience,
    Delivery,
    DeliveryStatus,
    Edition,
    Envelope,
    Mailbox,
    MergeField,
    Message,
    Plan,
    Publication,
    Recipient,
    SubscriberStatus,
    subscriber_id,
)
from pynews.providers import Capabilities, Provider
from pynews.providers.outbox import Outbox
from pynews.providers.smtp import Smtp
from pynews.providers.smtp_session import Server
from pynews.providers.transport import HttpRequest, HttpResponse, Transport
from pynews.store import Ledger

__all__ = ["HTML", "WAYS", "Rate", "batches", "plans", "receiver", "singles", "through_smtp"]

RECEIVERS = Path(__file__).parents[1] / "peers" / "receivers.py"
NOW = datetime(2021, 11, 2, 9, tzinfo=UTC)
KEY = b"a key for measuring"
HTML = "<html><body><p>Dear MEMBER</p>" + "<p>A line of news for all members.</p>\n" * 1200
Make = Callable[..., Message]


class Hasty(Ledger):
    """A ledger whose commits are on the disk whenever the machine likes: what safety costs."""

    synchronous = "OFF"


class Rate(NamedTuple):
    """Messages a second, and bytes of ledger a person once everybody was sent."""

    rate: float
    size: float


class Reached(NamedTuple):
    """What the list says of somebody."""

    status: SubscriberStatus
    email: str


@dataclass(frozen=True)
class Poster:
    """A provider that takes many messages a call over HTTP."""

    url: str
    capabilities: Capabilities
    transport: Transport = field(default_factory=Transport)
    name: str = "poster"

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Post them together."""
        body = b"\n".join([one.content for one in messages])
        answer = self.transport.exchange(HttpRequest("POST", self.url, (("Key", key),), body))
        good = isinstance(answer, HttpResponse) and answer.status == 200  # noqa: PLR2004
        status = DeliveryStatus.ACCEPTED if good else DeliveryStatus.UNKNOWN
        return [Delivery(one.ref, status) for one in messages]

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Say nothing."""
        return {one.ref: None for one in messages}

    def check(self) -> None:
        """Check nothing."""


def plans(people: int, *, known: bool = True) -> float:
    """Return recipients a second of a freeze.

    Arguments:
        people: how many.
        known: whether they are all there before the clock starts; otherwise they are
            worked out one by one, and none is kept.
    """
    readers: Iterable[Recipient] = recipients(people)
    if known:
        readers = list(readers)
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "l.db") as ledger:
        start = perf_counter()
        freeze(ledger, readers, people, "poster", 1000)
        return people / (perf_counter() - start)


def batches(people: int, latency: float, *, safe: bool = True) -> Rate:
    """Send by batches of 1,000 on 8 connections, each answer after a while."""
    can = Capabilities(max_batch=1000, batch_size=1000, connections=8)
    with receiver("http", latency) as port:
        return sending(people, Poster(f"http://127.0.0.1:{port}/", can), small, safe=safe)


def singles(people: int, latency: float) -> Rate:
    """Send one message a call on 64 connections, each answer after a while."""
    can = Capabilities(max_batch=1, batch_size=64, connections=64)
    with receiver("http", latency) as port:
        return sending(people, Poster(f"http://127.0.0.1:{port}/", can), small)


def through_smtp(people: int, port: int) -> Rate:
    """Send a letter of 50 KB to each through a mail server, on 8 connections."""
    can = Capabilities(max_batch=10, batch_size=50, connections=8)
    return sending(people, Smtp(Server("127.0.0.1", port, "none"), can), letter().message)


def into_outbox(people: int) -> Rate:
    """Write a letter of 50 KB to each into a folder."""
    with tempfile.TemporaryDirectory() as folder:
        return sending(people, Outbox(Path(folder)), letter().message)


def smtp_alone(people: int) -> Rate:
    """Send through a mail server of its own."""
    with receiver("smtp", 0) as port:
        return through_smtp(people, port)


WAYS: dict[str, Callable[[int], object]] = {
    "plan": partial(plans, known=False),
    "batches of 1,000": partial(batches, latency=0.1),
    "one a call": partial(singles, latency=0),
    "SMTP": smtp_alone,
    "outbox": into_outbox,
}


def sending(people: int, provider: Provider, make: Make, *, safe: bool = True) -> Rate:
    """Send through the whole engine; every commit on the disk, unless told otherwise."""
    kind = Ledger if safe else Hasty
    size = provider.capabilities.batch_size
    means = deliver.Means(
        provider=provider,
        pack=partial(make, key=KEY),
        people=reach,
        now=lambda: datetime.now(UTC),
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.db"
        with kind.open(path) as ledger:
            freeze(ledger, recipients(people), people, provider.name, size)
            campaign = ledger.campaigns()[0]
            start = perf_counter()
            for tally in deliver.send(ledger, campaign, means):
                end = tally
            seconds = perf_counter() - start
        if end.accepted != people:
            raise SystemExit(f"not everybody was accepted: {end}")
        return Rate(people / seconds, path.stat().st_size / people)


def freeze(
    ledger: Ledger, readers: Iterable[Recipient], people: int, provider: str, size: int
) -> None:
    """Freeze a plan."""
    plan = Plan("i", "issue", "e", "s", "f", provider, NOW, Audience("", people, "d", {}))
    ledger.freeze(plan, form=b"", recipients=readers, exclusions=(), batch_size=size, now=NOW)


def recipients(people: int) -> Iterator[Recipient]:
    """Yield so many readers."""
    for number in range(people):
        email = f"member{number}@example.org"
        yield Recipient(subscriber_id(KEY, email), email, f"Member {number}")


def reach(ids: Sequence[str]) -> Mapping[str, Reached]:
    """Return everybody asked for; an address takes no looking up here."""
    active = SubscriberStatus.ACTIVE
    return {one: Reached(active, f"{one}@example.org") for one in ids}


def small(recipient: Recipient, *, key: bytes) -> Message:
    """Return what a provider that merges by itself gets for one reader."""
    del key
    content = f'{{"to":"{recipient.email}","name":"{recipient.first_name}"}}'.encode()
    ref = pack.message_ref("c", recipient.subscriber)
    return Message(ref, Envelope("news@example.org", recipient.email), content)


def letter() -> pack.Form:
    """Return a form of a letter of about 50 KB."""
    box = Mailbox("News", "news@example.org")
    publication = Publication(
        "news.example.org", "News", "en-GB", "Europe/London", "", "nhs", box, box, "O", "A",
        unsubscribe_url="https://news.example.org",
    )  # fmt: skip
    edition = Edition(
        issue_id="i",
        subject="News",
        preheader="",
        html=HTML,
        text="Dear MEMBER",
        web="",
        fields=(MergeField("MEMBER", "first_name", "member"),),
    )
    return pack.compile_form(edition, invitations=(), publication=publication, at=NOW, campaign="c")


@contextmanager
def receiver(kind: str, latency: float) -> Iterator[int]:
    """Run a receiver and give its port."""
    order = [sys.executable, str(RECEIVERS), kind, str(latency)]
    with subprocess.Popen(
        order, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise SystemExit("no receiver")
        yield int(process.stdout.readline())
        process.stdin.close()
