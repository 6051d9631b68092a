"""One round of sending: what waits is handed over, until nothing waits or trouble comes."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, wait
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pynews.deliver.answers import Answers
from pynews.deliver.breaker import Breaker
from pynews.deliver.hands import STALE, Handed, Hands, not_handed
from pynews.deliver.mark import Mark
from pynews.deliver.means import Means
from pynews.deliver.pace import Limits, Pacing
from pynews.deliver.ready import (
    Call,
    Cut,
    Packed,
    everybody_stays,
    make_ready,
    pack_next,
)
from pynews.deliver.today import Today
from pynews.errors import PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus
from pynews.store import Batch, Campaign, LedgerPromise, State, Verdict

__all__ = ["Round"]

MOMENT = timedelta(milliseconds=1)
LONG = timedelta(seconds=60)
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=4)
PAUSES = 5
AHEAD_BYTES = 1 << 20  # of messages that are packed while every hand is at work
LEFT = "somebody of this call left meanwhile"
NOT_ASKED = {"", LEFT, STALE}


@dataclass(slots=True)
class _Open:
    """A batch that is being handed over, and what has come of it so far.

    It holds no message: each is let go as soon as its own call has ended.
    """

    batch: Batch
    attempt: int
    left: int
    deliveries: dict[int, Delivery] = field(default_factory=dict)

    def verdict(self, wait: timedelta) -> Verdict:
        """Return what came of it, once nothing is left; whoever was put off waits so long.

        Somebody whom the provider put off alone waits longer and longer, others do not wait for
        them; who was never handed over does not wait either.
        """
        if not wait and any(
            one.status is DeliveryStatus.DEFERRED and one.detail not in NOT_ASKED
            for one in self.deliveries.values()
        ):
            wait = min(FIRST_WAIT * 2**self.batch.tries, LONGEST_WAIT)
        return Verdict(self.batch, self.attempt, self.deliveries, wait or None)


class Round:
    """The coordinator: this thread alone uses the ledger, the hands only hand over.

    Arguments:
        ledger, campaign, means: what is sent, and how.
        hands: who hands over.
        today: how many messages may still go today.
    """

    def __init__(
        self, ledger: LedgerPromise, campaign: Campaign, means: Means, *, hands: Hands, today: Today
    ) -> None:
        """Begin with nothing in flight."""
        self._ledger = ledger
        self._campaign = campaign
        self._means = means
        self._hands = hands
        self._today = today
        self._pacing = Pacing(means.limits, means.provider.name, ledger.pace())
        most = means.provider.capabilities.max_batch
        self._breaker = Breaker(self._pacing, most=most, patience=means.patience)
        self._answers = Answers(ledger.path)
        self._mark = Mark(ledger.path)
        self._open: dict[int, _Open] = {}
        self._waiting: deque[Call] = deque()
        self._flying: dict[Future[Handed], tuple[Call, datetime]] = {}
        self._trouble: Exception | None = None
        self._ahead: deque[Packed] = deque()
        self._foresees = hands.many and means.limits == Limits()
        self._exhausted = False
        self._pauses = 0
        self._news = False

    def run(self) -> Iterator[None]:
        """Hand over until nothing waits; yield after each time something was written down.

        Also after each time nothing was in flight and time passed.

        Raises:
            PynewsError: the provider takes nothing more, or the ledger cannot be
                written. What was in flight is finished and written down first.
        """
        self._answers.prepare()
        try:
            while self._step():
                if self._news:
                    yield
        finally:
            self._wind_up()
        if self._trouble:
            raise self._trouble

    def _step(self) -> bool:
        """Start what may start and take what has ended; False when there is nothing to wait for."""
        if self._trouble or self._means.stopping():
            return False
        self._news = False
        self._fill()
        if self._flying:
            self._look_ahead()
            self._means.rest(self._until_next(), self._flying)
            self._collect()
            return True
        span = self._idle()
        if span is None or self._trouble:
            return False
        self._means.rest(span, ())
        self._news = True
        return True

    def _fill(self) -> None:
        """Start hand-overs until every hand has one, or none may start now."""
        while len(self._flying) < self._hands.count and not self._trouble:
            call = self._next()
            if call is None:
                return
            self._start(call)

    def _next(self) -> Call | None:
        """Return a call that may start now, from the batch at hand or the next one."""
        now = self._means.now()
        if self._breaker.wait(now):
            return None
        while not self._exhausted:
            for call in self._waiting:
                if not self._pacing.wait(call.domains if self._pacing.by_domain else (), now):
                    self._waiting.remove(call)
                    return call
                if not self._pacing.by_domain:
                    return None
            if self._waiting or self._pacing.wait((), now):
                return None
            self._prepare()
        return None

    def _look_ahead(self) -> None:
        """Claim and pack while every hand is at work: nothing is written ahead before one is free.

        Only where no pace and no number of the day says when the next may go.
        """
        most = self._hands.count - len(self._waiting)
        while (
            self._foresees
            and not self._exhausted
            and not self._trouble
            and sum(-(-len(one.messages) // self._breaker.size) for one in self._ahead) < most
            and sum(one.size for one in self._ahead) < AHEAD_BYTES
            and not any(one.done() for one in self._flying)
        ):
            packed = pack_next(self._ledger, self._campaign, self._means)
            if packed is None:
                return
            self._ahead.append(packed)

    def _prepare(self) -> None:
        """Write the next batch ahead; all at once those that are packed, as hands are free."""
        room = self._today.room()
        if not room:
            self._trouble = self._today.enough(self._campaign)
            self._exhausted = True
            return
        free = self._hands.count - len(self._flying)
        batches = [self._ahead.popleft() for _ in range(min(free, len(self._ahead)))]
        if not batches:
            packed = pack_next(self._ledger, self._campaign, self._means)
            self._exhausted = packed is None
            batches = [packed] if packed else []
        most = min(self._breaker.most, room)
        cut = Cut(min(self._breaker.size, most), most, by_domain=self._pacing.by_domain)
        written = make_ready(self._ledger, self._campaign, self._means, batches, cut)
        for call in [one.calls[0] for one in written if one.calls][:1]:
            self._mark.note(self._campaign, call.written_at)
        for ready in written:
            self._open[ready.attempt] = _Open(ready.batch, ready.attempt, len(ready.calls))
            self._waiting.extend(ready.calls)
        if any(not one.left for one in self._open.values()):
            self._write()

    def _start(self, call: Call) -> None:
        """Hand over, unless somebody left or the day's number is reached."""
        stay = everybody_stays(call.subscribers, self._means)
        if not stay or not self._today.take(len(call.messages)):
            self._take(call, not_handed(call, "" if stay else LEFT))
            self._write()
            return
        domains = call.domains if self._pacing.by_domain else [""] * len(call.messages)
        now = self._means.now()
        self._pacing.take(domains, now)
        call = replace(call, subscribers=())  # nobody asks for them again
        self._flying[self._hands.start(call)] = call, now

    def _until_next(self) -> timedelta:
        """Return how long only the end of a hand-over can bring news."""
        if len(self._flying) >= self._hands.count or self._exhausted:
            return LONG
        return max(self._pause(), MOMENT)

    def _pause(self) -> timedelta:
        """Return how long the provider or the pace asks to wait."""
        now = self._means.now()
        waits = [
            self._pacing.wait(call.domains if self._pacing.by_domain else (), now)
            for call in self._waiting
        ] or [self._pacing.wait((), now)]
        return max(self._breaker.wait(now), min(waits))

    def _idle(self) -> timedelta | None:
        """Return how long to wait while nothing is in flight; None when there is no use in it."""
        if not self._exhausted:
            return max(self._pause(), MOMENT)
        if self._ledger.state(self._campaign).state is not State.OPEN:
            return None
        due = self._ledger.next_due(self._campaign)
        self._pauses += 1
        if due is None or due - self._means.now() > self._means.patience or self._pauses > PAUSES:
            return None
        self._exhausted = False
        return max(due - self._means.now(), MOMENT)

    def _collect(self) -> None:
        """Write down all hand-overs that have ended."""
        for future in [one for one in self._flying if one.done()]:
            self._end(future, *self._flying.pop(future))
        self._write()

    def _end(self, future: Future[Handed], call: Call, begun: datetime) -> None:
        """Take what came of a hand-over, and see what it means for the others."""
        try:
            handed = future.result()
        except CancelledError:
            handed = not_handed(call)
        self._take(call, handed)
        trouble = self._breaker.judge(handed, begun=begun, now=self._means.now())
        self._trouble = self._trouble or trouble
        if handed.trouble and not trouble:
            self._give_back()

    def _give_back(self) -> None:
        """Let what waits be cut anew, into smaller calls."""
        while self._waiting:
            call = self._waiting.popleft()
            self._take(call, not_handed(call))

    def _release(self) -> None:
        """Let batches wait again that are packed, but not written ahead."""
        if self._ahead:
            with self._ledger.together():
                for one in self._ahead:
                    self._ledger.release(one.batch)
            self._ahead.clear()

    def _take(self, call: Call, handed: Handed) -> None:
        """Note what came of one call."""
        batch = self._open[call.attempt]
        batch.left -= 1
        batch.deliveries.update(handed.deliveries)

    def _write(self) -> None:
        """Write down every batch of which nothing is left, in one transaction.

        Where the ledger takes nothing, the side journal keeps it.
        """
        ended = [attempt for attempt, batch in self._open.items() if not batch.left]
        if not ended:
            return
        self._means.checkpoint("settling")
        now = self._means.now()
        verdicts = [self._open[attempt].verdict(self._breaker.wait(now)) for attempt in ended]
        try:
            self._ledger.settle(verdicts, now, self._pacing.free_at)
        except RetryLaterError as error:
            self._answers.keep(verdicts)
            self._trouble = error
            return
        for attempt in ended:
            del self._open[attempt]
        self._exhausted = False
        self._news = True
        self._means.checkpoint("settled")

    def _wind_up(self) -> None:
        """Take back what has not begun, let the rest finish, and write all of it down."""
        self._give_back()
        with suppress(PynewsError):  # else the next sender takes them back
            self._release()
        for future in self._flying:
            future.cancel()
        wait(self._flying)
        for future, (call, begun) in self._flying.items():
            self._end(future, call, begun)
        self._flying.clear()
        self._write()
        if not self._open:
            self._answers.forget()
