"""MJML is read as a strict teacher would: what is wrong, where, and what is allowed."""

import re
from collections.abc import Iterator

from pynews.render.mjml.attributes import attribute_findings
from pynews.render.mjml.balance import balance_findings, depth_findings
from pynews.render.mjml.fault import Care, Fault, Finding
from pynews.render.mjml.structure import (
    LONGEST,
    SHORTEN,
    breaking_findings,
    structure_findings,
)
from pynews.render.mjml.traps import trap_findings
from pynews.render.mjml.tree import Source, Tree, read

__all__ = ["examine", "readable", "unreadable", "validate"]

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def validate(mjml: str, *, strict: bool = True) -> tuple[Fault, ...]:
    """Return every fault of the MJML text, in the order written; empty when it is good.

    Arguments:
        strict: False for other people's templates: only what MJML itself tells of the
            structure, such as an unknown or misplaced element.
    """
    return examine(mjml, care=Care.THEME if strict else Care.MJML, icons=True)[1]


def examine(mjml: str, *, care: Care, icons: bool) -> tuple[Tree, tuple[Fault, ...]]:
    """Read the MJML text and return its tree and its faults, in the order written.

    Arguments:
        care: how much is held against it.
        icons: whether pictures of social networks are kept somewhere of our own.
    """
    findings = tuple(unreadable(mjml))
    tree = Tree(None, ()) if findings else read(mjml)
    if not findings:
        findings = tuple(_findings(tree, care=care, icons=icons))
    source = Source(mjml)
    ordered = sorted(dict.fromkeys(findings), key=lambda each: each.offset)
    return tree, tuple(Fault(*source.place(each.offset), each.what, each.hint) for each in ordered)


def _findings(tree: Tree, *, care: Care, icons: bool) -> Iterator[Finding]:
    yield from breaking_findings(tree)
    if care is Care.THEME:
        yield from (Finding(each.offset, each.what, each.hint) for each in tree.mistakes)
    root = tree.root
    if root is None or root.tag != "mjml":
        return
    yield from depth_findings(root)
    if care is not Care.RENDERED:
        yield from structure_findings(root)
    if care is Care.THEME:
        yield from attribute_findings(root)
        yield from balance_findings(root)
        yield from trap_findings(root, icons=icons)


def readable(mjml: str) -> str:
    """Return an MJML text without the characters that `unreadable` tells."""
    return _UNWRITABLE.sub("", mjml)


def unreadable(mjml: str) -> Iterator[Finding]:
    """Yield what forbids to read an MJML text at all: its length, a control character."""
    if len(mjml) > LONGEST:
        what = f"the MJML has {len(mjml):,} characters; more than {LONGEST:,} are refused"
        yield Finding(0, what, SHORTEN)
        return
    bad = _UNWRITABLE.search(mjml)
    if bad:
        what = f"the character U+{ord(bad[0]):04X} cannot stand in HTML"
        yield Finding(bad.start(), what, "remove it")
