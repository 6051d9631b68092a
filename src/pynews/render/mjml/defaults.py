"""What ``mj-attributes`` says, given to each element as MJML itself gives it.

MJML's order, weakest first: ``mj-all`` (left to the engine), the tag's own
defaults, the classes of ``mj-class`` in the order written, defaults nested in
the parent's class, the element's own attributes. The engine takes the first of
two classes, knows no nested defaults and forgets ``mj-body``, so that all but
``mj-all`` is settled here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from pynews.render.mjml.table import components
from pynews.render.mjml.tree import Attribute, Node

__all__ = ["Defaults", "applied", "defaults"]


@dataclass(frozen=True, slots=True)
class Defaults:
    """What the head sets for the body.

    Arguments:
        everywhere: attributes of ``mj-all``.
        tags: attributes by tag.
        classes: attributes by class name.
        nested: attributes by class name and the tag of a child.
    """

    everywhere: dict[str, str] = field(default_factory=dict)
    tags: dict[str, dict[str, str]] = field(default_factory=dict)
    classes: dict[str, dict[str, str]] = field(default_factory=dict)
    nested: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)


def defaults(head: Node | None) -> Defaults:
    """Read every ``mj-attributes`` of the head; what comes later wins."""
    found = Defaults()
    blocks = () if head is None else head.children
    for block in blocks:
        if block.tag == "mj-attributes":
            for child in block.children:
                _remember(child, found)
    return found


def _remember(child: Node, found: Defaults) -> None:
    values = own(child.attributes)
    if child.tag == "mj-class":
        name = values.pop("name", "")
        found.classes.setdefault(name, {}).update(values)
        nested = {each.tag: own(each.attributes) for each in child.children}
        found.nested.setdefault(name, {}).update(nested)
    elif child.tag == "mj-all":
        found.everywhere.update(values)
    else:
        found.tags.setdefault(child.tag, {}).update(values)


def own(attributes: Iterable[Attribute]) -> dict[str, str]:
    """Return attributes by name; of duplicates the first, as in HTML."""
    values: dict[str, str] = {}
    for each in attributes:
        values.setdefault(each.name, each.value)
    return values


def applied(node: Node, found: Defaults, *, parent_classes: str = "") -> Node:
    """Return `node` and all below it with the defaults written into each element.

    ``mj-class`` is gone afterwards, and what an element does not know is left out.
    """
    values = own(node.attributes)
    classes = values.pop("mj-class", None)
    merged = {
        **found.tags.get(node.tag, {}),
        **_of_classes((classes or "").split(), found),
        **_nested(parent_classes.split(), node.tag, found),
        **values,
    }
    below = parent_classes if classes is None else classes
    return replace(
        node,
        attributes=tuple(
            Attribute(name, value, node.offset)
            for name, value in merged.items()
            if _known(node.tag, name)
        ),
        children=tuple(applied(each, found, parent_classes=below) for each in node.children),
    )


def _of_classes(names: Iterable[str], found: Defaults) -> dict[str, str]:
    merged: dict[str, str] = {}
    for name in names:
        values = found.classes.get(name, {})
        both = [each["css-class"] for each in (merged, values) if "css-class" in each]
        merged.update(values)
        if both:
            merged["css-class"] = " ".join(both)
    return merged


def _nested(names: Iterable[str], tag: str, found: Defaults) -> dict[str, str]:
    merged: dict[str, str] = {}
    for name in names:
        merged.update(found.nested.get(name, {}).get(tag, {}))
    return merged


def _known(tag: str, name: str) -> bool:
    component = components().get(tag)
    return component is not None and (name == "css-class" or name in component.attributes)
