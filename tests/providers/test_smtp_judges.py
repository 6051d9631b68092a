"""Independent judges: OpenSMTPD takes a thousand real messages, SpamAssassin reads the example."""

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from pynews import deliver, pack, pipeline
from pynews.config import load
from pynews.model import (
    Audience,
    Consent,
    Plan,
    Recipient,
    Subscriber,
    SubscriberStatus,
    subscriber_id,
)
from pynews.providers.smtp import Smtp
from pynews.providers.smtp_session import Server
from pynews.store import Ledger

COUNT = 1000
NOW = datetime(2021, 11, 2, 9, tzinfo=UTC)
KEY = b"a key for tests"
CONFIGURATION = """
listen on 127.0.0.1 port {port} hostname judge.example.org
action "keep" maildir "{inbox}" virtual {{ "@" = "nobody" }}
match from any for any action "keep"
"""


@dataclass
class Judge:
    """OpenSMTPD, running."""

    port: int
    inbox: Path
    process: "subprocess.Popen[str]"

    def wait_for(self, count: int) -> list[Path]:
        """Return the messages once so many are in the mailbox, or the server has ended."""
        new = self.inbox / "new"
        while self.process.poll() is None:
            found = list(new.iterdir()) if new.is_dir() else []
            if len(found) >= count:
                return found
            time.sleep(0.01)
        raise AssertionError((self.inbox.parent / "log").read_text())


def _until_it_listens(port: int, process: "subprocess.Popen[str]") -> None:
    """Return once somebody answers at the port."""
    while process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return


@pytest.fixture
def judge() -> Iterator[Judge]:
    program = shutil.which("smtpd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None or not Path("/etc/smtpd.conf").exists():
        pytest.skip("OpenSMTPD is not installed")
    if os.geteuid() != 0:
        pytest.skip("OpenSMTPD runs only as root")
    folder = Path(tempfile.mkdtemp(prefix="judge-"))
    folder.chmod(0o755)
    inbox = folder / "inbox"
    inbox.mkdir()
    inbox.chmod(0o777)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "smtpd.conf").write_text(CONFIGURATION.format(port=port, inbox=inbox))
    order = [program, "-d", "-f", str(folder / "smtpd.conf")]
    log = folder / "log"
    with (
        log.open("w") as said,
        subprocess.Popen(order, stdout=said, stderr=subprocess.STDOUT, text=True) as process,
    ):
        _until_it_listens(port, process)
        if process.poll() is not None:
            pytest.skip(f"OpenSMTPD cannot run here: {log.read_text()}")
        yield Judge(port, inbox, process)
        process.terminate()
    shutil.rmtree(folder)


def form(project: Path) -> pack.Form:
    """Return the example issue's form, with a one-click route."""
    opened = load(project)
    publication = replace(
        opened.publication, unsubscribe_url="https://news.example.org", id="news.example.org"
    )
    built = pipeline.build(opened, "2021-11")
    return pack.compile_form(
        built.edition,
        invitations=built.invitations,
        publication=publication,
        at=NOW,
        campaign="a campaign",
    )


def people(count: int) -> dict[str, Subscriber]:
    consent = Consent("2021-05-20", "form", "news")
    found = {}
    for number in range(count):
        email = f"member{number}@example.net"
        id_ = subscriber_id(KEY, email)
        found[id_] = Subscriber(id_, email, SubscriberStatus.ACTIVE, consent, f"Zoë {number}")
    return found


def test_a_thousand_messages_arrive_whole_at_opensmtpd(
    judge: Judge, project: Path, tmp_path: Path
) -> None:
    letter, known = form(project), people(COUNT)
    smtp = Smtp(Server("127.0.0.1", judge.port, "none"))
    means = deliver.Means(
        provider=smtp,
        pack=lambda recipient: letter.message(recipient, key=KEY),
        people=lambda ids: {one: known[one] for one in ids},
        now=lambda: NOW,
    )
    plan = Plan("i", "issue", "e", "s", "f", "smtp", NOW, Audience("", COUNT, "d", {}))
    with Ledger.open(tmp_path / "pynews.db") as ledger:
        campaign = ledger.freeze(
            plan,
            form=b"",
            recipients=[Recipient(one.id, one.email, one.first_name) for one in known.values()],
            exclusions=(),
            batch_size=50,
            now=NOW,
        )
        assert list(deliver.send(ledger, campaign, means))[-1].accepted == COUNT
    readers: Counter[str] = Counter()
    for path in judge.wait_for(COUNT):
        message = message_from_bytes(path.read_bytes(), policy=policy.default)
        assert isinstance(message, EmailMessage)
        assert not message.defects
        readers[message["To"]] += 1
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["List-Unsubscribe"].startswith("<https://news.example.org/unsubscribe/")
        assert message["List-Id"].endswith("<news.example.org>")
        assert message["Message-ID"].endswith("@news.example.org>")
        plain = message.get_body(("plain",))
        assert plain is not None
        assert "Dear Zoë" in plain.get_content()
        (calendar,) = message.iter_attachments()
        assert calendar.get_content_type() == "text/calendar"
        assert "BEGIN:VCALENDAR" in calendar.get_content()
        assert message["Received"].startswith("from [127.0.0.1] ")
    assert readers == {one.email: 1 for one in known.values()}


def test_spamassassins_local_rules_find_little_to_say(project: Path) -> None:
    program = shutil.which("spamassassin")
    if program is None:
        pytest.skip("SpamAssassin is not installed")
    reader = Recipient(subscriber_id(KEY, "a@example.net"), "member@example.net", "Member")
    message = form(project).message(reader, key=KEY)
    done = subprocess.run(
        [program, "--local", "--test-mode"], input=message.content, capture_output=True, check=True
    )
    found = re.search(rb"score=(-?[\d.]+)", done.stdout)
    assert found, done.stdout[:2000]
    assert float(found[1]) < 1.0, done.stdout.decode("utf-8", "replace")[-3000:]
