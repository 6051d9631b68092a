"""``pynews gather --fetch`` as an editor runs it, against a server on loopback."""

import json
from pathlib import Path
from typing import Any

CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:one@example.org\r
DTSTAMP:20220101T000000Z\r
DTSTART:20990310T190000Z\r
SUMMARY:Open evening\r
END:VEVENT\r
END:VCALENDAR\r
"""
ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>urn:blog</id>
<updated>2099-03-01T00:00:00Z</updated>
<entry><title>Second post</title><id>urn:2</id><link href="https://example.org/2"/>
<updated>2099-03-01T00:00:00Z</updated>
<summary type="html">Words &lt;script&gt;alert(1)&lt;/script&gt;</summary></entry>
</feed>"""


def sources(project: Path, events: str, stories: str) -> None:
    toml = project / "pynews.toml"
    text = toml.read_text(encoding="utf-8")
    text += f'\n[[sources.events]]\nurl = "{events}"\nallow_private = true\n'
    text += f'\n[[sources.stories]]\nurl = "{stories}"\nallow_private = true\n'
    toml.write_text(text, encoding="utf-8")


def test_sources_become_files_and_the_editors_words_win(project: Path, run: Any, site: Any):
    sources(project, site.say("/a.ics", CALENDAR), site.say("/feed", ATOM))
    dry = run("gather", "--fetch", "--dry-run")
    assert dry.code == 0
    assert not list((project / "newsletters/events").glob("2099*"))
    done = run("gather", "--fetch", "--json")
    tree = json.loads(done.out)
    assert tree["schema"] == 1
    assert not tree["failed"]
    (event,) = (project / "newsletters/events").glob("2099-03-10-*.md")
    assert "source_id: " in event.read_text(encoding="utf-8")
    (story,) = (project / "newsletters/stories").glob("second-post-*.md")
    assert "alert" not in story.read_text(encoding="utf-8")
    mine = event.read_text(encoding="utf-8").replace("Open evening", "My evening")
    event.write_text(mine, encoding="utf-8")
    site.say("/a.ics", CALENDAR.replace(b"Open evening", b"Their evening"))
    again = run("gather", "--fetch")
    assert "your words stand" in again.out
    assert "title: My evening -> Their evening" in again.out
    assert event.read_text(encoding="utf-8") == mine
    site.say("/a.ics", b"", 503)
    down = run("gather", "--fetch")
    assert down.code == 0
    assert "its last good copy is used" in down.out


def test_a_source_that_is_down_takes_nothing_from_the_others(project: Path, run: Any, site: Any):
    sources(project, site.say("/a.ics", b"", 503), site.say("/feed", ATOM))
    done = run("gather", "--fetch")
    assert done.code == 9
    assert "503" in done.err
    assert list((project / "newsletters/stories").glob("second-post-*.md"))


def test_without_sources_it_says_what_to_write(run: Any):
    done = run("gather", "--fetch")
    assert done.code == 4
    assert "[[sources.events]]" in done.err


def test_files_may_be_named_instead(project: Path, run: Any, tmp_path: Path):
    export = tmp_path / "export.csv"
    export.write_text("title,start\nTalk,2099-04-01 18:00\n", encoding="utf-8")
    assert run("gather", "--fetch", str(export)).code == 0
    assert list((project / "newsletters/events").glob("2099-04-01-*.md"))
    assert run("gather", "--fetch", "README.md").code == 4


def test_private_machines_are_refused_unless_allowed_by_name(project: Path, run: Any, site: Any):
    url = site.say("/a.ics", CALENDAR)
    toml = project / "pynews.toml"
    text = toml.read_text(encoding="utf-8")
    secure = url.replace("http://", "https://")
    toml.write_text(f'{text}\n[[sources.events]]\nurl = "{secure}"\n', encoding="utf-8")
    done = run("gather", "--fetch")
    assert done.code == 4
    assert "private network" in done.err
    assert "allow_private" in done.err
    assert not site.asked


def test_events_are_named_by_their_titles_and_nothing_new_leads_nowhere(
    project: Path, run: Any, tmp_path: Path
):
    export = tmp_path / "export.csv"
    export.write_text("title,start\nTalk on maps,2099-04-01 18:00\n", encoding="utf-8")
    dry = run("gather", "--fetch", str(export), "--dry-run")
    assert dry.out.endswith("Next: pynews gather --fetch   writes it\n")
    done = run("gather", "--fetch", str(export))
    assert (project / "newsletters/events/2099-04-01-talk-on-maps.md").exists()
    assert "Next: git status" in done.out
    assert "Next" not in run("gather", "--fetch", str(export)).out


def test_a_calendar_is_not_read_as_board_notes_and_an_address_not_as_a_file(
    project: Path, run: Any
):
    calendar = project / "fair.ics"
    calendar.write_bytes(CALENDAR)
    done = run("gather", str(calendar))
    assert (done.code, done.out) == (4, "")
    assert f"hint: pynews gather --fetch {calendar}" in done.err
    afar = run("gather", "--fetch", "https://example.org/fair.ics")
    assert afar.code == 4
    assert "this is a web address, not a file" in afar.err
    assert "[[sources.events]]" in afar.err


def test_a_source_that_leads_astray_is_named(project: Path, run: Any, site: Any):
    url = site.say("/a.ics", b"", 302, Location="file:///etc/hostname")
    sources(project, url, site.say("/feed", ATOM))
    done = run("gather", "--fetch")
    assert done.code == 4
    assert f"{url}: it leads to file:///etc/hostname" in done.err
