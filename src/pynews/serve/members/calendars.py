"""The calendar files: all public events as one feed, and each by itself."""

import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from pynews import invite, pipeline
from pynews.config import Project
from pynews.model import Event
from pynews.serve.members.office import Office, page

__all__ = ["Calendars"]

FEED = "calendar.ics"
FRESH = timedelta(minutes=1)


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
        del request
        return await self._answer(FEED)

    async def event(self, request: Request) -> Response:
        """Return one event."""
        return await self._answer("events/" + request.path_params["name"])

    async def _answer(self, name: str) -> Response:
        files = await run_in_threadpool(self._files.current)
        if name not in files:
            return page(self._office.pages.sorry(404), 404)
        headers = {"cache-control": "public, max-age=900"}
        return Response(files[name], media_type="text/calendar", headers=headers)


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
                self._files = _files(self._project)
                self._made = now
            return self._files


def _files(project: Project) -> Mapping[str, bytes]:
    """Return all calendar files of a project."""
    library = pipeline.gather_everything(project)
    publication = project.publication
    stamp = max((draft.send for draft in library.drafts), default=datetime.fromtimestamp(0, UTC))
    shown = tuple(event for event in library.events if event.public)

    def made(events: tuple[Event, ...]) -> bytes:
        return invite.feed(
            events, publication=publication, sent=library.sent, stamp=stamp.astimezone(UTC)
        )

    single = {f"events/{invite.hosted_name(event)}": made((event,)) for event in shown}
    return {FEED: made(shown), **single}
