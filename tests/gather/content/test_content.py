"""Content files: typed by their schema, every fault at its line."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynews.errors import SourceError
from pynews.gather import gather_library, gather_minutes, minutes_files, read_moment
from pynews.gather.content import read_event, read_opening, read_story
from pynews.gather.draft import read_draft
from pynews.gather.frontmatter import read_page
from pynews.gather.moments import read_clock, read_day
from pynews.model import Block, Prose

ZONE = "Europe/London"
LONDON = ZoneInfo(ZONE)


def event(head: str, body: str = "Text."):
    return read_event(read_page(f"---\n{head}\n---\n{body}\n", path="e.md"), zone=ZONE)


def draft(head: str, body: str = "Dear all,"):
    page = read_page(f"---\n{head}\n---\n\n{body}\n", path="i.md")
    return read_draft(page, issue_id="2021-11", zone=ZONE)


def faults(reader, *arguments) -> list[str]:
    with pytest.raises(SourceError) as caught:
        reader(*arguments)
    return [str(problem) for problem in caught.value.problems]


def test_an_event_with_a_day_alone_waits_for_its_time():
    found = event("title: Talk\nstart: 2021-11-16")
    assert found.when.to_be_confirmed
    assert found.id == "e"
    assert found.description == "Text."
    assert found.origin.line == 3


def test_an_event_may_say_everything():
    found = event(
        "id: talk\ntitle: Talk\nstart: 2021-11-16 12:00\nend: 13:30\nwhere: Online\n"
        "join: https://meet.example.org/x\nregister: https://example.org/r\n"
        "organiser: Events team\n"
        "cancelled: yes\npublic: no\nsource: https://example.org/e.ics\nsource_id: 7"
    )
    assert found.when.start == datetime(2021, 11, 16, 12, tzinfo=UTC)
    assert found.when.end == datetime(2021, 11, 16, 13, 30, tzinfo=UTC)
    assert (found.cancelled, found.public) == (True, False)
    assert found.source_id == "7"


def test_an_event_may_have_a_zone_of_its_own_and_take_days():
    abroad = event("title: T\nstart: 2021-11-16 12:00\ntimezone: Asia/Kolkata")
    assert abroad.when.start.astimezone(UTC).hour == 6
    fair = event("title: T\nstart: 2021-11-16\nend: 2021-11-18\nall_day: yes")
    assert fair.when.last_day == date(2021, 11, 18)
    assert fair.when.all_day


def test_an_event_may_repeat():
    weekly = event("title: T\nstart: 2021-11-16 12:00\nrepeats: every 2 weeks on Tuesday")
    assert weekly.recurrence is not None
    assert weekly.recurrence.interval == 2


@pytest.mark.parametrize(
    ("head", "place", "says"),
    [
        ("title: T", "e.md:1", "start is missing"),
        ("title: T\nstart: 2021-11-16\nend: 2021-11-16 13:00", "e.md:4", "both have a time"),
        ("title: T\nstart: 2021-11-16 12:00\nend: 25:00", "e.md:4", "not a time of day"),
        ("title: T\nstart: 2021-11-16 12:00\nall_day: yes", "e.md:3", "days, not times"),
        ("title: T\nstart: 2021-11-16\nall_day: perhaps", "e.md:4", "neither yes nor no"),
        ("title: T\nstart: 2021-11-16\ntimezone: Moon", "e.md:4", "no time zone"),
        ("title: T\nstart: 2021-11-16\njoin: javascript:alert(1)", "e.md:4", "not a web address"),
        ("title: T\nstart: 2021-11-16\nexcept: [2021-12-01]", "e.md:4", "except without repeats"),
        ("title: T\nstart: 2021-11-16 12:00\nrepeats: now and then", "e.md:4", ""),
        ("title: [a, b]\nstart: 2021-11-16", "e.md:2", "must be a text"),
        ("title: T\nstart: 2021-11-16\nid: a b", "e.md:4", "cannot name a calendar entry"),
        ("title: T\nstart: 2021-03-28 01:30", "e.md:3", "does not exist"),
        ("title: T\nstart: 2021-10-31 01:30", "e.md:3", "happens twice"),
    ],
)
def test_a_faulty_event_is_told_at_its_line(head, place, says):
    found = faults(event, head)
    assert any(one.startswith(place) and says in one for one in found), found


def test_a_role_says_what_it_asks_and_until_when():
    page = read_page(
        "---\ntitle: Web Developer\ncommitment: 2 hours\ncontact: mailto:roles@example.org\n"
        "opens: 2021-10-12\ncloses: 2021-11-26\nskills: HTML, patience\napply: https://example.org/a\n"
        "---\nBuild.\n",
        path="roles/web.md",
    )
    role = read_opening(page)
    assert role.contact == "roles@example.org"
    assert role.skills == ("HTML", "patience")
    assert role.closes == date(2021, 11, 26)


def test_a_faulty_role_is_told():
    def read(head):
        return read_opening(read_page(f"---\n{head}\n---\n", path="r.md"))

    assert (
        "closes is before opens"
        in faults(read, "title: T\nopens: 2021-02-02\ncloses: 2021-01-01")[0]
    )
    assert "contact" in faults(read, "title: T\ncontact: somebody")[0]
    assert "list of texts" in faults(read, "title: T\nskills: [[a]]")[0]
    assert "title is missing" in faults(read, "commitment: x")[0]
    assert "not a date" in faults(read, "title: T\ncloses: soon")[0]


def test_a_story_keeps_its_picture_inside_the_project():
    page = read_page(
        "---\ntitle: S\nlink: https://example.org\nimage: a/b.png\nalt: A\n---\nT\n", path="s.md"
    )
    assert read_story(page).image == "a/b.png"
    for image in ("/etc/passwd", "../../x.png"):
        bad = read_page(f"---\ntitle: S\nimage: {image}\n---\n", path="s.md")
        assert "inside the project" in faults(read_story, bad)[0]


def test_a_letter_is_cut_at_its_blocks():
    found = draft("subject: S\nsend: 2021-11-02", "Dear,\n\n{{ events }} and\n\n{{roles}}\nBye")
    kinds = [part if isinstance(part, Block) else part.markdown for part in found.parts]
    assert kinds == ["Dear,", Block.EVENTS, "and", Block.ROLES, "Bye"]
    lines = [part.origin.line for part in found.parts if isinstance(part, Prose)]
    assert lines == [6, 8, 11]
    assert found.send.hour == 9


def test_what_an_issue_leaves_out_has_a_default():
    found = draft("subject: S\nsend: 2021-11-02 10:30")
    assert (found.events, found.roles, found.stories, found.to) == ("next 8 weeks", "open", (), "")
    named = draft("subject: S\nsend: 2021-11-02\nevents: none\nroles: [a, b]\nstories: a")
    assert (named.events, named.roles, named.stories) == (("none",), ("a", "b"), ("a",))
    rule = draft("subject: S\nsend: 2021-11-02\nevents: Next 2 months\nroles: a, b")
    assert (rule.events, rule.roles) == ("next 2 months", ("a", "b"))


def test_decisions_are_a_list_or_a_file_and_findings_are_ignored_with_a_reason():
    found = draft(
        "subject: S\nsend: 2021-11-02\ndecisions: minutes/x.md\n"
        "discussion:\n  - Just words\n  - text: T\n    from: minutes/x.md\n    quote: Q\n"
        "ignore:\n  - link-text: explained before"
    )
    assert found.decisions_from == "minutes/x.md"
    assert [one.text for one in found.discussion] == ["Just words", "T"]
    assert dict(found.ignore) == {"link-text": "explained before"}


@pytest.mark.parametrize(
    ("head", "says"),
    [
        ("subject: S", "send is missing"),
        ("subject: S\nsend: 2021-11-02\ndecisions:\n  - from: x", "text is missing"),
        ("subject: S\nsend: 2021-11-02\ndecisions:\n  - text: x\n    fro: y", "unknown key 'fro'"),
        ("subject: S\nsend: 2021-11-02\ndiscussion: words", "must be a list"),
        ("subject: S\nsend: 2021-11-02\nignore:\n  - link-text", "has no reason"),
        ("subject: S\nsubject: T\nsend: 2021-11-02", "stands twice"),
        ("subject: *a\nsend: 2021-11-02", "aliases"),
        ("subject: @a\nsend: 2021-11-02", "cannot be read"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("- a\n- b", "not a list of keys"),
        ("? [a]\n: b", "must be a word"),
        ("a: " + "[" * 30 + "]" * 30, "nested too deeply"),
        ("a: " + "[" * 3000 + "]" * 3000, "nested too deeply"),
        ("a: \x01", "control character U+0001"),
    ],
)
def test_a_faulty_issue_is_told(head, says):
    assert any(says in one for one in faults(draft, head))


def test_a_file_needs_its_front_matter_closed():
    assert "no front matter" in faults(lambda: read_page("Dear,\n", path="x.md"))[0]
    assert "not closed" in faults(lambda: read_page("---\na: b\n", path="x.md"))[0]
    assert read_page("---\n---\n", path="x.md").fields == {}


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("2021-10-31 01:30+01:00", 0),
        ("2021-10-31 01:30+00:00", 1),
        ("2021-10-31 01:30Z", 1),
        ("2021-06-01T09:00", 8),
        ("2021-06-01 09:00:00", 8),
    ],
)
def test_a_time_may_carry_its_offset(text, hour):
    moment = read_moment(text, zone=LONDON)
    assert isinstance(moment, datetime)
    assert moment.astimezone(UTC).hour == hour


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        (
            "16/11/2021 12:00",
            "write {key}: 2021-11-16 12:00 (I read this as Tuesday 16 November 2021, midday)",
        ),
        ("16.11.2021", "write {key}: 2021-11-16 (I read this as Tuesday 16 November 2021)"),
        ("16/11/2021 99:00", "write {key}: 2021-11-16 99:00"),
        ("40/11/2021", "write {key}: 2021-11-16 12:00"),
        ("next week", "write {key}: 2021-11-16 12:00"),
    ],
)
def test_a_foreign_date_is_told_how_it_was_understood(text, reading):
    with pytest.raises(ValueError, match="not a date I accept") as caught:
        read_moment(text, zone=LONDON)
    assert reading in str(caught.value)


@given(text=st.text(max_size=30))
def test_any_text_is_a_date_or_a_clear_refusal(text):
    for reader in (read_day, read_clock, lambda one: read_moment(one, zone=LONDON)):
        try:
            found = reader(text)
        except ValueError as error:
            found = str(error).partition("\n")
        assert not isinstance(found, tuple) or found[1]


def test_a_project_is_read_whole(project: Path):
    library = gather_library(project, zone=ZONE)
    assert [one.id for one in library.drafts] == ["2021-06", "2021-11"]
    assert len(library.openings) == 4
    assert len(library.stories) == 4
    assert [one.id for one in library.events] == ["first-community-event"]
    assert [one.path for one in library.inputs] == sorted(one.path for one in library.inputs)
    assert len(minutes_files(project)) == 2


def test_two_files_may_not_share_an_id(project: Path):
    events = project / "newsletters" / "events"
    first = next(events.glob("*.md"))
    (events / "copy.md").write_bytes(first.read_bytes())
    found = faults(lambda: gather_library(project, zone=ZONE))
    assert "first-community-event" in found[0]


def test_notes_outside_the_project_are_refused_in_an_issue(project: Path):
    path = project / "newsletters" / "2021-11" / "issue.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("minutes/2021-10-12.md", "../../secret.md"), encoding="utf-8")
    (project.parent / "secret.md").write_text("x", encoding="utf-8")
    assert (
        "there is no newsletters/../../secret.md"
        in faults(lambda: gather_library(project, zone=ZONE))[0]
    )


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path):
    huge = tmp_path / "huge.md"
    with huge.open("wb") as file:
        file.truncate(9_000_000)
    assert "over 8 MB" in faults(lambda: list(gather_minutes([huge], root=tmp_path)))[0]
    assert (
        "no such file"
        in faults(lambda: list(gather_minutes([tmp_path / "x" / "y"], root=tmp_path)))[0]
    )
    assert "cannot be read" in faults(lambda: list(gather_minutes([tmp_path], root=tmp_path)))[0]


def test_a_record_of_sending_that_a_merge_broke_is_told(project: Path):
    path = project / "newsletters" / "2021-06" / "sent.json"
    path.write_text('{"schema": 1,\n<<<<<<< ours\n', encoding="utf-8")
    found = faults(lambda: gather_library(project, zone=ZONE))
    assert found[0].startswith("newsletters/2021-06/sent.json:2: ")
    assert "take the file back from git" in found[0]


def test_what_is_no_text_is_told_with_its_name(project: Path):
    path = project / "newsletters" / "stories" / "back2school.md"
    path.write_bytes(b"---\ntitle: x\n---\n" + bytes(range(256)) * 40)
    found = faults(lambda: gather_library(project, zone=ZONE))
    assert found[0].startswith("newsletters/stories/back2school.md")


def test_a_file_that_leads_nowhere_is_told(project: Path):
    (project / "newsletters" / "events" / "lost.md").symlink_to("nowhere.md")
    (project / "newsletters" / "roles" / "round.md").symlink_to("round.md")
    found = faults(lambda: gather_library(project, zone=ZONE))
    assert any("events/lost.md" in one for one in found)
    assert any("roles/round.md" in one for one in found)


def test_a_pipe_is_no_file(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.md")
    found = faults(lambda: list(gather_minutes([tmp_path / "pipe.md"], root=tmp_path)))
    assert "it is no file" in found[0]


def test_a_mapping_is_no_list():
    assert "list of texts" in faults(draft, "subject: S\nsend: 2021-11-02\nstories: {a: b}")[0]


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("2021-11-16-launch", "2021-11-16-launch"),
        ("Été fête & party", "Ete-fete-party"),
        ("-(draft) talk.v2-", "draft-talk.v2"),
        ("Ünï 活動", "Uni"),
        ("x" * 200, "x" * 81),
    ],
)
def test_an_event_without_an_id_gets_one_that_calendars_take(name, wanted):
    page = read_page(
        "---\ntitle: T\nstart: 2021-11-16\n---\n", path=f"newsletters/events/{name}.md"
    )
    assert read_event(page, zone=ZONE).id == wanted


def test_a_file_name_of_which_nothing_can_be_an_id_is_told():
    page = read_page("---\ntitle: T\nstart: 2021-11-16\n---\n", path="newsletters/events/活動.md")
    found = faults(lambda: read_event(page, zone=ZONE))
    assert "cannot name a calendar entry" in found[0]
    assert "write id:" in found[0]


EMPTY = ("for:", "for: ~", 'for: ""', 'for: " "', "for: []", 'for: [""]', "for: [leeds, ~]")


@pytest.mark.parametrize("line", EMPTY)
def test_a_for_that_names_nobody_is_neither_for_everyone_nor_for_nobody(line):
    hint = "write the group's name, or take the line out"
    (said,) = faults(event, f"title: Talk\nstart: 2021-11-16\n{line}")
    assert said.startswith("e.md:4: for: names no group")
    for reader in (read_opening, read_story):
        page = read_page(f"---\ntitle: T\n{line}\n---\n", path="x.md")
        with pytest.raises(SourceError) as caught:
            reader(page)
        (problem,) = caught.value.problems
        assert (problem.where, problem.what, problem.hint) == (
            "x.md:3",
            "for: names no group",
            hint,
        )
    more = f"subject: S\nsend: 2021-11-02\ndecisions:\n  - text: T\n    {line}"
    assert faults(draft, more) == [said.replace("e.md:4", "i.md:6")]


@pytest.mark.parametrize("line", ["for: {a: b}", "for: [[leeds]]", "for: [leeds, {a: b}]"])
def test_a_for_that_is_no_text_and_no_list_is_told(line):
    (said,) = faults(event, f"title: Talk\nstart: 2021-11-16\n{line}")
    assert "e.md:4: for is neither a text nor a list of groups" in said
    more = f"subject: S\nsend: 2021-11-02\ndiscussion:\n  - text: T\n    {line}"
    (said,) = faults(draft, more)
    assert "i.md:6: for is neither" in said
