"""Hand-overs, as many at once as the provider takes."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from pynews.deliver.means import Means
from pynews.deliver.ready import Call
from pynews.errors import PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Message
from pynews.providers import Kept

__all__ = ["HandOver", "Handed", "Hands", "handed_over", "not_handed"]


class HandOver(Protocol):
    """How messages are handed over under a key."""

    def __call__(self, messages: Sequence[Message], *, key: str) -> Sequence[Delivery]:
        """Hand them over, and say what became of each."""
        ...


STALE = "the sender slept too long after writing it down"
FAULT = "the provider's part of pynews failed with {}"
MISSING = "the provider's answer does not name it"
TWICE = "the provider's answer says two things about it"


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of one hand-over.

    Arguments:
        deliveries: by the recipient's number, one for each.
        trouble: an error instead of an answer; None when there was one.
        begun: whether the provider was called at all.
    """

    deliveries: dict[int, Delivery]
    trouble: Exception | None = None
    begun: bool = True


class Hands:
    """Threads that hand over and touch no table; with one connection, this thread itself."""

    def __init__(self, means: Means) -> None:
        """Take as many threads as the provider has connections."""
        self.count = means.provider.capabilities.connections
        self._means = means
        self._pool = ThreadPoolExecutor(self.count, "hand-over") if self.count > 1 else None

    @property
    def many(self) -> bool:
        """Whether this thread can do something else while they hand over."""
        return self._pool is not None

    def __enter__(self) -> Self:
        """Return the hands, for ``with``."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the threads end; those at work finish first."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)
        if isinstance(self._means.provider, Kept):
            self._means.provider.close()

    def start(self, call: Call) -> Future[Handed]:
        """Hand over as soon as a hand is free."""
        if self._pool:
            return self._pool.submit(_hand_over, call, self._means)
        done: Future[Handed] = Future()
        done.set_result(_hand_over(call, self._means))
        return done


def not_handed(call: Call, detail: str = "") -> Handed:
    """Return what is true of a hand-over that never began."""
    return Handed(_all(call, DeliveryStatus.DEFERRED, detail), begun=False)


def _hand_over(call: Call, means: Means) -> Handed:
    """Hand over, unless this process slept; whatever happens, say what is known afterwards.

    The clock is looked at last, so that as little as may be lies between that and the call.
    """
    means.checkpoint("handing over")
    age = means.now() - call.written_at
    if not age <= means.lease / 2 or age < -means.lease / 2:
        return not_handed(call, STALE)
    return _called(call, means, means.provider.hand_over)


def handed_over(call: Call, means: Means, hand_over: HandOver) -> Handed:
    """Hand over what its provider knows the key of; say what is known afterwards.

    Arguments:
        call, means: what, and to whom.
        hand_over: how.
    """
    means.checkpoint("handing over")
    return _called(call, means, hand_over)


def _called(call: Call, means: Means, hand_over: HandOver) -> Handed:
    """Call the provider; whatever happens, say what is known afterwards."""
    try:
        answers = hand_over(tuple(call.messages.values()), key=call.key)
    except PynewsError as error:
        later = isinstance(error, RetryLaterError)  # what a person mends, nobody waits for
        why = str(error.problems[0].what) if later else ""
        return Handed(_all(call, DeliveryStatus.DEFERRED, why), error)
    except Exception as error:  # noqa: BLE001 whatever it was, the messages may have gone
        detail = FAULT.format(type(error).__name__)
        return Handed(_all(call, DeliveryStatus.UNKNOWN, detail), error)
    means.checkpoint("handed over")
    return Handed(_by_number(call, answers))


def _by_number(call: Call, answers: Sequence[Delivery]) -> dict[int, Delivery]:
    """Return what is known of each message by its recipient's number."""
    if [one.ref for one in answers] == [one.ref for one in call.messages.values()]:
        return dict(zip(call.messages, answers, strict=True))
    by_ref: dict[str, Delivery] = {}
    for answer in answers:
        before = by_ref.setdefault(answer.ref, answer)
        if before.status is not answer.status:
            by_ref[answer.ref] = Delivery(answer.ref, DeliveryStatus.UNKNOWN, detail=TWICE)
    return {
        number: by_ref.get(
            message.ref, Delivery(message.ref, DeliveryStatus.UNKNOWN, detail=MISSING)
        )
        for number, message in call.messages.items()
    }


def _all(call: Call, status: DeliveryStatus, detail: str) -> dict[int, Delivery]:
    """Return the same word for every message of a hand-over."""
    return {
        number: Delivery(message.ref, status, detail=detail)
        for number, message in call.messages.items()
    }
