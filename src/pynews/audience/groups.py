"""Group expressions: whom an issue is for, as ``members and not leeds``.

::

    expression = term { "or" term }
    term       = factor { "and" factor }
    factor     = "not" factor | "(" expression ")" | name | '"' any name '"'

Nothing else can be said, so nothing else can happen. Names are compared without
regard to case.
"""

import difflib
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from pynews.errors import SourceError

__all__ = ["GroupCount", "GroupExpression", "group_name", "parse_groups"]

EVERYONE = "everyone"
WORDS = frozenset({"and", "or", "not"})
LONGEST = 1000
DEEPEST = 50
SHOWN = 20
TOKEN = re.compile(r'\s*(?:(?P<sign>[()])|"(?P<quoted>[^"]*)"|(?P<word>[^\s()",;|&!]+))')
EXAMPLE = 'write names with and, or, not and brackets, such as: members and not "south west"'


def group_name(text: str) -> str:
    """Return a group's name as it is compared: NFC, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the expression: ``and or not ( )``, a name, or the end."""

    kind: str
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class _Name:
    name: str

    def holds(self, groups: frozenset[str]) -> bool:
        return self.name in groups


@dataclass(frozen=True, slots=True)
class _Not:
    part: "_Node"

    def holds(self, groups: frozenset[str]) -> bool:
        return not self.part.holds(groups)


@dataclass(frozen=True, slots=True)
class _All:
    parts: tuple["_Node", ...]

    def holds(self, groups: frozenset[str]) -> bool:
        return all(part.holds(groups) for part in self.parts)


@dataclass(frozen=True, slots=True)
class _Any:
    parts: tuple["_Node", ...]

    def holds(self, groups: frozenset[str]) -> bool:
        return any(part.holds(groups) for part in self.parts)


_Node = _Name | _Not | _All | _Any


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How many active subscribers a part of the expression means."""

    words: str
    count: int


@dataclass(frozen=True, slots=True)
class GroupExpression:
    """Whom an issue is for.

    Arguments:
        text: as written, on one line; "" means everyone.
        names: the groups it names, each once, in order.
    """

    text: str
    names: tuple[str, ...]
    _tree: _Node

    def matches(self, groups: Collection[str]) -> bool:
        """Whether somebody in these groups is meant."""
        return self._tree.holds(frozenset(map(group_name, groups)))

    def explain(self, counts: Mapping[tuple[str, ...], int]) -> tuple[GroupCount, ...]:
        """Return the expression in numbers: each group it names, then all of it.

        Arguments:
            counts: number of active subscribers by the groups they are in.
        """
        parts = [GroupCount(name, _sum(_Name(name), counts)) for name in self.names]
        if (self.text.casefold().strip('"'),) != self.names:
            parts.append(GroupCount(self.text or EVERYONE, _sum(self._tree, counts)))
        return tuple(parts)


def _sum(tree: _Node, counts: Mapping[tuple[str, ...], int]) -> int:
    """Return how many are meant."""
    return sum(
        count for groups, count in counts.items() if tree.holds(frozenset(map(group_name, groups)))
    )


def parse_groups(
    expression: str, *, known: Collection[str] | None = None, where: str = "", key: str = "to"
) -> GroupExpression:
    """Read a group expression.

    Arguments:
        expression: as the issue's ``to:`` or an item's ``for:`` says it; empty means everyone.
        known: names of all groups there are, or None to take any name.
        where: ``path:line`` for complaints.
        key: what stands before it there.

    Raises:
        SourceError: it cannot be read, or names a group that does not exist.
    """
    text = " ".join(expression.split())
    if not text:
        return GroupExpression("", (), _All(()))
    if len(text) > LONGEST:
        raise SourceError(
            f"a group expression of {len(text)} characters is too long", where=where, hint=EXAMPLE
        )
    reader = _Reader(text, where, key)
    tree = reader.read()
    if known is not None:
        reader.check_known({group_name(name) for name in known})
    names = tuple(dict.fromkeys(token.text for token in reader.named))
    return GroupExpression(text, names, tree)


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, text: str, where: str, key: str) -> None:
        self._text = text
        self._where = where
        self._key = key
        self._tokens = list(self._cut())
        self._next = 0
        self.named: list[_Token] = []

    def read(self) -> _Node:
        """Return the whole expression."""
        tree = self._expression(0)
        token = self._take()
        if token.kind != "end":
            hint = "put and, or, or and not between them" if token.kind == "name" else EXAMPLE
            raise self._error(f"{token.text} is one too many here", token.column, hint)
        return tree

    def check_known(self, known: set[str]) -> None:
        """Raise for the first group that does not exist."""
        for token in self.named:
            if token.text not in known:
                raise self._error(
                    f'there is no group "{token.text}"',
                    token.column,
                    _near(token.text, known, self._key),
                )

    def _cut(self) -> Iterator[_Token]:
        position = 0
        while position < len(self._text):
            match = TOKEN.match(self._text, position)
            if match is None:
                column = position + (self._text[position] == " ")
                raise self._error(f"I cannot read {self._text[column]} here", column, EXAMPLE)
            column = match.start(str(match.lastgroup))
            yield self._token(match, column)
            position = match.end()
        yield _Token("end", "the end", len(self._text))

    def _token(self, match: re.Match[str], column: int) -> _Token:
        text = match[str(match.lastgroup)]
        if match.lastgroup == "sign":
            return _Token(text, text, column)
        if match.lastgroup == "word" and text.casefold() in WORDS:
            return _Token(text.casefold(), text.casefold(), column)
        name = group_name(text)
        if not name:
            raise self._error("a group needs a name", column, EXAMPLE)
        return _Token("name", name, column)

    def _take(self) -> _Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _follows(self, kind: str) -> bool:
        found = self._tokens[self._next].kind == kind
        if found:
            self._take()
        return found

    def _expression(self, depth: int) -> _Node:
        parts = [self._term(depth)]
        while self._follows("or"):
            parts.append(self._term(depth))
        return parts[0] if len(parts) == 1 else _Any(tuple(parts))

    def _term(self, depth: int) -> _Node:
        parts = [self._factor(depth)]
        while self._follows("and"):
            parts.append(self._factor(depth))
        return parts[0] if len(parts) == 1 else _All(tuple(parts))

    def _factor(self, depth: int) -> _Node:
        token = self._take()
        if depth > DEEPEST:
            raise self._error("this is nested too deep", token.column, EXAMPLE)
        if token.kind == "not":
            return _Not(self._factor(depth + 1))
        if token.kind == "(":
            inner = self._expression(depth + 1)
            if not self._follows(")"):
                raise self._error("this bracket is never closed", token.column, EXAMPLE)
            return inner
        if token.kind != "name":
            raise self._error(f"a group is missing before {token.text}", token.column, EXAMPLE)
        self.named.append(token)
        return _Name(token.text)

    def _error(self, what: str, column: int, hint: str) -> SourceError:
        before = f"  {self._key}: "
        excerpt = f"{before}{self._text}\n{' ' * (len(before) + column)}^"
        return SourceError(what, where=self._where, hint=hint, excerpt=excerpt)


def _near(name: str, known: set[str], key: str) -> str:
    """Return what was probably meant, and what there is."""
    if not known:
        return f"nobody on the list is in a group yet; take {key}: out to write to everyone"
    names = sorted(known)
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    there_are = f"the groups are: {', '.join(names[:SHOWN])}{more}"
    close = difflib.get_close_matches(name, names, n=1)
    return f'did you mean "{close[0]}"? {there_are}' if close else there_are
