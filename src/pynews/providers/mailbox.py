"""A mailbox that is read and left as it is: a Maildir, an mbox file, or one behind IMAP."""

import imaplib
import mailbox
import ssl
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pynews.errors import CredentialsError, ProjectError, RetryLaterError

__all__ = ["messages"]

LARGEST = 5 << 20
SECONDS = 30
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
HERE = {"localhost", "127.0.0.1", "::1"}


def messages(url: str, secret: str, *, root: Path, since: datetime) -> Iterator[bytes]:
    """Yield the messages of a mailbox; those far too long are cut.

    Arguments:
        url: a path, below the project's root unless absolute; or
            ``imaps://user@host:port/folder``. ``imap://`` is for this machine alone.
        secret: the password for IMAP.
        root: the project's folder.
        since: how far back an IMAP server is asked.

    Raises:
        ProjectError: there is no such mailbox.
        CredentialsError: the password is missing or wrong.
        RetryLaterError: the server does not answer as it should.
    """
    if url.startswith(("imaps://", "imap://")):
        yield from _from_server(url, secret, since)
        return
    path = root / url
    try:
        if (path / "new").is_dir() or (path / "cur").is_dir():
            yield from _from_maildir(path)
        elif path.is_file():
            yield from _from_mbox(path)
        else:
            hint = "name a Maildir, an mbox file, or imaps://user@host/INBOX"
            what = "no mailbox is here"
            raise ProjectError(what, where=str(path), hint=hint)
    except OSError as error:
        what = f"the mailbox cannot be read: {error.strerror or error}"
        raise ProjectError(what, where=str(path)) from error


def _from_maildir(path: Path) -> Iterator[bytes]:
    """Yield a Maildir's messages in a settled order."""
    for name in ("cur", "new"):
        folder = path / name
        for file in sorted(folder.iterdir()) if folder.is_dir() else ():
            if file.is_file():
                with file.open("rb") as opened:
                    yield opened.read(LARGEST)


def _from_mbox(path: Path) -> Iterator[bytes]:
    """Yield the messages of an mbox file."""
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.keys():  # noqa: SIM118 - an mbox yields messages, not keys
            yield box.get_bytes(key)[:LARGEST]
    finally:
        box.close()


def _from_server(url: str, secret: str, since: datetime) -> Iterator[bytes]:
    """Yield the messages of a folder behind IMAP, marking none as read."""
    parts = urlsplit(url)
    user, host = unquote(parts.username or ""), parts.hostname or ""
    if parts.scheme == "imap" and host not in HERE:
        what = "the password would travel in the clear"
        raise ProjectError(what, where="pynews.toml", hint="write imaps://")
    if not (user and secret):
        what = "the mailbox needs a user and a password"
        hint = "imaps://user@host/INBOX, and mailbox_key_env names the password's variable"
        raise CredentialsError(what, where="pynews.toml", hint=hint)
    try:
        with _connection(parts.scheme, host, parts.port) as server:
            _log_in(server, user, secret)
            yield from _fetched(server, unquote(parts.path.strip("/")) or "INBOX", since)
    except (OSError, imaplib.IMAP4.error) as error:
        what = f"the mailbox does not answer: {error}"
        raise RetryLaterError(what, where=host) from error


def _connection(scheme: str, host: str, port: int | None) -> imaplib.IMAP4:
    if scheme == "imaps":
        context = ssl.create_default_context()
        return imaplib.IMAP4_SSL(host, port or 993, ssl_context=context, timeout=SECONDS)
    return imaplib.IMAP4(host, port or 143, timeout=SECONDS)


def _log_in(server: imaplib.IMAP4, user: str, secret: str) -> None:
    try:
        server.login(user, secret)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        what = "the mailbox refuses user or password"
        raise CredentialsError(what, where=server.host) from error


def _fetched(server: imaplib.IMAP4, folder: str, since: datetime) -> Iterator[bytes]:
    """Yield a folder's messages, opened for reading alone."""
    quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
    status, _ = server.select(f'"{quoted}"', readonly=True)
    if status != "OK":
        what = f"there is no folder {folder!r} in the mailbox"
        raise ProjectError(what, where=server.host)
    day = f"{since.day:02}-{MONTHS[since.month - 1]}-{since.year}"
    _, found = server.uid("SEARCH", "SINCE", day)
    for number in (found[0] or b"").split():
        _, parts = server.uid("FETCH", number.decode("ascii"), f"(BODY.PEEK[]<0.{LARGEST}>)")
        for part in parts:
            if isinstance(part, tuple):
                yield bytes(part[1])
