"""What the engine leaves out of an element, put into the HTML it made.

Each mend finds its element by a mark: an opaque class that stands for the author's
own classes until the author's text is put back.
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from pynews.render.mjml.layout import Widths, inside
from pynews.render.mjml.tree import Node

__all__ = ["Mend", "mends_of"]

Mend = Callable[[str, str], str]
_BODY_WIDTH = "600px"


def mends_of(body: Node, widths: Widths) -> dict[int, tuple[Mend, ...]]:
    """Return what is to be mended, by the offset of the element it is about.

    A mend takes HTML and the mark of its element and returns the HTML mended.
    """
    found: dict[int, list[Mend]] = {}
    for offset, mend in _walk(body, _pixels(widths.value(body, "width") or _BODY_WIDTH), widths):
        found.setdefault(offset, []).append(mend)
    return {offset: tuple(mends) for offset, mends in found.items()}


def _walk(node: Node, width: float, widths: Widths) -> Iterator[tuple[int, Mend]]:
    yield from ((node.offset, mend) for mend in _of_one(node, width, widths))
    gap = widths.value(node, "gap") if node.tag == "mj-wrapper" else ""
    if gap:
        yield from ((child.offset, partial(_gap, gap=gap)) for child in node.children[1:])
    within = inside(node, width, 1, widths) if node.tag == "mj-wrapper" else width
    for child in node.children:
        yield from _walk(child, within, widths)


def _of_one(node: Node, width: float, widths: Widths) -> Iterator[Mend]:
    value = partial(widths.value, node)
    if node.tag == "mj-hero":
        yield partial(_hero, width=int(inside(node, width, 1, widths)))
        if value("border-radius"):
            yield partial(_hero_radius, radius=value("border-radius"))
        if value("mode") == "fluid-height":
            yield partial(_fluid, ratio=_ratio(node))
    elif node.tag == "mj-social-element" and value("icon-position") == "right":
        yield _icon_right
    elif node.tag == "mj-table" and value("width").endswith("px"):
        yield partial(_table_width, width=value("width"))
    for tag, names in _FORGOTTEN.get(node.tag, ()):
        pairs = [(name, value(name)) for name in names if value(name)]
        if pairs:
            yield partial(_attributes, tag=tag, pairs=pairs)


_FORGOTTEN: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "mj-button": (("a", ("title",)),),
    "mj-image": (("a", ("title",)), ("img", ("sizes",))),
    "mj-table": (("table", ("role",)),),
}


def _icon_right(html: str, mark: str) -> str:
    start = _opening(html, mark)
    row = re.compile(r"(<tr [^>]*>)(<td .*?</table></td>)(<td .*?</td>)(?=</tr>)", re.DOTALL).match(
        html, start
    )
    if row is None:
        return html
    return html[:start] + row[1] + row[3] + row[2] + html[row.end() :]


def _table_width(html: str, mark: str, *, width: str) -> str:
    start = html.find("<table ", _opening(html, mark))
    return html[:start] + html[start:].replace(f'width="{width}"', f'width="{width[:-2]}"', 1)


def _attributes(html: str, mark: str, *, tag: str, pairs: list[tuple[str, str]]) -> str:
    start = _opening(html, mark)
    end = html.find("</tr>", start)
    at = html.find(f"<{tag} ", start, end)
    if at < 0:
        return html
    at += len(tag) + 1
    written = "".join(f' {name}="{value}"' for name, value in pairs)
    return html[:at] + written + html[at:]


def _gap(html: str, mark: str, *, gap: str) -> str:
    start = _opening(html, mark)
    if start < 0:
        return html
    html = _with_style(html, html.find("<div", start), f"margin-top:{gap};", last=True)
    outlook = re.search(rf'<table [^>]*class="{mark}-outlook"[^>]*>', html)
    if outlook is None:
        return html
    plain = re.sub(r' bgcolor="[^"]*"', "", outlook[0])
    html = html[: outlook.start()] + plain + html[outlook.end() :]
    return _with_style(html, outlook.start(), f"padding-top:{gap};")


def _hero(html: str, mark: str, *, width: int) -> str:
    start = html.find("<!--[if mso | IE]><table", _opening(html, mark))
    end = html.find(">", start + 18)
    tag = re.sub(r'width="\d+"', f'width="{width}"', html[start:end])
    tag = re.sub(r"width:[\d.]+px", f"width:{width}px", tag)
    return html[:start] + tag + html[end:]


def _hero_radius(html: str, mark: str, *, radius: str) -> str:
    return _with_style(html, html.find("<td ", _opening(html, mark)), f"border-radius:{radius};")


def _fluid(html: str, mark: str, *, ratio: int) -> str:
    start = html.find("<td ", _opening(html, mark))
    end = html.find(">", start)
    cell = re.sub(r'height="-?[\d.]+" |(?<=;)height:-?[\d.]+px;', "", html[start:end])
    beside = f'<td style="width:0.01%;padding-bottom:{ratio}%;mso-padding-bottom-alt:0;" />'
    close = "</td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]-->"
    last = html.find(close, end) + len(close) + len("</td>")
    return html[:start] + beside + cell + html[end:last] + beside + html[last:]


def _opening(html: str, mark: str) -> int:
    """Return where the element with the class `mark` begins in what browsers see."""
    found = re.search(rf'<(?!table[^>]*{mark}-)[a-z]+ [^>]*class="(?:[^"]* )?{mark}"', html)
    return found.start() if found else -1


def _with_style(html: str, tag: int, added: str, *, last: bool = False) -> str:
    end = html.find(">", tag)
    at = html.find('style="', tag, end)
    if tag < 0 or at < 0:
        return html
    at = html.index('"', at + 7) if last else at + 7
    return html[:at] + added + html[at:]


def _ratio(node: Node) -> int:
    height, width = (_pixels(node.get(f"background-{each}") or "0") for each in ("height", "width"))
    return int(height / width * 100 + 0.5) if width else 0


def _pixels(value: str) -> float:
    found = re.match(r"\s*[\d.]+", value)
    return float(found[0]) if found else 0.0
