"""A preview that runs: the press prints, the door is open."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from pynews.config import Project
from pynews.serve.editor.door import Door
from pynews.serve.editor.press import Press
from pynews.serve.editor.routes import Desk

__all__ = ["Preview", "preview"]


class Preview:
    """A running preview.

    Arguments:
        url: the address to open; holds the token.
    """

    def __init__(self, url: str) -> None:
        """Note the address."""
        self.url = url
        self._end = Event()

    def serve_forever(self) -> None:
        """Wait until `stop` is called."""
        while not self._end.wait(1):
            pass

    def stop(self) -> None:
        """Let `serve_forever` return."""
        self._end.set()


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
    press = Press(project, issue or "")
    desk = Desk(press)
    with Door(port, desk.answer, desk.news) as door, press:
        thread = Thread(target=door.serve_forever, args=(0.1,), name="door", daemon=True)
        thread.start()
        running = Preview(door.url)
        try:
            yield running
        finally:
            running.stop()
            door.shutdown()
            thread.join()
