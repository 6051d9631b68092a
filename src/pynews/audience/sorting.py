"""Which of an issue's letters somebody gets, by their groups and language.

What is for some groups only makes letters: one for every way in which the issue's group
expressions can come out, and each of these in every language that the issue is
translated into. Nothing of it depends on who is on the list.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from pynews.audience.groups import GroupExpression, parse_groups
from pynews.errors import Problem, SourceError
from pynews.model import Origin, Variant

__all__ = ["Sorting", "sort_readers"]

MOST_VARIANTS = 32
MOST_GROUPS = 10
LONGEST = 80
REMEMBERED = 10_000
Outcome = tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Sorting:
    """Sorts readers into the variants of one issue.

    Arguments:
        expressions: what only some are shown, each said once.
        variants: the letter of somebody in no group first; it has no name.
    """

    expressions: tuple[GroupExpression, ...]
    variants: tuple[Variant, ...]
    _names: dict[tuple[str, Outcome], str]
    _frozen: frozenset[str] = frozenset()
    _known: dict[tuple[tuple[str, ...], str, frozenset[str]], str] = field(
        default_factory=dict, compare=False
    )

    def variant(
        self, groups: tuple[str, ...], language: str, held: frozenset[str] = frozenset()
    ) -> str:
        """Return the name of the letter that somebody gets.

        Arguments:
            groups: names of the groups they are in.
            language: theirs, a BCP 47 tag; "" when they named none.
            held: the expressions that were frozen for them, whatever their groups are by now.
        """
        key = (groups, language, held)
        if key not in self._known:
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known[key] = self._names[self._language(language), self._outcome(groups, held)]
        return self._known[key]

    def meant(self, variant: Variant) -> Callable[[str], bool]:
        """Return what says whether a group expression holds for the readers of a variant."""
        held = {_one_line(text) for text in variant.meant_for}
        return lambda text: _one_line(text) in held

    def _outcome(self, groups: Collection[str], held: frozenset[str]) -> Outcome:
        return _outcome(self.expressions, groups, self._frozen, held)

    def _language(self, wanted: str) -> str:
        """Return the translation for a reader (the lookup of RFC 4647 section 3.4)."""
        known = {one.language.casefold(): one.language for one in self.variants}
        subtags = wanted.casefold().replace("_", "-").split("-")
        for count in range(len(subtags), 0, -1):
            found = known.get("-".join(subtags[:count]))
            if found:
                return found
        return ""


def sort_readers(
    wanted: Iterable[tuple[str, Origin]],
    *,
    languages: Collection[str] = (),
    known: Collection[str] | None = None,
    patterns: Collection[frozenset[str]] = (),
) -> Sorting:
    """Return how readers are sorted.

    Arguments:
        wanted: the group expressions of an issue, each with its place.
        languages: into which it is translated.
        known: names of all groups there are, or None to take any name.
        patterns: which expressions can have been frozen together for somebody; those that
            stand in any of them do not look at groups.

    Raises:
        SourceError: expressions that cannot be read, an unknown group, or so many groups
            that nobody could look at every letter.
    """
    frozen = frozenset(text for pattern in patterns for text in pattern)
    expressions, place = _read(wanted, known, frozen)
    outcomes = _outcomes(expressions, place, frozen, patterns)
    if len(outcomes) * (1 + len(languages)) > MOST_VARIANTS:
        raise _too_many(f"{len(outcomes) * (1 + len(languages))} different letters", place)
    texts = [one.text for one in expressions]
    slugs = dict(zip(texts, _slugs(texts), strict=True))
    variants, names = [], {}
    for language, outcome in product(("", *sorted(languages)), outcomes):
        held = tuple(text for text, holds in zip(texts, outcome, strict=True) if holds)
        general = outcome == outcomes[0]
        name = _name(language, "" if general else "+".join(slugs[one] for one in held) or "others")
        names[language, outcome] = name
        variants.append(Variant(name, held, language))
    return Sorting(expressions, tuple(variants), names, frozen)


def _read(
    wanted: Iterable[tuple[str, Origin]], known: Collection[str] | None, frozen: Collection[str]
) -> tuple[tuple[GroupExpression, ...], Origin | None]:
    """Return every expression once, and the place of the last.

    What is wrong with one is told once as well, at the first place that has it.
    """
    found: dict[str, GroupExpression] = {}
    problems: dict[str, Problem] = {}
    place: Origin | None = None
    for text, origin in wanted:
        place = origin
        if _one_line(text) in found:
            continue
        try:
            names = None if _one_line(text) in frozen else known
            found[_one_line(text)] = parse_groups(text, known=names, where=str(origin), key="for")
        except SourceError as error:
            for problem in error.problems:
                problems.setdefault(problem.what, problem)
    if problems:
        raise SourceError.of(problems.values())
    return tuple(found.values()), place


def _outcomes(
    expressions: tuple[GroupExpression, ...],
    place: Origin | None,
    frozen: frozenset[str],
    patterns: Collection[frozenset[str]],
) -> tuple[Outcome, ...]:
    """Return every way in which the expressions can come out, that of no group first."""
    free = [one for one in expressions if _one_line(one.text) not in frozen]
    names = tuple(dict.fromkeys(name for one in free for name in one.names))
    if len(names) > MOST_GROUPS:
        raise _too_many(f"parts for {len(names)} groups", place)
    found: dict[Outcome, None] = {}
    choices = product((False, True), repeat=len(names))
    fewest = sorted(patterns, key=lambda held: (len(held), sorted(held)))
    for held, choice in product(fewest or [frozenset()], choices):
        groups = {name for name, inside in zip(reversed(names), choice, strict=True) if inside}
        found[_outcome(expressions, groups, frozen, held)] = None
    return tuple(found)


def _outcome(
    expressions: tuple[GroupExpression, ...],
    groups: Collection[str],
    frozen: frozenset[str],
    held: frozenset[str],
) -> Outcome:
    """Return which expressions hold: as they were frozen, the others by groups."""
    texts = ((one, _one_line(one.text)) for one in expressions)
    return tuple(text in held if text in frozen else one.matches(groups) for one, text in texts)


def _too_many(what: str, place: Origin | None) -> SourceError:
    return SourceError(
        f"this issue would have {what}: nobody could look at all of them",
        where=str(place or ""),
        hint=f"at most {MOST_VARIANTS} letters from {MOST_GROUPS} groups: use fewer for:,"
        " or send two issues with to:",
    )


def _slugs(texts: list[str]) -> Iterator[str]:
    """Yield a name for each expression that can be part of a file's name."""
    taken: set[str] = set()
    for text in texts:
        letters = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
        stem = "for-" + (re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "group")
        slug, number = stem, 1
        while slug in taken:
            number += 1
            slug = f"{stem}-{number}"
        taken.add(slug)
        yield slug


def _name(language: str, groups: str) -> str:
    name = "+".join(part for part in (language, groups) if part)
    if len(name) <= LONGEST:
        return name
    return f"{name[:LONGEST]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
