"""A correction tells of an event those whose own letter told of it, whatever they are in by now."""

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.pipeline.publication import PUBLICATION

sys.path.insert(0, str(Path(__file__).parents[1] / "providers"))

from smtp_double import SmtpDouble

from pynews import pipeline
from pynews.config import load

LATER = datetime(2021, 11, 20, 9, tzinfo=UTC)

PROJECT = f"""{PUBLICATION}
[provider]
name = "smtp"
host = "127.0.0.1"
port = {{port}}
security = "none"
"""
HEAD = """---
subject: Our news
preheader: What is new this month.
send: 2021-11-02 09:00
---
"""
CORRECTION = "---\nsubject: {}\nsend: 2021-11-1{} 15:00\n{}---\nPlease look again.\n\n{}\n"
EVENT = "---\ntitle: {}\nstart: 2021-11-{} 18:00\nwhere: Town hall\n{}---\nCome along.\n"
BEFORE = {"stays": "leeds", "leaves": "leeds", "joins": "", "never": ""}
AFTER = {"stays": "leeds", "leaves": "york", "joins": "leeds", "never": ""}


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8", newline="\n")


class Community:
    """A small project with four readers, and what a mail server took for each."""

    def __init__(self, root: Path, run: Run, server: SmtpDouble) -> None:
        self.root, self._run, self._server, self._seen = root, run, server, 0
        self._now = LATER
        self.port = server.port
        write(root, "pynews.toml", PROJECT.format(port=server.port))
        write(root, ".env", "PYNEWS_KEY=a-key-for-tests-alone-01\n")
        self.event("open-day", "Open day", 23)
        self.event("social", "Leeds social", 24, "for: leeds\n")
        self.people(BEFORE)
        self.letter("Hello.")

    def run(self, *words: str) -> str:
        done = self._run(*words, cwd=self.root)
        assert done.code == 0, done.err
        return done.out

    def people(self, groups: dict[str, str]) -> None:
        rows = [f"{one}@example.org,{group},2021-01-01,form" for one, group in groups.items()]
        head = "email,groups,consent_at,consent_source"
        write(self.root, "people.csv", "\n".join((head, *rows)) + "\n")
        self.run("subscribers", "import", "people.csv")

    def event(self, name: str, title: str, day: int, more: str = "") -> None:
        write(self.root, f"newsletters/events/{name}.md", EVENT.format(title, day, more))

    def letter(self, text: str) -> None:
        write(self.root, "newsletters/2021-11/issue.md", f"{HEAD}{text}\n")

    def correct(self, number: int, letter: str = "", more: str = "") -> dict[str, str]:
        words = CORRECTION.format(f"Correction {number}", number, more, letter)
        write(self.root, "newsletters/2021-11/correction.md", words)
        return self.send("--correction")

    def send(self, *more: str) -> dict[str, str]:
        """Send what was planned; return what each reader was told by it."""
        self._now += timedelta(hours=1)
        project = load(self.root)
        built = (
            pipeline.correct(project, "2021-11", now=self._now)
            if more
            else pipeline.build(project, "2021-11")
        )
        plan = pipeline.make_plan(project, built)
        *_, end = pipeline.send(project, built, plan, now=lambda: self._now)
        assert end.tally.finished
        taken = self._server.taken[self._seen :]
        self._seen += len(taken)
        found = {}
        for to, content in taken:
            message = message_from_bytes(content, policy=default)
            assert isinstance(message, EmailMessage)
            parts = (message.get_body((kind,)) for kind in ("plain", "html"))
            files = (str(part.get_content()) for part in message.iter_attachments())
            texts = (part.get_content() for part in parts if part)
            found[to.partition("@")[0]] = "".join((*texts, *files))
        return found


@pytest.fixture
def server() -> Iterator[SmtpDouble]:
    with SmtpDouble() as double:
        yield double


@pytest.fixture
def community(tmp_path: Path, run: Run, server: SmtpDouble) -> Community:
    return Community(tmp_path / "community", run, server)


def told(letters: dict[str, str], words: str) -> set[str]:
    return {name for name, text in letters.items() if words in text}


EVERYBODY = set(BEFORE)
LEEDS = {"stays", "leaves"}
NARROWED = {
    "by its file": ("for: leeds\n", "Hello."),
    "by the letter": ("", "Hello.\n\n{{ for leeds }}\n{{ events }}\n{{ end }}"),
}


@pytest.mark.parametrize("way", NARROWED)
@pytest.mark.parametrize("change", ["moved", "cancelled"])
def test_a_change_reaches_who_was_told_and_nobody_else(
    community: Community, way: str, change: str
) -> None:
    own, letter = NARROWED[way]
    community.letter(letter)
    community.event("social", "Leeds social", 24, own)
    assert told(community.send(), "Leeds social") == LEEDS
    community.people(AFTER)
    cancelled = "cancelled: yes\n" if change == "cancelled" else ""
    community.event("social", "Leeds social", 24 if cancelled else 25, own + cancelled)
    letters = community.correct(0)
    assert set(letters) == EVERYBODY
    assert told(letters, "Please look again.") == EVERYBODY
    assert told(letters, "Leeds social") == LEEDS
    assert told(letters, "social.ics") | told(letters, "BEGIN:VEVENT") <= LEEDS
    assert told(letters, "METHOD:CANCEL" if cancelled else "SEQUENCE:1") == LEEDS


def test_the_archive_shows_no_event_that_the_letter_kept_to_a_group(community: Community) -> None:
    config = PROJECT.replace('theme = "plain"', 'theme = "plain"\nbase_url = "https://n.example/"')
    write(community.root, "pynews.toml", config.format(port=community.port))
    community.letter(NARROWED["by the letter"][1])
    community.send()
    community.event("open-day", "Open day", 26)
    assert told(community.correct(0), "Open day") == LEEDS
    community.run("publish", "--to", "site")
    (page,) = (community.root / "site").rglob("correction.html")
    text = page.read_text(encoding="utf-8")
    assert "Please look again." in text
    assert "Open day" not in text


def test_an_event_of_everyone_that_is_narrowed_since_reaches_everyone(
    community: Community,
) -> None:
    assert told(community.send(), "Open day") == EVERYBODY
    community.event("open-day", "Open day", 26, "for: leeds\n")
    community.event("social", "Leeds social", 25)
    community.people(AFTER)
    letters = community.correct(0, "{{ for leeds }}\nOnly Leeds.\n\n{{ events }}\n{{ end }}")
    assert told(letters, "Open day") == EVERYBODY
    assert told(letters, "Leeds social") == LEEDS
    assert told(letters, "Only Leeds.") == LEEDS


def test_an_event_that_only_a_correction_told_of_is_corrected_for_its_readers(
    community: Community,
) -> None:
    community.send()
    community.event("party", "Party", 28, "for: members\n")
    community.event("social", "Leeds social", 25, "for: leeds\n")
    community.people({**AFTER, "stays": "leeds;members", "joins": "members"})
    letters = community.correct(0, more="events: [party, social]\n")
    assert told(letters, "Party") == {"stays", "joins"}
    assert told(letters, "Leeds social") == LEEDS
    community.people(dict.fromkeys(BEFORE, "york"))
    community.event("party", "Party", 29, "for: members\n")
    community.event("social", "Leeds social", 26, "for: leeds\n")
    letters = community.correct(1, more="events: [party, social]\n")
    assert told(letters, "Party") == {"stays", "joins"}
    assert told(letters, "Leeds social") == LEEDS
    assert community.correct(1, more="events: [party, social]\n") == {}


def test_a_new_event_goes_by_the_groups_of_now_and_by_the_passage_around_it(
    community: Community,
) -> None:
    community.send()
    community.event("party", "Party", 28, "for: not leeds\n")
    community.people({**AFTER, "never": "board"})
    passage = "{{ for leeds or board }}\n{{ events }}\n{{ end }}"
    assert told(community.correct(0, passage, "events: [party]\n"), "Party") == {"never"}


def test_a_rehearsed_correction_goes_by_the_rehearsed_issue(community: Community) -> None:
    root = community.root
    config = PROJECT.partition("[provider]")[0] + '[provider]\nname = "outbox"\n'
    write(root, "pynews.toml", config)
    community.run("send", "2021-11")
    community.people(AFTER)
    community.event("social", "Leeds social", 25, "for: leeds\n")
    write(root, "newsletters/2021-11/correction.md", CORRECTION.format("Correction", 0, "", ""))
    first = community.run("plan", "2021-11", "--correction")
    assert 'for "those told of social"' in first
    before = {*(root / "outbox" / "new").iterdir()}
    community.run("send", "2021-11", "--correction")
    found = {}
    for path in {*(root / "outbox" / "new").iterdir()} - before:
        message = message_from_bytes(path.read_bytes(), policy=default)
        assert isinstance(message, EmailMessage)
        body = message.get_body(("plain",))
        assert body
        found[str(message["To"]).partition("@")[0]] = body.get_content()
    assert set(found) == EVERYBODY
    assert told(found, "Leeds social") == LEEDS


def test_a_correction_is_finished_as_it_was_begun_and_erasing_somebody_changes_no_letter(
    community: Community,
) -> None:
    community.send()
    community.event("social", "Leeds social", 25, "for: leeds\n")
    community.people(AFTER)
    assert told(community.correct(0), "Leeds social") == LEEDS
    project = load(community.root)
    before = pipeline.correct(project, "2021-11", now=LATER)
    for name in LEEDS:
        community.run(
            "subscribers", "erase", address := f"{name}@example.org", "--confirm", address
        )
    after = pipeline.correct(project, "2021-11", now=LATER)
    assert after.purpose == before.purpose == "correction-1"
    assert after.digest == before.digest
    assert len(after.versions) == 2


def test_an_older_record_that_says_nothing_of_letters_leaves_it_to_the_files(
    community: Community,
) -> None:
    community.send()
    path = next(community.root.rglob("*.db"))
    with closing(sqlite3.connect(path)) as database, database:
        ((form,),) = database.execute("SELECT content FROM part").fetchall()
        tree = json.loads(form)
        del tree["told"]
        database.execute("UPDATE part SET content = ?", (json.dumps(tree).encode(),))
    community.event("social", "Leeds social", 25, "for: leeds\n")
    community.people(AFTER)
    assert told(community.correct(0), "Leeds social") == {"stays", "joins"}
