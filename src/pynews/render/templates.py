"""Jinja2 as themes get it: strict, sandboxed, and with mistakes told by file and line."""

import traceback
from collections.abc import Iterator, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from jinja2 import Template, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2 import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pynews.errors import Problem, TemplateError
from pynews.render.blocks import Blocks
from pynews.render.excerpt import column, excerpt
from pynews.render.folders import ThemeLoader
from pynews.render.jinja_hints import Unknown, hint_for, without_suggestion
from pynews.render.marks import LineMap, LineMarks

__all__ = ["Templates"]

BASE = "base/"
LARGEST = 4_000_000
STRETCHING = frozenset({"center", "expandtabs", "format", "format_map", "ljust", "rjust", "zfill"})
MOST_ROUNDS = 10_000
SAVE = "save the file as UTF-8"
MISTAKES = (JinjaError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError)


class Templates:
    """The templates of a theme and of those it rests on; compiled once, read again when changed.

    Arguments:
        folders: where to look, the theme's own folder first.
        root: the project's folder; paths in complaints begin there.
    """

    def __init__(self, folders: tuple[Path, ...], root: Path) -> None:
        """Compile nothing yet."""
        self._loader = ThemeLoader(folders)
        self._environment = _Environment(self._loader)
        self._root = root

    def render(self, name: str, **values: object) -> str:
        """Return a template filled with values.

        Arguments:
            name: such as ``issue.mjml.j2``; HTML is escaped unless it is text.
            values: what the template knows.

        Raises:
            TemplateError: a mistake in the template; with file, line and excerpt.
        """
        return self._render(self._environment, name, values)

    def origins(self, name: str, printed: str, **values: object) -> LineMap:
        """Return which line of which file each line of a rendered template came from.

        Arguments:
            name, values: as for `render`.
            printed: what it returned.
        """
        marked = _Environment(self._loader)
        marked.add_extension(LineMarks)
        return LineMap(self._render(marked, name, values), printed, self._told)

    def as_written(self, problem: Problem) -> Problem:
        """Return a complaint about what was printed, showing what its author wrote.

        The column is that of the same words in the author's line, where they stand in it.
        """
        path, line, _ = problem.where.rsplit(":", 2)
        file = self._root / path
        rows = problem.excerpt.split("\n")
        caret = next((row for row, text in enumerate(rows) if text.strip() == "^"), 0)
        if not file.is_file() or not caret:
            return problem
        source = file.read_text(encoding="utf-8-sig", errors="replace")
        own = [*source.split("\n"), ""][min(int(line) - 1, source.count("\n") + 1)]
        at = _found_again(rows[caret - 1][rows[caret].index("^") :], own)
        return replace(
            problem, where=f"{path}:{line}:{at + 1}", excerpt=excerpt(source, int(line), at)
        )

    def begin(self) -> None:
        """Look at every file again, and forget which were used before."""
        self._loader.begin()

    def files(self) -> tuple[Path, ...]:
        """Return the template files that were used since the last `begin`, in order."""
        return tuple(sorted(self._loader.used))

    def _render(self, environment: "_Environment", name: str, values: dict[str, object]) -> str:
        environment.rounds = 0
        try:
            return _joined(environment.get_template(name).generate(values))
        except TemplateError as error:  # such as a phrase that the theme lacks
            problem = error.problems[0]
            raise self._found(error, problem.what, problem.hint) from error
        except TemplateSyntaxError as error:
            what = error.message or "this is not what Jinja expects"
            what, _, hint = what.partition("; ")
            hint = hint or hint_for(what, environment)
            raise self._mistake(what, error.filename or "", error.lineno, hint) from error
        except TemplateNotFound as error:
            if error.message != error.name:
                raise self._found(error, str(error.message), SAVE) from error
            hint = "write its path in the theme's folder, such as parts/event.mjml.j2"
            raise self._found(error, f'there is no template "{error.name}"', hint) from error
        except UndefinedError as error:
            what, meant = without_suggestion(error.message or "something is undefined")
            hint = f"{meant}templates know page and theme; see what they hold in docs/themes.md"
            raise self._found(error, what, hint) from error
        except RecursionError as error:
            what = "the template includes itself"
            raise self._found(error, what, hint_for(what, environment)) from error
        except MISTAKES as error:
            raise self._found(error, str(error), hint_for(str(error), environment)) from error

    def _found(self, error: BaseException, what: str, hint: str) -> TemplateError:
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename.endswith(".j2"):
                return self._mistake(what, frame.filename, frame.lineno or 1, hint)
        return TemplateError(what, where=self._told(str(self._loader.folders[0])), hint=hint)

    def _mistake(self, what: str, file: str, line: int, hint: str) -> TemplateError:
        source = Path(file).read_text(encoding="utf-8-sig")
        shown = [*source.split("\n"), ""][min(line - 1, source.count("\n") + 1)]
        at = column(shown, what)
        return TemplateError(
            what.strip().rstrip("."),
            where=f"{self._told(file)}:{line}:{at + 1}",
            hint=hint,
            excerpt=excerpt(source, line, at),
        )

    def _told(self, file: str) -> str:
        path = Path(file)
        return path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else file


class _Environment(ImmutableSandboxedEnvironment):
    """Keeps a theme to printing: no way out, no endless work, ``base/`` for what it replaces."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, loader: ThemeLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=lambda name: name is None or not name.endswith((".txt.j2", ".md.j2")),
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._folders = loader
        self._blocks = Blocks()
        self._safe: dict[tuple[type, str], bool] = {}
        self.rounds = 0
        for name in ("center", "format"):
            del self.filters[name]
        self.globals = {"range": self._range, "namespace": self.globals["namespace"]}

    def _load_template(
        self,
        name: str,
        globals: MutableMapping[str, Any] | None,  # noqa: A002 - Jinja's name
    ) -> Template:
        """Refuse a template with a block that would never be printed."""
        template = super()._load_template(name, globals)
        self._blocks.check(template, self)
        return template

    def join_path(self, template: str, parent: str) -> str:
        """Let a template reach the one it stands in for."""
        if not template.startswith(BASE):
            return template
        return f"@{self._folders.level(parent) + 1}/{template.removeprefix(BASE)}"

    def wrap_str_format(self, value: object) -> None:
        """Leave ``"...".format`` to `is_safe_attribute`, which refuses it."""
        del value

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Keep from templates what makes text as long as a number says."""
        kind = type(obj), attr  # all that Jinja itself looks at
        found = self._safe.get(kind)
        if found is None:
            stretches = attr in STRETCHING and isinstance(obj, str)
            found = not stretches and super().is_safe_attribute(obj, attr, value)
            self._safe[kind] = found
        return found

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        """Reckon with numbers only; repeating or padding text could fill the memory."""
        del context
        if operator == "%" and isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return left % right
        if operator == "*" and isinstance(left, (int, float)) and isinstance(right, (int, float)):
            return left * right
        message = f"templates have no {operator} but for numbers"
        raise TypeError(message)

    def _range(self, *bounds: int) -> Iterator[int]:
        for number in range(*bounds):
            self.rounds += 1
            if self.rounds > MOST_ROUNDS:
                message = f"the template counts beyond {MOST_ROUNDS}"
                raise ValueError(message)
            yield number


def _found_again(words: str, line: str) -> int:
    for length in range(len(words), 1, -1):
        found = line.find(words[:length])
        if found >= 0:
            return found
    return column(line, "")


def _joined(chunks: Iterator[str]) -> str:
    pieces: list[str] = []
    size = 0
    for chunk in chunks:
        pieces.append(chunk)
        size += len(chunk)
        if size > LARGEST:
            message = "the template prints more than 4 MB"
            raise ValueError(message)
    return "".join(pieces)
