"""What can be sent from the preview: a test, and a plan that goes out later by itself."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pynews import pipeline
from pynews.config import Project
from pynews.errors import Gathered, PlanError, PynewsError
from pynews.gather import read_moment
from pynews.model import Plan
from pynews.pipeline import Built
from pynews.serve.editor.pages.words import Tree, counted, moment_words, utc_words
from pynews.store import Appointment

__all__ = ["schedule_issue", "sending_tree", "try_issue"]

GRACE = timedelta(hours=1)
WRITTEN = "%Y-%m-%dT%H:%M"


def now() -> datetime:
    """Return the time; the side doors may read the clock."""
    return datetime.now(UTC)


def sending_tree(project: Project, built: Built, at: str = "") -> Tree:
    """Return what may be sent, and with a time the plan for it; changes nothing.

    Arguments:
        project, built: what is looked at.
        at: day and time in the publication's zone; "" for what the page begins with.

    Raises:
        PlanError, PynewsError: there is no plan for this time.
    """
    if at:
        return {"plan": _plan_card(project, built, _planned(project, built, at))}
    zone = ZoneInfo(project.publication.timezone)
    morning = (now().astimezone(zone) + timedelta(days=1)).replace(hour=9, minute=0)
    when = built.issue.send.astimezone(zone)
    return {
        "issue": built.issue.id,
        "zone": project.publication.timezone,
        "at": f"{max(when, morning):{WRITTEN}}" if when < now() else f"{when:{WRITTEN}}",
        "test": _test(project, built),
    }


def _test(project: Project, built: Built) -> Tree:
    addresses = project.test_recipients
    if not addresses:
        words = 'Name the addresses for tests in pynews.toml: [preview] test_recipients = ["..."]'
        return {"words": words, "ticket": ""}
    letters = len(built.versions)
    each = f" each of the {letters} letters," if letters > 1 else ""
    through = "the outbox" if pipeline.is_rehearsal(project) else project.provider.name
    words = (
        f"To {', '.join(addresses)} and nobody else, through {through},{each}"
        f" with {pipeline.MARK.strip()} before the subject."
    )
    return {"words": words, "ticket": pipeline.next_ticket(project, built)}


def try_issue(project: Project, built: Built, ticket: str) -> Tree:
    """Send a test; return what became of it in words."""
    try:
        trial = pipeline.send_test(project, built, ticket=ticket, now=now)
    except PynewsError as error:
        return {"why": str(error)}
    if trial.already_done:
        return {"done": "This test was sent before; nothing was sent again."}
    tally = trial.tally
    if tally.accepted < tally.candidates:
        lost = f"{tally.refused} refused, {tally.unknown} unknown, {tally.pending} waiting"
        return {"why": f"{counted(tally.accepted, 'message')} sent; {lost}."}
    where = "is in the outbox" if pipeline.is_rehearsal(project) else "was handed over"
    return {"done": f"The test {where}: {counted(tally.accepted, 'message')}."}


def _planned(project: Project, built: Built, at: str) -> Plan:
    """Return the plan for a time as it was typed.

    Raises:
        PlanError: no time that can be.
    """
    where = built.issue.path
    try:
        moment = read_moment(at.replace("T", " "), zone=ZoneInfo(project.publication.timezone))
    except ValueError as error:
        what, _, hint = str(error).partition("\n")
        raise PlanError(what, where=where, hint=hint.format(key="it")) from error
    if not isinstance(moment, datetime):
        raise PlanError("a time is needed as well as a day", where=where)
    if moment <= now():
        raise PlanError("this time lies in the past", where=where, hint="choose a later one")
    if not project.store.is_file():
        hint = "pynews subscribers import subscribers.csv"
        raise PlanError("there is no list of subscribers yet", hint=hint)
    return pipeline.make_plan(project, built, at=moment)


def _plan_card(project: Project, built: Built, plan: Plan) -> Tree:
    """Return a plan as a card; ``ready`` when it may be confirmed."""
    carried = "Nobody outside: a rehearsal" if pipeline.is_rehearsal(project) else plan.provider
    count = plan.audience.count
    card: Tree = {
        "count": count,
        "confirm": plan.confirmation,
        "ready": True,
        "big": [f"{count:,}", "person gets it" if count == 1 else "people get it"],
        "pairs": [
            [
                "When",
                moment_words(plan.at, project.publication.timezone),
                f"({utc_words(plan.at)})",
            ],
            ["Carried by", carried],
            ["Sent by", _who_wakes(project)],
            ["Digest", plan.short_digest],
        ],
    }
    try:
        _refuse(project, built, plan)
    except PynewsError as error:
        card |= {"ready": False, "tone": "warn", "words": [str(one) for one in error.problems]}
    return card


def _refuse(project: Project, built: Built, plan: Plan) -> None:
    """Refuse what may not be scheduled.

    Raises:
        PynewsError: why not; all reasons at once.
    """
    found = Gathered()
    with found:
        pipeline.refuse_unsafe(project)
    with found:
        pipeline.refuse_losses(project, built)
    with found:
        pipeline.refuse_unready(project, built, plan)
    found.refuse()


def _who_wakes(project: Project) -> str:
    """Return who will see that it is time."""
    moment = now()
    wakers = pipeline.wakers(project, moment)
    if wakers.worker:
        return f"The worker on this machine (process {wakers.worker})"
    if wakers.last:
        zone = project.publication.timezone
        return f"pynews tick on {wakers.last.machine}, last {moment_words(wakers.last.at, zone)}"
    return "Nobody yet: start pynews worker, or let a timer run pynews tick"


def schedule_issue(project: Project, built: Built, *, at: str, confirm: str, typed: str) -> Tree:
    """Freeze a confirmed plan to go out at its time; return what became of it in words.

    Arguments:
        project, built: what is sent.
        at: as typed; the plan that was shown was made for it.
        confirm: names the plan that was shown.
        typed: the number of people, typed by a person.
    """
    try:
        plan = _planned(project, built, at)
        if plan.confirmation != confirm:
            raise PlanError("the plan changed since it was shown", hint="show the plan again")
        if typed.replace(",", "").strip() != str(plan.audience.count):
            raise PlanError(
                "not confirmed, nothing was scheduled",
                hint=f"type the number of people: {plan.audience.count}",
            )
        if pipeline.unfinished(project, plan) is None:
            _refuse(project, built, plan)
        appointment = Appointment.of(plan.at, project.publication.timezone, GRACE)
        campaign = pipeline.schedule(project, built, plan, appointment=appointment, now=now)
    except PynewsError as error:
        return {"why": str(error)}
    people = counted(campaign.recipients, "person", "people")
    when = moment_words(plan.at, project.publication.timezone)
    return {
        "done": f"Frozen: {people}, {when}. pynews status {campaign.issue} says how it stands,"
        f" pynews cancel {campaign.issue} gives it up."
    }
