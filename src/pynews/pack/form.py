"""A message with its merge fields left open: compiled once, filled for each recipient.

Everything that is the same for all is encoded when the form is compiled, so that
filling it is joining bytes. A form can be written down and read back: what was
frozen is what goes out, whatever happens to the files meanwhile.
"""

import hashlib
import json
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.header import Header

from pynews.model import (
    Envelope,
    Letter,
    MergeField,
    Message,
    Recipient,
    Sheet,
    unsubscribe_token,
)
from pynews.pack.sheet import sheet_of
from pynews.pack.slots import Slot, encoded, shown
from pynews.pack.values import clean

__all__ = ["Form", "Slot", "message_ref"]

SCHEMA = 1
HEADER_CHARS = 76


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
        markdown: the reading for GOV.UK Notify, fixed text and slots in turn; often none.
    """

    campaign: str
    sender: str
    subject: str
    fields: tuple[MergeField, ...]
    pieces: tuple[bytes | Slot, ...]
    unsubscribe: str
    markdown: tuple[str | Slot, ...] = ()
    _read: list[tuple[Sheet, tuple[Slot, ...]]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    def message(self, recipient: Recipient, *, key: bytes) -> Message:
        """Return the message for one recipient.

        Arguments:
            recipient: who gets it.
            key: signs the unsubscribe link.
        """
        ref = message_ref(self.campaign, recipient.subscriber)
        values = self._values(recipient, key, ref)
        content = b"".join(
            piece if isinstance(piece, bytes) else self._fill(piece, values)
            for piece in self.pieces
        )
        envelope = Envelope(self.sender, recipient.email)
        return Message(ref, envelope, content, self._letter(values))

    def _letter(self, values: dict[str, str]) -> Letter:
        """Return the same message in parts."""
        if not self._read:  # once a campaign: the parts are the same for everybody
            self._read.append(sheet_of(self.pieces, self.markdown))
        sheet, slots = self._read[0]
        return Letter(sheet, tuple(shown(slot, values) for slot in slots))

    def _values(self, recipient: Recipient, key: bytes, ref: str) -> dict[str, str]:
        """Return everything a slot may ask for."""
        token = f"{recipient.subscriber}.{unsubscribe_token(key, recipient.subscriber)}"
        values = {
            "to": clean(recipient.email),
            "ref": ref,
            "email": clean(recipient.email),
            "first_name": clean(recipient.first_name),
            "last_name": clean(recipient.last_name),
            "organisation": clean(recipient.organisation),
            "unsubscribe_url": self.unsubscribe.replace("{token}", token),
        }
        return {**values, "subject": self._subject(values)}

    def _fill(self, slot: Slot, values: dict[str, str]) -> bytes:
        """Return the bytes of one slot."""
        if slot.name == "subject":
            return header_value(values["subject"], used=len("Subject: "))
        return encoded(slot, values)

    def _subject(self, values: dict[str, str]) -> str:
        """Return the subject with the recipient's values in it."""
        subject = self.subject
        for one in self.fields:
            subject = subject.replace(one.token, values[one.name] or one.fallback)
        return clean(subject)

    def digest(self) -> str:
        """Return the SHA-256 over all that a recipient can receive, personal values apart."""
        return hashlib.sha256(self.to_bytes()).hexdigest()

    def to_bytes(self) -> bytes:
        """Return the form as bytes; the same form gives the same bytes."""
        tree: dict[str, object] = {
            "schema": SCHEMA,
            "campaign": self.campaign,
            "sender": self.sender,
            "subject": self.subject,
            "fields": [[one.token, one.name, one.fallback] for one in self.fields],
            "unsubscribe": self.unsubscribe,
            "pieces": list(_pieces(self.pieces)),
        }
        if self.markdown:
            tree["markdown"] = [
                piece if isinstance(piece, str) else [piece.name, piece.place, piece.fallback]
                for piece in self.markdown
            ]
        return json.dumps(tree, ensure_ascii=True, separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> "Form":
        """Return the form that `to_bytes` wrote."""
        tree = json.loads(data)
        return cls(
            campaign=tree["campaign"],
            sender=tree["sender"],
            subject=tree["subject"],
            fields=tuple(MergeField(*one) for one in tree["fields"]),
            unsubscribe=tree["unsubscribe"],
            pieces=tuple(
                piece.encode("latin-1") if isinstance(piece, str) else Slot(*piece)
                for piece in tree["pieces"]
            ),
            markdown=tuple(
                piece if isinstance(piece, str) else Slot(*piece)
                for piece in tree.get("markdown", ())
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
