"""All checks by their id."""

from pynews.check import (
    agenda,
    agreement,
    buttons,
    called_off,
    clients,
    contrast,
    envelope,
    groups,
    invitations,
    language,
    links,
    marks,
    people,
    pictures,
    privacy,
    records,
    refusals,
    sayings,
    senders,
    spam,
    spelling,
    translations,
    trying,
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
        called_off,
        invitations,
        records,
        sayings,
        envelope,
        senders,
        privacy,
        links,
        buttons,
        pictures,
        marks,
        contrast,
        clients,
        language,
        translations,
        groups,
        people,
        refusals,
        trying,
        spelling,
        spam,
    )
    for check in room.CHECKS
}
"""Every check that comes with pynews, in the order in which a reader meets their matter."""
