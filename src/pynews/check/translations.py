"""A letter in one language whose parts stand in another."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Origin, Severity

__all__ = ["CHECKS"]


def not_translated(subject: Subject) -> Iterator[Note]:
    """Find what a translation tells in the words of the first language."""
    language = subject.publication.language
    if not _is_in(subject.issue.path, language):
        return
    origins = (
        *((event.title, event.origin) for event in subject.issue.events),
        *((opening.title, opening.origin) for opening in subject.issue.openings),
        *((story.title, story.origin) for story in subject.issue.stories),
    )
    for title, origin in origins:
        if not _is_in(origin.path, language):
            beside = PurePosixPath(origin.path).with_suffix(f".{language}.md")
            yield Note(
                Origin(origin.path, 1),
                f'the letter in "{language}" tells "{title}" in other words than its own',
                f"Write {beside} with title: and the text.",
            )
    yield from _lists(subject, language)


def _lists(subject: Subject, language: str) -> Iterator[Note]:
    """Yield decisions and ideas that are those of the first language, word for word."""
    first = next(one for one in subject.library.drafts if one.id == subject.issue.id)
    for key, mine, theirs in (
        ("decisions", subject.draft.decisions, first.decisions),
        ("discussion", subject.draft.discussion, first.discussion),
    ):
        if mine and [one.text for one in mine] == [one.text for one in theirs]:
            what = f'the letter in "{language}" tells {key} in other words than its own'
            yield Note(subject.top, what, f"Write {key}: into {subject.issue.path} as well.")


def _is_in(path: str, language: str) -> bool:
    """Return whether a file is a translation into a language."""
    return PurePosixPath(path).stem.endswith(f".{language}")


CHECKS = (
    Check(
        id="not-translated",
        severity=Severity.LOOK_AT,
        why="Who chose a language reads the rest with effort, and a screen reader misspeaks it.",
        fix="Write its translation beside it.",
        example="an issue.cy.md that tells of an event without a .cy.md",
        look=not_translated,
        of_message=False,
    ),
)
