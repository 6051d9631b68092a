"""What the invite tests share: a publication, an event, and sendings one after another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from pynews import invite
from pynews.model import (
    Event,
    Invitation,
    Mailbox,
    Origin,
    Publication,
    SentIssue,
    When,
)

LONDON = ZoneInfo("Europe/London")
SENDER = Mailbox("NHS Python Community", "newsletter@example.org")


@pytest.fixture(scope="session")
def publication() -> Publication:
    return Publication(
        id="news.example.org",
        name="NHS Python Community",
        language="en-GB",
        timezone="Europe/London",
        base_url="https://news.example.org/",
        theme="nhs",
        sender=SENDER,
        reply_to=SENDER,
        organisation="NHS Python Community",
        address="1 Example Street, Example Town EX1 1AA",
    )


@pytest.fixture(scope="session")
def announced() -> Event:
    """The event as the October notes give it: a day, no time."""
    return Event(
        id="first-community-event",
        title="First community event",
        when=When(date(2021, 11, 16), None, "Europe/London"),
        origin=Origin("newsletters/events/2021-11-16-first-community-event.md", 4),
        join="https://meet.example.org/first?code=a,b;c",
        register="https://example.org/register",
        description="An hour of talks on **Python in the NHS**, see [our site](https://example.org).",
    )


@pytest.fixture(scope="session")
def timed(announced: Event) -> Event:
    """The same event once its time is known."""
    start = datetime(2021, 11, 16, 12, tzinfo=LONDON)
    return replace(announced, when=When(start, start.replace(hour=13), "Europe/London"))


class Mailing:
    """Issues sent one after another; each remembers what it told calendars."""

    def __init__(self, publication: Publication) -> None:
        self.publication = publication
        self.sent: tuple[SentIssue, ...] = ()

    def build(self, *events: Event, day: int = 1, attach: int = 3) -> tuple[Invitation, ...]:
        return invite.invite(
            events,
            sent=self.sent,
            publication=self.publication,
            stamp=datetime(2021, 11, day, 9, tzinfo=UTC),
            attach=attach,
        )

    def send(self, *events: Event, day: int = 1, name: str = "") -> tuple[Invitation, ...]:
        """Build an issue for a day of November 2021 and record it as really sent."""
        told = self.build(*events, day=day)
        name = name or f"issue-{day}"
        issue = SentIssue(
            issue=name,
            path=f"newsletters/{name}/sent.json",
            at=datetime(2021, 11, day, 9, 5, tzinfo=UTC),
            edition_digest="0" * 64,
            accepted=3,
            events=tuple(invitation.record for invitation in told),
        )
        self.sent = (*self.sent, issue)
        return told


@pytest.fixture
def mailing(publication: Publication) -> Mailing:
    return Mailing(publication)


@pytest.fixture
def unfolded() -> Callable[[bytes], str]:
    """Return content lines as one text, folds taken out (RFC 5545 section 3.1)."""
    return lambda ics: ics.replace(b"\r\n ", b"").decode()
