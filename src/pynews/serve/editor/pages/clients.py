"""What a mail program leaves out of HTML and CSS, for the frame to leave out as well.

By the tests of caniemail.com; a simulation, never the program itself.
"""

from collections.abc import Iterator

from pynews.serve.editor.pages.words import Tree

__all__ = ["client_names", "client_tree"]

WORD = "Outlook on Windows"
SELECTORS = {
    "css-selector-adjacent-sibling": " + ",
    "css-selector-attribute": "[",
    "css-selector-child": " > ",
    "css-selector-general-sibling": " ~ ",
    "css-selector-id": "#",
    "css-selector-universal": "*",
}
SEVERAL = {
    "css-left-right-top-bottom": ("left", "right", "top", "bottom"),
    "css-margin-inline-block": ("margin-inline", "margin-block"),
    "css-padding-inline-block": ("padding-inline", "padding-block"),
    "css-grid-template": ("grid-template-columns", "grid-template-rows", "grid-template-areas"),
    "css-column-layout-properties": ("column-rule", "column-gap", "column-span"),
}
ATTRIBUTES = frozenset(
    ("align", "background", "cellpadding", "cellspacing", "dir", "height", "hidden", "srcset")
) | {"valign", "width"}
# A shorthand that is not understood costs less than leaving out all it stands for.
SHORTHANDS = {"background", "font", "list-style", "border"}


def client_names() -> tuple[str, ...]:
    """Return the programs that can be simulated."""
    from pynews import check

    return check.support().clients


def client_tree(name: str) -> Tree | None:
    """Return what one program leaves out; None for a program that is not known."""
    from pynews import check

    known = check.support()
    if name not in known.clients:
        return None
    index = known.clients.index(name)
    dead = {slug for slug, letters in known.letters.items() if letters[index : index + 1] == "n"}
    return {
        "name": name,
        "date": known.date,
        "word": name == WORD,
        "properties": sorted(_properties(dead)),
        "values": [list(check.VALUES[slug]) for slug in sorted(dead & check.VALUES.keys())],
        "at": sorted(_named(dead, "css-at-", without="css-at-media-")),
        "media": sorted(_named(dead, "css-at-media-")),
        "selectors": sorted(_selectors(dead)),
        "tags": sorted(set(_named(dead, "html-")) & check.ELEMENTS | _styles(dead)),
        "attributes": sorted(set(_named(dead, "html-")) & ATTRIBUTES),
        "images": sorted(_named(dead, "image-")),
    }


def _named(dead: set[str], prefix: str, *, without: str = "\0") -> Iterator[str]:
    for slug in dead:
        if slug.startswith(prefix) and not slug.startswith(without):
            yield slug.removeprefix(prefix)


def _properties(dead: set[str]) -> Iterator[str]:
    from pynews.check import VALUES

    apart = ("at-", "pseudo-", "selector-", "unit-", "function-")
    for slug in dead - VALUES.keys():
        name = slug.removeprefix("css-")
        if name != slug and not name.startswith(apart) and name not in SHORTHANDS:
            yield from SEVERAL.get(slug, (name,))


def _selectors(dead: set[str]) -> Iterator[str]:
    yield from (mark for slug, mark in SELECTORS.items() if slug in dead)
    yield from (f":{name}" for name in _named(dead, "css-pseudo-class-"))
    yield from (f"::{name}" for name in _named(dead, "css-pseudo-element-"))


def _styles(dead: set[str]) -> set[str]:
    return {"style"} if "html-style" in dead else set()
