"""Through a local Amazon SES that fills templates itself: what readers would get, read back."""

import json
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from samples import AT, INVITATION, PUBLICATION

from pynews.model import (
    Edition,
    Invitation,
    Mailbox,
    MergeField,
    Recipient,
)
from pynews.pack import compile_form
from pynews.providers import Provider, open_provider

HERE = Path(__file__).parent / "judges/node_modules/.bin"
SERVER = shutil.which("aws-ses-v2-local", path=f"{HERE}{os.pathsep}{os.environ['PATH']}")
NAMES = ("Zoë", "O'Neil & <b>", "", "事務", '"Quote"')
ACCOUNT = {
    "DedicatedIpAutoWarmupEnabled": True,
    "Details": {
        "AdditionalContactEmailAddresses": [],
        "ContactLanguage": "EN",
        "MailType": "MARKETING",
        "ReviewDetails": {"CaseId": "1", "Status": "GRANTED"},
        "UseCaseDescription": "",
        "WebsiteURL": "https://example.org",
    },
    "EnforcementStatus": "HEALTHY",
    "ProductionAccessEnabled": True,
    "SendQuota": {"Max24HourSend": 50000, "MaxSendRate": 14, "SentLast24Hours": 1},
    "SendingEnabled": True,
    "SuppressionAttributes": {"SuppressedReasons": []},
}
EDITION = Edition(
    "2021-11",
    "For PYNx0x",
    "",
    '<p>Dear PYNx0x, "quoted" &amp; \\ more</p><a href="PYNx1x">Leave</a>\n',
    "Dear PYNx0x,\n\nLeave: PYNx1x\n",
    "",
    (MergeField("PYNx0x", "first_name", "members"), MergeField("PYNx1x", "unsubscribe_url")),
)
GERMAN = replace(
    PUBLICATION,
    sender=Mailbox("Gemeinschaft für News", "news@example.org"),
    unsubscribe_url="https://news.example.org",
)


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    if SERVER is None:
        pytest.skip("no aws-ses-v2-local (npm) on this machine")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [SERVER, "--host", "127.0.0.1", "--port", str(port)],
        env={**os.environ, "AWS_SES_ACCOUNT": json.dumps(ACCOUNT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    for line in server.stdout:
        if "running" in line or str(port) in line:
            break
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait()
    server.stdout.close()


@pytest.fixture
def ses(base: str) -> Provider:
    settings = {"region": "eu-west-2", "base_url": base, "rate": "50"}
    return open_provider("ses", settings=settings, secret="AKIA0:secret", folder=Path())


def store(base: str) -> list[dict[str, Any]]:
    try:
        with urlopen(f"{base}/store") as answer:  # noqa: S310 a server on this machine
            return list(json.load(answer)["emails"])
    except URLError as error:
        raise AssertionError from error


def sent(base: str, ses: Provider, *invitations: Invitation, count: int) -> list[Any]:
    before = len(store(base))
    form = compile_form(EDITION, invitations=invitations, publication=GERMAN, at=AT, campaign="c")
    messages = [
        form.message(Recipient(f"{n:026}", f"r{n}@example.org", name), key=b"k")
        for n, name in enumerate(NAMES[:count])
    ]
    found = ses.hand_over(messages, key="k")
    assert [one.status.value for one in found] == ["accepted"] * count
    emails = store(base)[before:]
    return list(zip(messages, emails, strict=True))


def test_the_account_may_send(ses: Provider) -> None:
    ses.check()


def test_every_reader_gets_their_own_letter_out_of_one_template(base: str, ses: Provider) -> None:
    for message, email in sent(base, ses, count=len(NAMES)):
        letter = message.letter
        assert email["destination"]["to"] == [message.envelope.recipient]
        assert email["subject"] == letter.subject
        assert email["body"]["html"] == letter.html
        assert email["body"]["text"] == letter.text


def test_a_calendar_arrives_in_our_own_bytes(base: str, ses: Provider) -> None:
    for message, email in sent(base, ses, INVITATION, count=2):
        assert email["subject"] == message.letter.subject
        (attachment,) = email["attachments"]
        assert attachment["contentType"] == "text/calendar"
        assert attachment["filename"] == "event.ics"
