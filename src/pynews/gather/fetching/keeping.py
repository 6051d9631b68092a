"""The last good copy of each source, so that a source that is down empties nothing."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from pynews.errors import PynewsError, RetryLaterError, SourceError
from pynews.gather.fetching.getting import Getter
from pynews.store import replace_files

__all__ = ["Copy", "Keeper"]

FOLDER = Path("build") / "fetched"


@dataclass(frozen=True, slots=True)
class Copy:
    """A source's bytes.

    Arguments:
        body: what it said, now or when it last could be had.
        warning: why it is an old copy, or "".
    """

    body: bytes
    warning: str = ""


class Keeper:
    """Fetches sources and keeps what they said below ``build/fetched/``.

    Arguments:
        root: the project's folder.
        getter: fetches.
    """

    def __init__(self, root: Path, getter: Getter) -> None:
        """Begin; nothing is fetched yet."""
        self._folder = root / FOLDER
        self._getter = getter
        self._fresh: dict[str, tuple[bytes, str, str]] = {}

    def get(self, url: str, *, allow_private: bool = False) -> Copy:
        """Return what a source says; its last good copy, with a warning, where it is down.

        Raises:
            SourceError: it may not be fetched.
            RetryLaterError: it is down and there is no copy.
        """
        body, etag, modified = self._kept(url)
        try:
            fetched = self._getter.get(
                url,
                allow_private=allow_private,
                etag=etag if body else "",
                modified=modified if body else "",
            )
        except (RetryLaterError, SourceError) as error:
            if not body:
                raise
            return Copy(body, f"{_what(error)}; its last good copy is used")
        if fetched.unchanged:
            return Copy(body)
        self._fresh[url] = (fetched.body, fetched.etag, fetched.modified)
        return Copy(fetched.body)

    def older(self, url: str) -> bytes:
        """Return the copy from before, b"" when there is none."""
        return self._kept(url)[0]

    def has_older(self, url: str, body: bytes) -> bool:
        """Say whether there is a copy from before that says something else."""
        return self.older(url) not in {b"", body}

    def keep(self, url: str) -> None:
        """Keep what was fetched, now that it proved good."""
        if url not in self._fresh:
            return
        body, etag, modified = self._fresh.pop(url)
        about = {"schema": 1, "url": url, "etag": etag, "modified": modified}
        name = _name(url)
        text = json.dumps(about, indent=2, sort_keys=True) + "\n"
        contents = {f"{name}.body": body, f"{name}.json": text.encode()}
        replace_files(self._folder, contents, last=f"{name}.json")

    def _kept(self, url: str) -> tuple[bytes, str, str]:
        name = _name(url)
        try:
            about = json.loads((self._folder / f"{name}.json").read_text(encoding="utf-8"))
            body = (self._folder / f"{name}.body").read_bytes()
        except (OSError, ValueError):
            return b"", "", ""
        if not isinstance(about, dict) or about.get("url") != url:
            return b"", "", ""
        return body, str(about.get("etag", "")), str(about.get("modified", ""))


def _name(url: str) -> str:
    return hashlib.sha256(url.encode()).hexdigest()[:24]


def _what(error: PynewsError) -> str:
    return error.problems[0].what
