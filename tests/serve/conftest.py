"""What the preview's tests share: a project to save files in, a running preview, a browser."""

import http.client
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from pynews import serve
from pynews.config import Project, load

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPOSITORY = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
# Milliseconds after which a test gives up; nothing is measured by it.
PATIENCE = 15_000
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Desk:
    """A project on disk, with the gestures of an editor."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.issue = root / "newsletters" / "2021-11" / "issue.md"
        self.event = root / "newsletters" / "events" / "2021-11-16-first-community-event.md"

    @property
    def project(self) -> Project:
        return load(self.root)

    def save(self, path: Path, text: str) -> None:
        """Save as careful editors do: beside the file, then in its place."""
        beside = path.with_name(f".{path.name}.saving")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)

    def change(self, path: Path, old: str, new: str) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        self.save(path, text.replace(old, new))


class Caller:
    """Talks HTTP to a preview, properly or not."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.url = url
        self.port = parts.port or 0
        self.address = f"127.0.0.1:{self.port}"
        self.token = parse_qs(parts.query)["token"][0]
        self.cookie = f"pynews-{self.port}={self.token}"

    def ask(
        self, target: str, *, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask with the cookie, unless headers say otherwise (None leaves one away)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Cookie": self.cookie, **{k.replace("_", "-"): v for k, v in headers.items()}}
        try:
            connection.request(method, target, body=body, headers=sent)
            reply = connection.getresponse()
            return reply.status, dict(reply.getheaders()), reply.read()
        finally:
            connection.close()


def furnish(root: Path) -> Desk:
    """Return a desk with a copy of the example project."""
    for name in ("newsletters", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "pynews.toml", root)
    return Desk(root)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return furnish(tmp_path)


@pytest.fixture(scope="session")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    """A caller of a preview whose project nobody changes."""
    project = furnish(tmp_path_factory.mktemp("steady")).project
    with serve.preview(project) as running:
        yield Caller(running.url)


@pytest.fixture
def preview(desk: Desk) -> Iterator[serve.Preview]:
    with serve.preview(desk.project) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is missing (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        playwright.expect.set_options(timeout=PATIENCE)
        running = started.chromium.launch(executable_path=str(CHROMIUM), args=SWITCHES)
        yield running
        running.close()


@pytest.fixture
def page(browser: "Browser", preview: serve.Preview) -> Iterator["Page"]:
    """A window on the preview that fails the test for any complaint or any address outside."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    window = context.new_page()
    complaints: list[str] = []
    window.on("pageerror", lambda error: complaints.append(str(error)))
    window.on(
        "console",
        lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
    )
    window.on(
        "request",
        lambda asked: (
            complaints.append(asked.url)
            if urlsplit(asked.url).netloc != urlsplit(preview.url).netloc
            else None
        ),
    )
    window.goto(preview.url)
    window.frame_locator("iframe").locator("h1").wait_for()
    yield window
    context.close()
    assert complaints == []


def rehearsed(desk: Desk) -> None:
    """Import the example list and rehearse the November issue into the outbox."""
    shutil.copy(REPOSITORY / "subscribers.example.csv", desk.root)
    for words in (
        ("subscribers", "import", "subscribers.example.csv"),
        ("build", "2021-11"),
        ("send", "2021-11"),
    ):
        subprocess.run(
            [sys.executable, "-m", "pynews", *words],
            cwd=desk.root,
            check=True,
            capture_output=True,
        )
