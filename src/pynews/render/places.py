"""Where in a ``theme.toml`` a table or a setting stands, and complaints that show it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pynews.errors import Problem
from pynews.render.excerpt import excerpt

__all__ = ["TomlSource"]

_NAME = r"(?:[\w-]+|\"[^\"]*\"|'[^']*')"
_NAMES = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*\[{{1,2}}\s*({_NAMES})\s*\]")
_SETTING = re.compile(rf"\s*({_NAMES})\s*=\s*")
_LONG = re.compile(r'"""|\'\'\'')


@dataclass(frozen=True, slots=True)
class TomlSource:
    """A ``theme.toml`` as its author wrote it.

    Arguments:
        text: the whole file.
        where: how complaints call it.
    """

    text: str
    where: str

    def problem(self, what: str, hint: str, *names: str, of_value: bool = False) -> Problem:
        """Return a complaint about a table or setting; about the file's start without `names`.

        Arguments:
            names: such as ``light`` and ``link``.
            of_value: point at the value rather than the name.
        """
        line, column = self._place(names, of_value=of_value)
        return self.at(what, hint, line, column)

    def at(self, what: str, hint: str, line: int, column: int) -> Problem:
        """Return a complaint about a place; line from 1, column from 0."""
        where = f"{self.where}:{line}:{column + 1}"
        return Problem(what, where, hint, excerpt(self.text, line, column))

    def has(self, *names: str) -> bool:
        """Say whether a table or setting stands in the file."""
        return any(found[: len(names)] == names for found, *_ in self._settings())

    def _place(self, names: tuple[str, ...], *, of_value: bool) -> tuple[int, int]:
        nearest, depth = (1, 0), 0
        for found, line, name, value in self._settings():
            common = sum(one == other for one, other in zip(found, names, strict=False))
            if found[:common] != names[:common] or common <= depth:
                continue
            depth = common
            nearest = line, value if of_value and value >= 0 and common == len(names) else name
        return nearest

    def _settings(self) -> Iterator[tuple[tuple[str, ...], int, int, int]]:
        """Yield names, line, and where name and value begin, in the order written."""
        table: tuple[str, ...] = ()
        long = False
        for number, line in enumerate(self.text.split("\n"), 1):
            inside, long = long, long ^ bool(len(_LONG.findall(line)) % 2)
            if inside:
                continue
            if header := _HEADER.match(line):
                table = _split(header[1])
                yield table, number, header.start(1), -1
            elif setting := _SETTING.match(line):
                names = (*table, *_split(setting[1]))
                yield names, number, setting.start(1), setting.end()
                for inner in re.finditer(rf"[{{,]\s*({_NAMES})\s*=\s*", line[setting.end() :]):
                    at = setting.end()
                    yield (*names, *_split(inner[1])), number, at + inner.start(1), at + inner.end()


def _split(names: str) -> tuple[str, ...]:
    return tuple(found.strip("\"'") for found in re.findall(_NAME, names))
