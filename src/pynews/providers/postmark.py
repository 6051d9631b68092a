"""Postmark: messages in parts, up to 500 a call, through a broadcast stream.

``POST /email/batch`` answers 200 with a word for each message. It knows no
idempotency key, but keeps our ref as metadata, by which it can be asked
(``GET /messages/outbound?metadata_ref=``). Newsletters belong to a *broadcast*
stream; its own unsubscribe handling must be off there, for our links to be the ones.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, urlencode

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Enclosure, Message, Sheet
from pynews.providers.answers import WHERE, Advice, apart, otherwise, refusal, tree, value
from pynews.providers.handing import ask, cut, hand_over, letter_of
from pynews.providers.opening import refuse_unknown_settings
from pynews.providers.promise import Calendar, Capabilities, Limits
from pynews.providers.segments import SHEETS, Own, Segments, Words, as_list
from pynews.providers.settings import EVERY, base_of, needed_secret, transport_of
from pynews.providers.transport import HttpRequest, HttpResponse, NoAnswer, Transport, told

__all__ = ["CAN", "Postmark", "open_postmark"]

LABEL = "Postmark"
BASE = "https://api.postmarkapp.com"
STREAM_TYPE = "MessageStreamType"
SETTINGS = {"stream", *EVERY}
MEGABYTE = 1 << 20
CAN = Capabilities(
    max_batch=100,
    batch_size=100,
    connections=4,
    raw_mime=False,
    calendar=Calendar.MIME_METHOD,
    reconcile=True,
    finds_by_ref=True,
    settle=timedelta(minutes=10),
    remembers=timedelta(days=7),
    max_message_bytes=10 * MEGABYTE,
    max_request_bytes=50 * MEGABYTE,
    limits=Limits(html_bytes=5 * MEGABYTE, text_bytes=5 * MEGABYTE),
    signatures="password",
    trial="the key POSTMARK_API_TEST",
)
OK, INVALID, INACTIVE = 0, 300, 406
LATER = {100: "maintenance", 429: "too many requests"}
SIGNATURE = Advice("verify the sender's address or domain in Postmark, below Sender Signatures")
STREAM = Advice("make a broadcast stream in Postmark and name it: [provider] stream")
ADVICE: dict[int, Advice] = {
    10: Advice("put the token of this Postmark server into the variable", CredentialsError),
    400: SIGNATURE,
    401: SIGNATURE,
    405: Advice("Postmark's credits are used up: buy more there", RetryLaterError),
    412: Advice("Postmark has not approved the account yet: ask for approval there"),
    413: Advice("Postmark has suspended the account: write to its support"),
    1226: STREAM,
    1235: STREAM,
    1236: STREAM,
}
PANEL = Advice("mend this in Postmark; of this message nothing was taken")
TOKEN = Advice("check the server's token in the variable", CredentialsError)


def open_postmark(settings: Mapping[str, str], secret: str, folder: Path) -> "Postmark":
    """Open a Postmark server; settings: ``stream`` (broadcast when missing)."""
    del folder
    refuse_unknown_settings("postmark", settings, SETTINGS)
    key = needed_secret("postmark", secret, "the server's API token")
    stream = settings.get("stream") or "broadcast"
    return Postmark(key, stream, base_of(settings, BASE), transport_of(settings))


@dataclass(frozen=True, slots=True)
class Postmark:
    """A Postmark server; see `Provider` for what its methods promise.

    Arguments:
        key: the server's API token.
        stream: id of the message stream.
        base: start of all addresses, without a slash at its end.
        transport: how requests travel.
    """

    key: str = field(repr=False)
    stream: str = "broadcast"
    base: str = BASE
    transport: Transport = field(default_factory=Transport, repr=False)
    name: str = "postmark"
    capabilities: Capabilities = CAN

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Hand messages over, as many in one call as fit; Postmark knows no keys."""
        return hand_over(self, messages, key)

    def batches(self, messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
        """Cut messages into calls of at most 50 MB."""
        return cut(messages, CAN)

    def build(self, messages: Sequence[Message], key: str) -> HttpRequest:
        """Return the request for a batch; the same messages, the same bytes."""
        del key
        body = as_list(map(self._message, messages))
        headers = (*self._headers(), ("Content-Type", "application/json"))
        return HttpRequest("POST", f"{self.base}/email/batch", headers, body, len(messages))

    def exchange(self, request: HttpRequest) -> HttpResponse | NoAnswer:
        """Send a request once."""
        return self.transport.exchange(request)

    def parse(self, response: HttpResponse, messages: Sequence[Message]) -> list[Delivery]:
        """Return what an answer says of each message.

        Raises:
            CredentialsError, ProjectError, RetryLaterError: nothing was taken.
        """
        found = self._each(response, messages) if response.status == HTTPStatus.OK else []
        if found:
            return apart(found, messages)
        return otherwise(response, messages, self._words(response), self.refusal(response))

    def refusal(self, response: HttpResponse) -> PynewsError:
        """Return what an editor can do about an answer that refuses."""
        code = tree(response).get("ErrorCode")
        said = f"{response.status}: {self._words(response)}"
        usual = TOKEN if response.status in {401, 403} else PANEL
        return refusal(LABEL, said, ADVICE.get(code, usual) if isinstance(code, int) else usual)

    def question(self, path: str) -> HttpRequest:
        """Return the request that asks for what is at a path."""
        return HttpRequest("GET", f"{self.base}/{path}", self._headers())

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Return by ref whether Postmark has a message with our ref."""
        return {message.ref: self._find(message.ref) for message in messages}

    def check(self) -> None:
        """See that the token fits and the stream is one for newsletters.

        Raises:
            ProjectError: it is a stream for single messages.
        """
        kind = str(self._asked(f"message-streams/{quote(self.stream, safe='')}").get(STREAM_TYPE))
        if kind != "Broadcasts":
            what = f"Postmark calls the stream {self.stream} one for {told(kind)}"
            raise ProjectError(what, where=WHERE, hint=STREAM.hint)

    def _find(self, ref: str) -> bool | None:
        """Ask for the messages with a ref in their metadata."""
        query = {"count": "1", "offset": "0", "messagestream": self.stream, "metadata_ref": ref}
        total = self._asked(f"messages/outbound?{urlencode(query)}").get("TotalCount")
        return total > 0 if isinstance(total, int) else None

    def _asked(self, path: str) -> dict[str, object]:
        """Return the answer to a question."""
        return tree(ask(self, self.question(path), LABEL))

    def _headers(self) -> tuple[tuple[str, str], ...]:
        """Return the headers of every request; one holds the token."""
        return (("Accept", "application/json"), ("X-Postmark-Server-Token", self.key))

    def _message(self, message: Message) -> bytes:
        """Return a message as Postmark reads it."""
        letter = letter_of(message)
        segments = _segments(letter.sheet, self.stream)
        return segments.fill(letter.values, to=message.envelope.recipient, ref=message.ref)

    def _each(
        self, response: HttpResponse, messages: Sequence[Message]
    ) -> list[Delivery | PynewsError]:
        """Return what is said of each message; nothing unless each is spoken of."""
        items = value(response)
        if not isinstance(items, list) or len(items) != len(messages):
            return []
        if not all(isinstance(item, dict) for item in items):
            return []
        return [self._one(message, item) for message, item in zip(messages, items, strict=True)]

    def _one(self, message: Message, item: Mapping[str, object]) -> Delivery | PynewsError:
        """Return what Postmark says of one message."""
        code, words = item.get("ErrorCode", OK), self._told(str(item.get("Message", "")))
        if not isinstance(code, int):
            detail = "an answer without its ErrorCode"
            return Delivery(message.ref, DeliveryStatus.UNKNOWN, detail=detail)
        if code == OK:
            return _taken(message, item)
        if code == INACTIVE or (code == INVALID and "'To'" in words):
            return Delivery(message.ref, DeliveryStatus.REFUSED, detail=words)
        if code in LATER:
            return Delivery(message.ref, DeliveryStatus.DEFERRED, detail=words or LATER[code])
        return refusal(LABEL, f"{code}: {words}", ADVICE.get(code, PANEL))

    def _words(self, response: HttpResponse) -> str:
        """Return what an answer says to people."""
        found = tree(response)
        return self._told(str(found.get("Message") or found.get("message") or ""))

    def _told(self, words: str) -> str:
        return told(words, (self.key,))


@lru_cache(maxsize=SHEETS)
def _segments(sheet: Sheet, stream: str) -> Segments:
    """Return what the messages of a sheet have in common; nobody is tracked."""
    found: dict[str, object] = {
        "MessageStream": stream,
        "From": str(sheet.sender),
        "To": Own("to"),
        "Subject": Words(sheet.subject),
        "Headers": [
            *({"Name": name, "Value": Words(text)} for name, text in sheet.headers),
            {"Name": "X-PM-KeepID", "Value": "true"},
        ],
        "TextBody": Words(sheet.text),
        "HtmlBody": Words(sheet.html),
        "TrackOpens": False,
        "TrackLinks": "None",
        "Metadata": {"ref": Own("ref")},
    }
    if sheet.reply_to:
        found["ReplyTo"] = str(sheet.reply_to)
    if sheet.enclosures:
        found["Attachments"] = [_attachment(one) for one in sheet.enclosures]
    return Segments(found)


def _taken(message: Message, item: Mapping[str, object]) -> Delivery:
    """Return a delivery that was taken; unknown when the answer does not name the message."""
    named, reader = item.get("MessageID"), message.envelope.recipient
    if not isinstance(named, str) or not named:
        detail = "taken without the message's id"
        return Delivery(message.ref, DeliveryStatus.UNKNOWN, detail=detail)
    if str(item.get("To") or reader).casefold() != reader.casefold():
        return Delivery(message.ref, DeliveryStatus.UNKNOWN, detail="taken for another reader")
    return Delivery(message.ref, DeliveryStatus.ACCEPTED, named[:200])


def _attachment(enclosure: Enclosure) -> dict[str, str]:
    """Return a file; Postmark keeps the parameters of its type, ``method`` among them."""
    found = {
        "Name": enclosure.name,
        "Content": b64encode(enclosure.content).decode("ascii"),
        "ContentType": enclosure.media_type,
    }
    if enclosure.content_id:
        found["ContentID"] = f"cid:{enclosure.content_id}"
    return found
