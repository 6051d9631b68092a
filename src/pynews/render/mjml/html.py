"""The whole way from MJML text to safe final HTML."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from pynews.errors import Problem, TemplateError
from pynews.render.excerpt import excerpt
from pynews.render.inline import Inliner, premailer_inliner, with_attributes
from pynews.render.mjml.blame import blame
from pynews.render.mjml.engine import EngineError, run
from pynews.render.mjml.fault import Care, Fault
from pynews.render.mjml.finish import finish, restore
from pynews.render.mjml.prepass import prepare
from pynews.render.mjml.tree import Node, Source
from pynews.render.mjml.validate import examine, readable, unreadable
from pynews.render.mjml.words import Sheet, cut, sheet

__all__ = ["Locate", "to_html"]

Locate = Callable[[int, int], tuple[str, int]]
_MJML_ICONS = "https://www.mailjet.com/images/theme/v1/icons/ico-social/"
_KEPT = 12
# Faults told at once: beyond, one mistake is told again and again.
_MOST = 50


def to_html(
    mjml: str,
    *,
    template: str,
    locate: Locate | None = None,
    icon_origin: str = "",
    inliner: Inliner | None = None,
    strict: bool = True,
) -> str:
    """Return HTML for a mail client: validated, rendered, CSS inlined.

    Arguments:
        mjml: the MJML text, Jinja already rendered.
        template: how errors call the text when `locate` is not given.
        locate: line and column of `mjml` to the file and line its author wrote.
        icon_origin: where icons of ``mj-social-element`` without ``src`` are kept;
            when empty, such an element is refused, or, without `strict`, shows the icon
            that MJML itself would show.
        inliner: what writes ``<mj-style inline="inline">`` into elements;
            premailer when None.
        strict: False for other people's templates: what MJML itself renders (unknown
            elements and attributes, bad values, stray text, unclosed tags) is no error
            and comes out as from MJML, characters that HTML cannot hold are left out;
            `validate` tells it.

    Raises:
        TemplateError: all faults at once, each with file:line:column, three
            lines of source with a caret, and a hint.
    """
    mjml = mjml if strict else readable(mjml)
    options = _Options(icon_origin, inliner or premailer_inliner, strict)
    if any(unreadable(mjml)):
        return _made(mjml, template, locate, options)
    whole = cut(mjml)
    try:
        page = _page(whole.structure, whole.hole, options)
    except TemplateError:
        return _made(mjml, template, locate, options)
    if page.places != len(whole.words):  # some stand where MJML takes no words
        return _made(mjml, template, locate, options)
    return page.filled(whole.words)


@dataclass(frozen=True, slots=True)
class _Options:
    """How a page is made; see `to_html`."""

    icon_origin: str
    inliner: Inliner
    strict: bool


@lru_cache(maxsize=_KEPT)
def _page(structure: str, hole: str, options: _Options) -> Sheet:
    return sheet(_made(structure, "", None, options), hole)


def _made(mjml: str, template: str, locate: Locate | None, options: _Options) -> str:
    icon_origin, strict = options.icon_origin, options.strict
    source = Source(mjml)
    place = partial(_problem, source=source, locate=locate or partial(_unmoved, template))
    care = Care.THEME if strict else Care.RENDERED
    tree, faults = examine(mjml, care=care, icons=bool(icon_origin))
    if faults:
        raise TemplateError.of(place(fault) for fault in faults[:_MOST])
    root = tree.root
    if root is None:  # which is a fault, told above
        raise AssertionError
    comments = not strict
    prepared = prepare(root, mjml, comments=comments)
    try:
        html = run(prepared.mjml, icon_origin=icon_origin or _MJML_ICONS)
    except EngineError as error:
        guilty = blame(root, partial(_fails, text=mjml, comments=comments))
        fault = Fault(*source.place(guilty.offset), f"the MJML engine says: {error}")
        raise TemplateError.of([place(fault)]) from error
    html = restore(finish(html, prepared), prepared)
    try:
        html = with_attributes(html, prepared.given) if prepared.given else html
    except TemplateError as error:
        head = next(node for node in root.walk() if node.tag == "mj-html-attributes")
        fault = Fault(*source.place(head.offset), str(error.problems[0].what))
        raise TemplateError.of([place(fault)]) from error
    if prepared.css.strip():
        html = options.inliner(html, prepared.css)
    return html


def _fails(tree: Node, *, text: str, comments: bool) -> bool:
    try:
        run(prepare(tree, text, comments=comments).mjml, icon_origin="")
    except EngineError:
        return True
    return False


def _unmoved(template: str, line: int, _: int) -> tuple[str, int]:
    return template, line


def _problem(fault: Fault, *, source: Source, locate: Locate) -> Problem:
    path, line = locate(fault.line, fault.column)
    return Problem(
        what=fault.what,
        where=f"{path}:{line}:{fault.column}",
        hint=fault.hint,
        excerpt=excerpt(source.text, fault.line, fault.column - 1, shown=line),
    )
