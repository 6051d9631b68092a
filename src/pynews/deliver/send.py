"""A campaign is sent: from its first batch, or from where the last sender stopped."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from pynews.deliver.answers import Answers
from pynews.deliver.breaker import HaltError
from pynews.deliver.doubts import ask, refuse_copy, repeat
from pynews.deliver.hands import Hands
from pynews.deliver.lock import sender_lock
from pynews.deliver.mark import Mark
from pynews.deliver.means import Means
from pynews.deliver.round import Round
from pynews.deliver.today import Today
from pynews.errors import PlanError, PynewsError, RetryLaterError
from pynews.store import Campaign, LedgerPromise, State, Tally

__all__ = ["send", "take_up"]

TOLD = 200  # times that a sending says how far it is, about
SOON_ENOUGH = 3  # of the time for which a provider knows a key, this part may pass
ROUNDS = 3  # a provider that keeps forgetting messages is not asked for ever


def send(ledger: LedgerPromise, campaign: Campaign, means: Means) -> Iterator[Tally]:
    """Hand a campaign over, each recipient's message once, and yield how far it is.

    Resumes what an earlier sender left. At the end every recipient is accepted,
    refused or excluded, or unknown: handed over without a clear answer, by a
    provider that cannot say more now. Unknown ones are asked about again by the
    next ``send``; `Ledger.doubts` names them. When it was asked to stop it ends
    early, with people still pending.

    Raises:
        PlanError: the campaign was approved for another provider, or is paused or cancelled;
            or this ledger is a copy of one that has sent since.
        RetryLaterError: another sender is at work; the provider or the disk takes
            nothing more now. Whoever was not handed over waits for the next ``send``.
        CredentialsError, ProjectError: the provider refuses to work for us.
    """
    if campaign.provider != means.provider.name:
        what = f"approved to go through {campaign.provider}, not {means.provider.name}"
        raise PlanError(what, where=campaign.issue, hint="set the provider back in pynews.toml")
    with sender_lock(ledger.path):
        if not means.provider.capabilities.rehearsal:
            Mark(ledger.path).refuse_older(ledger, campaign)
        _open_again(ledger, campaign, means)
        take_up(ledger, campaign, means)
        refuse_copy(ledger, campaign, means)
        yield ledger.tally(campaign)
        try:
            yield from _rounds(ledger, campaign, means)
        except HaltError as error:
            ledger.move(
                campaign, State.STOPPED, who="pynews", why=error.problems[0].what, now=means.now()
            )
            raise


def take_up(ledger: LedgerPromise, campaign: Campaign, means: Means) -> None:
    """Take up what earlier senders left: their answers, their batches, their doubts.

    Raises:
        PynewsError: the provider cannot be asked now.
    """
    if kept := Answers(ledger.path).read():
        ledger.settle(kept, means.now())
    ledger.abandon(campaign, machine=means.machine, now=means.now())
    means.checkpoint("taken back")
    ask(ledger, campaign, means)


def _open_again(ledger: LedgerPromise, campaign: Campaign, means: Means) -> None:
    """Let a campaign go on that stopped by itself.

    Raises:
        PlanError: a person paused or cancelled it.
    """
    if ledger.state(campaign).state is State.STOPPED:
        why = "somebody runs it again"
        ledger.move(campaign, State.OPEN, who="pynews", why=why, now=means.now())
    _refuse(ledger, campaign)


def _refuse(ledger: LedgerPromise, campaign: Campaign) -> None:
    """Refuse a campaign that a person stopped.

    Raises:
        PlanError: it is paused or cancelled.
    """
    found = ledger.state(campaign)
    if found.state is State.OPEN:
        return
    why = f" ({found.why})" if found.why else ""
    tally = ledger.tally(campaign)
    hint = f"pynews resume {campaign.issue}   lets it go on"
    if found.state is State.CANCELLED:
        hint = f"pynews status {campaign.issue}   says who got it"
    raise PlanError(
        f"{campaign.issue} is {found.state}{why}: {tally.accepted:,} of"
        f" {campaign.recipients:,} went out",
        where=campaign.issue,
        hint=hint,
    )


def _keys_grow_old(looked: datetime, means: Means) -> bool:
    """Return whether doubts must be looked at before the provider forgets their keys."""
    known = means.provider.capabilities.idempotency
    return known is not None and means.now() - looked > known / SOON_ENOUGH


def _rounds(ledger: LedgerPromise, campaign: Campaign, means: Means) -> Iterator[Tally]:
    """Hand over what waits, ask about what is in doubt, and again what was not taken."""
    today = Today(ledger, means)
    batch = means.provider.capabilities.batch_size
    seldom = 1 + campaign.recipients // (batch * TOLD)  # counting reads every batch
    for _ in range(ROUNDS):
        with Hands(means) as hands:
            looked = means.now()
            steps = Round(ledger, campaign, means, hands=hands, today=today).run()
            for number, _ in enumerate(steps):
                if number % seldom:
                    continue
                tally = ledger.tally(campaign)
                if tally.unknown and _keys_grow_old(looked, means):
                    looked = means.now()
                    with suppress(PynewsError):  # the sending itself will meet it
                        repeat(ledger, campaign, means)
                yield tally
        if means.stopping():
            yield ledger.tally(campaign)
            return
        ask(ledger, campaign, means)
        tally = ledger.tally(campaign)
        yield tally
        if tally.finished:
            return
        _refuse(ledger, campaign)
    what = f"{tally.pending} are still waiting for the provider"
    raise RetryLaterError(
        what, where=campaign.issue, hint="run the same command again later; nobody gets it twice"
    )
