"""What readers see, in Chromium: read by axe-core, nothing sideways, nothing fetched."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request, sync_playwright

from pynews import pipeline
from pynews.config import load
from pynews.model import Invitation, Issue, Origin, Prose, Publication, Recipient
from pynews.pack import read_as
from pynews.render import Renderer

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
NEWEST_AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}
WIDTHS = (320, 375, 600)
THEMES = ("nhs", "plain")
ISSUES = ("2021-06", "2021-11")
READER = Recipient("a" * 26, "member@example.org", "Zoë", "Member", "Example Trust")
LONG = "https://example.org/" + "a-very-long-address-without-any-space/" * 5


@dataclass(frozen=True)
class Shown:
    """What one reader sees of an issue."""

    email: str
    web: str


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Shown]:
    """The example issues in both themes."""
    found = {}
    for theme in THEMES:
        root = tmp_path_factory.mktemp(theme)
        for folder in ("newsletters", "templates"):
            shutil.copytree(REPOSITORY / folder, root / folder)
        settings = (REPOSITORY / "pynews.toml").read_text(encoding="utf-8")
        assert 'theme = "nhs"' in settings
        settings = settings.replace('theme = "nhs"', f'theme = "{theme}"')
        (root / "pynews.toml").write_text(settings, encoding="utf-8")
        for issue in ISSUES:
            edition = pipeline.build(load(root), issue).edition
            leave = "https://example.org/unsubscribe/token"
            html = read_as(edition, READER, unsubscribe=leave).html
            found[theme, issue] = Shown(html, edition.web)
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is missing (apt-get install chromium)")
    with sync_playwright() as started:
        running = started.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield running
        running.close()


@pytest.fixture(scope="module", params=["light", "dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window that fails for anything it is asked to fetch."""
    context = browser.new_context(color_scheme=request.param, bypass_csp=True, offline=True)
    window = context.new_page()
    fetched: list[str] = []

    def noted(asked: Request) -> None:
        if not asked.url.startswith("data:"):
            fetched.append(asked.url)

    window.on("request", noted)
    yield window
    context.close()
    assert fetched == []


@pytest.fixture(scope="module")
def axe() -> Axe:
    """The newest axe-core that is here: the one CI installs, else the driver's own."""
    return Axe.from_file(NEWEST_AXE) if NEWEST_AXE.is_file() else Axe()


@pytest.mark.parametrize("kind", ["email", "web"])
@pytest.mark.parametrize("issue", ISSUES)
@pytest.mark.parametrize("theme", THEMES)
def test_everyone_can_read_it_at_any_width(
    page: Page, axe: Axe, shown: dict[tuple[str, str], Shown], theme: str, issue: str, kind: str
):
    page.set_content(getattr(shown[theme, issue], kind))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        found = axe.run(page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()
        assert len(found.response["passes"]) > 10
        assert wider(page) == 0, f"{kind} is wider than {width} px"


def test_nothing_scrolls_sideways_and_the_date_tile_keeps_its_width(
    page: Page,
    axe: Axe,
    renderer: Renderer,
    november: Issue,
    publication: Publication,
    invitation: Invitation,
):
    awkward = Prose(
        f"# {'Heading' * 12}\n\n{LONG}\n\n`{'code' * 40}`\n\n```\n{'x' * 300}\n```\n\n"
        f"| A | B |\n|---|---|\n| {LONG} | {LONG} |\n\n> {LONG}\n\n1. {LONG}\n   - {LONG}",
        Origin("newsletters/2021-11/issue.md", 20),
    )
    event = replace(november.events[0], title="Title" * 15, where=LONG, register=LONG, join=LONG)
    issue = replace(
        november, subject="Subject" * 15, parts=(awkward, *november.parts), events=(event,)
    )
    edition = renderer.render(issue, publication=publication, invitations=(invitation,))
    for html in (edition.html, edition.web):
        page.set_content(html)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            assert wider(page) == 0
            tile = page.locator("[aria-hidden=true]").first.bounding_box()
            assert tile is not None
            assert tile["width"] == 64
        assert axe.run(page, options=WCAG).violations_count == 0


def wider(page: Page) -> int:
    """Return how many pixels a page is wider than its window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )
