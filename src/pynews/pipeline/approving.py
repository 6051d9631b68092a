"""What must hold before a plan may be approved at all, whoever asks."""

from pynews.config import Project
from pynews.errors import FindingsError, PlanError, Problem
from pynews.model import Plan
from pynews.pipeline.building import Built
from pynews.pipeline.checking import check
from pynews.pipeline.opening import is_rehearsal
from pynews.pipeline.planning import outlook

__all__ = ["refuse_unready"]


def refuse_unready(
    project: Project, built: Built, plan: Plan, *, any_audience: bool = False
) -> None:
    """Refuse what a strict editor would not let go, and an audience that is not plausible.

    Arguments:
        project, built, plan: what is to be approved.
        any_audience: whether an odd audience was accepted.

    Raises:
        FindingsError: something must be fixed before a real sending.
        PlanError: nobody would get it, or many more than the last time.
    """
    rehearsal = is_rehearsal(project)
    if not rehearsal:
        _refuse_findings(project, built)
    correction = built.readers is not None
    doubts = () if any_audience else outlook(project, plan, correction=correction).doubts
    if doubts and not (rehearsal and plan.audience.count):
        raise PlanError.of(
            Problem(one.what, built.issue.path, f"{one.hint}; --any-audience sends it as it is")
            for one in doubts
        )


def _refuse_findings(project: Project, built: Built) -> None:
    verdict = check(project, built.issue.id, built=built)
    if verdict.to_fix:
        raise FindingsError.of(
            Problem(f"{one.what} [{one.rule}]", str(one.place), one.fix) for one in verdict.to_fix
        )
