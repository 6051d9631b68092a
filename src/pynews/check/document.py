"""The HTML part, parsed once: what it links to, shows and says."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

__all__ = ["Document", "Heading", "Image", "Link", "parse"]

SILENT = {"head", "style", "script", "title", "noscript"}
CODE = {"code", "pre", "kbd", "samp"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


@dataclass(frozen=True, slots=True)
class Link:
    """A link: where it leads, the words one clicks (alt texts included), whether it is a button."""

    href: str
    words: str
    button: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture; ``alt`` is None when the attribute is missing."""

    src: str
    alt: str | None
    width: str
    height: str
    linked: bool
    style: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading with its level from 1."""

    level: int
    words: str


@dataclass(frozen=True, slots=True)
class Document:
    """The HTML part.

    Arguments:
        root: its tree.
        links, images, headings: in reading order.
        ids: every name a local link can lead to.
        words: what is read aloud, code left out, one blank between words.
        styles: contents of the ``style`` elements, with their ``media``.
    """

    root: html.HtmlElement
    links: tuple[Link, ...]
    images: tuple[Image, ...]
    headings: tuple[Heading, ...]
    ids: frozenset[str]
    words: str
    styles: tuple[tuple[str, str], ...]


def parse(source: str) -> Document:
    """Return the parsed HTML; an empty text gives an empty document."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    root = html.document_fromstring(source or "<html><body></body></html>", parser=parser)
    return Document(
        root=root,
        links=tuple(_links(root)),
        images=tuple(_images(root)),
        headings=tuple(Heading(int(each.tag[1]), _words(each)) for each in root.iter(*HEADINGS)),
        ids=frozenset(
            name
            for each in root.iter(etree.Element)
            for name in (each.get("id"), each.get("name"))
            if name
        ),
        words=" ".join("".join(_aloud(root)).split()),
        styles=tuple((each.get("media", ""), each.text or "") for each in root.iter("style")),
    )


def _links(root: html.HtmlElement) -> Iterator[Link]:
    for each in root.iter("a"):
        if "href" in each.attrib:
            pictures = " ".join(image.get("alt", "") for image in each.iter("img"))
            href = each.get("href", "").strip()
            yield Link(href, f"{_words(each)} {pictures}".strip(), button=_is_button(each))


def _is_button(link: html.HtmlElement) -> bool:
    """Whether a link fills a coloured box of its own, as MJML and our themes make buttons."""
    box = next(link.iterancestors("td", "th", "div", "p", "li"), None)
    coloured = box is not None and (box.get("bgcolor") or "background" in box.get("style", ""))
    return bool(_words(link)) and bool(coloured) and _words(link) == _words(box)


def _images(root: html.HtmlElement) -> Iterator[Image]:
    for each in root.iter("img"):
        yield Image(
            src=each.get("src", ""),
            alt=each.get("alt"),
            width=each.get("width", ""),
            height=each.get("height", ""),
            linked=any(True for _ in each.iterancestors("a")),
            style=each.get("style", ""),
        )


def _words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _aloud(element: html.HtmlElement) -> Iterator[str]:
    if element.tag in SILENT or not isinstance(element.tag, str):
        return
    if element.tag not in CODE:
        yield element.text or ""
        for child in element:
            yield " " if child.tag in {"br", "td", "tr", "p", "div", "li"} else ""
            yield from _aloud(child)
            yield child.tail or ""
