"""Chooses and orders what an issue tells. Pure: same library, same issue."""

import calendar
import difflib
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from pynews.compose.quotes import find_quote
from pynews.errors import Problem, SourceError
from pynews.model import (
    Block,
    Certainty,
    Decision,
    Draft,
    DraftDecision,
    Event,
    Idea,
    Issue,
    Library,
    Minutes,
    Opening,
    Origin,
    Story,
)

__all__ = ["DEFAULT_ORDER", "choose", "compose"]

DEFAULT_ORDER = (Block.EVENTS, Block.DECISIONS, Block.ROLES, Block.STORIES, Block.DISCUSSION)
CONTENT = "newsletters"

Item = TypeVar("Item", Event, Opening, Story)


def choose(library: Library, issue_id: str | None) -> Draft:
    """Return the draft of an issue; without an id, the one with the latest ``send``.

    Raises:
        SourceError: there is no such issue, or none at all.
    """
    if not library.drafts:
        raise SourceError(
            f"there is no issue in {CONTENT}/",
            hint=f"make a folder such as {CONTENT}/2021-11 with an issue.md in it",
        )
    if issue_id is None:
        return max(library.drafts, key=lambda draft: (draft.send, draft.id))
    for draft in library.drafts:
        if draft.id == issue_id:
            return draft
    names = [draft.id for draft in library.drafts]
    close = difflib.get_close_matches(issue_id, names, n=1)
    hint = f"did you mean {close[0]}? " if close else ""
    raise SourceError(
        f"there is no issue {issue_id!r}",
        where=f"{CONTENT}/",
        hint=f"{hint}I know {', '.join(names)}",
    )


def compose(draft: Draft, library: Library, *, order: tuple[Block, ...] = DEFAULT_ORDER) -> Issue:
    """Return the issue a draft asks for.

    The issue's own ``send`` is "today" for everything that asks what is upcoming.

    Arguments:
        draft: what the editor wrote.
        library: everything the files say.
        order: where blocks stand that the writer did not place.

    Raises:
        SourceError: an id that no file has; an empty issue is none.
    """
    problems: list[Problem] = []
    events = _events(draft, library, problems)
    openings = _openings(draft, library, problems)
    stories = _named(draft, "stories", draft.stories, library.stories, problems)
    decisions = tuple(_decisions(draft, library, problems))
    ideas = tuple(_ideas(draft, library))
    if problems:
        raise SourceError.of(problems)
    filled = {
        Block.EVENTS: events,
        Block.DECISIONS: decisions,
        Block.ROLES: openings,
        Block.STORIES: stories,
        Block.DISCUSSION: ideas,
    }
    placed = [part for part in draft.parts if not isinstance(part, Block) or filled[part]]
    missing = [block for block in order if filled[block] and block not in placed]
    return Issue(
        id=draft.id,
        path=draft.path,
        subject=draft.subject,
        preheader=draft.preheader,
        send=draft.send,
        to=draft.to,
        parts=(*placed, *missing),
        events=events,
        decisions=decisions,
        openings=openings,
        stories=stories,
        ideas=ideas,
        ignore=draft.ignore,
        shown_to=draft.shown_to,
    )


def _events(draft: Draft, library: Library, problems: list[Problem]) -> tuple[Event, ...]:
    """Return the events the draft names, or those its rule finds, by time."""
    if not isinstance(draft.events, str):
        return _named(draft, "events", draft.events, library.events, problems)
    today = draft.send.date()
    last = _horizon(today, draft.events)
    known = {event.id for sending in library.sent for event in sending.events}
    found = [
        event
        for event in library.events
        if _upcoming(event, today, last) and (not event.cancelled or event.id in known)
    ]
    return tuple(sorted(found, key=lambda event: (event.when.first_day, _clock(event), event.id)))


def _clock(event: Event) -> str:
    """Return what orders events of one day: those without a time last."""
    return event.when.start.isoformat() if event.when.time_known else "~"


def _horizon(today: date, rule: str) -> date:
    """Return the last day of "next 8 weeks" or "next 2 months"."""
    number, unit = int(rule.split()[1]), rule.split()[2]
    if unit.startswith("week"):
        return today + min(timedelta(weeks=number), date.max - today)
    months = today.month - 1 + number
    year, month = today.year + months // 12, months % 12 + 1
    if year > date.max.year:
        return date.max
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def _upcoming(event: Event, today: date, last: date) -> bool:
    """Whether an event, or a date of its series, lies between two days."""
    if event.when.first_day > last:
        return False
    if event.recurrence is None:
        return event.when.last_day >= today
    return event.recurrence.until is None or event.recurrence.until >= today


def _openings(draft: Draft, library: Library, problems: list[Problem]) -> tuple[Opening, ...]:
    """Return the roles the draft names, or those open on the day it goes out."""
    if not isinstance(draft.roles, str):
        return _named(draft, "roles", draft.roles, library.openings, problems)
    today = draft.send.date()
    return tuple(
        opening
        for opening in library.openings
        if (opening.opens is None or opening.opens <= today)
        and (opening.closes is None or opening.closes >= today)
    )


def _named(
    draft: Draft,
    key: str,
    ids: Iterable[str],
    items: tuple[Item, ...],
    problems: list[Problem],
) -> tuple[Item, ...]:
    """Return items by id or file name, in the order named; unknown ones are noted."""
    by_name = {item.origin.path.rpartition("/")[2].removesuffix(".md"): item for item in items}
    by_name |= {item.id: item for item in items}
    found = []
    for name in ids:
        if name == "none":
            continue
        item = by_name.get(name.removesuffix(".md"))
        if item is None:
            close = difflib.get_close_matches(name, by_name, n=1)
            hint = f"did you mean {close[0]}?" if close else f"newsletters/{key}/ has no such file"
            problems.append(Problem(f"{key}: there is no {name!r}", str(draft.origin(key)), hint))
        elif item not in found:
            found.append(item)
    return tuple(found)


def _decisions(draft: Draft, library: Library, problems: list[Problem]) -> Iterator[Decision]:
    """Yield the decisions the editor kept, or the explicit ones of the minutes named."""
    if draft.decisions_from:
        for minutes in library.minutes:
            if minutes.path == f"{CONTENT}/{draft.decisions_from}":
                yield from _explicit(minutes)
        return
    by_path = {minutes.path: minutes for minutes in library.minutes}
    for entry in draft.decisions:
        if entry.quote and not entry.source:
            problems.append(
                Problem(
                    "a quote without the file it is from",
                    str(entry.origin),
                    "add from: minutes/...",
                )
            )
            continue
        yield Decision(
            text=entry.text,
            origin=_origin(entry, by_path),
            quote=entry.quote,
            meant_for=entry.meant_for,
        )


def _explicit(minutes: Minutes) -> Iterator[Decision]:
    """Yield the decisions that the notes state outright."""
    for decision in minutes.decisions:
        if decision.certainty is Certainty.EXPLICIT:
            yield decision


def _ideas(draft: Draft, library: Library) -> Iterator[Idea]:
    """Yield what is still in discussion, as the editor kept it."""
    by_path = {minutes.path: minutes for minutes in library.minutes}
    for entry in draft.discussion:
        yield Idea(entry.text, _origin(entry, by_path), entry.quote, entry.meant_for)


def _origin(entry: DraftDecision, by_path: dict[str, Minutes]) -> Origin:
    """Return the line of the minutes that says it; the editor's own line when it is not found."""
    minutes = by_path.get(f"{CONTENT}/{entry.source}") if entry.source else None
    if minutes is None or not entry.quote:
        return entry.origin
    line = find_quote(minutes.text, entry.quote)
    return Origin(minutes.path, line) if line else entry.origin
