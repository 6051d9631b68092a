"""What must hold before a plan may be approved at all, whoever asks."""

from pynews.config import Project
from pynews.errors import FindingsError, Gathered, PlanError, Problem
from pynews.model import Plan
from pynews.pipeline.apart import apart
from pynews.pipeline.building import Built
from pynews.pipeline.checking import check
from pynews.pipeline.opening import is_rehearsal, ledgers
from pynews.pipeline.planning import doubts_about
from pynews.pipeline.recorded import refuse_forgotten

__all__ = ["refuse_findings", "refuse_unready"]


def refuse_unready(
    project: Project, built: Built, plan: Plan, *, any_audience: bool = False
) -> None:
    """Refuse what a strict editor would not let go, and an audience that is not plausible.

    Arguments:
        project, built, plan: what is to be approved.
        any_audience: whether an odd audience was accepted.

    Raises:
        FindingsError: something must be fixed before a real sending; with every other reason.
        PlanError: nobody would get it, or many more than the last time; or it went out
            already, as its record among the files says.
    """
    found = Gathered()
    with found:
        refuse_findings(project, built)
    if not is_rehearsal(project):
        for word, ledger in ledgers(project):
            if word == "sent":
                with found:
                    refuse_forgotten(built, plan.purpose, ledger)
    if not any_audience:
        with found:
            _refuse_doubts(project, built, plan)
    found.refuse()


def _refuse_doubts(project: Project, built: Built, plan: Plan) -> None:
    """Refuse an odd audience; a rehearsal only an empty one."""
    doubts = doubts_about(project, plan, correction=built.readers is not None)
    if doubts and not (is_rehearsal(project) and plan.audience.count):
        raise PlanError.of(
            Problem(one.what, built.issue.path, f"{one.hint}; --any-audience sends it as it is")
            for one in doubts
        )


def refuse_findings(project: Project, built: Built) -> None:
    """Refuse what must be fixed before a real sending; a rehearsal shows it as it is.

    Raises:
        FindingsError: with each finding, its place and what mends it.
    """
    if is_rehearsal(project):
        return
    verdict = apart(lambda: check(project, built.issue.id, built=built))
    if verdict.to_fix:
        raise FindingsError.of(
            Problem(f"{one.what} [{one.rule}]", str(one.place), one.fix) for one in verdict.to_fix
        )
