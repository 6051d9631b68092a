"""The space between the columns of a section, ``gutter``, which the engine does not know."""

from dataclasses import dataclass
from math import ceil, floor

from pynews.render.mjml.measures import amount_of, number, rounded

__all__ = ["Gutter", "Place", "gutter_of", "left_of"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands.

    Arguments:
        siblings: how many elements stand in its section or group, itself included.
        index: how many of them stand before it.
        grouped: whether it stands in a group.
        right_to_left: whether the first is the rightmost.
        width: of what it stands in, in pixels.
    """

    siblings: int = 1
    index: int = 0
    grouped: bool = False
    right_to_left: bool = False
    width: float = 0.0

    @property
    def first(self) -> bool:
        """Whether no element stands before it."""
        return self.index == 0

    @property
    def last(self) -> bool:
        """Whether no element stands after it."""
        return self.index + 1 == self.siblings


@dataclass(frozen=True, slots=True)
class Gutter:
    """The padding that makes a column's part of the gutter.

    Arguments:
        name: the class that carries it.
        desktop: on a wide screen; empty where it stands in the column itself.
        phone: as written into the column.
        outlook: in its cell; empty where there is none.
    """

    name: str
    desktop: str
    phone: str
    outlook: str


def gutter_of(given: str, unit: str, place: Place) -> Gutter:
    """Return what a `given` gutter means for a column whose width has `unit`."""
    amount = _in(given, unit, place)
    token = number(rounded(amount) if unit == "px" else round(amount, 6)).replace(".", "-")
    name = (
        f"mj-column-gutter-{place.siblings}-{place.index + 1}-"
        f"{'per' if unit == '%' else unit}-{token}{'-rtl' if place.right_to_left else ''}"
    )
    desktop = _beside(given, unit, place)
    if place.grouped:
        return Gutter(name, "", desktop, "")
    half = _in(given, "%", place) / 2
    phone = _padding(0 if place.first else half, 0, 0 if place.last else half, 0, "%")
    return Gutter(name, desktop, phone, _beside(given, "px", place))


def left_of(amount: float, unit: str, given: str, place: Place) -> float:
    """Return what the gutter leaves of a column's share `amount`."""
    taken = _in(given, unit, place) * (place.siblings - 1) / place.siblings
    left = max(0.0, round(amount - taken, 6))
    if unit != "px":
        return left
    more = max(0, min(place.siblings, rounded(place.siblings * (left - floor(left)))))
    return floor(left) + (place.index < more)


def _in(given: str, unit: str, place: Place) -> float:
    amount, own = amount_of(given)
    if own == "px" and unit == "%":
        return amount / place.width * 100 if place.width else 0.0
    return place.width * amount / 100 if own == "%" and unit == "px" else amount


def _beside(given: str, unit: str, place: Place) -> str:
    amount = _in(given, unit, place)
    leading = trailing = amount / 2
    if unit == "px":
        leading, trailing = ceil(rounded(amount) / 2), floor(rounded(amount) / 2)
    if place.siblings == 1:
        leading = trailing = 0
    before, after = 0 if place.first else trailing, 0 if place.last else leading
    if place.right_to_left:
        return _padding(0, before, 0, after, unit)
    return _padding(0, after, 0, before, unit)


def _padding(*sides: float | str) -> str:
    *amounts, unit = sides
    shown = (rounded(each) if unit == "px" else round(each, 6) for each in map(float, amounts))
    return " ".join(f"{number(each)}{unit}" for each in shown)
