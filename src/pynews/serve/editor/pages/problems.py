"""What is wrong with a source, with the lines around it."""

from pathlib import Path

from pynews.errors import Problem
from pynews.serve.editor.pages.words import Tree, place_tree

__all__ = ["problem_tree", "source_lines"]

AROUND = 1
LONGEST = 400


def problem_tree(problem: Problem, root: Path) -> Tree:
    """Return a problem with its place and three lines of source.

    Arguments:
        problem: what is wrong.
        root: the project's folder; lines are shown only of files inside it.
    """
    place = place_tree(problem.where)
    path, line = str(place["path"]), place["line"]
    lines = source_lines(root, path, line if isinstance(line, int) else 0)
    return {"what": problem.what, "hint": problem.hint, **place, "lines": lines}


def source_lines(root: Path, path: str, line: int, around: int = AROUND) -> list[Tree]:
    """Return the lines around one of a file below ``root``; none when there is no such line."""
    file = root / path
    if not line or not file.resolve().is_relative_to(root.resolve()):
        return []
    try:
        text = file.read_text(encoding="utf-8-sig", errors="replace").splitlines()
    except OSError:
        return []
    first = max(1, line - around)
    return [
        {"line": number, "text": text[number - 1][:LONGEST], "here": number == line}
        for number in range(first, min(len(text), line + around) + 1)
    ]
