"""What a message costs beside the standard library's, in one run.

``python benchmarks/messages.py [RECIPIENTS]``: the November issue is built and
filled for many recipients; beside it `EmailMessage.as_bytes` makes the same
message one by one. The goal is a ratio of at least 200, and flat memory.
"""

import email
import email.policy
import sys
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from time import process_time

from pynews import pack, pipeline
from pynews.config import load
from pynews.model import Recipient

ROOT = Path(__file__).parents[1]
PEER_RUNS = 20


def recipients(number: int) -> Iterator[Recipient]:
    """Yield recipients one at a time."""
    for count in range(number):
        yield Recipient(f"{count:026}", f"member{count}@example.org", f"Member {count}")


def peer(content: bytes) -> float:
    """Return the seconds that EmailMessage takes for one message of the same parts."""
    parsed = email.message_from_bytes(content, policy=email.policy.SMTP)
    text = parsed.get_body(("plain",)).get_content()
    html = parsed.get_body(("html",)).get_content()
    started = process_time()
    for count in range(PEER_RUNS):
        message = EmailMessage(policy=email.policy.SMTP)
        message["From"], message["To"] = "news@example.org", f"member{count}@example.org"
        message["Subject"] = "First community event"
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        message.as_bytes()
    return (process_time() - started) / PEER_RUNS


def main() -> None:
    """Print rate, ratio and memory."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    project = load(ROOT)
    built = pipeline.build(project, "2021-11")
    form = pack.compile_form(
        built.edition,
        invitations=built.invitations,
        publication=project.publication,
        at=datetime(2021, 11, 2, 9, tzinfo=UTC),
        campaign="benchmark",
    )
    started = process_time()
    for recipient in recipients(number):
        message = form.message(recipient, key=b"key")
    ours = (process_time() - started) / number
    theirs = peer(message.content)
    tracemalloc.start()
    for recipient in recipients(min(number, 5_000)):
        form.message(recipient, key=b"key")
    peak = tracemalloc.get_traced_memory()[1]
    print(f"a filled message    {ours * 1e6:7.0f} us of {len(message.content) / 1000:.0f} KB")
    print(f"EmailMessage        {theirs * 1e6:7.0f} us")
    print(f"ratio               {theirs / ours:7.0f}   (goal: at least 200)")
    print(f"peak while filling  {peak / 1000:7.0f} KB")


if __name__ == "__main__":
    main()
