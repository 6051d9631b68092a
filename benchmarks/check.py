"""All checks on the example issue against its warm render, in one process, as a ratio.

Prints medians of the same run; the goal is at most 10 times.
"""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from pynews import pipeline
from pynews.config import load

ROOT = Path(__file__).parents[1]
ISSUE = "2021-11"
ROUNDS = 15
GOAL = 10


def milliseconds(work: Callable[[], object]) -> float:
    """Return how long one call takes."""
    started = perf_counter()
    work()
    return (perf_counter() - started) * 1000


def main() -> None:
    """Measure both in turns, so that a busy machine slows them alike."""
    project = load(ROOT)
    renderer = pipeline.open_renderer(project)
    built = pipeline.build(project, ISSUE, renderer=renderer)
    pipeline.check(project, built=built)

    def render() -> object:
        return renderer.render(
            built.issue, publication=project.publication, invitations=built.invitations
        )

    rounds = [
        (milliseconds(render), milliseconds(lambda: pipeline.check(project, built=built)))
        for _ in range(ROUNDS)
    ]
    rendering, checking = (median(column) for column in zip(*rounds, strict=True))
    print(
        f"all checks {checking:.0f} ms, warm render {rendering:.0f} ms: "
        f"{checking / rendering:.1f} times (goal: at most {GOAL})"
    )


if __name__ == "__main__":
    main()
