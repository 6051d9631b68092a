"""A message taken apart as a mail program does: headers, HTML, text, parts, invitations."""

import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from urllib.parse import urlencode

from pynews.serve.editor.pages.words import Tree

__all__ = ["html_of", "message_tree", "parsed", "part_of", "shown_html"]

LARGEST_SHOWN = 2_000_000
IMAGE = re.compile(r"image/[a-z0-9.+-]{1,64}")
POLICY = policy.default.clone(raise_on_defect=False)


def parsed(content: bytes) -> EmailMessage:
    """Return a message's structure; a broken one as far as it goes."""
    return BytesParser(_class=EmailMessage, policy=POLICY).parsebytes(content)


def message_tree(content: bytes) -> Tree:
    """Return a message in the views a reader or a postmaster would want."""
    message = parsed(content)
    parts = list(message.walk())
    return {
        "headers": [[name, _header(message, name, value)] for name, value in message.raw_items()],
        "parts": list(_tree(message)),
        "text": _first(parts, "text/plain"),
        "has_html": any(_is_body(part, "text/html") for part in parts),
        "calendars": [
            {"file": part.get_filename() or "calendar", "text": _text(part)}
            for part in parts
            if part.get_content_type() in {"text/calendar", "application/ics"}
        ],
        "source": content[:LARGEST_SHOWN].decode("utf-8", "replace"),
        "bytes": len(content),
    }


def shown_html(content: bytes, where: dict[str, str]) -> str:
    """Return the HTML part, its pictures pointing at their parts on this server.

    Arguments:
        content: the message.
        where: query that names the message.
    """
    parts = list(parsed(content).walk())
    html = _first(parts, "text/html")
    for index, part in enumerate(parts):
        name = str(part.get("Content-ID", "")).strip().strip("<>")
        if name:
            html = html.replace(f"cid:{name}", f"/part?{urlencode({**where, 'part': index})}")
    return html


def html_of(content: bytes) -> str:
    """Return the HTML part as it stands in a message; "" when there is none."""
    return _first(list(parsed(content).walk()), "text/html")


def part_of(content: bytes, index: int) -> tuple[str, bytes] | None:
    """Return the media type and bytes of one picture; None when it is no picture."""
    parts = list(parsed(content).walk())
    # What a message calls a type may be anything, lines' ends out of encoded words included.
    if not 0 <= index < len(parts) or not IMAGE.fullmatch(parts[index].get_content_type()):
        return None
    payload = parts[index].get_payload(decode=True)
    return parts[index].get_content_type(), payload if isinstance(payload, bytes) else b""


def _header(message: EmailMessage, name: str, value: object) -> str:
    """Return a header as text, decoded where that can be done."""
    raw = re.sub(r"\r?\n[ \t]+", " ", str(value))
    try:
        return str(POLICY.header_fetch_parse(name, raw))
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return raw
    finally:
        del message


def _tree(part: EmailMessage, depth: int = 0) -> Iterator[Tree]:
    """Yield the parts, each with how deep it lies."""
    payload = b"" if part.is_multipart() else part.get_payload(decode=True)
    yield {
        "depth": depth,
        "type": part.get_content_type(),
        "file": part.get_filename() or "",
        "bytes": len(payload) if isinstance(payload, bytes) else 0,
        "encoding": str(part.get("Content-Transfer-Encoding", "")),
    }
    if part.is_multipart():
        for inner in part.iter_parts() if hasattr(part, "iter_parts") else ():
            if isinstance(inner, EmailMessage):
                yield from _tree(inner, depth + 1)


def _is_body(part: EmailMessage, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment"


def _first(parts: list[EmailMessage], kind: str) -> str:
    return next((_text(part) for part in parts if _is_body(part, kind)), "")


def _text(part: EmailMessage) -> str:
    """Return a part as text, whatever its charset claims to be."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        text = payload.decode(charset, "replace")
    except (LookupError, ValueError):
        text = payload.decode("utf-8", "replace")
    return text.replace("\r\n", "\n")
