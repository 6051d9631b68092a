"""All that is held on one person, as they may ask for it (UK GDPR article 15)."""

from dataclasses import asdict, dataclass

from pynews.model import Consent, Subscriber, SubscriberStatus

__all__ = ["PersonalRecord", "StatusChange"]


@dataclass(frozen=True, slots=True)
class StatusChange:
    """One change of what we may do with an address.

    Arguments:
        at: when, ISO 8601 in UTC; "" when it was not said.
        status: what it became.
        reason: why, in a few words; may be empty.
    """

    at: str
    status: SubscriberStatus
    reason: str


@dataclass(frozen=True, slots=True)
class PersonalRecord:
    """What the list holds on one person.

    Arguments:
        subscriber: who they are to us; None when the list has never known them.
        consents: every evidence of their agreement, oldest first.
        history: every change of status, oldest first.
    """

    subscriber: Subscriber | None
    consents: tuple[Consent, ...] = ()
    history: tuple[StatusChange, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return it as plain values, ready for JSON."""
        record = asdict(self)
        if self.subscriber is not None:
            del record["subscriber"]["row"]
        return record
