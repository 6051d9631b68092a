"""Whether every text can be read on its ground, in light and in dark (WCAG 2.2, 1.4.3).

Colours are followed as browsers do: inline styles and ``bgcolor``, handed down from
parent to child; in dark mode the rules of ``prefers-color-scheme: dark`` over them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from lxml import html

from pynews.check.colours import Colour, contrast, read_colour
from pynews.check.document import Document
from pynews.check.rule import Check
from pynews.check.stylesheet import declarations, matching, rules
from pynews.check.subject import Note, Subject
from pynews.model import Origin, Severity

__all__ = ["CHECKS"]

ENOUGH = 4.5
ENOUGH_LARGE = 3.0
LARGE = 24
LARGE_BOLD = 18.66
STATES = re.compile(r":(?:focus|hover|active|visited|link|target)|\[data-ogs")
HEAVY = {"b", "strong", "th", "h1", "h2", "h3"}
GROUNDS = ("background", "background-color")
TEXT_KEYS = re.compile(r"text|link|secondary|quiet")

Styles = Mapping[html.HtmlElement, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Look:
    """How the text of an element looks; a colour of None cannot be told."""

    colour: Colour | None = (0, 0, 0)
    ground: Colour | None = (255, 255, 255)
    size: float = 16
    bold: bool = False

    @property
    def ratio(self) -> float | None:
        """The contrast, or None when a colour cannot be told."""
        return contrast(self.colour, self.ground) if self.colour and self.ground else None

    @property
    def needed(self) -> float:
        """The least contrast: less for large text."""
        large = self.size >= LARGE or (self.bold and self.size >= LARGE_BOLD)
        return ENOUGH_LARGE if large else ENOUGH


def low_contrast(subject: Subject) -> Iterator[Note]:
    """Find text that some readers cannot make out; the worst for each colour's line."""
    worst: dict[Origin, tuple[float, str]] = {}
    for dark in (False, True):
        pairs: dict[object, tuple[Look, str]] = {}
        for look, words in _texts(subject.letter.document, dark=dark):
            if look.ratio is not None and look.ratio < look.needed:
                pairs.setdefault((look.colour, look.ground), (look, words))
        for look, words in pairs.values():
            place = _place(subject, look, dark=dark)
            told = (look.ratio or 0, _told(look, words, "dark" if dark else "light"))
            worst[place] = min(told, worst.get(place, told))
    for place, (_, what) in sorted(worst.items()):
        yield Note(place, what)


def _told(look: Look, words: str, mode: str) -> str:
    colours = f"{_hex(look.colour)} on {_hex(look.ground)}"
    return (
        f'"{words[:40]}" has a contrast of {look.ratio:.1f} to 1 in {mode} mode '
        f"({colours}); {look.needed:g} is needed"
    )


def _texts(document: Document, *, dark: bool) -> Iterator[tuple[Look, str]]:
    """Yield how each text looks, with its words."""
    yield from _walk(document.root, Look(), _matched(document, dark=dark))


def _matched(document: Document, *, dark: bool) -> Styles:
    """Return what the style blocks say of each element."""
    found: dict[html.HtmlElement, dict[str, str]] = {}
    for media, css in document.styles:
        for rule in rules(css, media):
            is_dark = "prefers-color-scheme: dark" in rule.media.replace(":dark", ": dark")
            if (rule.media and not (dark and is_dark)) or STATES.search(rule.selector):
                continue
            colours = {k: v for k, v in rule.declared if k in {"color", *GROUNDS}}
            select = matching(rule.selector) if colours else None
            if select is not None:
                for element in cast("Callable[..., list[html.HtmlElement]]", select)(document.root):
                    found.setdefault(element, {}).update(colours)
    return found


def _walk(element: html.HtmlElement, above: Look, styles: Styles) -> Iterator[tuple[Look, str]]:
    if not isinstance(element.tag, str) or element.tag in {"head", "style", "script", "title"}:
        return
    style = declarations(element.get("style", ""))
    if "none" in style.get("display", "") or style.get("opacity") == "0":
        return
    look = _look(element, style, styles.get(element, {}), above)
    if _words(element.text):
        yield look, _words(element.text)
    for child in element:
        yield from _walk(child, look, styles)
        if _words(child.tail):
            yield look, _words(child.tail)


def _look(
    element: html.HtmlElement, style: Mapping[str, str], ruled: Mapping[str, str], above: Look
) -> Look:
    look = above
    colour = ruled.get("color") or style.get("color") or element.get("color", "")
    if colour and colour != "inherit":
        look = replace(look, colour=read_colour(colour))
    for ground in (element.get("bgcolor", ""), *_grounds(style), *_grounds(ruled)):
        if ground and not re.search(r"transparent|none|inherit", ground):
            look = replace(look, ground=read_colour(ground))
    size = re.match(r"([\d.]+)px", style.get("font-size", ""))
    weight = style.get("font-weight", "")
    if size and float(size[1]) > 0:
        look = replace(look, size=float(size[1]))
    if weight or element.tag in HEAVY:
        look = replace(look, bold=weight in {"", "bold", "bolder", "600", "700", "800", "900"})
    return look


def _grounds(style: Mapping[str, str]) -> Iterator[str]:
    for name, value in style.items():
        if name in GROUNDS:
            yield value


def _words(text: str | None) -> str:
    return " ".join(re.sub(r"[\u200a-\u200f\u034f\xa0]", " ", text or "").split())


def _hex(colour: Colour | None) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour) if colour else "?"


def _place(subject: Subject, look: Look, *, dark: bool) -> Origin:
    """Return where one of the two colours is set, in a file of the project's own if it can be."""
    places = [
        (path.startswith("pynews/"), not is_text, Origin(path, number))
        for path, number, line, table in _settings(subject)
        for is_text, colour in ((True, look.colour), (False, look.ground))
        if colour == _set(line)
        and table in ({"dark", "light", ""} if dark else {"light", ""})
        and (not is_text or table == "" or TEXT_KEYS.search(line.partition("=")[0]))
    ]
    own = any("templates/" in path and path[:7] != "pynews/" for path in subject.sources.texts)
    packaged, _, place = min(places, default=(True, True, subject.setting("theme")))
    return subject.setting("theme") if own and packaged else place


def _settings(subject: Subject) -> Iterator[tuple[str, int, str, str]]:
    """Yield the lines of theme files that set colours: path, number, line and table."""
    for path, text in subject.sources.texts.items():
        table = ""
        for number, line in enumerate(text.split("\n"), 1):
            if path.endswith(".toml") and (header := re.match(r"\s*\[(\w+)\]", line)):
                table = header[1]
            elif "#" in line and re.search(r"\.(?:toml|j2)$", path):
                yield path, number, line, table


def _set(line: str) -> Colour | None:
    return read_colour(line)


CHECKS = (
    Check(
        id="contrast",
        severity=Severity.MUST_FIX,
        why="One reader in twelve cannot make out pale text, and nobody can in sunlight.",
        fix="Choose a darker or lighter colour in the theme's theme.toml.",
        example='secondary = "#a0a0a0" on a white card',
        look=low_contrast,
    ),
)
