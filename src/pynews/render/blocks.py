"""A block that no template below has would never be printed: it is refused instead."""

from dataclasses import dataclass
from weakref import WeakKeyDictionary

from jinja2 import Environment, Template, TemplateSyntaxError, nodes

from pynews.render.jinja_hints import near

__all__ = ["Blocks"]


@dataclass(frozen=True, slots=True)
class _Outline:
    """The template that one builds on, if its name is written out, and its own blocks' lines."""

    base: str
    lines: dict[str, int]
    path: str


_ALONE = _Outline(base="", lines={}, path="")


class Blocks:
    """Checks that templates stand in only for blocks that there are."""

    def __init__(self) -> None:
        """Know no template yet."""
        self._outlines: WeakKeyDictionary[Template, _Outline] = WeakKeyDictionary()

    def check(self, template: Template, environment: Environment) -> None:
        """Refuse a template with a block that what it extends does not have.

        Raises:
            TemplateSyntaxError: with the block's line, and the blocks there are.
        """
        outline = self._outline(template, environment)
        known: set[str] = set()
        base, name = outline.base, template.name or ""
        while base:
            name = environment.join_path(base, name)
            below = environment.get_template(name)
            known |= below.blocks.keys()
            base = self._outline(below, environment).base
        for block, line in outline.lines.items() if outline.base else ():
            if block not in known:
                meant = f"did you mean {found}? " if (found := near(block, known)) else ""
                what = f"there is no block '{block}'; {meant}there are: {', '.join(sorted(known))}"
                raise TemplateSyntaxError(what, line, template.name, outline.path)

    def _outline(self, template: Template, environment: Environment) -> _Outline:
        outline = self._outlines.get(template)
        if outline is None:
            source, path, _ = environment.loader.get_source(environment, template.name or "")  # type: ignore[union-attr]
            # Most templates build on none: reading those a second time would tell nothing.
            builds_on = "extends" in source
            outline = _outline_of(environment.parse(source), path or "") if builds_on else _ALONE
            self._outlines[template] = outline
        return outline


def _outline_of(tree: nodes.Template, path: str) -> _Outline:
    extends = tree.find(nodes.Extends)
    base = extends.template if extends else None
    return _Outline(
        base=base.value if isinstance(base, nodes.Const) else "",
        lines={each.name: each.lineno for each in tree.body if isinstance(each, nodes.Block)},
        path=path,
    )
