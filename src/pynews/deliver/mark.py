"""A mark beside the ledger: when it last wrote an attempt down, so that a copy put back shows."""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pynews.errors import PlanError
from pynews.store import Campaign, LedgerPromise

__all__ = ["Mark"]

SIZE = 200  # bytes that are read at most


class Mark:
    """The mark of the campaign that was sent last.

    It is no part of a backup. A ledger that knows nothing as late as its mark is older
    than what was sent from it.

    Arguments:
        ledger: the ledger's file; the mark lies beside it.
    """

    def __init__(self, ledger: Path) -> None:
        """Name the file."""
        self.path = ledger.with_name(f"{ledger.name}-mark")

    def note(self, campaign: Campaign, moment: datetime) -> None:
        """Write down when an attempt was; on a full disk the mark stays as it was."""
        line = f"{_name(campaign)} {moment.isoformat()}\n".encode()
        with suppress(OSError):
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT, 0o600)
            try:
                os.write(handle, line)
                os.ftruncate(handle, len(line))
            finally:
                os.close(handle)

    def refuse_older(self, ledger: LedgerPromise, campaign: Campaign) -> None:
        """Refuse a ledger that is older than its mark.

        Raises:
            PlanError: it was put back from a copy.
        """
        marked = self._read(campaign)
        known = ledger.last_activity(campaign)
        if marked is None or (known is not None and known >= marked):
            return
        raise PlanError(
            f"{campaign.issue} was still being sent at {marked:%Y-%m-%d %H:%M:%S} UTC, and"
            f" {ledger.path.name} knows nothing of it: it was put back from an older copy",
            where=str(ledger.path),
            hint=f"put the newest one back; or give it up: pynews cancel {campaign.issue};"
            f" or remove {self.path.name}: whoever got it since the copy gets it again",
        )

    def _read(self, campaign: Campaign) -> datetime | None:
        """Return the mark of a campaign; None where there is none, or none that can be read."""
        with suppress(OSError, ValueError):
            name, _, moment = self.path.read_bytes()[:SIZE].decode("ascii").strip().rpartition(" ")
            found = datetime.fromisoformat(moment)
            return found if name == _name(campaign) and found.tzinfo else None
        return None


def _name(campaign: Campaign) -> str:
    """Return what tells a campaign from every other one, also from one of another ledger."""
    return f"{campaign.plan_digest} {campaign.frozen_at.isoformat()}"
