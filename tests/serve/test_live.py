"""The preview in a real browser: what an editor sees while writing."""

from playwright.sync_api import Browser, Page, expect

from pynews import serve

from .conftest import Desk


def mail(page: Page):
    return page.frame_locator("iframe")


def test_the_message_stands_in_its_inbox_row_and_its_frame(page: Page):
    expect(page.locator("h1")).to_have_text("First community event: Tuesday 16 November")
    row = page.locator(".row.wide")
    expect(row).to_contain_text("NHS Python Community")
    expect(row.locator("time")).to_have_text("09:00")
    expect(row).to_contain_text("What the board decided, 4 volunteer roles")
    expect(mail(page).locator("body")).to_contain_text("Dear members,")
    assert page.url.endswith("/issue/2021-11")


def test_a_saved_file_is_seen_without_touching_the_browser(page: Page, desk: Desk):
    desk.change(desk.issue, "The board met on 12 October", "The board met in autumn")
    expect(mail(page).locator("body")).to_contain_text("The board met in autumn")
    expect(page.locator(".line")).to_contain_text("updated in")


def test_a_broken_file_dims_the_last_good_version_and_tells_how_to_mend_it(page: Page, desk: Desk):
    desk.change(desk.event, "start: 2021-11-16", "start: 16/11/2021")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("2021-11-16-first-community-event.md:4")
    expect(alert.locator(".here")).to_contain_text("start: 16/11/2021")
    expect(alert.locator(".hint")).to_contain_text("2021-11-16")
    expect(page.locator(".issue.old .device")).to_be_visible()
    expect(mail(page).locator("body")).to_contain_text("Dear members,")
    desk.change(desk.event, "start: 16/11/2021", "start: 2021-11-16")
    expect(alert).to_have_count(0)
    expect(page.locator(".issue.old")).to_have_count(0)


def test_every_view_shows_its_file(page: Page):
    for view, says in (
        ("Text", "Dear members,"),
        ("HTML", "<!doctype html>"),
        ("Raw", "Content-Type: multipart/mixed"),
        ("Calendar", "BEGIN:VCALENDAR"),
    ):
        page.locator(".tools").get_by_role("radio", name=view, exact=True).click()
        expect(page.locator(".source:visible")).to_contain_text(says)
    page.locator(".tools").get_by_role("radio", name="Web", exact=True).click()
    expect(mail(page).locator("body")).to_contain_text("First community event")


def test_widths_and_colours_are_those_of_the_readers_device(page: Page):
    for key, width in (("1", 320), ("2", 375), ("3", 600), ("4", 700)):
        page.keyboard.press(key)
        expect(page.locator(f".device.w{width}")).to_be_visible()
        expect(mail(page).locator("html")).to_have_css("width", f"{width}px")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    light = mail(page).locator("html").evaluate(ground)
    page.keyboard.press("d")
    expect(page.locator("select").first).to_have_value("dark")
    expect(mail(page).locator("html")).to_have_css("color-scheme", "dark")
    assert mail(page).locator("html").evaluate(ground) != light
    assert "look=dark" in page.url


def test_two_browsers_both_follow(page: Page, browser: Browser, preview: serve.Preview, desk: Desk):
    other = browser.new_context()
    second = other.new_page()
    second.goto(preview.url)
    mail(second).locator("h1").wait_for()
    desk.change(desk.issue, "The board met on 12 October", "The board met in autumn")
    for window in (page, second):
        expect(mail(window).locator("body")).to_contain_text("The board met in autumn")
    other.close()
