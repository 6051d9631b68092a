"""What a provider's answer says, whatever its dialect."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from pynews.errors import ProjectError, PynewsError
from pynews.model import Delivery, DeliveryStatus, Message
from pynews.providers.transport import HttpResponse, retry_after

__all__ = ["WHERE", "Advice", "alike", "apart", "otherwise", "refusal", "tree", "value"]

WHERE = "pynews.toml"
NOT_TAKEN = range(300, 500)
TITLE = re.compile(r"<title[^>]*>([^<]{1,300})", re.IGNORECASE)
TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Advice:
    """What an editor can do about one kind of answer.

    Arguments:
        hint: a sentence to act on.
        kind: the error it is.
    """

    hint: str
    kind: type[PynewsError] = ProjectError


def refusal(label: str, said: str, advice: Advice) -> PynewsError:
    """Return the error that an answer is to an editor.

    Arguments:
        label: the provider's name as people write it.
        said: its words, without keys and addresses.
        advice: what to do.
    """
    return advice.kind(f"{label} said {said}", where=WHERE, hint=advice.hint)


def value(response: HttpResponse) -> object:
    """Return the JSON of an answer; None where the body is none."""
    try:
        return json.loads(response.body)
    except (ValueError, RecursionError):
        return None


def tree(response: HttpResponse) -> dict[str, object]:
    """Return a JSON object; an empty one where the body is none.

    Without JSON the body's words stand in ``message``: of a page of HTML its title.
    """
    found = value(response)
    if isinstance(found, dict):
        return found
    text = response.body.decode("utf-8", "replace")
    if text.lstrip()[:1] == "<":
        title = TITLE.search(text)
        text = title[1] if title else TAG.sub(" ", text)
    return {"message": text}


def alike(
    messages: Sequence[Message],
    status: DeliveryStatus,
    detail: str = "",
    wait: timedelta | None = None,
) -> list[Delivery]:
    """Return the same word for every message."""
    return [Delivery(message.ref, status, "", detail, wait) for message in messages]


def apart(found: Sequence[Delivery | PynewsError], messages: Sequence[Message]) -> list[Delivery]:
    """Return what was said of each message of a batch.

    What was not taken for a reason that others do not share is deferred.

    Raises:
        PynewsError: nothing was taken, and all for such a reason.
    """
    errors = [one for one in found if isinstance(one, PynewsError)]
    if errors and len(errors) == len(found):
        raise errors[0]
    return [
        Delivery(message.ref, DeliveryStatus.DEFERRED, detail=one.problems[0].what)
        if isinstance(one, PynewsError)
        else one
        for message, one in zip(messages, found, strict=True)
    ]


def otherwise(
    response: HttpResponse, messages: Sequence[Message], words: str, error: PynewsError
) -> list[Delivery]:
    """Return what an answer that is no yes says of a batch.

    Arguments:
        response: the answer.
        messages: the batch.
        words: what it says, without keys and addresses.
        error: raised when it says that nothing was taken and nothing will be.

    Raises:
        PynewsError: that error.
    """
    if response.status == HTTPStatus.TOO_MANY_REQUESTS:
        return alike(messages, DeliveryStatus.DEFERRED, words, retry_after(response, words))
    if response.status in NOT_TAKEN:
        raise error
    return alike(messages, DeliveryStatus.UNKNOWN, f"HTTP {response.status}: {words}")
