"""Amazon SES, version 2 of its interface, with a signature of our own.

Without files, many readers share a call: ``SendBulkEmail`` with an inline template and
each reader's values and headers. With calendars or pictures, each message goes as our
own bytes. SES knows no key and cannot be asked by our reference; it names our messages
by the tag ``ref`` in its reports. Its template engine puts values in as they are, so
that they are escaped here, and text with two braces in a row goes as our own bytes.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import formataddr
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Letter, Mailbox, Message, Sheet, Text
from pynews.providers.answers import WHERE, Advice, alike, apart, otherwise, refusal, tree
from pynews.providers.handing import ask, cut, hand_over, letter_of
from pynews.providers.opening import refuse_unknown_settings
from pynews.providers.promise import Calendar, Capabilities, Limits
from pynews.providers.segments import SHEETS, Own, Ready, Segments, Words, as_list
from pynews.providers.ses_advice import ADVICE, DAILY, PANEL, STATUSES, VERIFY
from pynews.providers.settings import (
    EVERY,
    base_of,
    needed_secret,
    needed_setting,
    rate_of,
    transport_of,
)
from pynews.providers.sigv4 import Credentials, signed
from pynews.providers.transport import (
    HttpRequest,
    HttpResponse,
    NoAnswer,
    Transport,
    told,
    utc_now,
)

__all__ = ["CAN", "Ses", "open_ses"]

LABEL = "Amazon SES"
SETTINGS = {"region", "configuration_set", *EVERY}
MESSAGES_A_SECOND = 10.0
KEY_PARTS = (2, 3)
MEGABYTE = 1 << 20
TEMPLATE_BYTES = MEGABYTE // 2  # it takes 1 MB; half is left for what JSON adds
KEPT = {"list-id", "list-unsubscribe", "list-unsubscribe-post"}
NO_TRACKING = {"OpenTrackingEnabled": "DISABLED", "ClickTrackingEnabled": "DISABLED"}
CAN = Capabilities(
    max_batch=50,
    batch_size=50,
    connections=2,
    calendar=Calendar.MIME_METHOD,
    max_message_bytes=40 * MEGABYTE,
    limits=Limits(header_chars=995),
    rate=MESSAGES_A_SECOND,
    signatures="sns",
    trial="the mailbox simulator, success@simulator.amazonses.com",
)


def open_ses(settings: Mapping[str, str], secret: str, folder: Path) -> "Ses":
    """Open an account in one region.

    Settings: ``region``, ``configuration_set`` (its reports), ``rate`` (messages a second
    that the account allows; 10), ``base_url``. The key is the access key's id, a colon
    and the secret access key; a session's token follows after another colon.
    """
    del folder
    refuse_unknown_settings("ses", settings, SETTINGS)
    region = needed_setting(settings, "region", "eu-west-2")
    what = "ACCESS_KEY_ID:SECRET_ACCESS_KEY"
    parts = needed_secret("ses", secret, what).split(":", 2)
    if len(parts) not in KEY_PARTS or not all(parts):
        complaint = "ses: the key is not an id and a secret with a colon between"
        raise CredentialsError(complaint, where=WHERE, hint=f"put {what} into the variable")
    rate = rate_of(settings, MESSAGES_A_SECOND)
    return Ses(
        region,
        Credentials(*parts),
        settings.get("configuration_set", ""),
        base_of(settings, f"https://email.{region}.amazonaws.com"),
        transport_of(settings, rate=rate),
        capabilities=replace(CAN, rate=rate),
    )


@dataclass(frozen=True, slots=True)
class Ses:
    """An SES account in one region; see `Provider` for what its methods promise.

    Arguments:
        region: such as ``eu-west-2``.
        credentials: who signs.
        configuration_set: whose reports we get; or "".
        base: start of all addresses, without a slash at its end.
        transport: how requests travel; its pace counts messages.
        now: the time that requests are signed with.
    """

    region: str
    credentials: Credentials = field(repr=False)
    configuration_set: str = ""
    base: str = ""
    transport: Transport = field(default_factory=Transport, repr=False)
    now: Callable[[], datetime] = field(default=utc_now, repr=False)
    name: str = "ses"
    capabilities: Capabilities = CAN

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Hand messages over; SES knows no keys."""
        return hand_over(self, messages, key)

    def batches(self, messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
        """Cut messages into calls: together what a template can hold, else one by one."""
        if len(messages) == 1 or not _fits_template(messages):
            return ((message,) for message in messages)
        most = max(1, min(CAN.max_batch, int(self.capabilities.rate or CAN.max_batch)))
        return cut(messages, replace(CAN, max_batch=most))

    def build(self, messages: Sequence[Message], key: str) -> HttpRequest:
        """Return the request for a batch, not signed yet; the same messages, the same bytes."""
        del key
        many = len(messages) > 1
        reports = self.configuration_set
        body = _bulk(messages, reports) if many else _raw(messages[0], reports)
        path = "outbound-bulk-emails" if many else "outbound-emails"
        headers = (("Content-Type", "application/json"),)
        return HttpRequest("POST", f"{self.base}/v2/email/{path}", headers, body, len(messages))

    def exchange(self, request: HttpRequest) -> HttpResponse | NoAnswer:
        """Sign a request and send it once."""
        at = self.now()
        return self.transport.exchange(
            signed(request, self.credentials, region=self.region, service="ses", at=at)
        )

    def parse(
        self, response: HttpResponse, messages: Sequence[Message]
    ) -> Sequence[Delivery] | None:
        """Return what an answer says of each message; None when one of many is wrong.

        Raises:
            CredentialsError, ProjectError, RetryLaterError: nothing was taken.
        """
        if response.status == HTTPStatus.OK:
            return self._taken(response, messages)
        words, kind, error = self._words(response), _kind(response), self.refusal(response)
        if isinstance(error, RetryLaterError):
            raise error
        if kind in {"TooManyRequestsException", "LimitExceededException", "ThrottlingException"}:
            return alike(messages, DeliveryStatus.DEFERRED, words, timedelta(seconds=1))
        if response.status == HTTPStatus.BAD_REQUEST and "address" in words.lower():
            if VERIFY in words.lower():
                raise error
            if len(messages) > 1:
                return None
            return alike(messages, DeliveryStatus.REFUSED, words)
        return otherwise(response, messages, words, error)

    def refusal(self, response: HttpResponse) -> PynewsError:
        """Return what an editor can do about an answer that refuses."""
        kind, words = _kind(response), self._words(response)
        advice = DAILY if "daily" in words.lower() else ADVICE.get(kind, PANEL)
        said = f"{response.status} {kind}: {words}" if kind else f"{response.status}: {words}"
        return refusal(LABEL, said, advice)

    def question(self, path: str) -> HttpRequest:
        """Return the request that asks for what is at a path."""
        return HttpRequest("GET", f"{self.base}/{path}")

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Return by ref that it cannot tell: only its reports name our messages."""
        return {message.ref: None for message in messages}

    def check(self) -> None:
        """See that the key fits and the account may write to everybody.

        Raises:
            ProjectError: it may not send, or only to verified addresses.
            RetryLaterError: today's messages are used up.
        """
        found = tree(ask(self, self.question("v2/email/account"), LABEL))
        if found.get("SendingEnabled") is False or found.get("EnforcementStatus") == "SHUTDOWN":
            what = "Amazon SES has stopped this account's sending"
            raise ProjectError(what, where=WHERE, hint=ADVICE["AccountSuspendedException"].hint)
        if found.get("ProductionAccessEnabled") is False:
            what = "Amazon SES keeps this account in its sandbox: only verified addresses get mail"
            hint = "ask for production access in the SES console, below Account dashboard"
            raise ProjectError(what, where=WHERE, hint=hint)
        if _used_up(found.get("SendQuota")):
            raise RetryLaterError("Amazon SES takes no more messages today", hint=DAILY.hint)

    def _taken(self, response: HttpResponse, messages: Sequence[Message]) -> list[Delivery]:
        """Return what a yes says of each message."""
        found = tree(response)
        items = [found] if len(messages) == 1 else found.get("BulkEmailEntryResults")
        if not isinstance(items, list) or len(items) != len(messages):
            return alike(messages, DeliveryStatus.UNKNOWN, "HTTP 200 without the messages' ids")
        return apart(
            [self._one(message, item) for message, item in zip(messages, items, strict=True)],
            messages,
        )

    def _one(self, message: Message, item: object) -> Delivery | PynewsError:
        """Return what SES says of one message."""
        found = item if isinstance(item, dict) else {}
        named, status = found.get("MessageId"), str(found.get("Status", "SUCCESS"))
        words = told(str(found.get("Error") or status), self._secrets())
        if status == "SUCCESS" and isinstance(named, str) and named:
            return Delivery(message.ref, DeliveryStatus.ACCEPTED, named[:200])
        known = STATUSES.get(status, DeliveryStatus.UNKNOWN)
        if isinstance(known, Advice) or VERIFY in words.lower():
            advice = known if isinstance(known, Advice) else ADVICE["MessageRejected"]
            return refusal(LABEL, f"{status}: {words}", advice)
        wait = timedelta(seconds=1) if known is DeliveryStatus.DEFERRED else None
        return Delivery(message.ref, known, "", words, wait)

    def _words(self, response: HttpResponse) -> str:
        """Return what an answer says to people."""
        found = tree(response)
        return told(str(found.get("message") or found.get("Message") or ""), self._secrets())

    def _secrets(self) -> tuple[str, ...]:
        return (self.credentials.secret, self.credentials.token, self.credentials.access)


def _raw(message: Message, reports: str) -> bytes:
    """Return one message as our own bytes."""
    data = b64encode(message.content).decode("ascii")
    return _raw_segments(reports).fill(
        (), to=message.envelope.recipient, ref=message.ref, data=data
    )


@lru_cache(maxsize=SHEETS)
def _raw_segments(reports: str) -> Segments:
    return Segments(
        {
            "Destination": {"ToAddresses": [Own("to")]},
            "Content": {"Raw": {"Data": Own("data")}},
            "EmailTags": [{"Name": "ref", "Value": Own("ref")}],
            **_reported(reports),
        }
    )


def _reported(reports: str) -> dict[str, object]:
    """Return what asks for reports to a configuration set, if there is one; nobody is tracked."""
    if not reports:
        return {}
    return {
        "ConfigurationSetName": reports,
        "ConfigurationOverrides": {"Tracking": NO_TRACKING},
    }


def _bulk(messages: Sequence[Message], reports: str) -> bytes:
    """Return many messages as a template and each reader's part of it."""
    sheet = letter_of(messages[0]).sheet
    entries = as_list(_entry(message, letter_of(message)) for message in messages)
    return _bulk_segments(sheet, reports).fill((), entries=entries)


@lru_cache(maxsize=SHEETS)
def _bulk_segments(sheet: Sheet, reports: str) -> Segments:
    """Return what calls with a sheet have in common."""
    template = {
        "Subject": _template(sheet.subject),
        "Html": _template(sheet.html),
        "Text": _template(sheet.text),
    }
    found: dict[str, object] = {
        "FromEmailAddress": _mailbox(sheet.sender),
        "DefaultContent": {"Template": {"TemplateContent": template, "TemplateData": "{}"}},
        "BulkEmailEntries": Ready("entries"),
    }
    if sheet.reply_to:
        found["ReplyToAddresses"] = [_mailbox(sheet.reply_to)]
    return Segments({**found, **_reported(reports)})


def _entry(message: Message, letter: Letter) -> bytes:
    """Return one reader's part."""
    return _entry_segments(letter.sheet).fill(
        letter.values,
        to=message.envelope.recipient,
        ref=message.ref,
        data=json.dumps({f"v{n}": value for n, value in enumerate(letter.values)}),
    )


@lru_cache(maxsize=SHEETS)
def _entry_segments(sheet: Sheet) -> Segments:
    """Return what the readers' parts of a sheet have in common."""
    replacement = {"ReplacementTemplate": {"ReplacementTemplateData": Own("data")}}
    return Segments(
        {
            "Destination": {"ToAddresses": [Own("to")]},
            "ReplacementTags": [{"Name": "ref", "Value": Own("ref")}],
            "ReplacementEmailContent": replacement,
            "ReplacementHeaders": [
                {"Name": name, "Value": Words(text)}
                for name, text in sheet.headers
                if name.lower() in KEPT
            ],
        }
    )


def _template(text: Text) -> str:
    """Return a text with SES's own marks where values go."""
    return "".join(piece if isinstance(piece, str) else f"{{{{v{piece}}}}}" for piece in text)


def _mailbox(mailbox: Mailbox) -> str:
    """Return a mailbox in ASCII (RFC 2047)."""
    return formataddr((mailbox.name, mailbox.email)) if mailbox.name else mailbox.email


def _fits_template(messages: Sequence[Message]) -> bool:
    """Return whether messages are one sheet that SES can fill without changing it."""
    letters = [letter_of(message) for message in messages]
    sheet = letters[0].sheet
    texts = (*sheet.subject, *sheet.html, *sheet.text)
    fixed = "\0".join(text for text in texts if isinstance(text, str))
    return (
        not sheet.enclosures
        and all(letter.sheet is sheet for letter in letters)
        and "{{" not in fixed
        and not any(mark in f"{fixed}\0" for mark in ("{\0", "\\\0"))
        and not any("{{" in value for letter in letters for value in letter.values)
        and len(json.dumps(texts)) < TEMPLATE_BYTES
    )


def _kind(response: HttpResponse) -> str:
    """Return the kind of an error."""
    named = response.headers.get("x-amzn-errortype") or str(tree(response).get("__type") or "")
    return named.rpartition("#")[2].partition(":")[0]


def _used_up(quota: object) -> bool:
    """Return whether the last 24 hours' messages are used up; below zero means no limit."""
    if not isinstance(quota, dict):
        return False
    most, sent = quota.get("Max24HourSend"), quota.get("SentLast24Hours")
    if not (isinstance(most, int | float) and isinstance(sent, int | float)):
        return False
    return 0 <= most <= sent
