"""One round of sending: what waits is handed over, until nothing waits or trouble comes."""

from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, field

from pynews.deliver.hands import Handed, Hands, not_handed
from pynews.deliver.means import Means
from pynews.deliver.ready import Call, Ready, make_ready
from pynews.errors import RetryLaterError
from pynews.model import Delivery, DeliveryStatus
from pynews.store import Campaign, Ledger, Verdict

__all__ = ["Round"]

PATIENCE = 10


@dataclass(slots=True)
class _Open:
    """A batch that is being handed over, and what has come of it so far."""

    ready: Ready
    left: int
    deliveries: dict[int, Delivery] = field(default_factory=dict)

    def verdict(self) -> Verdict:
        """Return what came of it, once nothing is left."""
        waits = [one.retry_after for one in self.deliveries.values() if one.retry_after]
        return Verdict(
            self.ready.batch, self.ready.attempt, self.deliveries, max(waits, default=None)
        )


class Round:
    """The coordinator: this thread alone uses the ledger, the hands only hand over."""

    def __init__(self, ledger: Ledger, campaign: Campaign, means: Means, hands: Hands) -> None:
        """Begin with nothing in flight."""
        self._ledger = ledger
        self._campaign = campaign
        self._means = means
        self._hands = hands
        self._open: dict[int, _Open] = {}
        self._calls: dict[Future[Handed], Call] = {}
        self._trouble: Exception | None = None
        self._unclear = 0

    def run(self) -> Iterator[None]:
        """Hand over until nothing waits; yield after each time something was written down.

        Raises:
            PynewsError: the provider takes nothing more, or the ledger cannot be
                written. What was in flight is finished and written down first.
        """
        try:
            while not self._trouble and self._fill():
                self._collect()
                yield
        finally:
            self._wind_up()
        if self._trouble:
            raise self._trouble

    def _fill(self) -> bool:
        """Start hand-overs until every hand has one; False when nothing is in flight."""
        while len(self._calls) < self._hands.count:
            ready = make_ready(self._ledger, self._campaign, self._means)
            if ready is None:
                break
            self._open[ready.attempt] = _Open(ready, len(ready.calls))
            for call in ready.calls:
                self._calls[self._hands.start(call)] = call
            if not ready.calls:
                self._write()
        return bool(self._calls)

    def _collect(self) -> None:
        """Wait for the first hand-over to end, and write down all that have ended."""
        ended, _ = wait(self._calls, return_when=FIRST_COMPLETED)
        for future in ended:
            self._take(self._calls.pop(future), future)
        self._write()

    def _take(self, call: Call, future: Future[Handed]) -> None:
        """Note what came of one hand-over."""
        try:
            handed = future.result()
        except CancelledError:
            handed = not_handed(call)
        batch = self._open[call.attempt]
        batch.left -= 1
        batch.deliveries.update(handed.deliveries)
        self._trouble = self._trouble or handed.trouble or self._doubtful(handed)

    def _doubtful(self, handed: Handed) -> Exception | None:
        """Return why to stop when one hand-over after another ends without a clear answer."""
        clear = any(one.status is not DeliveryStatus.UNKNOWN for one in handed.deliveries.values())
        self._unclear = 0 if clear else self._unclear + 1
        if self._unclear < PATIENCE:
            return None
        last = next(iter(handed.deliveries.values())).detail
        what = f"{self._unclear} hand-overs in a row had no clear answer, the last one: {last}"
        return RetryLaterError(
            what,
            where=self._campaign.issue,
            hint="run the same command again later: it asks first what became of them",
        )

    def _write(self) -> None:
        """Write down every batch of which nothing is left, in one transaction."""
        ended = [attempt for attempt, batch in self._open.items() if not batch.left]
        if not ended:
            return
        self._means.checkpoint("settling")
        verdicts = [self._open[attempt].verdict() for attempt in ended]
        self._ledger.settle(verdicts, self._means.now())
        for attempt in ended:
            del self._open[attempt]
        self._means.checkpoint("settled")

    def _wind_up(self) -> None:
        """Take back what has not begun, let the rest finish, and write all of it down."""
        for future in self._calls:
            future.cancel()
        wait(self._calls)
        for future, call in self._calls.items():
            self._take(call, future)
        self._calls.clear()
        self._write()
