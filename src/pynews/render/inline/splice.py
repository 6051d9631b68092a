"""Styles are spliced into start tags; every other byte of the HTML stays.

An inliner parses HTML and writes it anew, and in doing so repairs what was no
fault: entities, quotes, doctype, template tags, Outlook's comments. Here it works
on a marked copy without styles, comments and style blocks; only what it says about
each marked tag is taken over.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from typing import Protocol

from pynews.errors import TemplateError
from pynews.render.inline.candidates import Tag, blanked, candidates
from pynews.render.inline.css import merge, plain_rules, sealed, unsealed
from pynews.render.inline.presentation import presentation

__all__ = ["MARK", "Found", "Inliner", "Styles", "marked", "splice", "with_attribute"]

MARK = "data-pynews"
_LONGEST = 50_000
_USUAL = 1000  # characters of a start tag; the styles of longer ones are not kept
Found = tuple[tuple[int, str], ...]
Styles = Callable[[str, str], Found]
_UNUSED = re.compile(rf'\s(?!(?:class|id|{MARK})=)[A-Za-z][\w:-]*="[^"<>]*"')
_STYLE = re.compile(r"""\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


class Inliner(Protocol):
    """Something that writes CSS into the elements of a page."""

    def __call__(self, html: str, css: str) -> str:
        """Return `html` with the rules of `css` in ``style`` attributes.

        Nothing else changes: style blocks, comments, doctype, entities and
        attributes stay as they are, but for the ``width``, ``align`` and the like of
        tables and pictures that a rule meant. At-rules of `css` are left out.

        Raises:
            TemplateError: the CSS cannot be read.
        """


def splice(html: str, css: str, styles: Styles) -> str:
    """Return `html` with what `styles` finds for each tag merged into it.

    Arguments:
        styles: marked HTML and CSS to the declarations of each mark, in their order.

    Raises:
        TemplateError: the CSS is longer than 50,000 characters, or cannot be read.
    """
    if len(css) > _LONGEST:
        raise TemplateError(
            f"the CSS to inline has {len(css):,} characters; more than {_LONGEST:,} are refused",
            hint="Gmail reads no more than 16,384 characters of CSS at all",
        )
    rules = plain_rules(css)
    if not rules:
        return html
    page = blanked(html)
    tags = candidates(page, rules)
    plain, strings = sealed(rules)
    found = styles(_bare(marked(page, tags), rules), plain) if tags else ()
    parts: list[str] = []
    position = 0
    for number, inlined in found:
        tag = tags[number]
        start, name = html[tag.start : tag.end], tag.name_end - tag.start
        style = _styled if tag.end - tag.start < _USUAL else _styled.__wrapped__
        parts += (html[position : tag.start], style(start, name, unsealed(inlined, strings)))
        position = tag.end
    return "".join(parts) + html[position:]


def marked(page: str, tags: tuple[Tag, ...]) -> str:
    """Return a copy of `page` in which each of `tags` bears its number."""
    parts: list[str] = []
    position = 0
    for number, tag in enumerate(tags):
        parts += [page[position : tag.name_end], f' {MARK}="{number}"']
        position = tag.name_end
    return "".join(parts) + page[position:]


def _bare(html: str, rules: str) -> str:
    """Return the marked copy without what no selector looks at: styles, texts, attributes."""
    html = re.sub(r' style="[^"]*"', "", html)
    if any(word in html for word in ("style", "STYLE", "Style")):
        html = _STYLE.sub("", html)
    if ":empty" not in rules:
        html = re.sub(r">[^<>]+<", "><", html)
    if "[" not in rules:
        html = _UNUSED.sub("", html)
    return html


@lru_cache(maxsize=4096)
def _styled(start: str, name: int, inlined: str) -> str:
    own = _STYLE.search(start, name)
    before = "" if own is None else unescape(own[1] if own[1] is not None else own[2])
    style = merge(before, inlined)
    written = f' style="{_attribute_value(style)}"'
    if own is None:
        start = start[:name] + written + start[name:]
    else:
        start = start[: own.start()] + written + start[own.end() :]
    for attribute, value in presentation(start[1:name], style):
        start = with_attribute(start, name, attribute, value)
    return start


def with_attribute(start: str, name: int, attribute: str, value: str) -> str:
    """Return a start tag with an attribute, the one it had replaced.

    Arguments:
        name: where the tag's name ends.
    """
    written = f' {attribute}="{_attribute_value(value)}"'
    own = re.compile(
        rf"""\s{attribute}\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE
    ).search(start, name)
    if own is None:
        return start[:name] + written + start[name:]
    return start[: own.start()] + written + start[own.end() :]


def _attribute_value(text: str) -> str:
    return escape(text, quote=False).replace('"', "&quot;")
