"""An issue: first the draft as its file says, then composed with everything it tells."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pynews.model.items import Decision, Event, Idea, Opening, Story
from pynews.model.origin import Origin

__all__ = ["Block", "Draft", "DraftDecision", "Issue", "Prose"]


class Block(StrEnum):
    """The named blocks a writer can place in the letter."""

    EVENTS = "events"
    DECISIONS = "decisions"
    ROLES = "roles"
    STORIES = "stories"
    DISCUSSION = "discussion"


@dataclass(frozen=True, slots=True)
class Prose:
    """A stretch of the letter between blocks.

    Arguments:
        markdown: the text, merge fields still in it.
        origin: where it begins.
        meant_for: group expression of those who are shown it; "" means everyone.
    """

    markdown: str
    origin: Origin
    meant_for: str = ""


@dataclass(frozen=True, slots=True)
class DraftDecision:
    """A decision or idea as the editor listed it: words, file, the sentence, and whom for."""

    text: str
    source: str
    quote: str
    origin: Origin
    meant_for: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """``issue.md`` as written and typed, nothing looked up yet.

    Arguments:
        id: name of the issue's folder, such as ``2021-11``.
        path: its file below the project's root.
        subject, preheader: as written; values may hold merge fields.
        send: planned time, in the publication's zone; it is "today" for the issue.
        to: group expression; "" means everyone.
        events: event ids, or a rule such as "next 8 weeks".
        roles: role ids, or the rule "open".
        stories: story ids, in order.
        decisions: as kept by the editor; or empty when ``decisions_from`` is given.
        decisions_from: minutes whose explicit decisions are taken as they are, or "".
        discussion: ideas still in discussion, as kept by the editor.
        ignore: finding ids that the editor set aside, each with the reason.
        parts: the letter, cut at its blocks.
        lines: line of each front-matter key, for complaints.
        shown_to: of blocks that not everyone is shown, the group expression and its place.
    """

    id: str
    path: str
    subject: str
    preheader: str
    send: datetime
    to: str
    events: tuple[str, ...] | str
    roles: tuple[str, ...] | str
    stories: tuple[str, ...]
    decisions: tuple[DraftDecision, ...]
    decisions_from: str
    discussion: tuple[DraftDecision, ...]
    ignore: Mapping[str, str]
    parts: tuple[Prose | Block, ...]
    lines: Mapping[str, int]
    shown_to: Mapping[Block, tuple[str, Origin]] = field(default_factory=dict)

    def origin(self, key: str) -> Origin:
        """Return where a front-matter key stands; the file's first line when it is missing."""
        return Origin(self.path, self.lines.get(key, 1))


@dataclass(frozen=True, slots=True)
class Issue:
    """One number of the newsletter, in sections.

    Arguments:
        id: name of its folder.
        path: its file below the project's root.
        subject, preheader: as written.
        send: planned time.
        to: group expression; "" means everyone.
        parts: letter and blocks in the order they are read; every block that has
            items occurs exactly once.
        events, decisions, openings, stories, ideas: what the blocks hold, in order.
        ignore: finding ids set aside, each with the reason.
        shown_to: see `Draft`.
    """

    id: str
    path: str
    subject: str
    preheader: str
    send: datetime
    to: str
    parts: tuple[Prose | Block, ...]
    events: tuple[Event, ...] = ()
    decisions: tuple[Decision, ...] = ()
    openings: tuple[Opening, ...] = ()
    stories: tuple[Story, ...] = ()
    ideas: tuple[Idea, ...] = ()
    ignore: Mapping[str, str] | None = None
    shown_to: Mapping[Block, tuple[str, Origin]] = field(default_factory=dict)
