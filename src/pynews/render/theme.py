"""A theme: a folder with colours, words and templates, perhaps resting on another one."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pynews.errors import ProjectError, TemplateError
from pynews.render.settings import (
    FILE,
    WORDS,
    Settings,
    merged,
    read_settings,
    read_source,
    read_words,
)

__all__ = ["Logo", "Look", "Palette", "Theme", "find_theme", "load_theme"]

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
TAG = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
UNQUOTED = str.maketrans("", "", "\"'")
DEEPEST = 8
LOGO_WIDTH = 160


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


COLOURS = tuple(field.name for field in fields(Palette))


@dataclass(frozen=True, slots=True)
class Logo:
    """The community's own sign in the masthead.

    Arguments:
        image: the file.
        alt: what it says to those who cannot see it; never empty.
        width: CSS pixels.
    """

    image: Path
    alt: str
    width: int


@dataclass(frozen=True, slots=True)
class Look:
    """What templates know of their theme: colours, sizes and words; no files.

    Arguments:
        name: the folder's name.
        light, dark: colours.
        width: of the column, CSS pixels.
        radius: of the cards' corners, CSS pixels.
        font: a CSS font stack.
        words: every fixed phrase by its key; ``{name}`` and the like are filled in.
    """

    name: str
    light: Palette
    dark: Palette
    width: int
    radius: int
    font: str
    words: Mapping[str, str]

    def named(self, key: str, number: int) -> str:
        """Return one of a phrase's names, which commas part; they count from 0.

        Raises:
            TemplateError: the theme has fewer.
        """
        names = [name.strip() for name in self.say(key).split(",")]
        if number >= len(names):
            raise TemplateError(
                f'the words for "{key}" are only {len(names)}',
                where=f"templates/{self.name}",
                hint="write all of them, with commas between",
            )
        return names[number]

    def say(self, key: str, **values: object) -> str:
        """Return a fixed phrase with its ``{placeholders}`` filled; nothing is evaluated.

        Raises:
            TemplateError: the theme has no such phrase.
        """
        if key not in self.words:
            raise TemplateError(
                f'the theme "{self.name}" has no words for "{key}"',
                where=f"templates/{self.name}/{FILE}",
                hint=f'add under [words]: {key} = "..."',
            )
        return PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), self.words[key])


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with the files it is made of.

    Arguments:
        look: what templates see of it.
        folders: where templates are looked for, its own folder first.
        logo: or None for a masthead of text.
        translated: files of its words in another language.
    """

    look: Look
    folders: tuple[Path, ...]
    logo: Logo | None = None
    translated: tuple[Path, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """The settings it was read from, its own first."""
        return (*(folder / FILE for folder in self.folders), *self.translated)


def find_theme(name: str, root: Path) -> Path:
    """Return a theme's folder: the project's own first, then those that come with pynews.

    Arguments:
        name: of a folder in ``templates``.
        root: the project's folder.

    Raises:
        ProjectError: no such theme; the hint names those there are.
    """
    return _find(name, root, (), "pynews.toml")


def load_theme(folder: Path, root: Path, language: str = "") -> Theme:
    """Return the theme of a folder, with what it takes from the theme it extends.

    Arguments:
        folder: of `find_theme`.
        root: the project's folder.
        language: BCP 47 tag of the words wanted; a theme without these has its own.

    Raises:
        TemplateError: a setting that is unknown, missing or not what it should be.
        ProjectError: it extends a theme that is not there.
    """
    folders, chain = _chain(folder, root)
    tables = merged(chain)
    where = _told(folder, root)
    missing = [name for name in COLOURS if name not in tables["light"]]
    missing += [name for name in ("width", "radius", "font") if name not in tables["page"]]
    if missing:
        hint = 'write extends = "nhs" to take over what this theme does not say'
        what = f"the theme lacks: {', '.join(missing)}"
        raise TemplateError.of([read_source(folder / FILE, where).problem(what, hint)])
    translated, words = _translated(folders, root, language)
    look = Look(
        name=folder.name,
        light=Palette(**tables["light"]),
        dark=Palette(**{**tables["light"], **tables["dark"]}),
        # A family of several words needs no quotes in CSS; in a style attribute they only hurt.
        **{**tables["page"], "font": tables["page"]["font"].translate(UNQUOTED)},
        words={**tables["words"], **words},
    )
    logo = _logo(tables["logo"], folders, root) if tables["logo"] else None
    return Theme(look, folders, logo, translated)


def _translated(
    folders: tuple[Path, ...], root: Path, language: str
) -> tuple[tuple[Path, ...], dict[str, str]]:
    """Return the files ``words/LANGUAGE.toml`` and their words, the theme's own winning."""
    primary = language.partition("-")[0]
    files = []
    words: dict[str, str] = {}
    for folder in reversed(folders):
        for tag in dict.fromkeys((primary.lower(), language)):
            path = folder / WORDS / f"{tag}.toml"
            if TAG.fullmatch(tag) and path.is_file():
                files.append(path)
                words |= read_words(path, _told(folder, root).replace(FILE, f"{WORDS}/{tag}.toml"))
    return tuple(reversed(files)), words


def _places(root: Path) -> tuple[Path, ...]:
    package = Path(__file__).resolve().parents[1]
    return (root / "templates", package / "templates", package.parents[1] / "templates")


def _find(name: str, root: Path, taken: tuple[Path, ...], where: str) -> Path:
    if NAME.fullmatch(name):
        for place in _places(root):
            folder = place / name
            if (folder / FILE).is_file() and folder.resolve() not in taken:
                return folder
    known = {found.parent.name for place in _places(root) for found in place.glob(f"*/{FILE}")}
    raise ProjectError(
        f'there is no theme "{name}"',
        where=where,
        hint=f"the themes there are: {', '.join(sorted(known))}",
    )


def _chain(folder: Path, root: Path) -> tuple[tuple[Path, ...], tuple[Settings, ...]]:
    folders: list[Path] = []
    settings: list[Settings] = []
    while True:
        where = _told(folder, root)
        folders.append(folder)
        settings.append(read_settings(folder / FILE, where, COLOURS))
        base = settings[-1][""].get("extends", "")
        if not base:
            return tuple(folders), tuple(settings)
        source = read_source(folder / FILE, where)
        if len(folders) == DEEPEST:
            what, hint = "themes rest on each other too deeply", f"at most {DEEPEST} may"
            raise TemplateError.of([source.problem(what, hint, "extends")])
        taken = tuple(each.resolve() for each in folders)
        try:
            folder = _find(base, root, taken, where)
        except ProjectError as error:
            what, hint = error.problems[0].what, error.problems[0].hint
            if base in {each.name for each in folders}:
                what = f'"{base}" rests on this theme: themes cannot rest on each other in a circle'
            problem = source.problem(what, hint, "extends", of_value=True)
            raise ProjectError.of([problem]) from error


def _told(folder: Path, root: Path) -> str:
    path = folder / FILE
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _logo(table: dict[str, Any], folders: tuple[Path, ...], root: Path) -> Logo:
    alt = table.get("alt", "").strip()
    if not alt:
        raise _about(folders, root, "a logo needs alt text", 'write alt = "Our name"', "alt")
    for folder in folders:
        path = folder / table.get("image", "")
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            return Logo(path, alt, table.get("width", LOGO_WIDTH))
    what = f'the logo "{table.get("image", "")}" is not in the theme\'s folder'
    raise _about(folders, root, what, "put the picture beside theme.toml", "image")


def _about(folders: tuple[Path, ...], root: Path, what: str, hint: str, key: str) -> TemplateError:
    """Return a complaint about the logo, told in the file that says most of it."""
    sources = [read_source(folder / FILE, _told(folder, root)) for folder in folders]
    told = next((each for each in sources if each.has("logo", key)), None)
    told = told or next(each for each in sources if each.has("logo"))
    return TemplateError.of([told.problem(what, hint, "logo", key, of_value=True)])
