"""What an edition would lose is said before it is sent."""

from pathlib import Path

import pytest

from pynews.providers import (
    LOSSES,
    Calendar,
    Capabilities,
    Headers,
    Needs,
    capabilities_of,
    losses,
    open_provider,
)
from pynews.providers.presets import PRESETS

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


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_a_mail_servers_preset_says_what_it_leaves_out_before_it_is_opened(preset: str) -> None:
    can = capabilities_of("smtp", {"preset": preset})
    opened = open_provider("smtp", settings={"preset": preset}, secret="", folder=Path("outbox"))
    assert opened.capabilities == can
    found = losses("smtp", can, Needs(one_click=True))
    assert bool(found) is (preset in {"mailersend", "sparkpost"})
    assert all("another" in one.hint or "provider" in one.hint for one in found)


def test_a_mail_server_without_a_preset_is_taken_to_carry_everything() -> None:
    assert losses("smtp", capabilities_of("smtp"), EVERYTHING) == ()
    assert capabilities_of("smtp", {"preset": "microsoft365"}).rate == 0.5
