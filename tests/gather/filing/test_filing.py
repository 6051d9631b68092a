"""Entries beside the files that stand there: the editor's words win."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynews.gather.calendars import read_calendar
from pynews.gather.content import read_event, read_opening, read_story
from pynews.gather.filing import (
    Entry,
    entry_of_call,
    entry_of_event,
    entry_of_mention,
    file_entries,
)
from pynews.gather.filing.entry import scalar, text_of
from pynews.gather.frontmatter import read_page
from pynews.gather.minutes import read_minutes

ZONE = "Europe/London"
SERIES = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:series@example.org
DTSTART;TZID=Europe/London:20220301T190000
DTEND;TZID=Europe/London:20220301T203000
RRULE:FREQ=MONTHLY;BYDAY=1TU;UNTIL=20221231T000000Z
EXDATE;TZID=Europe/London:20220405T190000
SUMMARY:Open evening: all welcome
LOCATION:Hall #2
SEQUENCE:3
DESCRIPTION:Bring {{ nothing }}
END:VEVENT
BEGIN:VEVENT
UID:days@example.org
DTSTART;VALUE=DATE:20220501
DTEND;VALUE=DATE:20220504
SUMMARY:Sprint
CLASS:PRIVATE
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:twice@example.org
DTSTART:20221030T013000Z
SUMMARY:Night
END:VEVENT
END:VCALENDAR
"""


def entry(**fields: str) -> Entry:
    told = {
        "id": "talk-1",
        "title": "Talk",
        "start": "2022-04-01 18:00",
        "source": "https://example.org/a.ics",
        "source_id": "1",
    } | fields
    day = date.fromisoformat(told["start"][:10])
    return Entry("events", f"{told['start'][:10]}-talk", {k: v for k, v in told.items() if v}, day)


def filed(content: Path, *entries: Entry, both: bool = False) -> dict[str, tuple[str, ...]]:
    """File entries, write them, and return what that meant by file."""
    filing = file_entries(entries, content=content, both=both)
    for name, text in filing.contents.items():
        path = content / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return {f"{change.kind} {change.name}": change.lines for change in filing.changes}


def test_a_calendars_events_come_back_from_their_files_as_they_were():
    events = read_calendar(SERIES.encode(), path="a.ics", zone=ZONE).events
    assert len(events) == 3
    for event in events:
        text = text_of(entry_of_event(event, zone=ZONE))
        again = read_event(read_page(text, path="events/a.md"), zone=ZONE)
        for name in ("id", "title", "when", "recurrence", "where", "cancelled", "public"):
            assert getattr(again, name) == getattr(event, name), name
        assert (again.source, again.source_id) == ("a.ics", event.source_id)
        assert again.source_sequence == event.source_sequence
        assert "{{" not in again.description


@given(st.text(min_size=1, max_size=80))
def test_any_title_survives_the_file(title: str):
    words = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    page = read_page(f"---\ntitle: {scalar(words)}\n---\n", path="a.md")
    assert (page.fields["title"].text or "") == words


def test_a_new_thing_becomes_a_file_and_the_same_again_is_nothing(tmp_path: Path):
    assert list(filed(tmp_path, entry())) == ["new events/2022-04-01-talk.md"]
    assert filed(tmp_path, entry()) == {}
    assert len(list((tmp_path / "events").iterdir())) == 1


def test_what_the_source_changed_and_the_editor_did_not_is_brought_up_to_date(tmp_path: Path):
    filed(tmp_path, entry(where="Hall"))
    changes = filed(tmp_path, entry(where="Room 2", start="2022-04-01 19:00"))
    assert changes == {
        "changed events/2022-04-01-talk.md": (
            "start: 2022-04-01 18:00 -> 2022-04-01 19:00",
            "where: Hall -> Room 2",
        )
    }
    text = (tmp_path / "events/2022-04-01-talk.md").read_text(encoding="utf-8")
    assert "start: 2022-04-01 19:00\n" in text
    assert "where: Room 2\n" in text


def test_the_editors_words_win_and_the_difference_is_told(tmp_path: Path):
    filed(tmp_path, entry(where="Hall"))
    path = tmp_path / "events/2022-04-01-talk.md"
    mine = path.read_text(encoding="utf-8").replace("title: Talk", "title: My talk")
    path.write_text(mine + "\nMy own words.\n", encoding="utf-8")
    changes = filed(tmp_path, entry(title="Their talk", where="Room 2", text="Their words."))
    assert changes["kept events/2022-04-01-talk.md"] == (
        "title: My talk -> Their talk",
        "text: My own words. -> Their words.",
    )
    text = path.read_text(encoding="utf-8")
    assert "title: My talk\n" in text
    assert "My own words." in text
    assert "where: Room 2\n" in text
    assert filed(tmp_path, entry(title="Their talk", where="Room 2", text="Their words.")) == {}


def test_keys_that_the_editor_added_stay_in_their_place(tmp_path: Path):
    filed(tmp_path, entry(where="Hall"))
    path = tmp_path / "events/2022-04-01-talk.md"
    text = path.read_text(encoding="utf-8").replace(
        "where: Hall\n", "where: Hall\n# ask Member A\norganiser: >-\n  two\n  lines\n"
    )
    path.write_text(text, encoding="utf-8")
    filed(tmp_path, entry(where="Room 2", join="https://example.org/j"))
    after = path.read_text(encoding="utf-8")
    assert "# ask Member A\norganiser: >-\n  two\n  lines\n" in after
    assert "where: Room 2\n" in after
    assert "join: " in after
    read_event(read_page(after, path="a.md"), zone=ZONE)


def test_a_field_that_the_source_takes_back_goes(tmp_path: Path):
    filed(tmp_path, entry(where="Hall", text="Words."))
    filed(tmp_path, entry())
    text = (tmp_path / "events/2022-04-01-talk.md").read_text(encoding="utf-8")
    assert "Hall" not in text
    assert "Words." not in text


def test_the_same_event_of_two_sources_is_one(tmp_path: Path):
    other = entry(source="https://example.com/b.ics", source_id="99", title="TALK!")
    assert list(filed(tmp_path, entry(), other)) == ["new events/2022-04-01-talk.md"]
    assert filed(tmp_path, other) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "Talk about tea"},
        {"start": "2022-04-05 18:00"},
        {"start": "2022-04-01 20:00"},
    ],
)
def test_two_that_look_alike_are_shown_side_by_side(tmp_path: Path, fields: dict[str, str]):
    filed(tmp_path, entry())
    other = entry(source_id="2", **fields)
    ((said, lines),) = filed(tmp_path, other).items()
    assert said == "alike events/2022-04-01-talk.md (Talk, 2022-04-01 18:00)"
    assert fields.get("start", "2022-04-01 18:00") in lines[0]
    assert len(list((tmp_path / "events").iterdir())) == 1
    assert any(key.startswith("new ") for key in filed(tmp_path, other, both=True))


def test_other_events_of_the_day_are_their_own(tmp_path: Path):
    filed(tmp_path, entry())
    assert next(iter(filed(tmp_path, entry(title="Sprint", source_id="2")))).startswith("new ")


def test_files_of_one_name_get_a_number(tmp_path: Path):
    told = filed(tmp_path, entry(), entry(source_id="2", title="Sprint"))
    assert list(told) == ["new events/2022-04-01-talk.md", "new events/2022-04-01-talk-2.md"]


def test_a_record_that_is_broken_is_begun_anew(tmp_path: Path):
    filed(tmp_path, entry())
    (tmp_path / "fetched.json").write_text("[1,", encoding="utf-8")
    changes = filed(tmp_path, entry(where="Hall"))
    assert changes == {"kept events/2022-04-01-talk.md": ("where: nothing -> Hall",)}


def test_files_that_cannot_be_read_are_left_alone(tmp_path: Path):
    (tmp_path / "events").mkdir()
    (tmp_path / "events/bad.md").write_text("no front matter", encoding="utf-8")
    assert list(filed(tmp_path, entry())) == ["new events/2022-04-01-talk.md"]


def test_events_and_roles_of_board_notes_are_files_that_read_back():
    notes = (
        "# Example Board\n\nDate: 2022-03-14\n\nThe spring fair is on 9 April 2022 at 14:00.\n\n"
        "We are looking for a treasurer.\n"
    )
    minutes = read_minutes(notes.encode(), path="notes.md")
    (mention,) = minutes.mentions
    event = entry_of_mention(mention, source="minutes/notes.md")
    assert event is not None
    told = read_event(read_page(text_of(event), path="a.md"), zone=ZONE)
    assert told.when.start == datetime(2022, 4, 9, 13, tzinfo=UTC)
    (call,) = minutes.calls
    role = entry_of_call(call, source="minutes/notes.md", opens=minutes.day)
    opening = read_opening(read_page(text_of(role), path="roles/a.md"))
    assert opening.opens == date(2022, 3, 14)
    assert "treasurer" in opening.title.casefold()


def test_stories_may_name_where_they_came_from():
    text = "---\ntitle: A\nsource: https://example.org/feed\nsource_id: urn:1\n---\nWords.\n"
    assert read_story(read_page(text, path="stories/a.md")).title == "A"


def test_an_event_that_is_cancelled_before_anybody_heard_of_it_is_no_file(tmp_path: Path):
    assert filed(tmp_path, entry(cancelled="yes")) == {}
    filed(tmp_path, entry())
    changes = filed(tmp_path, entry(cancelled="yes"))
    assert changes == {"changed events/2022-04-01-talk.md": ("cancelled: nothing -> yes",)}
