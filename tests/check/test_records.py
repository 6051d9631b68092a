"""What calendars were told and what the files say: each disagreement has an answer, and is said."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from bad_records import FIRST, SPRING, once, sent, told
from newsroom import EVENT, GOOD, ISSUE, places, read, write

from pynews import pipeline
from pynews.audience import import_subscribers
from pynews.config import Project, load
from pynews.model import Change, Invitation

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


def invitation(root: Path) -> Invitation:
    return pipeline.build(load(root)).invitations[0]


def test_a_file_renamed_with_its_id_in_it_is_the_same_event(tmp_path: Path):
    write(tmp_path, once(told(*SPRING)))
    (tmp_path / EVENT).rename(tmp_path / "newsletters/events/another-name.md")
    verdict = read(tmp_path)
    assert places(verdict, "event-gone") == places(verdict, "event-id-edited") == []
    assert invitation(tmp_path).uid == "spring-meetup@news.example.org"


def test_a_deleted_file_is_missed_unless_the_editor_says_why(tmp_path: Path):
    changes = once(told("party", "Summer party", "2026-07-01T18:00:00+01:00"))
    reason = [("stories: [survey]", "stories: [survey]\nignore:\n  - event-gone: it never was")]
    verdict = read(write(tmp_path, {**changes, ISSUE: reason}))
    assert places(verdict, "event-gone") == []
    assert [one.rule for one in verdict.ignored] == ["event-gone"]


def test_a_record_with_the_marks_of_a_merge_is_told_with_its_line(tmp_path: Path):
    text = sent("2026-01", ("2026-01-05", told(*SPRING)))
    text = text.replace('"accepted"', '<<<<<<< HEAD\n"accepted"', 1)
    verdict = read(write(tmp_path, {FIRST: text}))
    (finding,) = [one for one in verdict.to_fix if one.place.path == FIRST]
    assert finding.place.line > 1
    assert "after a merge keep both" in finding.fix


def test_both_sides_of_a_merge_count_and_the_higher_version_wins(tmp_path: Path):
    entries = (("2026-01-05", told(*SPRING)), ("2026-01-06", told(*SPRING, sequence=3)))
    write(tmp_path, {FIRST: sent("2026-01", *entries)})
    assert invitation(tmp_path).sequence == 4


@pytest.fixture
def project(tmp_path: Path) -> Project:
    toml = GOOD["pynews.toml"] + '\n[provider]\nname = "outbox"\n'
    write(tmp_path, {"pynews.toml": toml})
    people = tmp_path / "people.csv"
    people.write_text(
        "email,consent_at,consent_source\nreader@example.org,2021-05-20,form\n", encoding="utf-8"
    )
    found = load(tmp_path)
    with pipeline.open_subscribers(found) as store:
        import_subscribers(store, people, key=found.key, consent_source="", dry_run=False)
    return found


def test_a_lost_record_is_missed_when_the_ledger_knows_of_the_sending(project: Project):
    built = pipeline.build(project)
    plan = replace(pipeline.make_plan(project, built), purpose="issue")
    list(pipeline.send(project, built, plan, now=lambda: NOW))
    assert places(read(project.root), "sent-record-lost") == []  # a rehearsal records nothing
    (project.outbox / "rehearsal.db").replace(project.store)
    verdict = read(project.root)
    assert places(verdict, "sent-record-lost") == [f"{ISSUE}:1"]
    (finding,) = [one for one in verdict.to_fix if one.rule == "sent-record-lost"]
    assert "git checkout HEAD -- newsletters/2026-03/sent.json" in finding.fix
    # Until it is back the event counts as never sent.
    assert invitation(project.root).change is Change.NEW
    project.store.write_bytes(b"no database")
    assert places(read(project.root), "sent-record-lost") == []
