import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pynews.audience import (
    GroupCount,
    explain,
    import_subscribers,
    recipients,
    safety,
    survey,
)
from pynews.errors import SourceError
from pynews.model import (
    Audience,
    Consent,
    Exclusion,
    Reason,
    Recipient,
    Subscriber,
    SubscriberStatus,
    subscriber_id,
)
from pynews.store import Subscribers

EXAMPLE = Path(__file__).parents[2] / "subscribers.example.csv"
NOON = datetime(2021, 11, 2, 12, 0, tzinfo=UTC)
FORM = Consent("2021-05-20", "joining form", "Send me the newsletter.")


def person(
    key: bytes,
    name: str,
    groups: tuple[str, ...] = ("members",),
    status: SubscriberStatus = SubscriberStatus.ACTIVE,
) -> Subscriber:
    address = f"{name}@example.org"
    return Subscriber(
        id=subscriber_id(key, address),
        email=address,
        status=status,
        consent=FORM,
        first_name=name.title(),
        groups=groups,
    )


def test_the_example_list_comes_in_and_its_members_get_the_issue(store: Subscribers, key: bytes):
    report = import_subscribers(store, EXAMPLE, key=key, consent_source="", dry_run=False)
    audience = survey(store, "members and not leeds")
    people = list(recipients(store, "members and not leeds"))
    assert (report.added, report.refused) == (5, ())
    assert audience.count == 3
    assert dict(audience.held_back) == {Reason.NOT_ADDRESSED: 2}
    assert {each.email for each in people} == {
        "editor@example.org",
        "chair@example.org",
        "developer@example.org",
    }
    assert [each.subscriber for each in people] == sorted(each.subscriber for each in people)


def test_a_recipient_carries_what_the_letter_merges(store: Subscribers, key: bytes):
    editor = person(key, "editor")
    store.add_all([editor], dry_run=False)
    assert list(recipients(store, "")) == [
        Recipient(editor.id, "editor@example.org", first_name="Editor")
    ]


def test_everybody_held_back_is_counted_by_reason(store: Subscribers, key: bytes):
    away = {
        "waiting": SubscriberStatus.PENDING,
        "left": SubscriberStatus.UNSUBSCRIBED,
        "bounced": SubscriberStatus.SUPPRESSED,
    }
    people = [person(key, name, status=status) for name, status in away.items()]
    people += [person(key, "editor"), person(key, "elsewhere", ("york",)), person(key, "erased")]
    people += [person(key, "left-elsewhere", ("york",), SubscriberStatus.UNSUBSCRIBED)]
    store.add_all(people, dry_run=False)
    store.erase("erased@example.org", NOON)
    everyone, members = survey(store, ""), survey(store, "members")
    assert (everyone.count, members.count) == (2, 1)
    assert dict(everyone.held_back) == {
        Reason.PENDING: 1,
        Reason.UNSUBSCRIBED: 2,
        Reason.SUPPRESSED: 1,
        Reason.ERASED: 1,
    }
    assert dict(members.held_back) == {
        Reason.PENDING: 1,
        Reason.UNSUBSCRIBED: 1,
        Reason.SUPPRESSED: 1,
        Reason.NOT_ADDRESSED: 3,
    }
    assert set(members.excluded) == {
        Exclusion(subscriber_id(key, "waiting@example.org"), "w***@example.org", Reason.PENDING),
        Exclusion(subscriber_id(key, "left@example.org"), "l***@example.org", Reason.UNSUBSCRIBED),
        Exclusion(subscriber_id(key, "bounced@example.org"), "b***@example.org", Reason.SUPPRESSED),
    }


def test_at_most_a_hundred_are_named_and_all_are_counted(store: Subscribers, key: bytes):
    store.add_all(
        (
            person(key, f"role{number}", status=SubscriberStatus.UNSUBSCRIBED)
            for number in range(250)
        ),
        dry_run=False,
    )
    audience = survey(store, "")
    assert audience.held_back[Reason.UNSUBSCRIBED] == 250
    named = [exclusion.subscriber for exclusion in audience.excluded]
    assert len(named) == 100
    assert named == sorted(named)


def test_the_digest_is_over_the_ids_of_the_recipients_in_order(store: Subscribers, key: bytes):
    people = [person(key, f"role{number}") for number in range(1_300)]
    store.add_all(people, dry_run=False)
    before = survey(store, "members")
    ids = "".join(f"{each.id}\n" for each in sorted(people, key=lambda each: each.id))
    assert before.digest == hashlib.sha256(ids.encode()).hexdigest()
    assert survey(store, "members") == before
    store.unsubscribe(people[7].id, NOON)
    assert survey(store, "members").digest != before.digest


def test_an_empty_list_has_an_empty_audience(store: Subscribers):
    assert survey(store, "") == Audience(
        to="", count=0, digest=hashlib.sha256().hexdigest(), held_back={}
    )


def test_a_group_that_only_somebody_gone_is_in_exists_all_the_same(store: Subscribers, key: bytes):
    store.add_all([person(key, "editor", ("board",), SubscriberStatus.UNSUBSCRIBED)], dry_run=False)
    assert survey(store, "board").count == 0


@pytest.mark.parametrize("ask", [survey, explain, recipients])
def test_an_unknown_group_is_told_with_its_place(store: Subscribers, key: bytes, ask: object):
    store.add_all([person(key, "editor")], dry_run=False)
    with pytest.raises(SourceError, match=r'issue\.md:5: there is no group "memebers"'):
        ask(store, "memebers", where="issue.md:5")  # type: ignore[operator]


def test_the_plan_can_tell_the_expression_in_numbers(store: Subscribers, key: bytes):
    store.add_all(
        [
            person(key, "editor"),
            person(key, "chair", ("members", "leeds")),
            person(key, "left", ("members",), SubscriberStatus.UNSUBSCRIBED),
        ],
        dry_run=False,
    )
    assert explain(store, "members and not leeds") == (
        GroupCount("members", 2),
        GroupCount("leeds", 1),
        GroupCount("members and not leeds", 1),
    )
    assert explain(store, "") == (GroupCount("everyone", 2),)


def test_more_sets_of_groups_than_can_be_remembered_are_judged_right(
    store: Subscribers, key: bytes
):
    store.add_all(
        (
            person(key, f"role{number}", ("members", f"g{number}") if number % 2 else ("x",))
            for number in range(21_000)
        ),
        dry_run=False,
    )
    assert survey(store, "members").count == 10_500


def audience(count: int, **held_back: int) -> Audience:
    return Audience("", count, "", {Reason(name): number for name, number in held_back.items()})


@pytest.mark.parametrize(
    ("count", "last", "odd"),
    [
        (100, None, ""),
        (100, 0, ""),
        (100, 100, ""),
        (149, 100, ""),
        (150, 100, "150 people would get this issue, last time it was 100"),
        (3_000, 100, "3,000 people would get this issue, last time it was 100"),
        (1, 100, ""),
        (0, None, "nobody would get this issue: the list is empty"),
        (0, 100, "nobody would get this issue: the list is empty"),
    ],
)
def test_an_audience_that_looks_wrong_is_told(count: int, last: int | None, odd: str):
    assert "".join(problem.what for problem in safety(audience(count), last)) == odd


def test_an_empty_audience_says_how_many_are_held_back():
    (problem,) = safety(audience(0, pending=2, suppressed=1_000), None)
    assert problem.hint.startswith("1,002 people are held back")
