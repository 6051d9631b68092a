"""Choose, plan, freeze, deliver: from an edition to mail."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from pynews import audience, deliver, pack
from pynews.config import Project
from pynews.errors import CredentialsError, PlanError, ProjectError
from pynews.model import Plan, Recipient, SentIssue
from pynews.pipeline.building import Built
from pynews.pipeline.opening import (
    is_rehearsal,
    open_ledger,
    open_provider,
    open_subscribers,
)
from pynews.store import SENT_NAME, Campaign, Tally, write_sent

__all__ = ["Sending", "make_plan", "refuse_unsafe", "send"]


@dataclass(frozen=True, slots=True)
class Sending:
    """How far a sending is: its campaign, the numbers, and whether it was done before."""

    campaign: Campaign
    tally: Tally
    already_done: bool = False


def make_plan(project: Project, built: Built, *, at: datetime | None = None) -> Plan:
    """Say who would get what, when, from whom and through whom; change nothing.

    Arguments:
        project: where everything is.
        built: the edition.
        at: planned time; the issue's own ``send`` when None.
    """
    with open_subscribers(project) as subscribers:
        found = audience.survey(subscribers, built.issue.to, where=built.issue.path)
    plan = Plan(
        issue=built.issue.id,
        purpose="issue",
        edition_digest=built.digest,
        subject=built.issue.subject,
        sender=str(project.publication.sender),
        provider=project.provider.name,
        at=at or built.issue.send,
        audience=found,
    )
    if is_rehearsal(project):
        return replace(plan, purpose=f"rehearsal-{plan.digest[:12]}")
    return plan


def send(
    project: Project, built: Built, plan: Plan, *, now: Callable[[], datetime]
) -> Iterator[Sending]:
    """Freeze a confirmed plan and hand its messages over; resume one that was interrupted.

    Yields how far it is, the end included. Running it again sends nothing twice.

    Arguments:
        project, built: what is sent.
        plan: as it was confirmed.
        now: the time, aware; called from several threads.

    Raises:
        RetryLaterError: another sender is at work, or the disk is full.
        PlanError: the issue was frozen with other content.
        CredentialsError: a real provider with the demo's key.
    """
    refuse_unsafe(project)
    provider = open_provider(project)
    with (
        open_ledger(project) as ledger,
        deliver.sender_lock(ledger.path),
        open_subscribers(project) as subscribers,
    ):
        campaign = ledger.campaign(plan.issue, plan.purpose)
        if campaign is None:
            campaign = ledger.freeze(
                plan,
                form=_form(project, built, plan),
                recipients=_as_planned(audience.recipients(subscribers, plan.audience.to), plan),
                exclusions=audience.exclusions(subscribers, plan.audience.to),
                batch_size=provider.capabilities.batch_size,
                now=now(),
            )
        elif campaign.edition_digest != plan.edition_digest:
            raise PlanError(
                f"{plan.issue} was frozen with other content on {campaign.frozen_at:%Y-%m-%d}",
                where=built.issue.path,
                hint="take the files back from git, then run the same command",
            )
        elif _done(ledger.tally(campaign)):
            yield Sending(campaign, ledger.tally(campaign), already_done=True)
            return
        form = pack.Form.from_bytes(ledger.form(campaign))
        means = deliver.Means(
            provider=provider,
            pack=lambda recipient: form.message(recipient, key=project.key),
            people=subscribers.by_ids,
            now=now,
        )
        for tally in deliver.send(ledger, campaign, means):
            yield Sending(campaign, tally)
        _record(project, built, campaign, ledger.tally(campaign), now())


def _done(tally: Tally) -> bool:
    """Whether nothing is left to do, nobody to ask about included."""
    return tally.finished and not tally.unknown


def refuse_unsafe(project: Project) -> None:
    """Refuse a real sending that nobody could leave, or whose links anybody could forge."""
    open_provider(project)
    if is_rehearsal(project):
        return
    if project.demo:
        raise CredentialsError(
            "a real sending needs a key of your own",
            hint='put PYNEWS_KEY=... into .env; python -c "import secrets; '
            'print(secrets.token_urlsafe(32))" makes one',
        )
    publication = project.publication
    if not (publication.unsubscribe_url or publication.unsubscribe_mailto):
        raise ProjectError(
            "nobody could unsubscribe",
            where="pynews.toml",
            hint='set mailto = "unsubscribe@..." or url = "https://..." below [unsubscribe]',
        )


def _form(project: Project, built: Built, plan: Plan) -> bytes:
    """Return what goes out, as bytes that are frozen with the plan."""
    form = pack.compile_form(
        built.edition,
        invitations=built.invitations,
        publication=project.publication,
        at=plan.at,
        campaign=plan.digest,
    )
    return form.to_bytes()


def _as_planned(recipients: Iterator[Recipient], plan: Plan) -> Iterator[Recipient]:
    """Yield the recipients; refuse when they are not the very people of the plan."""
    digest = hashlib.sha256()
    for recipient in recipients:
        digest.update(f"{recipient.subscriber}\n".encode())
        yield recipient
    if digest.hexdigest() != plan.audience.digest:
        raise PlanError(
            "the list changed while this was being frozen",
            hint=f"look at pynews plan {plan.issue} again; nothing was sent",
        )


def _record(
    project: Project, built: Built, campaign: Campaign, tally: Tally, now: datetime
) -> None:
    """Write ``sent.json`` after a real sending; a rehearsal advances nothing."""
    if is_rehearsal(project) or not tally.accepted:
        return
    path = built.issue.path.rpartition("/")[0] + "/" + SENT_NAME
    sending = SentIssue(
        issue=built.issue.id,
        path=path,
        at=now,
        edition_digest=campaign.edition_digest,
        accepted=tally.accepted,
        events=tuple(invitation.record for invitation in built.invitations),
    )
    earlier = tuple(known for known in built.library.sent if known.issue == built.issue.id)
    write_sent(project.root, path, sending, earlier=earlier)
