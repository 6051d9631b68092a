"""MJML as people write it becomes MJML that the engine renders as MJML's own does.

HTML and text inside elements never reach the engine: an opaque token stands for
each and is replaced afterwards, so that nothing an author writes there can be
changed, break the engine or crash it.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import unescape

from pynews.render.inline import Given
from pynews.render.mjml.defaults import applied, defaults
from pynews.render.mjml.layout import Widths
from pynews.render.mjml.measures import whole
from pynews.render.mjml.mends import Mend, mends_of
from pynews.render.mjml.outspoken import with_own_words
from pynews.render.mjml.pictures import picture_widths
from pynews.render.mjml.shares import Column, columns_of
from pynews.render.mjml.table import heeded
from pynews.render.mjml.tree import Node, is_conditional, kept, skip_opaque

__all__ = ["Prepared", "prepare"]

_HEAD_KEPT = ("mj-breakpoint", "mj-preview", "mj-raw", "mj-style", "mj-title")
_BLOCK = re.compile(
    r"<(?:blockquote|center|div|dl|h[1-6]|hr|ol|p|pre|section|table|ul)\b", re.IGNORECASE
)
_WITHOUT_CONTENT = frozenset(("mj-breakpoint", "mj-carousel-image"))
_PLAIN = re.compile(r"[\x20-\x3b\x3d\x3f-\x7e]*\Z")  # ASCII without < and >


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the engine gets, and what it must not see.

    Arguments:
        mjml: MJML for the engine, tokens in it.
        prefix: how every token and mark begins.
        tokens: token to the text it stands for, in the order written; one that ends with
            R stands for raw text beside the sections of a wrapper.
        css: what ``<mj-style inline="inline">`` holds, to be inlined.
        given: what ``mj-html-attributes`` gives to which elements.
        fonts: ``mj-font`` name and address.
        before_doctype: raw text for the start of the file.
        body: attributes of ``mj-body`` that the engine forgets: class and id.
        columns: the widths of columns and groups, in their order.
        pictures: the widths of pictures, likewise.
        desktop: whether ``mjml owa="desktop"`` asks Outlook on the web for columns.
        marks: opaque class to the classes it stands for and what is to be mended there.
    """

    mjml: str
    prefix: str
    tokens: dict[str, str]
    css: str
    given: tuple[Given, ...]
    fonts: tuple[tuple[str, str], ...]
    before_doctype: str
    body: dict[str, str]
    columns: tuple[Column, ...]
    pictures: tuple[str, ...]
    desktop: bool
    marks: dict[str, tuple[str, tuple[Mend, ...]]]


def prepare(root: Node, text: str, *, comments: bool) -> Prepared:
    """Return what the engine renders for the tree `root` read from `text`.

    Arguments:
        comments: keep the author's comments.
    """
    head, body = _child(root, "mj-head"), _child(root, "mj-body")
    found = defaults(head)
    heads = () if head is None else head.children
    body = applied(body or Node("mj-body", ()), found, comments=comments)
    widths = Widths(found.everywhere)
    body = with_own_words(body, widths)
    css = "\n".join(each.content for each in heads if _is_inline(each))
    writer = _Writer(_free_prefix(text), mends_of(body, widths), css=css, comments=comments)
    everywhere = "".join(writer.pair(each) for each in found.everywhere.items())
    parts = [
        f"<mjml{writer.attributes(root)}><mj-head>",
        f"<mj-attributes><mj-all{everywhere} /></mj-attributes>" if everywhere else "",
        *(writer.element(each) for each in heads if _stays(each, comments=comments)),
        f"</mj-head>{writer.element(body)}</mjml>",
    ]
    return Prepared(
        mjml="".join(parts),
        prefix=writer.prefix,
        tokens=writer.tokens,
        css=css,
        given=tuple(_given(heads)),
        fonts=tuple(_fonts(heads)),
        before_doctype="\n".join(
            each.content for each in root.children if each.get("position") == "file-start"
        ),
        body={
            name: value
            for name, given in (("class", "css-class"), ("id", "id"))
            if (value := body.get(given))
        },
        columns=columns_of(body, widths),
        pictures=picture_widths(body, widths),
        desktop=root.get("owa") == "desktop",
        marks=writer.marks,
    )


def _child(root: Node, tag: str) -> Node | None:
    return next((each for each in root.children if each.tag == tag), None)


def _stays(node: Node, *, comments: bool) -> bool:
    return node.tag in _HEAD_KEPT and not _is_inline(node) and kept(node, comments=comments)


def _is_inline(node: Node) -> bool:
    return node.tag == "mj-style" and node.get("inline") == "inline"


def _given(heads: Iterable[Node]) -> Iterable[Given]:
    for block in heads:
        for selector in block.children if block.tag == "mj-html-attributes" else ():
            pairs = [(each.get("name") or "", unescape(each.content)) for each in selector.children]
            yield selector.get("path") or "", tuple(pairs)


def _fonts(heads: Iterable[Node]) -> Iterable[tuple[str, str]]:
    for each in heads:
        if each.tag == "mj-font":
            yield each.get("name") or "", each.get("href") or ""


def _free_prefix(text: str) -> str:
    prefix = "PYNM"
    while prefix in text:
        prefix += "M"
    return prefix


class _Writer:
    def __init__(
        self, prefix: str, mends: dict[int, tuple[Mend, ...]], *, css: str, comments: bool
    ) -> None:
        self.prefix = prefix
        self.inlined = bool(css.strip())
        self.mends = mends
        self.comments = comments
        self.tokens: dict[str, str] = {}
        self.marks: dict[str, tuple[str, tuple[Mend, ...]]] = {}

    def element(self, node: Node, *, end: str = "Z") -> str:
        ends = "R" if node.tag == "mj-wrapper" else "Z"
        inside = "".join([self.element(each, end=ends) for each in node.children])
        if node.content and node.tag not in _WITHOUT_CONTENT:
            content = self._kept(node.content)
            if node.tag == "mj-button" and self.inlined and not node.get("href"):
                content = _closed_early(content)
            inside = self.token(content, end=end if node.tag == "mj-raw" else "Z")
        return f"<{node.tag}{self.attributes(node)}{self._class(node)}>{inside}</{node.tag}>"

    def attributes(self, node: Node) -> str:
        known = heeded(node.tag) if node.tag != "mj-raw" else ()
        pairs = [(each.name, each.value) for each in node.attributes if each.name in known]
        if node.tag == "mj-body":  # whose width the engine takes in pixels alone
            pairs = [(name, _in_pixels(name, value)) for name, value in pairs]
        return "".join(map(self.pair, pairs))

    def _class(self, node: Node) -> str:
        classes = " ".join((node.get("css-class") or "").split())
        mends = self.mends.get(node.offset, ())
        if node.tag == "mj-body" or not (classes or mends):
            return ""
        mark = f"{self.prefix}{len(self.marks)}C"
        self.marks[mark] = (classes, mends)
        return f' css-class="{mark}"'

    def pair(self, pair: tuple[str, str]) -> str:
        name, value = pair
        value = " ".join(value.split()) if "\n" in value or "\t" in value else value
        value = _understood(name, value)
        if not _PLAIN.match(value) or "\\" in value:
            value = self.token(value.replace('"', "&quot;"))
        return f' {name}="{value.replace(chr(34), "&quot;")}"'

    def token(self, text: str, *, end: str = "Z") -> str:
        token = f"{self.prefix}{len(self.tokens)}{end}"
        self.tokens[token] = text
        return token

    def _kept(self, content: str) -> str:
        return content if self.comments else without_comments(content)


def _in_pixels(name: str, value: str) -> str:
    return f"{whole(value)}px" if name == "width" and not value.endswith("px") else value


def _understood(name: str, value: str) -> str:
    if name == "thumbnails" and value == "supported":
        return "visible"  # and hidden afterwards
    if "padding" in name and "0" in value:
        return re.sub(r"(?<!\S)0(?!\S)", "0px", value)
    return value


def _closed_early(content: str) -> str:
    """End the paragraph that a button without a link is where a block in it ends it anyway.

    MJML's inliner writes the page as browsers read it, and styles what they find in it.
    """
    block = _BLOCK.search(content)
    if block is None or "<" in content[: block.start()]:
        return content
    return f"{content[: block.start()]}</p>{content[block.start() :]}<p>"


def without_comments(html: str) -> str:
    """Return `html` without the author's comments; Outlook's conditions stay."""
    return _outside_comments(html, lambda comment: comment if is_conditional(comment) else "")


def _outside_comments(html: str, change: Callable[[str], str]) -> str:
    parts, position = [], 0
    while (start := html.find("<!--", position)) >= 0:
        end = skip_opaque(html, start)
        if end is None:
            break
        parts += [html[position:start], change(html[start:end])]
        position = end
    return "".join(parts) + html[position:]
