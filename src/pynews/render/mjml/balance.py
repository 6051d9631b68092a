"""The HTML that people write into MJML: is every element closed, and how deep is it nested."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pynews.render.mjml.fault import Finding
from pynews.render.mjml.tree import Node, skip_opaque

__all__ = ["balance_findings", "depth_findings"]

_Tag = tuple[int, str, bool]
"""Where a tag begins, its name, and whether it closes."""
_USUAL = 2000  # characters of HTML in one element; what longer ones hold is not kept
_DEEPEST = 100
_DEEPEST_IN_ALL = 1000
_HOLDS_HTML = frozenset(
    (
        "mj-accordion-text",
        "mj-accordion-title",
        "mj-button",
        "mj-navbar-link",
        "mj-social-element",
        "mj-table",
        "mj-text",
    )
)
_VOID = frozenset(
    (
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    )
)
_MARKUP = re.compile(
    r"<!--|<!\[CDATA\[|<(?P<raw>script|style|textarea|title)\b[^<>]*>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][^\s/<>]*)"
    r"""(?:[^<>"'/]++|"[^"]*"|'[^']*'|/(?!>))*+(?P<empty>/?)>""",
    re.IGNORECASE,
)


def balance_findings(root: Node) -> Iterator[Finding]:
    """Yield elements of HTML that are never closed or close nothing."""
    for node in root.walk():
        if node.tag in _HOLDS_HTML:
            yield from _unbalanced(node)


def depth_findings(root: Node) -> Iterator[Finding]:
    """Yield HTML nested more than 100 deep: parsers give up at 254, mail clients before.

    What is opened in one element and never closed counts on in those that follow,
    up to 1,000.
    """
    open_before = 0
    for node in root.walk():
        depth = 0
        for start, _, closes in _tags(node.content) if "<" in node.content else ():
            depth += -1 if closes else 1
            if depth > _DEEPEST or open_before + depth > _DEEPEST_IN_ALL:
                what = f"HTML is nested more than {_DEEPEST} deep"
                yield Finding(node.inner + start, what, "look for elements never closed")
                return
        open_before = max(0, open_before + depth)


def _unbalanced(node: Node) -> Iterator[Finding]:
    stack: list[_Tag] = []
    for tag in _tags(node.content) if "<" in node.content else ():
        start, name, closes = tag
        if not closes:
            stack.append(tag)
        elif any(each[1] == name for each in stack):
            while stack[-1][1] != name:
                yield _unclosed(node, stack.pop())
            stack.pop()
        else:
            hint = f"remove it, or write <{name}> before"
            yield Finding(node.inner + start, f"</{name}> closes nothing", hint)
    for tag in stack:
        yield _unclosed(node, tag)


def _unclosed(node: Node, tag: _Tag) -> Finding:
    start, name, _ = tag
    return Finding(node.inner + start, f"<{name}> is never closed", f"write </{name}>")


def _tags(html: str) -> Iterable[_Tag]:
    return _known_tags(html) if len(html) < _USUAL else _found_tags(html)


@lru_cache(maxsize=4096)
def _known_tags(html: str) -> tuple[_Tag, ...]:
    return tuple(_found_tags(html))


def _found_tags(html: str) -> Iterator[_Tag]:
    position = 0
    while found := _MARKUP.search(html, position):
        position = found.end()
        if found["raw"]:
            close = re.compile(rf"</{found['raw']}\s*>", re.IGNORECASE).search(html, position)
            position = close.end() if close else len(html)
        elif not found["name"]:
            position = skip_opaque(html, found.start()) or len(html)
        elif not found["empty"] and found["name"].lower() not in _VOID:
            yield found.start(), found["name"].lower(), bool(found["close"])
