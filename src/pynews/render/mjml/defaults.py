"""What ``mj-attributes`` says, given to each element as MJML itself gives it.

MJML's order, weakest first: ``mj-all`` (left to the engine), the tag's own
defaults, the classes of ``mj-class`` in the order written, defaults nested in
the parent's class, the element's own attributes. The engine takes the first of
two classes, knows no nested defaults and forgets ``mj-body``, so that all but
``mj-all`` is settled here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from pynews.render.mjml.table import components, heeded
from pynews.render.mjml.tree import Attribute, Node, kept

__all__ = ["Defaults", "applied", "defaults"]

_OF_THE_HEAD = frozenset(
    (
        "mj-all",
        "mj-attributes",
        "mj-body",
        "mj-breakpoint",
        "mj-class",
        "mj-font",
        "mj-head",
        "mj-html-attribute",
        "mj-html-attributes",
        "mj-preview",
        "mj-selector",
        "mj-style",
        "mj-title",
        "mjml",
    )
)
# What stands around an element is told by these, whether or not it knows them itself.
_ANYWHERE = frozenset(("align", "css-class"))
# Their font is their own or that of the accordion around them, never a default.
_IN_ACCORDIONS = frozenset(("mj-accordion-text", "mj-accordion-title"))
# The engine takes any value of full-width as a yes.
_NONE = frozenset((("full-width", "false"), ("full-width", "")))
_RAW_PARENTS = frozenset(
    ("mj-body", "mj-column", "mj-group", "mj-hero", "mj-section", "mj-wrapper")
)


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
        known = {name for each in components().values() for name in each.attributes}
        found.everywhere.update((name, value) for name, value in values.items() if name in known)
    else:
        found.tags.setdefault(child.tag, {}).update(values)


def own(attributes: Iterable[Attribute]) -> dict[str, str]:
    """Return attributes by name; of duplicates the first, as in HTML."""
    values: dict[str, str] = {}
    for each in attributes:
        values.setdefault(each.name, each.value)
    return values


def applied(
    node: Node, found: Defaults, *, parent_classes: str = "", comments: bool = False
) -> Node:
    """Return `node` and all below it with the defaults written into each element.

    ``mj-class`` is gone afterwards; attributes and elements that MJML does not know
    are left out, an ``mj-raw`` where the engine takes none, and, without `comments`,
    what the author wrote to themselves.
    """
    values = own(node.attributes)
    classes = values.pop("mj-class", None)
    preset = dict(found.tags.get(node.tag, ()))
    if classes:
        preset |= _of_classes(classes.split(), found)
    if parent_classes and found.nested:
        preset |= _nested(parent_classes.split(), node.tag, found)
    if node.tag in _IN_ACCORDIONS:
        preset.pop("font-family", None)
    known = heeded(node.tag)
    below = parent_classes if classes is None else classes
    return Node(
        node.tag,
        tuple(
            [
                Attribute(name, value, node.offset)
                for name, value in {**preset, **values}.items()
                if (name in known or name in _ANYWHERE) and (name, value) not in _NONE
            ]
        ),
        tuple(
            [
                applied(each, found, parent_classes=below, comments=comments)
                for each in node.children
                if _fits(each.tag, node.tag) and kept(each, comments=comments)
            ]
        ),
        node.content,
        node.offset,
        node.inner,
    )


def _fits(tag: str, parent: str) -> bool:
    if tag == "mj-raw":
        return parent in _RAW_PARENTS
    if parent not in _RAW_PARENTS:  # the engine takes nothing else there
        return tag in components()[parent].children
    return tag in components() and tag not in _OF_THE_HEAD


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
