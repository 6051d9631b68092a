"""The public side as a member meets it: in Chromium, by keyboard, at 320 px, read by axe-core."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from .conftest import Site, furnish, opened

CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
ADDRESS = "member@example.org"
PATIENCE = 20_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is missing (apt-get install chromium)")
    with sync_playwright() as started:
        running = started.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield running
        running.close()


@pytest.fixture(params=["light", "dark"])
def scheme(request) -> str:
    return request.param


@pytest.fixture
def page(browser: Browser, scheme: str) -> Iterator[Page]:
    """A narrow window without JavaScript of ours or anybody's, that fails for any complaint."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, color_scheme=scheme, bypass_csp=True
    )
    context.set_default_timeout(PATIENCE)
    window = context.new_page()
    complaints: list[str] = []
    window.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
    )
    yield window
    context.close()
    assert [one for one in complaints if "status of 4" not in one] == []


def read_by_axe(page: Page) -> None:
    """Fail for any finding of axe-core, and for anything wider than the window."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 320, f"{page.url} is {width} px wide"


def typed(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def focused(page: Page) -> str:
    return page.evaluate(
        "(e => (e.labels && e.labels[0] || e).textContent.trim())(document.activeElement)"
    )


def subscribes(site: Site, page: Page) -> None:
    page.goto(site.running.url + "/")
    read_by_axe(page)
    typed(page, "Tab")
    assert focused(page) == "Skip to main content"
    typed(page, "Tab")
    assert focused(page) == "Email address"
    page.keyboard.type(ADDRESS)
    typed(page, "Tab")
    page.keyboard.type("Mem")
    typed(page, "Tab", "Tab", "Space")
    assert focused(page) == "leeds"
    typed(page, "Tab", "Tab")
    assert focused(page) == "Subscribe"
    typed(page, "Enter")
    expect(page.locator("h1")).to_have_text("Check your inbox")
    read_by_axe(page)


def confirms(site: Site, page: Page) -> None:
    page.goto(site.link(ADDRESS))
    read_by_axe(page)
    assert site.status() != "active"
    typed(page, "Tab", "Tab")
    assert focused(page) == "Yes, subscribe me"
    typed(page, "Enter")
    expect(page.locator("h1")).to_have_text("You are subscribed")
    read_by_axe(page)
    assert site.status() == "active"


def chooses(site: Site, page: Page) -> None:
    page.goto(site.running.url + "/preferences")
    read_by_axe(page)
    typed(page, "Tab", "Tab")
    page.keyboard.type(ADDRESS)
    typed(page, "Enter")
    expect(page.locator("h1")).to_have_text("Check your inbox")
    page.goto(site.link(ADDRESS))
    read_by_axe(page)
    expect(page.get_by_label("leeds")).to_be_checked()
    page.get_by_label("members").focus()
    typed(page, "Space")
    page.get_by_role("button", name="Save").focus()
    typed(page, "Enter")
    expect(page.locator("h1")).to_have_text("Your preferences are saved")
    read_by_axe(page)


def leaves(site: Site, page: Page) -> None:
    page.goto(site.running.url + site.leave_link(site.person().id))
    read_by_axe(page)
    assert site.status() == "active"
    typed(page, "Tab", "Tab", "Enter")
    expect(page.locator("h1")).to_have_text("You are unsubscribed")
    read_by_axe(page)
    assert site.status() == "unsubscribed"


def test_a_member_comes_chooses_leaves_and_comes_back_by_keyboard_alone(site: Site, page: Page):
    subscribes(site, page)
    confirms(site, page)
    assert site.person().groups == ("leeds",)
    chooses(site, page)
    assert site.person().groups == ("members", "leeds")
    leaves(site, page)
    page.get_by_role("link", name="Subscribe again").focus()
    typed(page, "Enter")
    page.get_by_label("Email address").fill(ADDRESS)
    typed(page, "Enter")
    expect(page.locator("h1")).to_have_text("Check your inbox")
    confirms(site, page)


def test_what_goes_wrong_is_said_where_it_is(site: Site, page: Page):
    page.goto(site.running.url + "/subscribe")
    page.locator("form").evaluate("form => form.noValidate = true")
    page.get_by_label("Email address").fill("member")
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter an email address")
    expect(page.get_by_label("Email address")).to_have_value("member")
    read_by_axe(page)
    page.get_by_role("alert").get_by_role("link").click()
    assert focused(page) == "Email address"
    for path in ("/nowhere", "/confirm/old"):
        page.goto(site.running.url + path)
        read_by_axe(page)


def test_the_pages_need_no_script(site: Site, browser: Browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.running.url + site.leave_link(site.join()))
    page.get_by_role("button", name="Unsubscribe").click()
    expect(page.locator("h1")).to_have_text("You are unsubscribed")
    context.close()
    assert site.status() == "unsubscribed"


def test_the_plain_theme_is_as_readable(tmp_path: Path, page: Page):
    root = furnish(tmp_path)
    text = (root / "pynews.toml").read_text(encoding="utf-8")
    (root / "pynews.toml").write_text(text.replace('theme = "nhs"', 'theme = "plain"'))
    with opened(root) as site:
        for path in ("/subscribe", "/preferences", "/nowhere"):
            page.goto(site.running.url + path)
            read_by_axe(page)
