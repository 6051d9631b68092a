"""What answers mean for those who come after: go on, wait, make smaller calls, or stop."""

from datetime import datetime, timedelta

from pynews.deliver.hands import Handed
from pynews.deliver.pace import Pacing
from pynews.deliver.ready import GROWTH
from pynews.errors import CredentialsError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus

__all__ = ["Breaker", "HaltError"]

UNCLEAR = 10
REFUSED = 50
WAVES = 6
LONGEST = timedelta(minutes=5)
FIRST_SIZE = 10


class HaltError(RetryLaterError):
    """Nothing goes well: the campaign stops until a person has looked."""


class Breaker:
    """Watches the answers of one sending.

    Arguments:
        pacing: made slower when the provider asks to wait.
        most: messages a hand-over may hold.
        patience: the longest wait within a sending.
    """

    def __init__(self, pacing: Pacing, *, most: int, patience: timedelta) -> None:
        """Begin with small calls: an account's limits are not known yet."""
        self.size = min(most, FIRST_SIZE)
        self.until: datetime | None = None
        self._pacing = pacing
        self.most = most
        self._patience = patience
        self._unclear = 0
        self._refused = 0
        self._waves = 0

    def wait(self, now: datetime) -> timedelta:
        """Return how long the provider is left alone; zero when it is not."""
        return max(self.until - now, timedelta()) if self.until else timedelta()

    def judge(self, handed: Handed, *, begun: datetime, now: datetime) -> Exception | None:
        """Take note of one answer; return why to stop, or None."""
        if not handed.begun:
            return None
        if handed.trouble:
            return self._smaller(handed)
        first = next(iter(handed.deliveries.values()))
        same = {one.status for one in handed.deliveries.values()} == {first.status}
        if same and first.status is DeliveryStatus.DEFERRED:
            return self._put_off(first, begun, now)
        unclear = same and first.status is DeliveryStatus.UNKNOWN
        refused = same and first.status is DeliveryStatus.REFUSED
        self._unclear = self._unclear + 1 if unclear else 0
        self._refused = self._refused + len(handed.deliveries) if refused else 0
        if not (unclear or refused):
            self._waves = 0
            self._pacing.faster()
            self._larger(handed)
        return self._halt(first.detail)

    def _smaller(self, handed: Handed) -> Exception | None:
        """Try smaller calls when one of many was refused as a whole; otherwise stop."""
        many = len(handed.deliveries)
        if many == 1 or isinstance(handed.trouble, CredentialsError | RetryLaterError):
            return handed.trouble
        if not isinstance(handed.trouble, PynewsError):
            return handed.trouble
        self.most = max(1, many // 2)
        self.size = min(self.size, self.most)
        return None

    def _larger(self, handed: Handed) -> None:
        """Make the next calls larger, up to what the provider is said to take."""
        if len(handed.deliveries) >= self.size:
            self.size = min(self.size * GROWTH, self.most)

    def _put_off(self, one: Delivery, begun: datetime, now: datetime) -> Exception | None:
        """Leave the provider alone for a while; what was in flight meanwhile counts once."""
        if self.until is None or begun >= self.until:
            self._waves += 1
            self._pacing.slower()
        wait = one.retry_after or min(timedelta(seconds=2**self._waves), LONGEST)
        self.until = max(self.until or now, now + wait)
        if wait <= self._patience and self._waves < WAVES:
            return None
        when = f"in {wait.total_seconds():.0f} seconds" if one.retry_after else "later"
        return RetryLaterError(
            one.detail or "the provider asks to wait",
            hint=f"run the same command again {when}; nobody gets it twice",
        )

    def _halt(self, said: str) -> Exception | None:
        """Return why to stop when one hand-over after another fails in the same way."""
        if self._unclear >= UNCLEAR:
            what = f"{self._unclear} hand-overs in a row had no clear answer, the last one: {said}"
            hint = "run the same command again later: it asks first what became of them"
            return HaltError(what, hint=hint)
        if self._refused >= REFUSED:
            what = f"{self._refused} readers in a row were refused, the last one: {said}"
            hint = "look at pynews status; when that is mended, run the same command again"
            return HaltError(what, hint=hint)
        return None
