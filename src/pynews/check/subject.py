"""Everything a check may look at, in one value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pynews.check.document import Link
from pynews.check.letter import Letter
from pynews.check.passages import Kind, Passage
from pynews.check.sources import Sources
from pynews.errors import Problem
from pynews.model import Draft, Edition, Event, Invitation, Issue, Library, Origin, Publication

__all__ = ["Note", "Subject"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a check found, before it is told with its id and severity.

    Arguments:
        place: where an editor wrote it.
        what: one sentence without a full stop.
        fix: what to do, when it is more exact than the check's own.
    """

    place: Origin
    what: str
    fix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An issue under the strict editor's eyes.

    Arguments:
        issue: composed.
        draft: as its file says.
        library: everything the files say.
        publication: who publishes.
        sources: texts of the files that went in, of the theme and of ``pynews.toml``.
        passages: all that readers are told in the editor's words.
        letter: the message as it would be sent; empty when it could not be made.
        links: those of the message that somebody wrote, each with its place.
        edition: the same before it was packed; None when it could not be made.
        invitations: of its events.
        people: names of those whom the minutes list as present or absent.
        provider: name of who carries it.
        rehearsal: whether nothing leaves the machine.
        privacy: lawful basis by host, as ``pynews.toml`` names them.
        oddities: what does not fit between event files and what calendars were told,
            each with the id of its check.
        readers: who gets this letter, where there are several; "" where there is one.
    """

    issue: Issue
    draft: Draft
    library: Library
    publication: Publication
    sources: Sources
    passages: tuple[Passage, ...]
    letter: Letter
    links: tuple[tuple[Link, Origin], ...] = ()
    edition: Edition | None = None
    invitations: tuple[Invitation, ...] = ()
    people: tuple[str, ...] = ()
    provider: str = "outbox"
    rehearsal: bool = True
    privacy: Mapping[str, str] | None = None
    oddities: tuple[tuple[str, Problem], ...] = ()
    readers: str = ""

    @property
    def top(self) -> Origin:
        """The issue's file, for what has no line of its own."""
        return Origin(self.issue.path, 1)

    @property
    def english(self) -> bool:
        """Whether the newsletter is written in English."""
        return self.publication.language.lower().partition("-")[0] == "en"

    def said(self, *kinds: Kind) -> Iterator[Passage]:
        """Yield the passages of some kinds, or all."""
        for passage in self.passages:
            if not kinds or passage.kind in kinds:
                yield passage

    def field(self, event: Event, key: str) -> Origin:
        """Return the line of a key in an event's file."""
        return self.sources.key(event.origin.path, key)

    def setting(self, key: str) -> Origin:
        """Return the line of a key in ``pynews.toml``."""
        return self.sources.key("pynews.toml", key)
