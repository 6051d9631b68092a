"""Where providers post what came back."""

import hashlib
import logging
import threading
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from pynews import track
from pynews.errors import CredentialsError, SourceError
from pynews.model import subscriber_id
from pynews.providers.reporting import Post, Reader, open_reports, refuse
from pynews.serve.members.office import Office, page

__all__ = ["Reporting"]

log = logging.getLogger(__name__)


class Reporting:
    """One address for each provider whose reports can be proven.

    Arguments:
        office: what answers are made with.

        readers: further ones, by provider; they stand in for ours of the same name.

    Raises:
        CredentialsError, ProjectError: a table ``[reports.NAME]`` is not enough.
    """

    def __init__(self, office: Office, readers: Mapping[str, Reader]) -> None:
        """Open the readers."""
        self._office = office
        self._lock = threading.Lock()
        self._readers = {
            choice.provider: open_reports(
                choice.provider, secret=choice.secret, topics=choice.topics
            )
            for choice in office.project.reports
            if choice.provider not in readers
        } | dict(readers)

    async def receive(self, request: Request) -> Response:
        """Take a post; the answer tells its sender only whether to repeat it."""
        name = request.path_params["provider"]
        if name not in self._readers:
            return page(self._office.pages.sorry(404), 404)
        headers = {key.lower(): value for key, value in request.headers.items()}
        post = Post(headers, await request.body(), self._office.now())
        try:
            await run_in_threadpool(self._take, name, post)
        except CredentialsError as error:
            self._refused(name, post, error)
            return PlainTextResponse("not proven", 403)
        except SourceError as error:
            self._refused(name, post, error)
            return PlainTextResponse("not understood", 400)
        return PlainTextResponse("ok")

    def _take(self, name: str, post: Post) -> None:
        """Prove a post and let it take effect; one at a time, so that two cannot count as one."""
        office = self._office
        receipt = self._readers[name].receive(post, self._who)
        if receipt.note:
            log.warning("%s", receipt.note)
        with self._lock:
            used = receipt.once and office.reports.seen(name, receipt.once, post.body)
            if used is None:
                why = "its token came before, with other words"
                raise refuse(why)
            if used:
                return
            track.take(receipt.reports, book=office.reports, people=office.people, now=post.at)
            if receipt.once:
                office.reports.use(name, receipt.once, post.body, now=post.at, keep=receipt.keep)

    def _who(self, address: str) -> str:
        return subscriber_id(self._office.people.key, address)

    def _refused(self, name: str, post: Post, error: CredentialsError | SourceError) -> None:
        digest = hashlib.sha256(post.body).hexdigest()[:16]
        log.warning("%s, body %s: %s", name, digest, error.problems[0].what)
