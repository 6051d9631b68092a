"""The key F: what is mechanical is shown as a difference, and mended when that was seen."""

import json

from playwright.sync_api import Page, expect

from .conftest import Caller, Desk


def asked(caller: Caller) -> dict[str, object]:
    return json.loads(caller.ask("/api/mends")[2])


def mended(caller: Caller, digest: object) -> dict[str, str]:
    sent = {"Origin": f"http://{caller.address}", "Content-Type": "application/json"}
    body = json.dumps({"digest": digest}).encode()
    return json.loads(caller.ask("/api/mend?issue=", method="POST", body=body, **sent)[2])


def test_f_shows_what_would_change_and_mends_it_even_when_nothing_can_be_built(
    page: Page, desk: Desk
):
    desk.change(desk.event, "start: 2021-11-16", "start: 16/11/2021")
    expect(page.get_by_role("alert")).to_be_visible()
    page.keyboard.press("f")
    box = page.get_by_role("dialog", name="Mend what is mechanical")
    expect(box.locator(".gap")).to_have_text(f"{desk.event.relative_to(desk.root).as_posix()}\n")
    expect(box.locator("del")).to_have_text("start: 16/11/2021\n")
    expect(box.locator("ins")).to_have_text("start: 2021-11-16\n")
    box.get_by_role("button", name="Mend").press("Enter")
    expect(box.get_by_role("status")).to_have_text("Mended 1 file")
    assert "start: 2021-11-16\n" in desk.event.read_text(encoding="utf-8")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    page.keyboard.press("f")
    expect(box).to_contain_text("Nothing here is mechanical.")
    expect(box.get_by_role("button")).to_have_text(["Close"])


def test_what_was_saved_after_it_was_shown_is_not_written_over(preview, desk: Desk):
    caller = Caller(preview.url)
    desk.change(desk.issue, "The board met", "The board met at 12pm")
    told = asked(caller)
    desk.change(desk.issue, "at 12pm", "at 12pm sharp")
    assert "saved since" in mended(caller, told["digest"])["why"]
    assert "at 12pm sharp" in desk.issue.read_text(encoding="utf-8")
    assert mended(caller, asked(caller)["digest"]) == {"done": "Mended 1 file"}
    assert "at midday sharp" in desk.issue.read_text(encoding="utf-8")
