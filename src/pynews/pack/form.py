"""A message with its merge fields left open: compiled once, filled for each recipient.

Everything that is the same for all is encoded when the form is compiled, so that
filling it is joining bytes. A form can be written down and read back: what was
frozen is what goes out, whatever happens to the files meanwhile.
"""

import hashlib
import json
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass
from email.header import Header

from pynews.model import (
    Envelope,
    MergeField,
    Message,
    Recipient,
    unsubscribe_token,
)
from pynews.pack.quoted import SOFT_BREAK, encode
from pynews.pack.values import Place, clean, placed

__all__ = ["Form", "Slot", "message_ref"]

SCHEMA = 1
HEADER_CHARS = 76


@dataclass(frozen=True, slots=True)
class Slot:
    """An open place in a form.

    Arguments:
        name: merge field, or ``to``, ``ref`` or ``subject``.
        place: how its value is escaped; "" for headers.
        fallback: stands there when the recipient has no value.
    """

    name: str
    place: str = ""
    fallback: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One message for everybody, its open places between fixed bytes.

    Arguments:
        campaign: names the sending; every message's ref derives from it.
        sender: the envelope's sender.
        subject: text with tokens.
        fields: the merge fields that occur in the subject.
        pieces: fixed bytes and slots in turn.
        unsubscribe: address of the unsubscribe page with ``{token}`` in it; or ``mailto:``.
    """

    campaign: str
    sender: str
    subject: str
    fields: tuple[MergeField, ...]
    pieces: tuple[bytes | Slot, ...]
    unsubscribe: str

    def message(self, recipient: Recipient, *, key: bytes) -> Message:
        """Return the message for one recipient.

        Arguments:
            recipient: who gets it.
            key: signs the unsubscribe link.
        """
        ref = message_ref(self.campaign, recipient.subscriber)
        values = self._values(recipient, key)
        content = b"".join(
            piece if isinstance(piece, bytes) else self._fill(piece, values, ref)
            for piece in self.pieces
        )
        return Message(ref, Envelope(self.sender, recipient.email), content)

    def _values(self, recipient: Recipient, key: bytes) -> dict[str, str]:
        """Return everything a slot may ask for."""
        token = f"{recipient.subscriber}.{unsubscribe_token(key, recipient.subscriber)}"
        return {
            "to": clean(recipient.email),
            "email": clean(recipient.email),
            "first_name": clean(recipient.first_name),
            "last_name": clean(recipient.last_name),
            "organisation": clean(recipient.organisation),
            "unsubscribe_url": self.unsubscribe.replace("{token}", token),
        }

    def _fill(self, slot: Slot, values: dict[str, str], ref: str) -> bytes:
        """Return the bytes of one slot."""
        if slot.name == "ref":
            return ref.encode("ascii")
        if slot.name == "subject":
            return header_value(self._subject(values), used=len("Subject: "))
        value = values[slot.name] or slot.fallback
        if not slot.place:
            return value.encode("utf-8")
        if slot.name == "unsubscribe_url" and slot.place == Place.URL:
            return SOFT_BREAK + encode(placed(value, Place.HTML)) + SOFT_BREAK
        return SOFT_BREAK + encode(placed(value, Place(slot.place))) + SOFT_BREAK

    def _subject(self, values: dict[str, str]) -> str:
        """Return the subject with the recipient's values in it."""
        subject = self.subject
        for field in self.fields:
            subject = subject.replace(field.token, values[field.name] or field.fallback)
        return clean(subject)

    def digest(self) -> str:
        """Return the SHA-256 over all that a recipient can receive, personal values apart."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """Return the form as bytes; the same form gives the same bytes."""
        tree = {
            "schema": SCHEMA,
            "campaign": self.campaign,
            "sender": self.sender,
            "subject": self.subject,
            "fields": [[field.token, field.name, field.fallback] for field in self.fields],
            "unsubscribe": self.unsubscribe,
            "pieces": list(_pieces(self.pieces)),
        }
        return json.dumps(tree, ensure_ascii=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> "Form":
        """Return the form that `to_bytes` wrote."""
        tree = json.loads(data)
        return cls(
            campaign=tree["campaign"],
            sender=tree["sender"],
            subject=tree["subject"],
            fields=tuple(MergeField(*field) for field in tree["fields"]),
            unsubscribe=tree["unsubscribe"],
            pieces=tuple(
                piece.encode("latin-1") if isinstance(piece, str) else Slot(*piece)
                for piece in tree["pieces"]
            ),
        )


def _pieces(pieces: tuple[bytes | Slot, ...]) -> Iterator[str | list[str]]:
    """Yield pieces as JSON holds them."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece.decode("latin-1")
        else:
            yield [piece.name, piece.place, piece.fallback]


def message_ref(campaign: str, subscriber: str) -> str:
    """Return the name of one message: 26 characters of ``a-z2-7``, the same for every attempt."""
    digest = hashlib.blake2b(f"{campaign}/{subscriber}".encode(), digest_size=16).digest()
    return b32encode(digest).decode("ascii").rstrip("=").lower()


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
