"""What every provider promises, and what it says of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from pynews.model import Delivery, Message

__all__ = ["Calendar", "Capabilities", "Headers", "Limits", "Provider"]


class Calendar(StrEnum):
    """How an invitation arrives when it goes through a provider."""

    MIME_METHOD = "mime-method"
    ATTACHMENT = "attachment"
    LINK = "link"


class Headers(StrEnum):
    """Which headers of ours reach the reader's mail program."""

    ALL = "all"
    ONE_CLICK = "one-click"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How large the parts of one message may be; None where no limit is known.

    Arguments:
        html_bytes, text_bytes: of the readings, UTF-8.
        file_bytes: of the largest file, before it is encoded.
        header_chars: of the longest header's value, on one line.
    """

    html_bytes: int | None = None
    text_bytes: int | None = None
    file_bytes: int | None = None
    header_chars: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capabilities:
    """What a provider can do.

    Arguments:
        max_batch: messages one hand-over may hold.
        batch_size: recipients written ahead together: as many as may be in
            doubt after a crash.
        connections: hand-overs that may run at once.
        personal_headers: whether each message may have headers of its own.
        raw_mime: whether it takes our bytes as they are.
        calendar: what becomes of an invitation.
        idempotency: for how long the same key and bytes are taken once; None
            when it knows no keys.
        reconcile: whether it can be asked if it took a message.
        settle: how long after a hand-over a "no" may still become a "yes".
        remembers: how long it can be asked; None for ever.
        rehearsal: whether nothing leaves the machine, so that nothing counts as sent.
        rate: messages a second it is known to take; None when only it knows.
        finds_by_ref: whether it can be asked about a message without its reader's
            address, which is gone when somebody was erased meanwhile.
        markdown: whether it takes GOV.UK Notify's Markdown instead of HTML and text.
        headers: which of our headers arrive.
        pictures: whether pictures that travel with the message show in its text.
        max_message_bytes: of one message as it is handed over; None when unknown.
        max_request_bytes: of one request; None when unknown.
        limits: of a message's parts.
        schedule: how far ahead it could send by itself (we keep the time ourselves);
            None when it cannot.
        signatures: how its reports prove where they come from; "" when there are none.
        trial: how to try it without writing to anybody; "" when there is no way.
    """

    max_batch: int = 1
    batch_size: int = 100
    connections: int = 1
    personal_headers: bool = True
    raw_mime: bool = True
    calendar: Calendar = Calendar.MIME_METHOD
    idempotency: timedelta | None = None
    reconcile: bool = False
    settle: timedelta = timedelta()
    remembers: timedelta | None = None
    rehearsal: bool = False
    rate: float | None = None
    finds_by_ref: bool = False
    markdown: bool = False
    headers: Headers = Headers.ALL
    pictures: bool = True
    max_message_bytes: int | None = None
    max_request_bytes: int | None = None
    limits: Limits = Limits()
    schedule: timedelta | None = None
    signatures: str = ""
    trial: str = ""


class Provider(Protocol):
    """Somebody who takes messages from us and brings them to their readers."""

    @property
    def name(self) -> str:
        """Its name in ``pynews.toml``."""
        ...

    @property
    def capabilities(self) -> Capabilities:
        """What it can do."""
        ...

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Hand messages over, each at most once, and say what became of each.

        Arguments:
            messages: at most ``capabilities.max_batch``, each with its own ref.
            key: names this hand-over, ``[A-Za-z0-9_-]``; the same only for the same bytes.

        Returns one delivery a message. DEFERRED says that it was surely not taken;
        without a clear answer a message is UNKNOWN. Never tries again by itself.

        Raises:
            PynewsError: nothing of it was taken, and trying again as things stand
                would not help (a wrong key, an unknown domain).
        """
        ...

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Return by ref whether a message was taken; None when it cannot tell."""
        ...

    def check(self) -> None:
        """See that messages would be taken, without handing one over.

        Raises:
            CredentialsError: the key is missing or wrong.
            ProjectError: something else must be mended first.
            RetryLaterError: it cannot be reached now.
        """
        ...
