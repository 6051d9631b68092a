"""The open places of a form, and how a recipient's value is written into each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pynews.pack.quoted import SOFT_BREAK, encode
from pynews.pack.values import WRITERS, Place

__all__ = ["Piece", "Slot", "encoded", "writer"]


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


def writer(slot: Slot) -> Callable[[str], str]:
    """Return what escapes a value for the place where it stands.

    An unsubscribe address is an address already: in a link it is written as it is.
    """
    if not slot.place:
        return str
    if slot.name == "unsubscribe_url" and slot.place == Place.URL:
        return WRITERS[Place.HTML]
    if slot.name == "unsubscribe_url" and slot.place == Place.MARKDOWN:
        return str
    return WRITERS[Place(slot.place)]


def encoded(slot: Slot, values: Mapping[str, str]) -> bytes:
    """Return the bytes of a slot in a header or in quoted-printable."""
    value = writer(slot)(values[slot.name] or slot.fallback)
    return SOFT_BREAK + encode(value) + SOFT_BREAK if slot.place else value.encode("utf-8")
