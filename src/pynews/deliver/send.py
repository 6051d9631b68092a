"""A campaign is sent: from its first batch, or from where the last sender stopped."""

from collections.abc import Iterator

from pynews.deliver.doubts import ask
from pynews.deliver.hands import Hands
from pynews.deliver.lock import sender_lock
from pynews.deliver.means import Means
from pynews.deliver.round import Round
from pynews.errors import PlanError, RetryLaterError
from pynews.store import Campaign, Ledger, Tally

__all__ = ["send"]

ROUNDS = 3  # a provider that keeps forgetting messages is not asked for ever


def send(ledger: Ledger, campaign: Campaign, means: Means) -> Iterator[Tally]:
    """Hand a campaign over, each recipient's message once, and yield how far it is.

    Resumes what an earlier sender left. At the end every recipient is accepted,
    refused or excluded, or unknown: handed over without a clear answer, by a
    provider that cannot say more now. Unknown ones are asked about again by the
    next ``send``; `Ledger.doubts` names them.

    Raises:
        PlanError: the campaign was approved for another provider.
        RetryLaterError: another sender is at work; the provider or the disk takes
            nothing more now. Whoever was not handed over waits for the next ``send``.
        CredentialsError, ProjectError: the provider refuses to work for us.
    """
    if campaign.provider != means.provider.name:
        what = f"approved to go through {campaign.provider}, not {means.provider.name}"
        raise PlanError(what, where=campaign.issue, hint="set the provider back in pynews.toml")
    with sender_lock(ledger.path):
        ledger.abandon(campaign, machine=means.machine, now=means.now())
        means.checkpoint("taken back")
        ask(ledger, campaign, means)
        yield ledger.tally(campaign)
        yield from _rounds(ledger, campaign, means)




def _rounds(ledger: Ledger, campaign: Campaign, means: Means) -> Iterator[Tally]:
    """Hand over what waits, ask about what is in doubt, and again what was not taken."""
    for _ in range(ROUNDS):
        with Hands(means) as hands:
            for _ in Round(ledger, campaign, means, hands).run():
                yield ledger.tally(campaign)
        ask(ledger, campaign, means)
        tally = ledger.tally(campaign)
        yield tally
        if tally.finished:
            return
    what = f"{tally.pending} are still waiting for the provider"
    raise RetryLaterError(
        what, where=campaign.issue, hint="run the same command again later; nobody gets it twice"
    )
