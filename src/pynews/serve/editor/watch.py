"""Notices that files changed, by looking at them again and again.

Looking (``stat``) works on every disk, network drives and synchronised folders
included, where the system's own notices do not. Times of files are coarse: two
saves within one tick of the clock can leave equal times and sizes, so that a
file saved a moment ago is compared by its content as well.
"""

import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Watch"]

FRESH = 2_000_000_000
LARGEST = 8_000_000
MOST = 20_000


@dataclass(frozen=True, slots=True)
class _Look:
    """What one file looked like; ``digest`` is "" once its time can be trusted."""

    modified: int
    size: int
    inode: int
    digest: str = ""


class Watch:
    """Remembers how files looked; the first look finds nothing changed.

    Arguments:
        fresh: for how many nanoseconds after a save the content is compared too.
    """

    def __init__(self, *, fresh: int = FRESH) -> None:
        """Begin with nothing seen."""
        self.fresh = fresh
        self._seen: dict[Path, _Look] | None = None
        self.newest = 0

    def look(self, places: Iterable[Path]) -> frozenset[Path]:
        """Return the files that came, went or changed since the last look.

        ``newest`` becomes the time of the newest of them (nanoseconds since 1970).

        Arguments:
            places: files, and folders that are looked through; hidden files are left out.
        """
        before = self._seen
        now: dict[Path, _Look] = {}
        clock = time.time_ns()
        for path, state in _files(places):
            now[path] = self._seen_as(path, state, clock, (before or {}).get(path))
        self._seen = now
        if before is None:
            return frozenset()
        changed = {path for path, look in now.items() if _differs(before.get(path), look)}
        gone = before.keys() - now.keys()
        self.newest = max((now[path].modified for path in changed), default=clock)
        return frozenset(changed | gone)

    def glance(self, places: Iterable[Path]) -> bool:
        """Return whether one of a few files looks different; remembers nothing.

        Costs next to nothing, so that it can be done far more often than a look.
        """
        seen = self._seen or {}
        for path in places:
            try:
                state = path.stat()
            except OSError:
                if path in seen:
                    return True
                continue
            before = seen.get(path)
            now = (state.st_mtime_ns, state.st_size, state.st_ino)
            if before is None or (before.modified, before.size, before.inode) != now:
                return True
        return False

    def _seen_as(
        self, path: Path, state: os.stat_result, clock: int, before: _Look | None
    ) -> _Look:
        look = _Look(state.st_mtime_ns, state.st_size, state.st_ino)
        fresh = clock - look.modified < self.fresh
        # The content is read once more when the file has just stopped being fresh.
        if not fresh and not (before and before.digest):
            return look
        found = _digest(path, look.size)
        if not fresh and before and before == _Look(look.modified, look.size, look.inode, found):
            return look
        return _Look(look.modified, look.size, look.inode, found)


def _differs(before: _Look | None, now: _Look) -> bool:
    if before is None:
        return True
    same = (before.modified, before.size, before.inode) == (now.modified, now.size, now.inode)
    return not same or bool(before.digest and now.digest and before.digest != now.digest)


def _digest(path: Path, size: int) -> str:
    """Return a digest of what the file holds; of its size alone when it is very large."""
    try:
        content = path.read_bytes() if size <= LARGEST else b"%d" % size
    except OSError:
        return "unreadable"
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _files(places: Iterable[Path]) -> Iterator[tuple[Path, os.stat_result]]:
    """Yield every file with its state; what cannot be read counts as not there."""
    left = MOST
    waiting = list(places)
    while waiting and left:
        place = waiting.pop()
        try:
            state = place.stat()
            if stat.S_ISDIR(state.st_mode):
                waiting.extend(_inside(place))
            else:
                left -= 1
                yield place, state
        except (OSError, ValueError):
            continue


def _inside(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or entry.name.endswith("~"):
                continue
            if entry.is_symlink() and entry.is_dir():
                continue
            yield Path(entry.path)
