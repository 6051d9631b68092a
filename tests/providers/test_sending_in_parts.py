"""A real sending from the command line through providers that take messages in parts."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import notify_dialect
import pytest
import ses_dialect
from notify_dialect import Notify
from postmark_dialect import Postmark
from ses_dialect import Ses

from pynews.providers.proof import ApiDouble

ISSUE = "newsletters/2021-11/issue.md"
EVENT = "newsletters/events/2021-11-16-first-community-event.md"
LETTER = """\
---
subject: Our first community event
preheader: A date for your diary, and what the board decided.
send: {send}
events: [first-community-event]
roles: none
---
Dear {{{{ first_name or "members" }}}},

The board met and set the date of our first community event.
"""
TALK = """\
---
id: first-community-event
title: First community event
start: {start}
---
Meet the board and each other.
"""


def edit(project: Path, name: str, old: str, new: str) -> None:
    path = project / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


@pytest.fixture
def real(project: Path, run):
    """Return a function that sets the example project up for a provider and gives ``pynews``."""

    def open_project(double: ApiDouble, settings: str, key: str):
        table = f'{settings}\nkey_env = "THE_KEY"\nbase_url = "{double.base}"'
        edit(project, "pynews.toml", 'name = "outbox"', table)
        edit(project, "pynews.toml", 'url = ""', 'url = "https://news.example.org"')
        now = datetime.now(UTC)
        local = now.astimezone(ZoneInfo("Europe/London"))
        offset = local.utcoffset() or timedelta()
        send = f"{local:%Y-%m-%d %H:%M}+{offset.seconds // 3600:02}:00"
        day = now + timedelta(days=14)
        texts = {ISSUE: LETTER.format(send=send), EVENT: TALK.format(start=f"{day:%Y-%m-%d}")}
        for name, text in texts.items():
            (project / name).write_text(text, encoding="utf-8", newline="\n")

        def pynews(*arguments: str):
            return run(*arguments, THE_KEY=key, PYNEWS_KEY="made-up-project-key-of-32-characters")

        assert pynews("subscribers", "import", "subscribers.example.csv").code == 0
        return pynews

    return open_project


def send(pynews, *options: str):
    confirm = json.loads(pynews("plan", "2021-11", "--json", *options).out)["confirm"]
    return pynews("send", "2021-11", "--confirm", confirm, *options)


def test_through_postmark_a_lost_answer_is_asked_about_and_nobody_gets_two(real):
    with ApiDouble(Postmark()) as double:
        pynews = real(double, 'name = "postmark"', Postmark.key)
        double.script = ["drop"]
        first = send(pynews)
        assert first.code in {0, 8}, first.err
        assert len(double.known) == 5
        assert set(double.copies.values()) == {1}
        (message, *_) = json.loads(double.bodies[0])
        assert message["Attachments"][0]["ContentType"].endswith('method="PUBLISH"')
        assert "PYN" not in message["HtmlBody"] + message["TextBody"] + message["Subject"]
        headers = {one["Name"] for one in message["Headers"]}
        assert {"List-Unsubscribe", "List-Id", "Message-ID"} <= headers
        assert Postmark.key not in first.out + first.err


def test_through_ses_a_lost_answer_is_written_down_as_unknown(real):
    with ApiDouble(Ses()) as double:
        key = ":".join(ses_dialect.KEYS)
        pynews = real(double, 'name = "ses"\nregion = "eu-west-2"', key)
        double.script = ["accept", "500-accepted"]
        sent = send(pynews)
        assert sent.code == 8, sent.err
        assert "1 unknown" in sent.err
        assert len(double.known) == 5
        again = pynews("send", "2021-11")
        assert set(double.copies.values()) == {1}, again.err
        assert double.paths == ["/v2/email/outbound-emails"] * 5


def test_through_notify_the_editor_accepts_what_is_left_out_and_readers_get_links(real):
    with ApiDouble(Notify()) as double:
        settings = f'name = "notify"\ntemplate_id = "{notify_dialect.TEMPLATE}"'
        key = f"key-{notify_dialect.SERVICE}-{notify_dialect.SECRET}"
        pynews = real(double, settings, key)
        refused = pynews("plan", "2021-11")
        assert refused.code == 7
        assert "--allow-lossy calendar" in refused.err
        sent = send(pynews, "--allow-lossy", "calendar")
        assert sent.code == 0, sent.err
        assert set(double.copies.values()) == {1}
        assert len(double.known) == 5
        tree = json.loads(double.bodies[0])
        body = tree["personalisation"]["body"]
        assert "PYN" not in body
        assert "](https://" in body
        assert "<p" not in body
        assert tree["one_click_unsubscribe_url"].startswith("https://news.example.org/unsubscribe/")
        assert tree["one_click_unsubscribe_url"] in body


@pytest.mark.parametrize("name", ["colour", "Calendar"])
@pytest.mark.usefixtures("project")
def test_a_loss_that_nobody_knows_is_an_error_that_lists_them(run, name):
    refused = run("plan", "2021-11", "--allow-lossy", name)
    assert refused.code == 7
    assert f"--allow-lossy {name}: no such loss" in refused.err
    assert "calendar-method" in refused.err
