"""Which start tags of a page a style sheet can mean at all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Tag", "blanked", "candidates", "deepest"]

_OPAQUE = re.compile(r"<!--|<(style|script|title|textarea)\b[^<>]*>", re.IGNORECASE)
_UNQUOTED = (re.compile(r'class=[^"]'), re.compile(r' id=[^"]'))
_ODD = ("='", " =", "\n=", "\t=", "\nid=", "CLASS", "Class", "ID=", "Id=")
_CAREFUL = re.compile(r"""<([A-Za-z][^\s/<>]*+)(?:[^<>"']++|"[^"]*"|'[^']*')*+>""")
_QUICK = re.compile(r"<([A-Za-z][^\s/<>]*+)[^<>]*>")
_ENDS = re.compile(r"<(?!(?:br|col|hr|img|input|link|meta)\b)(/?)[A-Za-z]", re.IGNORECASE)
_LAST = re.compile(r"(?:[^\s>+~,()\[\]]|\([^()]*\)|\[[^\]]*\])+\s*\Z")


@dataclass(frozen=True, slots=True)
class Tag:
    """Where a start tag begins, where its name ends, and where it ends."""

    start: int
    name_end: int
    end: int


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What selectors look for at last: some tags, some classes or ids, or anything."""

    tags: frozenset[str]
    named: re.Pattern[str] | None
    worn: re.Pattern[str] | None
    quick: tuple[re.Pattern[str], ...]


def blanked(html: str) -> str:
    """Return `html` with spaces for comments and for style, script and title elements."""
    parts, position = [], 0
    while found := _OPAQUE.search(html, position):
        end = _end(html, found)
        parts += [html[position : found.start()], " " * (end - found.start())]
        position = end
    return "".join(parts) + html[position:]


def deepest(html: str) -> int:
    """Return how deep elements are nested at most; one that is never closed counts on."""
    depth = most = 0
    for found in _ENDS.finditer(html):
        depth = max(0, depth - 1) if found[1] else depth + 1
        most = max(most, depth)
    return most


def candidates(html: str, css: str) -> tuple[Tag, ...]:
    """Return every start tag of `html` that a rule of `css` may mean, and some more, in order.

    It looks at the last part of each selector: a tag, a class or an id. It is quicker
    where attributes are spelt plainly and none holds ``<`` or ``>``.

    Arguments:
        html: without comments, see `blanked`.
    """
    wanted = _wanted(css)
    if wanted.named is None and wanted.worn is None:
        return tuple(_tag(found) for found in _CAREFUL.finditer(html))
    if _is_awkward(html):
        every = _CAREFUL.finditer(html)
        return tuple(_tag(found) for found in every if _fits(found, wanted))
    found = {tag.start: tag for tag in _quick(html, wanted)}
    return tuple(found[start] for start in sorted(found))


def _end(html: str, found: re.Match[str]) -> int:
    if found[1]:
        close = re.compile(rf"</{found[1]}\s*>", re.IGNORECASE).search(html, found.end())
        return close.end() if close else len(html)
    if html.startswith(("<!-->", "<!--->"), found.start()):
        return html.index(">", found.start()) + 1
    end = html.find("-->", found.end())
    return len(html) if end < 0 else end + 3


def _is_awkward(html: str) -> bool:
    if any(sign in html for sign in _ODD):
        return True
    if any(found.search(html) for found in _UNQUOTED):
        return True
    # A tag with an odd number of quotes ends, or another one seems to begin, within a value.
    return any(each.partition(">")[0].count('"') % 2 for each in html.split("<")[1:])


def _tag(found: re.Match[str]) -> Tag:
    return Tag(found.start(), found.end(1), found.end())


def _fits(found: re.Match[str], wanted: _Wanted) -> bool:
    if found[1].lower() in wanted.tags:
        return True
    return wanted.worn is not None and bool(wanted.worn.search(found[0]))


def _quick(html: str, wanted: _Wanted) -> Iterator[Tag]:
    if wanted.named is not None:
        yield from (_tag(found) for found in wanted.named.finditer(html))
    for word in (each for pattern in wanted.quick for each in pattern.finditer(html)):
        found = _QUICK.match(html, max(html.rfind("<", 0, word.start()), 0))
        if found is not None and found.end() >= word.end():
            yield _tag(found)


@lru_cache(maxsize=32)
def _wanted(css: str) -> _Wanted:
    tags: set[str] = set()
    classes: set[str] = set()
    ids: set[str] = set()
    for rule in css.split("}"):
        for selector in _split(rule.partition("{")[0]):
            for kind, found in zip((tags, classes, ids), _at_last(selector), strict=True):
                kind.update(found)
    if "*" in tags:
        return _Wanted(frozenset(), None, None, ())
    names = _either(tags)
    known = _either(classes | ids)
    worn = rf"""(?:class|id)\s*=\s*["']?(?:[^"'<>]*\s)?(?:{known})(?=["'\s>])"""
    return _Wanted(
        frozenset(tags),
        re.compile(rf"<({names})(?=[\s/>])[^<>]*>", re.IGNORECASE) if names else None,
        re.compile(worn, re.IGNORECASE) if known else None,
        _quick_patterns(classes, ids),
    )


def _split(selectors: str) -> list[str]:
    found = re.findall(r"(?:[^,()\[\]]|\([^()]*\)|\[[^\]]*\])+", selectors)
    return [each for each in found if each.strip()]


def _at_last(selector: str) -> tuple[set[str], set[str], set[str]]:
    """Return the tag, the classes and the ids that the last part of `selector` asks for."""
    found = _LAST.search(selector)
    bare = re.sub(r"\([^()]*\)|\[[^\]]*\]|::?[\w-]+", "", found[0].strip() if found else "*")
    words = re.findall(r"([.#])((?:[\w-]|[^\x00-\x7f])+)", bare)
    classes = {word for sign, word in words if sign == "."}
    if classes:
        return set(), classes, set()
    ids = {word for sign, word in words if sign == "#"}
    return (set(), set(), ids) if ids else ({bare.lower() or "*"}, set(), set())


def _quick_patterns(classes: set[str], ids: set[str]) -> tuple[re.Pattern[str], ...]:
    """Return patterns that begin with plain letters, which Python looks for at once."""
    return tuple(
        re.compile(rf'{name}="(?:[^"<>]*\s)?(?:{_either(words)})(?=["\s])')
        for name, words in (("class", classes), (" id", ids))
        if words
    )


def _either(words: set[str]) -> str:
    return "|".join(map(re.escape, sorted(words)))
