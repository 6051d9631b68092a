"""A content file's front matter, typed by its schema; all faults told at once."""

import difflib
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from pynews.errors import Problem, SourceError
from pynews.gather.frontmatter import Page, Value
from pynews.gather.moments import read_day, read_moment

__all__ = ["Sheet", "any_of"]

YES = {"true", "yes", "on"}
NO = {"false", "no", "off"}
NOBODY = {"", "~", '""', "''"}
T = TypeVar("T")


def any_of(groups: Iterable[str]) -> str:
    """Return the group expression for those in any of some groups."""
    return " or ".join(f'"{name}"' if " " in name else name for name in groups)


class Sheet:
    """Reads typed values out of a page and collects what is wrong.

    Call the readers for each key, then `done`, which raises everything at once.
    """

    def __init__(self, page: Page, *, known: Iterable[str]) -> None:
        """Note every key that is not among ``known``."""
        self.page = page
        self.problems: list[Problem] = []
        names = tuple(known)
        for key, value in page.fields.items():
            if key not in names:
                close = difflib.get_close_matches(key, names, n=1)
                listed = ", ".join(names)
                hint = (
                    f"did you mean {close[0]}? Known are {listed}"
                    if close
                    else f"known are {listed}"
                )
                self.problem(value.line, f"unknown key {key!r}", hint)

    def problem(self, line: int, what: str, hint: str = "") -> None:
        """Note one fault."""
        self.problems.append(Problem(what, f"{self.page.path}:{line}", hint))

    def done(self) -> None:
        """Raise everything that was noted.

        Raises:
            SourceError: there was something.
        """
        if self.problems:
            raise SourceError.of(self.problems)

    def line(self, key: str) -> int:
        """Return the line of a key, or 1."""
        value = self.page.fields.get(key)
        return value.line if value else 1

    def has(self, key: str) -> bool:
        """Whether the key stands there with something behind it."""
        value = self.page.fields.get(key)
        return value is not None and value.text != ""

    def text(self, key: str, *, default: str = "", required: str = "") -> str:
        """Return a text on one line; ``required`` is an example of what to write."""
        value = self.page.fields.get(key)
        if value is None or value.text == "":
            if required:
                self.problem(value.line if value else 1, f"{key} is missing", f"write {required}")
            return default
        if value.text is None:
            self.problem(value.line, f"{key} must be a text", f"write {key}: ... on one line")
            return default
        return re.sub(r"\s+", " ", value.text).strip()

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return yes or no."""
        word = self.text(key).casefold()
        if word in YES | NO:
            return word in YES
        if word:
            self.problem(
                self.line(key), f"{key}: {word!r} is neither yes nor no", f"write {key}: yes"
            )
        return default

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; a single text, cut at commas, counts as a list."""
        value = self.page.fields.get(key)
        if value is None:
            return ()
        if value.entries is not None:
            self.problem(value.line, f"{key} must be a list of texts", f"write {key}: [one, two]")
            return ()
        if value.items is None:
            return tuple(part.strip() for part in (value.text or "").split(",") if part.strip())
        found = []
        for item in value.items:
            if item.text is None:
                self.problem(
                    item.line, f"{key} must be a list of texts", f"write {key}: [one, two]"
                )
            else:
                found.append(item.text.strip())
        return tuple(found)

    def groups(self, value: Value | None, key: str = "for") -> str:
        """Return a group expression; a list of groups means those in any of them.

        No line means everyone. A line that names nobody is a fault: it could mean
        everyone as well as nobody.

        Arguments:
            value: what stands behind the key, None where it is missing.
            key: its name.
        """
        if value is None:
            return ""
        if value.entries is not None or any(one.text is None for one in value.items or ()):
            self.problem(
                value.line, f"{key} is neither a text nor a list of groups", f"write {key}: leeds"
            )
            return ""
        named = [
            re.sub(r"\s+", " ", one.text or "").strip()
            for one in (value.items if value.items is not None else (value,))
        ]
        if not named or any(name in NOBODY for name in named):
            self.problem(
                value.line,
                f"{key}: names no group",
                "write the group's name, or take the line out",
            )
            return ""
        return named[0] if value.items is None else any_of(named)

    def values(self, key: str) -> tuple[Value, ...]:
        """Return the values of a list, whatever they are."""
        value = self.page.fields.get(key)
        return value.items or () if value else ()

    def day(self, key: str) -> date | None:
        """Return a day."""
        return self._read(key, read_day)

    def moment(self, key: str, *, zone: ZoneInfo) -> date | datetime | None:
        """Return a day, or a day and time in ``zone``."""
        return self._read(key, lambda text: read_moment(text, zone=zone))

    def _read(self, key: str, reader: Callable[[str], T]) -> T | None:
        """Return what ``reader`` makes of a text; its ValueError becomes a problem."""
        text = self.text(key)
        if not text:
            return None
        try:
            return reader(text)
        except ValueError as error:
            what, _, hint = str(error).partition("\n")
            self.problem(self.line(key), what, hint.format(key=key))
            return None
