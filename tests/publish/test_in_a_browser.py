"""The archive in Chromium: read by axe-core, nothing sideways, nothing fetched."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright

from pynews import pipeline
from pynews.config import load
from pynews.publish import write_site

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
SWITCHES = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
NEWEST_AXE = REPOSITORY / "node_modules" / "axe-core" / "axe.min.js"
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}
WIDTHS = (320, 375, 1200)
LONG = "Donaudampfschifffahrtsgesellschaftskapitaen" * 3
EVENTS = {
    "series": f"""\
title: Clinic {LONG}
start: 2021-12-07 12:30
repeats: monthly on the first Tuesday
join: https://meet.example.org/x
register: https://example.org/{LONG}
organiser: Team {LONG}""",
    "off": f"""\
title: Unconference
start: 2021-12-10
end: 2021-12-12
all_day: yes
cancelled: yes
where: {LONG}""",
}
PAGES = ("index.html", "events/series.html", "events/off.html", "events/first-community-event.html")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive on disk, with words that are hard to set."""
    root = tmp_path_factory.mktemp("project")
    for name in ("newsletters", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    for name, head in EVENTS.items():
        text = f"---\nid: {name}\n{head}\n---\nBring **one**, see [{LONG}](https://example.org).\n"
        (root / f"newsletters/events/{name}.md").write_text(text, encoding="utf-8")
    toml = (REPOSITORY / "pynews.toml").read_text(encoding="utf-8")
    address = 'base_url = "https://news.example.org/"'
    (root / "pynews.toml").write_text(toml.replace('base_url = ""', address), encoding="utf-8")
    made = pipeline.make_site(load(root), today=date(2021, 11, 20), also=("2021-06", "2021-11"))
    write_site(root / "public", made.files)
    return root / "public"


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page that may fetch nothing but files."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is missing (apt-get install chromium)")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        found = browser.new_page()
        asked: list[str] = []
        found.on("request", lambda request: asked.append(request.url))
        yield found
        browser.close()
    assert [url for url in asked if not url.startswith("file:")] == []


@pytest.mark.parametrize("name", PAGES)
def test_everyone_can_read_it_at_any_width_in_light_and_dark(page: Page, site: Path, name: str):
    axe = Axe.from_file(NEWEST_AXE) if NEWEST_AXE.is_file() else Axe()
    page.goto((site / name).as_uri())
    for mode in ("light", "dark"):
        page.emulate_media(color_scheme=mode)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide) == 0, f"{name} is wider than {width} px"
        found = axe.run(page, options=WCAG)
        assert found.violations_count == 0, found.generate_report()
        assert len(found.response["passes"]) > 8


def test_what_can_be_pressed_is_large_enough_for_a_thumb(page: Page, site: Path):
    page.set_viewport_size({"width": 320, "height": 800})
    for name in PAGES:
        page.goto((site / name).as_uri())
        for one in page.locator(".links a, .button").all():
            box = one.bounding_box()
            assert box is not None
            assert box["height"] >= 44
