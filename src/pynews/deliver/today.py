"""How many messages may still go today: an account's limit, or the ramp of a new sender."""

from datetime import UTC, datetime, time, timedelta

from pynews.deliver.means import Means
from pynews.errors import RetryLaterError
from pynews.store import Campaign, LedgerPromise

__all__ = ["Today"]

UNLIMITED = 1 << 62


class Today:
    """The number that is left of one day (UTC).

    Arguments:
        ledger: knows what went out today.
        means: knows the limits and the time.
    """

    def __init__(self, ledger: LedgerPromise, means: Means) -> None:
        """Count what went out today."""
        self._ledger = ledger
        self._means = means
        self._day = means.now().astimezone(UTC).date()
        self._left = self._count()

    def room(self) -> int:
        """Return how many messages may still go."""
        day = self._means.now().astimezone(UTC).date()
        if day != self._day:
            self._day = day
            self._left = self._count()
        return max(self._left, 0)

    def take(self, number: int) -> bool:
        """Count messages that are about to go; False when there is no room for them."""
        if number > self.room():
            return False
        self._left -= number
        return True

    def enough(self, campaign: Campaign) -> RetryLaterError:
        """Write down that the campaign waits for tomorrow, and return how to say so."""
        tomorrow = datetime.combine(self._day + timedelta(days=1), time(), UTC)
        self._ledger.rest(campaign, tomorrow)
        return RetryLaterError(
            f"today's number for {campaign.provider} is reached",
            where=campaign.issue,
            hint="run the same command tomorrow (UTC); nobody gets it twice",
        )

    def _count(self) -> int:
        """Return what is left of the day."""
        name, limits = self._means.provider.name, self._means.limits
        if not (limits.ramp or limits.per_day):
            return UNLIMITED
        most = limits.today(self._ledger.first_use(name), self._means.now())
        if most is None:
            return UNLIMITED
        return most - self._ledger.taken_since(name, datetime.combine(self._day, time(), UTC))
