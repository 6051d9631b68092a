"""The content model: what an edition says, card by card, in words ready to print."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from markupsafe import Markup

from pynews.render.pictures import Shown
from pynews.render.plaintext import Note

__all__ = [
    "DecisionLine",
    "EventCard",
    "Footer",
    "Glance",
    "Link",
    "Page",
    "Rich",
    "RoleCard",
    "Section",
    "StoryCard",
    "Tile",
]


@dataclass(frozen=True, slots=True)
class Link:
    """An address and the words that lead to it.

    Arguments:
        href: the address.
        words: what a reader clicks.
        reply: whether answering the message does the same.
        note: its number among the notes of plain text, or 0 when it is printed in place.
    """

    href: str
    words: str
    reply: bool = False
    note: int = 0

    @property
    def plain(self) -> str:
        """The address as plain text prints it; "" where a reply does."""
        if self.reply:
            return ""
        scheme, _, rest = self.href.partition(":")
        return unquote(rest.partition("?")[0]) if scheme == "mailto" else self.href


@dataclass(frozen=True, slots=True)
class Rich:
    """A text with emphasis and links: as HTML and plain text, or for Notify as its Markdown."""

    html: Markup
    text: str
    notify: str = ""

    def __bool__(self) -> bool:
        """Say whether there is anything to print."""
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Tile:
    """A day as a leaf of a wall calendar: "Nov", "16", "Tue"."""

    month: str
    day: str
    weekday: str


@dataclass(frozen=True, slots=True)
class EventCard:
    """An event with everything a reader needs to come.

    Arguments:
        id: the event's id.
        title: what it is called.
        tile: its first day; a picture only, the full date stands in ``when``.
        when, where: in words, never empty.
        repeats: how it repeats, in words, or "".
        change: what is different since the last message, in words, or "".
        cancelled: whether it will not take place.
        organiser: in words, or "".
        description: may be empty.
        register, join: links, or None; ``join`` is never set on a web page.
        calendar: links that add it to a calendar.
        attachment: name of the file that travels with the message, or "".
    """

    id: str
    title: str
    tile: Tile
    when: str
    where: str
    repeats: str
    change: str
    cancelled: bool
    organiser: str
    description: Rich
    register: Link | None
    join: Link | None
    calendar: tuple[Link, ...]
    attachment: str


@dataclass(frozen=True, slots=True)
class RoleCard:
    """A volunteer role.

    Arguments:
        id: the opening's id.
        title: the role.
        facts: commitment and closing day, in words.
        skills: what helps, in words, or "".
        description: may be empty.
        answer: how to answer it.
    """

    id: str
    title: str
    facts: tuple[str, ...]
    skills: str
    description: Rich
    answer: Link


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story; ``picture`` and ``link`` may be None."""

    id: str
    title: str
    picture: Shown | None
    text: Rich
    link: Link | None


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """One line of a list: a decision with what stands before it, or an idea (lead "")."""

    lead: str
    text: str


@dataclass(frozen=True, slots=True)
class Glance:
    """What is in the issue: links to its sections, and how long reading takes."""

    heading: str
    reading: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the issue.

    Arguments:
        kind: ``letter``, or a block's name; also the name of its template part.
        anchor: id of its heading, or "" for a letter.
        heading: or "" for a letter.
        lead: a sentence beneath the heading, or "".
        letter: the writer's words, in a letter only.
        glance: in the first letter only.
        cards: events, roles, stories or lines.
        notes: links of its plain text, in the order of their numbers.
    """

    kind: str
    anchor: str = ""
    heading: str = ""
    lead: str = ""
    letter: Rich | None = None
    glance: Glance | None = None
    cards: tuple[EventCard | RoleCard | StoryCard | DecisionLine, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Footer:
    """What ends the message: why you get it, how to leave, who is responsible.

    Arguments:
        why: in words.
        unsubscribe, browser: links, or None; a web page has neither.
        organisation, address: as the law asks.
        contact: link to write to.
    """

    why: str
    unsubscribe: Link | None
    browser: Link | None
    organisation: str
    address: str
    contact: Link


@dataclass(frozen=True, slots=True)
class Page:
    """A whole edition before it meets a template.

    Arguments:
        language, direction: of the document (BCP 47; ``ltr`` or ``rtl``).
        title: the subject.
        preheader: the line after it in an inbox.
        name: of the newsletter.
        date: month and year, in words.
        logo: or None.
        sections: in reading order.
        footer: the end.
        words: the theme's phrases that templates print themselves.
    """

    language: str
    direction: str
    title: str
    preheader: str
    name: str
    date: str
    logo: Shown | None
    sections: tuple[Section, ...]
    footer: Footer
    words: Mapping[str, str]
