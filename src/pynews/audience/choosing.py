"""Who gets an issue, who is held back, and whether that looks right."""

import hashlib
from collections.abc import Callable, Iterator, Mapping

from pynews.audience.groups import GroupCount, GroupExpression, parse_groups
from pynews.audience.sorting import Sorting
from pynews.errors import Problem
from pynews.model import (
    Audience,
    Exclusion,
    Reason,
    Recipient,
    SubscriberStatus,
    masked,
)
from pynews.store import Subscribers

__all__ = ["exclusions", "explain", "recipients", "safety", "survey", "told"]

EVERYONE = -1  # for SQLite, a limit that is none

NAMED = 100
REMEMBERED = 10_000


def survey(
    store: Subscribers, to: str, *, where: str = "", sorting: Sorting | None = None
) -> Audience:
    """Return who would get an issue, in numbers; two surveys of one list are equal.

    Arguments:
        store: the list.
        to: group expression; "" means everyone.
        where: ``path:line`` of the expression, for complaints.
        sorting: which variant of the issue somebody gets; None: there is one for all.

    Raises:
        SourceError: the expression cannot be read, or names an unknown group.
    """
    meant = _remembered(_expression(store, to, where))
    digest = hashlib.sha256()
    with store.unchanging():
        variants = dict.fromkeys((one.name for one in sorting.variants) if sorting else (), 0)
        if sorting is None:
            for id_ in store.active_ids(meant):
                digest.update(f"{id_}\n".encode())
        else:
            for one in store.recipients(meant, variant=sorting.variant):
                digest.update(told(one))
                variants[one.variant] += 1
        tally = store.tally(meant)
        left_out = store.left_out(meant, most=NAMED)
    return Audience(
        to=to,
        count=tally.get((SubscriberStatus.ACTIVE, True), 0),
        digest=digest.hexdigest(),
        held_back=_held_back(tally),
        excluded=tuple(
            Exclusion(id_, masked(address), Reason(status.value))
            for id_, status, address in left_out
        ),
        variants=variants,
    )


def told(recipient: Recipient) -> bytes:
    """Return what an audience's digest is made of: who gets it and, where they differ, what."""
    variant = f" {recipient.variant}" if recipient.variant else ""
    return f"{recipient.subscriber}{variant}\n".encode()


def _held_back(tally: Mapping[tuple[SubscriberStatus, bool], int]) -> Mapping[Reason, int]:
    """Return how many are held back by reason; whoever is not meant, is not addressed first."""
    held_back = dict.fromkeys(Reason, 0)
    for (status, meant), count in tally.items():
        if not meant:
            held_back[Reason.NOT_ADDRESSED] += count
        elif status is not SubscriberStatus.ACTIVE:
            held_back[Reason(status.value)] += count
    return {reason: count for reason, count in held_back.items() if count}


def recipients(
    store: Subscribers, to: str, *, where: str = "", sorting: Sorting | None = None
) -> Iterator[Recipient]:
    """Yield who gets an issue, in the order of their ids, a page at a time.

    Arguments:
        store, to, where, sorting: see `survey`.

    Raises:
        SourceError: the expression cannot be read, or names an unknown group.
    """
    meant = _remembered(_expression(store, to, where))
    return store.recipients(meant, variant=sorting.variant if sorting else None)


def exclusions(store: Subscribers, to: str, *, where: str = "") -> Iterator[Exclusion]:
    """Yield everyone who is meant but held back; the survey names only the first.

    Arguments:
        store, to, where: see `survey`.

    Raises:
        SourceError: the expression cannot be read, or names an unknown group.
    """
    meant = _remembered(_expression(store, to, where))
    for id_, status, address in store.left_out(meant, most=EVERYONE):
        yield Exclusion(id_, masked(address), Reason(status.value))


def explain(store: Subscribers, to: str, *, where: str = "") -> tuple[GroupCount, ...]:
    """Return the expression in numbers of active subscribers: each group, then all of it.

    Arguments:
        store, to, where: see `survey`.

    Raises:
        SourceError: the expression cannot be read, or names an unknown group.
    """
    return _expression(store, to, where).explain(store.group_counts())


def safety(audience: Audience, last_count: int | None) -> tuple[Problem, ...]:
    """Return what is odd about an audience; sending it needs an explicit flag.

    Arguments:
        audience: who would get the issue.
        last_count: how many got the last one; None when there was none.
    """
    if not audience.count:
        held = sum(audience.held_back.values())
        if not held:
            hint = "pynews subscribers import FILE   fills the list"
            return (Problem("nobody would get this issue: the list is empty", hint=hint),)
        hint = f"{held:,} people are held back; look at to: and at pynews subscribers list"
        return (Problem("nobody would get this issue", hint=hint),)
    if last_count and audience.count * 2 >= last_count * 3:
        what = f"{audience.count:,} people would get this issue, last time it was {last_count:,}"
        return (Problem(what, hint="make sure that nobody was imported by mistake"),)
    return ()


def _expression(store: Subscribers, to: str, where: str) -> GroupExpression:
    """Read the expression; the groups there are matter only when it names one."""
    expression = parse_groups(to, where=where)
    if expression.names:
        expression = parse_groups(to, known=store.known_groups(), where=where)
    return expression


def _remembered(expression: GroupExpression) -> Callable[[tuple[str, ...]], bool]:
    """Return the expression as a function that thinks once about each set of groups."""
    if not expression.names:
        return lambda _: True
    answers: dict[tuple[str, ...], bool] = {}

    def meant(groups: tuple[str, ...]) -> bool:
        if groups not in answers:
            if len(answers) > REMEMBERED:
                answers.clear()
            answers[groups] = expression.matches(groups)
        return answers[groups]

    return meant
