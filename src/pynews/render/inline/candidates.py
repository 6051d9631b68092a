"""Which start tags a style sheet can mean at all."""

import re
from functools import cache

__all__ = ["VALUES", "candidates"]

VALUES = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
_ANY = r"[A-Za-z][^\s/<>]*"
_SELECTORS = re.compile(r"([^{}]*)\{[^{}]*\}")
_LAST = re.compile(r"(?:[^\s>+~,()\[\]]|\([^()]*\)|\[[^\]]*\])+\s*\Z")


@cache
def candidates(css: str) -> re.Pattern[str]:
    """Return a pattern for every start tag that a rule of `css` may match, and some more.

    It looks at the last part of each selector: a tag, a class or an id. It also
    matches where a comment or an element of raw text begins. Groups: ``raw`` (the
    element of raw text), ``name`` (the tag).
    """
    tags: set[str] = set()
    words: set[str] = set()
    for rule in _SELECTORS.finditer(css):
        for selector in _split(rule[1]):
            tag, found = _wanted(selector)
            tags.add(tag)
            words.update(found)
    return re.compile(
        r"<!--|<(?P<raw>style|script|title|textarea)\b[^<>]*>"
        rf"|<(?P<name>{_names(tags, words)}){VALUES}>",
        re.IGNORECASE,
    )


def _names(tags: set[str], words: set[str]) -> str:
    if "*" in tags:
        return _ANY
    choices = [rf"{re.escape(tag)}(?=[\s/>])" for tag in sorted(tags - {""})]
    if words:
        known = "|".join(map(re.escape, sorted(words)))
        worn = rf"""{VALUES}?\s(?:class|id)\s*=\s*["'](?:[^"']*\s)?(?:{known})["'\s]"""
        choices.append(rf"{_ANY}(?={worn})")
    return "|".join(choices) or _ANY


def _split(selectors: str) -> list[str]:
    return re.findall(r"(?:[^,()\[\]]|\([^()]*\)|\[[^\]]*\])+", selectors)


def _wanted(selector: str) -> tuple[str, set[str]]:
    found = _LAST.search(selector)
    bare = re.sub(r"\([^()]*\)|\[[^\]]*\]|::?[\w-]+", "", found[0].strip() if found else "*")
    words = set(re.findall(r"[.#]((?:[\w-]|[^\x00-\x7f])+)", bare))
    if words:
        return "", words
    return (bare.lower() or "*"), set()
