"""What arrives by mail: bounces (RFC 3464), complaints (RFC 5965), wishes to leave (RFC 2369).

Anybody can write a mail. One that carries the person's own unsubscribe link, as
the headers of a returned message do, is proven; any other is believed less.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from pynews.model import MAILBOX, Report, ReportKind
from pynews.providers.reporting import Who, bounce_kind, clip

__all__ = ["Mail", "read_mail"]

LINK = re.compile(r"(?<![a-z2-7])[a-z2-7]{26}\.[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])")
LEAVE = re.compile(r"\s*(re:\s*)?(unsubscribe|abmelden|leave|remove( me)?)\b[\s.!]*", re.IGNORECASE)
MOST_LINKS = 50
MOST_PEOPLE = 100


@dataclass(frozen=True, slots=True)
class Mail:
    """A message as it lies in the mailbox, and what is needed to understand it.

    Arguments:
        content: its bytes.
        who: returns the keyed id of an address.
        owner: returns whose unsubscribe link a text is, or None.
        now: aware; no report is later.
    """

    content: bytes
    who: Who
    owner: Callable[[str], str | None]
    now: datetime


def read_mail(mail: Mail) -> tuple[Report, ...]:
    """Return what a message reports; nothing for one that reports nothing."""
    message = message_from_bytes(mail.content)
    kind = message.get_content_type()
    parts = [one for one in message.walk() if one.get_content_type().startswith("message/")]
    kinds = {one.get_content_type(): one for one in parts}
    if kind == "multipart/report" and "message/delivery-status" in kinds:
        return tuple(_bounces(mail, message, kinds["message/delivery-status"]))
    if kind == "multipart/report" and "message/feedback-report" in kinds:
        return tuple(_complaint(mail, message, kinds["message/feedback-report"]))
    return tuple(_wish(mail, message))


def _bounces(mail: Mail, message: Message, status: Message) -> Iterator[Report]:
    """Yield what a delivery status says of each recipient (RFC 3464 section 2.3)."""
    proven = _proven(mail)
    blocks = [one for one in _blocks(status) if one["Action"]][:MOST_PEOPLE]
    for number, block in enumerate(blocks):
        words = clip(*(_value(block, name) for name in ("Status", "Diagnostic-Code")))
        kind = _bounce(block, words)
        address = _recipient(block, "Original-Recipient") or _recipient(block, "Final-Recipient")
        if kind:
            yield from _report(
                mail, message, kind, (proven if len(blocks) == 1 else None, address), number, words
            )


def _bounce(block: Message, words: str) -> ReportKind | None:
    """Return what happened to one recipient."""
    action = _value(block, "Action").lower()
    if action == "failed":
        return bounce_kind(words, permanent=_value(block, "Status").startswith("5"))
    return {"delayed": ReportKind.DEFERRED, "delivered": ReportKind.DELIVERED}.get(action)


def _complaint(mail: Mail, message: Message, feedback: Message) -> Iterator[Report]:
    """Yield what a feedback report says (RFC 5965 section 3)."""
    block = next(iter(_blocks(feedback)), Message())
    if _value(block, "Feedback-Type").lower() not in {"abuse", "fraud", "opt-out"}:
        return
    address = parseaddr(_value(block, "Original-Rcpt-To"))[1]
    yield from _report(mail, message, ReportKind.COMPLAINED, (_proven(mail), address), 0, "")


def _wish(mail: Mail, message: Message) -> Iterator[Report]:
    """Yield a wish to leave: a link in the subject, or the one word that asks for it."""
    subject = _words(_value(message, "Subject"))
    asked = LEAVE.match(subject) is not None
    if not asked:
        return
    named = _owners(mail, subject)
    sender = parseaddr(_value(message, "From"))[1]
    whole = LEAVE.fullmatch(subject) is not None
    if named or (whole and not _value(message, "Auto-Submitted").lower().startswith("auto")):
        proven = named[0] if named else None
        yield from _report(mail, message, ReportKind.UNSUBSCRIBED, (proven, sender), 0, "")


def _report(
    mail: Mail,
    message: Message,
    kind: ReportKind,
    person: tuple[str | None, str],
    number: int,
    words: str,
) -> Iterator[Report]:
    """Yield a report on the person that a link proves, or else on an address."""
    proven, address = person
    if not proven and ("@" not in address or not address.isprintable()):
        return
    own = _value(message, "Message-ID") or hashlib.sha256(mail.content).hexdigest()
    yield Report(
        MAILBOX,
        f"{own}/{number}",
        _date(message, mail.now),
        kind,
        proven or mail.who(address),
        "",
        words.encode("utf-8", "replace").decode(),
        bool(proven),
    )


def _proven(mail: Mail) -> str | None:
    """Return the one person whose link a message carries; None when it is none or several."""
    found = _owners(mail, mail.content.decode("latin-1"))
    return found[0] if len(found) == 1 else None


def _owners(mail: Mail, text: str) -> Sequence[str]:
    """Return whose unsubscribe links a text holds, each once."""
    links = dict.fromkeys(LINK.findall(text)[:MOST_LINKS])
    return list(dict.fromkeys(one for link in links if (one := mail.owner(link))))


def _blocks(part: Message) -> Iterator[Message]:
    """Yield the groups of fields of a machine-readable part."""
    payload = part.get_payload()
    for one in payload if isinstance(payload, list) else ():
        if isinstance(one, Message):
            yield one
            if not one.keys():
                yield from _nested(one)
    if isinstance(payload, str):
        yield message_from_bytes(payload.encode("utf-8", "replace"))


def _nested(part: Message) -> Iterator[Message]:
    """Yield fields that a parser took for a body, as after a blank line."""
    payload = part.get_payload()
    if isinstance(payload, str):
        yield message_from_bytes(payload.strip().encode("utf-8", "replace"))


def _recipient(block: Message, name: str) -> str:
    """Return the address of ``rfc822; address``."""
    return _value(block, name).partition(";")[2].strip(" <>")


def _value(block: Message, name: str) -> str:
    """Return a field on one line; "" when it is missing."""
    return " ".join(str(block.get(name, "")).split())


def _words(value: str) -> str:
    """Return a value with its encoded words read (RFC 2047); as it is when they are odd."""
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (ValueError, LookupError, HeaderParseError):
        return value


def _date(message: Message, now: datetime) -> datetime:
    """Return when a message was written; now when it does not say, or says the future."""
    try:
        found = parsedate_to_datetime(_value(message, "Date"))
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return min(found.astimezone(UTC), now)
    except (ValueError, TypeError, OverflowError):
        return now
