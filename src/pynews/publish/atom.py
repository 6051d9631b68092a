"""The news feed: every issue that was sent, for feed readers (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from pynews.model import Publication

__all__ = ["Entry", "atom"]

SPACE = "http://www.w3.org/2005/Atom"
MOST = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """One issue in the feed.

    Arguments:
        issue: its id.
        title, summary: subject and preheader, without anybody's values.
        at: when it was sent, aware.
        updated: when it was last corrected; the same when it never was.
    """

    issue: str
    title: str
    summary: str
    at: datetime
    updated: datetime


def atom(entries: Iterable[Entry], *, publication: Publication) -> bytes:
    """Return the feed, newest first, at most fifty; the same entries give the same bytes.

    Arguments:
        entries: in any order.
        publication: whose it is; with a ``base_url``, since a feed's links are absolute.
    """
    newest = sorted(entries, key=lambda one: (one.at, one.issue), reverse=True)[:MOST]
    base = publication.base_url
    feed = ET.Element("feed", {"xmlns": SPACE, "xml:lang": publication.language})
    _add(feed, "id", f"tag:{publication.id},2021:archive")
    _add(feed, "title", publication.name)
    changed = max((one.updated for one in newest), default=datetime.fromtimestamp(0, UTC))
    _add(feed, "updated", _moment(changed))
    ET.SubElement(feed, "link", {"rel": "self", "href": f"{base}feed.xml"})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": base})
    author = ET.SubElement(feed, "author")
    _add(author, "name", publication.organisation or publication.name)
    for one in newest:
        entry = ET.SubElement(feed, "entry")
        _add(entry, "id", f"tag:{publication.id},2021:issue/{one.issue}")
        _add(entry, "title", one.title)
        _add(entry, "published", _moment(one.at))
        _add(entry, "updated", _moment(one.updated))
        if one.summary:
            _add(entry, "summary", one.summary)
        ET.SubElement(entry, "link", {"rel": "alternate", "href": f"{base}{one.issue}/"})
    ET.indent(feed)
    text = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return bytes(text) + b"\n"


def _add(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _printable(text)


def _printable(text: str) -> str:
    """Return text without what XML 1.0 cannot hold."""
    return "".join(
        one
        for one in text
        if one in "\t\n"
        or (one >= " " and not "\ud800" <= one <= "\udfff" and one not in "\ufffe\uffff")
    )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")
