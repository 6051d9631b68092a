"""Mail programs are simulated by what caniemail.com's tests say they leave out."""

import pytest
from playwright.sync_api import Page, expect

from pynews import check, serve
from pynews.serve.editor.pages import client_names, client_tree

from .conftest import Caller
from .test_tour import address


@pytest.mark.parametrize("name", client_names())
def test_every_program_is_told_with_the_date_of_its_tests(name: str):
    told = client_tree(name)
    assert told is not None
    assert told["date"] == check.support().date
    dead = set(check.support().letters)
    assert all(f"css-at-media-{media}" in dead for media in told["media"])  # type: ignore[attr-defined]
    assert not {"background", "font"} & set(told["properties"])  # type: ignore[call-overload]


def test_outlook_on_windows_knows_no_media_queries_and_no_round_corners():
    told = client_tree("Outlook on Windows")
    assert told is not None
    assert told["word"] is True
    assert "media" in told["at"]  # type: ignore[operator]
    assert {"border-radius", "opacity"} <= set(told["properties"])  # type: ignore[call-overload]


def test_an_unknown_program_is_nothing(caller: Caller):
    assert client_tree("Pine") is None
    assert caller.ask("/api/client?name=Pine")[0] == 404
    assert caller.ask("/api/client?name=Gmail")[0] == 200


def test_what_a_program_leaves_out_is_gone_from_the_frame_and_named(
    page: Page, preview: serve.Preview
):
    frame = page.frame_locator("iframe")
    button = frame.locator("[style*='border-radius']").first
    expect(button).to_be_attached()
    page.get_by_label("Program").select_option("Outlook on Windows")
    caption = page.locator(".pane figcaption")
    expect(caption).to_contain_text("not a real Outlook on Windows")
    expect(caption).to_contain_text("border-radius")
    expect(frame.locator("[style*='border-radius']")).to_have_count(0)
    assert frame.locator("body").evaluate(
        "(body) => [...body.ownerDocument.styleSheets].every((sheet) =>"
        " [...sheet.cssRules].every((rule) => !(rule instanceof CSSMediaRule)))"
    )
    assert "client=Outlook+on+Windows" in page.url
    page.goto(address(preview, "/issue/2021-11?client=Gmail&look=dark"))
    expect(caption).to_contain_text("prefers-color-scheme")
    expect(frame.locator("body")).to_contain_text("Dear members,")


def test_word_reads_what_stands_in_comments_for_it_alone(page: Page, preview: serve.Preview):
    page.goto(address(preview, "/issue/2021-11?client=Outlook+on+Windows"))
    frame = page.frame_locator("iframe")
    expect(page.locator(".pane figcaption")).to_contain_text("Simulated")
    expect(frame.locator("table[width='600']").first).to_be_attached()
    expect(frame.locator("body")).not_to_contain_text("96")


def test_two_stand_side_by_side_and_each_says_what_it_is(page: Page, preview: serve.Preview):
    page.get_by_label("Beside it").select_option("look=dark")
    frames = page.locator(".pane iframe")
    expect(frames).to_have_count(2)
    second = page.frame_locator(".pane iframe >> nth=1")
    expect(second.locator("html")).to_have_css("color-scheme", "dark")
    expect(page.locator(".pane figcaption").nth(1)).to_have_text("Dark, ours")
    page.goto(address(preview, "/issue/2021-11?beside=of%3Dbuilt"))
    expect(second.locator("body")).to_contain_text("nothing to compare with yet")
    page.keyboard.press("b")
    expect(frames).to_have_count(1)


def test_what_stands_beside_follows_a_saved_file_too(page: Page, desk):
    page.get_by_label("Beside it").select_option("width=375")
    desk.change(desk.issue, "The board met on 12 October", "The board met in autumn")
    for number in (0, 1):
        body = page.frame_locator(f".pane iframe >> nth={number}").locator("body")
        expect(body).to_contain_text("met in autumn")
