"""How values stand in the ledger's columns."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from json.encoder import encode_basestring as quoted

from pynews.model import Recipient, named_all
from pynews.store.ledger_values import Frozen

__all__ = [
    "calls_text",
    "fields_text",
    "frozen",
    "id_bytes",
    "ids_bytes",
    "moment",
    "moment_text",
    "read_calls",
]

ID_BYTES = 16
ID = re.compile("[a-z2-7]{26}")
IDS = re.compile("[a-z2-7]+")
ID_LETTERS = 26
PAD = "aaaaaa"  # after it 32 characters of 5 bits are 20 whole bytes, the id's 16 first
STRIDE = 20
DIGITS = str.maketrans("abcdefghijklmnopqrstuvwxyz234567", "0123456789abcdefghijklmnopqrstuv")
SPARE = 0b11  # 26 characters of 5 bits hold two more than 16 bytes
NO_FIELDS = '["","",""]'


def id_bytes(subscriber: str) -> bytes:
    """Return a subscriber's keyed id as the 16 bytes it stands for.

    Raises:
        ValueError: not an id as `pynews.model.subscriber_id` makes them.
    """
    number = int(subscriber.translate(DIGITS), 32) if ID.fullmatch(subscriber) else 1
    if number & SPARE:
        message = f"{subscriber!r} is no subscriber's id"
        raise ValueError(message)
    return (number >> 2).to_bytes(ID_BYTES, "big")


def ids_bytes(subscribers: Sequence[str]) -> list[bytes]:
    """Return many ids as the bytes they stand for: one number is read for all of them.

    Raises:
        ValueError: one of them is no id; the first is named.
    """
    text = PAD.join(subscribers)
    if not IDS.fullmatch(text) or any(len(one) != ID_LETTERS for one in subscribers):
        return [id_bytes(one) for one in subscribers]  # and one of them is refused
    content = int((text + PAD).translate(DIGITS), 32).to_bytes(STRIDE * len(subscribers), "big")
    if any(content[ID_BYTES::STRIDE]):
        return [id_bytes(one) for one in subscribers]
    return [content[place : place + ID_BYTES] for place in range(0, len(content), STRIDE)]


def moment_text(moment: datetime) -> str:
    """Return an aware moment as UTC text of one width, so that text sorts like time."""
    if moment.tzinfo is None:
        message = "a moment without its zone"
        raise ValueError(message)
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(text: str) -> datetime:
    """Return the moment again."""
    return datetime.fromisoformat(text)


def fields_text(recipient: Recipient) -> str | None:
    """Return the merge values and the variant, compact; None when there are none."""
    first, last, organisation = recipient.first_name, recipient.last_name, recipient.organisation
    variant = recipient.variant
    if not (first or last or organisation or variant):
        return None
    own = f",{quoted(variant)}" if variant else ""
    return f"[{quoted(first)},{quoted(last)},{quoted(organisation)}{own}]"


def frozen(rows: Iterable[tuple[int, bytes, str | None]]) -> tuple[Frozen, ...]:
    """Return rows of the recipient table as values; their JSON is read in one go."""
    found = list(rows)
    values = json.loads(f"[{','.join([fields or NO_FIELDS for _, _, fields in found])}]")
    names = named_all([subscriber for _, subscriber, _ in found])
    return tuple(
        [
            Frozen(number, name, *each)
            for (number, _, _), name, each in zip(found, names, values, strict=True)
        ]
    )


def calls_text(calls: Iterable[Sequence[int]]) -> str:
    """Return the numbers of hand-overs, rising within each, as ``1-4,7;8-9``."""
    return ";".join(",".join(_ranges(call)) for call in calls)


def read_calls(text: str) -> tuple[tuple[int, ...], ...]:
    """Return the numbers of each hand-over again."""
    return tuple(_numbers(call) for call in text.split(";")) if text else ()


def _numbers(call: str) -> tuple[int, ...]:
    """Return the numbers of one hand-over."""
    found: list[int] = []
    for part in call.split(","):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return tuple(found)


def _ranges(call: Sequence[int]) -> Iterator[str]:
    """Yield runs of numbers that follow each other."""
    breaks = [place for place, (one, other) in enumerate(pairwise(call), 1) if other != one + 1]
    for start, end in pairwise((0, *breaks, len(call))):
        first, last = call[start], call[end - 1]
        yield f"{first}-{last}" if last > first else f"{first}"
