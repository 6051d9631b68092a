"""Which key the ids of a list are made with."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from pynews.errors import CredentialsError
from pynews.store.database import Database

__all__ = ["choose_key", "note_change"]


def choose_key(database: Database, keys: Sequence[bytes], path: Path) -> bytes:
    """Return the key the list was made with; the first one for a list that is still empty.

    Raises:
        CredentialsError: it was made with none of them.
    """
    row = database.execute("SELECT fingerprint FROM list_state").fetchone()
    for key in keys:
        if row is None or row[0] == _fingerprint(key):
            return key
    raise CredentialsError(
        "this list was made with another key",
        where=str(path),
        hint="use the key it was made with, or name it in PYNEWS_OLD_KEYS:"
        " with another one, nobody who left is known",
    )


def note_change(database: Database, key: bytes) -> None:
    """Count a change of the list and, with the first one, remember which key it was made with."""
    done = database.execute("UPDATE list_state SET changes = changes + 1")
    if not done.rowcount:
        database.execute("INSERT INTO list_state VALUES (?, 1)", (_fingerprint(key),))


def _fingerprint(key: bytes) -> str:
    """Return what tells two keys apart and reveals neither."""
    short = hashlib.sha256(key).digest()
    return hashlib.blake2b(b"pynews list", key=short, digest_size=16).hexdigest()
