"""The two inliners: premailer, and css-inline for those who installed the extra ``fast``."""

import logging
import re
from functools import cache, lru_cache
from html import unescape
from typing import Any

from pynews.errors import ProjectError, TemplateError
from pynews.render.inline.candidates import deepest
from pynews.render.inline.splice import MARK, Found, splice

__all__ = ["css_inline_inliner", "premailer_inliner"]

_MARKED = re.compile(rf"""\s{MARK}="(\d+)"((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_STYLE = re.compile(r"""\sstyle=(?:"([^"]*)"|'([^']*)')""")
# What an engine finds depends on tags, classes and rules alone: a page whose words
# were changed is not matched anew.
_KEPT = 12
_MANY = 4000
_DEEPEST = 1000


def premailer_inliner(html: str, css: str) -> str:
    """Inline with premailer; see `Inliner`. Modern colours such as ``rgb(0 0 0 / 50%)`` are lost.

    Raises:
        TemplateError: premailer cannot read the CSS.
    """
    return splice(html, css, _by_premailer)


def css_inline_inliner(html: str, css: str) -> str:
    """Inline with css-inline; see `Inliner`.

    Raises:
        TemplateError: css-inline cannot read the CSS.
        ProjectError: css-inline is not installed.
    """
    return splice(html, css, _by_css_inline)


@cache
def _reader() -> Any:  # noqa: ANN401 - premailer, which is imported late, has no types
    from premailer import Premailer

    known: dict[tuple[str, int], Any] = {}

    class Reader(Premailer):  # type: ignore[misc]
        """Reads a style sheet once, not anew for each page; sheets differ little in number."""

        def _parse_style_rules(self, css_body: str, ruleset_index: int) -> Any:  # noqa: ANN401
            key = css_body, ruleset_index
            if key not in known:
                if len(known) >= _KEPT:
                    known.clear()
                known[key] = super()._parse_style_rules(css_body, ruleset_index)
            applied, left = known[key]
            return list(applied), list(left)

    return Reader


@lru_cache(maxsize=_KEPT)
def _by_premailer(html: str, css: str) -> Found:
    try:
        inlined: str = _reader()(
            html,
            css_text=[css],
            allow_network=False,
            disable_validation=True,
            disable_link_rewrites=True,
            align_floating_images=False,
            disable_basic_attributes=["align", "valign", "bgcolor", "width", "height"],
            cssutils_logging_level=logging.CRITICAL,
            include_star_selectors=True,
            remove_unset_properties=False,
            strip_important=False,
        ).transform(pretty_print=False)
    except Exception as error:
        raise _unreadable(error) from error
    if inlined.count(MARK) < html.count(MARK):  # libxml2 gives up, and says nothing
        raise _too_deep()
    return _styles(inlined)


@lru_cache(maxsize=_KEPT)
def _by_css_inline(html: str, css: str) -> Found:
    try:
        from css_inline import CSSInliner
    except ModuleNotFoundError as error:
        raise ProjectError(
            "the inliner css-inline is not installed",
            hint="in the folder you cloned: pip install '.[fast]'",
        ) from error
    if html.count("<") > _MANY and deepest(html) > _DEEPEST:  # it would end the process
        raise _too_deep()
    try:
        inlined: str = CSSInliner(
            extra_css=css, keep_style_tags=True, keep_link_tags=True, load_remote_stylesheets=False
        ).inline(html)
    except Exception as error:
        raise _unreadable(error) from error
    return _styles(inlined)


def _too_deep() -> TemplateError:
    return TemplateError(
        "the HTML is nested too deep to inline CSS", hint="look for elements never closed"
    )


def _styles(inlined: str) -> Found:
    found = []
    for number, attributes in _MARKED.findall(inlined):
        style = _STYLE.search(attributes)
        if style is not None:
            found.append((int(number), unescape(style[1] or style[2] or "")))
    return tuple(sorted(found))


def _unreadable(error: Exception) -> TemplateError:
    return TemplateError(
        f"the CSS to inline cannot be read: {error}",
        hint='look at what stands in <mj-style inline="inline">',
    )
