"""How long 1,000 events take as a feed, against icalendar writing the same properties alone.

Prints both medians and their ratio, which is what matters; at most 3 is promised.
"""

import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, vCalAddress
from icalendar import Event as Component

from pynews import invite
from pynews.invite import vevent
from pynews.model import Event, Mailbox, Origin, Publication, When

ROUNDS = 5
STAMP = datetime(2021, 11, 2, 9, tzinfo=UTC)
BOX = Mailbox("Community", "newsletter@example.org")
PUBLICATION = Publication(
    "news.example.org", "Community", "en-GB", "Europe/London", "https://news.example.org/", "nhs",
    BOX, BOX, "Community", "1 Example Street",
)  # fmt: skip


def event(number: int) -> Event:
    """Return one of the events; each has words of its own."""
    start = datetime(2021, 11, 1, 12, tzinfo=ZoneInfo("Europe/London")) + timedelta(days=number)
    return Event(
        f"event-{number}",
        f"Event number {number}",
        When(start, start + timedelta(hours=1), "Europe/London"),
        Origin("event.md", 1),
        where="Leeds",
        register=f"https://example.org/{number}",
        description=f"An hour of **talks**, part {number}, see [our site](https://example.org).",
    )


EVENTS = tuple(event(number) for number in range(1000))


def ours() -> bytes:
    """Write the feed; plain text that an earlier round worked out does not count."""
    vevent.plain_description.cache_clear()
    return invite.feed(EVENTS, publication=PUBLICATION, sent=(), stamp=STAMP)


def theirs() -> bytes:
    """Write the same properties with nothing but icalendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//example//EN")
    calendar.add("version", "2.0")
    for one in EVENTS:
        part = Component.new(
            uid=f"{one.id}@news.example.org",
            stamp=STAMP,
            start=one.when.start.astimezone(UTC),
            end=one.when.end.astimezone(UTC),
            summary=one.title,
            description=one.description,
            location=one.where,
            url=one.register,
            organizer=vCalAddress.new("newsletter@example.org", cn="Community"),
            sequence=0,
            status="CONFIRMED",
        )
        calendar.add_component(part)
    return calendar.to_ical()


def median(work: Callable[[], bytes]) -> float:
    """Return the median time of some rounds, in seconds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return statistics.median(times)


if __name__ == "__main__":
    library, feed = median(theirs), median(ours)
    sys.stdout.write(
        f"1,000 events: icalendar {library * 1000:.0f} ms, feed {feed * 1000:.0f} ms,"
        f" ratio {feed / library:.2f} (at most 3)\n"
    )
