"""How an event is called: its UID, its file, its pages."""

import hashlib
import re
import unicodedata

from pynews.invite.plain import one_line
from pynews.model import Event, Publication, SentEvent

__all__ = ["file_name", "hosted_name", "hosted_url", "page_url", "uid"]

LONGEST = 60


def uid(event: Event, publication: Publication, last: SentEvent | None = None) -> str:
    """Return the RFC 5545 UID, never made from title or date.

    What was sent under a UID keeps it; an event fetched from another calendar
    keeps that calendar's, so that a reader of both sees it once; every other is
    ``id@`` the publication's id.
    """
    if last is not None and last.uid:
        return last.uid
    if event.source and event.source_id:
        return one_line(event.source_id)
    return one_line(f"{event.id}@{publication.id}")


def file_name(event: Event) -> str:
    """Return the name of the part in a message: ``2021-11-16-first-community-event.ics``.

    ASCII letters, digits and hyphens only: some providers garble anything else.
    """
    slug = _slug(event.title) or _slug(event.id) or "event"
    return f"{event.when.first_day.isoformat()}-{slug}.ics"


def hosted_name(event: Event) -> str:
    """Return the name of the hosted file, made from the id so that it outlives a new title."""
    slug = _slug(event.id)
    if slug == event.id:
        return f"{slug}.ics"
    mark = hashlib.sha256(event.id.encode(errors="replace")).hexdigest()[:8]
    return f"{slug or 'event'}-{mark}.ics"


def hosted_url(event: Event, publication: Publication) -> str:
    """Return the address of the hosted .ics: ``BASE_URL/events/ID.ics``, or ""."""
    if not (publication.base_url and event.public):
        return ""
    return f"{publication.base_url}events/{hosted_name(event)}"


def page_url(event: Event, publication: Publication) -> str:
    """Return the address of the event's own page: ``BASE_URL/events/ID.html``, or ""."""
    return hosted_url(event, publication).removesuffix(".ics") + ".html" * bool(
        hosted_url(event, publication)
    )


def _slug(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens; "" when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return words[:LONGEST].rstrip("-")
