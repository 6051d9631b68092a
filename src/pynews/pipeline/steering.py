"""What a person does about a campaign: pause, resume, cancel, settle doubts, look somebody up."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pynews import pack
from pynews.config import Project, ProviderChoice
from pynews.errors import PynewsError, UsageError
from pynews.model import Subscriber
from pynews.pipeline.correcting import build_again
from pynews.pipeline.opening import is_rehearsal, ledgers, open_subscribers
from pynews.pipeline.sending import Clock, Desk, open_desk, record, take_up
from pynews.store import Campaign, Ledger, Standing, State, Tally

__all__ = [
    "Proof",
    "Reconciled",
    "backup",
    "cancel",
    "count_letters",
    "proof",
    "reconcile",
    "rehearsing",
    "steer",
    "unknown_people",
]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How the doubts of one campaign were settled.

    Arguments:
        campaign: which one.
        before, after: the numbers before and after.
        people: who is still in doubt, as far as the list still knows them.
    """

    campaign: Campaign
    before: Tally
    after: Tally
    people: tuple[Subscriber, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """Where one person stands in one campaign.

    Arguments:
        record: ``sent`` or ``outbox``.
        campaign, standing: what was sent, and where they stand.
        letter: name of the letter frozen for them; None where there is only one, or none.
    """

    record: str
    campaign: Campaign
    standing: Standing
    letter: str | None = None


def rehearsing(project: Project) -> Project:
    """Return the project with the outbox as its provider."""
    if is_rehearsal(project):
        return project
    return replace(project, provider=ProviderChoice("outbox", {}, "", ""))


def steer(
    project: Project, issue: str, to: State, *, why: str, who: str, now: datetime
) -> Campaign:
    """Pause a campaign or let it go on; a sender at work ends with its batch.

    Raises:
        UsageError: nothing of that issue is on its way.
        PlanError: it is in that state already, or was cancelled.
    """
    for ledger, campaign in _current(project, issue):
        return ledger.move(campaign, to, who=who, why=why, now=now)
    raise _nothing(issue)


def cancel(
    project: Project, issue: str, *, why: str, who: str, now: datetime
) -> tuple[Campaign, Tally]:
    """Give a campaign up for good; who got it already is told of in ``sent.json``.

    Raises:
        UsageError: nothing of that issue is on its way.
        PlanError: it was cancelled before.
    """
    for ledger, campaign in _current(project, issue):
        cancelled = ledger.move(campaign, State.CANCELLED, who=who, why=why, now=now)
        tally = ledger.tally(campaign)
        if campaign.provider == project.provider.name and tally.accepted:
            built = build_again(project, campaign)
            if built.digest == campaign.edition_digest:
                record(project, built, campaign, tally=tally, now=now)
        return cancelled, tally
    raise _nothing(issue)


def reconcile(
    project: Project, issue: str | None, *, assume: bool | None, who: str, now: Clock
) -> Iterator[Reconciled]:
    """Ask the provider about everybody in doubt; settle the rest as a person decides.

    Arguments:
        project: where everything is.
        issue: which one; all of them when None.
        assume: whether who is still in doubt got it; None to leave them in doubt.
        who: the person who decides.
        now: the time, aware.

    Raises:
        UsageError: nothing of that issue is on its way.
        RetryLaterError: another sender is at work.
    """
    with open_desk(project, now=now) as desk:
        campaigns = desk.ledger.campaigns()
        if issue is not None and issue not in {one.issue for one in campaigns}:
            raise _nothing(issue)
        for campaign in campaigns:
            before = desk.ledger.tally(campaign)
            if issue not in {None, campaign.issue} or not (before.unknown or before.sending):
                continue
            trouble = _ask(desk, campaign)
            if assume is not None:
                desk.ledger.assume(campaign, taken=assume, who=who, now=now())
            after = desk.ledger.tally(campaign)
            yield Reconciled(campaign, before, after, _people(desk, campaign))
            if trouble and assume is None:
                raise trouble


def _ask(desk: Desk, campaign: Campaign) -> PynewsError | None:
    """Settle what can be settled; return why the provider could not be asked, or None."""
    if campaign.provider != desk.provider.name:
        return None
    try:
        take_up(desk, campaign)
    except PynewsError as error:
        return error
    return None


def _people(desk: Desk, campaign: Campaign) -> tuple[Subscriber, ...]:
    """Return who is in doubt, of those the list still knows."""
    ids = [one.subscriber for doubt in desk.ledger.doubts(campaign) for one in doubt.recipients]
    known = desk.subscribers.by_ids(ids)
    return tuple(known[one] for one in ids if one in known)


def unknown_people(project: Project, ledger: Ledger, campaign: Campaign) -> tuple[Subscriber, ...]:
    """Return who of a campaign is in doubt, of those the list still knows."""
    ids = [one.subscriber for doubt in ledger.doubts(campaign) for one in doubt.recipients]
    with open_subscribers(project) as subscribers:
        known = subscribers.by_ids(ids)
    return tuple(known[one] for one in ids if one in known)


def proof(project: Project, address: str) -> tuple[Proof, ...]:
    """Return where an address stands in every campaign it was in question for.

    Raises:
        UsageError: the list has never known it.
    """
    with open_subscribers(project) as subscribers:
        person = subscribers.get(address)
    if person is None:
        raise UsageError(
            f"{address} is not on the list", hint="pynews subscribers show ADDRESS   tells more"
        )
    return tuple(
        Proof(word, campaign, standing, _letter(ledger, campaign, standing))
        for word, ledger in ledgers(project)
        for campaign, standing in ledger.status_of(person.id)
    )


def _letter(ledger: Ledger, campaign: Campaign, standing: Standing) -> str | None:
    """Return which of a campaign's letters was frozen for somebody."""
    if not standing.number or count_letters(ledger, campaign) == 1:
        return None
    return ledger.frozen(campaign, (standing.number,))[standing.number].variant


def count_letters(ledger: Ledger, campaign: Campaign) -> int:
    """Return in how many letters a campaign was frozen."""
    return len(pack.Forms.from_bytes(ledger.form(campaign)).by_name)


def backup(project: Project, target: Path) -> int:
    """Copy list and ledger into one file while senders go on; return its bytes.

    Raises:
        ProjectError: there is a file of that name, or the folder cannot be written.
    """
    with Ledger.open(project.store) as ledger:
        return ledger.copy_to(target)


def _current(project: Project, issue: str) -> Iterator[tuple[Ledger, Campaign]]:
    """Yield the campaigns of an issue that are not done, the real and the newest ones first."""
    for wanted in ("sent", "outbox"):
        for word, ledger in ledgers(project):
            campaigns = reversed(ledger.campaigns()) if word == wanted else ()
            for campaign in campaigns:
                tally = ledger.tally(campaign)
                if campaign.issue == issue and (not tally.finished or tally.unknown):
                    yield ledger, campaign


def _nothing(issue: str) -> UsageError:
    """Return the complaint that there is nothing to steer."""
    return UsageError(
        f"nothing of {issue!r} is on its way", hint="pynews status   says what there is"
    )
