"""Through npm's maildev, a second mail server that gives every message back as it came."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from editions import INVITATION, ONE, form_of
from real_project import PROJECT_KEY, READERS, in_this_process, send, set_up

from pynews.errors import CredentialsError
from pynews.model import Edition, MergeField, Recipient
from pynews.providers import Provider, open_provider
from pynews.providers.proof import ACCEPTED

HERE = Path(__file__).parent / "judges/node_modules/.bin"
SERVER = shutil.which("maildev", path=f"{HERE}{os.pathsep}{os.environ['PATH']}")
USER, PASSWORD = "news", "a made-up password"
NAMES = ("Zoë", "O'Neil & <b>", "", "事務", '"Quote"')
EDITION = Edition(
    "2021-11",
    "For PYNx0x: café",
    "",
    "<p>Dear PYNx0x,</p>\n<img src='cid:one@news.example.org'>\n",
    "Dear PYNx0x,\n.\n..a line of dots\ntrailing \n",
    "",
    (MergeField("PYNx0x", "first_name", "members"),),
    (ONE,),
)


@dataclass(frozen=True)
class Maildev:
    """It, running."""

    smtp: int
    web: int

    def asked(self, path: str) -> bytes:
        with urlopen(f"http://127.0.0.1:{self.web}/api/{path}") as answer:
            content: bytes = answer.read()
            return content

    def sources(self) -> dict[str, bytes]:
        """Return each message as it came, by its reader."""
        return {
            one["envelope"]["to"][0]["address"]: self.asked(f"email/{one['id']}/source")
            for one in json.loads(self.asked("email"))
        }


@pytest.fixture
def maildev() -> Iterator[Maildev]:
    if SERVER is None:
        pytest.skip("no maildev (npm) on this machine")
    with socket.socket() as one, socket.socket() as other:
        for free in (one, other):
            free.bind(("127.0.0.1", 0))
        smtp, web = one.getsockname()[1], other.getsockname()[1]
    order = [SERVER, "--ip", "127.0.0.1", "--smtp", str(smtp)]
    order += ["--web-ip", "127.0.0.1", "--web", str(web)]
    order += ["--incoming-user", USER, "--incoming-pass", PASSWORD]
    with subprocess.Popen(order, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as server:
        assert server.stdout
        wanted = {str(smtp).encode(), str(web).encode()}
        for line in server.stdout:
            wanted = {port for port in wanted if port not in line}
            if not wanted:
                break
        assert server.poll() is None
        yield Maildev(smtp, web)
        server.terminate()


def settings(maildev: Maildev) -> dict[str, str]:
    return {"host": "127.0.0.1", "port": str(maildev.smtp), "security": "none", "user": USER}


def opened(maildev: Maildev, secret: str = PASSWORD) -> Provider:
    return open_provider("smtp", settings=settings(maildev), secret=secret, folder=Path("nowhere"))


def test_every_byte_comes_back_as_it_was_packed(maildev: Maildev) -> None:
    form = form_of(EDITION, INVITATION)
    messages = [
        form.message(Recipient(f"{n:026}", f"r{n}@example.org", name), key=b"k")
        for n, name in enumerate(NAMES)
    ]
    smtp: Any = opened(maildev)
    found = smtp.hand_over(messages, key="k")
    smtp.close()
    assert [one.status for one in found] == [ACCEPTED] * len(NAMES)
    assert maildev.sources() == {one.envelope.recipient: one.content for one in messages}


def test_a_wrong_password_is_a_sentence_to_act_on(maildev: Maildev) -> None:
    with pytest.raises(CredentialsError) as caught:
        opened(maildev, "another password").check()
    assert "password" in caught.value.problems[0].hint
    assert "another password" not in str(caught.value)


def test_an_issue_sent_from_the_command_line_arrives_once_for_each(
    maildev: Maildev, project: Path
) -> None:
    lines = [f'{name} = "{value}"' for name, value in settings(maildev).items()]
    set_up(project, "\n".join(['name = "smtp"', *lines]))
    pynews = in_this_process(project, THE_KEY=PASSWORD, PYNEWS_KEY=PROJECT_KEY)
    assert pynews("subscribers", "import", "subscribers.example.csv").code == 0
    sent = send(pynews)
    assert sent.code == 0, sent.err
    assert len(json.loads(maildev.asked("email"))) == READERS
    sources = maildev.sources()
    assert len(sources) == READERS
    for reader, source in sources.items():
        assert f"To: {reader}".encode() in source
        assert b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in source
        assert b"BEGIN:VCALENDAR" in source or b"text/calendar" in source
