"""Who left by mail, or by a provider's own handling: fetched before a sending, without a server."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynews.model import Report, subscriber_id, token_owner
from pynews.providers import Provider
from pynews.providers.lists import who_left
from pynews.providers.mailbox_reports import Mail, read_mail
from pynews.store import Reports, Subscribers
from pynews.track.taking import Taken, take

__all__ = ["Desk", "from_lists", "from_mail"]

READ_ONCE = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What fetched reports are taken with.

    Arguments:
        book: what came before.
        people: the list.
        keys: those that may have signed an unsubscribe link.
        now: aware.
        dry_run: only say what would happen.
    """

    book: Reports
    people: Subscribers
    keys: Sequence[bytes]
    now: datetime
    dry_run: bool = False

    def who(self, address: str) -> str:
        """Return the keyed id of an address."""
        return subscriber_id(self.people.key, address)


def from_mail(contents: Iterable[bytes], desk: Desk) -> Taken:
    """Take what messages of a mailbox report, each message once.

    Arguments:
        contents: the messages' bytes; they stay where they are.
        desk: what they are taken with.
    """
    taken = Taken()
    for content in contents:
        name = hashlib.sha256(content).hexdigest()
        if desk.book.seen("mail", name):
            continue
        mail = Mail(content, desk.who, lambda text: token_owner(desk.keys, text), desk.now)
        taken += _take(read_mail(mail), desk)
        if not desk.dry_run:
            desk.book.use("mail", name, now=desk.now, keep=READ_ONCE)
    return taken


def from_lists(provider: Provider, desk: Desk) -> Taken | None:
    """Take what a provider's own lists say; None when it has none that can be asked.

    Arguments:
        provider: as it was opened for sending.
        desk: what they are taken with.

    Raises:
        CredentialsError, ProjectError: the lists cannot be read with its key.
        RetryLaterError: no answer now.
    """
    reports = who_left(provider, desk.who, desk.now)
    return None if reports is None else _take(reports, desk)


def _take(reports: Iterable[Report], desk: Desk) -> Taken:
    return take(
        reports,
        book=desk.book,
        people=desk.people,
        now=desk.now,
        late=None,
        dry_run=desk.dry_run,
    )
