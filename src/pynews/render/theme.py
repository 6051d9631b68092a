"""A theme: a folder with colours, words and templates, perhaps resting on another one."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pynews.errors import Problem, ProjectError, TemplateError

__all__ = ["Logo", "Palette", "Theme", "find_theme", "load_theme"]

FILE = "theme.toml"
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
TABLES = ("light", "dark", "page", "logo", "words")
PAGE = ("width", "radius", "font")
LOGO = ("image", "alt", "width")
DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one mode, each written ``#rrggbb``, named by what they are for."""

    canvas: str
    card: str
    raised: str
    text: str
    secondary: str
    link: str
    masthead: str
    masthead_text: str
    masthead_quiet: str
    accent: str
    button: str
    button_text: str
    bar: str
    bar_text: str
    heading_bar: str
    role: str
    rule: str
    notice: str
    notice_text: str
    alert: str
    alert_text: str


@dataclass(frozen=True, slots=True)
class Logo:
    """The community's own sign in the masthead.

    Arguments:
        image: file in the theme's folder.
        alt: what it says to those who cannot see it; never empty.
        width: CSS pixels.
    """

    image: Path
    alt: str
    width: int


@dataclass(frozen=True, slots=True)
class Theme:
    """How a newsletter looks and what its fixed words are.

    Arguments:
        name: the folder's name.
        folders: where templates are looked for, its own folder first.
        light, dark: colours.
        width: of the column, CSS pixels.
        radius: of the cards' corners, CSS pixels.
        font: a CSS font stack.
        words: every fixed phrase by its key; ``{name}`` and the like are filled in.
        logo: or None for a masthead of text.
    """

    name: str
    folders: tuple[Path, ...]
    light: Palette
    dark: Palette
    width: int
    radius: int
    font: str
    words: Mapping[str, str]
    logo: Logo | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The settings it was read from, its own first."""
        return tuple(folder / FILE for folder in self.folders)

    def say(self, key: str, **values: object) -> str:
        """Return a fixed phrase with its ``{placeholders}`` filled.

        Raises:
            TemplateError: the theme has no such phrase.
        """
        if key not in self.words:
            raise TemplateError(
                f'the theme "{self.name}" has no words for "{key}"',
                where=str(self.files[0]),
                hint=f'add under [words]: {key} = "..."',
            )
        return re.sub(
            r"\{(\w+)\}", lambda found: str(values.get(found[1], found[0])), self.words[key]
        )


def find_theme(name: str, root: Path) -> Path:
    """Return a theme's folder: the project's own first, then those that come with pynews.

    Arguments:
        name: of a folder in ``templates``.
        root: the project's folder.

    Raises:
        ProjectError: no such theme; the hint names those there are.
    """
    return _find(name, root, ())


def load_theme(folder: Path, root: Path) -> Theme:
    """Return the theme of a folder, with what it takes from the theme it extends.

    Raises:
        TemplateError: a setting that is unknown, missing or not what it should be.
        ProjectError: it extends a theme that is not there.
    """
    folders, settings = _chain(folder, root)
    merged = _merged(settings)
    _check(merged, folder / FILE)
    words = {key: str(value) for key, value in merged["words"].items()}
    page = merged["page"]
    return Theme(
        name=folder.name,
        folders=folders,
        light=Palette(**merged["light"]),
        dark=Palette(**{**merged["light"], **merged["dark"]}),
        width=page["width"],
        radius=page["radius"],
        font=page["font"],
        words=words,
        logo=_logo(merged.get("logo", {}), folders),
    )


def _places(root: Path) -> tuple[Path, ...]:
    package = Path(__file__).resolve().parents[1]
    return (root / "templates", package / "templates", package.parents[1] / "templates")


def _find(name: str, root: Path, taken: tuple[Path, ...]) -> Path:
    if NAME.fullmatch(name):
        for place in _places(root):
            folder = place / name
            if (folder / FILE).is_file() and folder.resolve() not in taken:
                return folder
    known = sorted(
        {found.parent.name for place in _places(root) for found in place.glob(f"*/{FILE}")}
    )
    raise ProjectError(
        f'there is no theme "{name}"',
        where="pynews.toml",
        hint=f"write theme = one of: {', '.join(known)}",
    )


def _chain(folder: Path, root: Path) -> tuple[tuple[Path, ...], tuple[dict[str, Any], ...]]:
    folders: list[Path] = []
    settings: list[dict[str, Any]] = []
    while True:
        folders.append(folder)
        settings.append(_read(folder / FILE))
        base = settings[-1].get("extends", "")
        if not base:
            return tuple(folders), tuple(settings)
        if len(folders) == DEEPEST or not isinstance(base, str):
            raise TemplateError("themes rest on each other too deeply", where=str(folder / FILE))
        folder = _find(base, root, tuple(each.resolve() for each in folders))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ProjectError("a theme needs a theme.toml", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"at line (\d+)", str(error))
        where = f"{path}:{line[1]}" if line else str(path)
        raise TemplateError(f"this is not TOML: {error}", where=where) from error


def _merged(settings: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    merged: dict[str, Any] = {"words": {}, "page": {}, "light": {}, "dark": {}}
    for each in reversed(settings):
        for table, values in each.items():
            if isinstance(values, dict):
                merged[table] = {**merged.get(table, {}), **values}
            elif table not in {"extends", "title"}:
                merged[table] = values
    return merged


def _check(merged: dict[str, Any], path: Path) -> None:
    problems = [*_unknown(merged, path), *_colours(merged, path), *_sizes(merged["page"], path)]
    if problems:
        raise TemplateError.of(problems)


def _unknown(merged: dict[str, Any], path: Path) -> list[Problem]:
    colours = tuple(field.name for field in fields(Palette))
    allowed = {"light": colours, "dark": colours, "page": PAGE, "logo": LOGO}
    problems = [
        Problem(f'unknown setting "{table}"', str(path), f"known: {', '.join(TABLES)}, extends")
        for table in merged
        if table not in TABLES
    ]
    for table, known in allowed.items():
        problems += [
            Problem(
                f'unknown setting "{key}" in [{table}]', str(path), f"known: {', '.join(known)}"
            )
            for key in merged.get(table, {})
            if key not in known
        ]
    return problems


def _colours(merged: dict[str, Any], path: Path) -> list[Problem]:
    problems = [
        Problem(f'"{value}" is not a colour for {key} in [{mode}]', str(path), "write #rrggbb")
        for mode in ("light", "dark")
        for key, value in merged[mode].items()
        if not (isinstance(value, str) and COLOUR.fullmatch(value))
    ]
    missing = [field.name for field in fields(Palette) if field.name not in merged["light"]]
    if missing:
        problems.append(Problem(f"[light] lacks: {', '.join(missing)}", str(path)))
    return problems


def _sizes(page: dict[str, Any], path: Path) -> list[Problem]:
    problems = []
    for key, low, high in (("width", 320, 800), ("radius", 0, 32)):
        value = page.get(key)
        if type(value) is not int or not low <= value <= high:
            hint = f"write {key} = a number from {low} to {high}"
            problems.append(Problem(f"[page] needs a {key}", str(path), hint))
    if not isinstance(page.get("font"), str) or not re.fullmatch(r"[\w ,'\"-]+", page["font"]):
        hint = 'write font = "Arial, sans-serif"'
        problems.append(Problem("[page] needs a font", str(path), hint))
    return problems


def _logo(table: dict[str, Any], folders: tuple[Path, ...]) -> Logo | None:
    if not table:
        return None
    where = str(folders[0] / FILE)
    image, alt, width = table.get("image"), table.get("alt"), table.get("width", 160)
    if not isinstance(alt, str) or not alt.strip():
        raise TemplateError("a logo needs alt text", where=where, hint='write alt = "Our name"')
    if type(width) is not int or not isinstance(image, str):
        raise TemplateError("a logo needs an image and a width in pixels", where=where)
    for folder in folders:
        path = folder / image
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return Logo(path, alt, width)
    raise TemplateError(f'the logo "{image}" is not in the theme\'s folder', where=where)
