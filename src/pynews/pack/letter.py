"""Builds the form of a message: headers, the two readings, the invitations.

The shape is that of calendar.md section 2 of the project's notes on clients: an
invitation is an attachment of the mixed part, never an alternative, because some
clients show an alternative instead of the newsletter.
"""

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from pynews.model import Edition, Invitation, Mailbox, MergeField, Picture, Publication
from pynews.pack.form import Form
from pynews.pack.headers import header_value
from pynews.pack.quoted import encode
from pynews.pack.slots import Slot
from pynews.pack.values import Place, place_of

__all__ = ["compile_form", "edition_digest"]

Pieces = Iterator[bytes | Slot]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Everything a form is made from."""

    edition: Edition
    invitations: tuple[Invitation, ...]
    publication: Publication
    at: datetime
    campaign: str

    @property
    def boundary(self) -> str:
        """The stem of all boundaries; ``=_`` cannot occur in either encoding (RFC 2045)."""
        seed = f"{self.edition.issue_id}/{self.edition.html}/{self.edition.text}"
        return "=_" + hashlib.sha256(seed.encode("utf-8", "replace")).hexdigest()[:24]


def compile_form(
    edition: Edition,
    *,
    invitations: Iterable[Invitation],
    publication: Publication,
    at: datetime,
    campaign: str,
) -> Form:
    """Return the form of an edition's messages.

    Arguments:
        edition: what readers see.
        invitations: those that are ``attached`` travel along.
        publication: who sends it.
        at: the Date header; the planned time.
        campaign: names the sending.
    """
    attached = tuple(invitation for invitation in invitations if invitation.attached)
    pattern = Pattern(edition, attached, publication, at, campaign)
    return Form(
        campaign=campaign,
        sender=publication.sender.email,
        subject=edition.subject,
        fields=tuple(field for field in edition.fields if field.token in edition.subject),
        pieces=tuple(_joined(_message(pattern))),
        unsubscribe=unsubscribe_address(publication),
        markdown=tuple(_markdown(edition)),
    )


def edition_digest(
    edition: Edition, *, invitations: Iterable[Invitation], publication: Publication
) -> str:
    """Return the SHA-256 over all that a recipient can receive, personal values apart.

    Time and campaign are not in it: the same edition sent later is the same edition.
    """
    form = compile_form(
        edition,
        invitations=invitations,
        publication=publication,
        at=datetime.fromtimestamp(0, UTC),
        campaign="",
    )
    return form.digest()


def unsubscribe_address(publication: Publication) -> str:
    """Return where one unsubscribes, with ``{token}`` for the recipient's own part."""
    if publication.unsubscribe_url:
        return f"{publication.unsubscribe_url}/unsubscribe/{{token}}"
    mailto = publication.unsubscribe_mailto or publication.reply_to.email
    return f"mailto:{mailto}?subject=unsubscribe%20{{token}}"


def _message(pattern: Pattern) -> Pieces:
    """Yield the whole message."""
    yield from _headers(pattern)
    if not pattern.invitations:
        yield from _alternative(pattern)
        return
    mixed = pattern.boundary + "m"
    yield _content_type("multipart/mixed", mixed)
    yield _open(mixed)
    yield from _alternative(pattern)
    for invitation in pattern.invitations:
        yield _open(mixed)
        yield _invitation(invitation)
    yield _close(mixed)


def _headers(pattern: Pattern) -> Pieces:
    """Yield the headers; both one-click ones where a route exists (RFC 8058 section 3)."""
    publication = pattern.publication
    yield _header("From", mailbox_value(publication.sender, used=len("From: ")))
    yield b"To: "
    yield Slot("to")
    yield b"\r\n"
    if publication.reply_to != publication.sender:
        yield _header("Reply-To", mailbox_value(publication.reply_to, used=len("Reply-To: ")))
    yield b"Subject: "
    yield Slot("subject")
    yield b"\r\n"
    yield _header("Date", format_datetime(pattern.at).encode("ascii"))
    yield b"Message-ID: <"
    yield Slot("ref")
    yield f"@{publication.id}>\r\n".encode("ascii")
    yield _header("List-Id", _list_id(publication))
    yield from _unsubscribe_headers(publication)
    yield b"MIME-Version: 1.0\r\n"


def _list_id(publication: Publication) -> bytes:
    """Return the list's name and identity (RFC 2919)."""
    name = re.sub(r"[<>\"\\\r\n]", "", publication.name)
    return header_value(name, used=len("List-Id: ")) + f"\r\n <{publication.id}>".encode("ascii")


def _unsubscribe_headers(publication: Publication) -> Pieces:
    """Yield List-Unsubscribe (RFC 2369) and, with an https route, its one-click partner."""
    yield b"List-Unsubscribe: <"
    yield Slot("unsubscribe_url")
    yield b">"
    if publication.unsubscribe_url and publication.unsubscribe_mailto:
        yield f",\r\n <mailto:{publication.unsubscribe_mailto}?subject=unsubscribe>".encode("ascii")
    yield b"\r\n"
    if publication.unsubscribe_url:
        yield b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"


def _alternative(pattern: Pattern) -> Pieces:
    """Yield the plain text and, after it, the HTML with its pictures (RFC 2046 section 5.1.4)."""
    edition, boundary = pattern.edition, pattern.boundary + "a"
    yield _content_type("multipart/alternative", boundary)
    yield _open(boundary)
    yield from _reading(edition.text, "plain", edition.fields)
    yield _open(boundary)
    if edition.pictures:
        related = pattern.boundary + "r"
        yield _content_type('multipart/related; type="text/html"', related)
        yield _open(related)
        yield from _reading(edition.html, "html", edition.fields)
        for picture in edition.pictures:
            yield _open(related)
            yield _picture(picture)
        yield _close(related)
    else:
        yield from _reading(edition.html, "html", edition.fields)
    yield _close(boundary)


def _reading(text: str, subtype: str, fields: tuple[MergeField, ...]) -> Pieces:
    """Yield one text part, cut at its merge tokens."""
    yield f'Content-Type: text/{subtype}; charset="utf-8"\r\n'.encode("ascii")
    yield b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    before = ""
    for part in _cut(text, fields):
        if isinstance(part, MergeField):
            place = place_of(before, markup=subtype == "html")
            yield Slot(part.name, place, part.fallback)
            before = part.token
        else:
            yield encode(part)
            before = part


def _markdown(edition: Edition) -> Iterator[str | Slot]:
    """Yield the reading for GOV.UK Notify, cut at its merge tokens."""
    for part in _cut(edition.markdown, edition.fields):
        if isinstance(part, MergeField):
            yield Slot(part.name, Place.MARKDOWN, part.fallback)
        elif part:
            yield part


def _cut(text: str, fields: tuple[MergeField, ...]) -> Iterator[str | MergeField]:
    """Yield a text's fixed parts and the merge fields between them, in turn."""
    by_token = {field.token: field for field in fields if field.token in text}
    tokens = "|".join(re.escape(token) for token in sorted(by_token)) or r"(?!)"
    for part in re.split(f"({tokens})", text):
        yield by_token.get(part, part)


def _invitation(invitation: Invitation) -> bytes:
    """Return an invitation's part; ``method`` equals METHOD (RFC 6047 section 2.4)."""
    return (
        f'Content-Type: text/calendar; charset="utf-8"; method="{invitation.method}"\r\n'
        f'Content-Disposition: attachment; filename="{invitation.file_name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode("ascii") + _base64(invitation.ics)


def _picture(picture: Picture) -> bytes:
    """Return a picture's part; HTML names it by its content id (RFC 2392)."""
    return (
        f"Content-Type: {picture.media_type}\r\n"
        f"Content-ID: <{picture.content_id}>\r\n"
        f'Content-Disposition: inline; filename="{picture.file_name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode("ascii") + _base64(picture.content)


def _base64(content: bytes) -> bytes:
    """Return base64 in lines of 76 characters."""
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _content_type(kind: str, boundary: str) -> bytes:
    return f'Content-Type: {kind};\r\n boundary="{boundary}"\r\n\r\n'.encode("ascii")


def _open(boundary: str) -> bytes:
    return f"\r\n--{boundary}\r\n".encode("ascii")


def _close(boundary: str) -> bytes:
    return f"\r\n--{boundary}--\r\n".encode("ascii")


def _header(name: str, value: bytes) -> bytes:
    return name.encode("ascii") + b": " + value + b"\r\n"


def mailbox_value(mailbox: Mailbox, *, used: int) -> bytes:
    """Return a mailbox as a header's value: the name encoded, the address as it is."""
    address = f"<{mailbox.email}>".encode("ascii")
    if not mailbox.name:
        return mailbox.email.encode("ascii")
    if mailbox.name.isascii():
        quoted = str(mailbox).rpartition(" <")[0]
        return quoted.encode("ascii") + b" " + address
    return header_value(mailbox.name, used=used) + b"\r\n " + address


def _joined(pieces: Pieces) -> Pieces:
    """Yield pieces with fixed bytes that stand side by side joined."""
    held = b""
    for piece in pieces:
        if isinstance(piece, bytes):
            held += piece
        else:
            yield held
            held = b""
            yield piece
    yield held
