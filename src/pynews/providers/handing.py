"""How messages are handed over through an HTTP interface, the same for all providers.

A provider's file says how a request looks and what an answer means; here is the
order of things: cut, build, one exchange each, and stopping in time.
"""

from collections import Counter, deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from email.utils import getaddresses
from http import HTTPStatus
from typing import Protocol

from pynews.errors import ProjectError, PynewsError, RetryLaterError
from pynews.model import Delivery, DeliveryStatus, Letter, Message
from pynews.providers.answers import NOT_TAKEN, alike
from pynews.providers.promise import Capabilities
from pynews.providers.transport import HttpRequest, HttpResponse, NoAnswer

__all__ = ["Adapter", "answered", "ask", "cut", "hand_over", "letter_of", "repeat"]

UNCLEAR = 2
NOT_NOW = {DeliveryStatus.DEFERRED, DeliveryStatus.UNKNOWN}
JSON_GROWTH = 2  # JSON takes at most two bytes where quoted-printable takes one
FRAME_BYTES = 2048


class Adapter(Protocol):
    """The part of a provider that speaks HTTP."""

    def batches(self, messages: Sequence[Message]) -> Iterator[Sequence[Message]]:
        """Cut messages, in order, into what goes in one request."""
        ...

    def build(self, messages: Sequence[Message], key: str) -> HttpRequest:
        """Return the request for one batch: the same messages and key, the same request."""
        ...

    def exchange(self, request: HttpRequest) -> HttpResponse | NoAnswer:
        """Send a request once."""
        ...

    def parse(
        self, response: HttpResponse, messages: Sequence[Message]
    ) -> Sequence[Delivery] | None:
        """Return what an answer says of each message.

        None says that nothing was taken because of some of them: they go one by one.

        Raises:
            PynewsError: nothing was taken, nor will be as things stand.
        """
        ...

    def refusal(self, response: HttpResponse) -> PynewsError:
        """Return what an editor can do about an answer that refuses."""
        ...


def hand_over(adapter: Adapter, messages: Sequence[Message], key: str) -> list[Delivery]:
    """Hand messages over, each at most once; see `Provider.hand_over`.

    Stops when the provider asks to wait, refuses everything, or twice in a row gives
    no clear answer: what did not go then is deferred.
    """
    found: list[Delivery] = []
    waiting = deque(_named(adapter.batches(messages), key))
    unclear = 0
    while waiting:
        name, batch = waiting.popleft()
        try:
            told = _one(adapter, batch, name)
        except PynewsError as error:
            if not any(one.status is not DeliveryStatus.REFUSED for one in found):
                raise
            told = alike(batch, DeliveryStatus.DEFERRED, error.problems[0].what)
        if told is None:
            waiting.extendleft(reversed(_alone(batch, name)))
            continue
        found += told
        unclear = unclear + 1 if _all(told, DeliveryStatus.UNKNOWN) else 0
        if unclear == UNCLEAR or any(one.status is DeliveryStatus.DEFERRED for one in told):
            last = told[-1]
            found += (
                Delivery(one.ref, DeliveryStatus.DEFERRED, "", last.detail, last.retry_after)
                for _, rest in waiting
                for one in rest
            )
            break
    return _proven(found)


def repeat(
    adapter: Adapter,
    messages: Sequence[Message],
    key: str,
    *,
    unclear: Collection[str],
    gone: Collection[str],
) -> list[Delivery]:
    """Repeat what had no clear answer, each request under the key it had; see `Repeating`.

    The answer to a request is unclear for all of its messages or for none: one that is
    unclear for some was taken apart, and goes in the same parts again.
    """
    found: list[Delivery] = []
    waiting = deque(_named(adapter.batches(messages), key))
    while waiting:
        name, batch = waiting.popleft()
        lost = sum(message.ref in unclear for message in batch)
        left = any(message.ref in gone for message in batch)
        try:
            told = _one(adapter, batch, name) if lost == len(batch) and not left else []
        except PynewsError:
            if not found:
                raise
            break
        if told is None or 0 < lost < len(batch):
            waiting.extendleft(reversed(_alone(batch, name)))
            continue
        found += told
        if any(one.status in NOT_NOW for one in told):
            break
    return _proven(found)


def ask(adapter: Adapter, request: HttpRequest, label: str) -> HttpResponse:
    """Return the answer to a question, which may be asked as often as one likes.

    Raises:
        CredentialsError, ProjectError: it was refused.
        RetryLaterError: no answer now.
    """
    return answered(adapter, adapter.exchange(request), label)


def answered(adapter: Adapter, answer: HttpResponse | NoAnswer, label: str) -> HttpResponse:
    """Return an answer that is one.

    Raises:
        CredentialsError, ProjectError, RetryLaterError: see `ask`.
    """
    if isinstance(answer, HttpResponse):
        if answer.status == HTTPStatus.OK:
            return answer
        error = adapter.refusal(answer)
        if answer.status in NOT_TAKEN and answer.status != HTTPStatus.TOO_MANY_REQUESTS:
            raise error
        detail = f"HTTP {answer.status}: {error.problems[0].what}"
    else:
        detail = answer.detail
    what = f"{label} cannot be asked: {detail}"
    raise RetryLaterError(what, hint="run the same command again in a while")


def cut(messages: Iterable[Message], capabilities: Capabilities) -> Iterator[Sequence[Message]]:
    """Cut messages, in order, into requests of no more messages and bytes than a provider takes.

    A message that is too large by itself goes alone.
    """
    count, most = capabilities.max_batch, capabilities.max_request_bytes
    part: list[Message] = []
    held = 0
    for message in messages:
        size = JSON_GROWTH * len(message.content) + FRAME_BYTES
        if part and (len(part) == count or (most is not None and held + size > most)):
            yield tuple(part)
            part, held = [], 0
        part.append(message)
        held += size
    if part:
        yield tuple(part)


def letter_of(message: Message) -> Letter:
    """Return a message's parts.

    Raises:
        ProjectError: it was made without them.
    """
    if message.letter is None:
        raise ProjectError("this provider takes messages in parts, and this one has none")
    return message.letter


def _named(
    batches: Iterable[Sequence[Message]], key: str
) -> Iterator[tuple[str, Sequence[Message]]]:
    """Yield each batch with a key of its own, which its place alone decides.

    What became of an earlier batch must not change the names of later ones: handed over
    again, the same messages go under the same keys.
    """
    place = 0
    for batch in batches:
        yield f"{key}-{place}" if place else key, batch
        place += len(batch)


def _alone(batch: Sequence[Message], name: str) -> list[tuple[str, Sequence[Message]]]:
    """Return the messages of a request that was taken apart, each with a key of its own."""
    return [(f"{name}-{n}-alone", (one,)) for n, one in enumerate(batch)]


def _one(adapter: Adapter, batch: Sequence[Message], key: str) -> Sequence[Delivery] | None:
    """Hand one batch over; an address that is several is refused before anything is sent."""
    if len(batch) > 1 and any(_crafted(message) for message in batch):
        return None
    if _crafted(batch[0]):
        return alike(batch, DeliveryStatus.REFUSED, "the address is not a single one")
    answer = adapter.exchange(adapter.build(batch, key))
    if isinstance(answer, NoAnswer):
        status = DeliveryStatus.UNKNOWN if answer.gone else DeliveryStatus.DEFERRED
        return alike(batch, status, answer.detail)
    return adapter.parse(answer, batch)


def _proven(told: Sequence[Delivery]) -> list[Delivery]:
    """Return deliveries of which no two bear one name: then nobody knows which was taken."""
    named = Counter(one.provider_id for one in told if one.status is DeliveryStatus.ACCEPTED)
    return [
        Delivery(one.ref, DeliveryStatus.UNKNOWN, detail="two messages were given one id")
        if one.status is DeliveryStatus.ACCEPTED and named[one.provider_id] > 1
        else one
        for one in told
    ]


def _crafted(message: Message) -> bool:
    """Return whether an address would be read as none or several."""
    return len(getaddresses([message.envelope.recipient])) != 1


def _all(told: Sequence[Delivery], status: DeliveryStatus) -> bool:
    return all(one.status is status for one in told)
