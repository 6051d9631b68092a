"""What the preview's pages say, asked for as the app asks."""

import json
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from pynews import pipeline, serve
from pynews.errors import SourceError
from pynews.model import SentIssue
from pynews.serve.editor.pages import (
    Entry,
    keep,
    leave_out,
    message_tree,
    reader_of,
    shown_html,
)
from pynews.serve.editor.pages.problems import source_lines
from pynews.store import write_sent

from .conftest import REPOSITORY, Caller, Desk

NOTES = "minutes/2021-10-12.md"


def asked(caller: Caller, target: str) -> Any:
    status, headers, body = caller.ask(target)
    assert status == 200, target
    assert headers["Content-Type"].startswith("application/json")
    return json.loads(body)


def posted(caller: Caller, tree: object, issue: str = "2021-11") -> tuple[int, Any]:
    status, _, body = caller.ask(
        f"/api/keep?issue={issue}",
        method="POST",
        body=tree if isinstance(tree, bytes) else json.dumps(tree).encode(),
        Origin=f"http://{caller.address}",
        Content_Type="application/json",
    )
    return status, json.loads(body) if body else None


def test_the_list_of_issues_has_the_latest_first(caller: Caller):
    told = asked(caller, "/api/project")
    assert [one["id"] for one in told["issues"]] == ["2021-11", "2021-06"]
    assert told["issues"][0]["words"] == "Planned for Tuesday 2 November 2021, 9am GMT"
    assert told["counts"] == {
        "events": "1 event",
        "roles": "4 roles",
        "minutes": "2 files",
        "outbox": "0 messages",
    }
    assert told["first"] == "2021-11"


def test_a_reader_with_a_first_name_is_greeted_by_it(caller: Caller):
    plain = caller.ask("/api/file?name=email.txt")[2].decode()
    named = caller.ask("/api/file?name=email.txt&as=named")[2].decode()
    assert "Dear members," in plain
    assert "Dear Member," in named


def test_the_issue_page_tells_every_item_with_its_line(caller: Caller):
    about = asked(caller, "/api/proof?issue=2021-11")["about"]
    places = [(one["path"], one["line"]) for part in about["sections"] for one in part["items"]]
    assert ("newsletters/events/2021-11-16-first-community-event.md", 4) in places
    assert about["clock"] == "09:00"
    assert about["bytes"]["email.html"] < about["warn"] < about["clip"] == 102_000


@pytest.mark.parametrize(
    ("text", "near", "path", "says"),
    [
        ("The board met on 12 October and set the date", "", "newsletters/2021-11/issue.md", "met"),
        (
            "The board discussed an event of an hour, with presentations",
            "",
            "newsletters/events/2021-11-16-first-community-event.md",
            "discussed an event of an hour",
        ),
        (
            "Tuesday 16 November 2021, time to be confirmed",
            "16 Tue First community event Tuesday 16 November 2021, time to be confirmed",
            "newsletters/events/2021-11-16-first-community-event.md",
            "start: 2021-11-16",
        ),
        ("1 Example Street, Example Town EX1 1AA", "", "pynews.toml", "address ="),
        ("Web Developer", "", "newsletters/roles/web-developer.md", "title: Web Developer"),
    ],
)
def test_words_in_the_message_lead_to_the_line_they_were_written_on(
    caller: Caller, text: str, near: str, path: str, says: str
):
    query = urlencode({"issue": "2021-11", "text": text, "near": near})
    found = asked(caller, f"/api/source?{query}")
    assert found["path"] == path
    assert [line for line in found["lines"] if line["here"] and says in line["text"]]


@pytest.mark.parametrize("text", ["", "xyzzy plugh", "%F0%9F%92%A9"])
def test_words_that_stand_in_no_file_lead_nowhere(caller: Caller, text: str):
    assert asked(caller, f"/api/source?text={text.replace(' ', '+')}")["path"] == ""


def test_events_are_told_as_calendars_get_them(caller: Caller):
    (event,) = asked(caller, "/api/events?issue=2021-11")["events"]
    assert event["change"] == "New: no calendar knows it yet"
    assert event["when"] == "Tuesday 16 November 2021, time to be confirmed"
    assert (event["method"], event["version"], event["attached"]) == ("PUBLISH", 0, True)
    assert {who for who, _ in event["offers"]} >= {"Outlook", "Gmail", "Apple Mail"}
    assert event["ics"].startswith("BEGIN:VCALENDAR")
    (other,) = asked(caller, "/api/events?issue=2021-06")["events"]
    assert (other["inside"], other["offers"]) == (False, [])


def moved(desk: Desk, start: str, extra: str = "") -> None:
    text = desk.event.read_text(encoding="utf-8")
    desk.save(desk.event, text.replace("start: 2021-11-16", f"start: {start}{extra}"))


def send_for_real(desk: Desk, issue: str) -> None:
    """Record an issue as sent, as a real sending would."""
    built = pipeline.build(desk.project, issue)
    path = f"newsletters/{issue}/sent.json"
    sending = SentIssue(
        issue=issue,
        path=path,
        at=datetime(2021, 10, 20, 8, tzinfo=UTC),
        edition_digest=built.digest,
        accepted=412,
        events=tuple(one.record for one in built.invitations),
    )
    write_sent(desk.root, path, sending, earlier=())


@pytest.mark.parametrize(
    ("start", "extra", "says", "offer"),
    [
        ("2021-11-16", "", "Unchanged since it was last sent", "Nothing has to be done"),
        ("2021-11-16 12:00", "\nend: 2021-11-16 13:00", "midday", "update"),
        ("2021-11-16", "\ncancelled: yes", "cancelled", "Delete"),
    ],
)
def test_the_card_tells_what_changed_since_calendars_were_last_told(
    desk: Desk, start: str, extra: str, says: str, offer: str
):
    june = desk.root / "newsletters" / "2021-06" / "issue.md"
    desk.change(june, "events: none", "events: [first-community-event]")
    send_for_real(desk, "2021-06")
    moved(desk, start, extra)
    with serve.preview(desk.project) as running:
        caller = Caller(running.url)
        (event,) = asked(caller, "/api/events?issue=2021-11")["events"]
        assert says in event["change"]
        assert event["last"] == "with 2021-06, Wednesday 20 October 2021, 9am BST"
        assert any(offer in what for _, what in event["offers"])
        issues = {one["id"]: one for one in asked(caller, "/api/project")["issues"]}
        assert issues["2021-06"]["group"] == "Sent"
        assert "412 people" in issues["2021-06"]["words"]
        assert asked(caller, "/api/plan?issue=2021-06")["sent"]


def test_a_series_shows_its_next_dates(desk: Desk):
    moved(
        desk, "2021-11-16 18:00", "\nend: 2021-11-16 19:00\nrepeats: monthly on the third Tuesday"
    )
    with serve.preview(desk.project) as running:
        told = asked(Caller(running.url), "/api/events?issue=2021-11")
        (event,) = told["events"]
        assert len(event["next"]) == 5
        assert event["next"][0].startswith("Tuesday 16 November 2021, 6pm to 7pm")
        assert event["utc"] == "2021-11-16 18:00 UTC"


def test_roles_are_seen_from_the_day_the_issue_is_sent(desk: Desk):
    role = desk.root / "newsletters" / "roles" / "web-developer.md"
    desk.change(role, "title: Web Developer", "title: Web Developer\ncloses: 2021-11-01")
    other = desk.root / "newsletters" / "roles" / "events-manager.md"
    text = other.read_text(encoding="utf-8")
    desk.save(other, re.sub(r"^opens: .*$", "opens: 2021-12-01", text, flags=re.MULTILINE))
    with serve.preview(desk.project) as running:
        told = asked(Caller(running.url), "/api/roles?issue=2021-11")
    states = {one["title"]: (one["state"], one["inside"]) for one in told["roles"]}
    assert told["today"] == "Tuesday 2 November 2021"
    assert states["Web Developer"] == ("closed", False)
    assert states["Events Manager"] == ("not open yet", False)
    assert states["Content Manager"] == ("open", True)


def test_a_project_without_a_list_is_not_given_one_by_looking(desk: Desk):
    with serve.preview(desk.project) as running:
        fresh = Caller(running.url)
        assert asked(fresh, "/api/subscribers") == {"state": "none", "file": "pynews.db"}
        assert asked(fresh, "/api/plan?issue=2021-11")["state"] == "none"
        outbox = asked(fresh, "/api/outbox")
        assert (outbox["count"], outbox["messages"]) == (0, [])
        assert outbox["words"] == "Messages of rehearsals; they never left this machine"
    assert not desk.project.store.exists()
    assert not desk.project.outbox.exists()


def test_plan_and_subscribers_give_counts_and_no_address(desk: Desk):
    shutil.copy(REPOSITORY / "subscribers.example.csv", desk.root)
    subprocess.run(
        [sys.executable, "-m", "pynews", "subscribers", "import", "subscribers.example.csv"],
        cwd=desk.root,
        check=True,
        capture_output=True,
    )
    with serve.preview(desk.project) as running:
        caller = Caller(running.url)
        people = asked(caller, "/api/subscribers")
        plan = asked(caller, "/api/plan?issue=2021-11")
    assert people["state"] == plan["state"] == "open"
    assert plan["count"] == people["status"]["active"] > 0
    assert plan["confirm"].startswith(f"2021-11:{plan['count']}:")
    assert "***@" in people["sample"][0]["address"]
    assert "editor@example.org" not in json.dumps([people, plan])


def test_a_list_that_cannot_be_read_is_said_in_words(desk: Desk):
    desk.project.store.write_bytes(b"this is no database, whatever its name says" * 40)
    with serve.preview(desk.project) as running:
        caller = Caller(running.url)
        assert asked(caller, "/api/subscribers")["why"]
        assert asked(caller, "/api/plan?issue=2021-11")["why"]


def test_the_notes_are_shown_with_what_was_gathered_and_kept(caller: Caller):
    files = asked(caller, "/api/minutes")["files"]
    assert [one["name"] for one in files] == ["2021-10-12", "2021-05-20"]
    told = asked(caller, f"/api/minutes?issue=2021-11&path=newsletters/{NOTES}")
    first = next(one for one in told["items"] if one["kind"] == "decision")
    assert first["quote"].startswith("It was decided that the first event")
    assert first["quote"] in told["lines"][first["line"] - 1]
    assert first["kept"] is True
    assert any(not one["kept"] for one in told["items"])
    assert caller.ask("/api/minutes?issue=2021-11&path=pynews.toml")[0] == 404


def test_an_item_is_left_out_and_kept_again_and_nothing_else_changes(desk: Desk):
    before = desk.issue.read_text(encoding="utf-8")
    with serve.preview(desk.project) as running:
        caller = Caller(running.url)

        def items() -> list[dict[str, Any]]:
            told = asked(caller, f"/api/minutes?issue=2021-11&path=newsletters/{NOTES}")
            return [one for one in told["items"] if one["kind"] == "decision"]

        for one in items():
            entry = {key: one[key] for key in ("kind", "text", "quote")}
            status, told = posted(caller, {**entry, "source": NOTES, "keep": not one["kept"]})
            assert (status, told) == (200, {"kept": not one["kept"]})
        text = desk.issue.read_text(encoding="utf-8")
        assert "decisions:" not in text
        assert text.count("discussion:") == 1
        for one in items():
            assert not one["kept"]
            entry = {key: one[key] for key in ("kind", "text", "quote")}
            assert posted(caller, {**entry, "source": NOTES, "keep": True})[0] == 200
        assert all(one["kept"] for one in items())
        assert asked(caller, "/api/proof?issue=2021-11")["state"] == "good"
    after = desk.issue.read_text(encoding="utf-8")
    assert after.split("---\n", 2)[2] == before.split("---\n", 2)[2]


@pytest.mark.parametrize(
    "tree",
    [
        b"",
        b"[" * 60_000,
        b"null",
        {"kind": "decision"},
        {"kind": "x", "text": "", "source": NOTES, "quote": "", "keep": True},
        {"kind": "decision", "text": "", "source": "../../etc/passwd", "quote": "", "keep": True},
    ],
    ids=range(6),
)
def test_what_was_not_gathered_is_not_written(caller: Caller, tree: object):
    assert posted(caller, tree)[0] in {400, 404}


def entry(**more: str) -> Entry:
    told = {
        "kind": "decision",
        "text": 'A "plain" text: yes',
        "source": NOTES,
        "quote": "So it is.",
    }
    return Entry(**{**told, **more})


LINES = [
    '  - text: "A \\"plain\\" text: yes"',
    f"    from: {NOTES}",
    '    quote: "So it is."',
]
ADDED = "".join(f"{line}\n" for line in LINES)
FLUSH = "".join(f"{line[2:]}\n" for line in LINES)
ONE = "- text: One\n  from: a.md\n  quote: b\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nsubject: x\n---\nHi\n", f"---\nsubject: x\ndecisions:\n{ADDED}---\nHi\n"),
        (
            "---\ndecisions: []   # none yet\nsubject: x\n---\n",
            f"---\ndecisions:\n{ADDED}subject: x\n---\n",
        ),
        (
            f"---\ndecisions:\n{ONE}\n# a note\nsubject: x\n---\n",
            f"---\ndecisions:\n{ONE}{FLUSH}\n# a note\nsubject: x\n---\n",
        ),
        (
            "---\r\nsubject: x\r\n---\r\nHi\r\n",
            f"---\nsubject: x\ndecisions:\n{ADDED}---\nHi\n".replace("\n", "\r\n"),
        ),
    ],
    ids=["no list", "empty list", "list with comments", "Windows"],
)
def test_keeping_adds_three_lines_and_leaving_out_takes_them_away(
    tmp_path: Path, before: str, after: str
):
    path = tmp_path / "issue.md"
    path.write_bytes(before.encode())
    keep(path, "issue.md", entry())
    assert path.read_bytes().decode() == after
    keep(path, "issue.md", entry())
    assert path.read_bytes().decode() == after
    leave_out(path, "issue.md", entry())
    assert path.read_bytes().decode() in {
        before,
        before.replace("decisions: []   # none yet\n", ""),
    }


def test_a_byte_order_mark_stays(tmp_path: Path):
    path = tmp_path / "issue.md"
    path.write_bytes("\ufeff---\nsubject: x\n---\n".encode())
    keep(path, "issue.md", entry())
    assert path.read_bytes().startswith("\ufeff---\nsubject: x\ndecisions:".encode())


@pytest.mark.parametrize(
    "text",
    [
        "no front matter",
        "---\nsubject: [x\n---\n",
        f"---\ndecisions: {NOTES}\n---\n",
        f"---\ndecisions: [{{text: a, from: {NOTES}, quote: b}}]\n---\n",
    ],
)
def test_what_only_a_person_should_change_is_left_alone(tmp_path: Path, text: str):
    path = tmp_path / "issue.md"
    path.write_text(text)
    with pytest.raises(SourceError):
        keep(path, "issue.md", entry())
    assert path.read_text() == text


def test_a_list_on_one_line_is_left_alone(tmp_path: Path):
    path = tmp_path / "issue.md"
    path.write_text(f"---\ndecisions: [{{text: a, from: {NOTES}, quote: So it is.}}]\n---\n")
    with pytest.raises(SourceError, match="one line"):
        leave_out(path, "issue.md", entry())
    leave_out(path, "issue.md", entry(quote="Another one."))


def test_an_issue_that_is_no_text_is_left_alone(tmp_path: Path):
    path = tmp_path / "issue.md"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError):
        keep(path, "issue.md", entry())


def test_the_difference_from_the_last_build_is_told_word_by_word(desk: Desk):
    pipeline.write(desk.project, pipeline.build(desk.project, "2021-11"))
    with serve.preview(desk.project) as running:
        caller = Caller(running.url)
        assert asked(caller, "/api/difference?issue=2021-11")["state"] == "same"
        assert asked(caller, "/api/difference?issue=2021-06")["state"] == "none"
        desk.change(desk.issue, "The board met on 12 October", "The board met in autumn")
        desk.change(desk.issue, "First community event: Tuesday", "Our first event: Tuesday")
        press_on(caller, "met in autumn")
        told = asked(caller, "/api/difference?issue=2021-11")
    assert told["state"] == "changed"
    out = [piece for row in told["rows"] if row["kind"] == "out" for piece in row["pieces"]]
    new = [piece for row in told["rows"] if row["kind"] == "in" for piece in row["pieces"]]
    assert ["on 12 October", True] in out or any("12" in text and flag for text, flag in out)
    assert any("autumn" in text and flag for text, flag in new)
    assert told["facts"][0][:2] == ["Subject", "First community event: Tuesday 16 November"]


def press_on(caller: Caller, says: str) -> None:
    """Ask until the press has printed something; it does, or the test is stopped."""
    while says not in caller.ask("/api/file?issue=2021-11&name=email.txt")[2].decode():
        pass


MAIL = b"""From: =?utf-8?q?Caf=C3=A9?= <cafe@example.org>\r
To: a@example.org\r
Subject: Hello\r
 there\r
Content-Type: multipart/related; boundary=b\r
\r
--b\r
Content-Type: text/html; charset=iso-8859-1\r
Content-Transfer-Encoding: quoted-printable\r
\r
<p>Caf=E9 <img src=3D"cid:p@x"></p>\r
--b\r
Content-Type: image/png\r
Content-ID: <p@x>\r
Content-Transfer-Encoding: base64\r
\r
iVBORw0KGgo=\r
--b\r
Content-Type: text/calendar; method=PUBLISH\r
Content-Disposition: attachment; filename=event.ics\r
\r
BEGIN:VCALENDAR\r
--b--\r
"""


def test_a_message_is_taken_apart_as_a_mail_program_does():
    told = message_tree(MAIL)
    assert ["From", "Café <cafe@example.org>"] in told["headers"]
    assert [part["type"] for part in told["parts"]] == [  # type: ignore[index]
        "multipart/related",
        "text/html",
        "image/png",
        "text/calendar",
    ]
    assert told["calendars"] == [{"file": "event.ics", "text": "BEGIN:VCALENDAR"}]
    assert shown_html(MAIL, {"box": "a"}) == '<p>Café <img src="/part?box=a&part=2"></p>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff" * 100,
        b"Content-Type: multipart/mixed\n\nno boundary",
        b"Content-Type: text/plain; charset=klingon\n\nx",
        b"Subject: =?x?y?z\nTo: <<<>>>,,;\nDate: never\nMessage-ID: <\n\n",
        b"Content-Type: text/html\nContent-Transfer-Encoding: base64\n\n!!!",
    ],
    ids=range(6),
)
def test_a_broken_message_is_shown_as_far_as_it_goes(content: bytes):
    told = message_tree(content)
    assert told["bytes"] == len(content)
    json.dumps(told)
    shown_html(content, {})


def test_the_outbox_shows_what_a_rehearsal_wrote(desk: Desk):
    outbox = desk.project.outbox
    for folder in ("new", "cur"):
        (outbox / folder).mkdir(parents=True)
    (outbox / "new" / "one.eml").write_bytes(MAIL)
    (outbox / "cur" / "two.eml:2,S").write_bytes(b"Subject: Read\n\nHi")
    (outbox / "new" / "link.eml").symlink_to(desk.root / "pynews.toml")
    with serve.preview(desk.project) as running:
        caller = Caller(running.url)
        box = asked(caller, "/api/outbox")
        assert {one["name"]: one["subject"] for one in box["messages"]} == {
            "one.eml": "Hello there",
            "two.eml": "Read",
        }
        assert asked(caller, "/api/message?box=two.eml")["text"] == "Hi"
        status, headers, body = caller.ask("/api/message?box=one.eml&look=light")
        assert (status, body) == (200, '<p>Café <img src="/part?box=one.eml&part=2"></p>'.encode())
        assert headers["Content-Security-Policy"].endswith("sandbox")
        assert caller.ask("/part?box=one.eml&part=2")[1]["Content-Type"] == "image/png"
        for target in (
            "/part?box=one.eml&part=1",
            "/part?box=one.eml&part=99",
            "/part?box=one.eml&part=x",
            "/part?box=none&part=1",
            "/api/message?box=link.eml",
            "/api/message?box=../../pynews.toml",
        ):
            assert caller.ask(target)[0] == 404


def test_the_issues_own_sample_is_taken_apart_too(caller: Caller):
    told = asked(caller, "/api/message?issue=2021-11")
    assert told["has_html"] is True
    assert told["calendars"][0]["file"].endswith(".ics")


def test_pages_say_nothing_while_nothing_can_be_built(desk: Desk):
    desk.change(desk.event, "start: 2021-11-16", "start: soon")
    with serve.preview(desk.project) as running:
        caller = Caller(running.url)
        assert asked(caller, "/api/project")["issues"] == []
        proof = asked(caller, "/api/proof")
        assert proof["state"] == "broken"
        assert proof["problems"][0]["lines"][1]["text"] == "start: soon"
        for target in ("/api/plan", "/api/file?name=email.html", "/api/message", "/picture/a/b"):
            assert caller.ask(target)[0] == 404


def test_pictures_of_an_issue_are_served_by_their_names_alone(desk: Desk):
    images = desk.issue.parent / "images"
    images.mkdir(exist_ok=True)
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360f8cfc0f01f00050001ff56c7a1f40000000049454e44ae426082"
    )
    (images / "dot.png").write_bytes(png)
    desk.change(desk.issue, "{{ events }}", "![A dot](images/dot.png)\n\n{{ events }}")
    with serve.preview(desk.project) as running:
        caller = Caller(running.url)
        html = caller.ask("/api/file?name=email.html&look=light&issue=2021-11")[2].decode()
        address = html.partition('src="/picture/')[2].partition('"')[0]
        assert address
        status, headers, body = caller.ask(f"/picture/{address}")
        assert (status, headers["Content-Type"], body) == (200, "image/png", png)
        page = caller.ask("/api/file?name=web.html&look=dark&issue=2021-11")[2].decode()
        shown = page.partition('src="/picture/')[2].partition('"')[0]
        assert caller.ask(f"/picture/{shown}")[0] == 200
        assert caller.ask("/picture/2021-11/other.png")[0] == 404


def test_what_changed_is_marked_and_a_line_that_breaks_elsewhere_is_not(desk: Desk):
    pipeline.write(desk.project, pipeline.build(desk.project, "2021-11"))
    desk.change(desk.issue, "The board met on 12 October", "The whole board met on 12 October")
    with serve.preview(desk.project) as running:
        told = asked(Caller(running.url), "/api/difference?issue=2021-11")
    marked = [text for row in told["rows"] for text, flag in row["pieces"] if flag]
    assert marked == ["whole "]


def test_the_words_can_stay_while_the_looks_change(desk: Desk):
    pipeline.write(desk.project, pipeline.build(desk.project, "2021-11"))
    theme = desk.root / "templates" / "nhs" / "theme.toml"
    desk.change(theme, 'masthead = "#003087"', 'masthead = "#003088"')
    with serve.preview(desk.project) as running:
        told = asked(Caller(running.url), "/api/difference?issue=2021-11")
    assert (told["state"], told["rows"]) == ("changed", [])


@pytest.mark.parametrize(
    ("path", "line", "shown"),
    [
        ("pynews.toml", 0, 0),
        ("pynews.toml", 1, 2),
        ("pynews.toml", 3, 3),
        ("pynews.toml", 99_999, 0),
        ("missing.md", 1, 0),
        ("../outside.md", 1, 0),
        ("newsletters", 1, 0),
    ],
)
def test_lines_are_shown_of_the_projects_own_files_only(
    desk: Desk, path: str, line: int, shown: int
):
    (desk.root.parent / "outside.md").write_text("secret")
    assert len(source_lines(desk.root, path, line)) == shown


def test_a_reader_is_told_apart_from_nobody(desk: Desk):
    assert reader_of(desk.project, "").first_name == ""
    assert reader_of(desk.project, "named").first_name == "Member"


def test_notes_that_are_no_text_are_said_to_be_none(desk: Desk):
    (desk.root / "newsletters" / "minutes" / "2021-12-01.md").write_bytes(b"x" * 9_000_000)
    with serve.preview(desk.project) as running:
        told = asked(
            Caller(running.url),
            "/api/minutes?issue=2021-11&path=newsletters/minutes/2021-12-01.md",
        )
    assert "over 8 MB" in told["why"]


def test_a_message_with_headers_that_mean_nothing_is_listed_all_the_same(desk: Desk):
    new = desk.project.outbox / "new"
    new.mkdir(parents=True)
    (new / "a.eml").write_bytes(b"Subject: =?utf-8?b?//8=?=\nTo: <<>,;:\n\nHi")
    (new / "b.eml").write_bytes(b"\xff\xfe" * 50)
    with serve.preview(desk.project) as running:
        box = asked(Caller(running.url), "/api/outbox")
    assert box["count"] == len(box["messages"]) == 2
