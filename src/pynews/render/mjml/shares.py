"""The style rules that give columns their share of the width, as MJML writes them.

The engine reckons in single precision, sorts the rules by name, and names a group by
its exact share, which MJML cuts to whole per cents. They are written anew from the tree.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pynews.render.mjml.layout import Widths, columns
from pynews.render.mjml.tree import Node

__all__ = ["Rule", "column_rules", "with_column_rules"]

_BLOCK = re.compile(r"(?:(?:\.moz-text-html )?\.mj-column-[\w-]+ \{[^}]*\}\s*)+")
_CLASS = re.compile(r"(?<![\w-])mj-column-(?:per|px)-[\d-]+")
_AMOUNT = re.compile(r"\s*(-?\d*(?:[.,]\d*)?)(\D*)\Z")


@dataclass(frozen=True, slots=True)
class Rule:
    """One share of the width, and the classes of the columns that have it."""

    classes: tuple[str, ...]
    share: str

    def css(self, before: str = "") -> str:
        """Return the rule, each selector behind `before`."""
        selectors = ", ".join(f"{before}.{each}" for each in self.classes)
        return f"{selectors} {{ width:{self.share} !important; max-width:{self.share}; }}"


def column_rules(body: Node, widths: Widths) -> tuple[Rule, ...]:
    """Return the rules of all columns and groups, in the order in which they stand."""
    shares = dict(_shares(body, 1, widths))  # of two with one name the later share counts
    classes: dict[str, list[str]] = {}
    for name, share in shares.items():
        classes.setdefault(share, []).append(name)
    return tuple(Rule(tuple(names), share) for share, names in classes.items())


def with_column_rules(html: str, rules: tuple[Rule, ...], *, desktop: bool) -> str:
    """Put `rules` in the place of the engine's.

    Arguments:
        desktop: also for Outlook on the web, ``mjml owa="desktop"``.
    """
    start = html.find("<body")
    known = {name for rule in rules for name in rule.classes}
    if not known or {found[0] for found in _CLASS.finditer(html, start)} != known:
        return html
    befores = iter(("", ".moz-text-html "))

    def written(block: re.Match[str]) -> str:
        before = next(befores, None)
        return block[0] if before is None else _joined(rules, before)

    head = _BLOCK.sub(written, html[:start])
    if desktop:
        after = head.find("</style>", head.find('<style media="screen')) + len("</style>")
        block = f'<style type="text/css">{_joined(rules, "[owa] ")}</style>'
        head = head[:after] + block + head[after:]
    return head + html[start:]


def _joined(rules: tuple[Rule, ...], before: str) -> str:
    if before == "[owa] ":  # which stands before the rule, not before each selector
        return "\n".join(before + rule.css() for rule in rules)
    return " ".join(rule.css(before) for rule in rules) + " "


def _shares(node: Node, siblings: int, widths: Widths) -> Iterator[tuple[str, str]]:
    if node.tag in {"mj-column", "mj-group"}:
        yield _share(node, siblings, widths)
    count = columns(node)
    for child in node.children:
        yield from _shares(child, count, widths)


def _share(node: Node, siblings: int, widths: Widths) -> tuple[str, str]:
    given = widths.value(node, "width")
    if not given:
        amount, unit = 100 / max(siblings, 1), "%"
    else:
        found = _AMOUNT.match(given)
        number, unit = (found[1], found[2] or "px") if found else ("0", "px")
        amount = float(number.replace(",", ".") or 0)
    if unit != "%":
        amount = int(amount)
    name = _number(int(amount) if node.tag == "mj-group" else amount).replace(".", "-")
    return f"mj-column-{'per' if unit == '%' else 'px'}-{name}", f"{_number(amount)}{unit}"


def _number(amount: float) -> str:
    """Return a number as JavaScript prints it."""
    return str(int(amount)) if amount == int(amount) else repr(amount)
