"""What the files say of earlier sendings, held against what the database knows."""

from pynews.errors import PlanError
from pynews.pipeline.building import Built
from pynews.store import SENT_NAME, Ledger

__all__ = ["refuse_forgotten"]


def refuse_forgotten(built: Built, purpose: str, ledger: Ledger) -> None:
    """Refuse to send what went out before, from a database that knows less of it than the files.

    Such a database was put back from a copy, or is another one; whoever it calls waiting has
    the message already.

    Arguments:
        built: the edition, and the records that lie beside the issues.
        purpose: names the campaign, with the issue.
        ledger: what this database knows.

    Raises:
        PlanError: the record tells of more messages than the database.
    """
    issue = built.issue.id
    records = [one for one in built.library.sent if (one.issue, one.purpose) == (issue, purpose)]
    if not records:
        return
    campaign = ledger.campaign(issue, purpose)
    known = ledger.tally(campaign).accepted if campaign else 0
    record = max(records, key=lambda one: one.accepted)
    if known >= record.accepted:
        return
    path = built.issue.path.rpartition("/")[0] + "/" + SENT_NAME
    raise PlanError(
        f"{record.accepted:,} messages went out on {record.at:%Y-%m-%d}, and {ledger.path.name}"
        f" knows of {known:,}: it is not the database they were sent from, or an older copy of it",
        where=path,
        hint="put the newest database back; or, so that everybody gets it once more,"
        f" take this sending out of {path}",
    )
