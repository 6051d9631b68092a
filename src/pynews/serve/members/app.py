"""The public side as one ASGI application: which path is answered by whom."""

import logging
from collections.abc import Mapping
from types import MappingProxyType

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from pynews.errors import RetryLaterError
from pynews.providers.reporting import Reader
from pynews.serve.members.calendars import Calendars
from pynews.serve.members.gate import BODY_SECONDS, Gate
from pynews.serve.members.office import Office, page
from pynews.serve.members.preferences import Preferences
from pynews.serve.members.reporting import Reporting
from pynews.serve.members.subscribing import Subscribing
from pynews.serve.members.unsubscribing import Unsubscribing

__all__ = ["public_side"]

log = logging.getLogger(__name__)


def public_side(
    office: Office,
    *,
    seconds: float = BODY_SECONDS,
    readers: Mapping[str, Reader] = MappingProxyType({}),
) -> ASGIApp:
    """Return the application.

    Arguments:
        office: what answers are made with.
        seconds: how long a request's body may take.
        readers: further readers of reports, by provider.
    """
    coming, going = Subscribing(office), Unsubscribing(office)
    choosing, calendars = Preferences(office), Calendars(office)
    reporting = Reporting(office, readers)

    async def style(request: Request) -> Response:
        del request
        headers = {"cache-control": "public, max-age=3600"}
        return Response(office.pages.style, media_type="text/css", headers=headers)

    async def health(request: Request) -> Response:
        del request
        await run_in_threadpool(office.people.by_ids, ["-"])
        return PlainTextResponse("ok")

    async def robots(request: Request) -> Response:
        del request
        return PlainTextResponse("User-agent: *\nDisallow: /\n")

    async def sorry(request: Request, error: Exception) -> Response:
        del request
        status = error.status_code if isinstance(error, HTTPException) else 500
        return page(office.pages.sorry(status), status)

    async def busy(request: Request, error: Exception) -> Response:
        del request
        log.warning("asked to come back: %s", error)
        answer = page(office.pages.sorry(503), 503)
        answer.headers["retry-after"] = "5"
        return answer

    routes = [
        Route("/", coming.show),
        Route("/subscribe", coming.show),
        Route("/subscribe", coming.ask, methods=["POST"]),
        Route("/confirm/{token}", coming.confirm),
        Route("/confirm/{token}", coming.confirmed, methods=["POST"]),
        Route("/unsubscribe/{token}", going.show),
        Route("/unsubscribe/{token}", going.leave, methods=["POST"]),
        Route("/preferences", choosing.show),
        Route("/preferences", choosing.ask, methods=["POST"]),
        Route("/preferences/{token}", choosing.choose),
        Route("/preferences/{token}", choosing.save, methods=["POST"]),
        Route("/events.ics", calendars.feed),
        Route("/calendar.ics", calendars.feed),
        Route("/events/{name:path}", calendars.event),
        Route("/site.css", calendars.style),
        Route("/reports/{provider}", reporting.receive, methods=["POST"]),
        Route("/style.css", style),
        Route("/healthz", health),
        Route("/robots.txt", robots),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={HTTPException: sorry, RetryLaterError: busy, Exception: sorry},
    )
    app.router.redirect_slashes = False
    return Gate(
        app,
        office.pages.sorry,
        prefix=office.path,
        secure=office.base.startswith("https://"),
        seconds=seconds,
    )
