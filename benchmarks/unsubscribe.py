"""How many people a second can leave while a sending runs, beside one write for each.

Run ``python benchmarks/unsubscribe.py --people 3000``. The pages run as a process,
as on a server; one-click POSTs come over several connections, each waits for its
answer; meanwhile a sending of a thousand messages a second writes its record into
the same file. Beside it, in the same run, a plain loop that commits one person at a
time. Ends with 1 when somebody who was answered is not unsubscribed.
"""

import argparse
import http.client
import queue
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Self

from pynews.model import (
    Audience,
    Consent,
    Plan,
    Recipient,
    Subscriber,
    SubscriberStatus,
    subscriber_id,
    unsubscribe_token,
)
from pynews.store import Campaign, Ledger, Subscribers

KEY = b"a-key-for-measuring"
ROOT = Path(__file__).resolve().parents[1]
CONSENT = Consent("2021-05-20", "joining form", "Send me the newsletter.")
CONNECTIONS = 32
BATCH = 100
OTHERS = 200_000
PAUSE = BATCH / 1000  # a sending of a thousand messages a second


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=3_000, help="how many leave")
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        plain = one_by_one(root / "plain.db", people)
        say(f"{'one commit each':<28}{plain:>10,.0f} a second")
        rate, lost, written = by_post(root, people)
    say(f"{'one-click POST, answered':<28}{rate:>10,.0f} a second   {rate / plain:.2f} times")
    say(f"{'meanwhile frozen and sent':<28}{written:>10,.0f} batches of {BATCH} into the same file")
    say(f"{'answered and not gone':<28}{lost:>10,}")
    return 0 if lost == 0 else 1


def one_by_one(path: Path, people: int) -> float:
    """Let people leave by plain SQL, each in a transaction of its own, as durable as ours."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE plain (id TEXT PRIMARY KEY, status TEXT)")
    ids = [subscriber_id(KEY, f"role{number}@example.org") for number in range(people)]
    database.execute("BEGIN")
    database.executemany("INSERT INTO plain VALUES (?, 'active')", [(id_,) for id_ in ids])
    database.execute("COMMIT")
    begun = perf_counter()
    for id_ in ids:
        database.execute("UPDATE plain SET status = 'unsubscribed' WHERE id = ?", (id_,))
    took = perf_counter() - begun
    database.close()
    return people / took


def by_post(root: Path, people: int) -> tuple[float, int, int]:
    """Return people a second, how many were lost, and what was written meanwhile."""
    for name in ("newsletters", "templates"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "pynews.toml", root)
    (root / ".env").write_text(f"PYNEWS_KEY={KEY.decode()}\n")
    crowd = [person(number) for number in range(people)]
    with Subscribers.open(root / "pynews.db", key=KEY) as store:
        store.add_all(crowd, dry_run=False)
    server = subprocess.Popen(
        [sys.executable, "-m", "pynews", "serve", "--port", "0"],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        host = re.search(r"http://([\d.:]+)", server.stdout.readline())[1]
        with Writing(root / "pynews.db") as writing:
            answered, took = leave(host, [one.id for one in crowd])
        written = writing.batches
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()
    with Subscribers.open(root / "pynews.db", key=KEY) as store:
        found = store.by_ids(answered)
    gone = sum(one.status is SubscriberStatus.UNSUBSCRIBED for one in found.values())
    return len(answered) / took, len(answered) - gone, written


def person(number: int) -> Subscriber:
    """Return somebody on the list."""
    address = f"role{number}@example.org"
    return Subscriber(subscriber_id(KEY, address), address, SubscriberStatus.ACTIVE, CONSENT)


def leave(host: str, ids: list[str]) -> tuple[list[str], float]:
    """Post everybody's one click; return who was answered, and the seconds it took."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for id_ in ids:
        waiting.put(id_)
    answered: list[str] = []

    def work() -> None:
        connection = http.client.HTTPConnection(host, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        with suppress(queue.Empty):
            while True:
                id_ = waiting.get_nowait()
                path = f"/unsubscribe/{id_}.{unsubscribe_token(KEY, id_)}"
                connection.request("POST", path, b"List-Unsubscribe=One-Click", headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status == http.HTTPStatus.OK:
                    answered.append(id_)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    begun = perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answered, perf_counter() - begun


class Writing:
    """Writes as a sending does while others leave: a claim and a verdict for each batch."""

    def __init__(self, path: Path) -> None:
        """Begin with nothing."""
        self._path = path
        self._end, self._ready = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work)
        self.batches = 0

    def __enter__(self) -> Self:
        """Start, and wait until it is frozen."""
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._end.set()
        self._thread.join()

    def _work(self) -> None:
        with sending(self._path) as (ledger, campaign):
            self._ready.set()
            while not self._end.is_set():
                now = datetime.now(UTC)
                batch = ledger.claim(campaign, owner="here:1", lease=now, now=now)
                if batch is None:
                    return
                ledger.write_ahead(batch, {}, lease=now, now=now)
                self.batches += 1
                self._end.wait(PAUSE)


@contextmanager
def sending(path: Path) -> Iterator[tuple[Ledger, Campaign]]:
    """Freeze a sending to many others in the same file."""
    now = datetime.now(UTC)
    others = [
        Recipient(subscriber_id(KEY, f"other{number}@example.org"), f"other{number}@example.org")
        for number in range(OTHERS)
    ]
    audience = Audience("", OTHERS, "", {})
    plan = Plan("2021-11", "issue", "", "Subject", "news@example.org", "smtp", now, audience)
    with Ledger.open(path) as ledger:
        campaign = ledger.freeze(
            plan, form=b"", recipients=others, exclusions=(), batch_size=BATCH, now=now
        )
        yield ledger, campaign


def say(words: str) -> None:
    """Print a line at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
