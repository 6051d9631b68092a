"""The message as it would be sent, taken apart again as a mail program does."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from pynews.check.document import Document, parse

if TYPE_CHECKING:
    from email.message import EmailMessage

__all__ = ["Letter", "open_letter"]


@dataclass(frozen=True, slots=True)
class Letter:
    """One message, opened.

    Arguments:
        headers: by lower-case name, all values of each, unfolded.
        html: the HTML part, decoded.
        text: the plain-text part, decoded.
        calendars: the bytes of each calendar part, with its ``method`` parameter.
        document: the HTML, parsed.
        pictures: media type and size of each picture that travels along.
        content: the whole message, as it would be handed over.
    """

    headers: dict[str, tuple[str, ...]]
    html: str
    text: str
    calendars: tuple[tuple[bytes, str], ...]
    document: Document
    pictures: tuple[tuple[str, int], ...]
    content: bytes

    def header(self, name: str) -> str:
        """Return a header's first value, or ""."""
        return next(iter(self.headers.get(name.lower(), ())), "")


def open_letter(content: bytes) -> Letter:
    """Return a message's parts; without bytes an empty letter.

    Arguments:
        content: RFC 5322 with CRLF line ends.
    """
    message = message_from_bytes(content, policy=policy.default)
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in message.items():
        unfolded = " ".join(str(value).split())
        headers[name.lower()] = (*headers.get(name.lower(), ()), unfolded)
    texts: dict[str, str] = {}
    calendars: list[tuple[bytes, str]] = []
    pictures: list[tuple[str, int]] = []
    for part in message.walk():
        kind = part.get_content_type()
        if kind in {"text/html", "text/plain"} and content:
            texts.setdefault(kind, part.get_content())
        elif kind == "text/calendar":
            method = part.get_param("method")
            calendars.append((_payload(part), str(method or "")))
        elif kind.startswith("image/"):
            pictures.append((kind, len(_payload(part))))
    source = texts.get("text/html", "")
    return Letter(
        headers=headers,
        html=source,
        text=texts.get("text/plain", ""),
        calendars=tuple(calendars),
        document=parse(source),
        pictures=tuple(pictures),
        content=content,
    )


def _payload(part: "EmailMessage") -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
