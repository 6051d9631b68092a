"""Providers that keep lists of their own of who left, and can be asked for them.

What stands there was asked from the provider itself, over TLS and with our key: it
proves what a report that nobody signed only says.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from importlib import import_module
from typing import Protocol, cast

from pynews.errors import CredentialsError, ProjectError, RetryLaterError, SourceError
from pynews.model import Report, ReportKind
from pynews.providers.answers import WHERE, tree
from pynews.providers.handing import Adapter, answered
from pynews.providers.promise import Provider
from pynews.providers.reporting import Tree, Who, clip, moment
from pynews.providers.transport import HttpRequest, HttpResponse

__all__ = ["LISTS", "Account", "Entry", "items", "who_left"]

LISTS: dict[str, str] = {
    "brevo": "pynews.providers.brevo_lists:entries",
    "mailgun": "pynews.providers.mailgun_lists:entries",
    "notify": "pynews.providers.notify_lists:entries",
    "postmark": "pynews.providers.postmark_lists:entries",
    "resend": "pynews.providers.resend_lists:entries",
    "ses": "pynews.providers.ses_lists:entries",
}
MOST_PAGES = 20_000
REFUSED = {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody on a provider's list.

    Arguments:
        list: its name.
        address: whom it is about.
        kind: what happened; None for what means nothing to us.
        at: when, as the provider writes it: ISO 8601 or seconds since 1970.
        words: why, in the provider's words; may hold addresses.
    """

    list: str
    address: str
    kind: ReportKind | None
    at: str
    words: str = ""


class Account(Adapter, Protocol):
    """A provider whose lists can be asked."""

    def question(self, path: str) -> HttpRequest:
        """Return the request that asks for what is at a path."""
        ...


def who_left(provider: Provider, who: Who, now: datetime) -> Iterator[Report] | None:
    """Return a report for everybody on the provider's lists; None when it has none.

    Arguments:
        provider: as it was opened for sending.
        who: returns the keyed id of an address.
        now: aware; no report is later.

    Raises:
        CredentialsError, ProjectError: the lists cannot be read with this key.
        RetryLaterError: no answer now.
    """
    if provider.name not in LISTS:
        return None
    module, _, function = LISTS[provider.name].partition(":")
    entries = cast(
        "Callable[[Provider], Iterable[Entry]]", getattr(import_module(module), function)
    )
    return _reports(provider.name, entries(provider), who, now)


def _reports(name: str, entries: Iterable[Entry], who: Who, now: datetime) -> Iterator[Report]:
    """Yield what entries report; each by a name that stays the same."""
    for entry in entries:
        if entry.kind is None or "@" not in entry.address or not entry.address.isprintable():
            continue
        subscriber = who(entry.address)
        own = f"list/{entry.list}/{subscriber}/{entry.at}"
        yield Report(name, own, _at(entry.at, now), entry.kind, subscriber, "", clip(entry.words))


def _at(text: str, now: datetime) -> datetime:
    """Return a moment; now when there is none."""
    try:
        return moment(text, now=now)
    except SourceError:
        return now


def items(
    account: Account, label: str, path: str, *, below: str, following: Callable[[Tree, int], str]
) -> Iterator[Tree]:
    """Yield the entries of one list, page after page.

    Arguments:
        account: whose.
        label: the provider's name as people write it.
        path: of the first page.
        below: the name under which a page holds its entries.
        following: returns the path of the next page, given this one and how many
            were read; "" behind the last.

    Raises:
        CredentialsError, ProjectError: they cannot be read with this key.
        RetryLaterError: no answer now, or one that is none.
    """
    seen: set[str] = set()
    for number in range(1, MOST_PAGES):
        seen.add(path)
        answer = _page(account, account.question(path), label)
        if answer is None:
            return
        page = tree(answer)
        found = page.get(below)
        if not isinstance(found, list):
            what = f"{label} answered, but not with its list of who left"
            raise RetryLaterError(what, hint="run the same command again in a while")
        yield from (one for one in found if isinstance(one, dict))
        path = following(page, number) if found else ""
        if not path:
            return
        if path in seen:
            break
    what = f"the list of who left at {label} has no end"
    raise ProjectError(what, where=WHERE)


def _page(account: Account, request: HttpRequest, label: str) -> HttpResponse | None:
    """Return one page; None where there is no such list."""
    answer = account.exchange(request)
    if isinstance(answer, HttpResponse) and answer.status == HTTPStatus.NOT_FOUND:
        return None
    if isinstance(answer, HttpResponse) and answer.status in REFUSED:
        said = account.refusal(answer).problems[0].what
        raise CredentialsError(
            f"the key does not open the lists of who left: {said}",
            where=WHERE,
            hint=f"give it the right to read them at {label}, or take one of the account",
        )
    return answered(account, answer, label)
