"""Findings come after the message, beside it and as pins in it, and never hold it up."""

import pytest
from playwright.sync_api import Page, expect

from pynews.serve.editor.critic import Critic
from pynews.serve.editor.press import Findings, Press

from .conftest import Desk
from .test_press import PATIENCE, settled


def read(press: Press, round_: int) -> Findings:
    """Wait for what is found in a state of the sources, or in a later one."""
    after = -1
    while True:
        news = press.news("", after, PATIENCE)
        assert news is not None
        after = news.number
        if news.findings and news.findings.round >= round_:
            return news.findings


def rules(findings: Findings) -> set[str]:
    told = findings.tree["findings"]
    assert isinstance(told, list)
    return {one["rule"] for one in told}


def test_each_new_proof_is_read_after_it_was_shown(desk: Desk):
    with Press(desk.project) as press, press.listening(""), Critic(press):
        first = settled(press, "met on 12 October")
        assert "link-placeholder" not in rules(read(press, first.round))
        desk.change(desk.issue, "met on 12 October", "met [again](#) on Monday 12 October 2021")
        proof = settled(press, "met again")
        found = read(press, proof.round)
        assert {"link-placeholder", "weekday-date"} <= rules(found)
        place = next(one for one in found.tree["findings"] if one["rule"] == "weekday-date")  # type: ignore[attr-defined]
        assert place["must"]
        assert (place["path"], place["line"] > 1) == ("newsletters/2021-11/issue.md", True)
        assert "Monday 12 October 2021" in place["words"][0]
        press.end()


def test_a_broken_state_is_not_read_and_the_critic_goes_on(desk: Desk):
    with Press(desk.project) as press, press.listening(""), Critic(press):
        read(press, settled(press, "met on 12 October").round)
        desk.change(desk.event, "start: 2021-11-16", "start: soon")
        desk.change(desk.event, "start: soon", "start: 2021-11-16")
        desk.change(desk.issue, "met on 12 October", "met again")
        assert read(press, settled(press, "met again").round).tree["state"] == "read"
        press.end()


@pytest.fixture
def flawed(page: Page, desk: Desk) -> Page:
    desk.change(desk.issue, "met on 12 October", "met [again](#) on Monday 12 October 2021")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("met again")
    expect(page.locator(".findings .verdict")).to_contain_text("to fix before sending")
    return page


def test_a_finding_stands_beside_the_message_with_its_place_and_the_way_to_mend_it(flawed: Page):
    item = flawed.locator(".findings details", has_text="Monday 12 October 2021")
    item.locator("summary").click()
    expect(item).to_contain_text("newsletters/2021-11/issue.md:")
    expect(item).to_contain_text("To mend it:")
    marked = flawed.frame_locator("iframe").locator("[data-picked]")
    expect(marked).to_contain_text("Monday 12 October 2021")


def test_a_pin_in_the_message_opens_its_finding_and_goes_with_it(flawed: Page, desk: Desk):
    pins = flawed.locator(".pins button")
    expect(pins.first).to_be_visible()
    pin = pins.first.bounding_box()
    words = flawed.frame_locator("iframe").get_by_text("met again").bounding_box()
    assert pin
    assert words
    assert abs(pin["y"] - words["y"]) < 30
    pins.first.click()
    expect(flawed.locator(".findings details[open]")).to_have_count(1)
    desk.change(desk.issue, "met [again](#) on Monday 12 October 2021", "met on 12 October")
    expect(pins).to_have_count(0)
    expect(flawed.locator(".verdict")).to_contain_text("Nothing to fix")


def test_findings_are_walked_through_with_j_and_k(flawed: Page):
    summaries = flawed.locator(".findings summary")
    for key, number in (("j", 0), ("j", 1), ("k", 0)):
        flawed.keyboard.press(key)
        expect(summaries.nth(number)).to_be_focused()
