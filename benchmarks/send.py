"""How fast mail is planned and handed over, beside its peers, in one run.

Run ``python benchmarks/send.py``; ``--people 1000000`` for the large list, which takes about
ten minutes. The peers are installed by pip and npm into a folder that is gone afterwards;
who could not be installed is named and left out. Receivers are programs of our own on
loopback. What is compared is measured in turns; only ratios mean something.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from statistics import median

from sending.ours import WAYS, Rate, batches, plans, receiver, singles, through_smtp
from sending.rivals import Rivals

GHOST = 4200
LATENCY = 0.1
BOUND = 8 * 1000 / LATENCY
FEW = 10_000
SLOWER = {"one a call": 20, "SMTP": 20}  # these serve a part of all people
FILES = (1000, 5000)  # a folder waits for the disk at each letter
TURNS = 5
MOST_IN_TURNS = 200_000


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=2000)
    parser.add_argument("--turns", type=int, default=TURNS)
    parser.add_argument("--peak", choices=WAYS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.peak:
        WAYS[asked.peak](asked.people)
        say(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}")
        return 0
    memory(asked.people)  # first: a child begins with its parent's peak
    rate = plans(asked.people)
    told("plan", rate, f"{rate / GHOST:.0f} x Ghost's published {GHOST:,}/s; bar 20")
    durable(asked)
    with tempfile.TemporaryDirectory() as folder:
        rivals = Rivals(Path(folder), asked.messages // 4)
        for name in rivals.missing:
            say(f"{name:34}        not installed here, left out")
        one_by_one(asked, rivals)
        smtp(asked, rivals)
    return 0


def memory(people: int) -> None:
    """Measure the most memory of a sender of few and of many, each in a process of its own."""
    for way in WAYS:
        counts = (FEW, max(people // SLOWER.get(way, 1), 2 * FEW))
        few, many = FILES if way == "outbox" else counts
        small, large = peak(way, few), peak(way, many)
        words = f"{large:.1f} MB for {many:,} ({large - small:+.1f}); bar 64, and equal"
        say(f"{'memory, ' + way:34} {small:10.1f} MB for {few:,}, {words}")


def peak(way: str, count: int) -> float:
    """Return the most megabytes that a process of its own had."""
    order = [sys.executable, __file__, "--peak", way, "--people", str(count)]
    return float(subprocess.run(order, capture_output=True, check=True).stdout)


def durable(asked: argparse.Namespace) -> None:
    """Measure batches, and the very same with commits that wait for no disk, in turns."""
    whole = batches(asked.people, LATENCY)
    told("batches of 1,000, 8 connections", whole.rate, f"{whole.rate / BOUND:.2f} of the bound")
    say(f"{'ledger':34} {whole.size:10.0f} bytes a person, everybody sent; bar 200")
    people = min(asked.people, MOST_IN_TURNS)
    sends: dict[str, Callable[[], Rate]] = {
        "safe": partial(batches, people, LATENCY),
        "hasty": partial(batches, people, LATENCY, safe=False),
    }
    found = in_turns({name: lambda run=run: run().rate for name, run in sends.items()}, asked.turns)
    safe, hasty = found["safe"], found["hasty"]
    told(f"the same, {people:,} people", safe, f"{safe / BOUND:.2f} of the bound; bar 0.6")
    told("and with synchronous=OFF", hasty, f"durability costs {1 - safe / hasty:.0%}; bar 15 %")


def one_by_one(asked: argparse.Namespace, rivals: Rivals) -> None:
    """Measure one message a call on 64 connections, beside museletter."""
    runs: dict[str, Callable[[], float]] = {"ours": lambda: singles(asked.messages, LATENCY).rate}
    peer = rivals.museletter(LATENCY)
    if peer:
        runs["museletter, limiter off"] = peer
    compared("one message a call, 64 connections", in_turns(runs, 3), "bar 50")


def smtp(asked: argparse.Namespace, rivals: Rivals) -> None:
    """Measure SMTP on 8 connections, beside nodemailer, django-mailer and plain smtplib."""
    with receiver("smtp", 0) as port:
        runs = {"ours": lambda: through_smtp(asked.messages, port).rate, **rivals.smtp(port)}
        compared("SMTP, 8 connections, durable", in_turns(runs, 3), "bar 4 x nodemailer")


def in_turns(runs: Mapping[str, Callable[[], float]], turns: int) -> dict[str, float]:
    """Run each once, then each again, so that all meet the same machine; return the medians."""
    found: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(turns):
        names = list(runs) if turn % 2 else list(reversed(runs))
        for name in names:
            found[name].append(runs[name]())
    return {name: median(rates) for name, rates in found.items()}


def compared(what: str, rates: Mapping[str, float], bar: str) -> None:
    """Print our rate and each peer's."""
    told(what, rates["ours"], bar)
    for name, rate in rates.items():
        if name != "ours":
            told(f"  {name}", rate, f"ours is {rates['ours'] / rate:.1f} x")


def told(what: str, rate: float, words: str) -> None:
    """Print one line."""
    say(f"{what:34} {rate:10,.0f} /s  {words}")


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
