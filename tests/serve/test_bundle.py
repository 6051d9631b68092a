"""The folder an editor shows a colleague, and the command that makes it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from pynews import serve
from pynews.errors import ProjectError

from .conftest import Caller, Desk


def test_the_bundle_holds_the_message_and_nobodys_address(desk: Desk, tmp_path: Path):
    target = tmp_path / "to show"
    index = serve.export_preview(desk.project, "2021-11", target)
    assert {path.name for path in target.iterdir()} == {
        "index.html",
        "style.css",
        "light.html",
        "dark.html",
        "web.html",
        "email.txt",
        "2021-11-16-first-community-event.ics",
    }
    assert "Dear members," in (target / "email.txt").read_text(encoding="utf-8")
    for path in target.iterdir():
        text = path.read_text(encoding="utf-8")
        assert "editor@example.org" not in text
        assert "token=" not in text
        assert "<script" not in text.replace('<script type="application/ld+json"', "")
    assert "First community event" in index.read_text(encoding="utf-8")


def test_the_bundle_opens_from_a_folder_without_asking_anybody(
    desk: Desk, tmp_path: Path, browser: Browser
):
    index = serve.export_preview(desk.project, None, tmp_path / "bundle")
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(index.as_uri())
    frames = page.frame_locator("iframe")
    expect(frames.first.locator("body")).to_contain_text("Dear members,")
    assert all(url.startswith("file://") for url in asked)
    context.close()


def pynews(desk: Desk, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "pynews", "preview", *arguments],
        cwd=desk.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def test_the_command_writes_a_bundle_and_says_where(desk: Desk):
    process = pynews(desk, "2021-06", "--export", "bundle")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    assert "bundle/index.html" in out.replace("\\", "/")
    assert (desk.root / "bundle" / "index.html").is_file()


@pytest.mark.skipif(os.name == "nt", reason="a console interrupt cannot be sent on Windows")
def test_the_command_prints_an_address_and_ends_quietly(desk: Desk):
    process = pynews(desk, "--no-browser")
    assert process.stdout is not None
    line = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", line)
    assert found
    assert Caller(found[0]).ask("/")[0] == 200
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")


def test_pictures_lie_beside_the_bundle(desk: Desk, tmp_path: Path):
    images = desk.issue.parent / "images"
    images.mkdir(exist_ok=True)
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360f8cfc0f01f00050001ff56c7a1f40000000049454e44ae426082"
    )
    (images / "dot.png").write_bytes(png)
    desk.change(desk.issue, "{{ events }}", "![A dot](images/dot.png)\n\n{{ events }}")
    target = tmp_path / "bundle"
    serve.export_preview(desk.project, "2021-11", target)
    for page in ("light.html", "web.html"):
        html = (target / page).read_text(encoding="utf-8")
        shown = re.findall(r'src="(images/[^"]+)"', html)
        assert shown
        assert all((target / name).read_bytes() == png for name in shown)


def test_the_bundle_replaces_nobodys_files(desk: Desk, tmp_path: Path):
    target = tmp_path / "homepage"
    serve.export_preview(desk.project, "2021-11", target)
    serve.export_preview(desk.project, "2021-11", target)
    page = target / "index.html"
    page.write_text("<h1>Our homepage</h1>", encoding="utf-8")
    with pytest.raises(ProjectError, match="a preview did not write") as refused:
        serve.export_preview(desk.project, "2021-11", target)
    assert refused.value.problems[0].where == str(target)
    assert page.read_text(encoding="utf-8") == "<h1>Our homepage</h1>"
    with pytest.raises(ProjectError):
        serve.export_preview(desk.project, "2021-11", desk.project.root)
    assert not (desk.project.root / "style.css").exists()


def test_the_bundle_tells_what_somebody_in_no_group_is_told(desk: Desk, tmp_path: Path):
    event = desk.root / "newsletters" / "events" / "social.md"
    event.write_text(
        "---\ntitle: Leeds social\nstart: 2021-11-23 18:00\nfor: leeds\n---\nCome.\n",
        encoding="utf-8",
    )
    index = serve.export_preview(desk.project, "2021-11", tmp_path / "bundle")
    assert "First community event" in index.read_text(encoding="utf-8")
    assert [path.name for path in index.parent.glob("*.ics")] == [
        "2021-11-16-first-community-event.ics"
    ]
    for path in index.parent.iterdir():
        assert "Leeds social" not in path.read_text(encoding="utf-8")
