"""Jinja2 as themes get it: strict, sandboxed, and with mistakes told by file and line."""

import re
import traceback
from collections.abc import Callable
from pathlib import Path

from jinja2 import (
    BaseLoader,
    Environment,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2 import TemplateError as JinjaError
from jinja2.loaders import split_template_path
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pynews.errors import TemplateError

__all__ = ["Templates"]

BASE = "base/"
LEVEL = re.compile(r"@(\d+)/(.*)", re.DOTALL)
LARGEST = 4_000_000
EXCERPT = 1


class Templates:
    """The templates of a theme and of those it rests on; compiled once, read again when changed.

    Arguments:
        folders: where to look, the theme's own folder first.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """Compile nothing yet."""
        self._loader = _ThemeLoader(folders)
        self._environment = _Environment(
            loader=self._loader,
            autoescape=lambda name: name is None or not name.endswith(".txt.j2"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.globals = {"range": self._environment.globals["range"]}

    def render(self, name: str, **values: object) -> str:
        """Return a template filled with values.

        Raises:
            TemplateError: a mistake in the template; with file, line and excerpt.
        """
        try:
            template = self._environment.get_template(name)
            return _joined(template.generate(values))
        except TemplateSyntaxError as error:
            raise self._mistake(error.message or "", error.filename, error.lineno, error) from error
        except TemplateNotFound as error:
            raise self._at(error, f'there is no template "{error.name}"') from error
        except UndefinedError as error:
            raise self._at(error, error.message or "something is undefined") from error
        except RecursionError as error:
            raise self._at(error, "the template includes itself") from error
        except (JinjaError, *_MISTAKES) as error:
            raise self._at(error, f"{error}") from error

    def files(self) -> tuple[Path, ...]:
        """Return the template files that were used so far."""
        return tuple(sorted(self._loader.used))

    def _at(self, error: BaseException, what: str) -> TemplateError:
        frames = traceback.extract_tb(error.__traceback__)
        for frame in reversed(frames):
            if frame.filename.endswith(".j2"):
                return self._mistake(what, frame.filename, frame.lineno or 1, error)
        return TemplateError(what, where=str(self._loader.folders[0]))

    def _mistake(
        self, what: str, file: str | None, line: int, error: BaseException
    ) -> TemplateError:
        if file is None:
            return TemplateError(what, where=str(self._loader.folders[0]))
        lines = Path(file).read_text(encoding="utf-8").split("\n")
        return TemplateError(
            what.rstrip("."),
            where=f"{self._loader.told(Path(file))}:{line}",
            hint=_hint(error),
            excerpt=_excerpt(lines, line, what),
        )


_MISTAKES = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


class _Environment(ImmutableSandboxedEnvironment):
    """Lets a template reach the one it stands in for as ``base/NAME``."""

    def join_path(self, template: str, parent: str) -> str:
        if not template.startswith(BASE):
            return template
        loader = self.loader
        level = loader.level(parent) if isinstance(loader, _ThemeLoader) else 0
        return f"@{level + 1}/{template.removeprefix(BASE)}"


class _ThemeLoader(BaseLoader):
    """Finds templates in a chain of folders and nowhere else."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self.folders = folders
        self.used: set[Path] = set()

    def level(self, name: str) -> int:
        return self._find(name)[0]

    def told(self, path: Path) -> str:
        for folder in self.folders:
            if path.is_relative_to(folder):
                return f"templates/{folder.name}/{path.relative_to(folder).as_posix()}"
        return str(path)

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        del environment
        _, path = self._find(template)
        try:
            source = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise TemplateNotFound(template, f"{path} cannot be read: {error}") from error
        self.used.add(path)
        return source, str(path), lambda: self._current(template, path, source)

    def _current(self, template: str, path: Path, source: str) -> bool:
        self.used.add(path)
        try:
            return self._find(template)[1] == path and path.read_text("utf-8-sig") == source
        except (TemplateNotFound, OSError, UnicodeDecodeError):
            return False

    def _find(self, name: str) -> tuple[int, Path]:
        marked = LEVEL.fullmatch(name)
        start, rest = (int(marked[1]), marked[2]) if marked else (0, name)
        for level, folder in enumerate(self.folders[start:], start):
            path = folder.joinpath(*split_template_path(rest))
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return level, path
        raise TemplateNotFound(rest)


def _joined(chunks: object) -> str:
    pieces: list[str] = []
    size = 0
    for chunk in chunks:  # type: ignore[attr-defined]
        pieces.append(chunk)
        size += len(chunk)
        if size > LARGEST:
            message = "the template prints more than 4 MB"
            raise ValueError(message)
    return "".join(pieces)


def _excerpt(lines: list[str], line: int, what: str) -> str:
    first = max(1, line - EXCERPT)
    shown = []
    for number in range(first, min(len(lines), line + EXCERPT) + 1):
        shown.append(f"{number:5} | {lines[number - 1]}")
        if number == line:
            shown.append(" " * 8 + " " * _column(lines[number - 1], what) + "^")
    return "\n".join(shown)


def _column(source: str, what: str) -> int:
    for name in re.findall(r"['\"]([^'\"]+)['\"]", what)[::-1]:
        found = re.search(rf"(?<!\w){re.escape(name)}", source)
        if found:
            return found.start()
    return len(source) - len(source.lstrip())


def _hint(error: BaseException) -> str:
    if isinstance(error, UndefinedError):
        return "templates know: page, theme; docs/themes.md lists what they hold"
    if isinstance(error, TemplateNotFound):
        return "write the name as it stands in the theme's folder, such as parts/events.mjml.j2"
    return ""
