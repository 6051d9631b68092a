"""The stretches of words that readers see, each with the place it was written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from pynews.check.sources import Sources
from pynews.model import Decision, Draft, Event, Idea, Issue, Opening, Origin, Prose, Story

__all__ = ["Kind", "Passage", "passages"]

CODE = re.compile(r"(?ms)^(```|~~~).*?^\1|`[^`\n]+`")
MERGE = re.compile(r"\{\{.*?\}\}")
TARGET = re.compile(r"\]\((?:<[^>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"\n]*\")?\)")
ADDRESS = re.compile(r"<?(?:https?|mailto|webcal|tel):[^\s>)\]]+>?", re.IGNORECASE)
MARKS = re.compile(r"[*_~]+(?=\W|$)|(?<![\w])[*_~]+|[\[\]]")


class Kind(StrEnum):
    """What a passage is to its reader."""

    SUBJECT = "subject"
    PREHEADER = "preheader"
    LETTER = "letter"
    DECISION = "decision"
    IDEA = "idea"
    TITLE = "title"
    FACT = "fact"
    DESCRIPTION = "description"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words as written.

    Arguments:
        text: Markdown for letter and descriptions, plain for the rest.
        kind: what it is.
        path: the file.
        line: where it begins.
        item: the event, opening, story, decision or idea it belongs to, or None.
        words: the text with everything that is not read aloud blanked, at the same offsets.
    """

    text: str
    kind: Kind
    path: str
    line: int
    item: Event | Opening | Story | Decision | Idea | None
    words: str

    def at(self, offset: int) -> Origin:
        """Return the place of a character."""
        return Origin(self.path, self.line + self.text.count("\n", 0, offset))

    @property
    def long(self) -> bool:
        """Whether it is running text."""
        return self.kind in {Kind.LETTER, Kind.DESCRIPTION}


def passages(issue: Issue, draft: Draft, sources: Sources) -> tuple[Passage, ...]:
    """Return everything an issue says in its editor's words, in reading order."""
    return tuple(
        passage
        for passage in (
            *_letter(issue, draft),
            *_listed(issue, draft),
            *(each for item in issue.events for each in _event(item, sources)),
            *(each for item in issue.openings for each in _opening(item, sources)),
            *(each for item in issue.stories for each in _story(item, sources)),
        )
        if passage.text
    )


def _passage(
    text: str, kind: Kind, origin: Origin, item: Event | Opening | Story | Decision | Idea | None
) -> Passage:
    return Passage(text, kind, origin.path, origin.line, item, _aloud(text))


def _letter(issue: Issue, draft: Draft) -> Iterator[Passage]:
    yield _passage(issue.subject, Kind.SUBJECT, draft.origin("subject"), None)
    yield _passage(issue.preheader, Kind.PREHEADER, draft.origin("preheader"), None)
    for part in issue.parts:
        if isinstance(part, Prose):
            yield _passage(part.markdown, Kind.LETTER, part.origin, None)


def _listed(issue: Issue, draft: Draft) -> Iterator[Passage]:
    written = {entry.text: entry.origin for entry in (*draft.decisions, *draft.discussion)}
    for decision in issue.decisions:
        origin = written.get(decision.text, decision.origin)
        yield _passage(decision.text, Kind.DECISION, origin, decision)
    for idea in issue.ideas:
        yield _passage(idea.text, Kind.IDEA, written.get(idea.text, idea.origin), idea)


def _event(event: Event, sources: Sources) -> Iterator[Passage]:
    yield _fact(event, "title", event.title, sources)
    yield _fact(event, "where", event.where, sources)
    yield _fact(event, "organiser", event.organiser, sources)
    yield _body(event, event.description, sources)


def _opening(opening: Opening, sources: Sources) -> Iterator[Passage]:
    yield _fact(opening, "title", opening.title, sources)
    yield _fact(opening, "commitment", opening.commitment, sources)
    yield _fact(opening, "skills", ", ".join(opening.skills), sources)
    yield _body(opening, opening.description, sources)


def _story(story: Story, sources: Sources) -> Iterator[Passage]:
    yield _fact(story, "title", story.title, sources)
    yield _fact(story, "alt", story.alt, sources)
    yield _body(story, story.text, sources)


def _fact(item: Event | Opening | Story, key: str, text: str, sources: Sources) -> Passage:
    kind = Kind.TITLE if key == "title" else Kind.FACT
    return _passage(text, kind, sources.key(item.origin.path, key), item)


def _body(item: Event | Opening | Story, text: str, sources: Sources) -> Passage:
    line = sources.line(item.origin.path, text, after=item.origin.line) if text else None
    return _passage(
        text, Kind.DESCRIPTION, Origin(item.origin.path, line or item.origin.line), item
    )


def _aloud(text: str) -> str:
    """Return text of the same length with code, addresses and marks of emphasis blanked."""
    for pattern in (CODE, MERGE, TARGET, ADDRESS, MARKS):
        text = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    return text
