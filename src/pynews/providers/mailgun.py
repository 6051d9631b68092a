"""Mailgun: our own message, byte for byte, one recipient a call.

``POST /v3/{domain}/messages.mime`` knows no idempotency key, so that a call
without a clear answer leaves its message unknown until the events say whether
it was taken (``GET /v3/{domain}/events``): every message carries its ref in a
user variable, which comes back with each event and stays out of the message.
"""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, urlencode

from urllib3 import encode_multipart_formdata
from urllib3.fields import RequestField

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Message
from pynews.providers.answers import WHERE, Advice, alike, otherwise, refusal, tree
from pynews.providers.handing import ask, hand_over
from pynews.providers.opening import refuse_unknown_settings
from pynews.providers.promise import Calendar, Capabilities
from pynews.providers.settings import EVERY, base_of, needed_secret, needed_setting, transport_of
from pynews.providers.transport import HttpRequest, HttpResponse, NoAnswer, Transport, told

__all__ = ["CAN", "Mailgun", "open_mailgun"]

BASES = {"us": "https://api.mailgun.net", "eu": "https://api.eu.mailgun.net"}
LABEL = "Mailgun"
PAGES = 5
DOMAIN = Advice("verify the domain in Mailgun's control panel, below Domains: its DNS records")
ACCOUNT = Advice("Mailgun has stopped or not activated the account: see its control panel")
TOMORROW = Advice("run the same command again tomorrow; nobody gets it twice", RetryLaterError)
PANEL = Advice("mend this in Mailgun's control panel; of this message nothing was taken")
KEY = Advice("check the key, and that its region (us, eu) is the domain's", CredentialsError)
ADVICE: dict[int, Advice] = {
    HTTPStatus.UNAUTHORIZED: KEY,
    HTTPStatus.FORBIDDEN: KEY,
    HTTPStatus.PAYMENT_REQUIRED: Advice(
        "see the account's plan and payment in Mailgun's control panel"
    ),
    HTTPStatus.NOT_FOUND: Advice("check domain and region (us, eu)"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: Advice(
        "make the pictures smaller: it takes 25 MB a message"
    ),
}
WORDS: tuple[tuple[str, Advice], ...] = (
    ("unverified", DOMAIN),
    ("not verified", DOMAIN),
    ("sandbox", DOMAIN),
    ("activate", ACCOUNT),
    ("disabled", ACCOUNT),
    ("suspended", ACCOUNT),
    ("not allowed to send", ACCOUNT),
)
A_DAY = re.compile(r"\b(?:daily|monthly|per (?:day|month))\b", re.IGNORECASE)
OPTIONS = (
    ("o:tracking", "no"),
    ("o:tracking-clicks", "no"),
    ("o:tracking-opens", "no"),
    ("o:suppress-headers", "X-Mailgun-Variables"),
)
CAN = Capabilities(
    max_batch=1,
    batch_size=50,
    connections=8,
    calendar=Calendar.MIME_METHOD,
    reconcile=True,
    settle=timedelta(minutes=10),
    remembers=timedelta(days=3),
    max_message_bytes=25 << 20,
    schedule=timedelta(days=3),
    signatures="hmac-sha256",
    trial="o:testmode (not used here)",
)


def open_mailgun(settings: Mapping[str, str], secret: str, folder: Path) -> "Mailgun":
    """Open a Mailgun account; settings: ``domain``, ``region`` (us, eu)."""
    del folder
    refuse_unknown_settings("mailgun", settings, {"domain", "region", *EVERY})
    key = needed_secret("mailgun", secret, "the domain's sending key")
    domain = needed_setting(settings, "domain", "mg.example.org")
    region = settings.get("region", "us")
    if region not in BASES:
        what = f"[provider] region {region!r} is not one of Mailgun's"
        raise ProjectError(what, where=WHERE, hint=f"one of: {', '.join(BASES)}")
    return Mailgun(domain, key, base_of(settings, BASES[region]), transport_of(settings))


@dataclass(frozen=True, slots=True)
class Mailgun:
    """A Mailgun domain; see `Provider` for what its methods promise.

    Arguments:
        domain: the sending domain.
        key: its sending key.
        base: start of all addresses, without a slash at its end.
        transport: how requests travel.
    """

    domain: str
    key: str = field(repr=False)
    base: str = BASES["us"]
    transport: Transport = field(default_factory=Transport, repr=False)
    name: str = "mailgun"
    capabilities: Capabilities = CAN

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Hand messages over, one by one; Mailgun knows no keys."""
        return hand_over(self, messages, key)

    def batches(self, messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
        """Cut messages into calls of one."""
        return ((message,) for message in messages)

    def exchange(self, request: HttpRequest) -> HttpResponse | NoAnswer:
        """Send a request once."""
        return self.transport.exchange(request)

    def build(self, messages: Sequence[Message], key: str) -> HttpRequest:
        """Return the request for one message; the same message, the same bytes."""
        del key
        (message,) = messages
        file = RequestField("message", message.content, filename="message.mime")
        file.make_multipart(content_type="message/rfc822")
        fields = (("to", message.envelope.recipient), *OPTIONS, ("v:ref", message.ref))
        body, content_type = encode_multipart_formdata(
            (*(RequestField.from_tuples(*one) for one in fields), file),
            boundary=f"pynews-{sha256(message.content).hexdigest()[:40]}",
        )
        return self._request("POST", "messages.mime", (("Content-Type", content_type),), body)

    def parse(self, response: HttpResponse, messages: Sequence[Message]) -> Sequence[Delivery]:
        """Return what an answer says of a message.

        Raises:
            CredentialsError, ProjectError: nothing was taken, nor will be as things stand.
        """
        (message,) = messages
        if response.status == HTTPStatus.OK:
            return [_taken(message.ref, response)]
        words, error = self._words(response), self.refusal(response)
        if isinstance(error, RetryLaterError):
            raise error
        if response.status == HTTPStatus.BAD_REQUEST and "address" in words.lower():
            return alike(messages, DeliveryStatus.REFUSED, words)
        return otherwise(response, messages, words, error)

    def refusal(self, response: HttpResponse) -> PynewsError:
        """Return what an editor can do about an answer that refuses."""
        words = self._words(response)
        advice = ADVICE.get(response.status, PANEL)
        if response.status == HTTPStatus.TOO_MANY_REQUESTS and A_DAY.search(words):
            advice = TOMORROW
        elif response.status in {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN}:
            advice = next((one for part, one in WORDS if part in words.lower()), advice)
        return refusal(LABEL, f"{response.status}: {words}", advice)

    def question(self, path: str) -> HttpRequest:
        """Return the request that asks for what is at a path."""
        return HttpRequest("GET", f"{self.base}/{path}", self._credentials())

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Return by ref whether Mailgun has an event of a message."""
        return {message.ref: self._find(message) for message in messages}

    def check(self) -> None:
        """See that the key fits and the domain may send."""
        answer = self._asked(self.question(f"v4/domains/{quote(self.domain, safe='')}"))
        state = tree(answer).get("domain", {})
        state = state.get("state") if isinstance(state, dict) else None
        if state != "active":
            what = f"Mailgun calls the domain {self.domain} {told(str(state))}"
            raise ProjectError(what, where=WHERE, hint="verify it in Mailgun's control panel")

    def _find(self, message: Message) -> bool | None:
        """Look through the events of one recipient, the latest first."""
        query = {"recipient": message.envelope.recipient, "ascending": "no", "limit": "300"}
        request = self._request("GET", f"events?{urlencode(query)}")
        for _ in range(PAGES):
            page = tree(self._asked(request))
            items = page.get("items")
            if not isinstance(items, list):
                return None
            if any(_ref(item) == message.ref for item in items):
                return True
            following = _next(page)
            if not items or not following:
                return False
            if not following.startswith(f"{self.base}/"):
                return None
            request = self.question(following.removeprefix(f"{self.base}/"))
        return None

    def _asked(self, request: HttpRequest) -> HttpResponse:
        """Return the answer to a question."""
        return ask(self, request, LABEL)

    def _words(self, response: HttpResponse) -> str:
        """Return what an answer says to people: its message, or the bare text."""
        return told(str(tree(response).get("message", "")), (self.key, _pair(self.key)))

    def _request(
        self,
        method: str,
        path: str,
        headers: tuple[tuple[str, str], ...] = (),
        body: bytes = b"",
    ) -> HttpRequest:
        """Return a request below the domain."""
        url = f"{self.base}/v3/{quote(self.domain, safe='')}/{path}"
        return HttpRequest(method, url, (*self._credentials(), *headers), body)

    def _credentials(self) -> tuple[tuple[str, str], ...]:
        """Return the header that holds the key."""
        return (("Authorization", f"Basic {_pair(self.key)}"),)


def _pair(key: str) -> str:
    """Return the key as it travels."""
    return b64encode(f"api:{key}".encode()).decode("ascii")


def _taken(ref: str, response: HttpResponse) -> Delivery:
    """Return a delivery that was taken; unknown when a 200 does not name the message."""
    named = tree(response).get("id")
    if not isinstance(named, str) or not named:
        detail = "HTTP 200 without the message's id"
        return Delivery(ref, DeliveryStatus.UNKNOWN, detail=detail)
    return Delivery(ref, DeliveryStatus.ACCEPTED, named.strip("<>")[:200])


def _ref(item: object) -> str:
    """Return the ref that an event carries; "" where it carries none."""
    variables = item.get("user-variables") if isinstance(item, dict) else None
    return str(variables.get("ref", "")) if isinstance(variables, dict) else ""


def _next(tree: Mapping[str, object]) -> str:
    """Return the address of the next page; "" where there is none."""
    paging = tree.get("paging")
    return str(paging.get("next", "")) if isinstance(paging, dict) else ""
