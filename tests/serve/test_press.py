"""A proof follows every saved file, and a broken file costs nothing but a message."""

import shutil
from pathlib import Path

import pytest

from pynews.serve.editor.press import News, Press
from pynews.serve.editor.proof import Proof

from .conftest import Desk

PATIENCE = 30.0


def next_proof(press: Press, after: int, issue: str = "") -> News:
    """Wait until something newer than ``after`` was printed."""
    news = press.news(issue, after, PATIENCE)
    assert news is not None
    return news


def settled(press: Press, says: str, issue: str = "") -> Proof:
    """Wait for a good proof that says something."""
    after = -1
    while True:
        news = next_proof(press, after, issue)
        after = news.number
        proof = news.proof
        if proof and proof.built and not proof.problems and says in proof.built.edition.text:
            return proof


def broken(press: Press) -> Proof:
    """Wait for a proof with problems."""
    after = -1
    while True:
        news = next_proof(press, after)
        after = news.number
        if news.proof and news.proof.problems:
            return news.proof


def test_the_latest_issue_is_shown_first(desk: Desk):
    with Press(desk.project) as press:
        proof = press.proof()
        assert proof is not None
        assert proof.issue == "2021-11"
        assert proof.digests.keys() == proof.built.files.keys()  # type: ignore[union-attr]


def test_a_saved_sentence_is_in_the_next_proof(desk: Desk):
    with Press(desk.project) as press, press.listening(""):
        settled(press, "met on 12 October")
        desk.change(desk.issue, "met on 12 October", "met again")
        proof = settled(press, "met again")
        assert proof.saved_at == desk.issue.stat().st_mtime_ns // 1_000_000


def test_ten_saves_in_a_row_end_on_the_last_one(desk: Desk):
    with Press(desk.project) as press, press.listening(""):
        settled(press, "met on 12 October")
        text = desk.issue.read_text(encoding="utf-8")
        for number in range(10):
            desk.save(desk.issue, text.replace("12 October", f"{number} October"))
        settled(press, "met on 9 October")
        assert press.proof().problems == ()  # type: ignore[union-attr]


def test_a_file_written_in_place_is_followed_as_well(desk: Desk):
    with Press(desk.project) as press, press.listening(""):
        settled(press, "met on 12 October")
        text = desk.issue.read_text(encoding="utf-8")
        for day in (3, 4, 5):
            desk.issue.write_text(text.replace("12 October", f"0{day} October"), encoding="utf-8")
        settled(press, "met on 05 October")


@pytest.mark.parametrize("what", ["event", "theme", "configuration"])
def test_every_kind_of_source_is_followed(desk: Desk, what: str):
    path, old, new = {
        "event": (desk.event, "title: First community event", "title: The very first event"),
        "theme": (
            desk.root / "templates" / "nhs" / "issue.txt.j2",
            "{#",
            "The very first event\n{#",
        ),
        "configuration": (
            desk.root / "pynews.toml",
            'organisation = "NHS Python Community"',
            'organisation = "The very first event"',
        ),
    }[what]
    with Press(desk.project) as press, press.listening(""):
        settled(press, "met on 12 October")
        if what == "theme":
            desk.save(path, "The very first event\n" + path.read_text(encoding="utf-8"))
        else:
            desk.change(path, old, new)
        settled(press, "The very first event")


def test_a_broken_source_keeps_the_last_good_proof_and_says_what_is_wrong(desk: Desk):
    with Press(desk.project) as press, press.listening(""):
        settled(press, "met on 12 October")
        desk.change(desk.event, "start: 2021-11-16", "start: 16/11/2021")
        proof = broken(press)
        assert proof.built is not None
        assert "met on 12 October" in proof.built.edition.text
        assert proof.problems[0].where.startswith("newsletters/events/")
        desk.change(desk.event, "start: 16/11/2021", "start: 2021-11-17")
        assert "17 November" in settled(press, "17 November").built.edition.text  # type: ignore[union-attr]


def test_a_mistake_in_the_configuration_is_told_and_mended(desk: Desk):
    with Press(desk.project) as press, press.listening(""):
        settled(press, "met on 12 October")
        config = desk.root / "pynews.toml"
        desk.change(config, 'theme = "nhs"', 'theme = "nhs"\ncolour = "blue"')
        assert "colour" in broken(press).problems[0].what
        desk.change(config, '\ncolour = "blue"', "")
        settled(press, "met on 12 October")


def test_an_issue_deleted_while_it_is_shown_can_come_back(desk: Desk):
    with Press(desk.project, "2021-11") as press, press.listening("2021-11"):
        settled(press, "met on 12 October", "2021-11")
        text = desk.issue.read_text(encoding="utf-8")
        desk.issue.unlink()
        assert "2021-11" in broken(press).problems[0].what
        desk.save(desk.issue, text)
        settled(press, "met on 12 October", "2021-11")


def test_a_project_that_is_broken_from_the_start_says_so(desk: Desk):
    desk.change(desk.event, "start: 2021-11-16", "start: soon")
    with Press(desk.project) as press:
        proof = press.proof()
        assert proof is not None
        assert proof.built is None
        assert proof.issue == ""
        assert proof.problems


def test_a_bug_of_pynews_itself_does_not_end_the_preview(desk: Desk):
    project = desk.project
    with Press(project) as press, press.listening(""):
        settled(press, "met on 12 October")
        # A folder where a file must be is a fault that no room foresees.
        shutil.rmtree(desk.root / "templates" / "nhs")
        proof = broken(press)
        assert proof.built is not None


def test_an_issue_that_nobody_looks_at_is_made_when_asked_for(desk: Desk):
    with Press(desk.project) as press:
        assert press.proof("2021-06").issue == "2021-06"  # type: ignore[union-attr]
        for number in range(12):
            missing = press.proof(f"no-{number}")
            assert missing is None or missing.problems
        assert press.proof().issue == "2021-11"  # type: ignore[union-attr]


def test_mail_in_the_outbox_and_people_on_the_list_are_noticed(desk: Desk):
    project = desk.project
    with Press(project) as press, press.listening(""):
        settled(press, "met on 12 October")
        after = next_proof(press, -1).number
        outbox = project.outbox / "new"
        outbox.mkdir(parents=True)
        (outbox / "a.eml").write_bytes(b"Subject: x\n\n")
        news = next_proof(press, after)
        while not news.marks["outbox"]:
            news = next_proof(press, news.number)
        Path(f"{project.store}-wal").write_bytes(b"")
        Path(project.store).write_bytes(b"x")
        while not news.marks["people"]:
            news = next_proof(press, news.number)
        Path(f"{project.store}-wal").write_bytes(b"x")
        while news.marks["people"] < 2:
            news = next_proof(press, news.number)
        assert news.marks["sources"] == 0


def test_who_waits_is_let_go_when_the_preview_ends(desk: Desk):
    with Press(desk.project) as press:
        press.proof()
    assert press.over
    assert press.news("", -1, PATIENCE) is None
