"""How fast mail is planned and handed over, beside peers that are installed, in one run.

Run ``python benchmarks/send.py``; ``--people 1000000`` for the large list. Peers are
found through ``--peers PYTHON`` (an environment with museletter and django-mailer) and
``--node FOLDER`` (a folder with ``node_modules/nodemailer``); who is missing is said and
left out. Receivers are programs of our own on loopback. Only ratios mean something.
"""

import argparse
import os
import resource
import smtplib
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from itertools import islice
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
from pynews.providers.smtp import Smtp
from pynews.providers.smtp_session import Server
from pynews.providers.transport import HttpRequest, HttpResponse, Transport
from pynews.store import Ledger

HERE = Path(__file__).parent / "peers"
NOW = datetime(2021, 11, 2, 9, tzinfo=UTC)
KEY = b"a key for measuring"
GHOST = 4200
HTML = "<html><body><p>Dear MEMBER</p>" + "<p>A line of news for all members.</p>\n" * 1200
LATENCY = 0.1
SIZES: list[float] = []  # bytes a person of each ledger after its sending


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


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--peers", default=os.environ.get("PEERS_PYTHON", ""))
    parser.add_argument("--node", default=os.environ.get("PEERS_NODE", ""))
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.memory:
        batches(asked.memory)
        say(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")
        return 0
    memory(asked.people)  # first: a child begins with its parent's peak
    rate = plans(asked.people)
    told("plan", rate, f"{rate / GHOST:.0f} x Ghost's published {GHOST:,}/s; bar 20")
    bound = 8 * 1000 / LATENCY
    rate = batches(asked.people)
    told("batches of 1,000, 8 connections", rate, f"{rate / bound:.2f} of the bound; bar 0.6")
    say(f"{'ledger':34} {SIZES[-1]:10.0f} bytes a person, everybody sent; bar 200")
    without = batches(asked.people, ledger=False)
    words = f"the ledger costs {1 - rate / without:.0%}; bar 15 %"
    told("the same without a ledger", without, words)
    singles(asked)
    smtp(asked)
    return 0


def memory(people: int) -> None:
    """Measure the most memory of a sender of few and of many, each in a process of its own."""
    peaks = []
    for count in (10_000, people):
        order = [sys.executable, __file__, "--memory", str(count)]
        peaks.append(float(subprocess.run(order, capture_output=True, check=True).stdout))
    say(f"{'memory':34} {peaks[0]:10.0f} MB at 10,000, {peaks[1]:.0f} MB at {people:,}; bar 64")


def singles(asked: argparse.Namespace) -> None:
    """Measure one message a call on 64 connections, beside museletter."""
    rate = batches(asked.messages, size=1, connections=64)
    words = f"{rate / (64 / LATENCY):.2f} of the bound"
    if asked.peers:
        peer = output([asked.peers, HERE / "museletter_loop.py", "60", str(LATENCY)])
        told("museletter, limiter off", peer, "")
        words += f", {rate / peer:.0f} x museletter; bar 50"
    told("one message a call, 64 connections", rate, words)


def smtp(asked: argparse.Namespace) -> None:
    """Measure SMTP on 8 connections, beside nodemailer, django-mailer and plain smtplib."""
    with receiver("smtp", 0) as port, tempfile.TemporaryDirectory() as folder:
        letter = Path(folder) / "letter.html"
        letter.write_text(HTML, encoding="utf-8")
        ours = through_smtp(port, asked.messages)
        told("SMTP, 8 connections, durable", ours, "")
        few = str(asked.messages // 4)
        peers: dict[str, Callable[[], float]] = {
            "smtplib in a plain loop": partial(plain_loop, port, asked.messages // 4)
        }
        if asked.node:
            order = ["node", HERE / "nodemailer_pool.js", str(port), few, letter]
            peers["nodemailer's pool"] = partial(output, order, NODE_PATH=asked.node)
        if asked.peers:
            mailer = [asked.peers, HERE / "django_mailer_queue.py", str(port), few, letter]
            peers["django-mailer"] = partial(output, mailer)
        for name, measure in peers.items():
            rate = measure()
            told(name, rate, f"ours is {ours / rate:.1f} x")


def through_smtp(port: int, count: int) -> float:
    """Return messages a second through the ledger and SMTP."""
    can = Capabilities(max_batch=10, batch_size=50, connections=8)
    provider = Smtp(Server("127.0.0.1", port, "none"), can)
    return sending(count, provider, letter().message)


def plain_loop(port: int, count: int) -> float:
    """Return messages a second of smtplib with a message built for each."""
    start = perf_counter()
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(count):
            message = EmailMessage()
            message["From"], message["Subject"] = "news@example.org", "News"
            message["To"] = f"member{number}@example.org"
            message.set_content(f"Dear member {number}")
            message.add_alternative(HTML.replace("MEMBER", f"Member {number}"), subtype="html")
            server.send_message(message)
    return count / (perf_counter() - start)


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


def plans(people: int) -> float:
    """Return recipients a second of a freeze."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.db"
        with Ledger.open(path) as ledger:
            readers = list(recipients(people))
            start = perf_counter()
            freeze(ledger, readers, people, 1000)
            return people / (perf_counter() - start)


def batches(people: int, *, size: int = 1000, connections: int = 8, ledger: bool = True) -> float:
    """Return recipients a second through a provider that takes a while for each call."""
    with receiver("http", LATENCY) as port:
        batch = max(size, 64)
        can = Capabilities(max_batch=size, batch_size=batch, connections=connections)
        provider = Poster(f"http://127.0.0.1:{port}/", can)
        return sending(people, provider, small) if ledger else bare(people, provider)


def small(recipient: Recipient, *, key: bytes) -> Message:
    """Return what a provider that merges by itself gets for one reader."""
    del key
    content = f'{{"to":"{recipient.email}","name":"{recipient.first_name}"}}'.encode()
    ref = pack.message_ref("c", recipient.subscriber)
    return Message(ref, Envelope("news@example.org", recipient.email), content)


def sending(people: int, provider: Provider, make: Callable[..., Message]) -> float:
    """Return messages a second through the whole engine, durable."""
    with tempfile.TemporaryDirectory() as folder, Ledger.open(Path(folder) / "l.db") as ledger:
        freeze(ledger, recipients(people), people, provider.capabilities.batch_size)
        campaign = ledger.campaigns()[0]
        means = deliver.Means(
            provider=provider,
            pack=partial(make, key=KEY),
            people=known,
            now=lambda: datetime.now(UTC),
        )
        start = perf_counter()
        for tally in deliver.send(ledger, campaign, means):
            end = tally
        seconds = perf_counter() - start
        if end.accepted != people:
            raise SystemExit(f"not everybody was accepted: {end}")
        SIZES.append(Path(folder, "l.db").stat().st_size / people)
        return people / seconds


def bare(people: int, provider: Provider) -> float:
    """Return recipients a second of the same calls with nothing written down."""
    size = provider.capabilities.max_batch
    readers = recipients(people)
    start = perf_counter()
    with ThreadPoolExecutor(provider.capabilities.connections) as pool:
        waiting = []
        while part := list(islice(readers, size)):
            found = known([one.subscriber for one in part])
            messages = [
                small(
                    Recipient(one.subscriber, found[one.subscriber].email, one.first_name), key=b""
                )
                for one in part
            ]
            waiting.append(pool.submit(provider.hand_over, messages, key="k"))
            while len(waiting) >= provider.capabilities.connections:
                waiting.pop(0).result()
        for one in waiting:
            one.result()
    return people / (perf_counter() - start)


def recipients(people: int) -> Iterator[Recipient]:
    """Yield so many readers."""
    for number in range(people):
        email = f"member{number}@example.org"
        id_ = subscriber_id(KEY, email)
        yield Recipient(id_, email, f"Member {number}")


class Reached(NamedTuple):
    """What the list says of somebody."""

    status: SubscriberStatus
    email: str


def known(ids: Sequence[str]) -> Mapping[str, Reached]:
    """Return everybody asked for; an address takes no looking up here."""
    active = SubscriberStatus.ACTIVE
    return {one: Reached(active, f"{one}@example.org") for one in ids}


def freeze(
    ledger: Ledger, readers: Sequence[Recipient] | Iterator[Recipient], people: int, size: int
) -> None:
    """Freeze a plan."""
    name = "poster" if size >= 64 else "smtp"  # noqa: PLR2004 the smallest batch of the poster
    plan = Plan("i", "issue", "e", "s", "f", name, NOW, Audience("", people, "d", {}))
    ledger.freeze(plan, form=b"", recipients=readers, exclusions=(), batch_size=size, now=NOW)


@contextmanager
def receiver(kind: str, latency: float) -> Iterator[int]:
    """Run a receiver and give its port."""
    order = [sys.executable, str(HERE / "receivers.py"), kind, str(latency)]
    with subprocess.Popen(
        order, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        if process.stdout is None or process.stdin is None:
            raise SystemExit("no receiver")
        yield int(process.stdout.readline())
        process.stdin.close()


def output(order: Sequence[str | Path], **variables: str) -> float:
    """Run a peer and return the number it prints."""
    done = subprocess.run(
        order, capture_output=True, text=True, check=False, env={**os.environ, **variables}
    )
    if done.returncode:
        raise SystemExit(f"{order[:2]} failed: {done.stderr[-800:]}")
    return float(done.stdout.split()[-1])


def told(what: str, rate: float, words: str) -> None:
    """Print one line."""
    say(f"{what:34} {rate:10,.0f} /s  {words}")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
