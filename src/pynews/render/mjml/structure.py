"""What MJML itself calls wrong in the structure, and what would break the engine."""

from collections.abc import Iterator

from pynews.render.mjml.fault import Finding, meant
from pynews.render.mjml.table import allowed_parents, components
from pynews.render.mjml.tree import Node, Tree, is_comment

__all__ = ["LONGEST", "SHORTEN", "breaking_findings", "structure_findings"]

LONGEST = 1_000_000
_DEEPEST = 40
_MOST = 3000
_ROOT = "mjml"
SHORTEN = "shorten the issue: mail programs cut at about 102,000 characters of HTML"


def breaking_findings(tree: Tree) -> Iterator[Finding]:
    """Yield what cannot be rendered: no root, no body, or far too much.

    More than 3,000 elements, or elements nested more than 40 deep, are refused: no
    mail needs them, and the engine's stack is small.
    """
    root = tree.root
    if root is None or root.tag != _ROOT:
        yield _no_root(root)
    elif not any(each.tag == "mj-body" for each in root.children):
        yield Finding(root.offset, "<mjml> holds no <mj-body>", "write <mj-body> inside <mjml>")
    elif len(root.walk()) > _MOST:
        yield Finding(root.offset, f"there are more than {_MOST} elements", SHORTEN)
    else:
        yield from _too_deep(root)


def structure_findings(root: Node) -> Iterator[Finding]:
    """Yield unknown, misplaced and included elements; MJML renders without them."""
    yield from _includes(root)
    for parent in root.walk():
        for child in parent.children:
            yield from _misplaced(child, parent)


def _no_root(root: Node | None) -> Finding:
    hint = "begin with <mjml> and end with </mjml>"
    if root is None:
        return Finding(0, "there is no MJML here", hint)
    return Finding(root.offset, f"the document begins with <{root.tag}> instead of <mjml>", hint)


def _includes(root: Node) -> Iterator[Finding]:
    hint = 'write {% include "file.mjml.j2" %}, which keeps widths and cannot include itself'
    for node in root.walk():
        if node.tag == "mj-include":
            yield Finding(node.offset, "<mj-include> is not allowed", hint)


def _too_deep(root: Node) -> Iterator[Finding]:
    level, depth = [root], 1
    while level and depth <= _DEEPEST:
        level, depth = [child for parent in level for child in parent.children], depth + 1
    if level:
        yield Finding(level[0].offset, f"elements are nested more than {_DEEPEST} deep")


def _misplaced(child: Node, parent: Node) -> Iterator[Finding]:
    if child.tag == "mj-include":  # told as what it is
        return
    if child.tag not in components():
        yield Finding(child.offset, f"<{child.tag}> is no MJML element", _instead(child, parent))
    elif not _may_stand(child, parent):
        places = ", ".join(f"<{tag}>" for tag in allowed_parents(child.tag))
        what = f"<{child.tag}> cannot stand in <{parent.tag}>"
        yield Finding(child.offset, what, f"it may stand in {places}" if places else "")


def _may_stand(child: Node, parent: Node) -> bool:
    if is_comment(child) or parent.tag in {"mj-attributes", "mj-class"}:
        return True
    known = components().get(parent.tag)
    return known is None or child.tag in known.children


def _instead(child: Node, parent: Node) -> str:
    if not child.tag.startswith("mj"):
        return "HTML belongs into <mj-text>, or as it is into <mj-raw>"
    known = components().get(parent.tag)
    if known is None or not known.children:
        return meant(child.tag, components())
    allowed = f"in <{parent.tag}> may stand {', '.join(f'<{tag}>' for tag in known.children)}"
    return meant(child.tag, known.children) or meant(child.tag, components()) or allowed
