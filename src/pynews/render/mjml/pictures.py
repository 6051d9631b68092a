"""How wide a picture is, reckoned as MJML reckons it.

The engine reckons in single precision, takes no per cents of padding off, and forgets
the padding of a hero: every picture gets its width written into what the engine made,
in the order in which the pictures stand.
"""

import re
from collections.abc import Iterator

from pynews.render.mjml.layout import Widths, columns, inside
from pynews.render.mjml.measures import number, whole
from pynews.render.mjml.tree import Node

__all__ = ["picture_widths", "with_picture_widths"]

_PICTURE = re.compile(
    r"(?P<table>width:[^;\"]*;)?(?P<open>border-collapse:collapse;border-spacing:0px;\"><tbody><tr>"
    r"<td(?: class=\"[^\"]*\")?)(?P<cell> style=\"width:[^;\"]*;?\")?"
    r"(?P<link>>(?:<a [^>]*>)?<img (?:[^>]*? )?width=)\"[^\"]*\""
)


def picture_widths(body: Node, widths: Widths) -> tuple[str, ...]:
    """Return how wide each ``mj-image`` is, in pixels and in the order in which they stand."""
    return tuple(map(number, _within(body, widths.of_body(body), widths)))


def with_picture_widths(html: str, found: tuple[str, ...]) -> str:
    """Write the widths `found` over those that the engine gave the pictures."""
    pictures = list(_PICTURE.finditer(html)) if found else []
    if len(pictures) != len(found):
        return html
    pieces: list[str] = []
    end = 0
    for picture, width in zip(pictures, found, strict=True):
        table = f"width:{width}px;" if picture["table"] else ""
        cell = f' style="width:{width}px;"' if picture["cell"] else ""
        written = f'{table}{picture["open"]}{cell}{picture["link"]}"{width}"'
        pieces += (html[end : picture.start()], written)
        end = picture.end()
    return "".join(pieces) + html[end:]


def _within(node: Node, width: float, widths: Widths) -> Iterator[float]:
    siblings = columns(node)
    for child in node.children:
        if child.tag == "mj-image":
            box = int(width) - widths.sides(child)
            given = widths.value(child, "width")
            yield min(box, whole(given)) if given else box
        elif child.children:
            yield from _within(child, inside(child, width, siblings, widths), widths)
