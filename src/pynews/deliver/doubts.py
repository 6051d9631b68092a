"""Those of whom it is unknown whether they got it: the provider is asked, where it can be."""

from collections.abc import Mapping
from datetime import timedelta

from pynews.deliver.means import Means
from pynews.deliver.ready import recipient
from pynews.model import Message
from pynews.store import Campaign, Doubt, Ledger

__all__ = ["ask"]


def ask(ledger: Ledger, campaign: Campaign, means: Means) -> None:
    """Settle what can be settled; who was surely not taken waits again.

    A "yes" is believed at once. A "no" is believed only after the provider has
    had time to notice (``settle``) and while it still remembers (``remembers``).

    Raises:
        PynewsError: the provider cannot be asked now.
    """
    if not means.provider.capabilities.reconcile:
        return
    for doubt in ledger.doubts(campaign):
        messages = _messages(doubt, means)
        found = means.provider.find(tuple(messages.values()))
        means.checkpoint("asked")
        believed = _no_is_no(doubt, means)
        answers = {number: found.get(message.ref) for number, message in messages.items()}
        ledger.answer(
            campaign,
            doubt,
            {number: yes for number, yes in answers.items() if yes or (yes is False and believed)},
        )
        means.checkpoint("answered")


def _messages(doubt: Doubt, means: Means) -> Mapping[int, Message]:
    """Return the messages in doubt by number, of those whom the list still knows."""
    people = means.people([one.subscriber for one in doubt.recipients])
    return {
        one.number: means.pack(recipient(one, people[one.subscriber]))
        for one in doubt.recipients
        if one.subscriber in people and people[one.subscriber].email
    }


def _no_is_no(doubt: Doubt, means: Means) -> bool:
    """Return whether a "no" may be believed by now."""
    capabilities, now = means.provider.capabilities, means.now()
    if capabilities.remembers is not None and now - doubt.started > capabilities.remembers:
        return False
    if capabilities.settle == timedelta():
        return True
    last = min(doubt.ended, doubt.started + means.lease)
    return now - last >= capabilities.settle
