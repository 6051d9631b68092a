"""Mail made fit for the preview's frame: its pictures from here, light or dark as asked."""

import hashlib
import re
from collections.abc import Iterable
from urllib.parse import quote

from pynews.model import Edition, Picture

__all__ = ["PICTURES", "framed", "in_scheme"]

PICTURES = "/picture"
ALWAYS = "(min-width:0px)"
NEVER = "(max-width:0px)"
SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)


def framed(html: str, edition: Edition, *, dark: bool, base_url: str = "") -> str:
    """Return HTML as one reader's mail program would show it, whatever this browser prefers.

    Arguments:
        html: mail or web page; pictures as ``cid:``, ``images/NAME`` or below ``base_url``.
        edition: whose pictures they are.
        dark: whether the reader's device is dark.
        base_url: address of the archive, or "".
    """
    html = in_scheme(html, dark=dark)
    for address, here in _addresses(edition, base_url):
        html = html.replace(address, here)
    return html


def in_scheme(html: str, *, dark: bool) -> str:
    """Return HTML whose styles for dark devices hold always, or never."""
    wanted = "dark" if dark else "light"
    return SCHEME.sub(lambda match: ALWAYS if match[1].lower() == wanted else NEVER, html)


def _addresses(edition: Edition, base_url: str) -> Iterable[tuple[str, str]]:
    """Yield each address a picture has in the HTML, and the one it has here."""
    issue = quote(edition.issue_id, safe="")
    for picture in edition.pictures:
        here = f"{PICTURES}/{issue}/{quote(picture.content_id, safe='@')}?v={_version(picture)}"
        yield f"cid:{picture.content_id}", here
    for picture in edition.images:
        here = f"{PICTURES}/{issue}/{quote(picture.file_name)}?v={_version(picture)}"
        for quoted in (picture.file_name, quote(picture.file_name)):
            if base_url:
                yield f'"{base_url}{edition.issue_id}/images/{quoted}"', f'"{here}"'
            yield f'"images/{quoted}"', f'"{here}"'


def _version(picture: Picture) -> str:
    """Return what makes the address of a changed picture a new one: browsers keep old ones."""
    return hashlib.sha256(picture.content).hexdigest()[:8]
