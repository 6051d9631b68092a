"""An issue as some of its readers are told it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from pynews.model import Block, Decision, Event, Idea, Issue, Opening, Origin, Prose, Story

__all__ = ["meant_for", "narrow"]

CLOSING = ".,;:!?)"
Item = TypeVar("Item", Event, Decision, Opening, Story, Idea, Prose)


def meant_for(issue: Issue) -> Iterator[tuple[str, Origin]]:
    """Yield every group expression that an issue holds, with its place."""
    for part in issue.parts:
        if isinstance(part, Prose) and part.meant_for:
            yield part.meant_for, part.origin
        elif isinstance(part, Block) and part in issue.shown_to:
            yield issue.shown_to[part]
    for items in (issue.events, issue.decisions, issue.openings, issue.stories, issue.ideas):
        yield from ((one.meant_for, one.origin) for one in items if one.meant_for)


def narrow(issue: Issue, meant: Callable[[str], bool]) -> Issue:
    """Return what some readers are told of an issue, as if nothing else had been written.

    Arguments:
        issue: everything.
        meant: says whether a group expression holds for them.
    """
    dropped = {block for block, (groups, _) in issue.shown_to.items() if not meant(groups)}

    def told(items: tuple[Item, ...], block: Block) -> tuple[Item, ...]:
        return () if block in dropped else tuple(filter(shown, items))

    def shown(one: Item) -> bool:
        return not one.meant_for or meant(one.meant_for)

    return replace(
        issue,
        parts=tuple(
            _joined(
                part
                for part in issue.parts
                if (part not in dropped if isinstance(part, Block) else shown(part))
            )
        ),
        events=told(issue.events, Block.EVENTS),
        decisions=told(issue.decisions, Block.DECISIONS),
        openings=told(issue.openings, Block.ROLES),
        stories=told(issue.stories, Block.STORIES),
        ideas=told(issue.ideas, Block.DISCUSSION),
    )


def _joined(parts: Iterable[Prose | Block]) -> Iterator[Prose | Block]:
    """Yield the letter with passages that follow each other as one; lines keep their numbers."""
    held: Prose | None = None
    for part in parts:
        if held and isinstance(part, Prose):
            gap = part.origin.line - held.origin.line - held.markdown.count("\n")
            between = "\n" * gap or ("" if part.markdown[0] in CLOSING else " ")
            held = replace(held, markdown=f"{held.markdown}{between}{part.markdown}")
            continue
        if held:
            yield held
        held = part if isinstance(part, Prose) else None
        if isinstance(part, Block):
            yield part
    if held:
        yield held
