"""What every provider's reports have in common: how they come, and what is read of them."""

import hmac
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, Protocol, cast

from pynews.errors import CredentialsError, ProjectError, SourceError
from pynews.model import Report, ReportKind
from pynews.providers.transport import told

__all__ = [
    "REPORTS",
    "Post",
    "Reader",
    "Receipt",
    "Tree",
    "Who",
    "bounce_kind",
    "clip",
    "fresh",
    "matches",
    "moment",
    "open_reports",
    "passwords",
    "refuse",
    "report",
    "signing_keys",
    "some",
    "tree",
    "trees",
]

Tree = Mapping[str, Any]
Who = Callable[[str], str]

REPORTS: dict[str, str] = {
    "brevo": "pynews.providers.brevo_reports:open_brevo_reports",
    "mailgun": "pynews.providers.mailgun_reports:open_mailgun_reports",
    "mailtrap": "pynews.providers.mailtrap_reports:open_mailtrap_reports",
    "notify": "pynews.providers.notify_reports:open_notify_reports",
    "postmark": "pynews.providers.postmark_reports:open_postmark_reports",
    "resend": "pynews.providers.resend_reports:open_resend_reports",
    "sendgrid": "pynews.providers.sendgrid_reports:open_sendgrid_reports",
    "ses": "pynews.providers.ses_reports:open_ses_reports",
}
PASSWORD_CHARS = 22  # 128 bits in base64
MOST_EVENTS = 5_000
LONGEST = 500
STAMP_CHARS = 12
# Refused for what the message or its sender is, not because nobody lives there
# (RFC 3463: 5.6 the content, 5.7 policy; 5.3 the other system; 5.4 the way there).
NOT_THE_ADDRESS = re.compile(r"\b5\.[34567]\.\d{1,3}\b")
THE_ADDRESS = re.compile(r"\b5\.(1\.\d{1,3}|2\.1)\b")


@dataclass(frozen=True, slots=True)
class Post:
    """Something that was posted to us, not yet believed.

    Arguments:
        headers: by name in lower case.
        body: the raw bytes.
        at: when it came, aware.
    """

    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a post proved.

    Arguments:
        reports: what came back.
        once: a one-time name: it must never come with other bytes; "" when the
            bytes themselves are signed.
        keep: how long that name is remembered.
        note: what the operator must know; may be empty.
    """

    reports: tuple[Report, ...] = ()
    once: str = ""
    keep: timedelta = timedelta()
    note: str = ""


class Reader(Protocol):
    """Reads the reports of one provider."""

    def receive(self, post: Post, who: Who) -> Receipt:
        """Prove a post and read it.

        Arguments:
            post: as it came.
            who: returns the keyed id of an address.

        Raises:
            CredentialsError: it is not proven, or too old.
            SourceError: it cannot be read.
        """
        ...


def open_reports(name: str, *, secret: str, topics: tuple[str, ...] = ()) -> Reader:
    """Return the reader of a provider's reports.

    Arguments:
        name: as in ``[reports.NAME]``.
        secret: its signing key, password or public key; several, separated by
            blanks, while one takes over from the other.
        topics: Amazon's topics whose reports are ours.

    Raises:
        ProjectError: no provider of that name.
        CredentialsError: the secret is missing, or too weak.
    """
    if name not in REPORTS:
        what = f"I know no reports of {name!r}"
        raise ProjectError(what, where="pynews.toml", hint=f"one of: {', '.join(sorted(REPORTS))}")
    module, _, function = REPORTS[name].partition(":")
    opener = getattr(import_module(module), function)
    return cast("Callable[[str, tuple[str, ...]], Reader]", opener)(secret, topics)


def signing_keys(name: str, secret: str, what: str) -> tuple[str, ...]:
    """Return the keys of a secret.

    Raises:
        CredentialsError: there is none.
    """
    keys = tuple(secret.split())
    if not keys:
        raise CredentialsError(
            f"the reports of {name} need {what}",
            where="pynews.toml",
            hint=f"put it into .env and name the variable: [reports.{name}] key_env = ...",
        )
    return keys


def passwords(name: str, secret: str) -> tuple[str, ...]:
    """Return the passwords that prove a post where the provider signs nothing.

    Raises:
        CredentialsError: there is none, or one with less than 128 bits.
    """
    found = signing_keys(name, secret, "a password of your own")
    if min(len(one) for one in found) < PASSWORD_CHARS:
        raise CredentialsError(
            f"the password of the reports of {name} is too short: anybody could guess it",
            where="pynews.toml",
            hint='python -c "import secrets; print(secrets.token_urlsafe(32))" makes one',
        )
    return found


def refuse(why: str) -> CredentialsError:
    """Return the error for a post that is not believed."""
    return CredentialsError(f"this report is not proven: {why}")


def matches(expected: Iterable[str], given: str) -> bool:
    """Compare all of them, in a time that tells nothing."""
    typed = given.encode("utf-8", "replace")
    return sum(hmac.compare_digest(one.encode(), typed) for one in expected) > 0


def fresh(stamp: str, at: datetime, window: timedelta) -> None:
    """Refuse what was signed too long before or after a moment.

    Arguments:
        stamp: seconds since 1970, in digits.
        at: when it came.
        window: how far both may be apart.

    Raises:
        CredentialsError: too far.
    """
    good = stamp.isdecimal() and len(stamp) <= STAMP_CHARS
    if not good or abs(at.timestamp() - int(stamp)) > window.total_seconds():
        why = "it is too old"
        raise refuse(why)


def tree(body: bytes | str) -> Tree:
    """Return a JSON object.

    Raises:
        SourceError: it is none.
    """
    found = _json(body)
    if not isinstance(found, dict):
        what = "this report is no JSON object"
        raise SourceError(what)
    return found


def trees(body: bytes, *, below: str = "") -> tuple[Tree, ...]:
    """Return the objects of a JSON list, or of the list below a name.

    Raises:
        SourceError: there is none, or it is endless.
    """
    found = tree(body).get(below) if below else _json(body)
    if not isinstance(found, list) or len(found) > MOST_EVENTS:
        what = "this report holds no list of events"
        raise SourceError(what)
    return tuple(one for one in found if isinstance(one, dict))


def _json(body: bytes | str) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        what = "this report is no JSON"
        raise SourceError(what) from error


def some(source: Tree, *path: str) -> str:
    """Return the text at a path of names; "" where there is none."""
    value: object = source
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def clip(*words: str) -> str:
    """Return a provider's words, short and with addresses masked."""
    return told(" ".join(word for word in words if word)[:LONGEST])


def moment(text: str, *, now: datetime) -> datetime:
    """Return a moment, written as seconds or milliseconds or in ISO 8601; never later than now.

    Raises:
        SourceError: it is none.
    """
    try:
        if re.fullmatch(r"\d{9,14}(\.\d+)?", text):
            seconds = float(text)
            found = datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC)  # noqa: PLR2004 - the year 5138, or milliseconds
        else:
            found = datetime.fromisoformat(text)
        # The first and last days of the calendar lie outside of it in another zone.
        found = found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, OverflowError, OSError) as error:
        what = "this report has no readable time"
        raise SourceError(what) from error
    return min(found, now)


def bounce_kind(words: str, *, permanent: bool) -> ReportKind:
    """Return whether a bounce says that nobody lives at an address, or less.

    A refusal for the message's content or the sender's reputation (RFC 3463,
    5.3 to 5.7) says nothing about the address, however permanent it is called.
    """
    if THE_ADDRESS.search(words):
        return ReportKind.BOUNCED_HARD
    if not permanent or NOT_THE_ADDRESS.search(words):
        return ReportKind.BOUNCED_SOFT
    return ReportKind.BOUNCED_HARD


def report(
    provider: str,
    event: tuple[str, ReportKind | None, str],
    *,
    at: datetime,
    who: Who,
    words: tuple[str, str] = ("", ""),
    proven: bool = True,
) -> Iterator[Report]:
    """Yield a report, or nothing where it says nothing we need or names nobody.

    Arguments:
        provider: whose.
        event: its id, its kind, the address it is about.
        at: when it happened.
        who: returns the keyed id of an address.
        words: the message's ref and the provider's reason.
        proven: whether it is signed.
    """
    report_id, kind, address = event
    if kind is None or "@" not in address or not address.isprintable():
        return
    ref, reason = (word.encode("utf-8", "replace").decode() for word in words)
    yield Report(provider, report_id, at, kind, who(address), ref[:64], reason, proven)
