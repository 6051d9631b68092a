"""A correction goes to exactly those who got the issue, and moves their calendars."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from icalendar import Calendar

from pynews import pipeline
from pynews.audience import import_subscribers
from pynews.config import Project, load
from pynews.errors import PlanError, SourceError, UsageError
from pynews.model import Change, Plan, Reason, SubscriberStatus
from pynews.store import State

sys.path.insert(0, str(Path(__file__).parents[1] / "providers"))

from smtp_double import SmtpDouble

ISSUE = "2021-11"
NOW = datetime(2021, 11, 2, 9, tzinfo=UTC)
LATER = datetime(2021, 11, 10, 15, 40, tzinfo=UTC)
CORRECTION = """\
---
subject: The first community event is on Wednesday
send: 2021-11-10 15:00
---
Dear {{ first_name or "members" }},

we told you the wrong day: the event is on Wednesday 17 November.
"""
posix = pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX systems")


@pytest.fixture
def server() -> Iterator[SmtpDouble]:
    with SmtpDouble() as double:
        yield double


@pytest.fixture
def opened(project: Path, server: SmtpDouble) -> Project:
    """The example project with six readers, sending through a mail server."""
    toml = project / "pynews.toml"
    text = toml.read_text(encoding="utf-8").replace(
        'name = "outbox"',
        f'name = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"',
    )
    toml.write_text(text, encoding="utf-8")
    (project / ".env").write_text("PYNEWS_KEY=a-key-for-tests-alone-01\n", encoding="utf-8")
    found = load(project)
    rows = ["email,first_name,consent_at,consent_source"]
    rows += [f"reader{n}@example.org,Reader {n},2021-05-20,form" for n in range(6)]
    add(found, *rows)
    return found


def add(project: Project, *rows: str) -> None:
    path = project.root / "people.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pipeline.open_subscribers(project) as store:
        import_subscribers(store, path, key=project.key, consent_source="", dry_run=False)


def send_issue(project: Project, **other: object) -> pipeline.Sending:
    built = pipeline.build(project, ISSUE)
    plan = pipeline.make_plan(project, built)
    *_, end = pipeline.send(project, built, plan, now=lambda: NOW, **other)
    return end


def send_correction(project: Project, **other: bool) -> tuple[Plan, pipeline.Sending]:
    built = pipeline.correct(project, ISSUE, now=LATER, **other)
    plan = pipeline.make_plan(project, built)
    *_, end = pipeline.send(project, built, plan, now=lambda: LATER)
    return plan, end


def rewrite(project: Project, old: str, new: str) -> None:
    path = project.root / "newsletters/events/2021-11-16-first-community-event.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def move(project: Project) -> None:
    rewrite(project, "start: 2021-11-16", "start: 2021-11-17 12:00")


def correct(project: Project, text: str = CORRECTION) -> None:
    path = project.root / f"newsletters/{ISSUE}/correction.md"
    path.write_text(text, encoding="utf-8")


def record(project: Project) -> list[dict]:
    path = project.root / f"newsletters/{ISSUE}/sent.json"
    return json.loads(path.read_text(encoding="utf-8"))["sendings"]


def told(content: bytes) -> tuple[str, int, datetime, datetime]:
    """Return what a message tells calendars: method, sequence, stamp, start."""
    message = message_from_bytes(content, policy=default)
    (part,) = [one for one in message.walk() if one.get_content_type() == "text/calendar"]
    event = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]
    method = str(part.get_param("method"))
    return method, int(event["sequence"]), event["dtstamp"].dt, event["dtstart"].dt


def test_it_goes_to_those_who_got_the_issue_and_to_nobody_else(
    opened: Project, server: SmtpDouble
) -> None:
    send_issue(opened)
    first = len(server.taken)
    assert first == 6
    add(opened, "email,consent_at,consent_source", "late@example.org,2021-11-05,form")
    with pipeline.open_subscribers(opened) as store:
        store.suppress("reader3@example.org", "asked", LATER)
    move(opened)
    correct(opened)
    plan, end = send_correction(opened)
    assert plan.purpose == end.campaign.purpose == "correction-1"
    assert (plan.audience.count, end.tally.accepted) == (5, 5)
    assert plan.audience.held_back == {Reason.SUPPRESSED: 1}
    got = {recipient for recipient, _ in server.taken[first:]}
    assert got == {f"reader{n}@example.org" for n in (0, 1, 2, 4, 5)}
    method, sequence, stamp, start = told(server.taken[-1][1])
    assert (method, sequence) == ("PUBLISH", 1)
    assert start == datetime(2021, 11, 17, 12, tzinfo=UTC)
    assert stamp > told(server.taken[0][1])[2]


def test_it_is_a_campaign_and_a_record_of_its_own_and_goes_once(
    opened: Project, server: SmtpDouble
) -> None:
    send_issue(opened)
    before = pipeline.build(opened, ISSUE).digest
    move(opened)
    correct(opened)
    send_correction(opened)
    taken = len(server.taken)
    _, again = send_correction(opened)
    assert again.already_done
    assert len(server.taken) == taken
    with pipeline.open_ledger(opened) as ledger:
        assert [one.purpose for one in ledger.campaigns()] == ["issue", "correction-1"]
    assert [one["purpose"] for one in record(opened)] == ["issue", "correction-1"]
    events = [one["events"]["first-community-event"]["sequence"] for one in record(opened)]
    assert events == [0, 1]
    # The issue itself, built again from the files as they were, comes out as it was sent.
    rewrite(opened, "start: 2021-11-17 12:00", "start: 2021-11-16")
    assert pipeline.build(opened, ISSUE).digest == before


def test_a_second_correction_is_later_than_the_first_whatever_its_file_says(
    opened: Project, server: SmtpDouble
) -> None:
    send_issue(opened)
    move(opened)
    correct(opened)
    send_correction(opened)
    rewrite(opened, "start: 2021-11-17 12:00", "start: 2021-11-17 12:00\ncancelled: yes")
    correct(opened, CORRECTION.replace("2021-11-10 15:00", "2021-11-01 09:00"))
    plan, end = send_correction(opened)
    assert (plan.purpose, end.tally.accepted) == ("correction-2", 6)
    (_, first, stamp, _), (method, second, later, _) = (
        told(server.taken[6][1]),
        told(server.taken[-1][1]),
    )
    assert (first, second, method) == (1, 2, "CANCEL")
    assert later > stamp


def test_only_changed_events_are_told_and_words_alone_may_go(opened: Project) -> None:
    send_issue(opened)
    correct(opened)
    built = pipeline.correct(opened, ISSUE, now=LATER)
    assert built.invitations == ()
    move(opened)
    built = pipeline.correct(opened, ISSUE, now=LATER)
    assert [one.change for one in built.invitations] == [Change.MOVED]
    assert built.invitations[0].words.startswith("updated: Wednesday 17 November 2021")
    assert "17 November" in built.edition.text


def test_those_in_doubt_are_named_and_left_out_unless_asked_for(
    opened: Project, server: SmtpDouble
) -> None:
    server.script = ["dot-drop"]
    end = send_issue(opened)
    assert end.tally.unknown == 1
    move(opened)
    correct(opened)
    built = pipeline.correct(opened, ISSUE, now=LATER)
    plan = pipeline.make_plan(opened, built)
    assert plan.audience.count == 5
    assert plan.audience.held_back == {Reason.IN_DOUBT: 1}
    (named,) = plan.audience.excluded
    assert named.masked.endswith("***@example.org")
    plan, end = send_correction(opened, include_unknown=True)
    assert (plan.audience.count, end.tally.accepted) == (6, 6)


def test_whoever_was_erased_since_is_counted_and_not_written_to(opened: Project) -> None:
    send_issue(opened)
    with pipeline.open_subscribers(opened) as store:
        store.erase("reader2@example.org", LATER)
    correct(opened)
    plan, end = send_correction(opened)
    assert plan.audience.held_back == {Reason.ERASED: 1}
    assert end.tally.accepted == 5


def test_an_issue_never_sent_still_on_its_way_or_without_a_text_is_not_corrected(
    opened: Project,
) -> None:
    with pytest.raises(SourceError, match=r"has no correction\.md"):
        pipeline.correct(opened, ISSUE, now=LATER)
    correct(opened, "---\nsubject: Nothing\nto: members\n---\n")
    with pytest.raises(SourceError) as caught:
        pipeline.correct(opened, ISSUE, now=LATER)
    assert {one.what for one in caught.value.problems} == {
        "unknown key 'to'",
        "the correction says nothing",
    }
    correct(opened)
    with pytest.raises(UsageError, match="nothing was sent"):
        pipeline.correct(opened, ISSUE, now=LATER)
    send_issue(opened, stopping=lambda: True)
    with pytest.raises(PlanError, match="still on its way"):
        pipeline.correct(opened, ISSUE, now=LATER)


def test_an_issue_given_up_half_way_is_corrected_for_those_who_have_it(
    opened: Project, server: SmtpDouble
) -> None:
    rows = [f"more{n}@example.org,2021-05-20,form" for n in range(300)]
    add(opened, "email,consent_at,consent_source", *rows)
    send_issue(opened, stopping=lambda: len(server.taken) > 1)
    got = len(server.taken)
    pipeline.cancel(opened, ISSUE, why="the wrong day", who="an editor", now=NOW)
    move(opened)
    correct(opened)
    plan, end = send_correction(opened)
    assert 0 < plan.audience.count == end.tally.accepted == got < 306


def test_a_text_without_front_matter_goes_out_at_the_hour(opened: Project) -> None:
    send_issue(opened)
    move(opened)
    correct(opened, "We are sorry: the event moved.\n")
    built = pipeline.correct(opened, ISSUE, now=LATER)
    assert built.issue.send == LATER.replace(minute=0)
    assert built.issue.subject == "A correction to our last message"
    found = pipeline.check(opened, ISSUE, built=built).to_fix
    assert {one.rule for one in found} == {"one-click-header"}
    same = pipeline.correct(opened, ISSUE, now=LATER + timedelta(minutes=15))
    assert pipeline.make_plan(opened, same).digest == pipeline.make_plan(opened, built).digest


def test_a_rehearsal_tells_what_would_change_and_advances_nothing(run, project) -> None:
    assert run("subscribers", "import", "subscribers.example.csv").code == 0
    assert run("send", ISSUE).code == 0
    event = project / "newsletters/events/2021-11-16-first-community-event.md"
    text = event.read_text(encoding="utf-8")
    event.write_text(text.replace("start: 2021-11-16", "start: 2021-11-17 12:00"), "utf-8")
    (project / f"newsletters/{ISSUE}/correction.md").write_text(CORRECTION, encoding="utf-8")
    plan = run("plan", ISSUE, "--correction")
    assert "to          5 people (who got 2021-11)" in plan.out
    assert "change      nobody who did not get it is added" in plan.out
    assert "updated: Wednesday 17 November 2021, midday GMT, was Tuesday 16" in plan.out
    built = run("build", ISSUE, "--correction")
    assert "build/2021-11/correction/" in built.out.replace("\\", "/"), built.err
    sent = run("send", ISSUE, "--correction")
    assert "2021-11, correction-1: 5 messages in outbox/" in sent.out, sent.err
    assert "Nothing to send" in run("send", ISSUE, "--correction").out
    assert not (project / f"newsletters/{ISSUE}/sent.json").exists()
    issue = json.loads(run("build", ISSUE, "--json").out)
    assert [one["sequence"] for one in issue["invitations"]] == [0]
    refused = run("send", ISSUE, "--include-unknown")
    assert (refused.code, "add --correction" in refused.err) == (2, True)
    found = run("check", ISSUE, "--correction")
    assert "correction.md" in found.out + found.err or found.code == 0


SENDER = """
import sys
from datetime import datetime
from pathlib import Path
from pynews import pipeline
from pynews.config import load

project, now = load(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2])
built = pipeline.correct(project, "2021-11", now=now)
plan = pipeline.make_plan(project, built)
for end in pipeline.send(project, built, plan, now=lambda: now):
    pass
"""


@posix
def test_a_correction_killed_on_its_way_reaches_everybody_at_most_once(
    opened: Project, server: SmtpDouble
) -> None:
    rows = [f"more{n}@example.org,2021-05-20,form" for n in range(300)]
    add(opened, "email,consent_at,consent_source", *rows)
    send_issue(opened)
    first = len(server.taken)
    move(opened)
    correct(opened)
    command = [sys.executable, "-c", SENDER, str(opened.root), LATER.isoformat()]
    process = subprocess.Popen(command)
    while len(server.taken) < first + 20 and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGKILL)
    process.wait()
    next_hour = LATER + timedelta(hours=3)
    built = pipeline.correct(opened, ISSUE, now=next_hour)
    plan = pipeline.make_plan(opened, built)
    assert plan.purpose == "correction-1"
    *_, end = pipeline.send(opened, built, plan, now=lambda: next_hour)
    counts = Counter(recipient for recipient, _ in server.taken[first:])
    assert set(counts.values()) == {1}
    assert len(counts) + end.tally.unknown >= 306
    assert end.tally.accepted + end.tally.unknown == 306
    with pipeline.open_ledger(opened) as ledger:
        assert [one.state for one in ledger.campaigns()] == [State.OPEN, State.OPEN]
    with pipeline.open_subscribers(opened) as store:
        assert store.get("reader1@example.org").status is SubscriberStatus.ACTIVE


def test_the_file_may_name_the_events_itself(opened: Project) -> None:
    send_issue(opened)
    correct(
        opened,
        CORRECTION.replace("send:", "events: [first-community-event]\nsend:"),
    )
    (told,) = pipeline.correct(opened, ISSUE, now=LATER).invitations
    assert (told.change, told.sequence, told.attached) == (Change.UNCHANGED, 0, True)


def test_a_correction_given_up_half_way_is_on_record_for_those_who_have_it(
    opened: Project, server: SmtpDouble
) -> None:
    rows = [f"more{n}@example.org,2021-05-20,form" for n in range(300)]
    add(opened, "email,consent_at,consent_source", *rows)
    send_issue(opened)
    first = len(server.taken)
    move(opened)
    correct(opened)
    built = pipeline.correct(opened, ISSUE, now=LATER)
    plan = pipeline.make_plan(opened, built)
    stop = lambda: len(server.taken) > first + 1  # noqa: E731  said once
    list(pipeline.send(opened, built, plan, now=lambda: LATER, stopping=stop))
    assert first < len(server.taken) < first + 306
    campaign, tally = pipeline.cancel(opened, ISSUE, why="wrong", who="an editor", now=LATER)
    assert (campaign.purpose, tally.accepted) == ("correction-1", len(server.taken) - first)
    assert [one["purpose"] for one in record(opened)] == ["issue", "correction-1"]
    rewrite(opened, "start: 2021-11-17 12:00", "start: 2021-11-18 12:00")
    following = pipeline.correct(opened, ISSUE, now=LATER)
    assert following.purpose == "correction-2"
    assert following.invitations[0].sequence == 2
    assert pipeline.make_plan(opened, following).audience.count == 306
