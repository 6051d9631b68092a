"""All checks by their id."""

from pynews.check import (
    agenda,
    agreement,
    clients,
    contrast,
    envelope,
    invitations,
    language,
    links,
    marks,
    people,
    pictures,
    privacy,
    refusals,
    sayings,
    senders,
    weekdays,
)
from pynews.check.rule import Check

__all__ = ["CHECKS"]

CHECKS: dict[str, Check] = {
    check.id: check
    for room in (
        agenda,
        weekdays,
        agreement,
        invitations,
        sayings,
        envelope,
        senders,
        privacy,
        links,
        pictures,
        marks,
        contrast,
        clients,
        language,
        people,
        refusals,
    )
    for check in room.CHECKS
}
"""Every check that comes with pynews, in the order in which a reader meets their matter."""
