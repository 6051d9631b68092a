"""The archive on disk: each file old or new, and what it no longer holds is removed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pynews.errors import ProjectError
from pynews.store import replace_files

__all__ = ["RECORD", "Change", "compare", "write_site"]

RECORD = ".pynews-archive.json"
FIRST = "index.html"
SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Change:
    """What writing an archive would change.

    Arguments:
        new, changed, gone: paths below its folder, in order.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]


def compare(folder: Path, files: Mapping[str, bytes]) -> Change:
    """Return how an archive differs from what stands in a folder.

    Raises:
        ProjectError: the folder holds a site that we did not write, or a link in it
            leads out of it.
    """
    written = _record(folder)
    _refuse_links(folder, {*files, *(written or ())})
    if written is None and (folder / FIRST).exists():
        raise ProjectError(
            f"this folder holds an {FIRST} that pynews did not write",
            where=str(folder),
            hint="name another one: pynews publish --to public",
        )
    new, changed = [], []
    for name, content in sorted(files.items()):
        path = folder / name
        if not path.is_file():
            new.append(name)
        elif path.read_bytes() != content:
            changed.append(name)
    gone = sorted(set(written or ()) - set(files))
    return Change(tuple(new), tuple(changed), tuple(gone))


def write_site(folder: Path, files: Mapping[str, bytes]) -> Change:
    """Write an archive; return what was changed.

    Files that differ are replaced one after another, the first page last. Whoever
    reads meanwhile gets whole files. A crash leaves some of them old; the next run
    finishes.

    Raises:
        ProjectError: the folder holds a site that we did not write.
        RetryLaterError: the disk is full.
    """
    change = compare(folder, files)
    # First what we are about to own, then the files: after a crash none is left over unknown.
    known = {*(_record(folder) or ()), *files}
    replace_files(folder, {RECORD: _record_bytes(known)})
    replace_files(
        folder, {name: files[name] for name in (*change.new, *change.changed)}, last=FIRST
    )
    for name in change.gone:
        _remove(folder, name)
    replace_files(folder, {RECORD: _record_bytes(files)})
    return change


def _record_bytes(names: Iterable[str]) -> bytes:
    tree = {"schema": SCHEMA, "files": sorted(names)}
    return (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode()


def _record(folder: Path) -> tuple[str, ...] | None:
    """Return the names that an earlier run wrote; None when there was none."""
    try:
        tree = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        names = tuple(map(str, tree["files"]))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ProjectError(
            f"this is not what pynews publish recorded ({error})",
            where=str(folder / RECORD),
            hint="delete that folder and publish again",
        ) from error
    return tuple(name for name in names if _ours(name))


def _ours(name: str) -> bool:
    """Whether we may have written a name: whoever writes the record must not choose what goes."""
    path = PurePosixPath(name)
    hidden = any(part.startswith(".") for part in path.parts)
    return bool(path.parts) and not (path.is_absolute() or hidden or set(name) & {":", "\\", "\0"})


def _refuse_links(folder: Path, names: Iterable[str]) -> None:
    """Refuse a folder inside that is a link: what is written or removed there lies elsewhere.

    Raises:
        ProjectError: there is one.
    """
    folders = {parent for name in names for parent in PurePosixPath(name).parents}
    for inner in sorted(folders - {PurePosixPath()}):
        if (folder / inner).is_symlink():
            raise ProjectError(
                "this folder of the archive is a link to somewhere else",
                where=str(folder / inner),
                hint="take the link away and publish again",
            )


def _remove(folder: Path, name: str) -> None:
    """Remove a file, and the folders that it leaves empty."""
    path = folder / name
    path.unlink(missing_ok=True)
    for parent in path.parents:
        if parent == folder or not parent.is_dir() or any(parent.iterdir()):
            return
        parent.rmdir()
