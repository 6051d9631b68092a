"""Somebody is erased: the outbox keeps no message to them."""

from collections.abc import Iterator
from email.parser import BytesHeaderParser
from email.policy import default
from email.utils import getaddresses
from pathlib import Path

from pynews.errors import ProjectError
from pynews.model import normalised_address
from pynews.providers.outbox import FOLDERS

__all__ = ["forget_in_outbox"]

NAMED = ("To", "Cc", "Delivered-To", "X-Original-To")


def forget_in_outbox(folder: Path, address: str) -> int:
    """Remove every message to an address from a Maildir; return how many there were.

    Arguments:
        folder: the outbox; it may be missing.
        address: in whatever spelling.

    Raises:
        ProjectError: a message cannot be read or removed.
    """
    wanted = normalised_address(address)
    removed = 0
    try:
        for path in _messages(folder):
            if wanted in _addressees(path):
                path.unlink()
                removed += 1
    except OSError as error:
        what = f"a message to them cannot be removed: {error.strerror}"
        raise ProjectError(
            what, where=str(folder), hint="mend the permissions, then run the same command again"
        ) from error
    return removed


def _messages(folder: Path) -> Iterator[Path]:
    """Yield the files of a Maildir."""
    for name in FOLDERS:
        if (folder / name).is_dir():
            yield from sorted(path for path in (folder / name).iterdir() if path.is_file())


def _addressees(path: Path) -> set[str]:
    """Return the addresses a message is to, in the form in which they are compared."""
    with path.open("rb") as file:
        headers = BytesHeaderParser(policy=default.clone(utf8=True)).parse(file)
    values = [str(value) for name in NAMED for value in headers.get_all(name, [])]
    return {normalised_address(found) for _, found in getaddresses(values) if found}
