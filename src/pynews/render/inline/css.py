"""CSS text cut into what an inliner needs: plain rules, and single declarations."""

import re
from collections.abc import Iterator
from functools import lru_cache

__all__ = ["declarations", "merge", "plain_rules", "sealed", "unsealed"]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_QUOTED = r"""'(?:[^'\\]|\\.)*'?|"(?:[^"\\]|\\.)*"?"""
_STRING = r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*\""""
_STEP = re.compile(rf"{_QUOTED}|[^'\"(){{}};]+|.", re.DOTALL)


@lru_cache(maxsize=32)
def plain_rules(css: str) -> str:
    """Return `css` without comments and at-rules.

    An ``@media`` cannot be written into an element, and cssutils would fetch an
    ``@import`` even when told to keep off the network.
    """
    kept, depth, skipping = [], 0, False
    for step in _STEP.findall(_COMMENT.sub("", css)):
        if depth == 0 and not skipping and step.lstrip().startswith("@"):
            skipping = True
        if not skipping:
            kept.append(step)
        depth += {"{": 1, "}": -1}.get(step, 0)
        if skipping and depth <= 0 and step in "};":
            skipping = False
        depth = max(depth, 0)
    return "".join(kept).strip()


@lru_cache(maxsize=32)
def sealed(rules: str) -> tuple[str, dict[str, str]]:
    """Return rules with a name for each string of their declarations, and the strings by name.

    Inliners write strings anew, each with quotes of its own choice: a ``"it's"`` would
    come out as ``'it's'`` and spoil all that follows it. Strings in selectors stay.
    """
    stem = "PYNs"
    while stem in rules:
        stem += "s"
    parts: list[str] = []
    strings: dict[str, str] = {}
    depth = 0
    for step in _STEP.findall(rules):
        depth += {"{": 1, "}": -1}.get(step, 0)
        if depth > 0 and re.fullmatch(_STRING, step, re.DOTALL):
            name = f"{stem}{len(strings)}x"
            strings[name] = step
            step = f'"{name}"'  # noqa: PLW2901 - what is written instead
        parts.append(step)
    return "".join(parts), strings


def unsealed(inlined: str, strings: dict[str, str]) -> str:
    """Return declarations with the strings of `sealed`, as written or in single quotes."""
    for name, string in strings.items():
        if name in inlined:
            if re.fullmatch(r"""["][^"'\\]*["]""", string):  # which needs no escape in HTML
                string = f"'{string[1:-1]}'"  # noqa: PLW2901 - what is written instead
            literal = string.replace("\\", r"\\")
            inlined = re.sub(rf"""(["']?){name}\1""", literal, inlined)
    return inlined


def declarations(style: str) -> Iterator[tuple[str, str]]:
    """Yield property (lower case) and value of each declaration of a style attribute."""
    text, depth = "", 0
    for step in [*_STEP.findall(style), ";"]:
        depth += {"(": 1, ")": -1}.get(step, 0)
        if step != ";" or depth > 0:
            text += step
            continue
        name, colon, value = text.partition(":")
        if colon and name.strip() and value.strip():
            yield name.strip().lower(), value.strip()
        text = ""


@lru_cache(maxsize=4096)
def merge(style: str, inlined: str) -> str:
    """Return the style attribute `style` with the declarations `inlined` from CSS.

    The cascade: CSS is weaker than what the element says itself, unless the CSS
    says ``!important`` and the element does not. The element's own declarations
    keep their order; important ones stand last, without the word.
    """
    own = dict(declarations(style))
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for name, value in declarations(inlined):
        bare, important = _important(value)
        if name not in own:
            before.pop(name, None)
            before[name] = bare
        elif important and not _important(own[name])[1]:
            after[name] = bare
    kept = {name: value for name, value in own.items() if name not in after}
    merged = {**before, **kept, **after}
    return "".join(f"{name}:{value};" for name, value in merged.items())


def _important(value: str) -> tuple[str, bool]:
    bare = re.sub(r"\s*!\s*important\s*\Z", "", value, flags=re.IGNORECASE)
    return bare, bare != value
