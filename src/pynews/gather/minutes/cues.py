"""The words that rules look for; the lists stand in cues.toml, not in code."""

import re
import tomllib
from functools import cache
from importlib import resources

__all__ = ["cue", "cue_words", "has_sign"]

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


def has_sign(table: str, words: str) -> bool:
    """Say whether words hold one of a table's signs: a cheap look before a long one."""
    folded = words.casefold()
    return any(sign in folded for sign in cue_words(table, "signs"))


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
