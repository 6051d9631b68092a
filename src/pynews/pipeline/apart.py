"""Work in a process of its own, so that what it loads and fills is given back."""

import os
import pickle
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

__all__ = ["apart"]

Made = TypeVar("Made")
TASKS = Path("/proc/self/task")


def apart(work: Callable[[], Made]) -> Made:
    """Return what some work returns.

    The libraries that lay a letter out take 20 MB, which a sender needs no longer once
    the letter is made. On Linux the work is done by a copy of this process that ends with
    it; elsewhere, and while other threads run, it is done here. So it is, a second time,
    when the copy fails: an error is then raised where it can be told.

    Arguments:
        work: changes nothing outside its process; what it returns can be pickled.
    """
    return _answer(work) if _can_be_copied() else work()


def _can_be_copied() -> bool:
    """Whether a copy of this process would have all that belongs to it (fork(2))."""
    return sys.platform == "linux" and TASKS.is_dir() and len(list(TASKS.iterdir())) == 1


def _answer(work: Callable[[], Made]) -> Made:
    reading, writing = os.pipe()
    copy = os.fork()
    if not copy:
        _work(work, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb") as pipe:
            answer = pipe.read()
    finally:
        _, status = os.waitpid(copy, 0)
    if status:
        return work()
    made: Made = pickle.loads(answer)  # noqa: S301 our own copy wrote it
    return made


def _work(work: Callable[[], Made], writing: int) -> None:
    """Write what the work returns, and end without a word: the parent tells what is wrong."""
    code = os.EX_SOFTWARE
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        answer = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(answer)
        code = os.EX_OK
    finally:
        os._exit(code)
