"""What lies on the desk while cards are made: theme, notes, pictures, merge fields."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from markupsafe import Markup, escape

from pynews.errors import SourceError
from pynews.model import Origin, Publication
from pynews.render.cards import Rich
from pynews.render.fields import FieldTable
from pynews.render.markup import parse_markdown, printable, to_html
from pynews.render.notify import to_notify
from pynews.render.pictures import Gallery
from pynews.render.plaintext import Notes, to_text
from pynews.render.theme import Theme

__all__ = ["Desk", "Surface", "mail_address", "one_line"]

FENCES = ("```", "~~~")
SCHEMES = ("http", "https", "mailto", "tel")


class Surface(StrEnum):
    """Where an edition is read: in a mailbox, by anybody on the web, or through GOV.UK Notify."""

    MESSAGE = "message"
    PAGE = "page"
    NOTIFY = "notify"


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything card makers share while one edition is made for one surface."""

    theme: Theme
    publication: Publication
    surface: Surface
    fields: FieldTable
    gallery: Gallery
    notes: Notes

    @property
    def personal(self) -> bool:
        """Whether a single recipient reads it."""
        return self.surface is not Surface.PAGE

    def say(self, key: str, **values: object) -> str:
        """Return a fixed phrase of the theme; see `Look.say`."""
        return self.theme.look.say(key, **values)

    def letter(self, markdown: str, origin: Origin) -> Rich:
        """Return a letter with tokens for its merge fields."""
        fenced = any(sign in markdown for sign in FENCES)
        return self.rich(self.fields.tokenise(markdown, origin, marks=fenced), origin)

    def rich(self, markdown: str, origin: Origin) -> Rich:
        """Return Markdown made ready for HTML and for plain text.

        Arguments:
            markdown: the text.
            origin: where it begins; its pictures lie beside that file.

        Raises:
            SourceError: a picture that is not there or has no alt text.
        """
        try:
            tokens = parse_markdown(markdown)
        except ValueError as error:
            raise SourceError(str(error), where=str(origin)) from error
        text = to_text(tokens, self.notes)
        if self.surface is Surface.NOTIFY:
            return Rich(Markup(), text, to_notify(tokens))
        return Rich(to_html(tokens, partial(self._image, origin=origin)), text)

    def href(self, address: str, origin: Origin) -> str:
        """Return an address that a link may lead to.

        Raises:
            SourceError: neither a web nor a mail address.
        """
        address = one_line(address)
        if urlsplit(address).scheme.lower() not in SCHEMES:
            raise SourceError(
                f'"{address}" is not an address a link can lead to',
                where=str(origin),
                hint="write it in full, such as https://example.org/page",
            )
        return address

    def _image(self, src: str, alt: str, origin: Origin) -> str:
        if urlsplit(src).scheme or src.startswith("//"):
            raise SourceError(
                f'the picture "{src}" lies on another machine',
                where=str(origin),
                hint="save it beside this file: readers' mail programs tell others what they load",
            )
        beside = (PurePosixPath(origin.path).parent / unquote(src)).as_posix()
        shown = self.gallery.show(beside, alt, origin)
        source = shown.src if self.personal else shown.page
        return Markup('<img class="pic" src="{}" alt="{}" width="{}" height="{}" />').format(
            source, escape(shown.alt), shown.width, shown.height
        )


def one_line(text: str) -> str:
    """Return text on one line, without control characters."""
    return re.sub(r"\s+", " ", printable(text)).strip()


def mail_address(address: str, subject: str = "") -> str:
    """Return a ``mailto:`` address (RFC 6068)."""
    query = f"?subject={quote(subject, safe='')}" if subject else ""
    return f"mailto:{quote(address, safe='@+')}{query}"
