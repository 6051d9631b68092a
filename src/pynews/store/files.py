"""Files written whole or not at all."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from pynews.errors import ProjectError, RetryLaterError

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
        RetryLaterError: the disk is full; the old files still stand.
        ProjectError: something else stands there, or nobody may write there.
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
    except (FileExistsError, NotADirectoryError, IsADirectoryError, PermissionError) as error:
        raise ProjectError(
            f"cannot write: {error.strerror}",
            where=str(_in_the_way(folder)),
            hint="move away what is in the way, or mend the permissions",
        ) from error
    except OSError as error:
        raise RetryLaterError(
            f"cannot write: {error.strerror or error}",
            where=str(folder),
            hint="make room, then run the same command again",
        ) from error


def _in_the_way(folder: Path) -> Path:
    """Return the file that stands where a folder should, or the folder."""
    above = (folder, *folder.parents)
    return next((path for path in above if path.exists() and not path.is_dir()), folder)


def _write(path: Path, content: bytes) -> None:
    """Write one file and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
