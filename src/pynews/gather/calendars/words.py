"""Words of other people's calendars as plain text: escapes read, HTML taken out."""

import re
from collections.abc import Iterator
from html import unescape

__all__ = ["markdown", "plain_line", "plain_text", "unescaped"]

LONGEST_LINE = 300
LONGEST_TEXT = 10_000
MARKUP = re.compile(r"<(?:!--|/?[A-Za-z][^<>]{0,2000}>)|&(?:[a-z]{2,8}|#\d{1,6});")
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
TAG = re.compile(r"(/?)([A-Za-z][A-Za-z0-9]*)(?=[\s/]|$)")
HREF = re.compile(r"""\shref\s*=\s*["']?(https?://[^\s"'<>]+)""", re.IGNORECASE)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
BLOCKS = frozenset({"br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "h4"})
SILENT = frozenset({"script", "style", "head", "title", "template"})


def unescaped(value: str) -> str:
    """Return TEXT with its escapes read (RFC 5545 section 3.3.11)."""
    return ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)


def plain_text(value: str) -> str:
    """Return words over several lines, without HTML, at most 10,000 letters."""
    text = unescaped(value[: 4 * LONGEST_TEXT])
    if MARKUP.search(text):
        text = unescape("".join(_Words().read(text)))
    text = CONTROLS.sub("", text.replace("\r\n", "\n"))
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:LONGEST_TEXT]


def markdown(value: str) -> str:
    """Return words as Markdown that reads the same: line breaks stay, and no HTML comes to life."""
    text = plain_text(value).replace("<", "\\<")
    return re.sub(r"(?<=[^\n])\n(?=[^\n])", "  \n", text)


def plain_line(value: str) -> str:
    """Return words on one line, without HTML, at most 300 letters."""
    return " ".join(plain_text(value).split())[:LONGEST_LINE].strip()


class _Words:
    """Collects the words of HTML, one piece between angle brackets after another.

    A parser that takes HTML seriously needs minutes for some texts that are none.
    """

    def __init__(self) -> None:
        self.silent = ""
        self.address = ""
        self.said = ""

    def read(self, text: str) -> Iterator[str]:
        """Yield the words; a link keeps its address when it leads to the web."""
        first, *pieces = text.split("<")
        yield first
        for piece in pieces:
            inside, end, words = piece.partition(">")
            tag = TAG.match(inside)
            if self.silent:
                yield self._heard(piece, tag)
            elif inside.startswith("!--"):
                self.silent = "" if "-->" in piece else "--"
                yield piece.partition("-->")[2]
            elif tag is None or not end:
                yield f"<{piece}"
            else:
                yield from self._tag(tag, inside, words)

    def _heard(self, piece: str, tag: re.Match[str] | None) -> str:
        """Return what follows the end of a silence: a comment, or an element not for readers."""
        end = "-->" if self.silent == "--" else ">"
        over = end in piece and (
            end == "-->" or bool(tag and tag[1] and tag[2].lower() == self.silent)
        )
        if not over:
            return ""
        self.silent = ""
        return piece.partition(end)[2]

    def _tag(self, tag: re.Match[str], inside: str, words: str) -> Iterator[str]:
        name = tag[2].lower()
        if name in SILENT and not tag[1]:
            self.silent = name
            return
        if name in BLOCKS:
            yield "\n- " if name == "li" and not tag[1] else "\n"
        elif name == "a":
            if tag[1] and self.address and self.address != self.said.strip():
                yield f" ({self.address})"
            address = HREF.search(inside)
            self.address, self.said = address[1] if address and not tag[1] else "", ""
        self.said += words
        yield words
