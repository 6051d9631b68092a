"""An issue in another language: its own letter, and the words of what it tells."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from pynews.compose.issue import compose
from pynews.model import Draft, Event, Issue, Library, Opening, Story, Translation

__all__ = ["in_languages"]

Item = TypeVar("Item", Event, Opening, Story)


def in_languages(draft: Draft, library: Library) -> dict[str, Issue]:
    """Return the translations of an issue by language; in each the same is told.

    Arguments:
        draft: what the editor wrote first.
        library: everything the files say.

    Raises:
        SourceError: a decision with a quote but no file.
    """
    found = {}
    for language, words in library.translations.items():
        for one in words.drafts:
            if one.id == draft.id:
                found[language] = _translated(compose(one, library), words)
    return found


def _translated(issue: Issue, words: Translation) -> Issue:
    """Return an issue whose items are told in other words, where there are any."""
    return replace(
        issue,
        events=_each(issue.events, words.events),
        openings=_each(issue.openings, words.openings),
        stories=_each(issue.stories, words.stories),
    )


def _each(items: tuple[Item, ...], words: Iterable[Item]) -> tuple[Item, ...]:
    known = {one.id: one for one in words}
    return tuple(known.get(one.id, one) for one in items)
