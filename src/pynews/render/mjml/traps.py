"""What MJML allows and readers would suffer from: the engine's gaps, access, strangers' servers."""

import re
from collections.abc import Iterator

from pynews.render.mjml.defaults import defaults
from pynews.render.mjml.fault import Finding
from pynews.render.mjml.tree import Node, is_comment

__all__ = ["trap_findings"]

_RAW_LOST = frozenset(("mj-accordion", "mj-accordion-element", "mj-navbar", "mj-social"))
_ICONS = {
    "mj-accordion": ("icon-wrapped-url", "icon-unwrapped-url"),
    "mj-carousel": ("left-icon", "right-icon"),
}
_NOT_INLINE = re.compile(r"@[a-z-]+|:(?:hover|active|focus|visited|link)\b")


def trap_findings(root: Node, *, icons: bool) -> Iterator[Finding]:
    """Yield what works in MJML and yet harms.

    Arguments:
        icons: whether pictures of social networks are kept somewhere of our own.
    """
    yield from _document(root)
    head = next((each for each in root.children if each.tag == "mj-head"), None)
    by_tag = defaults(head).tags
    body = next((each for each in root.children if each.tag == "mj-body"), root)
    for node in body.walk():
        preset = by_tag.get(node.tag, {})
        yield from _pictures(node, preset)
        yield from _strangers(node, preset, icons=icons)
        yield from _engine(node)
    for node in () if head is None else head.children:
        yield from _head(node)


def _document(root: Node) -> Iterator[Finding]:
    if not root.get("lang"):
        hint = 'write <mjml lang="en-GB" dir="ltr">; screen readers choose the voice by it'
        yield Finding(root.offset, "<mjml> does not say its language", hint)
    for tag in ("mj-head", "mj-body"):
        for again in [each for each in root.children if each.tag == tag][1:]:
            yield Finding(again.offset, f"a second <{tag}> is ignored", "join the two")
    titles = [node for node in root.walk() if node.tag == "mj-title"]
    if not any(node.content for node in titles):
        place = titles[0] if titles else root
        hint = "write <mj-title>the subject</mj-title> in <mj-head>"
        yield Finding(place.offset, "the document has no title", hint)


def _pictures(node: Node, preset: dict[str, str]) -> Iterator[Finding]:
    described = node.get("alt") is not None or "alt" in preset
    if node.tag in {"mj-image", "mj-carousel-image"} and not described:
        hint = 'write alt="what it shows", or alt="" when it only decorates'
        yield Finding(node.offset, f"<{node.tag}> has no alt text", hint)
    if node.tag == "mj-social-element" and not node.content and not node.get("alt"):
        hint = 'write alt="the network\'s name", or a text inside'
        yield Finding(node.offset, "<mj-social-element> is a link without words", hint)


def _strangers(node: Node, preset: dict[str, str], *, icons: bool) -> Iterator[Finding]:
    for name in _ICONS.get(node.tag, ()):
        if node.get(name) is None and name not in preset:
            what = f"<{node.tag}> without {name} loads a picture from a stranger's server"
            yield Finding(node.offset, what, f'write {name}="..." with an address of your own')
    if node.tag == "mj-social-element" and not icons and not node.get("src"):
        what = "<mj-social-element> without src has no picture: no place for icons is set"
        yield Finding(node.offset, what, 'write src="..." with an address of your own')


def _engine(node: Node) -> Iterator[Finding]:
    for child in node.children:
        if child.tag == "mj-raw" and node.tag in _RAW_LOST and not is_comment(child):
            yield Finding(
                child.offset, f"<mj-raw> is lost in <{node.tag}>", "put it before or after"
            )


def _head(node: Node) -> Iterator[Finding]:
    if node.tag == "mj-style" and node.get("inline") == "inline":
        for found in _NOT_INLINE.finditer(node.content):
            what = f"{found[0]} cannot be written into an element and would be lost"
            yield Finding(node.inner + found.start(), what, "move the rule to an <mj-style>")
