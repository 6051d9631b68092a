"""What commands print on: streams that a terminal, a pipe and a full disk cannot trip over.

Words of board notes, subjects and spreadsheets are printed as they are, except what a
terminal would take for an order. A reader that went away (``| head``) or a descriptor
that was never open (``>&-``) stops no work: a sending goes on to its end.
"""

import codecs
import errno
import io
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress

__all__ = ["ORDERS", "lost", "neutral", "open_streams", "print_bytes"]

# C0 but tab and line feed, DEL, C1 (ECMA-48), and the marks that turn the order of letters
# around (Unicode Standard Annex 9), with which a line can be made to read as another.
ORDERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
STANDARD = 3
ERROR = 2
# Whoever read our pipe went away, and has seen enough; the second is what Windows says.
GONE = (errno.EPIPE, errno.EINVAL)


def neutral(text: str) -> str:
    """Return text whose control characters are spelled out, as Python writes them."""
    return ORDERS.sub(_spelled, text)


def _spelled(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - one byte


class _Patient(io.FileIO):
    """A descriptor that takes everything, and remembers why it could not pass it on."""

    failure: OSError | None = None

    def write(self, content: object, /) -> int:
        """Pass bytes on; once that cannot be done, to nobody."""
        try:
            return super().write(content) or 0  # type: ignore[arg-type]  # whatever buffers give
        except OSError as error:
            self.failure = error
            nobody = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nobody, self.fileno())
            os.close(nobody)
            return len(memoryview(content))  # type: ignore[arg-type]  # as above


class _Plain(io.TextIOWrapper):
    """A text stream that gives a terminal no orders."""

    def write(self, text: str, /) -> int:
        """Write text, control characters spelled out."""
        super().write(neutral(text))
        return len(text)


def open_streams() -> None:
    """Put streams that hold in the place of standard output and standard error."""
    with suppress(OSError):
        _fill_descriptors()
    sys.stdin = sys.stdin or io.TextIOWrapper(io.BytesIO())
    sys.stdout = _opened(sys.stdout, 1)
    sys.stderr = _opened(sys.stderr, ERROR)


def lost() -> Iterator[str]:
    """Flush, and yield why output was lost, where somebody still waits for it."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
        raw = getattr(getattr(stream, "buffer", None), "raw", None)
        failure = getattr(raw, "failure", None)
        if failure is not None and failure.errno not in GONE:
            yield failure.strerror or str(failure)


def print_bytes(content: bytes) -> None:
    """Write bytes to standard output as they are."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _fill_descriptors() -> None:
    """Open what was closed: otherwise the next file opened, the database, would be printed into."""
    while (handle := os.open(os.devnull, os.O_RDWR)) < STANDARD:
        os.set_inheritable(handle, True)  # noqa: FBT003 - its only argument
    os.close(handle)


def _opened(stream: object, number: int) -> io.TextIOWrapper:
    """Return a stream that holds on the same descriptor; one that is no file stays as it is."""
    if stream is None:
        raw, line_buffering, encoding = _Patient(number, "w", closefd=False), False, "utf-8"
    elif isinstance(stream, io.TextIOWrapper) and isinstance(_raw(stream), io.FileIO):
        stream.flush()
        raw = _Patient(stream.fileno(), "w", closefd=False)
        line_buffering = stream.line_buffering or stream.write_through
        encoding = stream.encoding
    else:
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
        return stream  # type: ignore[return-value]  # a console of Windows, or a test's own
    return _Plain(
        io.BufferedWriter(raw),
        encoding="utf-8" if codecs.lookup(encoding).name == "ascii" else encoding,
        errors="replace",
        line_buffering=line_buffering or number == ERROR,
    )


def _raw(stream: io.TextIOWrapper) -> object:
    """Return the descriptor below; with PYTHONUNBUFFERED there is no buffer over it."""
    return getattr(stream.buffer, "raw", stream.buffer)
