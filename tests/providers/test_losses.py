"""What an edition would lose is said before it is sent."""

from pynews.providers import (
    LOSSES,
    Calendar,
    Capabilities,
    Headers,
    Needs,
    losses,
)

EVERYTHING = Needs(calendars=1, pictures=2, message_bytes=1000)
POOR = Capabilities(calendar=Calendar.LINK, headers=Headers.NONE, pictures=False)


def named(can: Capabilities, needs: Needs = EVERYTHING, *allowed: str) -> list[str]:
    found = losses("pigeon", can, needs, allowed=allowed)
    return [one.hint.rpartition(" ")[2] for one in found]


def test_a_provider_that_carries_everything_loses_nothing() -> None:
    assert named(Capabilities()) == []


def test_every_loss_is_named_with_a_way_out() -> None:
    assert named(POOR) == ["calendar", "pictures", "unsubscribe-header"]
    by_name = Capabilities(calendar=Calendar.ATTACHMENT)
    assert named(by_name) == ["calendar-method"]
    assert {*named(POOR), *named(by_name)} == set(LOSSES)


def test_what_an_edition_does_not_have_cannot_be_lost() -> None:
    assert named(POOR, Needs()) == ["unsubscribe-header"]


def test_a_loss_is_accepted_by_its_name_alone() -> None:
    assert named(POOR, EVERYTHING, "calendar") == ["pictures", "unsubscribe-header"]
    assert named(POOR, EVERYTHING, *LOSSES) == []


def test_one_click_is_enough_where_the_provider_makes_the_headers() -> None:
    can = Capabilities(headers=Headers.ONE_CLICK)
    assert named(can, Needs(one_click=True)) == []
    assert named(can, Needs(one_click=False)) == ["unsubscribe-header"]


def test_an_unknown_loss_is_an_error_that_lists_the_known_ones() -> None:
    (problem,) = losses("pigeon", Capabilities(), EVERYTHING, allowed=("colour",))
    assert "no such loss" in problem.what
    assert problem.hint == f"one of: {', '.join(LOSSES)}"
