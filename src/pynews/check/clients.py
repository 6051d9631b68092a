"""What mail programs make of the HTML and CSS, by the tests of caniemail.com."""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from pynews.check.document import Document
from pynews.check.rule import Check
from pynews.check.stylesheet import declarations, rules
from pynews.check.subject import Note, Subject
from pynews.model import Origin, Severity

__all__ = ["CHECKS", "Support", "features", "support"]

DATA = "caniemail.json.gz"
NAMED = 4
# What nobody misses where it does not work: the message looks plainer and says the same.
HARMLESS = {
    *("css-border-radius", "css-pseudo-class-hover", "css-pseudo-class-focus", "css-outline"),
    *("css-at-media-prefers-color-scheme", "css-color-scheme", "css-text-wrap", "css-box-shadow"),
    *("css-letter-spacing", "css-transition", "css-animation", "css-at-keyframes", "css-cursor"),
    *("css-at-font-face", "css-border-radius-logical", "css-text-shadow", "css-user-select"),
    *("css-at-media-prefers-reduced-motion", "css-comments", "html-comments", "html-aria-live"),
    *("css-hyphens", "css-text-underline-offset", "css-text-decoration-thickness", "html-target"),
    *("css-at-media-hover", "css-pseudo-class-active", "css-pseudo-class-visited", "html-srcset"),
    *("css-outline-offset", "css-word-break", "css-overflow-wrap", "css-opacity", "html-lang"),
}
VALUES = {
    "css-display-flex": ("display", r"\b(?:inline-)?flex\b"),
    "css-display-grid": ("display", r"\b(?:inline-)?grid\b"),
    "css-linear-gradient": ("", r"linear-gradient\("),
    "css-radial-gradient": ("", r"radial-gradient\("),
    "css-conic-gradient": ("", r"conic-gradient\("),
    "css-function-clamp": ("", r"\bclamp\("),
    "css-function-light-dark": ("", r"light-dark\("),
    "css-function-max": ("", r"\bmax\("),
    "css-function-min": ("", r"\bmin\("),
    "css-unit-calc": ("", r"\bcalc\("),
    "css-variables": ("", r"\bvar\(--"),
    "css-modern-color": ("", r"\b(?:ok)?l(?:ch|ab)\("),
    "css-intrinsic-size": ("", r"\b(?:fit|min|max)-content\b"),
    "css-unit-rem": ("", r"\d(?:\.\d+)?rem\b"),
    "css-unit-vw": ("", r"\d(?:\.\d+)?vw\b"),
    "css-unit-vh": ("", r"\d(?:\.\d+)?vh\b"),
}
ELEMENTS = {
    *("audio", "video", "svg", "form", "picture", "object", "dialog", "marquee", "meter"),
    *("progress", "select", "textarea", "base", "ruby", "acronym", "bdi", "dfn", "wbr"),
}
IMAGES = {"svg": "image-svg", "webp": "image-webp", "avif": "image-avif", "bmp": "image-bmp"}
IMAGES |= {"tiff": "image-tiff", "heif": "image-heif", "apng": "image-apng", "mp4": "image-mp4"}


@dataclass(frozen=True, slots=True)
class Support:
    """What caniemail.com tells.

    Arguments:
        date: of its newest test.
        clients: name of each client, in the order of the letters.
        titles: name of each feature by its slug.
        letters: by slug, a letter a client: y works, a partly, n not at all, u unknown.
        baseline: slugs that every message of ours contains.
    """

    date: str
    clients: tuple[str, ...]
    titles: Mapping[str, str]
    letters: Mapping[str, str]
    baseline: frozenset[str]

    def without(self, slug: str) -> tuple[str, ...]:
        """Return the clients in which a feature does not work."""
        letters = self.letters.get(slug, "")
        return tuple(c for c, letter in zip(self.clients, letters, strict=False) if letter == "n")


@cache
def support() -> Support:
    """Return the condensed data that comes with pynews."""
    content = files("pynews.check").joinpath(DATA).read_bytes()
    tree = json.loads(gzip.decompress(content))
    return Support(
        date=tree["date"],
        clients=tuple(tree["clients"]),
        titles=tree["titles"],
        letters=tree["letters"],
        baseline=frozenset(tree["baseline"]),
    )


def features(document: Document, slugs: frozenset[str]) -> dict[str, str]:
    """Return the features a message uses, each with words to find it by in the theme.

    Arguments:
        document: the HTML part.
        slugs: those worth looking for.
    """
    found: dict[str, str] = {}
    for name, value in _declared(document):
        found.setdefault(f"css-{name}", f"{name}:")
        for slug in _by_value(name, value):
            found.setdefault(slug, f"{name}:")
    for _, css in document.styles:
        found |= _selectors(css)
    for tag in ELEMENTS:
        if document.root.find(f".//{tag}") is not None:
            found.setdefault(f"html-{tag}", f"<{tag}")
    for image in document.images:
        ending = image.src.rpartition(".")[2].lower()
        if ending in IMAGES:
            found.setdefault(IMAGES[ending], image.src)
    return {slug: words for slug, words in found.items() if slug in slugs}


@cache
def _by_value(name: str, value: str) -> tuple[str, ...]:
    return tuple(
        slug
        for slug, (wanted, pattern) in VALUES.items()
        if wanted in {"", name} and re.search(pattern, value)
    )


def unsupported(subject: Subject) -> Iterator[Note]:
    """HTML and CSS that a client leaves out, beyond what every message of ours holds."""
    known = support()
    wanted = frozenset(known.letters) - known.baseline - HARMLESS
    used = features(subject.letter.document, wanted)
    used |= {
        IMAGES[kind.partition("/")[2]]: kind
        for kind, _ in subject.letter.pictures
        if kind.partition("/")[2] in IMAGES
    }
    for slug, words in sorted(used.items()):
        clients = known.without(slug)
        if clients:
            more = f" and {len(clients) - NAMED} more" if len(clients) > NAMED else ""
            yield Note(
                _place(subject, words),
                f"{known.titles[slug]} does not work in {', '.join(clients[:NAMED])}{more} "
                f"(caniemail.com, {known.date})",
            )


def _declared(document: Document) -> Iterator[tuple[str, str]]:
    for element in document.root.iter():
        if isinstance(element.tag, str) and "style" in element.attrib:
            yield from declarations(element.get("style", "")).items()
    for media, css in document.styles:
        for rule in rules(css, media):
            yield from rule.declared


def _selectors(css: str) -> dict[str, str]:
    """Return at-rules, pseudo-classes and media features of a style block."""
    found = {f"css-at-{name}": f"@{name}" for name in re.findall(r"@([\w-]+)", css)}
    for name in re.findall(r"@media[^{]*\(\s*(?:any-)?([\w-]+)", css):
        found[f"css-at-media-{name}"] = name
    for rule in rules(css):
        for mark, name in re.findall(r"(::?)([a-z-]+)", rule.selector):
            kind = "element" if mark == "::" else "class"
            found[f"css-pseudo-{kind}-{name}"] = f"{mark}{name}"
    return found


def _place(subject: Subject, words: str) -> Origin:
    pattern = re.escape(words).replace(":", r"\s*:")
    places = [p for p in subject.sources.places(pattern) if not p.path.endswith(".toml")]
    return min(places, key=lambda place: place.path.startswith("pynews/"), default=None) or (
        subject.setting("theme")
    )


CHECKS = (
    Check(
        id="unsupported-css",
        severity=Severity.LOOK_AT,
        why="Some readers will see the message without it.",
        fix="See that the message can be read without it, or use a table, a colour or a PNG.",
        example="display: flex in a theme (not in Outlook on Windows)",
        look=unsupported,
    ),
)
