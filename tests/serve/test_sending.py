"""Tests and schedules from the preview: to the right people, once, and never by accident."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from pynews import pipeline, serve
from pynews.errors import PlanError, ProjectError

from .conftest import Caller, Desk, rehearsed
from .test_tour import address

GONE = "editor@example.org"
MOMENT = datetime(2021, 11, 1, 9, tzinfo=UTC)


def outbox(desk: Desk) -> list[Path]:
    return sorted((desk.project.outbox / "new").glob("*"))


def trial(desk: Desk, ticket: str = "") -> pipeline.Trial:
    project = desk.project
    built = pipeline.build(project)
    ticket = ticket or pipeline.next_ticket(project, built)
    return pipeline.send_test(project, built, ticket=ticket, now=lambda: MOMENT)


@pytest.fixture
def seated(desk: Desk) -> Iterator[Caller]:
    with serve.preview(desk.project) as running:
        yield Caller(running.url)


def post(caller: Caller, path: str, tree: object, **headers: str) -> tuple[int, dict[str, Any]]:
    sent = {"Origin": f"http://{caller.address}", "Content-Type": "application/json", **headers}
    status, _, body = caller.ask(
        f"{path}?issue=2021-11", method="POST", body=json.dumps(tree).encode(), **sent
    )
    return status, json.loads(body) if body else {}


def sending(caller: Caller, at: str = "") -> dict[str, Any]:
    return json.loads(caller.ask(f"/api/sending?issue=2021-11&at={at}")[2])


def test_a_test_goes_to_the_projects_own_addresses_marked_and_with_nobodys_link(desk: Desk):
    rehearsed(desk)
    before = set(outbox(desk))
    done = trial(desk)
    assert (done.tally.accepted, done.already_done) == (1, False)
    (message,) = set(outbox(desk)) - before
    text = message.read_text(encoding="utf-8")
    assert "Subject: [Test] First community event" in text
    assert "\nTo: editor@example.org" in text
    token = re.search(r"unsubscribe\s+([a-z2-7]{26})\.", text)
    with pipeline.open_subscribers(desk.project) as people:
        assert token is None or not people.by_ids([token[1]])
    assert not (desk.issue.parent / "sent.json").exists()


def test_a_ticket_is_worth_one_test_and_the_next_one_another(desk: Desk):
    project = desk.project
    built = pipeline.build(project)
    ticket = pipeline.next_ticket(project, built)
    assert not trial(desk, ticket).already_done
    assert trial(desk, ticket).already_done
    assert len(outbox(desk)) == 1
    assert pipeline.next_ticket(project, built) != ticket
    trial(desk)
    assert len(outbox(desk)) == 2


@pytest.mark.parametrize("ticket", ["x", "-", "0" * 16 + "-1", "../../x"])
def test_a_ticket_of_another_state_of_the_issue_sends_nothing(desk: Desk, ticket: str):
    with pytest.raises(PlanError, match="changed since"):
        trial(desk, ticket)
    assert outbox(desk) == []


@pytest.mark.parametrize(
    ("addresses", "says"),
    [("[]", "no address"), (str([f"a{n}@example.org" for n in range(11)]), "11 addresses")],
)
def test_a_test_needs_a_few_addresses(desk: Desk, addresses: str, says: str):
    desk.change(
        desk.root / "pynews.toml",
        'test_recipients = ["editor@example.org"]',
        f"test_recipients = {addresses}",
    )
    with pytest.raises(ProjectError, match=says):
        trial(desk)


def test_who_left_the_list_gets_no_test_either(desk: Desk):
    rehearsed(desk)
    before = outbox(desk)
    subprocess.run(
        [sys.executable, "-m", "pynews", "subscribers", "suppress", GONE],
        cwd=desk.root,
        check=True,
        capture_output=True,
    )
    with pytest.raises(ProjectError, match="suppressed on the list"):
        trial(desk)
    assert outbox(desk) == before


def test_pressing_the_button_many_times_at_once_sends_one_test(seated: Caller, desk: Desk):
    ticket = sending(seated)["test"]["ticket"]
    with ThreadPoolExecutor(8) as many:
        replies = list(many.map(lambda _: post(seated, "/api/test", {"ticket": ticket}), range(8)))
    assert {status for status, _ in replies} == {200}
    assert len(outbox(desk)) == 1
    assert sum("in the outbox" in told.get("done", "") for _, told in replies) == 1


@pytest.mark.parametrize("path", ["/api/test", "/api/schedule", "/api/open", "/api/mend"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://example.org"},
        {"Origin": "null"},
        {"Content-Type": "text/plain"},
        {"Cookie": ""},
        {"Sec-Fetch-Site": "cross-site"},
    ],
    ids=str,
)
def test_no_other_page_can_press_a_button(caller: Caller, path: str, headers: dict[str, str]):
    ticket = sending(caller)["test"]["ticket"]
    assert post(caller, path, {"ticket": ticket}, **headers) == (403, {})
    assert sending(caller)["test"]["ticket"] == ticket


@pytest.mark.parametrize("tree", [[], "x", 1, None, {}, {"ticket": 5}, {"at": []}])
@pytest.mark.parametrize(
    "path", ["/api/test", "/api/schedule", "/api/open", "/api/keep", "/api/mend"]
)
def test_nonsense_is_refused(caller: Caller, path: str, tree: object):
    assert post(caller, path, tree)[0] in {400, 404}


def later(hours: int = 48) -> str:
    return f"{datetime.now(UTC) + timedelta(hours=hours):%Y-%m-%dT%H:%M}"


def test_a_plan_is_frozen_only_when_its_number_is_typed(seated: Caller, desk: Desk):
    rehearsed(desk)
    at = later()
    plan = sending(seated, at)["plan"]
    assert plan["count"] == 5
    assert plan["ready"]
    wrong = {"at": at, "confirm": plan["confirm"], "typed": "4"}
    assert "type the number" in post(seated, "/api/schedule", wrong)[1]["why"]
    old = {"at": at, "confirm": "2021-11:5:000000", "typed": "5"}
    assert "changed since" in post(seated, "/api/schedule", old)[1]["why"]
    right = {"at": at, "confirm": plan["confirm"], "typed": "5"}
    replies = [post(seated, "/api/schedule", right)[1] for _ in range(2)]
    assert all("Frozen: 5 people" in told["done"] for told in replies)
    with sqlite3.connect(desk.project.outbox / "rehearsal.db") as database:
        assert database.execute("SELECT COUNT(*) FROM schedule").fetchone() == (1,)


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("2021-11-02T09:00", "past"),
        ("soon", "not a"),
        ("2099-01-01", "time is needed"),
        ("2099-03-29T01:30", "clock"),
    ],
)
def test_no_plan_is_made_for_a_time_that_cannot_be(caller: Caller, at: str, says: str):
    assert says in sending(caller, at)["why"]
    told = {"at": at, "confirm": "2021-11:5:000000", "typed": "5"}
    assert says in post(caller, "/api/schedule", told)[1]["why"]


def test_looking_at_a_plan_without_a_list_makes_none(seated: Caller, desk: Desk):
    assert "no list of subscribers" in sending(seated, later())["why"]
    assert not desk.project.store.exists()
    assert not desk.project.outbox.exists()


def test_a_real_sending_with_findings_to_fix_cannot_be_scheduled(desk: Desk):
    rehearsed(desk)
    desk.change(desk.root / "pynews.toml", 'name = "outbox"', 'name = "smtp"\nhost = "127.0.0.1"')
    (desk.root / ".env").write_text(f"PYNEWS_KEY={'k' * 43}\n", encoding="utf-8")
    desk.change(desk.issue, "met on 12 October", "met [again](#) on 12 October")
    with serve.preview(desk.project) as running:
        seated = Caller(running.url)
        at = later()
        plan = sending(seated, at)["plan"]
        assert not plan["ready"]
        assert any("placeholder" in words for words in plan["words"])
        told = {"at": at, "confirm": plan["confirm"], "typed": str(plan["count"])}
        assert "placeholder" in post(seated, "/api/schedule", told)[1]["why"]


def test_what_cannot_be_built_cannot_be_sent(seated: Caller, desk: Desk):
    ticket = sending(seated)["test"]["ticket"]
    desk.change(desk.event, "start: 2021-11-16", "start: soon")
    told: dict[str, Any] = {}
    while "why" not in told:
        told = post(seated, "/api/test", {"ticket": ticket})[1]
        if "in the outbox" in told.get("done", ""):
            ticket = "x"  # it was quicker than the look at the file: ask again
    assert "mend them first" in told["why"] or "changed since" in told["why"]


def test_an_editor_tries_and_schedules_with_the_keyboard(
    page: Page, preview: serve.Preview, desk: Desk
):
    rehearsed(desk)
    page.keyboard.press("t")
    expect(page.get_by_role("button", name="Send test")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#test [role=status]")).to_have_text(
        "The test is in the outbox: 1 message."
    )
    page.goto(address(preview, "/plan/2021-11?go=schedule"))
    page.get_by_label("When").fill(later())
    page.get_by_role("button", name="Show the plan").press("Enter")
    expect(page.locator("#schedule .big")).to_have_text("5 people get it")
    page.get_by_label("Type 5 to confirm").fill("5")
    page.get_by_role("button", name="Freeze and schedule").press("Enter")
    expect(page.locator("#schedule .done")).to_contain_text("Frozen: 5 people")
    expect(page.locator("#nav h2")).to_have_text(["Scheduled", "Drafts", "Project"])
    page.get_by_role("link", name="2021-11").click()
    expect(page.locator(".top p").first).to_contain_text("Goes out")
