"""``theme.toml`` is read and checked, every mistake with its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pynews.errors import Problem, ProjectError, TemplateError
from pynews.render.places import TomlSource

__all__ = [
    "FILE",
    "WORDS",
    "Settings",
    "merged",
    "read_settings",
    "read_source",
    "read_words",
]

FILE = "theme.toml"
WORDS = "words"
TABLES = ("dark", "light", "logo", "page", "words")
TEXTS = ("extends", "title")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
FONT = re.compile(r"[\w ,'\"-]+")
SIZES = {"width": (320, 800), "radius": (0, 32)}
LOGO = ("alt", "image", "width")
NOT_TEXT = "this is not UTF-8 text"
# What to do about what Python's TOML reader says; the last for anything else.
HINTS = {
    "Expected '=' after": 'write name = "value"',
    "Expected ']'": "write the name of a table as [light]",
    "overwrite": "keep one of the two",
    "Cannot declare": "keep one of the two",
    "Invalid value": 'put text and colours into quotes: link = "#005eb8"',
    "Unterminated string": "end the text with the quote it began with",
    "Illegal character": "end the text with the quote it began with",
    "": 'a setting is name = "value", a number without quotes, or a [table] of settings',
}

Settings = Mapping[str, Mapping[str, Any]]
"""Tables by name; ``extends`` stands in the table "" of texts."""


def read_settings(path: Path, where: str, colours: tuple[str, ...]) -> Settings:
    """Return the tables of one ``theme.toml``.

    Arguments:
        path: the file.
        where: how complaints call it.
        colours: names a palette has.

    Raises:
        ProjectError: there is no such file.
        TemplateError: not TOML, or settings that are unknown or of the wrong kind.
    """
    source, found = _read(path, where)
    problems = [
        source.problem(what, hint, *names, of_value=of_value)
        for names, of_value, what, hint in _mistakes(found, colours)
    ]
    if problems:
        raise TemplateError.of(problems)
    texts = {key: value for key, value in found.items() if key in TEXTS}
    return {"": texts, **{table: found.get(table, {}) for table in TABLES}}


def read_words(path: Path, where: str) -> dict[str, str]:
    """Return the words of one language, ``words/cy.toml``; see `read_settings`."""
    source, found = _read(path, where)
    problems = [
        source.problem(f'"{key}" is not a text', f'write {key} = "..."', key)
        for key, value in found.items()
        if not isinstance(value, str)
    ]
    if problems:
        raise TemplateError.of(problems)
    return found


def _read(path: Path, where: str) -> tuple[TomlSource, dict[str, Any]]:
    """Return a file of TOML as written, and what it says."""
    source = _source(path, where)
    try:
        return source, tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError.of([_not_toml(source, str(error))]) from error


def merged(chain: tuple[Settings, ...]) -> dict[str, dict[str, Any]]:
    """Return the tables of a theme and of those it rests on, its own settings winning."""
    return {
        table: {key: value for each in reversed(chain) for key, value in each[table].items()}
        for table in TABLES
    }


Mistake = tuple[tuple[str, ...], bool, str, str]


def read_source(path: Path, where: str) -> TomlSource:
    """Return the text of a ``theme.toml``, for complaints about what was read before."""
    return TomlSource(path.read_text(encoding="utf-8-sig", errors="replace"), where)


def _source(path: Path, where: str) -> TomlSource:
    try:
        text = path.read_bytes()
    except OSError as error:
        raise ProjectError("a theme needs a theme.toml", where=where) from error
    try:
        return TomlSource(text.decode("utf-8-sig").replace("\r\n", "\n"), where)
    except UnicodeDecodeError as error:
        before = text[: error.start].decode("utf-8-sig", errors="replace")
        source = TomlSource(text.decode("utf-8-sig", errors="replace"), where)
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n") - 1
        hint = "save the file as UTF-8"
        raise TemplateError.of([source.at(NOT_TEXT, hint, line, column)]) from error


def _not_toml(source: TomlSource, told: str) -> Problem:
    what, _, place = told.rpartition(" (at ")
    found = re.search(r"line (\d+), column (\d+)", place)
    lines = source.text.rstrip("\n").split("\n")
    line, column = (int(found[1]), int(found[2]) - 1) if found else (len(lines), len(lines[-1]))
    hint = next((hint for part, hint in HINTS.items() if part in told), HINTS[""])
    return source.at(f"this is not TOML: {what or told}", hint, line, column)


def _mistakes(found: dict[str, Any], colours: tuple[str, ...]) -> Iterator[Mistake]:
    for name, value in found.items():
        if name in TEXTS:
            if not isinstance(value, str):
                yield (name,), True, f"{name} is a text", f'write {name} = "..."'
        elif name not in TABLES:
            yield (name,), False, f'unknown setting "{name}"', _known(name, TABLES + TEXTS)
        elif not isinstance(value, dict):
            yield (name,), False, f"[{name}] is a table", f"write [{name}] on a line of its own"
        else:
            yield from _in_table(name, value, colours)


def _in_table(table: str, values: dict[str, Any], colours: tuple[str, ...]) -> Iterator[Mistake]:
    known = {"page": ("font", *SIZES), "logo": LOGO, "words": tuple(values)}.get(table, colours)
    for key, value in values.items():
        if key not in known:
            yield (table, key), False, f'unknown setting "{key}" in [{table}]', _known(key, known)
        else:
            for what, hint in _value(table, key, value):
                yield (table, key), True, what, hint


def _value(table: str, key: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - as TOML has it
    if key in SIZES:
        low, high = SIZES[key] if table == "page" else (16, 600)
        if type(value) is not int or not low <= value <= high:
            yield f"[{table}] needs a {key}", f"write {key} = a number from {low} to {high}"
    elif not isinstance(value, str):
        yield f'"{value}" is not a text for {key}', f'write {key} = "..."'
    elif table in {"dark", "light"} and not COLOUR.fullmatch(value):
        yield (
            f'"{value}" is not a colour for {key}',
            f'write {key} = "#005eb8": six hexadecimal digits',
        )
    elif key == "font" and table == "page" and not FONT.fullmatch(value):
        yield f'"{value}" is not a font', 'write font = "Arial, sans-serif"'


def _known(name: str, names: tuple[str, ...]) -> str:
    near = get_close_matches(name.lower(), names, n=1)
    return f"{f'did you mean {near[0]}? ' if near else ''}known: {', '.join(sorted(names))}"
