"""A real sending from the command line through every provider, each with its own faults."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import notify_dialect
import pytest
import ses_dialect
from brevo_dialect import Brevo
from mailgun_double import DOMAIN, MailgunDouble
from mailgun_double import KEY as MAILGUN_KEY
from notify_dialect import Notify
from postmark_dialect import Postmark
from real_project import PROJECT_KEY, READERS, Pynews, in_this_process, send, set_up
from resend_dialect import Resend
from ses_dialect import Ses
from smtp_double import SmtpDouble

from pynews.providers import PROVIDERS
from pynews.providers.proof import ApiDouble

LOST = ("drop", "half", "garbage", "500-accepted", "hang")


@dataclass(frozen=True)
class Case:
    """How one provider is sent through.

    Arguments:
        table: its settings.
        key: the secret.
        secrets: what must never show.
        options: losses that are accepted.
        events: what travels along.
        script: what happens to the first hand-overs; all are taken.
        found: whether asking, or the same key again, settles it.
        sentences: behaviours that an editor must mend, with the exit code and a word of the hint.
    """

    table: str
    key: str
    secrets: tuple[str, ...]
    options: tuple[str, ...] = ()
    events: str = "[first-community-event]"
    script: tuple[str, ...] = LOST
    found: bool = True
    sentences: Mapping[str, tuple[int, str]] = field(default_factory=dict)


LOSSY = ("--allow-lossy", "calendar-method")
CASES = {
    "brevo": Case(
        "",
        Brevo.key,
        (Brevo.key,),
        LOSSY,
        script=LOST + ("reset",) * READERS,  # the same key again is not answered either
        sentences={
            "401": (10, "API key"),
            "sender": (3, "Senders"),
            "suspended": (3, "support"),
            "credits": (9, "tomorrow"),
        },
    ),
    "mailgun": Case(
        f'domain = "{DOMAIN}"',
        MAILGUN_KEY,
        (MAILGUN_KEY, "YXBpOmtl"),
        sentences={
            "401": (10, "region"),
            "unverified": (3, "DNS"),
            "403": (3, "stopped"),
            "daily": (9, "tomorrow"),
        },
    ),
    "notify": Case(
        f'template_id = "{notify_dialect.TEMPLATE}"',
        f"key-{notify_dialect.SERVICE}-{notify_dialect.SECRET}",
        (notify_dialect.SECRET, "eyJ"),
        ("--allow-lossy", "calendar"),
        sentences={
            "403": (10, "API key"),
            "reply-to": (3, "reply_to_id"),
            "suspended": (3, "support"),
            "daily": (9, "tomorrow"),
        },
    ),
    "postmark": Case(
        "",
        Postmark.key,
        (Postmark.key,),
        script=("drop",),  # all in one call
        sentences={
            "401": (10, "token"),
            "no-signature": (3, "Sender Signatures"),
            "suspended": (3, "support"),
            "credits": (9, "credits"),
        },
    ),
    "resend": Case(
        "",
        Resend.key,
        (Resend.key,),
        events="none",
        script=("drop", "reset"),  # all in one call, and the same again
        sentences={
            "401": (10, "API key"),
            "domain": (3, "Domains"),
            "suspended": (3, "support"),
            "daily": (9, "tomorrow"),
        },
    ),
    "ses": Case(
        'region = "eu-west-2"',
        ":".join(ses_dialect.KEYS),
        ses_dialect.KEYS,
        script=("drop", "accept", "garbage", "accept", "hang"),  # two in a row would end the call
        found=False,
        sentences={
            "403": (10, "rights"),
            "unverified": (3, "domain"),
            "suspended": (3, "stopped"),
            "daily": (9, "tomorrow"),
        },
    ),
}
DIALECTS: dict[str, Any] = {
    "brevo": Brevo,
    "notify": Notify,
    "postmark": Postmark,
    "resend": Resend,
    "ses": Ses,
}


@contextmanager
def playing(name: str) -> Iterator[ApiDouble]:
    double = MailgunDouble() if name == "mailgun" else ApiDouble(DIALECTS[name]())
    with double:
        yield double


def opened(project: Path, name: str, base: str) -> Pynews:
    """Return ``pynews`` in a project that sends through a provider."""
    case = CASES[name]
    table = f'name = "{name}"\n{case.table}\nbase_url = "{base}"\ntimeout = "1"'
    set_up(project, table, events=case.events)
    pynews = in_this_process(project, THE_KEY=case.key, PYNEWS_KEY=PROJECT_KEY)
    assert pynews("subscribers", "import", "subscribers.example.csv").code == 0
    return pynews


def nowhere(project: Path, secrets: tuple[str, ...], *said: str) -> None:
    """See that no secret stands in any file of the project, nor in what was said."""
    written = [path.read_bytes() for path in project.rglob("*") if path.is_file()]
    for secret in secrets:
        assert not any(secret in text for text in said)
        assert not any(secret.encode() in content for content in written)


def test_every_provider_is_sent_through_here() -> None:
    assert {*CASES, "smtp", "outbox"} == set(PROVIDERS)


@pytest.mark.parametrize("name", sorted(CASES))
def test_lost_answers_leave_one_copy_each_and_unknown_until_it_is_settled(
    project: Path, name: str
) -> None:
    case = CASES[name]
    with playing(name) as double:
        pynews = opened(project, name, double.base)
        double.script, double.questions = list(case.script), "nothing"
        first = send(pynews, *case.options)
        assert first.code == 8, first.err
        assert len(double.known) == READERS
        assert set(double.copies.values()) == {1}
        status = pynews("status", "2021-11", "--json")
        lost = READERS - case.script.count("accept")
        assert json.loads(status.out)["campaigns"][0]["unknown"] == lost
        double.questions = "truth"
        settled = pynews("reconcile", "2021-11", "--json")
        assert settled.code == (0 if case.found else 8), settled.err
        (found,) = json.loads(settled.out)["campaigns"]
        assert found["in_doubt"] == lost
        wanted = (READERS, 0) if case.found else (READERS - lost, lost)
        assert (found["accepted"], found["unknown"]) == wanted
        assert len(found["people"]) == found["unknown"]
        again = pynews("send", "2021-11", *case.options)
        assert set(double.copies.values()) == {1}
        outs = (one.out + one.err for one in (first, status, settled, again))
        nowhere(project, case.secrets, *outs)


@pytest.mark.parametrize("name", sorted(CASES))
def test_what_an_editor_must_mend_ends_with_a_sentence_to_act_on(project: Path, name: str) -> None:
    case = CASES[name]
    assert len(case.sentences) == 4
    with playing(name) as double:
        pynews = opened(project, name, double.base)
        said = []
        for number, (behaviour, (code, word)) in enumerate(case.sentences.items()):
            double.script = [behaviour] * READERS
            again = ("send", "2021-11", *case.options)
            ended = pynews(*again) if number else send(pynews, *case.options)
            assert ended.code == code, ended.err
            hint = ended.err.partition("hint: ")[2]
            assert word in hint, ended.err
            assert "Traceback" not in ended.err
            said.append(ended.out + ended.err)
        assert not double.known
        nowhere(project, case.secrets, *said)


def test_through_a_mail_server_no_answer_after_the_last_dot_is_unknown_and_people_are_named(
    project: Path,
) -> None:
    with SmtpDouble() as server:
        host = f'host = "127.0.0.1"\nport = "{server.port}"\nsecurity = "none"'
        set_up(project, f'name = "smtp"\n{host}\nconnections = "1"')
        pynews = in_this_process(project, THE_KEY="", PYNEWS_KEY=PROJECT_KEY)
        assert pynews("subscribers", "import", "subscribers.example.csv").code == 0
        server.script = ["dot-drop"]
        sent = send(pynews)
        assert sent.code == 8, sent.err
        assert "1 unknown" in sent.err
        settled = pynews("reconcile", "2021-11", "--json")
        assert settled.code == 8
        (found,) = json.loads(settled.out)["campaigns"]
        assert [found["unknown"], len(found["people"])] == [1, 1]
        assert len(server.taken) == READERS
        assert len({reader for reader, _ in server.taken}) == READERS


def test_through_postmark_a_message_arrives_in_its_parts(project: Path) -> None:
    with playing("postmark") as double:
        assert send(opened(project, "postmark", double.base)).code == 0
        (message, *_) = json.loads(double.bodies[0])
        assert message["Attachments"][0]["ContentType"].endswith('method="PUBLISH"')
        assert "PYN" not in message["HtmlBody"] + message["TextBody"] + message["Subject"]
        headers = {one["Name"] for one in message["Headers"]}
        assert {"List-Unsubscribe", "List-Id", "Message-ID"} <= headers


def test_through_notify_the_editor_accepts_what_is_left_out_and_readers_get_links(
    project: Path,
) -> None:
    with playing("notify") as double:
        pynews = opened(project, "notify", double.base)
        refused = pynews("plan", "2021-11")
        assert refused.code == 7
        assert "--allow-lossy calendar" in refused.err
        sent = send(pynews, "--allow-lossy", "calendar")
        assert sent.code == 0, sent.err
        assert len(double.known) == READERS
        tree = json.loads(double.bodies[0])
        body = tree["personalisation"]["body"]
        assert "PYN" not in body
        assert "](https://" in body
        assert "<p" not in body
        assert tree["one_click_unsubscribe_url"].startswith("https://news.example.org/unsubscribe/")
        assert tree["one_click_unsubscribe_url"] in body


def test_a_loss_that_nobody_knows_is_an_error_that_lists_them(project: Path) -> None:
    refused = in_this_process(project)("plan", "2021-11", "--allow-lossy", "colour")
    assert refused.code == 7
    assert "--allow-lossy colour: no such loss" in refused.err
    assert "calendar-method" in refused.err
