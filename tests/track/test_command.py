"""``pynews track`` and ``subscribers health``, as an editor runs them."""

import json
import mailbox
from pathlib import Path

from pynews.config import DEMO_KEY
from pynews.model import subscriber_id, unsubscribe_token

IMPORT = ("subscribers", "import", "subscribers.example.csv")
ANALYST = "analyst@example.org"


def link(address: str = ANALYST) -> str:
    id_ = subscriber_id(DEMO_KEY, address)
    return f"{id_}.{unsubscribe_token(DEMO_KEY, id_)}"


def post_in(folder: Path, *subjects: str) -> None:
    box = mailbox.Maildir(folder, create=True)
    for subject in subjects:
        box.add(f"From: {ANALYST}\nSubject: {subject}\n\nBye\n".encode())


def status(run, address: str = ANALYST) -> str:
    return json.loads(run("subscribers", "show", address, "--json").out)["subscriber"]["status"]


def test_who_left_by_mail_is_held_back_from_the_next_sending(run, project: Path):
    assert run(*IMPORT).code == 0
    post_in(project / "mail", f"unsubscribe {link()}", "Lunch?")
    text = (project / "pynews.toml").read_text(encoding="utf-8")
    (project / "pynews.toml").write_text(
        text.replace('mailto = "unsubscribe@', 'mailbox = "mail"\nmailto = "unsubscribe@')
    )
    dry = run("track", "--pull", "--dry-run")
    assert dry.code == 0, dry.err
    assert "1 would be unsubscribed" in dry.out
    assert status(run) == "active"
    done = run("track", "--pull")
    assert "1 new report, 0 known before" in done.out
    assert "1 unsubscribed, 0 suppressed" in done.out
    assert status(run) == "unsubscribed"
    again = json.loads(run("track", "--pull", "--json").out)
    assert (again["schema"], again["new"]) == (1, 0)
    sent = run("send", "2021-11")
    assert "held back: a***@example.org (unsubscribed)" in sent.out


def test_another_mailbox_can_be_named(run, project: Path):
    assert run(*IMPORT).code == 0
    post_in(project / "other", "unsubscribe")
    assert run("track", "--mailbox", "other").code == 0
    assert status(run) == "unsubscribed"


def test_without_any_place_to_fetch_from_it_says_what_to_write(run):
    ended = run("track", "--pull")
    assert ended.code == 3
    assert "mailbox =" in ended.err


def test_health_tells_growth_and_what_came_back(run, project: Path):
    assert run(*IMPORT).code == 0
    post_in(project / "mail", "unsubscribe")
    assert run("track", "--mailbox", "mail").code == 0
    told = run("subscribers", "health")
    assert told.code == 0, told.err
    assert "4 active" in told.out
    assert "2021-05   +2  -0" in told.out
    assert "nothing was sent yet" in told.out
    tree = json.loads(run("subscribers", "health", "--json").out)
    assert tree["months"]["2021-10"] == {
        "joined": 1,
        "unsubscribed": 0,
        "suppressed": 0,
        "erased": 0,
    }
    assert tree["by_status"]["unsubscribed"] == 1
    assert "Complaints:" in run("track").out
    assert json.loads(run("track", "--json").out)["unsubscribed"] == 1


def test_what_came_back_is_part_of_what_is_held_on_a_person(run, project: Path):
    assert run(*IMPORT).code == 0
    post_in(project / "mail", "unsubscribe")
    assert run("track", "--mailbox", "mail").code == 0
    (report,) = json.loads(run("subscribers", "export", ANALYST).out)["reports"]
    assert (report["kind"], report["provider"]) == ("unsubscribed", "mailbox")
    assert "unsubscribed" in run("subscribers", "show", ANALYST).out
