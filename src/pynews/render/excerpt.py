"""Three lines of source with a caret, for complaints about templates."""

import re

__all__ = ["column", "excerpt"]


def excerpt(source: str, line: int, what: str) -> str:
    """Return the lines around one, with a caret under what is meant.

    Arguments:
        source: the whole file.
        line: counted from 1.
        what: the complaint; a quoted name in it is looked for in the line.
    """
    lines = source.split("\n")
    shown = []
    for number in range(max(1, line - 1), min(len(lines), line + 1) + 1):
        shown.append(f"{number:5} | {lines[number - 1].rstrip()}")
        if number == line:
            shown.append(" " * (8 + column(lines[number - 1], what)) + "^")
    return "\n".join(shown)


def column(source: str, what: str) -> int:
    """Return where in a line lies what a complaint quotes, else where the line begins; from 0."""
    for name in reversed(re.findall(r"['\"]([^'\"]+)['\"]", what)):
        found = re.search(rf"(?<!\w){re.escape(name)}", source)
        if found:
            return found.start()
    return len(source) - len(source.lstrip())
