"""The open places of a form, and how a recipient's value is written into each."""

from collections.abc import Mapping
from dataclasses import dataclass

from pynews.pack.quoted import SOFT_BREAK, encode
from pynews.pack.values import Place, placed

__all__ = ["Piece", "Slot", "encoded", "shown"]


@dataclass(frozen=True, slots=True)
class Slot:
    """An open place in a form.

    Arguments:
        name: merge field, or ``to``, ``ref`` or ``subject``.
        place: how its value is escaped; "" for headers.
        fallback: stands there when the recipient has no value.
    """

    name: str
    place: str = ""
    fallback: str = ""


Piece = bytes | Slot


def shown(slot: Slot, values: Mapping[str, str]) -> str:
    """Return what a reader's program finds in a slot: the value, escaped for its place."""
    value = values[slot.name] or slot.fallback
    if not slot.place:
        return value
    if slot.name == "unsubscribe_url" and slot.place == Place.URL:
        return placed(value, Place.HTML)
    if slot.name == "unsubscribe_url" and slot.place == Place.MARKDOWN:
        return value
    return placed(value, Place(slot.place))


def encoded(slot: Slot, values: Mapping[str, str]) -> bytes:
    """Return the bytes of a slot in a header or in quoted-printable."""
    value = shown(slot, values)
    return SOFT_BREAK + encode(value) + SOFT_BREAK if slot.place else value.encode("utf-8")
