"""Markup is taken off a piece of text, so that rules see words only."""

import html
import re

from pynews.gather.decoding import repair

__all__ = ["flat", "masked", "plain"]

LINK = re.compile(r"!?\[([^\[\]\n]{0,300})\]\([^()\s]{0,600}(?:\s\"[^\"]{0,200}\")?\)")
REFERENCE = re.compile(
    r"\[([^\[\]\n]{1,300})\]\[[^\[\]\n]{0,60}\]|`([^`<\n]{1,200})\s<[^<>\s]{1,400}>`_{1,2}"
)
WIKI_LINK = re.compile(
    r"\[\[(?:[^\[\]|]{1,200}\|)?(?:(?i:user|user talk)\s?:\s?)?([^\[\]|]{1,200})\]\]"
)
WIKI_BOLD = re.compile(r"'{2,5}")
ADDRESS = re.compile(r"<?\b(?:https?://|www\.)[^\s<>]{1,2000}>?")
TAG = re.compile(
    r"</?(?:html|head|title|body|a|b|i|u|em|strong|br|p|div|span|table|thead|tbody|tr|td|th|ul|ol|li|h[1-6]|details|summary"
    r"|su[bp]|img|code|pre|center|font|hr|small|kbd|mark|input|label)\b[^<>]{0,400}/?>",
    re.IGNORECASE,
)
STRUCK = re.compile(
    r"~~[^~\n]{1,500}~~|<(?:del|s|strike)>[^<]{1,500}</(?:del|s|strike)>", re.IGNORECASE
)
ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")
EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|`+|(?<![A-Za-z0-9])_(?=\S)|(?<=\S)_(?![A-Za-z0-9])")
QUOTE_PREFIX = re.compile(r"\n[ \t]*>+[ \t]?")
QUOTES = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "\u200b": None, "‑": "-"}
)


def flat(raw: str) -> str:
    """Return a verbatim span repaired and on one line; its markup stays."""
    joined = QUOTE_PREFIX.sub("\n", raw) if "\n" in raw else raw
    return " ".join(repair(joined).split())


def plain(raw: str) -> str:
    """Return the words of a span: no emphasis, link targets, tags, escapes; straight quotes."""
    text = flat(raw).translate(QUOTES)
    if "[[" in text or "''" in text:
        text = WIKI_BOLD.sub("", WIKI_LINK.sub(r"\1", text))
    if "[" in text or "`" in text:
        text = REFERENCE.sub(r"\1\2", LINK.sub(r"\1", text))
    if "://" in text or "www." in text:
        text = ADDRESS.sub(" ", text)
    if "<" in text or "~~" in text:
        text = TAG.sub(" ", STRUCK.sub(" ", text))
    if "\\" in text:
        text = ESCAPE.sub(r"\1", text)
    if "*" in text or "_" in text or "`" in text:
        text = EMPHASIS.sub("", text)
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split()).rstrip("\\")


def masked(text: str) -> str:
    """Return text of the same length with HTML comments blanked out."""
    parts, here = [], 0
    while (start := text.find("<!--", here)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        end += 3
        parts += [text[here:start], "".join(c if c == "\n" else " " for c in text[start:end])]
        here = end
    return "".join([*parts, text[here:]])
