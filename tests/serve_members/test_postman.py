"""Letters to one person: through any provider, without a way into their head, one after another."""

import json
import logging
import threading
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pynews.model import Mailbox, Publication
from pynews.providers import open_provider
from pynews.serve.members.postman import Letter, letter

from .conftest import Clock, furnish, opened

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LINK = "https://news.example.org/confirm/a.b-c_d"
TOLD = Letter("member@example.org", "Confirm it", f"Open & press:\n\n{LINK}\n\nBye <all>\nof you\n")
NEWS = Publication(
    id="news.example.org",
    name="News",
    language="en-GB",
    timezone="Europe/London",
    base_url="",
    theme="plain",
    sender=Mailbox("News", "news@example.org"),
    reply_to=Mailbox("", "reply@example.org"),
    organisation="Example",
    address="1 Example Street",
)
KEY = "name-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0"
TEMPLATE = {"template_id": "f33517ff-2a88-4f6e-b855-c550268ce08a"}
ACCOUNTS = {
    "brevo": ({}, "key"),
    "mailgun": ({"domain": "mg.example.org"}, "key"),
    "notify": (TEMPLATE, KEY),
    "postmark": ({}, "key"),
    "resend": ({}, "key"),
    "ses": ({"region": "eu-west-2"}, "AKIA:secret"),
}


@pytest.mark.parametrize("name", sorted(ACCOUNTS))
def test_a_letter_can_go_through_every_provider(name):
    settings, secret = ACCOUNTS[name]
    account = open_provider(name, settings=settings, secret=secret, folder=Path())
    message = letter(NEWS, TOLD, ref="letter-1", at=NOON)
    request = account.build([message], "key")
    assert b"member@example.org" in request.body
    assert LINK.encode() in request.body or name == "ses"  # whose bytes go in base64


def test_its_html_says_the_same_with_a_link_to_press():
    message = letter(NEWS, TOLD, ref="letter-1", at=NOON)
    assert message.letter.html == (
        '<!doctype html><html lang="en-GB"><body><p>Open &amp; press:</p>'
        f'<p><a href="{LINK}">{LINK}</a></p><p>Bye &lt;all&gt;<br>of you</p></body></html>'
    )
    assert dict(message.letter.headers)["Auto-Submitted"] == "auto-generated"
    assert message.letter.sheet.reply_to == NEWS.reply_to


class Brevo(BaseHTTPRequestHandler):
    """Takes every message."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.taken.append(json.loads(body))
        self.send_response(201)
        self.end_headers()
        self.wfile.write(b'{"messageId": "<1@example.org>"}')

    def log_message(self, *words: object) -> None:
        """Say nothing."""


def test_who_asks_gets_a_link_through_a_provider_that_takes_parts(tmp_path: Path, caplog):
    root = furnish(tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), Brevo) as server:
        server.taken = []
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        text = (root / "pynews.toml").read_text(encoding="utf-8")
        base = f"http://127.0.0.1:{server.server_port}"
        named = f'name = "brevo"\nkey_env = "BREVO"\nbase_url = "{base}"'
        (root / "pynews.toml").write_text(text.replace('name = "outbox"', named), encoding="utf-8")
        (root / ".env").write_text("BREVO=key\nPYNEWS_KEY=a-key-for-these-tests\n")
        with caplog.at_level(logging.WARNING), opened(root, Clock()) as site:
            site.post("/subscribe", ("email", "member@example.org"))
            site.running.office.postman.settle()
        server.shutdown()
    (taken,) = server.taken
    assert taken["to"] == [{"email": "member@example.org"}]
    assert "/confirm/" in taken["textContent"]
    assert "/confirm/" in taken["htmlContent"]
    assert caplog.text == ""
