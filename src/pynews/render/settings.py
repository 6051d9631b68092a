"""``theme.toml`` is read and checked, every mistake with its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pynews.errors import Problem, ProjectError, TemplateError

__all__ = ["FILE", "Settings", "merged", "read_settings"]

FILE = "theme.toml"
TABLES = ("dark", "light", "logo", "page", "words")
TEXTS = ("extends", "title")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
FONT = re.compile(r"[\w ,'\"-]+")
SIZES = {"width": (320, 800), "radius": (0, 32)}
LOGO = ("alt", "image", "width")

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
    try:
        source = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ProjectError("a theme needs a theme.toml", where=where) from error
    except UnicodeDecodeError as error:
        raise TemplateError("this is not UTF-8 text", where=where) from error
    try:
        found = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = line[1] if line else source.count("\n") + 1
        raise TemplateError(f"this is not TOML: {error}", where=f"{where}:{number}") from error
    problems = [
        Problem(what, f"{where}:{_line(source, table, key)}", hint)
        for table, key, what, hint in _mistakes(found, colours)
    ]
    if problems:
        raise TemplateError.of(problems)
    texts = {key: value for key, value in found.items() if key in TEXTS}
    return {"": texts, **{table: found.get(table, {}) for table in TABLES}}


def merged(chain: tuple[Settings, ...]) -> dict[str, dict[str, Any]]:
    """Return the tables of a theme and of those it rests on, its own settings winning."""
    return {
        table: {key: value for each in reversed(chain) for key, value in each[table].items()}
        for table in TABLES
    }


Mistake = tuple[str, str, str, str]


def _mistakes(found: dict[str, Any], colours: tuple[str, ...]) -> Iterator[Mistake]:
    for name, value in found.items():
        if name in TEXTS:
            if not isinstance(value, str):
                yield "", name, f"{name} is a text", f'write {name} = "..."'
        elif name not in TABLES:
            known = ", ".join(sorted(TABLES + TEXTS))
            yield "", name, f'unknown setting "{name}"', f"known: {known}"
        elif not isinstance(value, dict):
            yield "", name, f"[{name}] is a table", f"write [{name}] on a line of its own"
        else:
            yield from _in_table(name, value, colours)


def _in_table(table: str, values: dict[str, Any], colours: tuple[str, ...]) -> Iterator[Mistake]:
    known = {"page": ("font", *SIZES), "logo": LOGO, "words": tuple(values)}.get(table, colours)
    for key, value in values.items():
        if key not in known:
            what = f'unknown setting "{key}" in [{table}]'
            yield table, key, what, f"known: {', '.join(sorted(known))}"
        else:
            for what, hint in _value(table, key, value):
                yield table, key, what, hint


def _value(table: str, key: str, value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - as TOML has it
    if key in SIZES:
        low, high = SIZES[key] if table == "page" else (16, 600)
        if type(value) is not int or not low <= value <= high:
            yield f"[{table}] needs a {key}", f"write {key} = a number from {low} to {high}"
    elif not isinstance(value, str):
        yield f'"{value}" is not a text for {key}', f'write {key} = "..."'
    elif table in {"dark", "light"} and not COLOUR.fullmatch(value):
        yield f'"{value}" is not a colour for {key}', "write #rrggbb"
    elif key == "font" and table == "page" and not FONT.fullmatch(value):
        yield f'"{value}" is not a font', 'write font = "Arial, sans-serif"'


def _line(source: str, table: str, key: str) -> int:
    start = source.find(f"[{table}]") if table else 0
    found = re.compile(rf"^\s*\[?{re.escape(key)}\b", re.MULTILINE).search(source, max(start, 0))
    return source.count("\n", 0, found.end()) + 1 if found else 1
