"""A sender in a process of its own, which kills itself where it is told to.

Reads one order a line (JSON), obeys it in a forked child and writes two lines:
the child's number, and its exit code, negative for a signal. Written to a folder as
``said.json``: how far the sending came, or why it stopped.
"""

import json
import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "providers")]

import requests  # noqa: E402, F401 loaded once, before any fork
from campaigns import START, Clock, People, freeze, pack  # noqa: E402
from keyed import Keyed  # noqa: E402
from mailgun_double import DOMAIN, KEY  # noqa: E402

from pynews.deliver import Means, send, sender_lock, this_sender  # noqa: E402
from pynews.errors import PynewsError  # noqa: E402
from pynews.model import SubscriberStatus  # noqa: E402
from pynews.providers import Capabilities, Provider, open_provider  # noqa: E402
from pynews.providers.smtp import Smtp  # noqa: E402
from pynews.providers.smtp_session import Server  # noqa: E402
from pynews.providers.transport import Transport  # noqa: E402
from pynews.store import Ledger  # noqa: E402

NOBODY_KNOWS = Capabilities(max_batch=1, batch_size=50, connections=8)


def main() -> None:
    """Obey every order."""
    for line in sys.stdin:
        child = os.fork()
        if not child:
            os._exit(obey(json.loads(line)))
        print(child, flush=True)  # noqa: T201 the answer
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 the answer


def obey(order: dict[str, Any]) -> int:
    """Send or resume; return the exit code of the error, or 0."""
    folder = Path(order["folder"])
    try:
        said = {"tally": run(order, folder)}
        code = 0
    except PynewsError as error:
        said, code = {"error": str(error)}, error.exit_code
    (folder / "said.json").write_text(json.dumps(said))
    return code


def run(order: dict[str, Any], folder: Path) -> list[int]:
    """Freeze where nothing is frozen, and send."""
    provider, people = order["provider"], People.of(order["count"])
    for number in order.get("gone", ()):
        people.become(number, SubscriberStatus.UNSUBSCRIBED)
    path = folder / "pynews.db"
    clock = Clock(START + timedelta(seconds=order.get("at", 0)))
    now, rest = clock, clock.rest
    if "clock" in order:
        now, rest = partial(read_clock, Path(order["clock"])), go_on
    means = Means(
        provider=opened(provider, order, folder),
        pack=pack,
        people=people,
        now=now,
        rest=rest,
        owner=order.get("owner", this_sender()),
        lease=timedelta(seconds=order.get("lease", 600)),
        checkpoint=killer(*order.get("kill", ("", 0)), hold=order.get("hold", "")),
    )
    lock = folder / order.get("lock", path.name)  # another machine does not see ours
    with Ledger.open(path, busy_seconds=order.get("busy", 10.0)) as ledger, sender_lock(lock):
        ledger.path = lock
        campaign = ledger.campaign("2021-11", "issue")
        if campaign is None:
            means.checkpoint("freezing")
            batch = order.get("batch", 4)
            campaign = freeze(ledger, people, provider=provider, batch=batch)
            means.checkpoint("frozen")
        for _ in send(ledger, campaign, means):
            means.checkpoint("told")
        tally = ledger.tally(campaign)
    return [tally.accepted, tally.refused, tally.pending, tally.sending, tally.unknown]


def opened(name: str, order: dict[str, Any], folder: Path) -> Provider:
    """Open the provider of an order."""
    if name == "keyed":
        return Keyed(folder / "keyed", order.get("chance", 0.0))
    if name == "smtp":
        port, seconds = int(order["base"]), order.get("read", 5)
        return Smtp(Server("127.0.0.1", port, "none", reply_seconds=seconds))
    settings = {"domain": DOMAIN, "base_url": order["base"]} if name == "mailgun" else {}
    found: Any = open_provider(name, settings=settings, secret=KEY, folder=folder / "outbox")
    if name == "mailgun":
        transport = Transport(connect=5, read=order.get("read", 5))
        can = found.capabilities if order.get("asked", True) else NOBODY_KNOWS
        can = replace(can, connections=order.get("connections", can.connections))
        found = replace(found, transport=transport, capabilities=can)
    return found  # type: ignore[no-any-return]


def read_clock(path: Path) -> datetime:
    """Return the time that a test has set."""
    return START + timedelta(seconds=float(path.read_text()))


def go_on(span: timedelta, hands: Collection[Future[object]]) -> None:
    """Wait for hands only: the test sets the clock."""
    del span
    if hands:
        wait(hands, return_when=FIRST_COMPLETED)


def killer(step: str, times: int, *, hold: str) -> Callable[[str], None]:
    """Return a checkpoint that ends the process when it comes to a step so many times.

    With ``hold``, a named pipe, it says so there, and waits until somebody writes to it.
    """
    seen: Counter[str] = Counter()

    def checkpoint(name: str) -> None:
        seen[name] += 1
        if (name, seen[name]) == (step, times):
            if not hold:
                os.kill(os.getpid(), signal.SIGKILL)
            Path(hold).write_text("waiting")
            Path(hold).read_text()

    return checkpoint


if __name__ == "__main__":
    main()
