"""Resend: messages in parts, up to 100 a call, each call named by a key for 24 hours.

The same key and bytes are taken once, on ``/emails`` and ``/emails/batch`` alike. A
batch takes no files: with calendars or pictures messages go one by one. A calendar's
type is sent bare, because a type that Resend does not find in the file's name makes it
drop the message without a word.
"""

from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Enclosure, Message, Sheet
from pynews.providers.answers import WHERE, Advice, alike, apart, otherwise, refusal, tree
from pynews.providers.handing import ask, cut, hand_over, letter_of, repeat
from pynews.providers.opening import refuse_unknown_settings
from pynews.providers.promise import Calendar, Capabilities
from pynews.providers.segments import SHEETS, Own, Segments, Words, as_list
from pynews.providers.settings import EVERY, base_of, needed_secret, rate_of, transport_of
from pynews.providers.transport import HttpRequest, HttpResponse, NoAnswer, Transport, told

__all__ = ["CAN", "Resend", "open_resend"]

LABEL = "Resend"
BASE = "https://api.resend.com"
CALLS_A_SECOND = 5.0
MEGABYTE = 1 << 20
CAN = Capabilities(
    max_batch=100,
    batch_size=100,
    connections=2,
    raw_mime=False,
    calendar=Calendar.ATTACHMENT,
    idempotency=timedelta(hours=24),
    max_message_bytes=40 * MEGABYTE,
    schedule=timedelta(days=30),
    signatures="svix",
    trial="delivered@resend.dev and bounced@resend.dev",
)
KEY = Advice("make an API key in Resend and put it into the variable", CredentialsError)
TOMORROW = Advice("run the same command again tomorrow; nobody gets it twice", RetryLaterError)
DOMAIN = Advice("verify the sender's domain in Resend, below Domains")
ADVICE: dict[str, Advice] = {
    "missing_api_key": KEY,
    "invalid_api_key": KEY,
    "restricted_api_key": KEY,
    "invalid_from_address": DOMAIN,
    "invalid_access": DOMAIN,
    "daily_quota_exceeded": TOMORROW,
    "monthly_quota_exceeded": Advice("buy more in Resend, below Billing", RetryLaterError),
    "security_error": Advice("Resend has stopped the account: write to its support"),
}
STATUS_ADVICE: dict[int, Advice] = {
    HTTPStatus.UNAUTHORIZED: KEY,
    HTTPStatus.FORBIDDEN: DOMAIN,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Advice("make the pictures smaller: it takes 40 MB"),
}
PANEL = Advice("mend this in Resend; of this message nothing was taken")
ONE_WRONG = {HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY}


def open_resend(settings: Mapping[str, str], secret: str, folder: Path) -> "Resend":
    """Open a Resend account; settings: ``rate`` (calls a second, 5), ``base_url``."""
    del folder
    refuse_unknown_settings("resend", settings, EVERY)
    key = needed_secret("resend", secret, "an API key")
    rate = rate_of(settings, CALLS_A_SECOND)
    return Resend(key, base_of(settings, BASE), transport_of(settings, rate=rate))


@dataclass(frozen=True, slots=True)
class Resend:
    """A Resend account; see `Provider` for what its methods promise.

    Arguments:
        key: an API key.
        base: start of all addresses, without a slash at its end.
        transport: how requests travel; its pace counts calls.
    """

    key: str = field(repr=False)
    base: str = BASE
    transport: Transport = field(default_factory=Transport, repr=False)
    name: str = "resend"
    capabilities: Capabilities = CAN

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Hand messages over; the same key and messages again are taken once."""
        return hand_over(self, messages, key)

    def repeat(
        self,
        messages: Sequence[Message],
        *,
        key: str,
        unclear: Collection[str],
        gone: Collection[str],
    ) -> Sequence[Delivery]:
        """Repeat the calls that had no clear answer, under the keys they had."""
        return repeat(self, messages, key, unclear=unclear, gone=gone)

    def batches(self, messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
        """Cut messages into calls: one each where files travel along."""
        if any(letter_of(message).sheet.enclosures for message in messages):
            return ((message,) for message in messages)
        return cut(messages, CAN)

    def build(self, messages: Sequence[Message], key: str) -> HttpRequest:
        """Return the request for a batch; the same messages and key, the same request."""
        single = len(messages) == 1
        body = _message(messages[0]) if single else as_list(map(_message, messages))
        headers = (
            *self._headers(),
            ("Content-Type", "application/json"),
            ("Idempotency-Key", key),
            *(() if single else (("x-batch-validation", "permissive"),)),
        )
        url = f"{self.base}/emails" if single else f"{self.base}/emails/batch"
        return HttpRequest("POST", url, headers, body)

    def exchange(self, request: HttpRequest) -> HttpResponse | NoAnswer:
        """Send a request once."""
        return self.transport.exchange(request)

    def parse(
        self, response: HttpResponse, messages: Sequence[Message]
    ) -> Sequence[Delivery] | None:
        """Return what an answer says of each message; None when one of many is wrong.

        Raises:
            CredentialsError, ProjectError, RetryLaterError: nothing was taken.
        """
        words, error = self._words(response), self.refusal(response)
        if response.status == HTTPStatus.OK:
            return self._taken(response, messages)
        if response.status == HTTPStatus.CONFLICT:  # the key is in use: by whom is not known
            return alike(messages, DeliveryStatus.UNKNOWN, words)
        if isinstance(error, RetryLaterError):
            raise error
        if response.status in ONE_WRONG:
            if len(messages) > 1:
                return None
            if "`to`" in words:
                return alike(messages, DeliveryStatus.REFUSED, words)
        return otherwise(response, messages, words, error)

    def refusal(self, response: HttpResponse) -> PynewsError:
        """Return what an editor can do about an answer that refuses."""
        usual = STATUS_ADVICE.get(response.status, PANEL)
        advice = ADVICE.get(str(tree(response).get("name")), usual)
        return refusal(LABEL, f"{response.status}: {self._words(response)}", advice)

    def question(self, path: str) -> HttpRequest:
        """Return the request that asks for what is at a path."""
        return HttpRequest("GET", f"{self.base}/{path}", self._headers())

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Return by ref that it cannot tell: Resend's list knows no filter."""
        return {message.ref: None for message in messages}

    def check(self) -> None:
        """See that the key fits and a domain is verified, as far as the key may ask.

        Raises:
            ProjectError: there is no verified domain.
        """
        try:
            answer = ask(self, self.question("domains"), LABEL)
        except CredentialsError as error:
            if "restricted" in str(error):  # a key that may only send is a good one
                return
            raise
        domains = tree(answer).get("data")
        found = domains if isinstance(domains, list) else []
        if not any(isinstance(one, dict) and one.get("status") == "verified" for one in found):
            raise ProjectError("Resend knows no verified domain", where=WHERE, hint=DOMAIN.hint)

    def _headers(self) -> tuple[tuple[str, str], ...]:
        """Return the headers of every request; one holds the key."""
        return (("Accept", "application/json"), ("Authorization", f"Bearer {self.key}"))

    def _taken(self, response: HttpResponse, messages: Sequence[Message]) -> list[Delivery]:
        """Return what a yes says of each message: its id, or what is wrong with it."""
        found = tree(response)
        wrong = self._wrong(found)
        items = [found] if len(messages) == 1 else found.get("data")
        names = [_id(item) for item in items] if isinstance(items, list) else []
        if len(names) != len(messages) - len(wrong) or not all(names):
            detail = "HTTP 200 without the messages' ids"
            return alike(messages, DeliveryStatus.UNKNOWN, detail)
        named = iter(names)
        return apart(
            [
                _left_out(message, wrong[n])
                if n in wrong
                else Delivery(message.ref, DeliveryStatus.ACCEPTED, next(named))
                for n, message in enumerate(messages)
            ],
            messages,
        )

    def _wrong(self, found: Mapping[str, object]) -> dict[int, str]:
        """Return by number what a permissive batch left out."""
        errors = found.get("errors")
        return {
            one["index"]: told(str(one.get("message", "")), (self.key,))
            for one in (errors if isinstance(errors, list) else [])
            if isinstance(one, dict) and isinstance(one.get("index"), int)
        }

    def _words(self, response: HttpResponse) -> str:
        """Return what an answer says to people, its kind before it."""
        found = tree(response)
        kind = str(found.get("name") or "").replace("_", " ")
        words = told(str(found.get("message") or ""), (self.key,))
        return f"{kind}: {words}" if kind else words


def _left_out(message: Message, words: str) -> Delivery | PynewsError:
    """Return a refusal of one reader, or an error that is nobody's own."""
    if "`to`" in words:
        return Delivery(message.ref, DeliveryStatus.REFUSED, detail=words)
    return refusal(LABEL, words, PANEL)


def _message(message: Message) -> bytes:
    """Return a message as Resend reads it."""
    letter = letter_of(message)
    segments = _segments(letter.sheet)
    return segments.fill(letter.values, to=message.envelope.recipient, ref=message.ref)


@lru_cache(maxsize=SHEETS)
def _segments(sheet: Sheet) -> Segments:
    """Return what the messages of a sheet have in common."""
    found: dict[str, object] = {
        "from": str(sheet.sender),
        "to": [Own("to")],
        "subject": Words(sheet.subject),
        "html": Words(sheet.html),
        "text": Words(sheet.text),
        "headers": {name: Words(text) for name, text in sheet.headers},
        "tags": [{"name": "ref", "value": Own("ref")}],
    }
    if sheet.reply_to:
        found["reply_to"] = [str(sheet.reply_to)]
    if sheet.enclosures:
        found["attachments"] = [_attachment(one) for one in sheet.enclosures]
    return Segments(found)


def _attachment(enclosure: Enclosure) -> dict[str, str]:
    """Return a file, its type without parameters."""
    found = {
        "content": b64encode(enclosure.content).decode("ascii"),
        "filename": enclosure.name,
        "content_type": enclosure.bare_type,
    }
    if enclosure.content_id:
        found["content_id"] = enclosure.content_id
    return found


def _id(item: object) -> str:
    """Return a message's id; "" where there is none."""
    named = item.get("id") if isinstance(item, dict) else None
    return named[:200] if isinstance(named, str) else ""
