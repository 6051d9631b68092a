"""An issue becomes a page: sections of cards, in the order they are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from pynews.model import Block, Invitation, Issue, Origin, Prose
from pynews.render import days
from pynews.render.cards import Footer, Glance, Link, Page, Section
from pynews.render.desk import Desk, mail_address, one_line
from pynews.render.events import event_card
from pynews.render.fields import UNSUBSCRIBE
from pynews.render.items import decision_line, idea_line, role_card, story_card
from pynews.render.pictures import Shown

__all__ = ["direction", "footer_of", "logo_of", "make_page"]

LineOf = Callable[[Issue, str], Origin]

WORDS_A_MINUTE = 200
RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


def make_page(
    desk: Desk, issue: Issue, invitations: tuple[Invitation, ...], line_of: LineOf
) -> Page:
    """Return everything an edition says, ready to print.

    Arguments:
        desk: what card makers share.
        issue: what to tell.
        invitations: of its events; an event without one gets no calendar links.
        line_of: tells where a key of the issue is written, for complaints.

    Raises:
        SourceError: an unknown merge field, a picture or an address that is wrong.
    """
    language = desk.publication.language
    sections = _Sections(desk, issue, {each.event_id: each for each in invitations}).all()
    return Page(
        language=language,
        direction=direction(language),
        title=one_line(desk.fields.tokenise(issue.subject, line_of(issue, "subject"))),
        preheader=one_line(desk.fields.tokenise(issue.preheader, line_of(issue, "preheader"))),
        name=one_line(desk.publication.name),
        date=days.month(desk.theme.look, _local(desk, issue)),
        logo=logo_of(desk),
        sections=_with_glance(desk, sections),
        footer=_footer(desk, issue),
        words=desk.theme.look.words,
    )


@dataclass(frozen=True, slots=True)
class _Sections:
    """Makes the sections of an issue, one for each of its parts."""

    desk: Desk
    issue: Issue
    invitations: Mapping[str, Invitation]

    def all(self) -> tuple[Section, ...]:
        made = [
            self._letter(part) if isinstance(part, Prose) else self._block(part)
            for part in self.issue.parts
        ]
        return tuple(section for section in made if section.letter or section.cards)

    def _letter(self, prose: Prose) -> Section:
        letter = self.desk.letter(prose.markdown, prose.origin)
        return Section("letter", letter=letter, notes=self.desk.notes.take())

    def _block(self, block: Block) -> Section:
        makers: dict[Block, Callable[[], tuple]] = {  # type: ignore[type-arg]
            Block.EVENTS: self._events,
            Block.DECISIONS: lambda: tuple(
                decision_line(self.desk, each) for each in self.issue.decisions
            ),
            Block.ROLES: lambda: tuple(role_card(self.desk, each) for each in self.issue.openings),
            Block.STORIES: lambda: tuple(
                story_card(self.desk, each) for each in self.issue.stories
            ),
            Block.DISCUSSION: lambda: tuple(idea_line(each) for each in self.issue.ideas),
        }
        kind = str(block)
        return Section(
            kind=kind,
            anchor=kind,
            heading=self.desk.say(kind),
            lead=self.desk.say(f"{kind}_lead"),
            cards=makers[block](),
            notes=self.desk.notes.take(),
        )

    def _events(self) -> tuple:  # type: ignore[type-arg]
        told = [each for each in self.issue.events if self.desk.personal or each.public]
        return tuple(
            event_card(self.desk, each, self.invitations.get(each.id), alone=len(told) == 1)
            for each in told
        )


def _with_glance(desk: Desk, sections: tuple[Section, ...]) -> tuple[Section, ...]:
    links = tuple(_glance_link(desk, section) for section in sections if section.cards)
    if len(links) < 2:  # noqa: PLR2004 - one section needs no list
        return sections
    minutes = max(1, round(sum(map(_words, sections)) / WORDS_A_MINUTE))
    glance = Glance(desk.say("glance"), desk.say("reading", count=minutes), links)
    if sections[0].kind == "letter":
        return (replace(sections[0], glance=glance), *sections[1:])
    return (Section("letter", glance=glance), *sections)


def _glance_link(desk: Desk, section: Section) -> Link:
    count = len(section.cards)
    number = "one" if count == 1 else "many"
    return Link(f"#{section.anchor}", desk.say(f"{section.kind}_{number}", count=count))


def _words(section: Section) -> int:
    texts = [section.heading, section.lead, section.letter.text if section.letter else ""]
    for card in section.cards:
        for name in ("title", "text", "description", "when", "where"):
            value = getattr(card, name, "")
            texts.append(value if isinstance(value, str) else value.text)
    return len(" ".join(texts).split())


def direction(language: str) -> str:
    """Return which way a language is written: ``ltr`` or ``rtl``."""
    return "rtl" if language.partition("-")[0].lower() in RIGHT_TO_LEFT else "ltr"


def logo_of(desk: Desk) -> Shown | None:
    """Return the theme's logo, or None."""
    logo = desk.theme.logo
    if logo is None:
        return None
    return desk.gallery.show_file(
        logo.image, logo.alt, width=logo.width, where=str(desk.theme.files[0])
    )


def _footer(desk: Desk, issue: Issue) -> Footer:
    publication, say = desk.publication, desk.say
    name = one_line(publication.name)
    day = days.day(desk.theme.look, _local(desk, issue).date(), weekday=False)
    unsubscribe = browser = None
    if desk.personal:
        mailto = publication.unsubscribe_mailto
        fallback = mail_address(mailto, "unsubscribe") if mailto else ""
        unsubscribe = Link(desk.fields.token(UNSUBSCRIBE, fallback), say("unsubscribe"))
        if publication.base_url:
            browser = Link(f"{publication.base_url}{issue.id}/", say("browser"))
    why = say("why" if desk.personal else "why_page", name=name, day=day)
    return replace(footer_of(desk, why), unsubscribe=unsubscribe, browser=browser)


def footer_of(desk: Desk, why: str) -> Footer:
    """Return the footer of a page that nobody in particular reads."""
    publication = desk.publication
    return Footer(
        why=why,
        unsubscribe=None,
        browser=None,
        organisation=one_line(publication.organisation),
        address=one_line(publication.address),
        contact=Link(mail_address(publication.reply_to.email), publication.reply_to.email),
    )


def _local(desk: Desk, issue: Issue) -> datetime:
    return issue.send.astimezone(ZoneInfo(desk.publication.timezone))
