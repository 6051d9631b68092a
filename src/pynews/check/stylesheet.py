"""Reads the little CSS that a message carries: rules with their selectors and media."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Rule", "declarations", "matching", "rules"]

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
BLOCK = re.compile(r"(?P<head>[^{}]*)\{(?P<body>(?:[^{}]|\{[^{}]*\})*)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a selector, what it declares, and the at-rule around it ("" for none)."""

    selector: str
    declared: tuple[tuple[str, str], ...]
    media: str = ""


def rules(css: str, media: str = "") -> Iterator[Rule]:
    """Yield the rules of a style sheet, those inside ``@media`` too, in order."""
    for match in BLOCK.finditer(COMMENT.sub("", css)):
        head, body = " ".join(match["head"].split()), match["body"]
        head = head.rpartition(";")[2].strip()
        if head.startswith("@"):
            yield from rules(body, f"{media} {head}".strip())
            continue
        for selector in head.split(","):
            yield Rule(selector.strip(), tuple(declarations(body).items()), media)


@lru_cache(maxsize=4096)
def declarations(style: str) -> dict[str, str]:
    """Return property and value of a ``style`` attribute or a rule's body; the last one wins."""
    found: dict[str, str] = {}
    for part in style.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            key = name.strip().lower()
            found.pop(key, None)
            found[key] = value.replace("!important", "").strip()
    return found


@lru_cache(maxsize=4096)
def matching(selector: str) -> object:
    """Return the XPath that finds a selector's elements; "" for what no static page can tell."""
    from lxml.cssselect import CSSSelector, SelectorSyntaxError

    try:
        return CSSSelector(selector, translator="html")
    except (SelectorSyntaxError, NotImplementedError):
        return None
