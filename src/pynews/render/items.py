"""Openings, stories, decisions and ideas become cards."""

from pynews.model import Decision, Idea, Opening, Outcome, Story
from pynews.render import days
from pynews.render.cards import DecisionLine, Link, RoleCard, StoryCard
from pynews.render.desk import Desk, mail_address, one_line

__all__ = ["decision_line", "idea_line", "role_card", "story_card"]


def role_card(desk: Desk, opening: Opening) -> RoleCard:
    """Return the card of a role; an opening without a contact is answered by a reply."""
    closes = opening.closes
    facts = [one_line(opening.commitment)]
    if closes:
        facts.append(desk.say("closes", day=days.day(desk.theme.look, closes)))
    skills = ", ".join(one_line(skill) for skill in opening.skills)
    return RoleCard(
        id=opening.id,
        title=one_line(opening.title),
        facts=tuple(fact for fact in facts if fact),
        skills=desk.say("skills", skills=skills) if skills else "",
        description=desk.rich(opening.description, opening.origin),
        answer=_answer(desk, opening),
    )


def story_card(desk: Desk, story: Story) -> StoryCard:
    """Return the card of a story.

    Raises:
        SourceError: its picture is missing or has no alt text.
    """
    title = one_line(story.title)
    shown = desk.gallery.show(story.image, story.alt, story.origin) if story.image else None
    link = None
    if story.link:
        words = desk.say("read_on", title=title)
        link = Link(desk.href(story.link, story.origin), words)
    return StoryCard(story.id, title, shown, desk.rich(story.text, story.origin), link)


def decision_line(desk: Desk, decision: Decision) -> DecisionLine:
    """Return a decision as a line; one that was not adopted says so first."""
    lead = ""
    if decision.outcome is not Outcome.ADOPTED:
        lead = desk.say(str(decision.outcome))
    elif decision.gist:
        lead = f"{one_line(decision.gist).rstrip(':')}:"
    return DecisionLine(lead, one_line(decision.text))


def idea_line(idea: Idea) -> DecisionLine:
    """Return an idea still in discussion as a line."""
    return DecisionLine("", one_line(idea.text))


def _answer(desk: Desk, opening: Opening) -> Link:
    title = one_line(opening.title)
    if opening.apply:
        return Link(desk.href(opening.apply, opening.origin), desk.say("apply", title=title))
    if opening.contact:
        contact = one_line(opening.contact)
        mail = "@" in contact and ":" not in contact
        href = mail_address(contact, title) if mail else desk.href(contact, opening.origin)
        return Link(href, desk.say("ask", title=title))
    key = "reply" if desk.personal else "write"
    href = mail_address(desk.publication.reply_to.email, title)
    return Link(href, desk.say(key, title=title), reply=desk.personal)
