"""Providers that keep lists of their own of who left, and can be asked for them."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from pynews.model import Report
from pynews.providers.reporting import Who

__all__ = ["LISTS", "Lists", "open_lists"]

LISTS: dict[str, str] = {
    "mailgun": "pynews.providers.mailgun_lists:open_mailgun_lists",
}


class Lists(Protocol):
    """The lists of one provider."""

    def left(self, who: Who, now: datetime) -> Iterator[Report]:
        """Yield a report for everybody who bounced, complained or left there.

        Arguments:
            who: returns the keyed id of an address.
            now: aware; no report is later.

        Raises:
            CredentialsError: the key is refused.
            RetryLaterError: no answer now.
        """
        ...


def open_lists(name: str, *, settings: Mapping[str, str], secret: str) -> Lists | None:
    """Return the lists of a provider; None when it has none that can be asked."""
    if name not in LISTS:
        return None
    module, _, function = LISTS[name].partition(":")
    return cast("Lists", getattr(import_module(module), function)(settings, secret))
