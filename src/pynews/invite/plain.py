"""Words as calendars can hold them: plain text, no control characters, no secret link."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

__all__ = ["clean", "description", "one_line"]

# Some readers end a content line at any of these, not only at CRLF (RFC 5545 section 3.1).
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


def clean(text: str) -> str:
    r"""Return text with ``\n`` as its only line end and without control characters.

    RFC 5545 section 3.1 allows no control character but HTAB in a value; a lone
    surrogate has no UTF-8 form.
    """
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)).strip()


def one_line(text: str) -> str:
    """Return clean text on one line, for a title or a place."""
    return " ".join(clean(text).split())


def description(markdown: str) -> str:
    """Return Markdown as plain text; a link reads "its words (its address)"."""
    if not markdown.strip():
        return ""
    blocks = "".join(_blocks(_markdown().parse(clean(markdown))))
    return clean(re.sub(r"\n{3,}", "\n\n", blocks))


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False})


def _blocks(tokens: "Iterable[Token]") -> "Iterator[str]":
    """Yield the text of block tokens; list items begin with a dash or their number."""
    marks: list[int | None] = []
    for token in tokens:
        match token.type:
            case "bullet_list_open":
                marks.append(None)
            case "ordered_list_open":
                marks.append(int(token.attrGet("start") or 1))
            case "bullet_list_close" | "ordered_list_close":
                marks.pop()
                yield "\n"
            case "list_item_open":
                yield _mark(marks)
            case _:
                yield _block(token)


def _block(token: "Token") -> str:
    """Return the text of one block token; a paragraph of a tight list is hidden."""
    match token.type:
        case "inline":
            return "".join(_inline(token.children or ()))
        case "fence" | "code_block":
            return f"{token.content}\n"
        case "paragraph_close" | "heading_close":
            return "\n" if token.hidden else "\n\n"
        case _:
            return ""


def _mark(marks: list[int | None]) -> str:
    """Return what stands before a list item and count an ordered list on."""
    number = marks[-1]
    if number is None:
        return "- "
    marks[-1] = number + 1
    return f"{number}. "


def _inline(tokens: "Iterable[Token]") -> "Iterator[str]":
    """Yield the text of inline tokens."""
    address, words = "", ""
    for token in tokens:
        match token.type:
            case "softbreak":
                text = " "
            case "hardbreak":
                text = "\n"
            case "link_open":
                address, words, text = str(token.attrGet("href") or ""), "", ""
            case "link_close":
                text = "" if address in {words, f"mailto:{words}"} else f" ({address})"
                address = ""
            case _:
                text = token.content
                words += text
        yield text
