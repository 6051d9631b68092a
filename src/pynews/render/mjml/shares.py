"""Columns get the width, the gutter and the style rules that MJML gives them.

The engine reckons in single precision, sorts the rules by name, names a group by its
exact share, which MJML cuts to whole per cents, and knows no gutter. All of it is
reckoned anew from the tree, and written into the page in the order of the columns.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pynews.render.mjml.gutters import Gutter, Place, gutter_of, left_of
from pynews.render.mjml.layout import Widths, columns, inside
from pynews.render.mjml.measures import amount_of, number, rounded
from pynews.render.mjml.tree import Node

__all__ = ["Column", "columns_of", "with_columns"]

_BLOCK = re.compile(r"(?:(?:\.moz-text-html )?\.mj-column-[\w-]+ \{[^}]*\}\s*)+")
_CELL = re.compile(
    r'(?P<before><td [^>]*?(?<=[;"])width:)[^;"]*(?P<between>[^>]*><!\[endif\]-->'
    r'<div class="[^"]*?)(?P<name>mj-column-(?:per|px)-[\w-]+)(?P<classes>[^"]*" style="[^"]*?'
    r'(?<=[;"])width:)[^;"]*'
)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column or group of columns is given.

    Arguments:
        name: the class that gives it its share on a wide screen.
        share: that share.
        cell: the width of its cell in Outlook.
        phone: its width on a narrow screen.
        gutter: the space to the columns beside it.
        align: what its cell in Outlook is told of alignment, as an attribute or style.
    """

    name: str
    share: str
    cell: str
    phone: str
    gutter: Gutter | None
    align: str = ""


def columns_of(body: Node, widths: Widths) -> tuple[Column, ...]:
    """Return all columns and groups, in the order in which they stand."""
    return tuple(_within(body, widths.of_body(body), "", Place(), widths))


def with_columns(html: str, found: tuple[Column, ...], *, desktop: bool) -> str:
    """Write what columns are given over what the engine gave them.

    Arguments:
        desktop: also for Outlook on the web, ``mjml owa="desktop"``.
    """
    start = html.find("<body")
    cells = list(_CELL.finditer(html, start))
    if not cells or len(cells) != len(found):
        return html
    head, rules = html[:start], _rules(found)
    befores = iter(("", ".moz-text-html "))

    def written(block: re.Match[str]) -> str:
        before = next(befores, None)
        return block[0] if before is None else _joined(rules, before)

    head = _BLOCK.sub(written, head)
    if desktop:
        after = head.find("</style>", head.find('<style media="screen')) + len("</style>")
        block = f'<style type="text/css">{_joined(rules, "[owa] ")}</style>'
        head = head[:after] + block + head[after:]
    pieces = [head, html[start : cells[0].start()]]
    ends = [*(each.start() for each in cells), len(html)]
    for cell, column, (_, end) in zip(cells, found, pairwise(ends), strict=True):
        pieces += (_written(cell, column), html[cell.end() : end])
    return "".join(pieces)


def _written(cell: re.Match[str], column: Column) -> str:
    gutter, before, width = column.gutter, cell["before"], column.cell
    if column.align.startswith(" "):
        before = f"<td{column.align}{before.removeprefix('<td')}"
    elif column.align:
        width += f";{column.align}"
    if gutter is None:
        return f"{before}{width}{cell['between']}{column.name}{cell['classes']}{column.phone}"
    outlook = f";padding:{gutter.outlook}" if gutter.outlook else ""
    return (
        f"{before}{width}{outlook}{cell['between']}{column.name} {gutter.name}"
        f"{cell['classes']}{column.phone};padding:{gutter.phone}"
    )


def _rules(found: tuple[Column, ...]) -> dict[str, list[str]]:
    """Return the names of classes by what their rule says."""
    said: dict[str, str] = {}  # of two with one name the later share counts
    for column in found:
        said[column.name] = f"width:{column.share} !important; max-width:{column.share};"
        if column.gutter and column.gutter.desktop:
            said[column.gutter.name] = f"padding:{column.gutter.desktop} !important;"
    names: dict[str, list[str]] = {}
    for name, rule in said.items():
        names.setdefault(rule, []).append(name)
    return names


def _joined(rules: dict[str, list[str]], before: str) -> str:
    if before == "[owa] ":  # which stands before the rule, not before each selector
        return "\n".join(f"{before}{_rule(names, rule, '')}" for rule, names in rules.items())
    return " ".join(_rule(names, rule, before) for rule, names in rules.items()) + " "


def _rule(names: list[str], rule: str, before: str) -> str:
    selectors = ", ".join(f"{before}.{each}" for each in names)
    return f"{selectors} {{ {rule} }}"


def _within(
    node: Node, width: float, gutter: str, place: Place, widths: Widths
) -> Iterator[Column]:
    count = columns(node)
    if node.tag in {"mj-section", "mj-wrapper"}:
        gutter = widths.value(node, "gutter")
    if node.tag in {"mj-section", "mj-wrapper", "mj-group"}:
        right_to_left = widths.value(node, "direction") == "rtl"
        place = Place(len(node.children), 0, node.tag == "mj-group", right_to_left, width)
    for index, child in enumerate(node.children):
        if child.tag in {"mj-column", "mj-group"}:
            given, align = widths.value(child, "width"), widths.value(child, "align")
            if child.tag == "mj-group":
                found = _group(given or _equal(count), width)
            else:
                found = _column(given, count, gutter, replace(place, index=index))
            yield replace(found, align=_aligned(align, place)) if align else found
        if child.children and child.tag != "mj-column":
            yield from _within(child, inside(child, width, count, widths), gutter, place, widths)


def _aligned(align: str, place: Place) -> str:
    value = align.replace('"', "&quot;")
    return f"align:{value}" if place.grouped else f' align="{value}"'


def _equal(siblings: int) -> str:
    return f"{number(100 / max(siblings, 1))}%"


def _group(given: str, width: float) -> Column:
    amount, unit = amount_of(given)
    name = f"mj-column-{'per' if unit == '%' else 'px'}-{int(amount)}"
    cell = width * amount / 100 if unit == "%" else amount
    return Column(name, f"{number(amount)}{unit}", f"{number(cell)}px", "100%", None)


def _column(given: str, siblings: int, gutter: str, place: Place) -> Column:
    amount, unit = amount_of(given or _equal(siblings))
    cell = rounded(place.width * amount / 100 if unit == "%" else amount)
    between = gutter_of(gutter, unit, place) if gutter else None
    if between is not None:
        amount = left_of(amount, unit, gutter, place)
    kind = "per" if unit == "%" else "px"
    name = f"mj-column-{kind}-{number(amount).replace('.', '-')}"
    phone = "100%"
    if place.grouped and unit != "%":
        phone = f"{number(round(amount / max(int(place.width), 1) * 100, 6))}%"
    elif place.grouped and between is not None:
        phone = f"{number(amount)}%"
    elif place.grouped:
        phone = given or f"{int(100 / max(siblings, 1))}%"
    return Column(name, f"{number(amount)}{unit}", f"{cell}px", phone, between)
