"""Quoted-printable in pieces (RFC 2045 section 6.7).

A body is cut at its merge fields. Its fixed pieces are encoded once; a value is
encoded for each recipient. A soft line break on both sides of a value keeps every
line within 76 characters whatever the value is.
"""

import binascii
import re

__all__ = ["SOFT_BREAK", "crlf", "encode"]

# What encoding would not change: short, ASCII, no "=", no blank at its end, no lone dot.
PLAIN = re.compile(r"(?!\.\Z)[ -<>-~]{0,71}[!-<>-~]")
SOFT_BREAK = b"=\r\n"


def crlf(text: str) -> str:
    """Return text with the line ends of mail (RFC 5322 section 2.1)."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")


def encode(text: str) -> bytes:
    """Return a piece of text, quoted-printable, UTF-8, CRLF line ends.

    The piece may be followed by a soft line break: blanks at its end are encoded.
    """
    if PLAIN.fullmatch(text):
        return text.encode("ascii")
    data = crlf(text).encode("utf-8", "replace")
    encoded = binascii.b2a_qp(data, quotetabs=False, istext=True, header=False)
    return encoded.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
