"""A proof: one issue as it would go out now, or the last good one with what is wrong."""

import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from pynews import pipeline, render
from pynews.config import Project, load
from pynews.errors import Problem, PynewsError
from pynews.pipeline import Built

__all__ = ["Proof", "ProofMaker"]

LOGGER = logging.getLogger(__name__)
SHORT = 16


@dataclass(frozen=True, slots=True)
class Proof:
    """One issue, made readable for its editor.

    Arguments:
        asked: the issue's id, or "" for the one with the latest ``send``.
        round: which state of the sources it was made from.
        project: as configured when it was made.
        built: the last good edition; None while there was none yet.
        problems: why there is no newer one; empty when ``built`` is of now.
        milliseconds: how long making it took.
        saved_at: when the file behind it was saved, milliseconds since 1970; 0 at first.
        digests: of each built file, to tell what changed.
    """

    asked: str
    round: int
    project: Project
    built: Built | None
    problems: tuple[Problem, ...] = ()
    milliseconds: float = 0
    saved_at: int = 0
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def issue(self) -> str:
        """The id of the issue it shows; "" when nothing could be made yet."""
        return self.built.issue.id if self.built else self.asked


class ProofMaker:
    """Makes proofs with one warm renderer, and reads the configuration again when told.

    Arguments:
        project: as configured at the beginning.
    """

    def __init__(self, project: Project) -> None:
        """Make nothing yet."""
        self.project = project
        self._renderer: render.Renderer | None = None
        self._theme = ""
        self._broken: tuple[Problem, ...] = ()

    def configure(self) -> None:
        """Read ``pynews.toml`` again; what is wrong with it stands in the next proofs."""
        try:
            self.project = load(self.project.root)
            self._broken = ()
        except PynewsError as error:
            self._broken = error.problems

    def make(self, asked: str, round_: int, last: Proof | None, saved_at: int) -> Proof:
        """Return a proof; never raises.

        Arguments:
            asked: the issue's id, or "".
            round_: which state of the sources it is made from.
            last: the proof before it, whose edition is kept when this one fails.
            saved_at: when the file behind it was saved, milliseconds since 1970.
        """
        started = perf_counter()
        built, problems = last.built if last else None, self._broken
        if not problems:
            try:
                built = pipeline.build(self.project, asked or None, renderer=self._warm())
            except PynewsError as error:
                problems = error.problems
            except Exception as error:  # the preview outlives a bug of its own program
                LOGGER.exception("no proof of %s", asked)
                problems = (_mistake(error),)
        return Proof(
            asked=asked,
            round=round_,
            project=self.project,
            built=built,
            problems=problems,
            milliseconds=(perf_counter() - started) * 1000,
            saved_at=saved_at,
            digests=_digests(built),
        )

    def theme_files(self) -> tuple[Path, ...]:
        """Return the files of the theme that were used, wherever they lie."""
        return self._renderer.files() if self._renderer else ()

    def _warm(self) -> render.Renderer:
        if self._renderer is None or self._theme != self.project.publication.theme:
            self._renderer = pipeline.open_renderer(self.project)
            self._theme = self.project.publication.theme
        return self._renderer


def _mistake(error: Exception) -> Problem:
    return Problem(
        f"pynews itself made a mistake here ({type(error).__name__}: {error})",
        hint="please report it, with the file you just saved",
    )


def _digests(built: Built | None) -> Mapping[str, str]:
    if built is None:
        return {}
    return {
        name: hashlib.sha256(content).hexdigest()[:SHORT] for name, content in built.files.items()
    }
