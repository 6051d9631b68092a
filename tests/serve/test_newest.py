"""Whatever happens on the way, the preview ends on the newest state, in the browser."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from pynews.serve.editor.press import Press

from .conftest import Desk
from .test_live import mail
from .test_press import settled


def test_ten_saves_at_once_end_on_the_last(page: Page, desk: Desk):
    text = desk.issue.read_text(encoding="utf-8")
    for number in range(10):
        desk.save(desk.issue, text.replace("met on 12 October", f"met {number} times"))
    expect(mail(page).locator("body")).to_contain_text("met 9 times")
    expect(page.locator(".line")).to_contain_text("Live")


def test_a_file_deleted_while_it_is_shown_dims_it_until_it_is_back(page: Page, desk: Desk):
    text = desk.issue.read_text(encoding="utf-8")
    desk.issue.unlink()
    expect(page.get_by_role("alert")).to_contain_text("2021-11")
    expect(mail(page).locator("body")).to_contain_text("Dear members,")
    desk.save(desk.issue, text.replace("met on 12 October", "met again"))
    expect(mail(page).locator("body")).to_contain_text("met again")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_a_disk_so_slow_that_every_piece_of_a_file_is_seen(desk: Desk):
    text = desk.issue.read_text(encoding="utf-8").replace("met on 12 October", "met again")
    with Press(desk.project) as press, press.listening(""):
        settled(press, "met on 12 October")
        with desk.issue.open("w", encoding="utf-8", newline="\n") as slow:
            for start in range(0, len(text), 400):
                slow.write(text[start : start + 400])
                slow.flush()
                os.fsync(slow.fileno())
                press.look_now()
        assert settled(press, "met again").problems == ()


@contextmanager
def process(desk: Desk) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Run the preview as an editor does; yield it and its address."""
    with subprocess.Popen(
        [sys.executable, "-m", "pynews", "preview", "--no-browser"],
        cwd=desk.root,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as running:
        try:
            assert running.stdout
            found = re.search(r"http://\S+", running.stdout.readline())
            assert found
            yield running, found[0]
        finally:
            running.send_signal(signal.SIGCONT)
            running.terminate()


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be put to sleep there")
def test_a_laptop_that_was_asleep_wakes_on_the_newest_state(browser: Browser, desk: Desk):
    context = browser.new_context()
    page = context.new_page()
    with process(desk) as (running, url):
        page.goto(url)
        expect(mail(page).locator("body")).to_contain_text("met on 12 October")
        running.send_signal(signal.SIGSTOP)
        context.set_offline(True)
        desk.change(desk.issue, "met on 12 October", "met while it slept")
        running.send_signal(signal.SIGCONT)
        context.set_offline(False)
        expect(mail(page).locator("body")).to_contain_text("met while it slept")
        expect(page.locator(".line")).to_contain_text("Live")
    context.close()


def test_two_browsers_that_look_at_different_issues_both_follow(
    page: Page, browser: Browser, preview, desk: Desk
):
    other = browser.new_context()
    second = other.new_page()
    second.goto(preview.url)
    mail(second).locator("h1").wait_for()
    second.keyboard.press("]")
    expect(second.locator("h1")).to_contain_text("survey says")
    desk.change(desk.root / "pynews.toml", 'organisation = "NHS', 'organisation = "The NHS')
    for window in (page, second):
        expect(mail(window).locator("body")).to_contain_text("The NHS Python Community")
    other.close()
