"""The subscribers page: counts, and a sample whose addresses are masked."""

from datetime import UTC, datetime
from itertools import islice

from pynews import pipeline
from pynews.config import Project
from pynews.errors import PynewsError
from pynews.model import Subscriber, SubscriberStatus, masked
from pynews.serve.editor.pages.words import Tree

__all__ = ["people_tree"]

SAMPLE = 12
MONTHS = 12


def people_tree(project: Project) -> Tree:
    """Return how many there are, by status and group, and the first few of them.

    A project without a list is left without one: looking makes no file.
    """
    if not project.store.is_file():
        return {"state": "none", "file": project.store.name}
    try:
        with pipeline.open_subscribers(project, now=lambda: datetime.now(UTC)) as people:
            totals = people.totals()
            groups: dict[str, int] = {}
            for names, number in people.group_counts().items():
                for name in names:
                    groups[name] = groups.get(name, 0) + number
            movements = {
                month: [one.joined, one.unsubscribed + one.suppressed + one.erased]
                for month, one in list(people.movements().items())[-MONTHS:]
            }
            sample = [_person(person) for person in islice(people.each(), SAMPLE)]
        health = pipeline.list_health(project, now=datetime.now(UTC))
    except PynewsError as error:
        return {"state": "closed", "why": str(error)}
    return {
        "state": "open",
        "total": totals.total,
        "status": {status: totals.by_status.get(status, 0) for status in SubscriberStatus},
        "groups": dict(sorted(groups.items())),
        "sample": sample,
        "movements": movements,
        "health": {
            "sent": health.sent,
            "bounced": _part(health.bounced, health.bounce_rate),
            "complained": _part(health.complained, health.complaint_rate),
            "left": health.unsubscribed,
            "says": health.says,
        },
    }


def _part(number: int, rate: float | None) -> str:
    return f"{number:,}" if rate is None else f"{number:,} ({rate:.2%})"


def _person(person: Subscriber) -> Tree:
    return {
        "address": masked(person.email) if person.email else "erased",
        "status": str(person.status),
        "groups": list(person.groups),
        "consent": person.consent.at,
        "source": person.consent.source,
    }
