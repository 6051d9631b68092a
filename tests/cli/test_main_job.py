"""The main job, as a newcomer runs it."""

import email
import email.policy
import json
from email.message import EmailMessage
from pathlib import Path

from icalendar import Calendar
from PIL import Image

IMPORT = ("subscribers", "import", "subscribers.example.csv")


def messages(project: Path) -> list[EmailMessage]:
    found = []
    for path in sorted((project / "outbox" / "new").iterdir()):
        message = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        assert not message.defects
        found.append(message)
    return found


def rehearsed(run) -> None:
    assert run(*IMPORT).code == 0
    sent = run("send", "2021-11")
    assert sent.code == 0, sent.err
    assert "5 messages in outbox/" in sent.out


def test_five_members_get_text_html_and_the_invitation_of_16_november(run, project):
    rehearsed(run)
    found = messages(project)
    assert len(found) == 5
    assert len({message["to"] for message in found}) == 5
    for message in found:
        kinds = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
        assert kinds == ["text/plain", "text/html", "text/calendar"]
        part = next(iter(message.iter_attachments()))
        assert part.get_param("method") == "PUBLISH"
        event = Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]
        assert event["UID"] == "first-community-event@news.example.org"
        assert event["DTSTART"].to_ical() == b"20211116"


def test_a_member_is_greeted_by_name_and_can_leave(run, project):
    rehearsed(run)
    editor = next(one for one in messages(project) if one["to"] == "editor@example.org")
    assert "Dear Editor" in editor.get_body(("plain",)).get_content()
    assert "Dear Editor" in editor.get_body(("html",)).get_content()
    assert editor["List-Unsubscribe"].startswith("<mailto:unsubscribe@example.org")
    assert editor["List-Id"].endswith("<news.example.org>")
    assert "1 Example Street" in editor.get_body(("html",)).get_content()


def test_a_second_send_sends_nothing_and_says_so(run, project):
    rehearsed(run)
    before = sorted((project / "outbox" / "new").iterdir())
    again = run("send", "2021-11")
    assert again.code == 0
    assert "Nothing to send" in again.out
    assert sorted((project / "outbox" / "new").iterdir()) == before


def test_somebody_suppressed_is_held_back_and_named_in_a_mask(run, project):
    assert run(*IMPORT).code == 0
    assert run("subscribers", "suppress", "analyst@example.org").code == 0
    sent = run("send", "2021-11")
    assert sent.code == 0
    assert "4 messages in outbox/" in sent.out
    assert "held back: a***@example.org (suppressed)" in sent.out
    assert len(messages(project)) == 4
    assert "analyst@example.org" not in {message["to"] for message in messages(project)}


def test_a_status_in_the_spreadsheet_holds_somebody_back(run, project):
    path = project / "subscribers.example.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("en-GB,active", "en-GB,suppressed", 1), encoding="utf-8")
    assert run(*IMPORT).code == 0
    sent = run("send", "2021-11")
    assert "4 messages in outbox/" in sent.out
    assert "(suppressed)" in sent.out


def test_a_rehearsal_advances_nothing(run, project):
    rehearsed(run)
    assert not (project / "newsletters" / "2021-11" / "sent.json").exists()
    status = json.loads(run("status", "--json").out)
    assert status["schema"] == 1
    assert [one["accepted"] for one in status["campaigns"]] == [5]
    assert status["campaigns"][0]["finished"] is True


def test_status_says_in_words_what_happened(run):
    assert "Nothing was sent yet" in run("status").out
    rehearsed(run)
    status = run("status", "2021-11")
    assert "rehearsal in outbox/: done" in status.out
    assert "5 messages accepted" in status.out
    assert run("status", "2020-01").code == 2


def test_the_manifest_tells_what_went_in_and_what_came_out(run, project):
    built = run("build", "2021-11", "--json")
    assert built.code == 0, built.err
    manifest = json.loads(built.out)
    on_disk = (project / "build" / "2021-11" / "manifest.json").read_text(encoding="utf-8")
    assert manifest == json.loads(on_disk)
    assert next(iter(manifest)) == "schema"
    assert manifest["issue"] == "2021-11"
    inputs = {entry["path"] for entry in manifest["inputs"]}
    assert "newsletters/minutes/2021-10-12.md" in inputs
    assert "newsletters/2021-06/issue.md" not in inputs
    for entry in manifest["outputs"]:
        content = (project / "build" / "2021-11" / entry["path"]).read_bytes()
        assert len(content) == entry["bytes"]
    assert {item["kind"] for item in manifest["items"]} == {
        "event",
        "decision",
        "opening",
        "story",
        "idea",
    }
    first = next(item for item in manifest["items"] if item["kind"] == "decision")
    assert first["origin"] == "newsletters/minutes/2021-10-12.md:47"
    assert manifest["invitations"] == [
        {
            "id": "first-community-event",
            "uid": "first-community-event@news.example.org",
            "sequence": 0,
            "method": "PUBLISH",
            "change": "new",
        }
    ]
    assert manifest["html_bytes"] < 60_000


def test_the_june_issue_tells_what_the_board_agreed_in_may(run, project):
    assert run("build", "2021-06").code == 0
    text = (project / "build" / "2021-06" / "email.txt").read_text(encoding="utf-8")
    for words in (
        "semi-formal",
        "newsletter",
        "24-hour support",
        "Anaconda",
        "21 June 2021",
        "The role of the board",
    ):
        assert words in text
    assert not list((project / "build" / "2021-06").glob("*.ics"))


def test_without_an_issue_the_latest_is_meant(run):
    assert run("build").out.startswith("2021-11,")


def test_the_plan_changes_nothing_and_names_itself_by_a_digest(run, project):
    run(*IMPORT)
    first = json.loads(run("plan", "2021-11", "--json").out)
    second = json.loads(run("plan", "2021-11", "--json").out)
    assert first == second
    assert first["recipients"] == 5
    assert first["confirm"] == f"2021-11:5:{first['plan_digest'][:6]}"
    assert not (project / "outbox").exists()
    moved = json.loads(run("plan", "2021-11", "--at", "2021-11-03 09:00", "--json").out)
    assert moved["plan_digest"] != first["plan_digest"]
    words = run("plan", "2021-11").out
    assert "5 people" in words
    assert "Tuesday 2 November 2021, 9am GMT" in words


def test_a_confirmation_of_another_plan_is_refused(run):
    run(*IMPORT)
    refused = run("send", "2021-11", "--confirm", "2021-11:5:abcdef")
    assert refused.code == 7
    assert "you confirmed 2021-11:5:abcdef" in refused.err


def test_a_dry_run_prints_the_plan_and_sends_nothing(run, project):
    run(*IMPORT)
    dry = run("send", "2021-11", "--dry-run")
    assert dry.code == 0
    assert "5 people" in dry.out
    assert not (project / "outbox").exists()


def test_the_seeds_are_as_published(root):
    may = (root / "newsletters" / "minutes" / "2021-05-20.md").read_bytes()
    october = (root / "newsletters" / "minutes" / "2021-10-12.md").read_bytes()
    assert len(may) == 2994
    assert len(october) == 3043
    assert "Guyâ€™s".encode() in may
    assert "Guyâ€™s".encode() in october


def test_a_story_may_show_a_picture(run, project):
    path = project / "newsletters" / "stories" / "images" / "team.png"
    path.parent.mkdir()
    Image.new("RGB", (900, 300), (0, 94, 184)).save(path)
    story = project / "newsletters" / "stories" / "back2school.md"
    text = story.read_text(encoding="utf-8").replace(
        "title:", "image: newsletters/stories/images/team.png\nalt: A blue field\ntitle:", 1
    )
    story.write_text(text, encoding="utf-8", newline="\n")
    assert run("build", "2021-11").code == 0
    folder = project / "build" / "2021-11"
    pictures = list((folder / "images").iterdir())
    assert len(pictures) == 1
    name = f"images/{pictures[0].name}"
    assert name in (folder / "web.html").read_text(encoding="utf-8")
    assert name in (folder / "email.html").read_text(encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert name in {entry["path"] for entry in manifest["outputs"]}
    rehearsed(run)
    assert all(b"Content-ID" in one.as_bytes() for one in messages(project))
