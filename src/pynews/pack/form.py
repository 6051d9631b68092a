"""A message with its merge fields left open: compiled once, filled for each recipient.

Everything that is the same for all is encoded when the form is compiled, so that
filling it is joining bytes. A form can be written down and read back: what was
frozen is what goes out, whatever happens to the files meanwhile.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from pynews.model import (
    Envelope,
    MergeField,
    Message,
    Recipient,
    named,
    unsubscribe_token,
)
from pynews.pack.filling import Filling
from pynews.pack.slots import Slot

__all__ = ["Form", "Slot", "message_ref"]

SCHEMA = 1
NAME_BYTES = 16


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
    _filling: list[Filling] = field(default_factory=list, init=False, repr=False, compare=False)

    def message(self, recipient: Recipient, *, key: bytes) -> Message:
        """Return the message for one recipient.

        Arguments:
            recipient: who gets it.
            key: signs the unsubscribe link.
        """
        subscriber = recipient.subscriber
        ref = message_ref(self.campaign, subscriber)
        token = f"{subscriber}.{unsubscribe_token(key, subscriber)}"
        content, letter = self._filled().fill(recipient, ref=ref, token=token)
        return Message(ref, Envelope(self.sender, recipient.email), content, letter)

    def _filled(self) -> Filling:
        """Return the form made ready for many."""
        if not self._filling:  # once a campaign
            filling = Filling(
                self.pieces,
                self.markdown,
                subject=self.subject,
                fields=self.fields,
                unsubscribe=self.unsubscribe,
            )
            self._filling.append(filling)
        return self._filling[0]

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
    naming = _naming(campaign).copy()
    naming.update(subscriber.encode())
    return named(naming.digest())


@lru_cache(maxsize=4)
def _naming(campaign: str) -> "hashlib.blake2b":
    """Return the part of a name that is the same for everybody."""
    return hashlib.blake2b(f"{campaign}/".encode(), digest_size=NAME_BYTES)
