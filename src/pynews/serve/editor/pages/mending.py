"""What the key F mends: shown as a difference first, written when it was seen."""

import hashlib
from collections.abc import Iterator

from pynews import pipeline
from pynews.config import Project
from pynews.errors import PlanError
from pynews.pipeline import Mend
from pynews.serve.editor.pages.words import Tree, counted

__all__ = ["mend_files", "mending_tree"]

KINDS = {"+": "in", "-": "out", " ": "same", "@": "gap"}


def mending_tree(project: Project) -> Tree:
    """Return what ``pynews fix`` would change, line by line; changes nothing."""
    found = tuple(pipeline.mends(project.root))
    words = counted(len(found), "file")
    return {
        "digest": _digest(found),
        "words": f"In {words}, as pynews fix would." if found else "Nothing here is mechanical.",
        "rows": [row for mend in found for row in _rows(mend)],
    }


def mend_files(project: Project, digest: str) -> Tree:
    """Write what was shown; return what became of it in words.

    Raises:
        PlanError: a file was saved since.
    """
    found = tuple(pipeline.mends(project.root))
    if _digest(found) != digest:
        raise PlanError("a file was saved since this was shown", hint="press F again")
    for mend in found:
        pipeline.mend(mend)
    return {"done": f"Mended {counted(len(found), 'file')}"}


def _digest(found: tuple[Mend, ...]) -> str:
    return hashlib.sha256("".join(one.digest for one in found).encode()).hexdigest()


def _rows(mend: Mend) -> Iterator[Tree]:
    """Yield the file's name, and the lines that change with one around them."""
    yield {"kind": "gap", "pieces": [[mend.name, False]]}
    for line in mend.difference().split("\n")[2:]:
        kind = KINDS.get(line[:1], "")
        if kind and kind != "gap":
            yield {"kind": kind, "pieces": [[line[1:], False]]}
