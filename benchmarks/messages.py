"""What a message costs beside the standard library's, in one run.

``python benchmarks/messages.py [RECIPIENTS]``: the November issue is built and filled
for a million recipients; beside it, in turns, the email package builds the same message
for one recipient after the other: headers, both readings, the calendar files, and
`EmailMessage.as_bytes`, whose time alone counts. Then a provider's JSON body is joined
from segments beside `json.dumps` of the same tree. The goals are a ratio of at least 200
and memory that does not grow: its peak after 10,000 recipients and after all of them.
"""

import email
import email.policy
import json
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from statistics import median
from time import process_time

from pynews import pack, pipeline
from pynews.config import load
from pynews.model import Recipient
from pynews.providers.postmark import Postmark

ROOT = Path(__file__).parents[1]
ROUNDS = 20
PEER_MESSAGES = 10
AT_ONCE = 1_000
FIRST = 10_000
BODIES = 100


def recipients(first: int, number: int) -> list[Recipient]:
    """Return some recipients, one in ten of whom has a name that needs care."""
    return [
        Recipient(
            f"{count:026}",
            f"member{count}@example.org",
            f"Zoë & Member {count}" if count % 10 == 0 else f"Member {count}",
        )
        for count in range(first, first + number)
    ]


@dataclass(frozen=True)
class Parts:
    """What the email package builds a message from."""

    text: str
    html: str
    attached: tuple[tuple[str, str], ...]


def parts_of(content: bytes) -> Parts:
    """Read a message's parts."""
    parsed = email.message_from_bytes(content, policy=email.policy.SMTP)
    attached = tuple(
        (part.get_content(), part.get_filename()) for part in parsed.iter_attachments()
    )
    return Parts(
        parsed.get_body(("plain",)).get_content(),
        parsed.get_body(("html",)).get_content(),
        attached,
    )


def peer(parts: Parts) -> tuple[float, float]:
    """Return the seconds that the email package takes for a message, and `as_bytes` alone."""
    alone = 0.0
    started = process_time()
    for count in range(PEER_MESSAGES):
        message = EmailMessage(policy=email.policy.SMTP)
        message["From"], message["To"] = "news@example.org", f"member{count}@example.org"
        message["Subject"] = "First community event"
        message.set_content(parts.text)
        message.add_alternative(parts.html, subtype="html")
        for calendar, name in parts.attached:
            message.add_attachment(calendar, subtype="calendar", filename=name)
        built = process_time()
        message.as_bytes()
        alone += process_time() - built
    return (process_time() - started) / PEER_MESSAGES, alone / PEER_MESSAGES


def ours(form: pack.Form, first: int, number: int) -> float:
    """Return the seconds that a filled message takes; nobody is kept."""
    spent = 0.0
    for start in range(first, first + number, AT_ONCE):
        some = recipients(start, AT_ONCE)
        started = process_time()
        for recipient in some:
            form.message(recipient, key=b"key")
        spent += process_time() - started
    return spent / number


def bodies(form: pack.Form) -> tuple[float, float]:
    """Return the seconds that a JSON body takes, joined and by `json.dumps` of its tree."""
    provider = Postmark("key")
    messages = [form.message(one, key=b"key") for one in recipients(0, BODIES)]
    started = process_time()
    for message in messages:
        body = provider.build((message,), "key").body
    joined = process_time() - started
    tree = json.loads(body)
    started = process_time()
    for _ in messages:
        json.dumps(tree, separators=(",", ":")).encode("ascii")
    return joined / BODIES, (process_time() - started) / BODIES


def peak() -> int:
    """Return the most kilobytes of memory that this process ever held; 0 where nothing tells."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1])


def main() -> None:
    """Print cost, ratio and memory."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    project = load(ROOT)
    built = pipeline.build(project, "2021-11")
    form = pack.compile_form(
        built.edition,
        invitations=built.invitations,
        publication=project.publication,
        at=datetime(2021, 11, 2, 9, tzinfo=UTC),
        campaign="benchmark",
    )
    (somebody,) = recipients(1, 1)
    content = form.message(somebody, key=b"key").content
    parts = parts_of(content)
    share = max(number // ROUNDS // AT_ONCE, 1) * AT_ONCE
    mine, theirs, alone, json_bodies = [], [], [], []
    bodies(form)
    ours(form, 0, FIRST)
    peer(parts)
    held = peak()
    for count in range(ROUNDS):
        mine.append(ours(form, count * share, share))
        whole, only = peer(parts)
        theirs.append(whole)
        alone.append(only)
        json_bodies.append(bodies(form))
    ratio = median(one / two for one, two in zip(theirs, mine, strict=True))
    least = median(one / two for one, two in zip(alone, mine, strict=True))
    print(f"{share * ROUNDS:,} messages of {len(content) / 1000:.0f} KB, beside EmailMessage")
    print(f"a filled message       {median(mine) * 1e6:7.1f} us")
    print(f"EmailMessage           {median(theirs) * 1e6:7.0f} us")
    print(f"as_bytes of it         {median(alone) * 1e6:7.0f} us")
    print(f"ratio                  {ratio:7.0f}")
    print(f"ratio to as_bytes      {least:7.0f}   (goal: at least 200)")
    joined, dumped = (median(column) for column in zip(*json_bodies, strict=True))
    shorter = median(two / one for one, two in json_bodies)
    print(f"a JSON body, joined    {joined * 1e6:7.1f} us")
    print(f"json.dumps of its tree {dumped * 1e6:7.1f} us")
    print(f"ratio                  {shorter:7.1f}")
    print(f"peak memory, {FIRST:9,} {held / 1000:7.1f} MB")
    print(f"peak memory, {share * ROUNDS:9,} {peak() / 1000:7.1f} MB   (goal: flat)")


if __name__ == "__main__":
    main()
