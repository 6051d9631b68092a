"""Finds where the addresses in the HTML were written."""

import re
from collections import Counter
from urllib.parse import unquote

from pynews.check.document import Document, Link
from pynews.check.sources import Sources
from pynews.model import Origin

__all__ = ["place_of", "written_links"]


def written_links(document: Document, sources: Sources) -> tuple[tuple[Link, Origin], ...]:
    """Return the links of the HTML that somebody wrote, each with its place.

    Links that pynews makes (calendars, unsubscribing) stand in no file and are left out.
    """
    seen: Counter[str] = Counter()
    found = []
    for link in document.links:
        place = place_of(sources, link.href, seen[link.href], link.words)
        seen[link.href] += 1
        if place is not None:
            found.append((link, place))
    return tuple(found)


def place_of(sources: Sources, href: str, number: int = 0, words: str = "") -> Origin | None:
    """Return where an address was written, or None when nobody wrote it.

    Arguments:
        sources: the files that are searched.
        href: as the HTML has it.
        number: how many of the same address came before.
        words: of the link; where the same address is no use for finding it.
    """
    for address in dict.fromkeys((href, unquote(href))):
        escaped = re.escape(address)
        patterns = (
            rf"\]\(\s*<?{escaped}[>\s)]",
            rf"[:=(<\"'\s]{escaped}(?=[\s\"'>)]|[.,;!?]?(?:\s|$))" if address else r'href=""',
        )
        for pattern in patterns:
            places = sources.places(pattern, holding=address)
            if places:
                return places[min(number, len(places) - 1)]
    return sources.find(f"[{words}]") if words and not href else None
