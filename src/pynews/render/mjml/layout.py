"""How wide a picture may be, reckoned as MJML reckons it.

The engine reckons in single precision and rounds, and forgets the padding of a
hero: a picture would come out a pixel or a margin off. Every picture therefore gets
its width written into it.
"""

import re
from dataclasses import dataclass, replace

from pynews.render.mjml.measures import amount_of, leading, whole
from pynews.render.mjml.tree import Attribute, Node

__all__ = ["Widths", "columns", "inside", "with_picture_widths"]

_DEFAULT_PADDING = {
    "mj-divider": "10px 25px",
    "mj-hero": "0px",
    "mj-image": "10px 25px",
    "mj-section": "20px 0",
    "mj-wrapper": "20px 0",
}
_BODY_WIDTH = "600px"
_SIDES = {1: (0, 0), 2: (1, 1), 3: (1, 1), 4: (1, 3)}


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

    def padding(self, node: Node) -> int:
        """Return left and right padding of an element together, in pixels."""
        shorthand = self.value(node, "padding") or _DEFAULT_PADDING.get(node.tag, "0")
        right, left = _horizontal(shorthand)
        own = (self.value(node, "padding-right"), self.value(node, "padding-left"))
        return sum(
            whole(one) if one else both for one, both in zip(own, (right, left), strict=True)
        )

    def share(self, node: Node, parent: float, siblings: int) -> float:
        """Return a column's or group's part of `parent`, which holds `siblings` of them."""
        given = self.value(node, "width")
        if not given:
            return parent / max(siblings, 1)
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
        return sum(
            _border(self.value(node, f"{name}-{side}") or both) for side in ("left", "right")
        )


def with_picture_widths(body: Node, widths: Widths) -> Node:
    """Return the body with the width in pixels written into every ``mj-image``."""
    return _settled(body, widths.of_body(body), widths)


def inside(node: Node, width: float, siblings: int, widths: Widths) -> float:
    """Return the width inside `node`, which has `width` and `siblings` columns beside it."""
    if node.tag in {"mj-section", "mj-wrapper"}:
        return int(width) - widths.sides(node)
    if node.tag == "mj-hero":
        return int(width) - widths.padding(node)
    if node.tag in {"mj-column", "mj-group"}:
        return widths.share(node, width, siblings) - widths.taken(node)
    return width


def columns(node: Node) -> int:
    """Return how many elements share the width of `node`."""
    return sum(each.tag != "mj-raw" for each in node.children)


def _settled(node: Node, width: float, widths: Widths) -> Node:
    if node.tag == "mj-image":
        return _sized(node, int(width) - widths.sides(node), widths)
    if not _has_picture(node):
        return node
    siblings = columns(node)
    children = tuple(
        _settled(each, inside(each, width, siblings, widths), widths) for each in node.children
    )
    return replace(node, children=children)


def _has_picture(node: Node) -> bool:
    return node.tag == "mj-image" or any(map(_has_picture, node.children))


def _sized(node: Node, box: int, widths: Widths) -> Node:
    given = widths.value(node, "width")
    width = min(box, whole(given)) if given else box
    if width <= 0:
        return node
    kept = tuple(each for each in node.attributes if each.name != "width")
    return replace(node, attributes=(*kept, Attribute("width", f"{width}px", node.offset)))


def _horizontal(shorthand: str) -> tuple[int, int]:
    parts = shorthand.split()[:4] or ["0"]
    right, left = _SIDES[len(parts)]
    return whole(parts[right]), whole(parts[left])


def _border(value: str) -> int:
    found = re.search(r"(?:^| )(\d+)", value)
    return int(found[1]) if found else 0
