"""Markdown as GOV.UK Notify takes it.

Notify knows headings ``#`` and ``##``, bullet and numbered lists, ``^`` for inset
text, ``---`` and links; no emphasis, pictures, code or tables. Two brackets in a
row open a personal value there.
"""

import re
from collections.abc import Sequence

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from pynews.render.plaintext import HARD, inline_text

__all__ = ["notify_line", "notify_link", "to_notify"]

DOUBLED = re.compile(r"\((?=\()|\)(?=\))")
GAP = "\u200b"
HARD_SPACE = "\u00a0"


def to_notify(tokens: Sequence[Token]) -> str:
    """Return Markdown tokens as Notify Markdown, blocks parted by an empty line."""
    return _blocks(SyntaxTreeNode(tokens))


def notify_line(text: str) -> str:
    """Return one line of text in which nothing counts as Notify's markup."""
    text = DOUBLED.sub(lambda bracket: bracket[0] + GAP, text)
    return f"{GAP}{text}" if text[:1] in {"#", "^", "*", "-", "+", ">"} else text


def notify_link(href: str, words: str) -> str:
    """Return a link; the address stands alone where it says no more than the words."""
    if href in {words, f"mailto:{words}"}:
        return words
    words = words.replace("[", "(").replace("]", ")")
    return f"[{words}]({href.replace('(', '%28').replace(')', '%29')})"


def _blocks(node: SyntaxTreeNode) -> str:
    return "\n\n".join(text for text in (_block(child) for child in node.children) if text)


def _block(node: SyntaxTreeNode) -> str:
    special = {
        "blockquote": _inset,
        "bullet_list": _list,
        "code_block": _code,
        "fence": _code,
        "heading": lambda heading: f"## {notify_line(_words(heading))}",
        "hr": lambda _rule: "---",
        "ordered_list": _list,
        "table": _table,
    }
    return special.get(node.type, _paragraph)(node)


def _paragraph(node: SyntaxTreeNode) -> str:
    return "\n\n".join(notify_line(part.strip()) for part in _words(node).split(HARD))


def _code(node: SyntaxTreeNode) -> str:
    lines = [line.rstrip() for line in node.content.split("\n") if line.strip()]
    return "\n\n".join(
        HARD_SPACE * (len(line) - len(line.lstrip())) + notify_line(line.lstrip()) for line in lines
    )


def _inset(node: SyntaxTreeNode) -> str:
    return "\n\n".join(f"^ {line}" for line in _blocks(node).split("\n") if line)


def _table(node: SyntaxTreeNode) -> str:
    rows = [row for group in node.children for row in group.children]
    return "\n\n".join(notify_line(" | ".join(map(_words, row.children))) for row in rows)


def _list(node: SyntaxTreeNode, margin: str = "") -> str:
    lines = []
    for number, item in enumerate(node.children, int(node.attrs.get("start", 1))):
        bullet = "*" if node.type == "bullet_list" else f"{number}."
        lists = [child for child in item.children if child.type.endswith("_list")]
        told = [_block(child) for child in item.children if child not in lists]
        lines.append(f"{margin}{bullet} {' '.join(' '.join(told).split())}")
        lines += [_list(child, f"{margin}  ") for child in lists]
    return "\n".join(lines)


def _words(node: SyntaxTreeNode) -> str:
    return "".join(inline_text(child, notify_link) for child in node.children)
