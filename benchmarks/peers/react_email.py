"""react-email's preview beside ours: installed by npm, one short letter, the same browser."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, Route

# The newest pair that npm can install together.
PACKAGES = ("react-email@6.11.6", "@react-email/ui@6.11.6", "react@19", "react-dom@19")
READY_SECONDS = 120
LETTER = """import { Html, Body, Text } from 'react-email';
export default function Issue() {
  return (<Html lang="en"><Body><Text>The board met {words} on 12 October.</Text></Body></Html>);
}
"""
# As in preview.py: a word counts when the frame that shows it has been painted.
WATCH = """(word) => ({ seen: new Promise((done) => {
  const timer = setInterval(() => {
    const shown = [...document.querySelectorAll('iframe')].some((frame) =>
      (frame.contentDocument?.documentElement.outerHTML || frame.srcdoc).includes(word));
    if (!shown) return;
    clearInterval(timer);
    requestAnimationFrame(() => setTimeout(() => done(Date.now())));
  }, 2);
}) })"""


def saves_to_visible(browser: Browser, folder: Path, rounds: int) -> list[float] | None:
    """Return the milliseconds from each save to its paint; None where npm cannot install it.

    Arguments:
        browser: the one our preview is measured in.
        folder: an empty one, for the packages and the letter.
        rounds: how many saves.
    """
    if not installed(folder):
        return None
    letter = folder / "emails" / "issue.tsx"
    letter.parent.mkdir()
    letter.write_text(LETTER.replace("{words}", "first"), encoding="utf-8")
    with running(folder) as url:
        if url is None:
            return None
        page = browser.new_page()
        # Whatever it wants to tell others about a draft stays here.
        page.route("**/*", at_home)
        page.goto(url, timeout=READY_SECONDS * 1000)
        page.evaluate_handle(WATCH, "first").evaluate("(handle) => handle.seen")
        measured = [wait(page, letter, number) for number in range(rounds)]
        page.close()
        return measured


def at_home(route: Route) -> None:
    """Let a request through that stays on this machine."""
    if urlsplit(route.request.url).hostname in {"localhost", "127.0.0.1", None}:
        route.continue_()
    else:
        route.abort()


def wait(page: Page, letter: Path, number: int) -> float:
    """Return the milliseconds of one save."""
    word = f"word{number}end"
    beside = letter.with_name("saving")
    beside.write_text(LETTER.replace("{words}", word), encoding="utf-8")
    handle = page.evaluate_handle(WATCH, word)
    time.sleep(0.4)
    moment = time.time() * 1000
    os.replace(beside, letter)  # noqa: PTH105 - what is measured begins here
    return float(page.evaluate("(handle) => handle.seen", handle)) - moment


def installed(folder: Path) -> bool:
    """Install the packages; False where there is no npm or it cannot."""
    npm = shutil.which("npm")
    if npm is None:
        return False
    (folder / "package.json").write_text('{"private": true, "type": "module"}', encoding="utf-8")
    quiet = ("--no-audit", "--no-fund", "--silent")
    done = subprocess.run(
        [npm, "install", *quiet, *PACKAGES], cwd=folder, check=False, capture_output=True
    )
    return done.returncode == 0


@contextmanager
def running(folder: Path) -> Iterator[str | None]:
    """Start its development server; yield its address, None when it does not answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://localhost:{port}/preview/issue"
    npx = shutil.which("npx") or "npx"
    process = subprocess.Popen(
        [npx, "react-email", "dev", "-p", str(port)],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "NEXT_TELEMETRY_DISABLED": "1"},
    )
    try:
        yield url if answers(url) else None
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def answers(url: str) -> bool:
    """Wait until the server answers; False when it does not in time."""
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            with urlopen(url, timeout=READY_SECONDS):  # noqa: S310 - an address on this machine
                return True
        except OSError:
            time.sleep(0.5)
    return False
