"""Finds a theme's templates in its chain of folders, and nowhere else."""

import re
from collections.abc import Callable
from pathlib import Path

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

__all__ = ["ThemeLoader"]

LEVEL = re.compile(r"@(\d+)/(.*)", re.DOTALL)


class ThemeLoader(BaseLoader):
    """Loads templates by their path in the first folder that has them.

    A name such as ``@1/issue.mjml.j2`` leaves out the first folder, so that a
    template can build on the one it stands in for.

    Arguments:
        folders: the theme's own first, then those of the themes it rests on.
    """

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """Begin without having read anything."""
        self.folders = folders
        self.used: set[Path] = set()
        self._known: dict[str, bool] = {}

    def begin(self) -> None:
        """Look at every file again, once; and forget which were used."""
        self.used.clear()
        self._known.clear()

    def level(self, name: str) -> int:
        """Return the index of the folder in which a template was found."""
        return self._find(name)[0]

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's source, its path, and a test whether it is still current."""
        del environment
        level, path = self._find(template)
        if not path.resolve().is_relative_to(self.folders[level].resolve()):
            raise TemplateNotFound(template)
        source = _read(path, template)
        self.used.add(path)
        self._known[template] = True
        return source, str(path), lambda: self._current(template, path, source)

    def _current(self, template: str, path: Path, source: str) -> bool:
        if template not in self._known:
            self._known[template] = self._unchanged(template, path, source)
            if self._known[template]:
                self.used.add(path)
        return self._known[template]

    def _unchanged(self, template: str, path: Path, source: str) -> bool:
        try:
            return self._find(template)[1] == path and _read(path, template) == source
        except TemplateNotFound:
            return False

    def _find(self, name: str) -> tuple[int, Path]:
        marked = LEVEL.fullmatch(name)
        start, rest = (int(marked[1]), marked[2]) if marked else (0, name)
        for level, folder in enumerate(self.folders[start:], start):
            path = folder.joinpath(*split_template_path(rest))
            if path.is_file():
                return level, path
        raise TemplateNotFound(rest)


def _read(path: Path, template: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise TemplateNotFound(template, f"{path.name} cannot be read: {error}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        what = f'"{template}" is not UTF-8 text, in line {line}'
        raise TemplateNotFound(template, what) from error
