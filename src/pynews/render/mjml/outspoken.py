"""What MJML takes for granted and the engine does not is written into elements."""

from dataclasses import replace

from pynews.render.mjml.layout import Widths
from pynews.render.mjml.tree import Attribute, Node

__all__ = ["with_own_words"]

# MJML means a third of the carousel at most, and reckons with "600px" as a number.
_THUMBNAIL = ("tb-width", "110px")


def with_own_words(node: Node, widths: Widths) -> Node:
    """Return `node` and all below it, saying what MJML would have understood.

    A carousel has thumbnails of 110 pixels; titles and texts of an accordion have the
    font of the element they stand in, be it that of ``mj-all``.
    """
    if node.tag == "mj-carousel" and not widths.value(node, "tb-width"):
        node = _saying(node, *_THUMBNAIL)
    children = node.children
    if node.tag == "mj-accordion-element" and (font := widths.value(node, "font-family")):
        children = tuple(_saying(each, "font-family", font) for each in children)
    said = tuple([with_own_words(each, widths) if each.children else each for each in children])
    return node if said == node.children else replace(node, children=said)


def _saying(node: Node, name: str, value: str) -> Node:
    if node.tag == "mj-raw" or node.get(name) is not None:
        return node
    return replace(node, attributes=(*node.attributes, Attribute(name, value, node.offset)))
