"""Elements get the measures that MJML gives them, where the engine reckons otherwise."""

import re
from collections.abc import Callable, Iterator
from functools import partial

from pynews.render.mjml.layout import Widths, inside
from pynews.render.mjml.measures import amount_of, number, whole
from pynews.render.mjml.tags import in_tag
from pynews.render.mjml.tree import Node

__all__ = ["boxes_of", "boxes_within"]

_PLAIN = re.compile(r"(?:\s*\d+(?:px)?(?=\s|\Z))*\s*\Z")
_PADDINGS = ("padding", "padding-left", "padding-right")
_FALLBACK = "<!--[if mso]>"
_THUMBNAIL = re.compile(
    r'(<a [^>]*class="mj-carousel-thumbnail [^>]*?[;"])(display:inline-block)'
    r'([^>]*?;width:)([^;"]*)([^>]*><label [^>]*><img [^>]*? width=)"[^"]*"'
)
_IMAGE = re.compile(r'(<img [^>]*?border="0" [^>]*?)width="[^"]*"([^>]*?[;"])width:[^;"]*')

Box = Callable[[str, int], str]


def boxes_of(node: Node, width: float, widths: Widths) -> Iterator[Box]:
    """Yield what gives `node`, which stands in `width` pixels, its measures."""
    known = _KNOWN.get(node.tag)
    if known is not None:
        yield from known(node, width, widths)


def boxes_within(node: Node, within: float, widths: Widths) -> Iterator[tuple[int, Box]]:
    """Yield what gives elements in `node` their measures, by their offsets.

    Arguments:
        within: the width inside `node`, in pixels.
    """
    if node.tag == "mj-wrapper":
        yield from _in_wrapper(node, within, widths)
    if node.tag == "mj-body" and not (widths.value(node, "width") or "px").endswith("px"):
        yield from _in_body(node, within, widths.value(node, "width"))
    if node.tag == "mj-social":
        for child in node.children:
            size = widths.value(child, "icon-size") or widths.value(node, "icon-size")
            if "." in size:
                yield child.offset, partial(_icon, size=whole(size))


def _in_body(node: Node, within: float, said: str) -> Iterator[tuple[int, Box]]:
    for child in node.children:
        if child.tag != "mj-raw":
            yield child.offset, partial(_boxed, width=within, said=said)
        for inner in child.children if child.tag == "mj-wrapper" else ():
            yield inner.offset, partial(_celled, width=number(within), said=said)


def _in_wrapper(node: Node, within: float, widths: Widths) -> Iterator[tuple[int, Box]]:
    sizes = [widths.value(node, name) for name in _PADDINGS]
    if all(map(_PLAIN.match, sizes)) and not widths.borders(node, "border"):
        return
    for child in node.children:
        if child.tag != "mj-raw":
            yield child.offset, partial(_boxed, width=within)


def _of_button(node: Node, _: float, widths: Widths) -> Iterator[Box]:
    amount, unit = amount_of(widths.value(node, "width"))
    if widths.value(node, "width") and unit == "px":
        inner = widths.padding(node, of="inner-padding") + widths.borders(node, "border")
        yield partial(_worded, width=number(int(amount) - inner))


def _of_carousel(node: Node, width: float, widths: Widths) -> Iterator[Box]:
    thumbnail = widths.value(node, "tb-width")
    hidden = node.get("thumbnails") == "supported"
    yield partial(_carousel, width=width, thumbnail=thumbnail, hidden=hidden)


def _of_divider(node: Node, width: float, widths: Widths) -> Iterator[Box]:
    given = widths.value(node, "width") or "100%"
    if not given.endswith("px"):
        inner = int(width) - widths.padding(node)
        amount = inner * (whole(given) / 100) if given.endswith("%") else inner
        yield partial(_line, width=f"{number(amount)}px")


def _of_hero(node: Node, width: float, widths: Widths) -> Iterator[Box]:
    yield partial(_hero, width=inside(node, width, 1, widths))
    if widths.value(node, "mode") != "fluid-height":
        padding = widths.padding(node, "top", "bottom")
        yield partial(_high, height=whole(widths.value(node, "height")) - padding)


def _of_image(node: Node, _: float, widths: Widths) -> Iterator[Box]:
    height = widths.value(node, "height")
    if "." in height:
        yield partial(_icon, size=whole(height), name="height")


def _of_section(node: Node, _: float, widths: Widths) -> Iterator[Box]:
    if node.get("full-width") and widths.value(node, "border-radius"):
        yield partial(_square, radius=widths.value(node, "border-radius"))


_KNOWN: dict[str, Callable[[Node, float, Widths], Iterator[Box]]] = {
    "mj-button": _of_button,
    "mj-carousel": _of_carousel,
    "mj-divider": _of_divider,
    "mj-hero": _of_hero,
    "mj-image": _of_image,
    "mj-section": _of_section,
    "mj-wrapper": _of_section,
}


def _boxed(html: str, at: int, *, width: float, said: str = "") -> str:
    """Give Outlook's table around an element, and the element, their width.

    Arguments:
        said: the width as a style says it, when not in pixels.
    """
    div = html.find("<div", at)
    table = html.rfind("<table ", 0, max(div, 0))
    end = html.find(">", div)
    found = re.compile(r' width="([^"]*)"').search(html, max(table, 0), max(div, 0))
    if min(div, table) < 0 or found is None:
        return html
    shown, region = number(width), html[table:end]
    region = region.replace(f' width="{found[1]}"', f' width="{shown}"')
    region = region.replace(f"width:{found[1]}px", f"width:{said or f'{shown}px'}")
    return html[:table] + region + html[end:]


def _celled(html: str, at: int, *, width: str, said: str) -> str:
    """Let Outlook's cell around an element say its width as the body says it."""
    old = f' width="{width}px"'
    cell = html.rfind(old, 0, at)
    return html if cell < 0 else f'{html[:cell]} width="{said}"{html[cell + len(old) :]}'


def _worded(html: str, at: int, *, width: str) -> str:
    """Give the words of a button what padding and borders leave of its width."""
    words = re.compile(r"<[ap] [^>]*?(?<=[;\"])width:([^;\"]*)").search(html, at)
    if words is None or "</tr>" in html[at : words.start()]:
        return html
    return f"{html[: words.start(1)]}{width}px{html[words.end(1) :]}"


def _carousel(html: str, at: int, *, width: float, thumbnail: str, hidden: bool) -> str:
    fallback = html.find(_FALLBACK, at)
    end = html.find("<![endif]-->", fallback)
    if min(fallback, end) < 0:
        return html

    def small(found: re.Match[str]) -> str:
        display = "display:none" if hidden else found[2]
        return f'{found[1]}{display}{found[3]}{thumbnail}{found[5]}"{whole(thumbnail)}"'

    carousel = re.sub(r' width="(\d+)\.\d+"', r' width="\1"', _THUMBNAIL.sub(small, html[at:end]))
    image = rf'\g<1>width="{int(width)}"\g<2>width:{number(width)}px'
    return html[:at] + _IMAGE.sub(image, carousel) + html[end:]


def _icon(html: str, at: int, *, size: int, name: str = "width") -> str:
    """Give a picture its size in whole pixels."""
    image = html.find("<img ", at)
    found = re.compile(rf' {name}="[^"]*"').search(html, max(image, 0), html.find(">", image))
    return html if found is None else in_tag(html, image, found[0], f' {name}="{size}"')


def _line(html: str, at: int, *, width: str) -> str:
    """Give Outlook's line the width that MJML gives it."""
    start = html.find("<table ", at)
    found = re.compile(r'width="(-?[\d.]+px)"').search(html, max(start, 0), html.find(">", start))
    if found is None:
        return html
    html = in_tag(html, start, f"width:{found[1]}", f"width:{width}")
    return in_tag(html, start, found[0], f'width="{width}"')


def _hero(html: str, at: int, *, width: float) -> str:
    start = html.find("<table ", html.find("<!--[if mso | IE]><table ", at))
    found = re.compile(r'width="([^"]*)"').search(html, max(start, 0), html.find(">", start))
    if found is None:
        return html
    html = in_tag(html, start, f"width:{found[1]}px", f"width:{number(width)}px")
    return in_tag(html, start, found[0], f'width="{int(width)}"')


def _high(html: str, at: int, *, height: int) -> str:
    cell = html.find("<td ", at)
    end = html.find(">", max(cell, 0))
    if cell < 0:
        return html
    high = re.sub(r' height="[^"]*"', f' height="{height}"', html[cell:end], count=1)
    high = re.sub(r"(?<=[;\"])height:[^;\"]*", f"height:{height}px", high, count=1)
    return html[:cell] + high + html[end:]


def _square(html: str, at: int, *, radius: str) -> str:
    """Take the radius off the table that fills the window, and is not rounded."""
    return in_tag(html, at, f"border-radius:{radius};", "")
