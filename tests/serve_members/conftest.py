"""What tests of the public side share: a project, its running pages, a clock, a caller."""

import email
import email.policy
import http.client
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from pynews.config import Project, load
from pynews.model import (
    Consent,
    Subscriber,
    SubscriberStatus,
    subscriber_id,
    unsubscribe_token,
)
from pynews.serve.members import Members, Place, members

REPOSITORY = Path(__file__).resolve().parents[2]
CONSENT = Consent("2021-05-20", "joining form", "Send me the newsletter.")
MEMBERS = '\n[members]\ngroups = ["members", "leeds"]\nlanguages = ["en-GB", "cy"]\n'


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **by: float) -> None:
        self.time += timedelta(**by)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Site:
    """The public side of one project, with the gestures of members and providers."""

    root: Path
    clock: Clock
    running: Members
    project: Project
    fields: dict[str, str] = field(default_factory=dict)

    def ask(
        self,
        path: str,
        *,
        method: str = "GET",
        body: bytes | None = None,
        **headers: str,
    ) -> Answer:
        """Ask once; a whole address is asked by its path."""
        parts = urlsplit(path)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection = http.client.HTTPConnection(urlsplit(self.running.url).netloc, timeout=30)
        try:
            sent = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body=body, headers=sent)
            reply = connection.getresponse()
            named = {name.lower(): value for name, value in reply.getheaders()}
            return Answer(reply.status, named, reply.read())
        finally:
            connection.close()

    def post(self, path: str, *pairs: tuple[str, str], **headers: str) -> Answer:
        """Send a form."""
        headers.setdefault("Content_Type", "application/x-www-form-urlencoded")
        return self.ask(path, method="POST", body=urlencode(pairs).encode(), **headers)

    def letters(self) -> list[EmailMessage]:
        """Return the letters in the outbox, once all that were asked for are written."""
        self.running.office.postman.settle()
        folder = self.root / "outbox" / "new"
        found = [
            email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            for path in (sorted(folder.iterdir()) if folder.is_dir() else ())
        ]
        return [one for one in found if isinstance(one, EmailMessage)]

    def link(self, address: str) -> str:
        """Return the link of the one letter to an address, and throw the letter away."""
        (letter,) = (one for one in self.letters() if one["To"] == address)
        shutil.rmtree(self.root / "outbox" / "new")
        return re.search(r"http\S+", letter.get_content())[0]

    def join(self, address: str = "member@example.org", *groups: str) -> str:
        """Put somebody on the list and return their id."""
        people = self.running.office.people
        person = Subscriber(
            id=subscriber_id(people.key, address),
            email=address,
            status=SubscriberStatus.ACTIVE,
            consent=CONSENT,
            groups=groups or ("members",),
        )
        people.add_all([person], dry_run=False)
        return person.id

    def leave_link(self, subscriber: str, key: bytes | None = None) -> str:
        token = unsubscribe_token(key or self.project.key, subscriber)
        return f"/unsubscribe/{subscriber}.{token}"

    def person(self, address: str = "member@example.org") -> Subscriber | None:
        return self.running.office.people.get(address)

    def status(self, address: str = "member@example.org") -> str:
        person = self.person(address)
        return person.status.value if person else "unknown"


def furnish(root: Path, extra: str = MEMBERS) -> Path:
    """Make a copy of the example project with public groups."""
    for name in ("newsletters", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    text = (REPOSITORY / "pynews.toml").read_text(encoding="utf-8")
    (root / "pynews.toml").write_text(text + extra, encoding="utf-8")
    return root


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def opened(
    root: Path, clock: Clock | None = None, *, proxies: str = "127.0.0.1", **options: float
) -> Iterator[Site]:
    """Serve a project, the tests being its proxy."""
    clock = clock or Clock()
    project = load(root)
    with members(project, Place(proxies=proxies, **options), now=clock) as running:
        yield Site(root, clock, running, project)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return furnish(tmp_path)


@pytest.fixture
def site(root: Path) -> Iterator[Site]:
    with opened(root) as running:
        yield running


@pytest.fixture(scope="session")
def steady(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that tests only ask, never change; its clock runs, so that limits do not close it."""
    with opened(furnish(tmp_path_factory.mktemp("steady"))) as running:
        yield running


Open = Callable[..., Site]
