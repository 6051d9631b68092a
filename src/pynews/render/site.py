"""Pages of the archive that are no issue: one an event, and the page that leads to all."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from pynews.model import Event, Invitation
from pynews.render.cards import EventCard, Footer, Link
from pynews.render.content import direction, footer_of, logo_of
from pynews.render.desk import Desk, one_line
from pynews.render.events import event_card
from pynews.render.pictures import Shown

__all__ = ["ArchiveEvent", "ArchiveIssue", "Contents", "SitePage", "archive_page", "event_page"]


@dataclass(frozen=True, slots=True)
class ArchiveIssue:
    """An issue that was sent, as the archive names it.

    Arguments:
        href: where its page is.
        subject, preheader: as sent.
        day: when it went out, in words.
        correction: where what was corrected stands, or None.
    """

    href: str
    subject: str
    preheader: str
    day: str
    correction: Link | None = None


@dataclass(frozen=True, slots=True)
class ArchiveEvent:
    """An event as the archive names it: its card, and where its own page is."""

    href: str
    card: EventCard


@dataclass(frozen=True, slots=True)
class SitePage:
    """What the templates of the archive know.

    Arguments:
        language, direction, name, words, footer, logo: as of an issue's page.
        title: of this page.
        summary: one sentence for search engines.
        home: link to the archive's first page; None on that page.
        style: address of the style sheet.
        card: the event of an event's page.
        over: whether it has taken place.
        jsonld: schema.org, ready to stand in a script.
        issues, upcoming, earlier: what the archive's first page leads to.
        subscribe: links to the calendar feed.
        join: where one subscribes to the newsletter, or None.
        news: address of the Atom feed, or "".
    """

    language: str
    direction: str
    name: str
    title: str
    summary: str
    words: Mapping[str, str]
    footer: Footer
    logo: Shown | None
    style: str
    home: Link | None = None
    card: EventCard | None = None
    over: bool = False
    jsonld: Markup | None = None
    issues: tuple[ArchiveIssue, ...] = ()
    upcoming: tuple[ArchiveEvent, ...] = ()
    earlier: tuple[ArchiveEvent, ...] = ()
    subscribe: tuple[Link, ...] = ()
    join: Link | None = None
    news: str = ""


def event_page(
    desk: Desk, event: Event, invitation: Invitation, *, jsonld: str, over: bool = False
) -> SitePage:
    """Return the page of one event.

    Arguments:
        desk: for the surface of a page.
        event: what takes place.
        invitation: for its links.
        jsonld: of `invite.event_jsonld`.
        over: whether it has taken place, so that nobody is asked to come.

    Raises:
        SourceError: an address no link can lead to, a picture that is missing.
    """
    card = event_card(desk, event, invitation, alone=True)
    summary = f"{card.when}. {card.where}."
    secret = bool(event.join) and not event.cancelled
    return SitePage(
        language=desk.publication.language,
        direction=direction(desk.publication.language),
        name=one_line(desk.publication.name),
        title=card.title,
        summary=summary,
        words=desk.theme.look.words,
        footer=footer_of(desk, desk.say("why_event") if secret else ""),
        logo=logo_of(desk),
        style="../site.css",
        home=Link("../", desk.say("archive")),
        card=card,
        over=over,
        jsonld=Markup(jsonld),  # noqa: S704  no <, > or & is left in it
    )


@dataclass(frozen=True, slots=True)
class Contents:
    """What the archive's first page leads to.

    Arguments:
        issues: newest first.
        corrected: for issues by their address, the page of the correction and its day in words.
        upcoming, earlier: address of the page, event, invitation; in order.
        subscribe: addresses of the calendar feed, by the theme's key for their words.
        join: where one subscribes to the newsletter, or "".
        news: address of the Atom feed, or "".
    """

    issues: tuple[ArchiveIssue, ...]
    upcoming: tuple[tuple[str, Event, Invitation], ...]
    earlier: tuple[tuple[str, Event, Invitation], ...]
    subscribe: Mapping[str, str]
    join: str = ""
    news: str = ""
    corrected: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def archive_page(desk: Desk, contents: Contents) -> SitePage:
    """Return the archive's first page.

    Raises:
        SourceError: an address no link can lead to, a picture that is missing.
    """
    name = one_line(desk.publication.name)
    return SitePage(
        language=desk.publication.language,
        direction=direction(desk.publication.language),
        name=name,
        title=name,
        summary=desk.say("archive_lead", name=name),
        words=desk.theme.look.words,
        footer=footer_of(desk, ""),
        logo=logo_of(desk),
        style="site.css",
        issues=tuple(_corrected(desk, one, contents.corrected) for one in contents.issues),
        upcoming=tuple(_told(desk, *one) for one in contents.upcoming),
        earlier=tuple(_told(desk, *one) for one in contents.earlier),
        subscribe=tuple(Link(href, desk.say(key)) for key, href in contents.subscribe.items()),
        join=Link(contents.join, desk.say("archive_subscribe")) if contents.join else None,
        news=contents.news,
    )


def _corrected(
    desk: Desk, issue: ArchiveIssue, corrected: Mapping[str, tuple[str, str]]
) -> ArchiveIssue:
    if issue.href not in corrected:
        return issue
    href, day = corrected[issue.href]
    return replace(issue, correction=Link(href, desk.say("archive_corrected", day=day)))


def _told(desk: Desk, href: str, event: Event, invitation: Invitation) -> ArchiveEvent:
    """Return an event as lists name it, without its description and the pictures in it."""
    bare = replace(event, description="")
    return ArchiveEvent(href, event_card(desk, bare, invitation, alone=False))
