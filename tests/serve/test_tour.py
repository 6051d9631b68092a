"""A tour of the whole preview: nothing leaves the machine, and everybody can use it."""

import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from pynews import serve

from .conftest import REPOSITORY, Desk, furnish, rehearsed


def axe_core() -> Path:
    """Return axe-core's one file: of the Python package that carries it, or of npm's."""
    found = importlib.util.find_spec("axe_playwright_python")
    if found and found.origin:
        return Path(found.origin).parent / "axe.min.js"
    return REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"


AXE = axe_core()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PNG = (
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc0f01f00050001ff56c7a1f40000000049454e44ae426082"
)
FLAWED = "/issue/2021-11"
TOUR = [
    FLAWED,
    "/issue/2021-11?width=320&look=dark",
    "/issue/2021-11?look=forced-full&images=off",
    "/issue/2021-11?look=forced-partial&as=named",
    "/issue/2021-11?width=free",
    "/issue/2021-11?client=Outlook+on+Windows&beside=client%3DYahoo+Mail",
    "/issue/2021-11?width=375&beside=of%3Dbuilt",
    "/issue/2021-11?beside=of%3Dsent",
    "/issue/2021-11?view=text",
    "/issue/2021-11?view=html",
    "/issue/2021-11?view=web",
    "/issue/2021-11?view=raw",
    "/issue/2021-11?view=calendar",
    "/issue/2021-11?view=changes",
    "/issue/2021-11?view=changes&against=sent",
    "/issue/2021-06",
    "/plan/2021-11",
    "/outbox",
    "/events/2021-11",
    "/roles/2021-11",
    "/minutes/2021-10-12",
    "/subscribers",
    "/doctor",
]


@pytest.fixture(scope="module")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = furnish(tmp_path_factory.mktemp("tour"))
    rehearsed(desk)
    # Something for the checks to find, and for the comparisons to show.
    desk.change(desk.issue, "set the date of", "agreed on [the date](#) of")
    return desk


@pytest.fixture(scope="module")
def running(furnished: Desk) -> Iterator[serve.Preview]:
    with serve.preview(furnished.project) as preview:
        yield preview


def address(running: serve.Preview, path: str) -> str:
    return running.url.partition("/?")[0] + path


def drawn(page: Page) -> None:
    """Wait until a page shows what it is for."""
    expect(page.locator("body")).to_have_attribute("data-line", "live")
    expect(page.locator("main h1").first).to_be_visible()
    expect(page.locator("#nav a").first).to_be_attached()
    expect(page.get_by_text("One moment…")).to_have_count(0)
    if "/issue" in page.url:
        expect(page.locator(".findings")).to_be_attached()
    ready = ".device:visible iframe, .source:visible > *, .sheet > *, .message:visible"
    expect(page.locator(ready).first).to_be_visible()


def opened(
    browser: Browser, running: serve.Preview, width: int, scheme: str
) -> tuple[BrowserContext, Page]:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    page = context.new_page()
    page.goto(running.url)
    drawn(page)
    return context, page


def complaints(page: Page) -> list[str]:
    """Return what axe finds, a line each."""
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, iframes: false,"
        " resultTypes: ['violations']})",
        RULES,
    )
    return [
        f"{one['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def walk(page: Page, running: serve.Preview) -> Iterator[str]:
    """Go from page to page within the app; yield where it is once it is drawn."""
    for path in TOUR:
        page.evaluate(
            "(path) => { history.pushState(null, '', path);"
            " dispatchEvent(new Event('popstate')); }",
            path,
        )
        drawn(page)
        if path.startswith("/issue"):
            view = path.partition("view=")[2].partition("&")[0] or "email"
            expect(page.locator(f".issue[data-shown={view}]")).to_be_visible()
        if path == FLAWED:
            expect(page.locator(".pins button").first).to_be_visible()
            page.locator(".findings summary").first.click()
        yield path
    assert page.url.startswith(running.url.partition("/?")[0])


@pytest.mark.parametrize("width", [320, 375, 1440])
def test_a_whole_tour_asks_nobody_else_complains_of_nothing_and_never_scrolls_sideways(
    browser: Browser, running: serve.Preview, width: int
):
    context, page = opened(browser, running, width, "light")
    asked: set[str] = set()
    said: list[str] = []
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page.on("console", lambda line: said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    said += [
        f"{path} scrolls sideways"
        for path in walk(page, running)
        if page.evaluate("() => document.documentElement.scrollWidth > innerWidth")
    ]
    context.close()
    assert asked == {urlsplit(running.url).netloc}
    assert said == []


@pytest.mark.skipif(
    not AXE.is_file(), reason="axe-core is missing: pip install axe-playwright-python"
)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1440])
def test_everybody_can_use_every_page(
    browser: Browser, running: serve.Preview, furnished: Desk, width: int, scheme: str
):
    context, page = opened(browser, running, width, scheme)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = [f"{path} {line}" for path in walk(page, running) for line in complaints(page)]
    page.goto(address(running, "/issue/2021-11"))
    drawn(page)
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for key, box in (("?", ".help"), ("/", ".palette")):
        page.keyboard.press(key)
        expect(page.locator(box)).to_be_visible()
        found += [f"{box} {line}" for line in complaints(page)]
        page.keyboard.press("Escape")
        expect(page.locator(box)).to_have_count(0)
    furnished.change(furnished.event, "start: 2021-11-16", "start: soon")
    expect(page.get_by_role("alert")).to_be_visible()
    found += [f"broken {line}" for line in complaints(page)]
    furnished.change(furnished.event, "start: soon", "start: 2021-11-16")
    expect(page.get_by_role("alert")).to_have_count(0)
    context.close()
    assert found == []


def test_everything_can_be_reached_with_the_keyboard_alone(page: Page):
    for key, says in (
        ("v", "view=text"),
        ("v", "view=html"),
        ("v", "view=web"),
        ("2", "width=375"),
        ("d", "look=dark"),
        ("i", "images=off"),
        ("c", "client=Outlook+on+Windows"),
        ("b", "beside=look%3Ddark"),
        ("b", "client="),
        ("]", "2021-06"),
        ("[", "2021-11"),
    ):
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(re.escape(says)))
    page.keyboard.press("Control+k")
    page.keyboard.type("page minutes")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Minutes")
    page.keyboard.press("/")
    page.keyboard.type("view email")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/issue/?"))
    expect(page.locator(".device")).to_be_visible()
    page.keyboard.press("?")
    page.get_by_label("Single keys act").uncheck()
    page.keyboard.press("Escape")
    before = page.url
    page.keyboard.press("v")
    page.keyboard.press("Control+k")
    expect(page.locator(".palette")).to_be_visible()
    assert page.url == before


def test_the_address_alone_brings_back_what_was_seen(page: Page, preview: serve.Preview):
    page.goto(address(preview, "/issue/2021-06?view=text&as=named"))
    expect(page.locator(".source")).to_contain_text("Dear Member,")
    page.get_by_role("radio", name="Email").check()
    page.get_by_role("link", name="Roles").click()
    expect(page.locator("h1")).to_have_text("Roles")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("survey says")
    page.goto(address(preview, "/issue/2021-06?view=nonsense&width=-1&look=%00"))
    expect(page.locator("h1")).to_contain_text("survey says")


def test_a_click_on_words_tells_where_they_were_written(page: Page):
    page.frame_locator("iframe").get_by_text("The board met on 12 October").click()
    found = page.locator(".found")
    expect(found).to_contain_text("newsletters/2021-11/issue.md:")
    expect(found.locator(".here")).to_contain_text("The board met on 12 October")
    page.frame_locator("iframe").get_by_role("link").last.click()
    expect(found).to_contain_text("It leads to")
    assert len(page.context.pages) == 1
    found.get_by_role("button", name="Close").click()
    expect(found).to_be_hidden()


def test_images_off_shows_what_stands_in_their_place(page: Page, desk: Desk):
    images = desk.issue.parent / "images"
    images.mkdir(exist_ok=True)
    (images / "dot.png").write_bytes(bytes.fromhex(PNG))
    desk.change(desk.issue, "{{ events }}", "![A dot](images/dot.png)\n\n{{ events }}")
    shown = page.frame_locator("iframe").locator("img[alt='A dot']")
    expect(shown).to_have_attribute("src", re.compile("^/picture/2021-11/"))
    before = shown.get_attribute("src") or ""
    (images / "dot.png").write_bytes(bytes.fromhex(PNG) + b"\0")
    expect(shown).not_to_have_attribute("src", before)
    page.get_by_role("checkbox", name="Images").uncheck()
    expect(shown).not_to_have_attribute("src", re.compile("."))


def test_forced_dark_turns_light_ground_dark_and_words_light(page: Page):
    ground = page.frame_locator("iframe").locator("body")

    def lightness() -> float:
        colour = ground.evaluate("(body) => getComputedStyle(body).backgroundColor")
        return sum(map(float, re.findall(r"[\d.]+", colour)[:3]))

    assert lightness() > 600
    for value in ("forced-full", "forced-partial"):
        page.get_by_label("Colours").select_option(value)
        expect(page).to_have_url(re.compile(value))
        expect(ground).to_have_attribute("style", re.compile("background-color"))
        assert lightness() < 200


def test_a_decision_is_left_out_and_kept_with_a_click(
    page: Page, preview: serve.Preview, desk: Desk
):
    page.goto(address(preview, "/minutes/2021-10-12"))
    first = page.locator(".gathered li").first
    expect(first).to_contain_text("It was decided that the first event")
    first.get_by_role("button", name="Leave out").click()
    expect(first.get_by_role("button", name="Keep")).to_be_focused()
    assert "It was decided" not in desk.issue.read_text(encoding="utf-8")
    first.get_by_role("button", name="Keep").click()
    expect(first.get_by_role("button", name="Leave out")).to_be_visible()
    assert "It was decided" in desk.issue.read_text(encoding="utf-8")


def test_mail_that_arrives_in_the_outbox_appears(page: Page, preview: serve.Preview, desk: Desk):
    page.goto(address(preview, "/outbox"))
    expect(page.locator("h2", has_text="The outbox is empty")).to_be_visible()
    new = desk.project.outbox / "new"
    new.mkdir(parents=True)
    (new / "a.eml").write_bytes(b"Subject: The first\nTo: a@example.org\n\nGood morning")
    expect(page.locator(".mails")).to_contain_text("The first")
    expect(page.locator(".message .source")).to_contain_text("Good morning")
    page.get_by_role("radio", name="Headers").check()
    expect(page.locator(".message table")).to_contain_text("a@example.org")


def test_a_preview_that_ended_is_said_and_nothing_is_lost(browser: Browser, desk: Desk):
    context = browser.new_context()
    page = context.new_page()
    with serve.preview(desk.project) as running:
        page.goto(running.url)
        page.frame_locator("iframe").locator("h1").wait_for()
        port = urlsplit(running.url).port
    expect(page.locator(".line")).to_contain_text("Not connected")
    expect(page.frame_locator("iframe").locator("body")).to_contain_text("Dear members,")
    assert port
    context.close()


def test_the_front_end_stays_small():
    static = REPOSITORY / "src" / "pynews" / "serve" / "editor" / "static"
    assert sum(path.stat().st_size for path in static.iterdir()) <= 80_000
