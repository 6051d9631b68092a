"""A preview that runs: the press prints, the door is open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from threading import Event, Thread
from typing import TYPE_CHECKING

from pynews.config import Project
from pynews.serve.editor.door import Door, Request
from pynews.serve.editor.reply import Reply, refusal
from pynews.serve.editor.shell import Shell

if TYPE_CHECKING:
    from pynews.serve.editor.press import Press
    from pynews.serve.editor.routes import Desk

__all__ = ["Preview", "preview"]

PATIENCE = 60.0


class Preview:
    """A running preview.

    Arguments:
        url: the address to open; holds the token.
        url_once: returns one for a single visit, which may stand in a list of processes.
    """

    def __init__(self, url: str, url_once: Callable[[], str]) -> None:
        """Note the address."""
        self.url = url
        self.url_once = url_once
        self._end = Event()

    def serve_forever(self) -> None:
        """Wait until `stop` is called."""
        while not self._end.wait(1):
            pass

    def stop(self) -> None:
        """Let `serve_forever` return."""
        self._end.set()


class _Workshop:
    """Opens the press in a thread of its own: the app is served while libraries load.

    What the first proof does not need is loaded once it is made.

    Arguments:
        project, issue: see `preview`.
    """

    def __init__(self, project: Project, issue: str) -> None:
        self._project = project
        self._issue = issue
        self._shell = Shell()
        self._open, self._ready, self._end = Event(), Event(), Event()
        self._press: Press | None = None
        self._desk: Desk | None = None
        self._thread = Thread(target=self._run, name="workshop", daemon=True)

    def start(self) -> None:
        """Begin to open."""
        self._thread.start()

    def close(self) -> None:
        """End the press, and wait until it has ended."""
        self._end.set()
        if self._press:
            self._press.end()
        self._thread.join()

    def answer(self, request: Request) -> Reply:
        """Return a reply; what needs the press waits for it."""
        reply = self._shell.answer(request)
        if reply is not None:
            return reply
        self._ready.wait(PATIENCE)
        desk = self._desk
        return desk.answer(request) if desk else refusal(HTTPStatus.SERVICE_UNAVAILABLE)

    def news(self, request: Request) -> Iterator[bytes]:
        """Yield news as they come."""
        self._open.wait(PATIENCE)
        if self._press:
            from pynews.serve.editor.telling import telling

            yield from telling(self._press, request)

    def _run(self) -> None:
        try:
            from pynews.serve.editor.press import Press

            with Press(self._project, self._issue) as press:
                self._press = press
                self._open.set()
                press.proof()
                self._attend(press)
        finally:
            self._open.set()
            self._ready.set()

    def _attend(self, press: "Press") -> None:
        """Answer questions and look for findings until the end."""
        from pynews.serve.editor.critic import Critic
        from pynews.serve.editor.routes import Desk

        self._desk = Desk(press)
        self._ready.set()
        with Critic(press):
            self._end.wait()
            press.end()  # `close` may have come before there was a press to end


@contextmanager
def preview(project: Project, issue: str | None = None, *, port: int = 0) -> Iterator[Preview]:
    """Serve the preview on 127.0.0.1 while the context lasts.

    Arguments:
        project: what is looked at.
        issue: which issue is shown first; the one with the latest ``send`` when None.
        port: where; 0 finds a free one.

    Raises:
        UsageError: the port is taken.
    """
    workshop = _Workshop(project, issue or "")
    with Door(port, workshop.answer, workshop.news) as door:
        workshop.start()
        thread = Thread(target=door.serve_forever, args=(0.1,), name="door", daemon=True)
        thread.start()
        running = Preview(door.url, door.url_once)
        try:
            yield running
        finally:
            running.stop()
            workshop.close()
            door.shutdown()
            thread.join()
