"""A recipient's own values, made safe for the place where they stand."""

import html
import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum
from urllib.parse import quote

__all__ = ["WRITERS", "Place", "clean", "place_of", "placed"]

BLANKS = re.compile(r" +")
GAP = "\u200b"
NOTIFY_MARKUP = re.compile(r"\((?=\()|\)(?=\))|\](?=\()|^(?=[#^*+>-])")
HREF = re.compile(r"""\b(?:href|src|action)\s*=\s*(?:"[^"]*|'[^']*)$""", re.IGNORECASE)


class Place(StrEnum):
    """Where a value stands."""

    HTML = "html"
    URL = "url"
    TEXT = "text"
    MARKDOWN = "markdown"


def clean(value: str) -> str:
    """Return a value on one line: control characters gone, blanks folded.

    Joiners and direction marks stay, for names need them.
    """
    if value.isprintable() and "  " not in value:  # then its only blanks are spaces
        return value.strip()
    kept = "".join(
        " " if character.isspace() else character
        for character in value
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cs"}
    )
    return BLANKS.sub(" ", kept).strip()


def place_of(before: str, *, markup: bool) -> Place:
    """Return where a value stands that follows ``before``."""
    if not markup:
        return Place.TEXT
    return Place.URL if HREF.search(before[-4000:]) else Place.HTML


def placed(value: str, place: Place) -> str:
    """Return a clean value escaped for its place."""
    return WRITERS[place](value)


def _in_markdown(value: str) -> str:
    """Return a value that makes no links, headings or lists in GOV.UK Notify's Markdown.

    A gap that nobody sees stands before or after the signs that would.
    """
    return NOTIFY_MARKUP.sub(lambda found: found[0] + GAP, value)


def _in_address(value: str) -> str:
    return quote(value, safe="")


WRITERS: dict[Place, Callable[[str], str]] = {
    Place.HTML: html.escape,
    Place.URL: _in_address,
    Place.TEXT: str,
    Place.MARKDOWN: _in_markdown,
}
