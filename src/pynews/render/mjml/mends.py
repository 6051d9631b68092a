"""What the engine leaves out of an element, put into the HTML it made.

Each mend finds its element by a mark: an opaque class that stands for the author's
own classes until the author's text is put back.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from pynews.render.mjml.boxes import boxes_of, boxes_within
from pynews.render.mjml.layout import Widths, columns, inside
from pynews.render.mjml.measures import leading
from pynews.render.mjml.table import components
from pynews.render.mjml.tags import in_tag, inserted, with_style
from pynews.render.mjml.tree import Node

__all__ = ["Mend", "mends_of", "opening"]

Mend = Callable[[str, int], str]
_SEPARATE = "border-collapse:separate;"
_HERO_END = "</td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]-->"
_OUTLOOK_CELL = re.compile(r'<td(?: class="[^"]*")? width="[\d.]+px"')
_ICON_ROW = re.compile(
    r"(<tr [^>]*>)(<td (?:(?!</tr></tbody>).)*</tr></tbody></table></td>)(<td .*?</td>)(?=</tr>)",
    re.DOTALL,
)


def mends_of(body: Node, widths: Widths) -> dict[int, tuple[Mend, ...]]:
    """Return what is to be mended, by the offset of the element it is about.

    A mend takes HTML and where its element begins and returns the HTML mended; HTML
    that does not look as expected is left as it is.
    """
    found: dict[int, list[Mend]] = {}
    for offset, mend in _walk(body, widths.of_body(body), 1, widths):
        found.setdefault(offset, []).append(mend)
    return {offset: tuple(mends) for offset, mends in found.items()}


def _walk(node: Node, width: float, siblings: int, widths: Widths) -> Iterator[tuple[int, Mend]]:
    yield from ((node.offset, mend) for mend in _of_one(node, width, widths))
    yield from ((node.offset, box) for box in boxes_of(node, width, widths))
    if node.tag == "mj-social" and widths.value(node, "border"):
        pairs = [("border", widths.value(node, "border"))]
        for child in node.children:
            if not widths.value(child, "border"):
                yield child.offset, partial(_styles, tags="img", pairs=pairs)
    if not node.children:
        return
    within = inside(node, width, siblings, widths)
    yield from _of_children(node, widths)
    yield from boxes_within(node, within, widths)
    count = columns(node)
    for child in node.children:
        yield from _walk(child, within, count, widths)


def _of_children(node: Node, widths: Widths) -> Iterator[tuple[int, Mend]]:
    if node.tag == "mj-wrapper" and widths.value(node, "gap"):
        gap = partial(_gap, gap=widths.value(node, "gap"))
        yield from ((child.offset, _groundless) for child in node.children)
        yield from ((child.offset, gap) for child in node.children[1:])
    if node.tag in {"mj-column", "mj-hero", "mj-wrapper"}:
        outside = node.tag == "mj-wrapper"
        for child in node.children:
            if (align := _foreign_align(child, widths)) and child.tag != "mj-raw":
                yield child.offset, partial(_aligned, align=align, outside=outside)


def _foreign_align(node: Node, widths: Widths) -> str:
    """Return how an element that knows no ``align`` is aligned all the same."""
    return "" if "align" in components()[node.tag].attributes else widths.value(node, "align")


def _of_one(node: Node, width: float, widths: Widths) -> Iterator[Mend]:
    known = _OWN.get(node.tag)
    if known is not None:
        yield from known(node, width, widths)
    for tags, names, as_style in _FORGOTTEN.get(node.tag, ()):
        given = ((name, widths.value(node, name)) for name in names)
        pairs = [(name, value.replace('"', "&quot;")) for name, value in given if value]
        if pairs:
            yield partial(_styles if as_style else _attributes, tags=tags, pairs=pairs)


def _of_hero(node: Node, _: float, widths: Widths) -> Iterator[Mend]:
    inner = [(name, widths.value(node, f"inner-{name}")) for name in _PADDINGS]
    if any(value for _, value in inner):
        yield partial(_hero_inside, pairs=[pair for pair in inner if pair[1]])
    if widths.value(node, "border-radius"):
        yield partial(_hero_radius, radius=widths.value(node, "border-radius"))
    if widths.value(node, "mode") == "fluid-height":
        yield partial(_fluid, ratio=_ratio(node))


def _of_social(node: Node, _: float, widths: Widths) -> Iterator[Mend]:
    if widths.value(node, "icon-position") == "right" and node.content:
        yield _icon_right


def _of_navbar(node: Node, _: float, widths: Widths) -> Iterator[Mend]:
    if ground := widths.value(node, "container-background-color"):
        yield partial(_grounded, ground=ground.replace('"', "&quot;"))


def _of_table(node: Node, _: float, widths: Widths) -> Iterator[Mend]:
    if widths.value(node, "width").endswith("px"):
        yield partial(_table_width, width=widths.value(node, "width"))
    if any(widths.value(node, name) for name in ("border", "cellpadding", "cellspacing")):
        yield partial(_table_spaced, spaced=bool(leading(widths.value(node, "cellspacing"))))


def _of_column(node: Node, _: float, widths: Widths) -> Iterator[Mend]:
    if widths.value(node, "inner-border-radius") and not widths.value(node, "border-radius"):
        yield _column_inside


_OWN: dict[str, Callable[[Node, float, Widths], Iterator[Mend]]] = {
    "mj-column": _of_column,
    "mj-hero": _of_hero,
    "mj-navbar": _of_navbar,
    "mj-social-element": _of_social,
    "mj-table": _of_table,
}
_BORDERS = ("border-bottom", "border-left", "border-right", "border-top")
_PADDINGS = ("padding", "padding-bottom", "padding-left", "padding-right", "padding-top")
_FORGOTTEN: dict[str, tuple[tuple[str, tuple[str, ...], bool], ...]] = {
    "mj-accordion-element": (("label", ("font-family",), True),),
    "mj-accordion-title": (("td", ("font-weight",), True),),
    "mj-button": (("[ap]", ("title",), False),),
    "mj-image": (
        ("a", ("title",), False),
        ("img", ("sizes",), False),
        ("img", _BORDERS, True),
    ),
    "mj-social-element": (
        ("img", ("border",), True),
        ("img", ("sizes", "srcset"), False),
    ),
    "mj-table": (("table", ("role",), False),),
}


def opening(html: str, mark: str) -> int:
    """Return where the element with the class `mark` begins in what browsers see, or -1."""
    at = html.find(f'{mark}"')
    return html.rfind("<", 0, at) if at >= 0 else -1


def _icon_right(html: str, at: int) -> str:
    row = _ICON_ROW.match(html, at)
    return html if row is None else html[:at] + row[1] + row[3] + row[2] + html[row.end() :]


def _table_width(html: str, at: int, *, width: str) -> str:
    return in_tag(html, html.find("<table ", at), f'width="{width}"', f'width="{width[:-2]}"')


def _table_spaced(html: str, at: int, *, spaced: bool) -> str:
    table = html.find("<table ", at)
    html = in_tag(html, table, _SEPARATE, "")
    return with_style(html, table, _SEPARATE) if spaced else html


def _column_inside(html: str, at: int) -> str:
    table = html.find("<table ", at)
    if _SEPARATE in html[table : html.find(">", table)]:
        return in_tag(html, table, f' style="{_SEPARATE}"', "")
    return with_style(html, table, _SEPARATE)


def _aligned(html: str, at: int, *, align: str, outside: bool) -> str:
    """Align the cell of an element; of a section in a wrapper, the one before for Outlook."""
    if outside:
        cells = [found.start() for found in _OUTLOOK_CELL.finditer(html, max(0, at - 3000), at)]
        at = cells[-1] if cells else -1
    cell, end = at, html.find(">", at)
    if not html.startswith("<td", max(cell, 0)) or " align=" in html[cell:end]:
        return html
    return inserted(html, cell + len("<td"), f' align="{align}"')


def _attributes(html: str, at: int, *, tags: str, pairs: list[tuple[str, str]]) -> str:
    found = _first(html, at, tags)
    written = "".join(f' {name}="{value}"' for name, value in pairs)
    return html if found is None else inserted(html, found.end() - 1, written)


def _styles(html: str, at: int, *, tags: str, pairs: list[tuple[str, str]]) -> str:
    found = _first(html, at, tags)
    written = "".join(f"{name}:{value};" for name, value in pairs)
    return html if found is None else with_style(html, found.start(), written)


def _first(html: str, at: int, tags: str) -> re.Match[str] | None:
    return re.compile(rf"<{tags} ").search(html, at, html.find("</tr>", at))


def _grounded(html: str, at: int, *, ground: str) -> str:
    """Give the cell of an element its ground."""
    if not html.startswith("<td", at) or "background:" in html[at : html.find(">", at)]:
        return html
    return with_style(html, at, f"background:{ground};")


def _groundless(html: str, at: int) -> str:
    """Take its ground from Outlook's table around a section, that the gap may show."""
    outlook = html.rfind("<table ", 0, max(html.find("<div", at), 0))
    colour = re.compile(r' bgcolor="[^"]*"').search(html, max(outlook, 0), html.find(">", outlook))
    return html if colour is None else html[: colour.start()] + html[colour.end() :]


def _gap(html: str, at: int, *, gap: str) -> str:
    div = html.find("<div", at)
    html = with_style(html, div, f"margin-top:{gap};", last=True)
    outlook = html.rfind("<table ", 0, max(div, 0))
    return with_style(html, outlook, f"padding-top:{gap};")


def _hero_inside(html: str, at: int, *, pairs: list[tuple[str, str]]) -> str:
    written = "".join(f"{name}:{value};" for name, value in pairs)
    return with_style(html, html.rfind("<", 0, html.find("mj-hero-content", at)), written)


def _hero_radius(html: str, at: int, *, radius: str) -> str:
    return with_style(html, html.find("<td ", at), f"border-radius:{radius};")


def _fluid(html: str, at: int, *, ratio: int) -> str:
    start = html.find("<td ", at)
    end = html.find(">", start)
    inner = html.find(_HERO_END, end)
    if min(start, end, inner) < 0:
        return html
    cell = re.sub(r'height="-?[\d.]+" |(?<=;)height:-?[\d.]+px;', "", html[start:end])
    beside = f'<td style="width:0.01%;padding-bottom:{ratio}%;mso-padding-bottom-alt:0;" />'
    last = inner + len(_HERO_END) + len("</td>")
    return html[:start] + beside + cell + html[end:last] + beside + html[last:]


def _ratio(node: Node) -> int:
    height, width = (leading(node.get(f"background-{each}") or "0") for each in ("height", "width"))
    return int(height / width * 100 + 0.5) if width else 0
