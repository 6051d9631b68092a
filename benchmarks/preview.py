"""How soon a saved file is seen in the preview, and what the preview costs.

    python benchmarks/preview.py [--saves 1000] [--no-peer]

Measured in a real, headless Chromium on this machine, each save with `os.replace`:
from just before it to the first frame painted with the new words, median and
95th percentile of 20, for the issue, an event, a theme's file and an image; the
first page after the start of a new process, median and longest of five; the memory
of that process before and after many saves. In the same run and the same browser
react-email's preview follows a letter of one sentence, where npm installs it.
"""

import argparse
import contextlib
import json
import os
import re
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from peers.react_email import saves_to_visible
from playwright.sync_api import Browser, Page, sync_playwright

REPOSITORY = Path(__file__).resolve().parents[1]
CHROMIUM = "/usr/bin/chromium"
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
ROUNDS = 20
STARTS = 5
REST_OF_BROWSER = 2
# The shortest wait between two saves, and how much longer each next one is: so that
# saves meet the watcher at every point of its round.
REST, SHIFT = 0.35, 0.013
MB = 1_000_000
Saved = tuple[str, Callable[[], float]]
Gesture = Callable[[int], Saved]
# Looks at the frame every 2 ms; a found word counts when it has been painted.
WATCH = """(word) => ({ seen: new Promise((done) => {
  const frame = document.querySelector('iframe');
  const timer = setInterval(() => {
    if (!frame.contentDocument.documentElement.outerHTML.includes(word)) return;
    clearInterval(timer);
    requestAnimationFrame(() => setTimeout(() => done(Date.now())));
  }, 2);
}) })"""

# The same for the first letter: Playwright's own waiting looks twice a second only.
FIRST = """() => new Promise((done) => {
  const timer = setInterval(() => {
    if (!document.querySelector('iframe')?.contentDocument?.querySelector('h1')) return;
    clearInterval(timer);
    requestAnimationFrame(() => setTimeout(() => done(Date.now())));
  }, 2);
})"""


def main() -> None:
    """Measure, and print one line a figure and JSON at the end."""
    arguments = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    arguments.add_argument("--saves", type=int, default=1000)
    arguments.add_argument("--no-peer", action="store_true", help="Leave react-email out.")
    told = arguments.parse_args()
    saves = told.saves
    with (
        tempfile.TemporaryDirectory() as place,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as elsewhere,
        sync_playwright() as playwright,
    ):
        root = furnished(Path(place))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        figures: dict[str, object] = {
            "first page, ms (median, max)": first_pages(browser, root),
        }
        page = browser.new_page()
        with running(root) as (process, url, _):
            page.goto(url)
            page.evaluate(FIRST)
            for name, save in gestures(root).items():
                measured = [wait(page, save, number) for number in range(ROUNDS)]
                figures[f"{name}, ms (median, p95)"] = spread(measured)
            before = memory(process.pid)
            save = gestures(root)["issue"]
            for number in range(ROUNDS + 1, ROUNDS + 1 + saves):
                save(number)[1]()
                time.sleep(0.01)
            wait(page, save, ROUNDS)
            figures["memory, MB (before, after)"] = [before, memory(process.pid)]
        if not told.no_peer:
            figures |= beside(browser, Path(elsewhere), figures)
        browser.close()
    for name, figure in figures.items():
        print(f"{name:32}{figure}")
    print(json.dumps(figures))


def first_pages(browser: Browser, root: Path) -> list[int]:
    """Return median and longest of the times from a start of the preview to the letter painted.

    The browser runs and rests, as an editor's does; nothing of the preview is in it.
    """
    measured = []
    for _ in range(STARTS):
        page = browser.new_page()
        time.sleep(REST_OF_BROWSER)
        with running(root) as (_, url, started):
            page.goto(url, wait_until="commit")
            measured.append(page.evaluate(FIRST) - started * 1000)
            page.close()
    return [round(statistics.median(measured)), round(max(measured))]


def beside(browser: Browser, folder: Path, figures: dict[str, object]) -> dict[str, object]:
    """Return react-email's figures and ours as parts of them."""
    measured = saves_to_visible(browser, folder, ROUNDS)
    if measured is None:
        return {"react-email": "not measured: npm cannot install it here"}
    theirs = spread(measured)
    found: dict[str, object] = {"react-email, ms (median, p95)": theirs}
    for name in ("issue", "event", "theme", "image"):
        ours = figures[f"{name}, ms (median, p95)"]
        ratio = [round(a / b, 3) for a, b in zip(ours, theirs, strict=True)]  # type: ignore[call-overload]
        found[f"{name} / react-email"] = ratio
    return found


def furnished(root: Path) -> Path:
    """Return a copy of this repository's project, with a picture in its issue."""
    for name in ("newsletters", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "pynews.toml", root)
    issue = root / "newsletters" / "2021-11" / "issue.md"
    (issue.parent / "images").mkdir(exist_ok=True)
    (issue.parent / "images" / "dot.png").write_bytes(dot(0))
    text = issue.read_text(encoding="utf-8")
    issue.write_text(
        text.replace("{{ events }}", "![A dot](images/dot.png)\n\n{{ events }}"), encoding="utf-8"
    )
    return root


def dot(width: int) -> bytes:
    """Return a picture one pixel high and some wide, so that its width tells it apart."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width + 1, 1, 8, 0, 0, 0, 0)
    line = zlib.compress(b"\0" * (width + 2))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", line) + chunk(b"IEND", b"")


@contextlib.contextmanager
def running(root: Path) -> Iterator[tuple[subprocess.Popen[str], str, float]]:
    """Start the preview as an editor does; give its process, address and start time."""
    started = time.time()
    process = subprocess.Popen(
        [sys.executable, "-m", "pynews", "preview", "--no-browser"],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://\S+", line)
        if not found:
            raise SystemExit(f"the preview did not start: {line}")
        yield process, found[0], started
    finally:
        process.terminate()
        process.wait()


def gestures(root: Path) -> dict[str, Gesture]:
    """Return for each kind of file a way to save it, and what is seen then."""
    issue = root / "newsletters" / "2021-11" / "issue.md"
    event = root / "newsletters" / "events" / "2021-11-16-first-community-event.md"
    theme = root / "templates" / "nhs" / "parts" / "style.css.j2"
    picture = issue.parent / "images" / "dot.png"
    texts = {path: path.read_text(encoding="utf-8") for path in (issue, event, theme)}

    def said(path: Path, old: str) -> Gesture:
        def save(number: int) -> Saved:
            word = f"word{number}end"
            return put(path, texts[path].replace(old, f"{old} {word} ", 1).encode(), word)

        return save

    def styled(number: int) -> Saved:
        word = f"word{number}end"
        return put(theme, f"{texts[theme]}\n.{word} {{ color: red; }}".encode(), word)

    def drawn(number: int) -> Saved:
        return put(picture, dot(number + 20), f'width="{number + 21}"')

    return {
        "issue": said(issue, "The board met"),
        "event": said(event, "The board decided the date."),
        "theme": styled,
        "image": drawn,
    }


def put(path: Path, content: bytes, seen: str) -> Saved:
    """Prepare a file; return what will be seen, and what puts it in its place."""
    beside = path.with_name(f".{path.name}.saving")
    beside.write_bytes(content)

    def replace() -> float:
        moment = time.time() * 1000
        os.replace(beside, path)  # noqa: PTH105 - what is measured begins here
        return moment

    return seen, replace


def wait(page: Page, gesture: Gesture, number: int) -> float:
    """Return the milliseconds from a save to the paint that shows it."""
    seen, replace = gesture(number)
    handle = page.evaluate_handle(WATCH, seen)
    time.sleep(REST + SHIFT * number)
    moment = replace()
    return float(page.evaluate("(handle) => handle.seen", handle)) - moment


def spread(measured: list[float]) -> list[int]:
    """Return median and 95th percentile."""
    last = sorted(measured)[int(len(measured) * 0.95) - 1]
    return [round(statistics.median(measured)), round(last)]


def memory(pid: int) -> float:
    """Return the resident memory of a process in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return round(int(re.search(r"VmRSS:\s+(\d+)", status)[1]) * 1024 / MB, 1)  # type: ignore[index]


if __name__ == "__main__":
    main()
