"""What follows from a report: decided here, carried out elsewhere.

What is signed is believed at once. Where only a password came with it, a bounce
is believed with the second one. A mail that nothing proves is believed when the
same was said on three days.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pynews.model import MAILBOX, Report, ReportKind

__all__ = ["Consequence", "Judgement", "judge"]

SOFT_DAYS = 3
SOFT_WITHIN = timedelta(days=30)
MAIL_DAYS = 3
SECOND = 2


class Consequence(StrEnum):
    """What is done about a report."""

    NOTHING = "nothing"
    SUPPRESS = "suppress"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What follows, and why in a few words."""

    consequence: Consequence
    reason: str = ""


NOTHING = Judgement(Consequence.NOTHING)
REASONS = {
    ReportKind.COMPLAINED: "complaint",
    ReportKind.BOUNCED_HARD: "hard bounce",
    ReportKind.BOUNCED_SOFT: "soft bounces",
}


def judge(report: Report, earlier: Sequence[Report], *, since: datetime | None) -> Judgement:
    """Return what follows from a report.

    Arguments:
        report: what came.
        earlier: what came before about the same person, in any order.
        since: when the person joined anew, if they did; what happened before does
            not count against them.
    """
    if since is not None and report.at < since:
        return NOTHING
    if report.kind is ReportKind.UNSUBSCRIBED:
        return Judgement(Consequence.UNSUBSCRIBE)
    if report.kind not in REASONS:
        return NOTHING
    alike = [
        one
        for one in (*earlier, report)
        if one.kind is report.kind and (not since or one.at >= since)
    ]
    if _enough(report, alike, earlier):
        return Judgement(Consequence.SUPPRESS, REASONS[report.kind])
    return NOTHING


def _enough(report: Report, alike: Sequence[Report], earlier: Sequence[Report]) -> bool:
    """Whether a report and those like it are enough to write to nobody there any more."""
    if report.kind is ReportKind.BOUNCED_SOFT:
        return _soft_days(report, alike, earlier) >= SOFT_DAYS
    if report.proven:
        return True
    if report.provider == MAILBOX:
        return len({one.at.date() for one in alike}) >= MAIL_DAYS
    return report.kind is ReportKind.COMPLAINED or len(alike) >= SECOND


def _soft_days(report: Report, alike: Sequence[Report], earlier: Sequence[Report]) -> int:
    """Return on how many days mail came back lately, none having arrived since."""
    arrived = max((one.at for one in earlier if one.kind is ReportKind.DELIVERED), default=None)
    begin = report.at - SOFT_WITHIN
    begin = max(begin, arrived) if arrived else begin
    return len({one.at.date() for one in alike if begin <= one.at <= report.at})
