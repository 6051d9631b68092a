"""Every attribute is held against what its element knows."""

from collections.abc import Iterator

from pynews.render.mjml.defaults import defaults
from pynews.render.mjml.fault import Finding, meant
from pynews.render.mjml.table import COMMON_ATTRIBUTES, accepts, components, explain
from pynews.render.mjml.tree import Attribute, Node

__all__ = ["attribute_findings"]

_MERGE_MARKS = ("{{", "{%", "*|", "[[", "%%")


def attribute_findings(root: Node) -> Iterator[Finding]:
    """Yield unknown, doubled and ill-typed attributes and unknown classes of the tree."""
    head = next((each for each in root.children if each.tag == "mj-head"), None)
    classes = set(defaults(head).classes)
    for node in root.walk():
        yield from _doubled(node)
        if node is root:
            continue
        for attribute in node.attributes:
            if attribute.name == "mj-class":
                yield from _unknown_classes(attribute, classes)
            elif node.tag in {"mj-all", "mj-class"}:
                yield from _anywhere(node, attribute)
            else:
                yield from _of_element(node, attribute)


def _doubled(node: Node) -> Iterator[Finding]:
    seen: set[str] = set()
    for each in node.attributes:
        if each.name in seen:
            what = f'<{node.tag}> has the attribute "{each.name}" twice'
            yield Finding(each.offset, what, "keep one of them; only the first counts")
        seen.add(each.name)


def _unknown_classes(attribute: Attribute, classes: set[str]) -> Iterator[Finding]:
    for name in attribute.value.split():
        if name not in classes:
            hint = (
                meant(name, classes) or f'write <mj-class name="{name}" ... /> in <mj-attributes>'
            )
            yield Finding(attribute.offset, f'there is no mj-class called "{name}"', hint)


def _anywhere(node: Node, attribute: Attribute) -> Iterator[Finding]:
    kinds = [kind for each in components().values() for kind in _kinds(each.name, attribute.name)]
    if attribute.name in COMMON_ATTRIBUTES or (node.tag, attribute.name) == ("mj-class", "name"):
        return
    if not kinds:
        known = {name for each in components().values() for name in each.attributes}
        what = f'no MJML element knows the attribute "{attribute.name}"'
        yield Finding(attribute.offset, what, meant(attribute.name, known))
    elif not any(_fits(kind, attribute.value) for kind in kinds):
        yield _ill_typed(attribute, kinds[0])


def _kinds(tag: str, name: str) -> list[str]:
    kind = components()[tag].attributes.get(name)
    return [] if kind is None else [kind]


def _of_element(node: Node, attribute: Attribute) -> Iterator[Finding]:
    known = components().get(node.tag)
    if known is None or attribute.name in COMMON_ATTRIBUTES:
        return
    kind = known.attributes.get(attribute.name)
    if kind is None:
        what = f'<{node.tag}> knows no attribute "{attribute.name}"'
        allowed = (
            "allowed are " + ", ".join(known.attributes) if known.attributes else "it has none"
        )
        yield Finding(attribute.offset, what, meant(attribute.name, known.attributes) or allowed)
    elif not _fits(kind, attribute.value):
        yield _ill_typed(attribute, kind)


def _fits(kind: str, value: str) -> bool:
    return any(mark in value for mark in _MERGE_MARKS) or accepts(kind, value)


def _ill_typed(attribute: Attribute, kind: str) -> Finding:
    what = f'{attribute.name}="{attribute.value}" is no value that MJML takes'
    return Finding(attribute.offset, what, f"write {explain(kind)}")
