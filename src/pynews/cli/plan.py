"""``pynews plan ISSUE``: who, what, when, which invitations, who sends; changes nothing."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from pynews import pipeline
from pynews.check import Verdict
from pynews.cli.edition import check_time, correction_options, edition_of, planned
from pynews.cli.project import (
    issue_argument,
    json_option,
    lossy_option,
    open_project,
    project_option,
    provider_option,
)
from pynews.cli.say import count, duration, next_step, print_json, size, spoken, titled
from pynews.config import Project
from pynews.errors import Gathered, Problem, UsageError
from pynews.gather import read_moment
from pynews.model import Audience, Plan, day_in_words, time_in_words

__all__ = [
    "as_option",
    "check_time",
    "command",
    "held_back_lines",
    "in_words",
    "moment_of",
    "print_plan",
]

TIME = re.compile(r"\d{4}-\d\d-\d\d(?: \d\d:\d\d\S*)?")
CORRECTS = "nobody who did not get it is added"


@click.command("plan")
@issue_argument
@click.option("--at", help='Planned time, such as "2021-11-02 09:00".')
@json_option
@correction_options
@lossy_option
@provider_option
@project_option
def command(
    issue: str | None,
    at: str | None,
    folder: Path | None,
    provider: str | None,
    allow_lossy: tuple[str, ...],
    **flags: bool,
) -> None:
    """Say who would get ISSUE, what, when and through whom; change nothing."""
    project = open_project(folder, provider=provider)
    found, moment, ahead = Gathered(), None, None
    with found:
        moment = moment_of(at, project)
    built, plan = planned(
        project,
        found,
        lambda: edition_of(project, issue, flags),
        at=moment,
        allow_lossy=allow_lossy,
    )
    with found:
        ahead = _outlook(project, built, plan)
    reasons = _in_the_way(project, built, plan)
    if found.errors or ahead is None:
        found.errors += reasons.errors
        raise found.gravest()
    if flags["as_json"]:
        print_json(_tree(plan, built, ahead, reasons))
        return
    to_fix = print_plan(project, built, plan)
    for one in _problems(reasons):
        click.echo(f"  in the way: {one}", err=True)
    name = spoken(plan.issue, built.purpose)
    if to_fix:
        next_step(f"pynews check {name}", "must be mended before it can be sent")
    else:
        next_step(f"pynews send {name}", f"{_where(plan)} ({plan.confirmation})")


def _in_the_way(project: Project, built: pipeline.Built, plan: Plan) -> Gathered:
    """Return why this may not be sent as things stand: all reasons, of which none stops a plan."""
    found = Gathered()
    if pipeline.is_rehearsal(project) or pipeline.unfinished(project, plan) is not None:
        return found
    with found:
        pipeline.refuse_unsafe(project)
    with found:
        check_time(project, plan.at, early=False)
    with found:
        pipeline.refuse_unready(project, built, plan, any_audience=True)
    return found


def _problems(found: Gathered) -> tuple[Problem, ...]:
    """Return every problem that was found."""
    return found.gravest().problems if found.errors else ()


def as_option(hint: str, option: str) -> str:
    """Return a hint on a file's key as one on an option: the time in quotes."""
    return TIME.sub(r'"\g<0>"', hint.replace("{key}:", option))


def moment_of(text: str | None, project: Project) -> datetime | None:
    """Return the time of ``--at``, in the publication's zone."""
    if text is None:
        return None
    try:
        moment = read_moment(text, zone=ZoneInfo(project.publication.timezone))
    except ValueError as error:
        what, _, hint = str(error).partition("\n")
        raise UsageError(f"--at: {what}", hint=as_option(hint, "--at")) from error
    if not isinstance(moment, datetime):
        raise UsageError("--at needs a time as well", hint=f'write --at "{text} 09:00"')
    return moment


def _where(plan: Plan) -> str:
    return "put it into the outbox" if plan.provider == "outbox" else "send it to everyone"


def print_plan(project: Project, built: pipeline.Built, plan: Plan) -> bool:
    """Print a plan in words and numbers; return whether findings must be fixed first."""
    ahead = _outlook(project, built, plan)
    verdict = pipeline.check(project, built.issue.id, built=built)
    who = {"outbox": "nobody outside: a rehearsal into outbox/"}.get(plan.provider, plan.provider)
    audience = plan.audience
    what = f", {built.purpose}" if built.readers else ""
    click.echo(f'{plan.issue}{what}, "{plan.subject}"')
    titled(
        {
            "from": plan.sender,
            "to": f"{count(audience.count, 'person', 'people')}"
            + (f" ({audience.to})" if audience.to else ""),
            "groups": _groups(ahead, audience),
            "letters": "; ".join(pipeline.letters(built, audience)),
            "change": CORRECTS if built.readers else _change(ahead),
            "held back": _held_back(audience),
            "calendars": "; ".join(_told(built)) or "nothing new to tell them",
            "when": in_words(plan.at, project),
            "carried by": who,
            "sent by": _sent_by(project, datetime.now(UTC)),
            "takes": _takes(plan, ahead.rate),
            "size": _size(built),
            "findings": _findings(verdict, spoken(built.issue.id, built.purpose)),
            "digest": plan.short_digest,
        }
    )
    for one in ahead.doubts:
        click.echo(f"  look: {one.what}; {one.hint}", err=True)
    if built.readers:
        for line in held_back_lines(audience):
            click.echo(f"  {line}")
        if built.readers.in_doubt:
            click.echo("  in doubt: --include-unknown writes to them as well")
    return bool(verdict.to_fix)


def _outlook(project: Project, built: pipeline.Built, plan: Plan) -> pipeline.Outlook:
    """Return what the plan means beside the last issue."""
    return pipeline.outlook(project, plan, correction=built.readers is not None)


def in_words(moment: datetime, project: Project) -> str:
    """Return a moment in the publication's zone, with the zone's name and in UTC."""
    local = moment.astimezone(ZoneInfo(project.publication.timezone))
    return (
        f"{day_in_words(local.date())}, {time_in_words(local)} {local.tzname()}"
        f" ({moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC)"
    )


def _size(built: pipeline.Built) -> str:
    """Return the size of a message, of the largest where there are several letters."""
    sizes = [len(built.files[f"{one.folder}message.eml"]) for one in built.versions]
    which = "the largest message" if len(sizes) > 1 else "a message"
    return f"{size(max(sizes))} {which}"


def _groups(ahead: pipeline.Outlook, audience: Audience) -> str:
    """Return how many are in each group that the expression names."""
    parts = [one for one in ahead.groups if one.words != audience.to]
    return ", ".join(f"{one.count:,} in {one.words}" for one in parts if audience.to)


def _change(ahead: pipeline.Outlook) -> str:
    """Return how the audience differs from the last issue's."""
    if ahead.last_count is None:
        return "none to tell: no other issue was sent in this way"
    before = f"the {ahead.last_count:,} of {ahead.last}"
    return f"{ahead.came:,} more and {ahead.gone:,} fewer than {before}"


def _sent_by(project: Project, now: datetime) -> str:
    """Return who will do the sending."""
    found = pipeline.wakers(project, now)
    if found.worker:
        return f"whoever types pynews send; once scheduled, the worker (process {found.worker})"
    if found.last:
        ago = duration((now - found.last.at).total_seconds())
        who = f"pynews tick on {found.last.machine} (it looked {ago} ago)"
        return f"whoever types pynews send; once scheduled, {who}"
    return "whoever types pynews send; no worker and no tick looks after it"


def _takes(plan: Plan, rate: float | None) -> str:
    """Return how long it will take at the provider's pace."""
    if not rate:
        return f"as long as {plan.provider} needs; no rate is set"
    return f"about {duration(plan.audience.count / rate)} at {rate:g} a second"


def _findings(verdict: Verdict, name: str) -> str:
    """Return what a strict editor says, in numbers."""
    if not verdict.findings:
        return "none"
    look = len(verdict.findings) - len(verdict.to_fix)
    return f"{len(verdict.to_fix)} to fix, {look} to look at (pynews check {name})"


def _told(built: pipeline.Built) -> list[str]:
    """Return what calendars will be told, an event each."""
    titles = {event.id: event.title for event in built.issue.events}
    return [
        f"{titles.get(invitation.event_id, invitation.event_id)}:"
        f" {invitation.words or invitation.change.value}"
        for invitation in built.invitations
    ]


def _held_back(audience: Audience) -> str:
    """Return how many are held back, by reason."""
    reasons = [
        f"{number} {reason}" for reason, number in sorted(audience.held_back.items()) if number
    ]
    return ", ".join(reasons) or "nobody"


def held_back_lines(audience: Audience) -> list[str]:
    """Return one line for each person held back, addresses masked."""
    lines = [f"held back: {one.masked} ({one.reason})" for one in audience.excluded]
    named = sum(audience.held_back.values()) - audience.held_back.get("not-addressed", 0)  # type: ignore[call-overload]
    if named > len(lines):
        lines.append(f"held back: {named - len(lines)} more")
    return lines


def _tree(
    plan: Plan, built: pipeline.Built, ahead: pipeline.Outlook, reasons: Gathered
) -> dict[str, Any]:
    """Return a plan in the public JSON shape."""
    audience = plan.audience
    return {
        "schema": 1,
        "issue": plan.issue,
        "purpose": built.purpose,
        "plan_digest": plan.digest,
        "edition_digest": plan.edition_digest,
        "subject": plan.subject,
        "from": plan.sender,
        "provider": plan.provider,
        "at": plan.at.isoformat(),
        "recipients": audience.count,
        "audience_digest": audience.digest,
        "groups": [{"words": one.words, "count": one.count} for one in ahead.groups],
        "variants": [
            {
                "name": one.variant.name,
                "for": list(one.variant.meant_for),
                "language": one.variant.language,
                "recipients": audience.variants.get(one.variant.name, 0),
            }
            for one in (built.versions if audience.variants else ())
        ],
        "since": {
            "issue": ahead.last,
            "recipients": ahead.last_count,
            "came": ahead.came,
            "gone": ahead.gone,
        },
        "rate": ahead.rate,
        "held_back": {str(reason): number for reason, number in sorted(audience.held_back.items())},
        "excluded": [
            {"id": one.subscriber, "address": one.masked, "reason": one.reason}
            for one in audience.excluded
        ],
        "invitations": [
            {
                "id": invitation.event_id,
                "uid": invitation.uid,
                "sequence": invitation.sequence,
                "method": invitation.method,
                "change": invitation.change,
                "words": invitation.words,
                "attached": invitation.attached,
            }
            for invitation in built.invitations
        ],
        "in_the_way": [
            {"what": one.what, "where": one.where, "hint": one.hint} for one in _problems(reasons)
        ],
        "confirm": plan.confirmation,
    }
