"""A test: the message to the project's own addresses, marked as one, once for each ticket.

Tests have a record of their own beside the rehearsal's, so that they neither
count as sendings nor change what calendars were told. Everything else is as
in a real sending: frozen, written ahead, handed over once, resumed.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from pynews import deliver, pack
from pynews.config import Project
from pynews.errors import PlanError, Problem, ProjectError
from pynews.model import (
    Audience,
    Consent,
    Plan,
    Recipient,
    Subscriber,
    SubscriberStatus,
    Variant,
    masked,
    subscriber_id,
)
from pynews.pipeline.building import Built
from pynews.pipeline.opening import limits, open_provider, open_subscribers
from pynews.pipeline.sending import refuse_unsafe
from pynews.pipeline.varying import compile_forms
from pynews.store import Campaign, Ledger, Tally

__all__ = ["MARK", "Trial", "next_ticket", "send_test"]

MARK = "[Test] "
RECORD = "tests.db"
MOST = 10
SHORT = 16
PATIENCE = timedelta(seconds=5)
MAY_GET_IT = {SubscriberStatus.ACTIVE, SubscriberStatus.PENDING}


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of a test.

    Arguments:
        tally: how many took it.
        already_done: whether this very ticket was used before.
    """

    tally: Tally
    already_done: bool


def next_ticket(project: Project, built: Built) -> str:
    """Return what stands for one more test of an edition; changes nothing.

    A test is sent once a ticket, however often its button is pressed.
    """
    path = project.outbox / RECORD
    if not path.is_file():
        return _ticket(built, 1)
    with Ledger.open(path) as ledger:
        return _next(ledger, built)


def _next(ledger: Ledger, built: Built) -> str:
    """Return the ticket of a test that did not end, or of the one after the last."""
    begun = [one for one in ledger.campaigns() if one.purpose.startswith(_purpose(built))]
    waiting = any(not ledger.tally(one).finished for one in begun)
    return _ticket(built, len(begun) + (not waiting))


def _ticket(built: Built, number: int) -> str:
    return f"{built.digest[:SHORT]}-{number}"


def _purpose(built: Built, ticket: str = "") -> str:
    return f"test-{ticket or built.digest[:SHORT]}"


def send_test(project: Project, built: Built, *, ticket: str, now: Callable[[], datetime]) -> Trial:
    """Send every letter of an edition to ``preview.test_recipients``, and to nobody else.

    Their unsubscribe links are nobody's, their subjects begin with ``[Test``.

    Arguments:
        project, built: what is tried.
        ticket: as `next_ticket` gave it; a used one sends nothing again.
        now: the time, aware.

    Raises:
        PlanError: the edition changed since the ticket was given.
        ProjectError: there are no test addresses, or too many, or people who left.
        RetryLaterError: a test is being sent, or the provider takes nothing now.
        CredentialsError: a real provider with the demo's key.
    """
    refuse_unsafe(project)
    people = _people(project, built)
    provider = open_provider(project)
    with _record(project) as ledger, deliver.sender_lock(ledger.path):
        campaign = ledger.campaign(built.issue.id, _purpose(built, ticket))
        if campaign and ledger.tally(campaign).finished:
            return Trial(ledger.tally(campaign), already_done=True)
        if campaign is None:
            _refuse_old(ledger, built, ticket)
            campaign = _freeze(
                ledger, project, built, people, _plan(project, built, people, ticket, now())
            )
        forms = pack.Forms.from_bytes(ledger.form(campaign))
        means = deliver.Means(
            provider=provider,
            pack=lambda recipient: forms.message(recipient, key=project.key),
            people=lambda ids: {one.id: one for one in people if one.id in ids},
            now=now,
            limits=limits(project, provider),
            patience=PATIENCE,
        )
        for _ in deliver.send(ledger, campaign, means):
            pass
        return Trial(ledger.tally(campaign), already_done=False)


@contextmanager
def _record(project: Project) -> Iterator[Ledger]:
    """Open the record of tests."""
    try:
        project.outbox.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"cannot make a folder: {error.strerror}", where=str(project.outbox)
        ) from error
    with Ledger.open(project.outbox / RECORD) as ledger:
        yield ledger


def _refuse_old(ledger: Ledger, built: Built, ticket: str) -> None:
    """Refuse a ticket that was given for another state of the issue, or by nobody.

    Raises:
        PlanError: look at the issue again.
    """
    if ticket != _next(ledger, built):
        raise PlanError(
            "the issue changed since this page was shown",
            where=built.issue.path,
            hint="look at it again, then send the test",
        )


def _mark(variant: Variant) -> str:
    """Return what stands before the subject of a test."""
    return MARK.replace("]", f", {variant.words}]") if variant.name else MARK


def _people(project: Project, built: Built) -> tuple[Subscriber, ...]:
    """Return the test addresses as people, under ids that no member has, once for each letter.

    Raises:
        ProjectError: none, too many, or people who may not be written to.
    """
    addresses = tuple(dict.fromkeys(project.test_recipients))
    where = str(project.root / "pynews.toml")
    if not addresses:
        hint = 'write test_recipients = ["editor@example.org"] below [preview]'
        raise ProjectError("there is no address for tests", where=where, hint=hint)
    if len(addresses) > MOST:
        hint = f"leave at most {MOST} test_recipients; members get it with pynews send"
        raise ProjectError(f"{len(addresses)} addresses are no test", where=where, hint=hint)
    _refuse_left(project, addresses, where)
    return tuple(
        Subscriber(
            id=_tester(project, address, version.variant),
            email=address,
            status=SubscriberStatus.ACTIVE,
            consent=Consent(at="", source="preview.test_recipients", text=""),
        )
        for address in addresses
        for version in built.versions
    )


def _tester(project: Project, address: str, variant: Variant) -> str:
    """Return the id under which an address gets a letter."""
    return subscriber_id(project.key, "/".join(filter(None, ("test", variant.name, address))))


def _refuse_left(project: Project, addresses: Sequence[str], where: str) -> None:
    """Refuse addresses of members who left or cannot be reached.

    Raises:
        ProjectError: with each of them, masked.
    """
    if not project.store.is_file():
        return
    ids = {subscriber_id(project.key, address): address for address in addresses}
    with open_subscribers(project) as subscribers:
        known = subscribers.by_ids(tuple(ids))
    away = [
        Problem(
            f"{masked(ids[one.id])} is {one.status} on the list",
            where,
            "take it out of test_recipients",
        )
        for one in known.values()
        if one.status not in MAY_GET_IT
    ]
    if away:
        raise ProjectError.of(away)


def _plan(
    project: Project, built: Built, people: Sequence[Subscriber], ticket: str, at: datetime
) -> Plan:
    """Return the plan of a test."""
    ids = sorted(one.id for one in people)
    digest = hashlib.sha256("".join(f"{one}\n" for one in ids).encode()).hexdigest()
    return Plan(
        issue=built.issue.id,
        purpose=_purpose(built, ticket),
        edition_digest=built.digest,
        subject=MARK + built.issue.subject,
        sender=str(project.publication.sender),
        provider=project.provider.name,
        at=at,
        audience=Audience(to="test", count=len(ids), digest=digest, held_back={}),
    )


def _freeze(
    ledger: Ledger, project: Project, built: Built, people: Sequence[Subscriber], plan: Plan
) -> Campaign:
    """Write down what is tried, and who gets it."""
    forms = compile_forms(
        built.versions,
        publication=project.publication,
        at=plan.at,
        campaign=plan.digest,
        mark=_mark,
    )
    letters = {
        _tester(project, one.email, version.variant): version.variant.name
        for one in people
        for version in built.versions
    }
    return ledger.freeze(
        plan,
        form=forms.to_bytes(),
        recipients=[
            Recipient(one.id, one.email, variant=letters[one.id])
            for one in sorted(people, key=lambda one: one.id)
        ],
        exclusions=(),
        batch_size=MOST,
        now=plan.at,
    )
