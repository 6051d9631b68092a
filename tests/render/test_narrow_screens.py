"""A real browser shows the message and the web page on a phone without sideways scrolling."""

import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pynews.model import Invitation, Issue, Origin, Prose, Publication
from pynews.render import Renderer

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = [
    "--headless",
    "--hide-scrollbars",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--virtual-time-budget=5000",
]
SCRIPT = """
onload = () => {
  const found = [...document.querySelectorAll("iframe")].map((frame) => {
    const page = frame.contentDocument;
    const tile = page.querySelector("[aria-hidden=true]");
    return {
      wide: page.documentElement.scrollWidth - frame.clientWidth,
      tile: tile.getBoundingClientRect().width,
    };
  });
  document.body.textContent = "measured" + JSON.stringify(found) + "end";
};
"""
LONG = "https://example.org/" + "a-very-long-address-without-any-space/" * 5


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_nothing_scrolls_sideways_and_the_date_tile_keeps_its_width(
    renderer: Renderer,
    november: Issue,
    publication: Publication,
    invitation: Invitation,
    tmp_path: Path,
):
    awkward = Prose(
        f"# {'Heading' * 12}\n\n{LONG}\n\n`{'code' * 40}`\n\n```\n{'x' * 300}\n```\n\n"
        f"| A | B |\n|---|---|\n| {LONG} | {LONG} |",
        Origin("newsletters/2021-11/issue.md", 20),
    )
    event = replace(november.events[0], title="Title" * 15, where=LONG, register=LONG, join=LONG)
    issue = replace(
        november, subject="Subject" * 15, parts=(awkward, *november.parts), events=(event,)
    )
    edition = renderer.render(issue, publication=publication, invitations=(invitation,))
    frames = [
        f'<iframe style="border:0" width="{width}" height="800" srcdoc="{html.escape(page)}">'
        "</iframe>"
        for page in (edition.html, edition.web)
        for width in (320, 375, 600)
    ]
    wrapper = tmp_path / "frames.html"
    body = "".join(frames)
    wrapper.write_text(f"<!DOCTYPE html><script>{SCRIPT}</script><body>{body}", encoding="utf-8")
    done = subprocess.run(
        [str(CHROMIUM), *FLAGS, f"--user-data-dir={tmp_path / 'data'}", "--dump-dom", str(wrapper)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    measured = re.search(r"measured(\[.*?\])end", html.unescape(done.stdout))
    assert measured, done.stderr
    found = json.loads(measured[1])
    assert len(found) == len(frames)
    assert [each["wide"] for each in found] == [0] * len(found)
    assert [each["tile"] for each in found] == [64] * len(found)
