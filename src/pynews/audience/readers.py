"""Those who got an issue: whom a correction goes to, and nobody else."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from pynews.audience.choosing import told
from pynews.audience.sorting import Sorting
from pynews.model import (
    Audience,
    Exclusion,
    Reason,
    Recipient,
    Subscriber,
    SubscriberStatus,
    masked,
)
from pynews.store import Subscribers

__all__ = ["Readers", "reader_exclusions", "reader_recipients", "survey_readers"]

NAMED = 100
PAGE = 500
STRANGER = "somebody the list does not know any more"


@dataclass(frozen=True, slots=True)
class Readers:
    """Who got an earlier version, as the ledger knows them.

    Arguments:
        of: what they got, in words.
        got: their ids, in order; whoever is written to although in doubt among them.
        in_doubt: ids of those of whom it is not known, and who are left out.
        held: by id, what was frozen for them as `sort_readers` takes it; empty where
            everybody was told the same.
    """

    of: str
    got: tuple[str, ...]
    in_doubt: tuple[str, ...] = ()
    held: Mapping[str, frozenset[str]] = field(default_factory=dict)


def survey_readers(
    store: Subscribers, readers: Readers, *, sorting: Sorting | None = None
) -> Audience:
    """Return who would get a correction, in numbers; see `audience.survey`."""
    digest, count = hashlib.sha256(), 0
    variants = dict.fromkeys((one.name for one in sorting.variants) if sorting else (), 0)
    for recipient in reader_recipients(store, readers, sorting=sorting):
        digest.update(told(recipient))
        count += 1
        if sorting:
            variants[recipient.variant] += 1
    held_back = tuple(reader_exclusions(store, readers))
    reasons = Counter(one.reason for one in held_back)
    named = held_back[:NAMED]
    return Audience(readers.of, count, digest.hexdigest(), dict(reasons), named, variants)


def reader_recipients(
    store: Subscribers, readers: Readers, *, sorting: Sorting | None = None
) -> Iterator[Recipient]:
    """Yield who gets a correction, in the order of their ids: those who may still be written to."""
    for id_, person in _people(store, readers.got):
        if person is not None and person.status is SubscriberStatus.ACTIVE:
            held = readers.held.get(id_, frozenset())
            variant = sorting.variant(person.groups, person.language, held) if sorting else ""
            yield Recipient(
                id_,
                person.email,
                person.first_name,
                person.last_name,
                person.organisation,
                variant,
            )


def reader_exclusions(store: Subscribers, readers: Readers) -> Iterator[Exclusion]:
    """Yield who does not: those who left since, and those in doubt."""
    for id_, person in _people(store, readers.got):
        if person is None:
            yield Exclusion(id_, STRANGER, Reason.ERASED)
        elif person.status is not SubscriberStatus.ACTIVE:
            yield Exclusion(id_, _shown(person), Reason(person.status.value))
    for id_, person in _people(store, readers.in_doubt):
        yield Exclusion(id_, _shown(person) if person else STRANGER, Reason.IN_DOUBT)


def _shown(person: Subscriber) -> str:
    return masked(person.email) if person.email else STRANGER


def _people(store: Subscribers, ids: tuple[str, ...]) -> Iterator[tuple[str, Subscriber | None]]:
    """Yield the people of some ids, a page at a time."""
    rest = iter(ids)
    while page := tuple(islice(rest, PAGE)):
        known = store.by_ids(page)
        yield from ((id_, known.get(id_)) for id_ in page)
