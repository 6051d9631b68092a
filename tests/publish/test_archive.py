"""The archive: issues that were sent, a page and a file an event, the feeds; for everybody."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from pynews import pipeline
from pynews.config import Project, load
from pynews.errors import ProjectError, SourceError, UsageError
from pynews.model import SentIssue
from pynews.publish import Entry, atom, compare, write_site
from pynews.store import write_sent

BASE = "https://news.example.org/"
TODAY = date(2021, 11, 3)
SECRET = "https://meet.example.org/clinic-17"
CLINIC = f"""\
---
id: notebook-clinic
title: Notebook clinic
start: 2021-12-07 12:30
end: 2021-12-07 13:30
join: {SECRET}
repeats: monthly on the first Tuesday
---
Bring a notebook; the way in is {SECRET}.

![A table of notebooks](table.png)
"""
CALLED_OFF = """\
---
id: unconference
title: Unconference
start: 2021-12-10
end: 2021-12-12
all_day: yes
where: Example Hall
cancelled: yes
---
"""
BOARD = """\
---
id: board
title: Board meeting
start: 2021-12-14 17:00
public: no
---
"""


@pytest.fixture
def site(project: Path, root: Path) -> Project:
    """The example project with four events and an address of its own."""
    events = project / "newsletters/events"
    for name, text in (("clinic", CLINIC), ("unconference", CALLED_OFF), ("board", BOARD)):
        (events / f"{name}.md").write_text(text, encoding="utf-8")
    picture = next((root / "docs/pictures").glob("*.png"))
    (events / "table.png").write_bytes(picture.read_bytes())
    toml = project / "pynews.toml"
    text = toml.read_text(encoding="utf-8").replace('base_url = ""', f'base_url = "{BASE}"')
    toml.write_text(text, encoding="utf-8")
    return load(project)


def sent(project: Project, issue: str = "2021-11", digest: str = "") -> None:
    built = pipeline.build(project, issue)
    sending = SentIssue(
        issue=issue,
        path=f"newsletters/{issue}/sent.json",
        at=datetime(2021, 11, 2, 9, 5, tzinfo=UTC),
        edition_digest=digest or built.digest,
        accepted=5,
        events=tuple(one.record for one in built.invitations),
    )
    write_sent(project.root, sending.path, sending, earlier=())


class Links(HTMLParser):
    """Every address a page leads to or shows."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag
        self.found += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_it_holds_what_was_sent_and_every_public_event(site: Project) -> None:
    sent(site)
    made = pipeline.make_site(site, today=TODAY)
    pages = {name for name in made.files if "/images/" not in name}
    names = ("first-community-event", "notebook-clinic", "unconference")
    assert pages == {
        "index.html",
        "site.css",
        "events.ics",
        "feed.xml",
        "2021-11/index.html",
        *(f"events/{name}.{end}" for name in names for end in ("html", "ics")),
    }
    assert (made.issues, made.events, made.notes) == (1, 3, ())
    assert [name for name in made.files if name.startswith("events/images/")]


def test_what_was_not_sent_is_shown_only_when_asked_for(site: Project) -> None:
    assert pipeline.make_site(site, today=TODAY).issues == 0
    made = pipeline.make_site(site, today=TODAY, also=("2021-06", "2021-11", "2021-11"))
    assert made.issues == 2
    with pytest.raises(SourceError, match="there is no issue"):
        pipeline.make_site(site, today=TODAY, also=("2020-01",))
    (site.root / "newsletters/2021-11").rename(site.root / "newsletters/nov 2021")
    with pytest.raises(UsageError, match="part of an address"):
        pipeline.make_site(site, today=TODAY, also=("nov 2021",))


def test_the_joining_address_stands_nowhere(site: Project) -> None:
    sent(site)
    files = pipeline.make_site(site, today=TODAY).files
    for name, content in files.items():
        plain = content.replace(b"\r\n ", b"")
        assert b"meet.example.org" not in plain, name
        assert b"Board meeting" not in plain, name
    assert b"(see the newsletter)" in files["events/notebook-clinic.html"]


def test_every_link_inside_leads_to_a_file(site: Project) -> None:
    sent(site)
    files = pipeline.make_site(site, today=TODAY).files
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        for link in Links(content.decode()).found:
            address = urljoin(BASE + name, link).partition("#")[0]
            if address.startswith(BASE):
                path = address.removeprefix(BASE)
                assert path + "index.html" * (not path or path.endswith("/")) in files, (name, link)


def test_the_feed_has_no_method_and_keeps_what_was_called_off(site: Project) -> None:
    sent(site)
    files = pipeline.make_site(site, today=TODAY).files
    feed = Calendar.from_ical(files["events.ics"])
    assert "method" not in feed
    states = {str(one["uid"]): str(one["status"]) for one in feed.walk("VEVENT")}
    assert states == {
        "first-community-event@news.example.org": "TENTATIVE",
        "notebook-clinic@news.example.org": "CONFIRMED",
        "unconference@news.example.org": "CANCELLED",
    }
    one = Calendar.from_ical(files["events/unconference.ics"])
    assert [str(each["uid"]) for each in one.walk("VEVENT")] == ["unconference@news.example.org"]


def jsonld(page: bytes) -> dict:
    found = re.search(
        r'<script type="application/ld\+json">(.*?)</script>', page.decode(), re.DOTALL
    )
    assert found
    return json.loads(found[1])


def test_an_events_page_tells_search_engines_and_people_the_same(site: Project) -> None:
    files = pipeline.make_site(site, today=TODAY).files
    told = jsonld(files["events/unconference.html"])
    assert told["@type"] == "Event"
    assert told["eventStatus"] == "https://schema.org/EventCancelled"
    assert (told["startDate"], told["endDate"]) == ("2021-12-10", "2021-12-12")
    assert told["url"] == f"{BASE}events/unconference.html"
    page = files["events/unconference.html"].decode()
    assert "Friday 10 December to Sunday 12 December 2021" in page
    assert "This event will not take place." in page
    clinic = files["events/notebook-clinic.html"].decode()
    for host in ("calendar.google", "outlook.live", "outlook.office", "calendar.yahoo"):
        assert f"https://{host}.com/" in clinic
    assert 'href="notebook-clinic.ics"' in clinic
    assert "20211207T123000Z" in clinic


def test_the_first_page_tells_what_is_to_come_before_what_was(site: Project) -> None:
    sent(site)
    now = pipeline.make_site(site, today=TODAY).files["index.html"].decode()
    assert now.index("First community event</a>") < now.index("Notebook clinic</a>")
    assert "Earlier events" not in now
    later = pipeline.make_site(site, today=date(2021, 12, 20)).files["index.html"].decode()
    assert later.index("Notebook clinic</a>") < later.index("Earlier events")
    assert later.index("Earlier events") < later.index("First community event</a>")
    assert "webcal://news.example.org/events.ics" in now
    assert "cid=webcal%3A%2F%2Fnews.example.org%2Fevents.ics" in now


def test_the_news_feed_names_every_issue_with_its_address(site: Project) -> None:
    sent(site)
    content = pipeline.make_site(site, today=TODAY).files["feed.xml"]
    feed = ET.fromstring(content)  # noqa: S314  written by ourselves
    space = "{http://www.w3.org/2005/Atom}"
    (entry,) = feed.findall(f"{space}entry")
    assert entry.findtext(f"{space}title") == "First community event: Tuesday 16 November"
    assert entry.findtext(f"{space}updated") == "2021-11-02T09:05:00Z"
    assert entry.find(f"{space}link").get("href") == f"{BASE}2021-11/"


def test_the_news_feed_holds_no_character_that_xml_cannot(site: Project) -> None:
    at = datetime(2021, 11, 2, 9, tzinfo=UTC)
    entry = Entry("2021-11", "N\ud800e\x00w\ufffes", "\udfffAll\x0b", at, at)
    tree = ET.fromstring(atom([entry], publication=site.publication))  # noqa: S314 - our own
    texts = {one.tag.rpartition("}")[2]: one.text for one in tree.iter()}
    assert (texts["title"], texts["summary"]) == ("News", "All")


def test_it_says_what_differs_from_what_was_sent_and_what_an_address_would_bring(
    site: Project,
) -> None:
    sent(site, digest="0" * 64)
    (note,) = pipeline.make_site(site, today=TODAY).notes
    assert "not what was sent on 2021-11-02" in note.what
    toml = site.root / "pynews.toml"
    text = toml.read_text(encoding="utf-8").replace(f'base_url = "{BASE}"', 'base_url = ""')
    toml.write_text(text, encoding="utf-8")
    made = pipeline.make_site(load(site.root), today=TODAY)
    assert "feed.xml" not in made.files
    assert "calendars cannot subscribe" in made.notes[-1].what
    assert b'href="events.ics"' in made.files["index.html"]
    assert b"Subscribe once" not in made.files["index.html"]
    assert b"All events in one file, as they stand now" in made.files["index.html"]


def test_nobody_is_asked_to_come_to_what_has_taken_place(site: Project) -> None:
    page = "events/first-community-event.html"
    before = pipeline.make_site(site, today=date(2021, 11, 16)).files[page].decode()
    after = pipeline.make_site(site, today=date(2021, 11, 17)).files[page].decode()
    assert "Add to your calendar" in before or "calendar.google" in before
    assert "calendar.google" not in after
    assert "This event has taken place." in after


def test_what_was_corrected_stands_beside_the_issue(site: Project) -> None:
    sent(site)
    folder = site.root / "newsletters/2021-11"
    (folder / "correction.md").write_text(
        '---\nsubject: A correction\n---\nDear {{ first_name or "members" }},\n\n'
        "the event begins an hour later.\n",
        encoding="utf-8",
    )
    assert "2021-11/correction.html" not in pipeline.make_site(site, today=TODAY).files
    later = datetime(2021, 11, 5, 9, tzinfo=UTC)
    (first,) = pipeline.gather_everything(site).sent
    last = replace(first, purpose="correction-1", at=later)
    write_sent(site.root, first.path, last, earlier=(first,))
    files = pipeline.make_site(site, today=TODAY).files
    index = files["index.html"].decode()
    assert '<a href="2021-11/correction.html">Corrected on Friday 5 November 2021</a>' in index
    page = files["2021-11/correction.html"].decode()
    assert "Dear members," in page
    assert "the event begins an hour later." in page


def test_the_same_files_give_the_same_bytes(site: Project) -> None:
    sent(site)
    first, second = (pipeline.make_site(site, today=TODAY).files for _ in range(2))
    assert first == second


def test_only_what_differs_is_written_and_only_what_we_wrote_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "public"
    files = {"index.html": b"1", "a/index.html": b"2", "a/images/x.png": b"3"}
    assert write_site(folder, files).new == ("a/images/x.png", "a/index.html", "index.html")
    (folder / "robots.txt").write_bytes(b"ours")
    before = (folder / "index.html").stat().st_mtime_ns
    change = write_site(folder, {"index.html": b"1", "b.css": b"4"})
    assert (change.new, change.changed) == (("b.css",), ())
    assert change.gone == ("a/images/x.png", "a/index.html")
    assert sorted(path.name for path in folder.iterdir()) == [
        ".pynews-archive.json",
        "b.css",
        "index.html",
        "robots.txt",
    ]
    assert (folder / "index.html").stat().st_mtime_ns == before


def test_somebody_elses_site_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_bytes(b"mine")
    with pytest.raises(ProjectError, match="did not write"):
        write_site(tmp_path, {"index.html": b"1"})
    record = tmp_path / ".pynews-archive.json"
    record.write_text('{"files": ["../../outside.txt", "/etc/x"]}', encoding="utf-8")
    assert compare(tmp_path, {"index.html": b"1"}).gone == ()
    record.write_text("<<<<", encoding="utf-8")
    with pytest.raises(ProjectError, match="not what pynews publish recorded"):
        compare(tmp_path, {"index.html": b"1"})


@pytest.mark.parametrize(
    "name", [".git/config", "a/.htaccess", "..\\outside.txt", "a\\..\\..\\x", ".", "C:x", "x\0"]
)
def test_a_record_never_chooses_what_is_removed(tmp_path: Path, name: str) -> None:
    record = tmp_path / ".pynews-archive.json"
    record.write_text(json.dumps({"files": [name]}), encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git/config").write_bytes(b"theirs")
    assert write_site(tmp_path, {"a.css": b"1"}).gone == ()
    assert (tmp_path / ".git/config").read_bytes() == b"theirs"


def test_nothing_is_written_or_removed_through_a_link(tmp_path: Path) -> None:
    folder, outside = tmp_path / "public", tmp_path / "outside"
    write_site(folder, {"index.html": b"1", "events/a.html": b"2"})
    (folder / "events").rename(outside)
    (folder / "events").symlink_to(outside, target_is_directory=True)
    for files in ({"index.html": b"3"}, {"index.html": b"3", "events/a.html": b"4"}):
        for act in (compare, write_site):
            with pytest.raises(ProjectError, match="link to somewhere else"):
                act(folder, files)
    assert (outside / "a.html").read_bytes() == b"2"
    assert (folder / "index.html").read_bytes() == b"1"


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    target = tmp_path / "a file"
    target.write_bytes(b"in the way")
    with pytest.raises(ProjectError, match="cannot write"):
        write_site(target / "public", {"index.html": b"1"})


def test_the_command_says_what_it_did(run: Callable, project: Path) -> None:
    dry = run("publish", "--dry-run", "--also", "2021-11")
    assert "would be new" in dry.out, dry.err
    assert not (project / "public").exists()
    done = run("publish", "--also", "2021-11")
    assert "1 issue, 1 event" in done.out
    assert (project / "public/2021-11/index.html").is_file()
    again = json.loads(run("publish", "--also", "2021-11", "--json").out)
    assert (again["schema"], again["new"], again["changed"], again["removed"]) == (1, [], [], [])
    assert run("publish", "--to", ".").code == 2
