"""Whatever happens in whatever order: nobody who left is written to unless they ask for it."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pynews.model import Consent, Subscriber, SubscriberStatus, subscriber_id
from pynews.store import Subscribers

KEY = b"a key for tests, thirty-two bytes"
NOON = datetime(2021, 11, 2, 12, 0, tzinfo=UTC)
AWAY = {SubscriberStatus.UNSUBSCRIBED, SubscriberStatus.SUPPRESSED, SubscriberStatus.ERASED}
STRENGTH = {
    SubscriberStatus.PENDING: 0,
    SubscriberStatus.ACTIVE: 1,
    SubscriberStatus.UNSUBSCRIBED: 2,
    SubscriberStatus.SUPPRESSED: 3,
    SubscriberStatus.ERASED: 4,
}
addresses = st.sampled_from([f"role{number}@example.org" for number in range(4)])
statuses = st.sampled_from(
    [each for each in SubscriberStatus if each is not SubscriberStatus.ERASED]
)
people = st.builds(
    lambda address, status, name, source: Subscriber(
        id=subscriber_id(KEY, address),
        email=address,
        status=status,
        consent=Consent("2021-05-20", source, "Send it."),
        first_name=name,
    ),
    addresses,
    statuses,
    st.sampled_from(["", "Editor", "Chair"]),
    st.sampled_from(["joining form", "sign-up sheet"]),
)


class TheList(RuleBasedStateMachine):
    """The store beside a dictionary that knows the rules."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Subscribers.open(Path(self.folder.name) / "pynews.db", key=KEY)
        self.known: dict[str, SubscriberStatus] = {}
        self.evidence: dict[str, set[Consent]] = {}

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def leave(self, address: str, to: SubscriberStatus) -> bool:
        before = self.known.get(address)
        changes = before is None or STRENGTH[before] < STRENGTH[to]
        if changes:
            self.known[address] = to
        return changes

    @rule(arrivals=st.lists(people, max_size=6), dry_run=st.booleans())
    def a_list_comes_in(self, arrivals: list[Subscriber], *, dry_run: bool) -> None:
        report = self.store.add_all(arrivals, dry_run=dry_run)
        told = report.added + report.changed + report.unchanged + report.kept_away
        assert told + len(report.refused) == len(arrivals)
        if dry_run:
            return
        taken: dict[str, Subscriber] = {}
        for person in sorted(arrivals, key=lambda each: each.status not in AWAY):
            taken.setdefault(person.email, person)
        for address, person in taken.items():
            before = self.known.get(address)
            if person.status in AWAY:
                self.leave(address, person.status)
            elif before is None or (before not in AWAY and before is not SubscriberStatus.ACTIVE):
                self.known[address] = person.status
            if before is None or (before not in AWAY and person.status not in AWAY):
                waits = before is SubscriberStatus.ACTIVE and person.status != before
                if not waits:
                    self.evidence.setdefault(address, set()).add(person.consent)

    @rule(address=addresses)
    def somebody_unsubscribes(self, address: str) -> None:
        changed = self.store.unsubscribe(subscriber_id(KEY, address), NOON)
        assert changed is self.leave(address, SubscriberStatus.UNSUBSCRIBED)

    @rule(address=addresses)
    def somebody_is_suppressed(self, address: str) -> None:
        changed = self.store.suppress(address.upper(), "complaint", NOON)
        assert changed is self.leave(address, SubscriberStatus.SUPPRESSED)

    @rule(address=addresses)
    def somebody_is_erased(self, address: str) -> None:
        assert self.store.erase(address, NOON) is self.leave(address, SubscriberStatus.ERASED)
        self.evidence.pop(address, None)

    @rule(person=people)
    def somebody_asks_to_come_back(self, person: Subscriber) -> None:
        self.store.welcome(person, NOON)
        self.known[person.email] = SubscriberStatus.ACTIVE
        self.evidence.setdefault(person.email, set()).add(person.consent)

    @invariant()
    def everybody_stands_where_the_rules_put_them(self) -> None:
        for address, status in self.known.items():
            found = self.store.get(address)
            assert found is not None
            assert found.status is status
            if status is SubscriberStatus.ERASED:
                assert (found.email, found.first_name) == ("", "")

    @invariant()
    def only_the_active_get_anything(self) -> None:
        active = {a for a, status in self.known.items() if status is SubscriberStatus.ACTIVE}
        assert {each.email for each in self.store.recipients(lambda _: True)} == active

    @invariant()
    def no_evidence_is_ever_lost(self) -> None:
        for address, consents in self.evidence.items():
            assert consents <= set(self.store.export(address).consents)

    @invariant()
    def the_totals_are_right(self) -> None:
        assert self.store.totals().total == len(self.known)


TestTheList = TheList.TestCase
TestTheList.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)
