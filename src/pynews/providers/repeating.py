"""Providers that know keys, and that cut a hand-over into requests with a key each."""

from collections.abc import Collection, Sequence
from typing import Protocol, runtime_checkable

from pynews.model import Delivery, Message

__all__ = ["Repeating"]


@runtime_checkable
class Repeating(Protocol):
    """Whoever can repeat a part of a hand-over, each request under its own key again.

    Without it a hand-over is repeated whole, and only when all of it is in doubt.
    """

    def repeat(
        self,
        messages: Sequence[Message],
        *,
        key: str,
        unclear: Collection[str],
        gone: Collection[str],
    ) -> Sequence[Delivery]:
        """Repeat the requests of an earlier hand-over that had no clear answer.

        Arguments:
            messages, key: as they were handed over.
            unclear: the refs in doubt; no other message is handed over.
            gone: the refs of those who left since; no request with one of them is repeated.

        Returns a delivery for each message that was handed over again.

        Raises:
            PynewsError: nothing is taken as things stand.
        """
        ...
