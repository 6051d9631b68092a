"""Take pictures of every page of the preview: at 375 and 1440 pixels, light and dark.

    python scripts/preview_shots.py [FOLDER] [--readme PICTURES]

The pages show a copy of this repository's own project, with the example list
imported and the November issue rehearsed into its outbox.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from pynews import serve
from pynews.config import load

REPOSITORY = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
README = {"issue-1440-light.png": "preview.png", "minutes-1440-light.png": "preview-minutes.png"}
SIZES = ((1440, 900), (375, 812))
PAGES = {
    "issue": "/issue/2021-11",
    "issue-phone": "/issue/2021-11?width=375&look=dark",
    "issue-outlook": "/issue/2021-11?client=Outlook+on+Windows&beside=look%3Ddark",
    "issue-forced": "/issue/2021-11?look=forced-full",
    "text": "/issue/2021-11?view=text",
    "html": "/issue/2021-11?view=html",
    "raw": "/issue/2021-11?view=raw",
    "calendar": "/issue/2021-11?view=calendar",
    "changes": "/issue/2021-11?view=changes",
    "plan": "/plan/2021-11",
    "outbox": "/outbox",
    "events": "/events/2021-11",
    "roles": "/roles/2021-11",
    "minutes": "/minutes/2021-10-12",
    "subscribers": "/subscribers",
    "doctor": "/doctor",
}


def main(folder: Path) -> None:
    """Take all pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        root = furnished(Path(place) / "newsletter")
        with serve.preview(load(root)) as running, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
            for width, height in SIZES:
                for scheme in ("light", "dark"):
                    context = browser.new_context(
                        viewport={"width": width, "height": height}, color_scheme=scheme
                    )
                    page = context.new_page()
                    page.goto(running.url)
                    ready(page)
                    for name, address in PAGES.items():
                        page.goto(running.url.partition("/?")[0] + address)
                        ready(page)
                        page.screenshot(path=folder / f"{name}-{width}-{scheme}.png")
                    broken(page, root, running.url, folder / f"broken-{width}-{scheme}.png")
                    context.close()
            browser.close()


def furnished(root: Path) -> Path:
    """Return a copy of this repository's project in which there is something to see."""
    for name in ("newsletters", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    for name in ("pynews.toml", "subscribers.example.csv"):
        shutil.copy(REPOSITORY / name, root)
    pynews(root, "subscribers", "import", "subscribers.example.csv")
    pynews(root, "build", "2021-11")
    pynews(root, "send", "2021-11")
    issue = root / "newsletters" / "2021-11" / "issue.md"
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace("set the date of", "agreed on the date of"), encoding="utf-8")
    return root


def pynews(root: Path, *arguments: str) -> None:
    """Run a command in a project."""
    command = [sys.executable, "-m", "pynews", *arguments]
    subprocess.run(command, cwd=root, check=True, capture_output=True)


def ready(page: Page) -> None:
    """Wait until a page has drawn itself."""
    page.locator("main h1").wait_for()
    page.locator("body[data-line=live] #nav a").first.wait_for(state="attached")
    page.locator(".empty", has_text="One moment").wait_for(state="detached")
    if page.locator(".issue").count():
        page.locator(".findings .verdict").wait_for(state="attached")
    page.wait_for_timeout(350)


def broken(page: Page, root: Path, url: str, path: Path) -> None:
    """Take a picture of what a mistake in a file looks like."""
    event = root / "newsletters" / "events" / "2021-11-16-first-community-event.md"
    good = event.read_text(encoding="utf-8")
    page.goto(url.partition("/?")[0] + "/issue/2021-11")
    ready(page)
    event.write_text(good.replace("start: 2021-11-16", "start: 16/11/2021"), encoding="utf-8")
    page.get_by_role("alert").wait_for()
    page.wait_for_timeout(200)
    page.screenshot(path=path)
    event.write_text(good, encoding="utf-8")
    page.get_by_role("alert").wait_for(state="detached")


def for_readme(folder: Path, pictures: Path) -> None:
    """Put the two pictures that README.md shows into its folder, in 256 colours."""
    for name, target in README.items():
        with Image.open(folder / name) as picture:
            few = picture.convert("RGB").quantize(
                256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
            )
            few.save(pictures / target, optimize=True)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("folder", nargs="?", type=Path, default=REPOSITORY / "build" / "preview")
    arguments.add_argument("--readme", type=Path, help="Folder of the pictures in README.md.")
    told = arguments.parse_args()
    main(told.folder)
    if told.readme:
        for_readme(told.folder, told.readme)
