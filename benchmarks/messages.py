"""What a message costs beside the standard library's, in one run.

``python benchmarks/messages.py [RECIPIENTS]``: the November issue is built and filled
for a million recipients; beside it, in turns, the email package builds the same message
for one recipient after the other: headers, both readings, the calendar files, and
`EmailMessage.as_bytes`. The goals are a ratio of at least 200 and memory that does not
grow with the number of recipients.
"""

import email
import email.policy
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

ROOT = Path(__file__).parents[1]
ROUNDS = 20
PEER_MESSAGES = 10
AT_ONCE = 1_000


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


def resident() -> int:
    """Return the kilobytes of memory that this process holds now; 0 where nothing tells."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return 0
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmRSS"))
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
    mine, theirs, alone, held = [], [], [], []
    for count in range(ROUNDS):
        mine.append(ours(form, count * share, share))
        whole, only = peer(parts)
        theirs.append(whole)
        alone.append(only)
        held.append(resident())
    ratio = median(one / two for one, two in zip(theirs, mine, strict=True))
    print(f"{share * ROUNDS:,} messages of {len(content) / 1000:.0f} KB, beside EmailMessage")
    print(f"a filled message       {median(mine) * 1e6:7.1f} us")
    print(f"EmailMessage           {median(theirs) * 1e6:7.0f} us")
    print(f"as_bytes of it         {median(alone) * 1e6:7.0f} us")
    print(f"ratio                  {ratio:7.0f}   (goal: at least 200)")
    print(f"memory after {share:9,} {held[0] / 1000:7.1f} MB")
    print(f"memory after {share * ROUNDS:9,} {held[-1] / 1000:7.1f} MB   (goal: flat)")


if __name__ == "__main__":
    main()
