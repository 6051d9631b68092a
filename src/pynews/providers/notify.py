"""GOV.UK Notify: the issue as Markdown in a template of two fields, one reader a call.

The service keeps one template with the subject ``((subject))`` and the body ``((body))``.
Notify carries no files: calendars are links. It makes both unsubscribe headers from our
https address. Each message carries its ref as the reference, by which Notify can be
asked for seven days. Whether it takes a newsletter is for its terms to say: it is meant
for messages of public bodies.
"""

import hmac
import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, urlencode

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Message, Sheet
from pynews.providers.answers import WHERE, Advice, alike, otherwise, refusal, tree
from pynews.providers.handing import ask, hand_over, letter_of
from pynews.providers.opening import refuse_unknown_settings
from pynews.providers.promise import Calendar, Capabilities, Headers
from pynews.providers.segments import SHEETS, Own, Segments, Words
from pynews.providers.settings import EVERY, base_of, needed_secret, needed_setting, transport_of
from pynews.providers.transport import (
    HttpRequest,
    HttpResponse,
    NoAnswer,
    Transport,
    told,
    utc_now,
)

__all__ = ["CAN", "Notify", "open_notify", "token"]

LABEL = "GOV.UK Notify"
BASE = "https://api.notifications.service.gov.uk"
SETTINGS = {"template_id", "reply_to_id", *EVERY}
UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
API_KEY = re.compile(rf"(?:.*-)?({UUID})-({UUID})", re.IGNORECASE)
FIELDS = ("subject", "body")
CAN = Capabilities(
    max_batch=1,
    batch_size=100,
    connections=4,
    personal_headers=False,
    raw_mime=False,
    markdown=True,
    headers=Headers.ONE_CLICK,
    pictures=False,
    calendar=Calendar.LINK,
    reconcile=True,
    finds_by_ref=True,
    settle=timedelta(minutes=5),
    remembers=timedelta(days=7),
    max_message_bytes=2_000_000,
    rate=50.0,
    signatures="password",
    trial="a test key; simulate-delivered@notifications.service.gov.uk",
)
KEY = Advice(
    "make an API key in Notify, below API integration, for this variable", CredentialsError
)
CLOCK = Advice("set this machine's clock: Notify allows 30 seconds", CredentialsError)
TOMORROW = Advice("run the same command again tomorrow; nobody gets it twice", RetryLaterError)
LIVE = Advice("ask Notify to make the service live, and use a live key")
ARCHIVED = Advice("Notify has closed or stopped the service: write to its support")
REPLY_TO = Advice("check [provider] reply_to_id: Notify lists verified ones below Settings")
TEMPLATE = Advice("check [provider] template_id: subject ((subject)), message ((body))")
PANEL = Advice("mend this in Notify; of this message nothing was taken")
WORDS: tuple[tuple[str, Advice], ...] = (
    ("system clock", CLOCK),
    ("archived", ARCHIVED),
    ("suspended", ARCHIVED),
    ("reply_to", REPLY_TO),
    ("team-only", LIVE),
    ("trial mode", LIVE),
    ("template", TEMPLATE),
)


def open_notify(settings: Mapping[str, str], secret: str, folder: Path) -> "Notify":
    """Open a Notify service; settings: ``template_id``, ``reply_to_id``, ``base_url``.

    The key is an API key as Notify shows it once: its name and two UUIDs.
    """
    del folder
    refuse_unknown_settings("notify", settings, SETTINGS)
    template = needed_setting(settings, "template_id", "f33517ff-2a88-4f6e-b855-c550268ce08a")
    found = API_KEY.fullmatch(needed_secret("notify", secret, "an API key"))
    if not found:
        what = "notify: the key is not a name and two UUIDs with hyphens between"
        raise CredentialsError(what, where=WHERE, hint=KEY.hint)
    return Notify(
        found[1],
        found[2],
        template,
        settings.get("reply_to_id", ""),
        base_of(settings, BASE),
        transport_of(settings, rate=CAN.rate),
    )


def token(service: str, secret: str, at: datetime) -> str:
    """Return what proves a request (RFC 7519, HMAC-SHA256).

    Arguments:
        service: id of the service, the issuer.
        secret: the last part of the API key.
        at: now, aware; Notify allows 30 seconds of difference.
    """
    parts = ({"alg": "HS256", "typ": "JWT"}, {"iss": service, "iat": int(at.timestamp())})
    text = ".".join(_base64(json.dumps(part, separators=(",", ":")).encode()) for part in parts)
    return f"{text}.{_base64(hmac.digest(secret.encode(), text.encode(), 'sha256'))}"


@dataclass(frozen=True, slots=True)
class Notify:
    """A service of GOV.UK Notify; see `Provider` for what its methods promise.

    Arguments:
        service: its id.
        secret: the secret part of an API key.
        template: id of the template with ``((subject))`` and ``((body))``.
        reply_to: id of the reply-to address; or "" for the service's own.
        base: start of all addresses, without a slash at its end.
        transport: how requests travel.
        now: the time that requests are signed with.
    """

    service: str
    secret: str = field(repr=False)
    template: str
    reply_to: str = ""
    base: str = BASE
    transport: Transport = field(default_factory=Transport, repr=False)
    now: Callable[[], datetime] = field(default=utc_now, repr=False)
    name: str = "notify"
    capabilities: Capabilities = CAN

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Hand messages over; Notify knows no keys."""
        return hand_over(self, messages, key)

    def batches(self, messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
        """Cut messages into calls of one."""
        return ((message,) for message in messages)

    def build(self, messages: Sequence[Message], key: str) -> HttpRequest:
        """Return the request for one message, not signed yet; the same message, the same bytes.

        Raises:
            ProjectError: the message has no Markdown reading.
        """
        del key
        (message,) = messages
        letter = letter_of(message)
        if not letter.sheet.markdown:
            what = "this issue was frozen without the Markdown that Notify takes"
            raise ProjectError(what, hint='plan it again with [provider] name = "notify"')
        one_click = letter.unsubscribe.startswith("https://")
        segments = _segments(letter.sheet, self.template, self.reply_to, one_click=one_click)
        body = segments.fill(letter.values, to=message.envelope.recipient, ref=message.ref)
        headers = (("Content-Type", "application/json"),)
        return HttpRequest("POST", f"{self.base}/v2/notifications/email", headers, body)

    def exchange(self, request: HttpRequest) -> HttpResponse | NoAnswer:
        """Prove who we are, and send a request once."""
        proof = f"Bearer {token(self.service, self.secret, self.now())}"
        headers = (*request.headers, ("Authorization", proof))
        return self.transport.exchange(replace(request, headers=headers))

    def parse(self, response: HttpResponse, messages: Sequence[Message]) -> list[Delivery]:
        """Return what an answer says of a message.

        Raises:
            CredentialsError, ProjectError, RetryLaterError: nothing was taken.
        """
        (message,) = messages
        if response.status == HTTPStatus.CREATED:
            return [_taken(message.ref, tree(response))]
        kind, words = self._said(response)
        error = self.refusal(response)
        if isinstance(error, RetryLaterError):
            raise error
        if kind == "ValidationError" and words.startswith("email_address"):
            return alike(messages, DeliveryStatus.REFUSED, words)
        return otherwise(response, messages, words, error)

    def refusal(self, response: HttpResponse) -> PynewsError:
        """Return what an editor can do about an answer that refuses."""
        kind, words = self._said(response)
        usual = KEY if response.status in {401, 403} else PANEL
        known = next((advice for part, advice in WORDS if part in words.lower()), usual)
        advice = TOMORROW if kind == "TooManyRequestsError" else known
        return refusal(LABEL, f"{response.status} {kind}: {words}", advice)

    def question(self, path: str) -> HttpRequest:
        """Return the request that asks for what is at a path."""
        return HttpRequest("GET", f"{self.base}/{path}")

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Return by ref whether Notify has a message with our reference."""
        return {message.ref: self._find(message.ref) for message in messages}

    def check(self) -> None:
        """See that the key fits and the template has a place for subject and body.

        Raises:
            ProjectError: it has other places, or fixed words around ours.
        """
        found = self._asked(f"v2/template/{quote(self.template, safe='')}")
        for name in FIELDS:
            if str(found.get(name)).replace(" ", "").strip() != f"(({name}))":
                what = f"the Notify template's {name} is not (({name})) alone"
                raise ProjectError(what, where=WHERE, hint=TEMPLATE.hint)

    def _find(self, ref: str) -> bool | None:
        """Ask for the messages with a reference."""
        found = self._asked(f"v2/notifications?{urlencode({'reference': ref})}")
        messages = found.get("notifications")
        return bool(messages) if isinstance(messages, list) else None

    def _asked(self, path: str) -> dict[str, object]:
        """Return the answer to a question."""
        return tree(ask(self, self.question(path), LABEL))

    def _said(self, response: HttpResponse) -> tuple[str, str]:
        """Return the kind of an error, which is what counts, and what it says to people."""
        found = tree(response)
        errors = found.get("errors")
        first = errors[0] if isinstance(errors, list) and errors else found
        if not isinstance(first, dict):
            return "", ""
        words = told(str(first.get("message") or ""), (self.secret,))
        return str(first.get("error") or "")[:60], words


@lru_cache(maxsize=SHEETS)
def _segments(sheet: Sheet, template: str, reply_to: str, *, one_click: bool) -> Segments:
    """Return what the messages of a sheet have in common."""
    found: dict[str, object] = {
        "email_address": Own("to"),
        "template_id": template,
        "personalisation": {"subject": Words(sheet.subject), "body": Words(sheet.markdown)},
        "reference": Own("ref"),
    }
    if reply_to:
        found["email_reply_to_id"] = reply_to
    if one_click:
        found["one_click_unsubscribe_url"] = Words(sheet.unsubscribe)
    return Segments(found)


def _taken(ref: str, found: Mapping[str, object]) -> Delivery:
    """Return a delivery that was taken; unknown when the answer does not name the message."""
    named = found.get("id")
    if not isinstance(named, str) or not named:
        return Delivery(ref, DeliveryStatus.UNKNOWN, detail="taken without the message's id")
    if found.get("reference", ref) != ref:
        return Delivery(ref, DeliveryStatus.UNKNOWN, detail="taken under another reference")
    return Delivery(ref, DeliveryStatus.ACCEPTED, named[:200])


def _base64(content: bytes) -> str:
    """Return base64url without padding (RFC 7515 section 2)."""
    return urlsafe_b64encode(content).rstrip(b"=").decode("ascii")
