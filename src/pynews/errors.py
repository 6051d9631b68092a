"""Every error pynews raises on purpose, each with the exit code it ends in.

::

    PynewsError                1   never raised itself
    +-- UsageError             2   the command line asks for something impossible
    +-- ProjectError           3   pynews.toml, the folder layout or this machine is not right
    +-- SourceError            4   a file the editor wrote cannot be read as it should
    +-- TemplateError          5   a theme's template is wrong
    +-- FindingsError          6   the edition has faults that must be fixed first
    +-- PlanError              7   the plan changed, or nobody confirmed it
    +-- DeliveryError          8   finished, but some people were refused or are unknown
    +-- RetryLaterError        9   provider down, another sender at work, database busy
    +-- CredentialsError      10   a key is missing or was refused

An error carries one or more problems, so that a file's faults are told all at
once; `Gathered` does the same for several errors. Exit codes are public: never reuse one.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from types import TracebackType
from typing import ClassVar, Self

__all__ = [
    "CredentialsError",
    "DeliveryError",
    "FindingsError",
    "Gathered",
    "PlanError",
    "Problem",
    "ProjectError",
    "PynewsError",
    "RetryLaterError",
    "SourceError",
    "TemplateError",
    "UsageError",
]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong.

    Arguments:
        what: what went wrong, one sentence without a full stop.
        where: ``path:line`` or another place a person can go to; may be empty.
        hint: what a person can type or change to mend it; may be empty.
        excerpt: source lines with a caret, ready to print; may be empty.
    """

    what: str
    where: str = ""
    hint: str = ""
    excerpt: str = ""

    def __str__(self) -> str:
        """Return the problem as the lines printed after ``error:``."""
        first = f"{self.where}: {self.what}" if self.where else self.what
        lines = [first]
        if self.excerpt:
            lines.append(self.excerpt)
        if self.hint:
            lines.append(f" hint: {self.hint}")
        return "\n".join(lines)


class PynewsError(Exception):
    """What all errors of pynews share: problems and an exit code."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", hint: str = "", excerpt: str = "") -> None:
        """Make an error of one problem; see `Problem` for the arguments."""
        self.problems: tuple[Problem, ...] = (Problem(what, where, hint, excerpt),)
        super().__init__(str(self.problems[0]))

    @classmethod
    def of(cls, problems: Iterable[Problem]) -> Self:
        """Make one error of many problems, in the order given; at least one."""
        found = tuple(problems)
        first = found[0]
        error = cls(first.what, where=first.where, hint=first.hint, excerpt=first.excerpt)
        error.problems = found
        error.args = ("\n".join(str(problem) for problem in found),)
        return error


class UsageError(PynewsError):
    """The command line asks for something that cannot be."""

    exit_code = 2


class ProjectError(PynewsError):
    """The configuration, the project's folder or this machine is not right."""

    exit_code = 3


class SourceError(PynewsError):
    """A file that an editor wrote cannot be read as it should."""

    exit_code = 4


class TemplateError(PynewsError):
    """A theme's template, or the MJML it makes, is wrong."""

    exit_code = 5


class FindingsError(PynewsError):
    """The edition has faults that must be fixed before it can be sent."""

    exit_code = 6


class PlanError(PynewsError):
    """What was confirmed is not what would be sent, or nobody confirmed it."""

    exit_code = 7


class DeliveryError(PynewsError):
    """The sending finished, but some people were refused or are unknown."""

    exit_code = 8


class RetryLaterError(PynewsError):
    """Nothing is wrong with the work itself: try again later."""

    exit_code = 9


class CredentialsError(PynewsError):
    """A key is missing, or the provider refused it."""

    exit_code = 10


# Of several errors the one told by the exit code: what has to be mended before the others.
GRAVEST_FIRST = (10, 3, 5, 4, 2, 7, 6, 9, 8, 1)


class Gathered:
    """Errors kept until everything was looked at, so that an editor hears every reason at once."""

    def __init__(self) -> None:
        """Begin with none."""
        self.errors: list[PynewsError] = []

    def __enter__(self) -> Self:
        """Look at one thing."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        """Keep the error that ended it, if one of ours did."""
        if not isinstance(error, PynewsError):
            return False
        self.errors.append(error)
        return True

    def gravest(self) -> PynewsError:
        """Return one error with every problem, each once, in the order in which they were found.

        Raises:
            IndexError: there is none.
        """
        if len(self.errors) == 1:
            return self.errors[0]
        order = sorted(self.errors, key=lambda one: GRAVEST_FIRST.index(one.exit_code))
        found = dict.fromkeys(problem for one in self.errors for problem in one.problems)
        return type(order[0]).of(found)

    def refuse(self) -> None:
        """Raise what was found; do nothing when nothing was.

        Raises:
            PynewsError: the gravest of them, with the problems of all.
        """
        if self.errors:
            raise self.gravest()
