"""The outbox: a Maildir on this machine that any mail client opens.

Nothing leaves the machine. A message's file is named after its ref, so that
handing it over twice leaves one file, and the outbox can be asked afterwards,
also when a mail client has moved the file from ``new`` to ``cur``. Lines end
with LF on disk, as in any Maildir; all other bytes are as given.
"""

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from pynews.errors import ProjectError
from pynews.model import Delivery, DeliveryStatus, Message
from pynews.providers.opening import refuse_unknown_settings
from pynews.providers.promise import Calendar, Capabilities

__all__ = ["Outbox", "open_outbox"]

FOLDERS = ("cur", "new", "tmp")
OURS = re.compile(r"(?P<name>.+\.eml)\.(?P<process>\d+)")
FLAGS = re.compile(r"[:;!]2,.*$")
CAN = Capabilities(
    max_batch=100,
    batch_size=100,
    calendar=Calendar.MIME_METHOD,
    idempotency=timedelta.max,
    reconcile=True,
    rehearsal=True,
    finds_by_ref=True,
)
PRIVATE = 0o700
FULL = "cannot be written: {}"


def open_outbox(settings: Mapping[str, str], secret: str, folder: Path) -> "Outbox":
    """Open the outbox in a folder; it has no settings and needs no key."""
    del secret
    refuse_unknown_settings("outbox", settings, ())
    return Outbox(folder)


@dataclass(frozen=True, slots=True)
class Outbox:
    """A Maildir; see `Provider` for what its methods promise.

    Arguments:
        folder: holds ``cur``, ``new`` and ``tmp``; made with the first message.
    """

    folder: Path
    name: str = "outbox"
    capabilities: Capabilities = CAN

    def hand_over(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Write messages; when one cannot be written, it and those after it are deferred."""
        del key
        written, said = 0, ""
        try:
            self._prepare()
            read = self._read()
            for message in messages:
                self._write(message, read)
                written += 1
        except OSError as error:
            said = FULL.format(error.strerror or error)
        status = self._kept(written)
        return [
            *(Delivery(one.ref, status) for one in messages[:written]),
            *(
                Delivery(one.ref, DeliveryStatus.DEFERRED, detail=said)
                for one in messages[written:]
            ),
        ]

    def find(self, messages: Sequence[Message]) -> Mapping[str, bool | None]:
        """Return by ref whether the file is there, read or unread."""
        there = self._names("new") | self._names("cur")
        return {message.ref: _file_name(message.ref) in there for message in messages}

    def check(self) -> None:
        """See that the folder can be made and written.

        Raises:
            ProjectError: it cannot.
        """
        try:
            self._prepare()
        except OSError as error:
            what = FULL.format(error.strerror or error)
            raise ProjectError(
                what, where=str(self.folder), hint="make room, or move away what is in the way"
            ) from error

    def _prepare(self) -> None:
        """Make the folders, and take away what a sender that died left half-written."""
        self.folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        for name in FOLDERS:
            (self.folder / name).mkdir(mode=PRIVATE, exist_ok=True)
        for path in (self.folder / "tmp").iterdir():
            ours = OURS.fullmatch(path.name)
            if ours and not _alive(int(ours["process"])):
                with suppress(OSError):
                    path.unlink()

    def _write(self, message: Message, read: Mapping[str, Path]) -> None:
        """Put a message into ``new``: whole or not at all, once, and the last version of it."""
        name = _file_name(message.ref)
        content = message.content.replace(b"\r\n", b"\n")
        seen = read.get(name)
        if any(_holds(path, content) for path in (self.folder / "new" / name, seen) if path):
            return
        half = self.folder / "tmp" / f"{name}.{os.getpid()}"
        try:
            with open(half, "wb", opener=_private) as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            half.replace(self.folder / "new" / name)
        except OSError:
            half.unlink(missing_ok=True)
            raise
        if seen:
            seen.unlink(missing_ok=True)

    def _kept(self, written: int) -> DeliveryStatus:
        """Return what is known of files just written: accepted once their names are on the disk."""
        try:
            if written:
                _settle_folder(self.folder / "new")
        except OSError:
            return DeliveryStatus.UNKNOWN
        return DeliveryStatus.ACCEPTED

    def _read(self) -> Mapping[str, Path]:
        """Return the messages that a mail client has moved to ``cur``, by our name of them."""
        return {FLAGS.sub("", path.name): path for path in (self.folder / "cur").iterdir()}

    def _names(self, folder: str) -> set[str]:
        """Return our names of the messages in a folder; none where there is no folder."""
        with suppress(FileNotFoundError):
            return {FLAGS.sub("", path.name) for path in (self.folder / folder).iterdir()}
        return set()


def _private(path: str, flags: int) -> int:
    """Open a file that nobody but its owner may read."""
    return os.open(path, flags, 0o600)


def _file_name(ref: str) -> str:
    """Return the file's name, different also where the disk does not tell capitals apart."""
    if ref == ref.lower():
        return f"{ref}.eml"
    return f"{ref}.{sha256(ref.encode()).hexdigest()[:8]}.eml"


def _holds(path: Path, content: bytes) -> bool:
    """Return whether a file is there and holds exactly this."""
    try:
        return path.read_bytes() == content
    except FileNotFoundError:
        return False


def _settle_folder(folder: Path) -> None:
    """See to it that new names in a folder survive a loss of power."""
    if os.name == "nt":  # pragma: no cover  Windows opens no folders and needs no such thing
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _alive(process: int) -> bool:
    """Return whether another process may still be writing.

    In a container this process often has the number of the one that died before.
    """
    if os.name == "nt" or process == os.getpid():
        return False  # on Windows an open file cannot be removed anyway
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
