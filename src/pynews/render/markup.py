"""Markdown, read once and printed safely as HTML: balanced, no raw HTML, no scripts."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

__all__ = ["ImageTag", "parse_markdown", "plain", "printable", "to_html"]

ImageTag = Callable[[str, str], str]
"""Takes the path and the alt text of a picture, gives its tag."""

HEADINGS = {"h1": "h2", "h2": "h2"}
DEEPEST = 30
BAD = ("Cc", "Cs", "Cn")


@cache
def _reader() -> MarkdownIt:
    options = {"html": False, "xhtmlOut": True, "maxNesting": 2 * DEEPEST}
    return MarkdownIt("commonmark", options).enable(["table", "strikethrough"])


@lru_cache(maxsize=256)
def parse_markdown(markdown: str) -> tuple[Token, ...]:
    """Return the tokens of a Markdown text; raw HTML in it is text like any other.

    Raises:
        ValueError: lists, quotations or emphasis within each other without end, of which
            the reader would drop what lies deepest.
    """
    tokens = _reader().parse(printable(markdown))
    depths = [token.level for token in tokens]
    depths += [child.level for token in tokens for child in token.children or ()]
    if max(depths, default=0) > DEEPEST:
        message = f"lists, quotations or emphasis stand within each other over {DEEPEST} times"
        raise ValueError(message)
    return tuple(tokens)


def to_html(tokens: Sequence[Token], image: ImageTag) -> Markup:
    """Return Markdown tokens as balanced HTML with our headings and link class.

    Arguments:
        tokens: of `parse_markdown`.
        image: makes the tag of a picture.
    """
    reader = _reader()
    shown = [_block(token, image) for token in tokens]
    return Markup(reader.renderer.render(shown, reader.options, {}))  # noqa: S704 - markdown-it escapes


def plain(token: Token) -> str:
    """Return a picture's alt text without marks of emphasis (CommonMark 0.31 section 6.4)."""
    if not token.children:
        return " " if token.type in {"softbreak", "hardbreak"} else token.content
    return "".join(plain(child) for child in token.children)


def _block(token: Token, image: ImageTag) -> Token:
    if token.type in {"heading_open", "heading_close"}:
        return token.copy(tag=HEADINGS.get(token.tag, "h3"))
    if token.type == "inline":
        return token.copy(children=[_child(child, image) for child in token.children or []])
    return token


def _child(token: Token, image: ImageTag) -> Token:
    if token.type == "link_open":
        return token.copy(attrs={**token.attrs, "class": "lk"})
    if token.type == "image":
        tag = image(str(token.attrs.get("src", "")), plain(token))
        return Token("html_inline", "", 0, content=tag)
    return token


def printable(text: str) -> str:
    """Return text without control characters, which neither HTML nor mail may hold."""
    return "".join(mark for mark in text if mark in "\n\t" or unicodedata.category(mark) not in BAD)
