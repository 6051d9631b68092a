"""How wide elements are, reckoned as MJML reckons it, whole pixels and all."""

import re
from dataclasses import dataclass
from functools import lru_cache

from pynews.render.mjml.measures import amount_of, leading, whole
from pynews.render.mjml.tree import Node

__all__ = ["Widths", "columns", "inside"]

_DEFAULT_PADDING = {
    "mj-button": "10px 25px",  # inside and around it
    "mj-divider": "10px 25px",
    "mj-hero": "0px",
    "mj-image": "10px 25px",
    "mj-section": "20px 0",
    "mj-wrapper": "20px 0",
}
_BODY_WIDTH = "600px"
# Which part of a shorthand of one, two, three or four parts is meant for a side.
_SIDES = {
    "top": (0, 0, 0, 0),
    "right": (0, 1, 1, 1),
    "bottom": (0, 0, 2, 2),
    "left": (0, 1, 1, 3),
}


@dataclass(frozen=True, slots=True)
class Widths:
    """Reads measures of elements; `everywhere` holds the attributes of ``mj-all``."""

    everywhere: dict[str, str]

    def value(self, node: Node, name: str) -> str:
        """Return an attribute, from the element or from ``mj-all``; empty when unset."""
        return node.get(name) or self.everywhere.get(name, "")

    def sides(self, node: Node) -> int:
        """Return what padding and border take off an element's width, in pixels."""
        return self.padding(node) + self.borders(node, "border")

    def padding(
        self, node: Node, one: str = "right", other: str = "left", *, of: str = "padding"
    ) -> int:
        """Return the padding of an element on two sides together, in pixels."""
        shorthand = self.value(node, of) or _DEFAULT_PADDING.get(node.tag, "0")
        first, second = self.value(node, f"{of}-{one}"), self.value(node, f"{of}-{other}")
        return (whole(first) if first else _of(shorthand, one)) + (
            whole(second) if second else _of(shorthand, other)
        )

    def share(self, node: Node, parent: float, siblings: int) -> float:
        """Return a column's or group's part of `parent`, which holds `siblings` of them."""
        given = self.value(node, "width")
        if not given:
            return float(int(parent / max(siblings, 1)))
        amount, unit = amount_of(given)
        return parent * amount / 100 if unit == "%" else amount

    def taken(self, node: Node) -> int:
        """Return what a column's or group's padding and borders take of its share."""
        if node.tag == "mj-group":
            return self.padding(node)
        return self.sides(node) + self.borders(node, "inner-border")

    def of_body(self, body: Node) -> float:
        """Return the width of the body."""
        return leading(self.value(body, "width") or _BODY_WIDTH)

    def borders(self, node: Node, name: str) -> int:
        """Return how wide the left and right border of an element are together, in pixels."""
        both = self.value(node, name)
        left = self.value(node, f"{name}-left") or both
        right = self.value(node, f"{name}-right") or both
        return (_border(left) if left else 0) + (_border(right) if right else 0)


def inside(node: Node, width: float, siblings: int, widths: Widths) -> float:
    """Return the width inside `node`, which has `width` and `siblings` columns beside it."""
    if node.tag in {"mj-section", "mj-wrapper"}:
        return int(width) - widths.sides(node)
    if node.tag == "mj-hero":
        return width - widths.padding(node)
    if node.tag in {"mj-column", "mj-group"}:
        return widths.share(node, width, siblings) - widths.taken(node)
    return width


def columns(node: Node) -> int:
    """Return how many elements share the width of `node`."""
    return sum(each.tag != "mj-raw" for each in node.children)


@lru_cache(maxsize=512)
def _of(shorthand: str, side: str) -> int:
    parts = shorthand.split()[:4] or ["0"]
    return whole(parts[_SIDES[side][len(parts) - 1]])


@lru_cache(maxsize=512)
def _border(value: str) -> int:
    found = re.search(r"(?:^| )(\d+)", value)
    return int(found[1]) if found else 0
