"""How healthy the list is, by what came back of what was sent."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pynews.config import Project
from pynews.pipeline.opening import ledgers
from pynews.store import Reports

if TYPE_CHECKING:
    from pynews import track

__all__ = ["list_health"]

WITHIN = timedelta(days=90)


def list_health(project: Project, now: datetime) -> "track.Health":
    """Return what came back in the last 90 days of what was really sent.

    Arguments:
        project: whose list.
        now: aware.
    """
    from pynews import track

    since = now - WITHIN
    sent = sum(
        ledger.tally(campaign).accepted
        for word, ledger in ledgers(project)
        if word == "sent"
        for campaign in ledger.campaigns()
        if campaign.frozen_at >= since
    )
    with Reports.open(project.store) as book:
        return track.health(sent, book.people(since))
