"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pynews.errors import RetryLaterError

__all__ = ["replace_files"]


def replace_files(folder: Path, contents: Mapping[str, bytes], *, last: str = "") -> None:
    """Write several files of one folder so that each is old or new, never half.

    All bytes reach the disk in a hidden folder beside it first; only then are
    the files moved into place, ``last`` at the very end.

    Arguments:
        folder: made when missing.
        contents: name, which may begin with folders, and bytes.
        last: the file whose presence says that all others are there.

    Raises:
        RetryLaterError: the disk is full or the folder cannot be written; the
            old files still stand.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=folder) as stage:
            staged = Path(stage)
            for name, content in contents.items():
                _write(staged / name, content)
            for name in sorted(contents, key=lambda name: (name == last, name)):
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (staged / name).replace(folder / name)
    except OSError as error:
        raise RetryLaterError(
            f"cannot write: {error.strerror or error}",
            where=str(folder),
            hint="make room or mend the permissions, then run the same command again",
        ) from error


def _write(path: Path, content: bytes) -> None:
    """Write one file and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
