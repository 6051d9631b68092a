"""A real sending from the command line, to a local server that plays Mailgun."""

import json
import mailbox
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from mailgun_double import DOMAIN, KEY, MailgunDouble
from real_project import EVENT, ISSUE, PROJECT_KEY, confirmation, edit, set_up

KEYS = {"THE_KEY": KEY, "PYNEWS_KEY": PROJECT_KEY}


@pytest.fixture
def mailgun():
    with MailgunDouble() as double:
        yield double


@pytest.fixture
def real(project: Path, run, mailgun):
    """The example project, set up to send through Mailgun now."""
    table = f'name = "mailgun"\ndomain = "{DOMAIN}"\nbase_url = "{mailgun.base}"'
    set_up(project, table)

    def pynews(*arguments: str, stdin: str = ""):
        return run(*arguments, stdin=stdin, **KEYS)

    assert pynews("subscribers", "import", "subscribers.example.csv").code == 0
    return pynews


def test_a_confirmed_plan_goes_out_once_and_is_recorded(real, project, mailgun):
    sent = real("send", "2021-11", "--confirm", confirmation(real))
    assert sent.code == 0, sent.err
    assert "5 messages accepted by mailgun" in sent.out
    assert set(mailgun.copies.values()) == {1}
    assert len(mailgun.taken) == 5
    record = json.loads((project / "newsletters/2021-11/sent.json").read_text(encoding="utf-8"))
    assert record["sendings"][0]["accepted"] == 5
    assert record["sendings"][0]["events"]["first-community-event"]["sequence"] == 0
    assert "editor@" not in json.dumps(record)
    assert "chair@" not in json.dumps(record)
    again = real("send", "2021-11", "--confirm", confirmation(real))
    assert again.code == 0
    assert "Nothing to send" in again.out
    assert mailgun.posts == 5


def test_nobody_there_to_confirm_means_nothing_is_sent(real, mailgun):
    refused = real("send", "2021-11")
    assert refused.code == 7
    assert "--confirm 2021-11:5:" in refused.err
    assert mailgun.posts == 0


def test_what_changed_after_the_freeze_is_not_sent(real, project, mailgun):
    assert real("send", "2021-11", "--confirm", confirmation(real)).code == 0
    edit(project, ISSUE, "The board met", "The board has met")
    changed = real("send", "2021-11", "--confirm", confirmation(real))
    assert changed.code == 7
    assert "other content" in changed.err
    assert mailgun.posts == 5


def test_a_message_without_a_clear_answer_is_asked_about_and_not_sent_again(real, mailgun):
    mailgun.script = ["drop"]
    sent = real("send", "2021-11", "--confirm", confirmation(real))
    assert sent.code in {0, 8}, sent.err
    assert set(mailgun.copies.values()) == {1}
    assert len(mailgun.taken) == 5


def test_a_planned_time_long_past_is_refused(real, project, mailgun):
    path = project / ISSUE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = ["send: 2021-11-02 09:00\n" if line.startswith("send:") else line for line in lines]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    refused = real("send", "2021-11", "--confirm", confirmation(real))
    assert refused.code == 7
    assert "lies in the past" in refused.err
    lines = ["send: 2099-11-02 09:00\n" if line.startswith("send:") else line for line in lines]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    early = real("send", "2021-11", "--confirm", confirmation(real))
    assert early.code == 7
    assert "has not come" in early.err
    assert mailgun.posts == 0


def test_without_a_way_to_leave_nothing_is_sent(real, project, mailgun):
    edit(project, "pynews.toml", 'mailto = "unsubscribe@example.org"', 'mailto = ""')
    edit(project, "pynews.toml", 'url = "https://news.example.org"', 'url = ""')
    refused = real("send", "2021-11")
    assert refused.code == 3
    assert "unsubscribe" in refused.err
    assert mailgun.posts == 0


def test_an_event_that_moved_since_is_told_in_the_next_issue(real, project):
    assert real("send", "2021-11", "--confirm", confirmation(real)).code == 0
    following = project / "newsletters" / "next" / "issue.md"
    following.parent.mkdir()
    text = (project / ISSUE).read_text(encoding="utf-8")
    following.write_text(text, encoding="utf-8", newline="\n")
    day = datetime.now(UTC) + timedelta(days=15)
    path = project / EVENT
    moved = [
        f"start: {day:%Y-%m-%d} 12:00\n" if line.startswith("start:") else line
        for line in path.read_text(encoding="utf-8").splitlines(keepends=True)
    ]
    path.write_text("".join(moved), encoding="utf-8", newline="\n")
    plan = json.loads(real("plan", "next", "--json").out)
    invitation = plan["invitations"][0]
    assert invitation["sequence"] == 1
    assert invitation["change"] in {"moved", "time-known"}
    assert "was" in invitation["words"] or "known" in invitation["words"]
    same = json.loads(real("plan", "2021-11", "--json").out)
    assert same["invitations"][0]["sequence"] == 0


def test_what_a_strict_editor_would_not_let_go_is_not_sent(real, project, mailgun):
    edit(project, ISSUE, "The board met", "The board met on Tuesday 31 December 2098")
    refused = real("send", "2021-11", "--confirm", confirmation(real))
    assert refused.code == 6
    assert "[weekday-date]" in refused.err
    assert mailgun.posts == 0


def test_who_left_at_the_provider_since_the_plan_gets_nothing(real, mailgun):
    confirm = confirmation(real)
    mailgun.speaks.lists = {
        "unsubscribes": [{"address": "analyst@example.org", "created_at": "now"}]
    }
    sent = real("send", "2021-11", "--confirm", confirm)
    assert sent.code == 0, sent.err
    assert "4 messages accepted" in sent.out
    assert "1 more who left since the plan was frozen" in sent.out
    assert "analyst@example.org" not in {to for _, to in mailgun.taken}


@pytest.mark.parametrize(("answer", "code"), [(500, 9), (401, 10)])
def test_nothing_goes_out_while_the_provider_does_not_say_who_left(real, mailgun, answer, code):
    confirm = confirmation(real)
    mailgun.speaks.lists = answer
    stopped = real("send", "2021-11", "--confirm", confirm)
    assert stopped.code == code
    assert "nothing was sent, because I could not ask who left" in stopped.err
    assert "--no-pull" in stopped.err
    assert mailgun.posts == 0
    assert real("send", "2021-11", "--no-pull").code == 0
    assert len(mailgun.taken) == 5


def test_whose_signed_reports_come_in_need_not_be_asked_for_lists(real, project, mailgun):
    with (project / "pynews.toml").open("a", encoding="utf-8") as file:
        file.write('\n[reports.mailgun]\nkey_env = "MAILGUN_WEBHOOK_KEY"\n')
    mailgun.speaks.lists = 401
    assert real("send", "2021-11", "--confirm", confirmation(real)).code == 0
    assert len(mailgun.taken) == 5
    asked = real("track", "--pull")
    assert asked.code == 10
    assert "does not open the lists" in asked.err


def test_nothing_goes_out_while_the_mailbox_cannot_be_read(real, project, mailgun):
    edit(project, "pynews.toml", 'mailto = "', 'mailbox = "mail"\nmailto = "')
    stopped = real("send", "2021-11", "--confirm", confirmation(real))
    assert stopped.code == 3
    assert "no mailbox is here" in stopped.err
    assert mailgun.posts == 0
    wish = b"From: chair@example.org\nSubject: unsubscribe\n\n"
    mailbox.Maildir(project / "mail", create=True).add(wish)
    assert real("send", "2021-11").code == 0
    assert "chair@example.org" not in {to for _, to in mailgun.taken}
    assert len(mailgun.taken) == 4


def test_what_goes_out_by_itself_asks_first_too(real, project, mailgun):
    at = f"{datetime.now(ZoneInfo('Europe/London')) + timedelta(hours=1):%Y-%m-%d %H:%M}"
    planned = json.loads(real("plan", "2021-11", "--at", at, "--json").out)
    frozen = real("schedule", "2021-11", "--at", at, "--confirm", planned["confirm"])
    assert frozen.code == 0, frozen.err
    make_due(project)
    mailgun.speaks.lists = 500
    stopped = real("tick")
    assert stopped.code == 9
    assert "I could not ask who left" in stopped.err
    assert mailgun.posts == 0
    mailgun.speaks.lists = {"bounces": [{"address": "chair@example.org", "code": "550"}]}
    assert real("tick").code == 0
    assert len(mailgun.taken) == 4


def test_the_lists_health_tells_complaints_against_what_was_sent(real, mailgun):
    assert real("send", "2021-11", "--confirm", confirmation(real)).code == 0
    mailgun.speaks.lists = {
        "complaints": [{"address": "chair@example.org", "created_at": "now"}],
        "bounces": [{"address": "editor@example.org", "code": "550", "error": "5.1.1 unknown"}],
    }
    assert real("track", "--pull").code == 0
    told = real("subscribers", "health").out
    assert "3 active" in told
    assert "complained  1 (20.00%)" in told
    assert "over 0.3 %" in told
    tree = json.loads(real("subscribers", "health", "--json").out)
    assert (tree["sent"], tree["bounced"], tree["complained"]) == (5, 1, 1)
    assert (tree["complaint_rate"], tree["bounce_rate"]) == (0.2, 0.2)
    mailgun.speaks.lists = {}
    assert json.loads(real("track", "--json").out)["complained"] == 1


def make_due(project: Path) -> None:
    """Move an appointment to the present, as if its time had come."""
    wall = f"{datetime.now(ZoneInfo('Europe/London')) - timedelta(minutes=1):%Y-%m-%dT%H:%M:%S}"
    database = sqlite3.connect(project / "pynews.db")
    with database:
        database.execute("UPDATE schedule SET wall = ?", (wall,))
    database.close()


def test_every_reason_against_a_sending_is_told_at_once(real, run, project, mailgun):
    edit(project, ISSUE, "The board met", "The board met on Tuesday 31 December 2098")
    edit(project, "pynews.toml", 'mailto = "unsubscribe@example.org"', 'mailto = ""')
    edit(project, "pynews.toml", 'url = "https://news.example.org"', 'url = ""')
    send_at(project, "2021-11-02 09:00")
    for command in (["send"], ["schedule", "--at", "2021-11-02 09:00"]):
        refused = run(*command, "2021-11", PYNEWS_KEY="")
        assert refused.code == 10, refused.err
        for reason in (
            "mailgun needs a key",
            "needs a key of your own",
            "nobody could unsubscribe",
            "lies in the past",
            "[weekday-date]",
        ):
            assert refused.err.count(reason) == 1, refused.err
        assert refused.err.count(" hint: ") == refused.err.count("error: ") >= 5
    refused = real("send", "2021-11", "--confirm", "2021-11:5:000000")
    assert refused.code == 3
    for reason in ("nobody could unsubscribe", "lies in the past", "[weekday-date]", "confirmed"):
        assert refused.err.count(reason) == 1, refused.err
    plan = real("plan", "2021-11")
    assert plan.code == 0
    for reason in ("nobody could unsubscribe", "lies in the past", "[weekday-date]"):
        assert plan.err.count(reason) == 1, plan.err
    ways = json.loads(real("plan", "2021-11", "--json").out)["in_the_way"]
    assert any("lies in the past" in one["what"] for one in ways)
    keyless = run("plan", "2021-11", PYNEWS_KEY=PROJECT_KEY)
    assert keyless.code == 10
    assert keyless.err.count("mailgun needs a key") == 1
    assert "[weekday-date]" in keyless.err
    odd = run("schedule", "2021-11", "--at", "soon", "--grace", "long", PYNEWS_KEY=PROJECT_KEY)
    assert odd.code == 10
    for reason in ("mailgun needs a key", "--at: ", "--grace: ", "[weekday-date]"):
        assert odd.err.count(reason) == 1, odd.err
    edit(project, ISSUE, "events: ", "happenings: ")
    for command in ("plan", "send"):
        torn = run(command, "2021-11", PYNEWS_KEY=PROJECT_KEY)
        assert torn.code == (4 if command == "plan" else 10), torn.err
        assert "happenings" in torn.err
    assert mailgun.posts == 0


def test_a_database_that_knows_less_than_the_record_of_a_sending_sends_nothing(
    real, project, mailgun
):
    real("backup", "before.db")
    confirm = confirmation(real)
    assert real("send", "2021-11", "--confirm", confirm).code == 0
    (project / "pynews.db").unlink()
    for side in project.glob("pynews.db-*"):
        side.unlink()
    (project / "before.db").rename(project / "pynews.db")
    again = real("send", "2021-11", "--confirm", confirm)
    assert again.code == 7
    assert "5 messages went out" in again.err
    assert "pynews.db knows of 0" in again.err
    later = datetime.now(ZoneInfo("Europe/London")) + timedelta(days=2)
    assert "5 messages went out" in real("plan", "2021-11").err
    at = f"{later:%Y-%m-%d %H:%M}"
    assert real("schedule", "2021-11", "--at", at, "--confirm", "x").code == 7
    assert mailgun.posts == 5
    (project / "newsletters/2021-11/sent.json").unlink()
    assert real("send", "2021-11", "--confirm", confirmation(real)).code != 0
    assert mailgun.posts == 5


def send_at(project, moment):
    path = project / ISSUE
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines = [f"send: {moment}\n" if line.startswith("send:") else line for line in lines]
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
