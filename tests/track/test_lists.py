"""Providers' own lists of who left, asked over HTTP from servers that play them."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from list_keepers import KEEPERS, Keeping, Left, keeping

from conftest import ADDRESS, KEY, NOON, Desk, person, report
from pynews import track
from pynews.errors import CredentialsError, ProjectError, RetryLaterError
from pynews.providers import open_provider
from pynews.providers.lists import LISTS

HOUR = timedelta(hours=1)
STATUSES = ("suppressed", "suppressed", "unsubscribed")
SAID = [
    (name, why, status)
    for name, keeper in KEEPERS.items()
    for why, status in zip(keeper.why, STATUSES, strict=True)
    if why
]


@pytest.fixture(params=sorted(LISTS))
def kept(request: pytest.FixtureRequest) -> Iterator[Keeping]:
    with keeping(request.param) as found:
        yield found


def bounce(address: str = ADDRESS, name: str = "", why: int = 0) -> Left:
    return Left(KEEPERS[name].why[why], address, NOON - HOUR)


def fetch(desk: Desk, found: Keeping, secret: str = "") -> track.Taken | None:
    counter = track.Desk(book=desk.book, people=desk.people, keys=(KEY,), now=NOON + HOUR)
    return track.from_lists(found.account(secret), counter)


@pytest.mark.parametrize(("name", "why", "status"), SAID)
def test_who_is_on_a_list_there_is_written_to_no_more(desk: Desk, name, why, status):
    with keeping(name) as found:
        found.left.append(Left(why, ADDRESS.upper(), NOON - HOUR))
        assert fetch(desk, found).new == 1
        assert fetch(desk, found) == track.Taken(known=1)
    assert desk.status == status


def test_every_page_of_a_list_is_read(desk: Desk, kept: Keeping):
    crowd = [f"role{number}@example.org" for number in range(120 if kept.name == "brevo" else 5)]
    desk.people.add_all([person(one) for one in crowd], dry_run=False)
    kept.left += [bounce(one, kept.name) for one in crowd]
    assert fetch(desk, kept).suppressed == len(crowd)


def test_an_entry_from_before_somebody_came_back_does_not_count(desk: Desk, kept: Keeping):
    desk.people.unsubscribe(person().id, NOON - timedelta(days=1))
    desk.people.welcome(person(), NOON)
    kept.left.append(bounce(name=kept.name))
    assert fetch(desk, kept).new == 1
    assert desk.status == "active"


def test_strange_entries_are_passed_over(desk: Desk, kept: Keeping):
    why = kept.keeper.why[0]
    kept.left += [Left(why, one, NOON) for one in ("", "x", "a\n@b", "stranger@example.org")]
    if kept.name != "mailgun":
        kept.left.append(Left("somethingNew", ADDRESS, NOON))
    assert fetch(desk, kept) == track.Taken(strangers=1)
    assert desk.status == "active"


def test_a_refused_key_is_told_and_changes_nobody(desk: Desk, kept: Keeping):
    kept.left.append(bounce(name=kept.name))
    kept.status = 403
    with pytest.raises(CredentialsError, match="does not open the lists"):
        fetch(desk, kept)
    assert desk.status == "active"


@pytest.mark.parametrize(
    ("status", "words"), [(500, ""), (429, "{}"), (200, "[]"), (200, "<html>")]
)
def test_an_answer_that_is_none_is_not_taken_for_an_empty_list(
    desk: Desk, kept: Keeping, status, words
):
    kept.status, kept.words = status, words
    with pytest.raises(RetryLaterError):
        fetch(desk, kept)


def test_a_silent_provider_is_no_empty_list(desk: Desk):
    with keeping("postmark") as found:
        account = found.account()
    counter = track.Desk(book=desk.book, people=desk.people, keys=(KEY,), now=NOON)
    with pytest.raises(RetryLaterError, match="cannot be asked"):
        track.from_lists(account, counter)


def test_a_list_that_is_not_there_is_an_empty_one(desk: Desk):
    with keeping("postmark") as found:
        account = open_provider(
            "postmark",
            settings={"base_url": found.base, "stream": "other"},
            secret="key",
            folder=Path(),
        )
        counter = track.Desk(book=desk.book, people=desk.people, keys=(KEY,), now=NOON)
        assert track.from_lists(account, counter) == track.Taken()


def test_mailguns_next_page_is_never_asked_elsewhere(desk: Desk):
    with keeping("mailgun") as found:
        found.words = (
            '{"items": [{"address": "x@example.org"}],'
            ' "paging": {"next": "http://127.0.0.1:1/v3/steal"}}'
        )
        assert fetch(desk, found) == track.Taken(strangers=3)
        assert len(found.asked) == 3


def test_a_list_that_leads_round_in_a_circle_is_told_at_once(desk: Desk):
    with keeping("mailgun") as found:
        found.words = (
            '{"items": [{"address": "x@example.org"}], "paging": {"next":'
            f' "{found.base}/v3/mg.example.org/bounces?limit=1000"}}}}'
        )
        with pytest.raises(ProjectError, match="has no end"):
            fetch(desk, found)
        assert len(found.asked) == 1


def test_a_moment_outside_of_the_calendar_is_passed_over(desk: Desk):
    with keeping("ses") as found:
        found.words = (
            '{"SuppressedDestinationSummaries": [{"Reason": "BOUNCE", "EmailAddress":'
            f' "{ADDRESS}", "LastUpdateTime": "0001-01-01T00:00:00+14:00"}}]}}'
        )
        assert fetch(desk, found).suppressed == 1


@pytest.mark.parametrize("name", ["brevo", "postmark", "notify"])
def test_the_provider_confirms_a_bounce_that_nobody_signed(desk: Desk, name):
    desk.take(report("bounced-hard", provider=name, proven=False))
    assert desk.status == "active"
    with keeping(name) as found:
        found.left.append(bounce("somebody.else@example.org", name))
        fetch(desk, found)
        assert desk.status == "active"
        found.left.append(bounce(name=name))
        assert fetch(desk, found).suppressed == 1
    assert desk.status == "suppressed"


def test_a_provider_without_lists_is_no_fault(desk: Desk, tmp_path: Path):
    outbox = open_provider("outbox", settings={}, secret="", folder=tmp_path)
    counter = track.Desk(book=desk.book, people=desk.people, keys=(KEY,), now=NOON)
    assert track.from_lists(outbox, counter) is None
