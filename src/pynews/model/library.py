"""Everything the project's files say, before an issue chooses from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pynews.model.invitation import SentIssue
from pynews.model.issue import Draft
from pynews.model.items import Event, Opening, Story
from pynews.model.minutes import Minutes

__all__ = ["Input", "Library", "Translation"]


@dataclass(frozen=True, slots=True)
class Input:
    """A file that went in: its path below the root, its size in bytes, its SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Translation:
    """What the files say in another language; see `Library`. What is not translated is missing."""

    drafts: tuple[Draft, ...] = ()
    events: tuple[Event, ...] = ()
    openings: tuple[Opening, ...] = ()
    stories: tuple[Story, ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """All items of a project.

    Arguments:
        drafts: one for each issue folder, ordered by id.
        events, openings, stories: ordered by file name.
        minutes: ordered by file name.
        sent: what each ``sent.json`` records, ordered by time of sending.
        inputs: every file read, ordered by path.
        translations: what is said in other languages, by BCP 47 tag.
    """

    drafts: tuple[Draft, ...] = ()
    events: tuple[Event, ...] = ()
    openings: tuple[Opening, ...] = ()
    stories: tuple[Story, ...] = ()
    minutes: tuple[Minutes, ...] = ()
    sent: tuple[SentIssue, ...] = ()
    inputs: tuple[Input, ...] = ()
    translations: Mapping[str, Translation] = field(default_factory=dict)
