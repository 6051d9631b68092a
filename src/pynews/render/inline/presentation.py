"""Attributes that old mail programs read where they do not read styles.

Of tables and pictures that a rule meant, width, height, alignment and ground are said
in attributes, too, as MJML's own inliner (juice) does.
"""

import re
from collections.abc import Iterator

from pynews.render.inline.css import declarations

__all__ = ["presentation"]

_SIZED = frozenset(("img", "table", "td", "th"))
_TABLES = frozenset(
    ("caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr")
)
_NAMES = {
    "background-color": "bgcolor",
    "background-image": "background",
    "text-align": "align",
    "vertical-align": "valign",
}
_GRADIENT = re.compile(r"(?:linear|radial)-gradient\(", re.IGNORECASE)
_ADDRESS = re.compile(r"""url\((["']?)([^"']+)\1\)""")


def presentation(tag: str, style: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each attribute that says what `style` says.

    Arguments:
        tag: name of the element, in any case.
        style: its style attribute, with the rules in it.
    """
    tag = tag.lower()
    said = dict(declarations(style)) if tag in _SIZED | _TABLES else {}
    if tag in _SIZED:
        yield from _sizes(said, percents=tag in _TABLES)
    if tag in _TABLES:
        yield from _looks(said)


def _sizes(said: dict[str, str], *, percents: bool) -> Iterator[tuple[str, str]]:
    for name in ("width", "height"):
        value = said.get(name, "")
        if "px" in value or "auto" in value:
            yield name, value.replace("px", "", 1)
        elif "%" in value and percents:
            yield name, value


def _looks(said: dict[str, str]) -> Iterator[tuple[str, str]]:
    for name, attribute in _NAMES.items():
        value = said.get(name, "")
        if value and not _GRADIENT.search(value):
            yield attribute, _ADDRESS.sub(r"\2", value) if attribute == "background" else value
