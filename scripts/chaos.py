"""Kills senders at random steps, as often as wanted, and counts who was lost or written to twice.

Run ``make chaos KILLS=1000`` (``SEED=7`` for other accidents). Four kinds of provider,
each with faults of its own; every second sending has two senders at once. Writes the
table of docs/reliability.md. Ends with 1 when anybody was lost, doubled, or is in
doubt without being named.
"""

import argparse
import random
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "tests" / "deliver"), str(ROOT / "tests" / "providers")]

from campaigns import People, subscriber  # noqa: E402
from keyed import Keyed  # noqa: E402
from mailgun_double import MailgunDouble  # noqa: E402
from office import STEPS, Office, opened  # noqa: E402
from smtp_double import SmtpDouble  # noqa: E402

from pynews.store import Ledger, Status  # noqa: E402

COUNT = 60
MOST_RUNS = 12
TIMES = (1, 1, 1, 2, 2, 3, 4, 6, 9, 14, 25)
HALF = 0.5
LEAVES = 0.3  # how often somebody leaves the list between two runs
JUMPS = (0, 0, 0, -5400, 5400)  # seconds by which a run's clock is wrong
KINDS = {
    "outbox": "a folder on this machine, asked by looking",
    "mailgun": "an HTTP provider that can be asked; 15 % of calls meet a fault",
    "keyed": "a provider that knows keys and cannot be asked; 15 % of answers are lost",
    "smtp": "a mail server that nobody can ask; 5 % of messages meet a fault",
}
DOCUMENT = ROOT / "docs" / "reliability.md"


@dataclass
class Sum:
    """What happened with one kind of provider."""

    sendings: int = 0
    recipients: int = 0
    kills: int = 0
    together: int = 0
    left: int = 0
    lost: int = 0
    doubled: int = 0
    doubt: int = 0
    unnamed: int = 0


@dataclass
class World:
    """One provider, and what it knows of the messages it took."""

    kind: str
    base: str
    copies: Callable[[Path], Counter[str]]
    trouble: Callable[[float], None]


def main() -> int:
    """Run, print, write the table; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=20211116)
    parser.add_argument("--write", action="store_true", help="write docs/reliability.md")
    asked = parser.parse_args()
    sums = {kind: Sum() for kind in KINDS}
    with ExitStack() as stack:
        first, second = (stack.enter_context(contextmanager(opened)()) for _ in range(2))
        number = 0
        while sum(one.kills for one in sums.values()) < asked.kills:
            kind = tuple(KINDS)[number % len(KINDS)]
            with tempfile.TemporaryDirectory() as folder, world(kind) as here:
                chance = random.Random(f"{asked.seed}-{number}")  # noqa: S311 seeded accidents
                accident(here, Path(folder), (first, second), chance, sums[kind])
            number += 1
    text = table(sums, asked.seed)
    sys.stdout.write(text)
    if asked.write:
        DOCUMENT.write_text(document(text), encoding="utf-8")
    return int(any(one.lost or one.doubled or one.unnamed for one in sums.values()))


@contextmanager
def world(kind: str) -> Iterator[World]:
    """Set a provider up."""
    if kind == "mailgun":
        with MailgunDouble() as mailgun:

            def stormy(much: float) -> None:
                mailgun.chance = 0.15 * much

            yield World(kind, mailgun.base, lambda _: mailgun.copies, stormy)
    elif kind == "smtp":
        with SmtpDouble() as smtp:
            names = {one.email: f"m-{one.id}" for one in People.of(COUNT).by_id.values()}

            def rough(much: float) -> None:
                smtp.chance = 0.05 * much

            def taken(_: Path) -> Counter[str]:
                return Counter(names[reader] for reader, _ in smtp.taken)

            yield World(kind, str(smtp.port), taken, rough)
    elif kind == "keyed":
        yield World(kind, "", lambda folder: Keyed(folder / "keyed").copies, lambda _: None)
    else:
        yield World(kind, "", outbox, lambda _: None)


def outbox(folder: Path) -> Counter[str]:
    """Count the messages of an outbox."""
    new = folder / "outbox" / "new"
    return Counter(path.stem for path in (new.iterdir() if new.is_dir() else ()))


def accident(
    here: World, folder: Path, senders: tuple[Office, Office], chance: random.Random, to: Sum
) -> None:
    """Send to everybody with kills on the way, then in peace, and count."""
    order = {
        "folder": str(folder),
        "provider": here.kind,
        "count": COUNT,
        "batch": 20,
        "base": here.base,
        "chance": 0.15,
    }
    gone: list[int] = []
    here.trouble(1.0)
    to.sendings += 1
    to.recipients += COUNT
    for run in range(chance.randrange(2, MOST_RUNS)):
        kill = (chance.choice(STEPS), chance.choice(TIMES))
        busy = senders if chance.random() < HALF else senders[:1]
        to.together += len(busy) - 1
        if run and chance.random() < LEAVES:
            gone.append(chance.randrange(COUNT))
        at = 3600 * run + chance.choice(JUMPS)
        for sender in busy:
            sender.start(**order, at=at, kill=kill, gone=gone)
        to.kills += sum(sender.code() == -signal.SIGKILL for sender in busy)
    here.trouble(0.0)
    for rest in range(3):
        at = 3600 * (MOST_RUNS + 5 * rest)
        senders[0].run(**{**order, "chance": 0.0}, at=at, gone=gone)
    count(here, folder, {f"m-{subscriber(number).id}" for number in gone}, to)


def count(here: World, folder: Path, gone: set[str], to: Sum) -> None:
    """Compare what the ledger says with what the provider took.

    Who left on the way (``gone``) is held back, or got it before.
    """
    copies = here.copies(folder)
    with Ledger.open(folder / "pynews.db") as ledger:
        (campaign,) = ledger.campaigns()
        standings = {f"m-{one.subscriber}": one.status for one in ledger.standings(campaign)}
        named = sum(len(doubt.recipients) for doubt in ledger.doubts(campaign))
    doubt = {ref for ref, status in standings.items() if status is Status.UNKNOWN}
    accepted = {ref for ref, status in standings.items() if status is Status.ACCEPTED}
    held = {ref for ref, status in standings.items() if status is Status.EXCLUDED}
    to.doubled += sum(number > 1 for number in copies.values())
    to.left += len(held)
    to.lost += len(set(standings) - doubt - accepted - held) + len(accepted - set(copies))
    to.lost += COUNT - len(standings) + len(held - gone)
    to.doubt += len(doubt)
    to.unnamed += len(doubt) - named + len(set(copies) - accepted - doubt)


def table(sums: dict[str, Sum], seed: int) -> str:
    """Return the table."""
    whole = Sum(*(sum(getattr(one, part.name) for one in sums.values()) for part in fields(Sum)))
    lines = [
        "| provider | sendings | people | kill -9 | two at once | left | lost | doubled | doubt |",
        "|---|---|---|---|---|---|---|---|---|",
        *(row(kind, one) for kind, one in sums.items()),
        row("**sum**", whole),
    ]
    return "\n".join(lines) + f"\n\nSeed {seed}; in doubt without a name: {whole.unnamed}.\n"


def row(kind: str, one: Sum) -> str:
    """Return one line of the table."""
    numbers = (one.sendings, one.recipients, one.kills, one.together, one.left)
    numbers += (one.lost, one.doubled)
    cells = (kind, *(f"{number:,}" for number in (*numbers, one.doubt)))
    return f"| {' | '.join(cells)} |"


def document(text: str) -> str:
    """Return docs/reliability.md."""
    kinds = "\n".join(f"- `{kind}`: {words}" for kind, words in KINDS.items())
    return f"""# What a sending survives

This page is written by `make chaos`; run it for as long as you want (`make chaos KILLS=1000`).

Senders are killed (`kill -9`) at a random one of {len(STEPS)} steps, again and again, half of the
time with a second sender at work on the same ledger. Between the runs people leave the list, and
the clock of a run may be wrong by an hour and a half, either way. Then it is sent in peace, and
what the ledger says is compared with what the provider really took.

{kinds}

{text}
*Left*: on the way, before their own hand-over; they got nothing. *Lost*: somebody whom the ledger
does not know, calls accepted though nothing was taken, or leaves waiting. *Doubled*: two copies
taken. *In doubt*: the provider may or may not have it, nobody can say, and the ledger names the
person; `pynews reconcile` settles it (docs/sending.md). A call in doubt of which somebody left
meanwhile is not repeated under its key: it might write to them.

Besides these accidents `make test` goes through the whole table: a kill at each step, in front of
each of eleven faults (an answer lost in six ways, 429, 500, 503, a reset before and after the
body), with one sender and two, at a provider that can be asked and at one that cannot; pairs of
step and fault at a mail server; clocks that jump by hours and by a month, both ways; senders
stopped for longer than their lease; a full disk; a ledger that others hold.

A sender looks at the clock last, just before the call, and hands nothing over when half a lease
(five minutes) has passed since the attempt was written down. One window stays open: a process
frozen *between* that look and its first byte, for longer than its whole lease, while another
machine works on the same ledger and asks the provider meanwhile. When it wakes, the calls that it
had begun go out a second time: one a connection at most, and nobody twice where the provider
keeps keys. A second sender on the same machine cannot get that far: the lock stops it. `make
test` stops senders at every step up to that look; behind it nothing but the call is left.

What is not covered either: loss of power (commits are synchronous, which SQLite tests far better
than we could), and a provider that answers wrongly.
"""


if __name__ == "__main__":
    raise SystemExit(main())
