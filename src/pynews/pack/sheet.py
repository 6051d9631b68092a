"""A message's form read as its parts, for providers that do not take MIME.

What is frozen is one thing: the message's bytes. The parts are read from them, so
that they cannot say anything else, with a mark in each open place.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from email import headerregistry, policy
from email.message import Message as MimePart
from email.parser import BytesParser
from typing import cast

from pynews.model import Enclosure, Mailbox, Sheet, Text
from pynews.pack.slots import Piece, Slot, encoded

__all__ = ["sheet_of"]

KEPT = ("List-Id", "List-Unsubscribe", "List-Unsubscribe-Post", "Message-ID")
FOLD = re.compile(r"\r?\n(?=[ \t])")
LINK = re.compile(r"<([^>]+)>")
NOBODY = "nobody@example.invalid"


def sheet_of(
    pieces: tuple[Piece, ...], markdown: tuple[str | Slot, ...]
) -> tuple[Sheet, tuple[Slot, ...]]:
    """Return what a form's letters have in common, and the slot of each numbered value.

    Arguments:
        pieces: of the form.
        markdown: of the form.
    """
    slots = _slots((*pieces, *markdown))
    marks = _marks(pieces, slots)
    values = dict.fromkeys(("to",), NOBODY)
    content = b"".join(
        piece if isinstance(piece, bytes) else _marked(piece, marks, values) for piece in pieces
    )
    whole = BytesParser(policy=policy.compat32).parsebytes(content)
    texts = _Texts(marks, slots)
    return _sheet(whole, texts, tuple(_numbered(markdown, slots))), slots


class _Texts:
    """Cuts text at the marks."""

    def __init__(self, marks: Mapping[Slot, str], slots: tuple[Slot, ...]) -> None:
        self._numbers = {mark: slots.index(slot) for slot, mark in marks.items()}
        self._cut = re.compile("({})".format("|".join(marks.values()) or r"(?!)"))

    def cut(self, text: str) -> Text:
        """Return a text as fixed pieces and numbers of values."""
        return tuple(self._numbers.get(part, part) for part in self._cut.split(text) if part)


def _sheet(whole: MimePart, texts: _Texts, markdown: Text) -> Sheet:
    """Read the parts of a message."""
    readings = {part.get_content_type(): part for part in whole.walk()}
    leave = LINK.search(_line(whole, "List-Unsubscribe"))
    reply_to = _mailbox(whole, "Reply-To")
    return Sheet(
        sender=_mailbox(whole, "From") or Mailbox("", NOBODY),
        reply_to=reply_to,
        subject=texts.cut(_line(whole, "Subject")),
        html=texts.cut(_reading(readings["text/html"])),
        text=texts.cut(_reading(readings["text/plain"])),
        markdown=markdown,
        headers=tuple((name, texts.cut(_line(whole, name))) for name in KEPT if name in whole),
        unsubscribe=texts.cut(leave[1] if leave else ""),
        enclosures=tuple(_enclosures(whole)),
    )


def _slots(pieces: Iterable[object]) -> tuple[Slot, ...]:
    """Return every slot but the address, each once, in the order in which they occur."""
    found = dict.fromkeys(piece for piece in pieces if isinstance(piece, Slot))
    return tuple(slot for slot in found if slot.name != "to")


def _marks(pieces: tuple[Piece, ...], slots: tuple[Slot, ...]) -> dict[Slot, str]:
    """Return a mark for each slot: letters and digits that no encoding changes."""
    fixed = b"".join(piece for piece in pieces if isinstance(piece, bytes))
    seed = hashlib.sha256(fixed).hexdigest()[:16]
    return {slot: f"PYN{seed}x{number}x" for number, slot in enumerate(slots)}


def _marked(slot: Slot, marks: Mapping[Slot, str], values: Mapping[str, str]) -> bytes:
    """Return a slot's mark as the form encodes values there."""
    return encoded(slot, {**values, slot.name: marks.get(slot, NOBODY)})


def _numbered(pieces: tuple[str | Slot, ...], slots: tuple[Slot, ...]) -> Iterable[str | int]:
    for piece in pieces:
        yield piece if isinstance(piece, str) else slots.index(piece)


def _line(part: MimePart, name: str) -> str:
    """Return a header's value on one line, encoded words as they are; "" without one."""
    return FOLD.sub("", str(part.get(name, "")))


def _mailbox(part: MimePart, name: str) -> Mailbox | None:
    """Return the mailbox that a header names."""
    if name not in part:
        return None
    header = cast(
        "headerregistry.AddressHeader", policy.default.header_factory(name, _line(part, name))
    )
    (address,) = header.addresses
    return Mailbox(address.display_name, address.addr_spec)


def _reading(part: MimePart) -> str:
    """Return a text part, LF line ends."""
    return _content(part).decode("utf-8", "replace").replace("\r\n", "\n")


def _content(part: MimePart) -> bytes:
    """Return the decoded bytes of a part."""
    return cast("bytes", part.get_payload(decode=True))


def _enclosures(whole: MimePart) -> Iterable[Enclosure]:
    """Yield what has a file name."""
    for part in whole.walk():
        if name := part.get_filename():
            content_id = str(part.get("Content-ID", "")).strip("<>")
            yield Enclosure(name, _line(part, "Content-Type"), _content(part), content_id)
