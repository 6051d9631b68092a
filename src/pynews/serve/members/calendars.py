"""The public events: all as one feed, each as a file and a page, as the archive has them."""

import hashlib
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pynews import pipeline
from pynews.config import Project
from pynews.serve.members.office import Office, page

__all__ = ["Calendars"]

FRESH = timedelta(minutes=1)
MEDIA = {
    "ics": "text/calendar",
    "html": "text/html",
    "css": "text/css",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
# Pages of the archive show pictures of their own and hold schema.org, which no script runs.
PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class Calendars:
    """Answers calendars, which ask again by themselves.

    Arguments:
        office: what answers are made with.
    """

    def __init__(self, office: Office) -> None:
        """Read nothing yet."""
        self._office = office
        self._files = _Files(office.project, office.now)

    async def feed(self, request: Request) -> Response:
        """Return the feed."""
        return await self._answer(request, pipeline.FEED)

    async def event(self, request: Request) -> Response:
        """Return one event as a file or a page, or a picture on such a page."""
        return await self._answer(request, "events/" + request.path_params["name"])

    async def style(self, request: Request) -> Response:
        """Return the style sheet of events' pages."""
        return await self._answer(request, "site.css")

    async def _answer(self, request: Request, name: str) -> Response:
        files = await run_in_threadpool(self._files.current)
        media = MEDIA.get(name.rpartition(".")[2])
        if name not in files or media is None:
            return page(self._office.pages.sorry(404), 404)
        mark = f'"{hashlib.sha256(files[name]).hexdigest()[:32]}"'
        headers = {"cache-control": "public, max-age=900", "etag": mark}
        if media == "text/html":
            headers["content-security-policy"] = PAGE_POLICY
        if mark in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        return Response(files[name], media_type=media, headers=headers)


class _Files:
    """The files by name, made anew at most once a minute."""

    def __init__(self, project: Project, now: Callable[[], datetime]) -> None:
        self._project, self._now = project, now
        self._lock = threading.Lock()
        self._made: datetime | None = None
        self._files: Mapping[str, bytes] = {}

    def current(self) -> Mapping[str, bytes]:
        with self._lock:
            now = self._now()
            if self._made is None or now - self._made >= FRESH:
                zone = ZoneInfo(self._project.publication.timezone)
                today = now.astimezone(zone).date()
                self._files = pipeline.calendar_site(self._project, today=today)
                self._made = now
            return self._files
