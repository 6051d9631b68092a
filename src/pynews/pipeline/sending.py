"""Freeze and deliver: from a confirmed plan to mail."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynews import audience, deliver, pack
from pynews.config import Project
from pynews.errors import CredentialsError, Gathered, PlanError, ProjectError
from pynews.model import Exclusion, Plan, Recipient, SentIssue
from pynews.pipeline.building import ISSUE, Built
from pynews.pipeline.opening import (
    is_rehearsal,
    limits,
    open_ledger,
    open_provider,
    open_subscribers,
    rehearsed_path,
)
from pynews.pipeline.pulling import pull_first
from pynews.pipeline.recorded import refuse_forgotten
from pynews.pipeline.varying import compile_forms
from pynews.providers import Provider, capabilities_of
from pynews.store import (
    SENT_NAME,
    Appointment,
    Campaign,
    Ledger,
    Schedule,
    ScheduleState,
    State,
    Subscribers,
    Tally,
    write_sent,
)

__all__ = [
    "Desk",
    "Sending",
    "carry_out",
    "freeze",
    "open_desk",
    "record",
    "refuse_changed",
    "refuse_unsafe",
    "send",
    "take_up",
    "unfinished",
]

Clock = Callable[[], datetime]


def _go_on() -> bool:
    """Never ask to stop."""
    return False


@dataclass(frozen=True, slots=True)
class Sending:
    """How far a sending is: its campaign, the numbers, and whether it was done before."""

    campaign: Campaign
    tally: Tally
    already_done: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything that is open while a sender is at work."""

    project: Project
    ledger: Ledger
    subscribers: Subscribers
    provider: Provider
    now: Clock
    stopping: Callable[[], bool] = _go_on


@contextmanager
def open_desk(
    project: Project, *, now: Clock, stopping: Callable[[], bool] = _go_on
) -> Iterator[Desk]:
    """Be the only sender of a project while inside.

    Raises:
        RetryLaterError: another sender is at work.
        CredentialsError, ProjectError: nothing may be sent as things stand.
    """
    refuse_unsafe(project)
    provider = open_provider(project)
    with (
        open_ledger(project) as ledger,
        deliver.sender_lock(ledger.path),
        open_subscribers(project, now=now) as subscribers,
    ):
        yield Desk(project, ledger, subscribers, provider, now, stopping)


def send(
    project: Project,
    built: Built,
    plan: Plan,
    *,
    now: Clock,
    stopping: Callable[[], bool] = _go_on,
    pull: bool = True,
) -> Iterator[Sending]:
    """Freeze a confirmed plan and hand its messages over; resume one that was interrupted.

    Yields how far it is, the end included. Running it again sends nothing twice.

    Arguments:
        project, built: what is sent.
        plan: as it was confirmed.
        now: the time, aware; called from several threads.
        stopping: whether to finish what is in flight and end.
        pull: whether to fetch first who left by mail or at the provider.

    Raises:
        RetryLaterError: another sender is at work, the disk is full, or nobody says
            now who left.
        PlanError: the issue was frozen with other content, or for another time.
        CredentialsError: a real provider with the demo's key, or one that refuses
            the key for its lists.
    """
    with open_desk(project, now=now, stopping=stopping) as desk:
        campaign = desk.ledger.campaign(plan.issue, plan.purpose)
        if campaign is None:
            _refuse_forgotten(desk, built, plan.purpose)
            campaign = freeze(desk, built, plan)
        else:
            _refuse_other(desk, built, campaign, plan)
        yield from carry_out(desk, built, campaign, pull=pull)


def carry_out(desk: Desk, built: Built, campaign: Campaign, *, pull: bool) -> Iterator[Sending]:
    """Hand a frozen campaign over, or what is left of it.

    Arguments:
        desk, built, campaign: what goes out.
        pull: whether to fetch first who left by mail or at the provider.

    Raises:
        PlanError: the files say something else by now.
        ProjectError, CredentialsError, RetryLaterError: it cannot be known who left.
    """
    refuse_changed(desk.project, built, campaign)
    _refuse_forgotten(desk, built, campaign.purpose)
    tally = desk.ledger.tally(campaign)
    if tally.finished and not tally.unknown:
        desk.ledger.mark(campaign, ScheduleState.DONE)
        if all(one.edition_digest != built.digest for one in built.library.sent):
            record(desk.project, built, campaign, tally=tally, now=desk.now())
        yield Sending(campaign, tally, already_done=True)
        return
    if pull and not is_rehearsal(desk.project):
        pull_first(desk.project, desk.now())
    desk.ledger.mark(campaign, ScheduleState.RUNNING)
    for tally in deliver.send(desk.ledger, campaign, _means(desk, campaign)):
        yield Sending(campaign, tally)
    tally = desk.ledger.tally(campaign)
    if tally.finished:
        if not tally.unknown:
            desk.ledger.mark(campaign, ScheduleState.DONE)
        record(desk.project, built, campaign, tally=tally, now=desk.now())


def freeze(
    desk: Desk, built: Built, plan: Plan, appointment: Appointment | None = None
) -> Campaign:
    """Write down what was approved: letter, readers, who is held back, and the time.

    Raises:
        PlanError: frozen before, or the list is not the plan's any more.
    """
    with (
        open_subscribers(desk.project, now=lambda: plan.at) as people,
        desk.ledger.together(),
    ):
        campaign = desk.ledger.freeze(
            plan,
            form=_form(desk.project, built, plan),
            recipients=_as_planned(_recipients(people, built, plan), plan),
            exclusions=_exclusions(people, built, plan),
            batch_size=desk.provider.capabilities.batch_size,
            now=desk.now(),
        )
        if appointment:
            desk.ledger.schedule(campaign, appointment)
    return campaign


def _recipients(people: Subscribers, built: Built, plan: Plan) -> Iterator[Recipient]:
    """Yield whom a plan is for: all who are meant, or who got what a correction corrects."""
    if built.readers:
        return audience.reader_recipients(people, built.readers, sorting=built.sorting)
    return audience.recipients(people, plan.audience.to, sorting=built.sorting)


def _exclusions(people: Subscribers, built: Built, plan: Plan) -> Iterator[Exclusion]:
    """Yield who is held back."""
    if built.readers:
        return audience.reader_exclusions(people, built.readers)
    return audience.exclusions(people, plan.audience.to)


def refuse_changed(project: Project, built: Built, campaign: Campaign) -> None:
    """Refuse to send under a campaign's name what was not approved.

    Raises:
        PlanError: content or sender changed since.
    """
    if campaign.edition_digest != built.digest:
        raise PlanError(
            f"{campaign.issue} was frozen with other content on {campaign.frozen_at:%Y-%m-%d}",
            where=built.issue.path,
            hint="take the files back from git, then run the same command;"
            f" or give it up: pynews cancel {campaign.issue}",
        )
    if campaign.sender != str(project.publication.sender):
        raise PlanError(
            f"approved to come from {campaign.sender}, pynews.toml now says"
            f" {project.publication.sender}",
            where="pynews.toml",
            hint="set from = back below [sender]",
        )


def _refuse_forgotten(desk: Desk, built: Built, purpose: str) -> None:
    """Refuse a database that knows less of an earlier sending than the files; not in a rehearsal.

    Raises:
        PlanError: it does.
    """
    if not is_rehearsal(desk.project):
        refuse_forgotten(built, purpose, desk.ledger)


def _refuse_other(desk: Desk, built: Built, campaign: Campaign, plan: Plan) -> None:
    """Refuse to go on with a campaign that is not the plan's, or before its time.

    Raises:
        PlanError: content, sender or time changed; or it waits for its appointment.
    """
    refuse_changed(desk.project, built, campaign)
    schedule = _schedule(desk.ledger, campaign)
    if schedule is None:
        if campaign.at != plan.at:
            raise PlanError(
                f"approved for {campaign.at:%Y-%m-%d %H:%M}, the plan now says"
                f" {plan.at:%Y-%m-%d %H:%M}",
                where=built.issue.path,
                hint="set send: back in issue.md",
            )
    elif schedule.state is ScheduleState.SCHEDULED and desk.now() < schedule.due:
        raise PlanError(
            f"{campaign.issue} is to go out at {schedule.due:%Y-%m-%d %H:%M} UTC by itself",
            where=built.issue.path,
            hint=f"wait for it, or pynews cancel {campaign.issue} and send it then",
        )


def _schedule(ledger: Ledger, campaign: Campaign) -> Schedule | None:
    """Return a campaign's appointment."""
    found = (one for other, one in ledger.schedules() if other.id == campaign.id)
    return next(found, None)


def _means(desk: Desk, campaign: Campaign) -> deliver.Means:
    """Return by which means a campaign goes out."""
    forms = pack.Forms.from_bytes(desk.ledger.form(campaign))
    rehearsal = desk.provider.capabilities.rehearsal
    return deliver.Means(
        provider=desk.provider,
        pack=lambda recipient: forms.message(recipient, key=desk.project.key),
        people=desk.subscribers.reach,
        now=desk.now,
        limits=limits(desk.project, desk.provider),
        patience=timedelta() if rehearsal else deliver.PATIENCE,
        stopping=desk.stopping,
    )


def take_up(desk: Desk, campaign: Campaign) -> None:
    """Settle what earlier senders left in doubt, as far as the provider can say.

    Raises:
        PynewsError: the provider cannot be asked now.
    """
    deliver.take_up(desk.ledger, campaign, _means(desk, campaign))


def refuse_unsafe(project: Project) -> None:
    """Refuse a real sending that nobody could leave, or whose links anybody could forge.

    Raises:
        CredentialsError, ProjectError: what is missing; every reason at once.
    """
    capabilities_of(project.provider.name)  # of an unknown one nothing else can be said
    found = Gathered()
    with found:
        open_provider(project)
    if not is_rehearsal(project):
        with found:
            _refuse_demo_key(project)
        with found:
            _refuse_no_way_out(project)
    found.refuse()


def _refuse_demo_key(project: Project) -> None:
    """Refuse the key that everybody knows."""
    if project.demo:
        raise CredentialsError(
            "a real sending needs a key of your own",
            hint='put PYNEWS_KEY=... into .env; python -c "import secrets; '
            'print(secrets.token_urlsafe(32))" makes one',
        )


def _refuse_no_way_out(project: Project) -> None:
    """Refuse a publication that nobody could leave."""
    publication = project.publication
    if not (publication.unsubscribe_url or publication.unsubscribe_mailto):
        raise ProjectError(
            "nobody could unsubscribe",
            where="pynews.toml",
            hint='set mailto = "unsubscribe@..." or url = "https://..." below [unsubscribe]',
        )


def _form(project: Project, built: Built, plan: Plan) -> bytes:
    """Return what goes out, as bytes that are frozen with the plan."""
    forms = compile_forms(
        built.versions, publication=project.publication, at=plan.at, campaign=plan.digest
    )
    return forms.to_bytes()


def _as_planned(recipients: Iterator[Recipient], plan: Plan) -> Iterator[Recipient]:
    """Yield the recipients; refuse when they are not the very people of the plan."""
    digest = hashlib.sha256()
    for recipient in recipients:
        digest.update(audience.told(recipient))
        yield recipient
    if digest.hexdigest() != plan.audience.digest:
        raise PlanError(
            "the list changed while this was being frozen",
            hint=f"look at pynews plan {plan.issue} again; nothing was sent",
        )


def record(
    project: Project, built: Built, campaign: Campaign, *, tally: Tally, now: datetime
) -> None:
    """Write ``sent.json`` after a real sending; a rehearsal advances nothing.

    What an issue's rehearsal told is noted in the outbox, for rehearsing a correction.
    """
    rehearsal = is_rehearsal(project)
    if not tally.accepted or (rehearsal and built.purpose != ISSUE):
        return
    path = built.issue.path.rpartition("/")[0] + "/" + SENT_NAME
    sending = SentIssue(
        issue=built.issue.id,
        path=path,
        at=now,
        edition_digest=campaign.edition_digest,
        accepted=tally.accepted,
        events=tuple(invitation.record for invitation in built.invitations),
        purpose=built.purpose,
    )
    if rehearsal:
        noted = rehearsed_path(project, built.issue.id)
        write_sent(noted.parent, noted.name, sending, earlier=())
        return
    earlier = tuple(known for known in built.library.sent if known.issue == built.issue.id)
    write_sent(project.root, path, sending, earlier=earlier)


def unfinished(project: Project, plan: Plan) -> Campaign | None:
    """Return the campaign of a plan that was confirmed before and has people left."""
    with open_ledger(project) as ledger:
        campaign = ledger.campaign(plan.issue, plan.purpose)
        if campaign is None or campaign.state is State.CANCELLED:
            return None
        return campaign
