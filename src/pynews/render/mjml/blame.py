"""The engine says that something is wrong and seldom where: we find the element it means."""

from collections.abc import Callable
from dataclasses import replace

from pynews.render.mjml.tree import Node

__all__ = ["blame"]


def blame(root: Node, fails: Callable[[Node], bool]) -> Node:
    """Return the smallest element that alone makes the engine fail.

    Elements are tried one by one, each with its parents and the head and nothing
    beside it; the root when no single element is to blame.

    Arguments:
        fails: whether the engine fails on a tree.
    """
    path = [root]
    while True:
        guilty = next((each for each in path[-1].children if fails(_alone([*path, each]))), None)
        if guilty is None:
            return path[-1]
        path.append(guilty)


def _alone(path: list[Node]) -> Node:
    alone = path[-1]
    for parent in reversed(path[:-1]):
        head = tuple(each for each in parent.children if each.tag == "mj-head")
        beside = head if alone.tag != "mj-head" else ()
        alone = replace(parent, children=(*beside, alone))
    return alone
