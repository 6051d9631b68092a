"""The words that rules look for; the lists stand in cues.toml, not in code."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pynews.gather.minutes.signs import signs_of

__all__ = ["cue", "cue_words", "find", "may_hold"]

PLACE = re.compile(r"\{([a-z_]+)\}")


@cache
def cue(table: str, name: str) -> re.Pattern[str]:
    """Return the pattern of a list of phrases: any one of them, whole words, in any case.

    Arguments:
        table: the table in cues.toml.
        name: the list in that table; ``{name}`` in a phrase stands for a list of ``[words]``.
    """
    return re.compile(_joined(_tables()[table][name]), re.IGNORECASE)


@cache
def cue_words(table: str, name: str) -> frozenset[str]:
    """Return a list of single words, case-folded."""
    return frozenset(word.casefold() for word in _tables()[table][name])


@dataclass(frozen=True, slots=True)
class _Phrases:
    """A long list, taken apart.

    Arguments:
        phrases: each phrase as a pattern, in the order in which they are tried.
        signs: letters, and the places of the phrases that cannot do without them.
        always: the places of the phrases of which no such letters are known.
    """

    phrases: tuple[re.Pattern[str], ...]
    signs: tuple[tuple[str, tuple[int, ...]], ...]
    always: tuple[int, ...]


def find(table: str, name: str, words: str) -> re.Match[str] | None:
    """Return where the first phrase of a long list occurs, as ``cue(...).search(words)`` does.

    Only phrases are tried of which the words hold the letters that these cannot do without.
    """
    known = _taken_apart(table, name)
    folded = words.lower()
    places = set(known.always)
    for sign, which in known.signs:
        if sign in folded:
            places.update(which)
    best: re.Match[str] | None = None
    for place in sorted(places):
        found = known.phrases[place].search(words)
        if found and (best is None or found.start() < best.start()):
            best = found
    return best


def may_hold(table: str, name: str, words: str) -> bool:
    """Say whether any phrase of a list may occur in words: a cheap look before a long one."""
    known, folded = _taken_apart(table, name), words.lower()
    return bool(known.always) or any(sign in folded for sign, _ in known.signs)


@cache
def _taken_apart(table: str, name: str) -> _Phrases:
    wholes = [_expanded(phrase) for phrase in _tables()[table][name]]
    bounded = [(*_bounded(whole), signs_of(whole)) for whole in wholes]
    bounded.sort(key=lambda each: not each[1])
    signs: dict[str, list[int]] = {}
    for place, (_, _, required) in enumerate(bounded):
        for sign in required:
            signs.setdefault(sign, []).append(place)
    return _Phrases(
        tuple(
            re.compile(rf"(?<!\w){phrase}" if begins_word else phrase, re.IGNORECASE)
            for phrase, begins_word, _ in bounded
        ),
        tuple((sign, tuple(which)) for sign, which in signs.items()),
        tuple(place for place, (_, _, required) in enumerate(bounded) if not required),
    )


@cache
def _tables() -> dict[str, dict[str, list[str]]]:
    text = resources.files(__package__).joinpath("cues.toml").read_text(encoding="utf-8")
    tables: dict[str, dict[str, list[str]]] = tomllib.loads(text)
    return tables


def _joined(phrases: list[str]) -> str:
    """Return one pattern; what begins a word is tried at the beginning of words only, for speed."""
    pairs = [_bounded(_expanded(phrase)) for phrase in phrases]
    at_words = "|".join(phrase for phrase, begins_word in pairs if begins_word)
    anywhere = [phrase for phrase, begins_word in pairs if not begins_word]
    return "|".join(([rf"(?<!\w)(?:{at_words})"] if at_words else []) + anywhere)


def _expanded(phrase: str) -> str:
    words = _tables()["words"]
    while found := PLACE.search(phrase):
        inner = "|".join(words[found.group(1)])
        phrase = f"{phrase[: found.start()]}(?:{inner}){phrase[found.end() :]}"
    return phrase


def _bounded(phrase: str) -> tuple[str, bool]:
    """Return a phrase that ends with a word, and whether it must begin one."""
    phrase = phrase.removeprefix(r"\b") if re.match(r"\\b[\w(]", phrase) else phrase
    begins_word = bool(re.match(r"[\w(]", phrase)) and not phrase.startswith(("(?<", "(?:^"))
    ends_open = re.search(r"(?:\\s[*+?]?|\(\?[=!](?:[^()]|\([^()]*\))*\))$", phrase)
    after = r"(?!\w)" if re.search(r"[\w)][?*+]?$", phrase) and not ends_open else ""
    return f"(?:{phrase}){after}", begins_word
