"""The doctor's page, the list's health, the editor's program, and what was last sent."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pynews import serve
from pynews.serve.editor.opener import find_editor, open_in

from .conftest import Caller, Desk, rehearsed


def sheet(caller: Caller, page: str) -> dict[str, Any]:
    return json.loads(caller.ask(f"/api/sheet?page={page}&issue=2021-11")[2])


def cards(told: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one.get("title", ""): one for one in told["cards"]}


def states(told: dict[str, Any]) -> dict[str, str]:
    return {one["title"]: one["tags"][0][1] for one in told["cards"]}


def test_the_doctor_names_what_is_well_and_what_to_look_at(desk: Desk):
    with serve.preview(desk.project) as running:
        told = states(sheet(Caller(running.url), "doctor"))
    assert told["The project's files"] == "good"
    assert told["Who carries the mail"] == "good"
    assert told["Key"] == "look at"
    assert told["Subscribers"] == "look at"
    assert not desk.project.store.exists()
    assert not desk.project.outbox.exists()


def test_what_must_be_mended_stands_first_with_its_place(desk: Desk):
    config = desk.root / "pynews.toml"
    desk.change(config, 'mailto = "unsubscribe@example.org"', 'mailto = ""')
    desk.change(config, 'test_recipients = ["editor@example.org"]', "test_recipients = []")
    desk.change(config, 'name = "outbox"', 'name = "smtp"\nhost = "127.0.0.1"')
    desk.project.store.write_bytes(b"no database" * 500)
    with serve.preview(desk.project) as running:
        told = sheet(Caller(running.url), "doctor")
    found = states(told)
    assert found["Leaving the list"] == "must fix"
    assert found["Who carries the mail"] == "must fix"
    assert found["Subscribers"] == "must fix"
    assert found["Tests"] == "look at"
    assert list(found.values()) == sorted(found.values(), key=["must fix", "look at", "good"].index)
    assert cards(told)["Leaving the list"]["path"] == "pynews.toml"
    assert "to fix" in told["words"]


def test_a_source_that_cannot_be_read_is_told_by_the_doctor_too(desk: Desk):
    desk.change(desk.event, "start: 2021-11-16", "start: soon")
    with serve.preview(desk.project) as running:
        told = cards(sheet(Caller(running.url), "doctor"))["The project's files"]
    assert told["path"].endswith("first-community-event.md")
    assert told["line"] == 4


def test_a_project_with_a_key_and_a_worker_route_is_well(desk: Desk):
    rehearsed(desk)
    (desk.root / ".env").write_text(f"PYNEWS_KEY={'k' * 43}\n", encoding="utf-8")
    with serve.preview(desk.project) as running:
        told = states(sheet(Caller(running.url), "doctor"))
    assert told["Key"] == told["Subscribers"] == "good"


def test_the_lists_health_stands_beside_its_counts(desk: Desk):
    rehearsed(desk)
    with serve.preview(desk.project) as running:
        told = cards(sheet(Caller(running.url), "subscribers"))
    health = told["Health, last 90 days"]
    assert health["words"] == ["Complaints: nothing was sent yet."]
    assert sum(int(words.split()[0]) for _, words in health["fold"][1]) == 5


def test_pages_laid_out_as_cards_have_a_title_each_and_no_other_page_is(caller: Caller):
    for page in ("plan", "roles", "subscribers", "doctor"):
        assert sheet(caller, page)["title"].lower() == page
    assert caller.ask("/api/sheet?page=nothing")[0] == 404


def test_the_difference_from_what_was_last_sent_is_told(desk: Desk):
    with serve.preview(desk.project) as running:
        fresh = Caller(running.url)
        path = "/api/difference?issue=2021-11&against=sent"
        assert json.loads(fresh.ask(path)[2])["state"] == "none"
        for nothing in ("/api/message?of=sent", "/api/file?of=built&name=email.html"):
            assert b"nothing to compare" in fresh.ask(f"{nothing}&issue=2021-11&look=light")[2]
            assert fresh.ask(f"{nothing}&issue=2021-11")[0] == 404
        rehearsed(desk)
        assert json.loads(fresh.ask(path)[2])["state"] == "same"
        desk.change(desk.issue, "met on 12 October", "met in autumn")
        told = json.loads(fresh.ask(path)[2])
        while told["state"] == "same":
            told = json.loads(fresh.ask(path)[2])
        marked = [text for row in told["rows"] for text, new in row["pieces"] if new]
        assert any("autumn" in text for text in marked)
        sent = fresh.ask("/api/message?issue=2021-11&of=sent&look=light")[2]
        assert b"met on 12 October" in sent
        built = fresh.ask("/api/file?issue=2021-11&of=built&name=email.html&look=light")[2]
        assert b"met on 12 October" in built
        assert b"met on 12 October" in fresh.ask("/api/file?of=built&name=email.txt")[2]
        assert fresh.ask("/api/file?issue=2021-06&of=built&name=email.html")[0] == 404


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script plays the editor")
def test_a_place_opens_in_the_editors_program_and_nothing_outside_does(desk: Desk, tmp_path: Path):
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    note = tmp_path / "note"
    os.mkfifo(note)
    (bin_ / "code").write_text(f'#!/bin/sh\necho "$@" > "{note}"\n', encoding="utf-8")
    (bin_ / "code").chmod(0o755)
    program = (
        "import sys; from pynews.serve.editor.opener import find_editor, open_in;"
        "from pathlib import Path;"
        "print(open_in(find_editor(), Path(sys.argv[1]), sys.argv[2], 7))"
    )

    def run(path: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", program, str(desk.root), path],
            env={**os.environ, "PATH": f"{bin_}{os.pathsep}{os.environ['PATH']}"},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()

    for path in ("../bin/code", "newsletters/nothing.md", "/etc/passwd", "newsletters"):
        assert run(path) == "False"
    assert run("newsletters/2021-11/issue.md") == "True"
    assert note.read_text(encoding="utf-8").strip() == f"--goto {desk.issue.resolve()}:7"


def test_without_an_editor_nothing_is_opened(desk: Desk):
    assert not open_in("", desk.root, "pynews.toml", 1)
    assert not open_in("/nowhere/code", desk.root, "pynews.toml", 1)
    assert not open_in("C:/code.cmd", desk.root, "newsletters/a&b.md", 1)
    assert isinstance(find_editor(), str)
