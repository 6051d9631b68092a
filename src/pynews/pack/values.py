"""A recipient's own values, made safe for the place where they stand."""

import html
import re
import unicodedata
from enum import StrEnum
from urllib.parse import quote

__all__ = ["Place", "clean", "placed"]

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
    kept = "".join(
        " " if character.isspace() else character
        for character in value
        if character.isspace() or unicodedata.category(character) not in {"Cc", "Cs"}
    )
    return re.sub(r" +", " ", kept).strip()


def place_of(before: str, *, markup: bool) -> Place:
    """Return where a value stands that follows ``before``."""
    if not markup:
        return Place.TEXT
    return Place.URL if HREF.search(before[-4000:]) else Place.HTML


def placed(value: str, place: Place) -> str:
    """Return a clean value escaped for its place.

    In GOV.UK Notify's Markdown a gap that nobody sees keeps brackets and signs from
    counting as links, personal values, headings or lists.
    """
    if place is Place.TEXT:
        return value
    if place is Place.URL:
        return quote(value, safe="")
    if place is Place.MARKDOWN:
        return NOTIFY_MARKUP.sub(lambda found: found[0] + GAP, value)
    return html.escape(value, quote=True)
