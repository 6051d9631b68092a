"""Three lines of source with a caret, for complaints about themes and what they print."""

import re

__all__ = ["column", "excerpt"]

_WIDEST = 110
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def excerpt(source: str, line: int, column: int, *, shown: int = 0) -> str:
    """Return the lines around one, with a caret under what is meant; long ones are cut.

    Arguments:
        source: the whole text.
        line: counted from 1.
        column: of what is meant, counted from 0.
        shown: what the line is called, when not by its number.
    """
    lines = source.split("\n")
    start = max(0, column + 21 - _WIDEST)
    rows = []
    for number in range(max(1, line - 1), min(len(lines), line + 1) + 1):
        label = f"{number + (shown - line if shown else 0):>5} | "
        text = _UNPRINTABLE.sub("\ufffd", lines[number - 1].replace("\t", " "))
        rows.append((label + text[start : start + _WIDEST]).rstrip())
        if number == line:
            rows.append(" " * (len(label) + column - start) + "^")
    return "\n".join(rows)


def column(source: str, what: str) -> int:
    """Return where in a line lies what a complaint quotes, else where Jinja begins; from 0."""
    for name in reversed(re.findall(r"['\"]([^'\"]+)['\"]", what)):
        found = re.search(rf"(?<!\w){re.escape(name)}", source)
        if found:
            return found.start()
    begun = re.search(r"\{[{%]-?\s*(?=\S)", source)
    return begun.end() if begun else len(source) - len(source.lstrip())
