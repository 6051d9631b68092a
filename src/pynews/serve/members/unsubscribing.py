"""Leaving: one POST from a mail program or a page; a GET changes nothing (RFC 8058)."""

import asyncio
import queue

from starlette.requests import Request
from starlette.responses import Response

from pynews.errors import RetryLaterError
from pynews.serve.members.office import Office, page

__all__ = ["Unsubscribing"]


class Unsubscribing:
    """The page that every message links to.

    Arguments:
        office: what answers are made with.
    """

    def __init__(self, office: Office) -> None:
        """Take the office."""
        self._office = office

    async def show(self, request: Request) -> Response:
        """Show the button; looks at the link's signature and at nothing else."""
        office, token = self._office, request.path_params["token"]
        if office.owner(token) is None:
            return page(office.pages.sorry(404), 404)
        words = office.pages.words
        return page(
            office.pages.say(
                "button",
                title=words["unsubscribe_title"],
                lines=(words["unsubscribe_lead"],),
                action=f"{office.path}/unsubscribe/{token}",
                button=words["unsubscribe_button"],
                link=office.pages.link("/preferences", "unsubscribe_rather"),
            )
        )

    async def leave(self, request: Request) -> Response:
        """Let somebody go, before the answer; without cookies, login or redirect.

        What the body says does not matter: the link alone tells who (RFC 8058 section 3.2).

        Raises:
            RetryLaterError: it could not be written down.
        """
        office = self._office
        subscriber = office.owner(request.path_params["token"])
        if subscriber is None:
            return page(office.pages.sorry(404), 404)
        try:
            done = office.exit.leave(subscriber)
        except queue.Full as error:
            what = "far too many leave at once"
            raise RetryLaterError(what) from error
        await asyncio.wrap_future(done)
        return page(
            office.pages.tell(
                "unsubscribed", "unsubscribed_more", link=("/subscribe", "subscribe_again")
            )
        )
