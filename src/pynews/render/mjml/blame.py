"""The engine says that something is wrong and seldom where: we find the element it means."""

from dataclasses import replace

from pynews.render.mjml.engine import EngineError, run
from pynews.render.mjml.prepass import prepare
from pynews.render.mjml.tree import Node

__all__ = ["blame"]


def blame(root: Node, text: str) -> int:
    """Return the offset of the smallest element that alone makes the engine fail.

    Elements are tried one by one, each with its parents and nothing beside it; the
    root's offset when no single element is to blame.
    """
    path = [root]
    while True:
        guilty = next((each for each in path[-1].children if _fails([*path, each], text)), None)
        if guilty is None:
            return path[-1].offset
        path.append(guilty)


def _fails(path: list[Node], text: str) -> bool:
    alone = path[-1]
    for parent in reversed(path[:-1]):
        head = tuple(each for each in parent.children if each.tag == "mj-head")
        beside = head if alone.tag != "mj-head" else ()
        alone = replace(parent, children=(*beside, alone))
    try:
        run(prepare(alone, text, comments=False).mjml, icon_origin="")
    except EngineError:
        return True
    return False
