"""What a phrase cannot do without: letters that every match of a regular expression holds.

Looking for a few letters in a sentence is many times quicker than trying a long expression on
it. Only the part of the syntax is understood that our phrases use; what is not understood
yields no letters, which costs time and nothing else.
"""

import re
from collections.abc import Iterator

__all__ = ["signs_of"]

SHORTEST = 3
ESCAPED = frozenset(".?+*()[]{}|^$/-&'\" ")
QUANTIFIER = re.compile(r"[?*+]\??|\{\d*(?:,\d*)?\}\??")
OPTIONAL = re.compile(r"[?*]|\{0?,|\{0")
APOSTROPHE = r"\x27"
GROUP = re.compile(r"\?:|\?-i:|\?P<\w+>")


def signs_of(phrase: str) -> frozenset[str]:
    """Return pieces of text of which every match holds one, in small letters; none if unknown."""
    options = [_of_sequence(option) for option in _options(phrase)]
    return frozenset().union(*options) if all(options) else frozenset()


def _of_sequence(option: str) -> frozenset[str]:
    """Return the best pieces among those that all parts of a sequence must hold."""
    best: frozenset[str] = frozenset()
    for found in (frozenset({run}) for run in _runs(option)):
        best = max(best, found, key=_worth)
    for inner in _groups(option):
        best = max(best, signs_of(inner), key=_worth)
    return best


def _worth(signs: frozenset[str]) -> tuple[bool, float]:
    """Return how telling signs are: few long ones tell more than many short ones."""
    shortest = min((len(sign) for sign in signs), default=0)
    return shortest >= SHORTEST, shortest - 0.3 * len(signs)


def _options(phrase: str) -> Iterator[str]:
    """Yield the alternatives of a phrase."""
    start = 0
    for here, atom in _atoms(phrase):
        if atom == "|":
            yield phrase[start:here]
            start = here + 1
    yield phrase[start:]


def _atoms(phrase: str) -> Iterator[tuple[int, str]]:
    """Yield each character, escape, class or group of an expression with its place."""
    here = 0
    while here < len(phrase):
        end = _end(phrase, here)
        yield here, phrase[here:end]
        here = end


def _end(phrase: str, here: int) -> int:
    sign = phrase[here]
    if sign == "\\":
        return here + (len(APOSTROPHE) if phrase.startswith(APOSTROPHE, here) else 2)
    if sign == "[":
        return phrase.index("]", here + 2) + 1
    if sign == "(":
        inner = here + 1
        while phrase[inner] != ")":
            inner = _end(phrase, inner)
        return inner + 1
    found = QUANTIFIER.match(phrase, here)
    return found.end() if found else here + 1


def _required(option: str) -> Iterator[str]:
    """Yield the atoms of a sequence that occur at least once, and "" where a run breaks."""
    atoms = [atom for _, atom in _atoms(option)]
    for atom, after in zip(atoms, [*atoms[1:], ""], strict=True):
        if QUANTIFIER.fullmatch(atom):
            continue
        repeated = QUANTIFIER.fullmatch(after) is not None
        if not (repeated and OPTIONAL.match(after)):
            yield atom
        if repeated:
            yield ""


def _runs(option: str) -> Iterator[str]:
    """Yield the plain pieces of text in a sequence."""
    run = ""
    for atom in _required(option):
        letter = _letter(atom)
        if letter:
            run += letter
        elif not _has_no_width(atom):
            if len(run) >= SHORTEST:
                yield run.lower()
            run = ""
    if len(run) >= SHORTEST:
        yield run.lower()


def _letter(atom: str) -> str:
    """Return the character that an atom stands for, if it is one."""
    if atom == APOSTROPHE:
        return "'"
    if len(atom) == 1:
        return "" if atom in ".|" or _has_no_width(atom) else atom
    return atom[1] if atom[:1] == "\\" and atom[1:] in ESCAPED else ""


def _has_no_width(atom: str) -> bool:
    return atom in {"^", "$", r"\b"} or atom.startswith(("(?=", "(?!", "(?<"))


def _groups(option: str) -> Iterator[str]:
    """Yield what stands in the groups of a sequence that must occur."""
    for atom in _required(option):
        if atom.startswith("(") and not _has_no_width(atom):
            inner = atom[1:-1]
            found = GROUP.match(inner)
            if found or not inner.startswith("?"):
                yield inner[found.end() if found else 0 :]
