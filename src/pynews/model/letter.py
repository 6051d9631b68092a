"""A message in parts, for providers that do not take it whole."""

from collections.abc import Sequence
from dataclasses import dataclass

from pynews.model.publication import Mailbox

__all__ = ["Enclosure", "Letter", "Sheet", "Text"]

Text = tuple[str | int, ...]
"""Fixed pieces of text and, between them, the numbers of a reader's own values."""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that travels along.

    Arguments:
        name: ASCII file name.
        media_type: with its parameters, such as
            ``text/calendar; charset="utf-8"; method="PUBLISH"``.
        content: the file's bytes.
        content_id: HTML refers to it as ``cid:``; "" for an attachment.
    """

    name: str
    media_type: str
    content: bytes
    content_id: str = ""

    @property
    def bare_type(self) -> str:
        """The media type without its parameters."""
        return self.media_type.partition(";")[0].strip()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the letters of one campaign have in common, open where readers' own values go.

    Arguments:
        sender: From.
        reply_to: where replies go; None when they go to the sender.
        subject, html, text, markdown: the readings, LF line ends; markdown is that of
            GOV.UK Notify and empty where nobody asked for it.
        headers: the others that a reader's mail program uses, in order, ASCII, one
            line each: List-Id, List-Unsubscribe, List-Unsubscribe-Post, Message-ID.
        unsubscribe: address that ends the subscription, ``https:`` or ``mailto:``.
        enclosures: pictures and calendar files, the same for everybody.
    """

    sender: Mailbox
    reply_to: Mailbox | None
    subject: Text
    html: Text
    text: Text
    markdown: Text
    headers: tuple[tuple[str, Text], ...]
    unsubscribe: Text
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class Letter:
    """One reader's letter: the sheet and what stands in its open places.

    Says the same as the message's bytes, which it was read from.

    Arguments:
        sheet: shared by all letters of a campaign.
        values: by number, each escaped for the place where it stands.
    """

    sheet: Sheet
    values: Sequence[str]

    @property
    def subject(self) -> str:
        """The subject, one line."""
        return self.filled(self.sheet.subject)

    @property
    def html(self) -> str:
        """The HTML reading."""
        return self.filled(self.sheet.html)

    @property
    def text(self) -> str:
        """The plain-text reading."""
        return self.filled(self.sheet.text)

    @property
    def markdown(self) -> str:
        """The reading for GOV.UK Notify; may be empty."""
        return self.filled(self.sheet.markdown)

    @property
    def unsubscribe(self) -> str:
        """The reader's own address to unsubscribe at."""
        return self.filled(self.sheet.unsubscribe)

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each header."""
        return tuple((name, self.filled(text)) for name, text in self.sheet.headers)

    def filled(self, text: Text) -> str:
        """Return one of the sheet's texts with this reader's values in it."""
        return "".join(piece if isinstance(piece, str) else self.values[piece] for piece in text)
