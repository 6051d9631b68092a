"""Who gets an issue, who is held back, and whether that looks right."""

import hashlib
from collections.abc import Callable, Collection, Iterator

from pynews.audience.groups import GroupCount, GroupExpression, parse_groups
from pynews.errors import Problem
from pynews.model import (
    Audience,
    Exclusion,
    Reason,
    Recipient,
    Subscriber,
    SubscriberStatus,
    masked,
)
from pynews.store import Subscribers

__all__ = ["explain", "recipients", "safety", "survey"]

NAMED = 100
REMEMBERED = 10_000


def survey(store: Subscribers, to: str, *, where: str = "") -> Audience:
    """Return who would get an issue, in numbers; two surveys of one list are equal.

    Arguments:
        store: the list.
        to: group expression; "" means everyone.
        where: ``path:line`` of the expression, for complaints.

    Raises:
        SourceError: the expression cannot be read, or names an unknown group.
    """
    digest = hashlib.sha256()
    count = 0
    held_back = dict.fromkeys(Reason, 0)
    excluded: list[Exclusion] = []
    for person, reason in _judged(store, _expression(store, to, where)):
        if reason is None:
            count += 1
            digest.update(f"{person.id}\n".encode())
            continue
        held_back[reason] += 1
        if reason is not Reason.NOT_ADDRESSED and len(excluded) < NAMED:
            excluded.append(Exclusion(person.id, masked(person.email), reason))
    return Audience(
        to=to,
        count=count,
        digest=digest.hexdigest(),
        held_back={reason: number for reason, number in held_back.items() if number},
        excluded=tuple(excluded),
    )


def recipients(store: Subscribers, to: str, *, where: str = "") -> Iterator[Recipient]:
    """Yield who gets an issue, in the order of their ids, a page at a time.

    Arguments:
        store, to, where: see `survey`.

    Raises:
        SourceError: the expression cannot be read, or names an unknown group.
    """
    for person, reason in _judged(store, _expression(store, to, where)):
        if reason is None:
            yield Recipient(
                subscriber=person.id,
                email=person.email,
                first_name=person.first_name,
                last_name=person.last_name,
                organisation=person.organisation,
            )


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


def _judged(
    store: Subscribers, expression: GroupExpression
) -> Iterator[tuple[Subscriber, Reason | None]]:
    """Yield everyone the list knows, with why they are held back, or None."""
    meant = _remembered(expression)
    for person in store.each():
        if not meant(person.groups):
            yield person, Reason.NOT_ADDRESSED
        elif person.status is SubscriberStatus.ACTIVE:
            yield person, None
        else:
            yield person, Reason(person.status.value)


def _remembered(expression: GroupExpression) -> Callable[[tuple[str, ...]], bool]:
    """Return the expression as a function that thinks once about each set of groups."""
    if not expression.names:
        return lambda _: True
    answers: dict[Collection[str], bool] = {}

    def meant(groups: tuple[str, ...]) -> bool:
        if groups not in answers:
            if len(answers) > REMEMBERED:
                answers.clear()
            answers[groups] = expression.matches(groups)
        return answers[groups]

    return meant
