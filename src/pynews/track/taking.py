"""Reports take effect: each once, and only on people we know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from pynews.model import Report, SubscriberStatus
from pynews.store import Reports, Subscribers
from pynews.track.judging import Consequence, judge

__all__ = ["LATE", "Taken", "take"]

# What a provider posts later than this has lost its use: it may have been kept back.
LATE = timedelta(days=7)
TOGETHER = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of reports.

    Arguments:
        new: written down for the first time.
        known: came before.
        strangers: about people who are not on the list.
        late: too old to matter.
        suppressed, unsubscribed: people who get nothing any more.
    """

    new: int = 0
    known: int = 0
    strangers: int = 0
    late: int = 0
    suppressed: int = 0
    unsubscribed: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        """Return both together."""
        return Taken(
            self.new + other.new,
            self.known + other.known,
            self.strangers + other.strangers,
            self.late + other.late,
            self.suppressed + other.suppressed,
            self.unsubscribed + other.unsubscribed,
        )


def take(
    reports: Iterable[Report],
    *,
    book: Reports,
    people: Subscribers,
    now: datetime,
    late: timedelta | None = LATE,
    dry_run: bool = False,
) -> Taken:
    """Let reports take effect, then write them down, many in one step.

    In this order, so that a crash in between loses nothing: the same report
    taken again changes nothing.

    Arguments:
        reports: proven as far as their provider allows.
        book: what came before.
        people: the list.
        now: aware.
        late: how old a report may be; None for what was asked for.
        dry_run: only say what would happen.
    """
    taken = Taken()
    rest = iter(reports)
    while some := tuple(islice(rest, TOGETHER)):
        written: dict[tuple[str, str], Report] = {}
        for report in some:
            own = (report.provider, report.report_id)
            if late is not None and now - report.at > late:
                taken += Taken(late=1)
            elif own in written or book.known(report):
                taken += Taken(known=1)
            elif report.subscriber not in people.by_ids([report.subscriber]):
                taken += Taken(strangers=1)
            else:
                alike = (one for one in written.values() if one.subscriber == report.subscriber)
                earlier = (*book.of(report.subscriber), *alike)
                taken += _take(report, earlier, people, now if not dry_run else None)
                written[own] = report
        if not dry_run:
            book.add(written.values())
    return taken


def _take(
    report: Report, earlier: Sequence[Report], people: Subscribers, now: datetime | None
) -> Taken:
    """Let one report take effect; only say what would happen when there is no time for it."""
    judgement = judge(report, earlier, since=_since(people, report.subscriber))
    changed = False
    if now is None:
        changed = judgement.consequence is not Consequence.NOTHING
    elif judgement.consequence is Consequence.SUPPRESS:
        changed = people.suppress_id(report.subscriber, judgement.reason, now)
    elif judgement.consequence is Consequence.UNSUBSCRIBE:
        changed = people.unsubscribe(report.subscriber, now)
    return Taken(
        new=1,
        suppressed=int(changed and judgement.consequence is Consequence.SUPPRESS),
        unsubscribed=int(changed and judgement.consequence is Consequence.UNSUBSCRIBE),
    )


def _since(people: Subscribers, subscriber: str) -> datetime | None:
    """Return when somebody last became active by their own wish; None when they always were."""
    times = [
        change.at
        for change in people.record(subscriber).history
        if change.status is SubscriberStatus.ACTIVE and change.at
    ]
    return datetime.fromisoformat(times[-1]) if times else None
