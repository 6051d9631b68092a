"""A header's value as it travels: encoded where it must be, and folded."""

from email.header import Header

__all__ = ["header_value"]

HEADER_CHARS = 76


def header_value(text: str, *, used: int) -> bytes:
    """Return a header's value, encoded and folded (RFC 2047, RFC 5322 section 2.2.3).

    Arguments:
        text: one line.
        used: characters that the header's name takes on the first line.
    """
    if text.isascii() and len(text) + used <= HEADER_CHARS and "=?" not in text:
        return text.encode("ascii")
    charset = "us-ascii" if text.isascii() and "=?" not in text else "utf-8"
    header = Header(text, charset, maxlinelen=HEADER_CHARS, header_name="x" * (used - 2))
    return header.encode(linesep="\r\n").encode("ascii")
