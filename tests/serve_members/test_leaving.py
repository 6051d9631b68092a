"""Leaving: with one POST, before the answer; and by nothing else."""

import queue
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from pynews import pipeline
from pynews.config import load
from pynews.errors import RetryLaterError
from pynews.model import Subscriber, SubscriberStatus, subscriber_id, unsubscribe_token
from pynews.serve.members.leaving import Exit
from pynews.store import Subscribers

from .conftest import CONSENT, Site, furnish, opened

KEY = b"a key for tests, thirty-two bytes"
NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"
ONE_CLICK = b"List-Unsubscribe=One-Click"
PARTS = (
    b'--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
)


def crowd(count: int, key: bytes) -> list[Subscriber]:
    return [
        Subscriber(
            id=subscriber_id(key, f"role{number}@example.org"),
            email=f"role{number}@example.org",
            status=SubscriberStatus.ACTIVE,
            consent=CONSENT,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("kind", "body"),
    [(FORM, ONE_CLICK), ("multipart/form-data; boundary=b", PARTS), ("", b"")],
)
def test_one_click_takes_effect_before_the_answer(site: Site, kind, body):
    """As Gmail and Yahoo post it: no cookie, no login, nothing to follow (RFC 8058)."""
    link = site.leave_link(site.join())
    answer = site.ask(link, method="POST", body=body, Content_Type=kind, User_Agent="Yahoo! Mail")
    assert answer.status == 200
    assert site.status() == "unsubscribed"
    assert "location" not in answer.headers
    assert "set-cookie" not in answer.headers
    assert "You are unsubscribed" in answer.text


def test_a_second_click_says_the_same_and_changes_nothing(site: Site):
    id_ = site.join()
    first = site.post(site.leave_link(id_))
    again = site.post(site.leave_link(id_))
    assert (first.status, first.body) == (again.status, again.body)
    assert len(site.running.office.people.record(id_).history) == 1


def test_nobody_can_tell_from_the_answer_who_is_on_the_list(site: Site):
    here, away = site.join(), subscriber_id(site.running.office.people.key, "away@example.org")
    assert site.ask(site.leave_link(here)).body.replace(here.encode(), b"") == site.ask(
        site.leave_link(away)
    ).body.replace(away.encode(), b"").replace(
        site.leave_link(away)[-22:].encode(), site.leave_link(here)[-22:].encode()
    )
    assert site.post(site.leave_link(here)).body == site.post(site.leave_link(away)).body


def forged(site: Site, id_: str) -> list[str]:
    other = site.join("other@example.org")
    good = site.leave_link(id_)
    return [
        site.leave_link(id_, b"another key"),
        good[:-1],
        good + "A",
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good.replace(id_, other),
        f"/unsubscribe/{id_}",
        f"/unsubscribe/{id_}.",
        f"/unsubscribe/{id_}.%00",
        "/unsubscribe/member@example.org",
        "/unsubscribe/",
        "/unsubscribe/..%2f..%2fetc%2fpasswd",
        f"/unsubscribe/%27%20OR%201=1--.{good[-22:]}",
        f"/unsubscribe/{id_.upper()}.{good[-22:]}",
    ]


def test_a_link_that_nobody_signed_is_refused(site: Site):
    id_ = site.join()
    for link in forged(site, id_):
        for method in ("GET", "POST"):
            assert site.ask(link, method=method).status == 404, link
    assert site.status() == "active"
    assert site.status("other@example.org") == "active"


def test_links_signed_with_an_older_key_still_hold(root: Path):
    (root / ".env").write_text(
        "PYNEWS_KEY=new-key-that-is-long\nPYNEWS_OLD_KEYS=old-key,older-key\n"
    )
    with opened(root) as site:
        id_ = site.join()
        assert site.post(site.leave_link(id_, b"stolen-key")).status == 404
        assert site.status() == "active"
        assert site.post(site.leave_link(id_, b"older-key")).status == 200
        assert site.status() == "unsubscribed"


SCANNERS = (
    "Mozilla/5.0 (compatible; SafeLinks)",
    "Barracuda Sentinel (EE)",
    "python-requests/2.32",
    "",
)


def test_a_link_scanner_changes_nothing(tmp_path: Path):
    """Every link of a real message, twice, by GET and HEAD, under odd names."""
    root = furnish(tmp_path)
    with opened(root) as site:
        site.join("member@example.org")
        address = site.running.url
    text = (root / "pynews.toml").read_text(encoding="utf-8")
    assert '\nurl = ""' in text
    (root / "pynews.toml").write_text(text.replace('\nurl = ""', f'\nurl = "{address}"'))
    with opened(root, port=int(address.rpartition(":")[2])) as site:
        project = load(root)
        built = pipeline.build(project, "2021-11")
        plan = pipeline.make_plan(project, built)
        assert list(pipeline.send(project, built, plan, now=site.clock))
        (message,) = site.letters()
        header = str(message["List-Unsubscribe"])
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        html = message.get_body(("html",)).get_content()
        one_click = header.partition(">")[0].lstrip("<")
        links = {*re.findall(rf"{address}[^\"'<> ]+", html), one_click}
        assert any("/unsubscribe/" in link for link in links)
        token = site.running.office.seals.confirm.sign(
            {"email": "new@example.org", "first_name": "", "groups": [], "language": "", "at": ""}
        )
        id_ = site.person().id
        wish = site.running.office.seals.preferences.sign({"subscriber": id_})
        before = site.running.office.people.record(id_)
        for path in [*sorted(links), f"/confirm/{token}", f"/preferences/{wish}"]:
            for method in ("GET", "HEAD") * 2:
                for agent in SCANNERS:
                    answer = site.ask(path, method=method, User_Agent=agent)
                    assert answer.status == 200, path
        assert site.running.office.people.record(id_) == before
        assert site.status("new@example.org") == "unknown"
        assert site.ask(one_click, method="POST", body=ONE_CLICK, Content_Type=FORM).status == 200
        assert site.status() == "unsubscribed"


def test_who_leaves_while_a_sending_runs_is_held_back(site: Site):
    people = site.running.office.people
    people.add_all(crowd(350, people.key), dry_run=False)
    project = site.project
    built = pipeline.build(project, "2021-11")
    plan = pipeline.make_plan(project, built)
    assert plan.audience.count == 350
    sending = pipeline.send(project, built, plan, now=site.clock)
    next(sending)
    last = max(one.id for one in crowd(350, people.key))
    assert site.post(site.leave_link(last)).status == 200
    end = list(sending)[-1].tally
    assert (end.accepted, end.excluded) == (349, 1)
    address = people.by_ids([last])[last].email
    assert address not in {one["To"] for one in site.letters()}


def test_a_crowd_shares_few_writes_and_everybody_is_told(tmp_path: Path):
    people = crowd(2_000, KEY)
    with Subscribers.open(tmp_path / "list.db", key=KEY) as store:
        store.add_all(people, dry_run=False)
        door = Exit(store, lambda: NOON)
        asked = [door.leave(one.id) for one in people]
        for one in asked:
            assert one.result(timeout=60) is None
        door.close()
        assert store.totals().by_status[SubscriberStatus.UNSUBSCRIBED] == 2_000


def test_when_the_list_cannot_be_written_nobody_is_told_they_left(tmp_path: Path):
    path = tmp_path / "list.db"
    with Subscribers.open(path, key=KEY, busy_seconds=0.05) as store:
        store.add_all(crowd(1, KEY), dry_run=False)
        door = Exit(store, lambda: NOON)
        blocker = sqlite3.connect(path, isolation_level=None)
        blocker.execute("BEGIN IMMEDIATE")
        asked = door.leave(crowd(1, KEY)[0].id)
        with pytest.raises(RetryLaterError):
            asked.result(timeout=60)
        blocker.execute("ROLLBACK")
        blocker.close()
        assert door.leave(crowd(1, KEY)[0].id).result(timeout=60) is None
        door.close()


def test_closing_the_door_serves_who_waits(tmp_path: Path):
    with Subscribers.open(tmp_path / "list.db", key=KEY) as store:
        store.add_all(crowd(50, KEY), dry_run=False)
        door = Exit(store, lambda: NOON)
        asked = [door.leave(one.id) for one in crowd(50, KEY)]
        door.close()
        assert all(one.done() for one in asked)


def start(root: Path) -> tuple[subprocess.Popen[str], str]:
    """Start the pages as a process and return it with its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "pynews", "serve", "--port", "0"],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
    )
    line = process.stdout.readline()
    return process, re.search(r"http://[\d.:]+", line)[0]


def test_a_kill_loses_nobody_who_was_answered(root: Path):
    (root / ".env").write_text("PYNEWS_KEY=a-key-that-is-long\n")
    people = crowd(3_000, b"a-key-that-is-long")
    with Subscribers.open(root / "pynews.db", key=b"a-key-that-is-long") as store:
        store.add_all(people, dry_run=False)
    process, address = start(root)
    waiting: queue.Queue[str] = queue.Queue()
    for one in people:
        waiting.put(one.id)
    answered: list[str] = []
    enough = threading.Event()

    def leave() -> None:
        with suppress(queue.Empty, URLError, OSError, HTTPException):
            while True:
                id_ = waiting.get_nowait()
                link = (
                    f"{address}/unsubscribe/{id_}.{unsubscribe_token(b'a-key-that-is-long', id_)}"
                )
                with urlopen(Request(link, data=ONE_CLICK)) as answer:  # noqa: S310 - our own address
                    assert answer.status == 200
                answered.append(id_)
                if len(answered) >= 300:
                    enough.set()

    threads = [threading.Thread(target=leave) for _ in range(16)]
    for one in threads:
        one.start()
    assert enough.wait(60)
    process.send_signal(signal.SIGKILL)
    process.wait()
    for one in threads:
        one.join()
    process.stdout.close()
    with Subscribers.open(root / "pynews.db", key=b"a-key-that-is-long") as store:
        found = store.by_ids(answered)
    assert len(answered) >= 300
    assert {one.status for one in found.values()} == {SubscriberStatus.UNSUBSCRIBED}
    assert len(found) == len(answered)


def test_a_polite_end_closes_everything(root: Path):
    process, address = start(root)
    with urlopen(f"{address}/healthz") as answer:  # noqa: S310 - our own address
        assert answer.read() == b"ok"
    process.terminate()
    process.stdout.close()
    assert process.wait(timeout=60) == 0
