"""Brevo: one reader a call, each call named by a key for half an hour.

The personal headers of a batch are not sure to arrive, so that every reader is a call
of their own; Brevo takes a thousand a second. Its key holds for 30 minutes, of which we
count on 15. It guesses a file's type from the name, so that a calendar loses its method,
and knows no pictures inside the text. Each message carries its ref as a tag, by which
the events can be asked.
"""

import json
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from email.header import Header
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Mailbox, Message, Sheet
from pynews.providers.answers import WHERE, Advice, alike, otherwise, refusal, tree
from pynews.providers.handing import ask, hand_over, letter_of
from pynews.providers.opening import refuse_unknown_settings
from pynews.providers.promise import Calendar, Capabilities, Limits
from pynews.providers.segments import SHEETS, Own, Segments, Words
from pynews.providers.settings import EVERY, base_of, needed_secret, transport_of
from pynews.providers.transport import HttpRequest, HttpResponse, NoAnswer, Transport, told

__all__ = ["CAN", "Brevo", "open_brevo"]

LABEL = "Brevo"
BASE = "https://api.brevo.com/v3"
MEGABYTE = 1 << 20
SPECIALS = set('",;:<>()[]@\\.')
CAN = Capabilities(
    max_batch=1,
    batch_size=50,
    connections=4,
    raw_mime=False,
    calendar=Calendar.ATTACHMENT,
    pictures=False,
    idempotency=timedelta(minutes=15),
    reconcile=True,
    settle=timedelta(minutes=10),
    remembers=timedelta(days=30),
    max_message_bytes=20 * MEGABYTE,
    limits=Limits(file_bytes=4_000_000),
    schedule=timedelta(days=3),
    signatures="password",
    trial="the header X-Sib-Sandbox: drop",
)
KEY = Advice("make an API key in Brevo, below SMTP & API, for this variable", CredentialsError)
SENDER = Advice("verify the sender or its domain in Brevo, below Senders & IP")
ACTIVATE = Advice("Brevo has not activated or has stopped the account: write to its support")
CREDITS = Advice("buy more in Brevo, or go on tomorrow; nobody gets it twice", RetryLaterError)
ADVICE: dict[str, Advice] = {
    "unauthorized": KEY,
    "api-key_not_found": KEY,
    "not_enough_credits": CREDITS,
    "permission_denied": ACTIVATE,
    "account_under_validation": ACTIVATE,
}
STATUS_ADVICE: dict[int, Advice] = {
    HTTPStatus.UNAUTHORIZED: KEY,
    HTTPStatus.PAYMENT_REQUIRED: CREDITS,
    HTTPStatus.FORBIDDEN: ACTIVATE,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Advice("make the files smaller: it takes 20 MB a message"),
}
PANEL = Advice("mend this in Brevo; of this message nothing was taken")


def open_brevo(settings: Mapping[str, str], secret: str, folder: Path) -> "Brevo":
    """Open a Brevo account; settings: ``base_url``, ``timeout``."""
    del folder
    refuse_unknown_settings("brevo", settings, EVERY)
    key = needed_secret("brevo", secret, "an API key (v3)")
    return Brevo(key, base_of(settings, BASE), transport_of(settings))


@dataclass(frozen=True, slots=True)
class Brevo:
    """A Brevo account; see `Provider` for what its methods promise.

    Arguments:
        key: an API key.
        base: start of all addresses, without a slash at its end.
        transport: how requests travel.
    """

    key: str = field(repr=False)
    base: str = BASE
    transport: Transport = field(default_factory=Transport, repr=False)
    name: str = "brevo"
    capabilities: Capabilities = CAN

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Hand messages over; the same key and message again are taken once."""
        return hand_over(self, messages, key)

    def batches(self, messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
        """Cut messages into calls of one."""
        return ((message,) for message in messages)

    def build(self, messages: Sequence[Message], key: str) -> HttpRequest:
        """Return the request for one message; the same message and key, the same request."""
        (message,) = messages
        headers = (*self._headers(), ("Content-Type", "application/json"))
        return HttpRequest("POST", f"{self.base}/smtp/email", headers, _message(message, key))

    def exchange(self, request: HttpRequest) -> HttpResponse | NoAnswer:
        """Send a request once."""
        return self.transport.exchange(request)

    def parse(self, response: HttpResponse, messages: Sequence[Message]) -> list[Delivery]:
        """Return what an answer says of a message.

        Raises:
            CredentialsError, ProjectError, RetryLaterError: nothing was taken.
        """
        (message,) = messages
        if response.status in {HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.ACCEPTED}:
            return [_taken(message.ref, tree(response))]
        words, error = self._words(response), self.refusal(response)
        if isinstance(error, RetryLaterError):
            raise error
        kind = str(tree(response).get("code"))
        if response.status == HTTPStatus.CONFLICT or kind.startswith("duplicate"):
            return alike(messages, DeliveryStatus.UNKNOWN, words)  # the key is in use
        if response.status == HTTPStatus.BAD_REQUEST and " in to" in words:
            return alike(messages, DeliveryStatus.REFUSED, words)
        return otherwise(_with_wait(response), messages, words, error)

    def refusal(self, response: HttpResponse) -> PynewsError:
        """Return what an editor can do about an answer that refuses."""
        words = self._words(response)
        advice = ADVICE.get(
            str(tree(response).get("code")), STATUS_ADVICE.get(response.status, PANEL)
        )
        if "sender" in words.lower():
            advice = SENDER
        return refusal(LABEL, f"{response.status}: {words}", advice)

    def question(self, path: str) -> HttpRequest:
        """Return the request that asks for what is at a path."""
        return HttpRequest("GET", f"{self.base}/{path}", self._headers())

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Return by ref whether Brevo has an event of a message."""
        return {message.ref: self._find(message) for message in messages}

    def check(self) -> None:
        """See that the key fits and a sender is verified.

        Raises:
            ProjectError: there is no verified sender.
        """
        senders = self._asked("senders").get("senders")
        found = senders if isinstance(senders, list) else []
        if not any(isinstance(one, dict) and one.get("active") for one in found):
            raise ProjectError("Brevo knows no verified sender", where=WHERE, hint=SENDER.hint)

    def _find(self, message: Message) -> bool | None:
        """Ask for the events of one reader with our tag."""
        tags = json.dumps([message.ref])
        query = {"email": message.envelope.recipient, "tags": tags, "limit": "100"}
        events = self._asked(f"smtp/statistics/events?{urlencode(query)}").get("events", [])
        if not isinstance(events, list):
            return None
        return any(isinstance(one, dict) and message.ref in str(one.get("tag")) for one in events)

    def _asked(self, path: str) -> dict[str, object]:
        """Return the answer to a question."""
        return tree(ask(self, self.question(path), LABEL))

    def _headers(self) -> tuple[tuple[str, str], ...]:
        """Return the headers of every request; one holds the key."""
        return (("Accept", "application/json"), ("api-key", self.key))

    def _words(self, response: HttpResponse) -> str:
        """Return what an answer says to people."""
        return told(str(tree(response).get("message") or ""), (self.key,))


def _message(message: Message, key: str) -> bytes:
    """Return a message as Brevo reads it."""
    letter = letter_of(message)
    return _segments(letter.sheet).fill(
        letter.values,
        to=message.envelope.recipient,
        ref=message.ref,
        key=str(uuid5(NAMESPACE_URL, f"pynews:{key}/{message.ref}")),
    )


@lru_cache(maxsize=SHEETS)
def _segments(sheet: Sheet) -> Segments:
    """Return what the messages of a sheet have in common; pictures in the text are left out."""
    files = [one for one in sheet.enclosures if not one.content_id]
    headers = {name: Words(text) for name, text in sheet.headers}
    found: dict[str, object] = {
        "sender": _mailbox(sheet.sender),
        "to": [{"email": Own("to")}],
        "subject": Words(sheet.subject),
        "htmlContent": Words(sheet.html),
        "textContent": Words(sheet.text),
        "headers": {**headers, "idempotencyKey": Own("key")},
        "tags": [Own("ref")],
    }
    if sheet.reply_to:
        found["replyTo"] = _mailbox(sheet.reply_to)
    if files:
        found["attachment"] = [
            {"name": one.name, "content": b64encode(one.content).decode("ascii")} for one in files
        ]
    return Segments(found)


def _mailbox(mailbox: Mailbox) -> dict[str, str]:
    """Return a mailbox; a name that is neither ASCII nor plain is encoded, or it is lost."""
    if not mailbox.name:
        return {"email": mailbox.email}
    name = mailbox.name
    if not name.isascii() and SPECIALS & set(name):
        name = Header(name, "utf-8", maxlinelen=10_000).encode()
    return {"name": name, "email": mailbox.email}


def _taken(ref: str, found: Mapping[str, object]) -> Delivery:
    """Return a delivery that was taken; unknown when the answer does not name the message."""
    named = found.get("messageId")
    if not isinstance(named, str) or not named:
        return Delivery(ref, DeliveryStatus.UNKNOWN, detail="taken without the message's id")
    return Delivery(ref, DeliveryStatus.ACCEPTED, named.strip("<>")[:200])


def _with_wait(response: HttpResponse) -> HttpResponse:
    """Return an answer whose wish to wait stands where others have it."""
    reset = response.headers.get("x-sib-ratelimit-reset", "")
    if not reset:
        return response
    return HttpResponse(response.status, {"retry-after": reset, **response.headers}, response.body)
