"""Unsubscribing, many at a time: one write to the disk for all who wait."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime

from pynews.store import Subscribers

__all__ = ["Exit"]

AT_ONCE = 500
WAITING = 20_000


class Exit:
    """The way out: whoever asks is answered once their leaving is on the disk.

    Each transaction waits for the disk; so all who ask meanwhile share the next.

    Arguments:
        store: the list; this thread's own.
        now: the time, aware.
    """

    def __init__(self, store: Subscribers, now: Callable[[], datetime]) -> None:
        """Start the thread."""
        self._store, self._now = store, now
        self._queue: queue.Queue[tuple[str, Future[None]] | None] = queue.Queue(WAITING)
        self._thread = threading.Thread(target=self._work, name="exit", daemon=True)
        self._thread.start()

    def leave(self, subscriber: str) -> Future[None]:
        """Ask for somebody; the future is done when they have left, and fails when they have not.

        Raises:
            queue.Full: far too many ask.
        """
        done: Future[None] = Future()
        self._queue.put_nowait((subscriber, done))
        return done

    def close(self) -> None:
        """Serve who waits, then end."""
        self._queue.put(None)
        self._thread.join()

    def _work(self) -> None:
        while first := self._queue.get():
            waiting = [first]
            ended = False
            with suppress(queue.Empty):
                while len(waiting) < AT_ONCE:
                    following = self._queue.get_nowait()
                    if following is None:
                        ended = True
                        break
                    waiting.append(following)
            self._serve(waiting)
            if ended:
                return

    def _serve(self, waiting: list[tuple[str, Future[None]]]) -> None:
        """Let all leave in one step, and tell each what came of it."""
        try:
            self._store.unsubscribe_all([subscriber for subscriber, _ in waiting], self._now())
        except Exception as error:  # noqa: BLE001 - whatever it was, everybody is told
            for _, done in waiting:
                done.set_exception(error)
            return
        for _, done in waiting:
            done.set_result(None)
