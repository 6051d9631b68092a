"""What is for some groups only reaches them and nobody else, from the file to the mailbox."""

import email.policy
import json
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

import pytest
from tests.conftest import Run
from tests.pipeline.publication import PUBLICATION

from pynews import pipeline
from pynews.config import load
from pynews.errors import PynewsError, SourceError
from pynews.model import Plan, Prose, SentIssue
from pynews.store import write_sent

ISSUE = """---
subject: "{subject}"
preheader: What is new this month.
send: 2021-11-02 09:00
{more}---
Dear {{{{ first_name or "members" }}}},

{letter}
"""
PROJECT = f"""{PUBLICATION}
[provider]
name = "outbox"
"""
PEOPLE = """email,first_name,groups,language,status,consent_at,consent_source,consent_text
leeds@example.org,Zoë,leeds;members,,active,2021-01-01,form,yes
board@example.org,,board;members,,active,2021-01-01,form,yes
both@example.org,,Board; LEEDS,,active,2021-01-01,form,yes
none@example.org,,,,active,2021-01-01,form,yes
gone@example.org,,leeds,,unsubscribed,2021-01-01,form,yes
"""
LETTER = """Everyone reads this.

{{ for leeds }}
Only Leeds reads **this**.

{{ stories }}
{{ end }}

{{ for: not leeds and not "board" }}
Only the rest reads that.
{{ end }}"""


def write(root: Path, name: str, text: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, encoding="utf-8", newline="\n")


def issue(root: Path, letter: str = LETTER, more: str = "") -> None:
    words = ISSUE.format(subject="Our news", more=more, letter=letter)
    write(root, "newsletters/2021-11/issue.md", words)


@pytest.fixture
def community(tmp_path: Path) -> Path:
    """A small project whose parts are for different groups."""
    root = tmp_path / "community"
    write(root, "pynews.toml", PROJECT)
    write(root, "people.csv", PEOPLE)
    issue(root, more="stories: [told]\ndecisions:\n  - text: The board meets.\n    for: board\n")
    event = "---\ntitle: {}\nstart: 2021-11-23 18:00\nwhere: Town hall\n{}---\nCome along.\n"
    write(root, "newsletters/events/open-day.md", event.format("Open day", ""))
    write(root, "newsletters/events/social.md", event.format("Leeds social", "for: leeds\n"))
    role = "---\ntitle: Treasurer\nfor: board or leeds\n---\nCount.\n"
    write(root, "newsletters/roles/treasurer.md", role)
    write(root, "newsletters/stories/told.md", "---\ntitle: Told in Leeds\n---\nOnce.\n")
    return root


@pytest.fixture
def listed(community: Path, run: Run) -> Path:
    assert run("subscribers", "import", "people.csv", cwd=community).code == 0
    return community


def sent(root: Path) -> dict[str, EmailMessage]:
    """Return the messages of the outbox by their readers."""
    found = {}
    for path in (root / "outbox" / "new").iterdir():
        message = message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        found[str(message["To"])] = message
    return found


def readings(message: EmailMessage) -> tuple[str, str]:
    parts = [message.get_body((kind,)) for kind in ("plain", "html")]
    text, html = (part.get_content() for part in parts if part)
    return text, html


ONLY = {
    "Everyone reads this.": {"leeds", "board", "both", "none"},
    "Only Leeds reads ": {"leeds", "both"},
    "Only the rest reads that.": {"none"},
    "The board meets.": {"board", "both"},
    "Leeds social": {"leeds", "both"},
    "Open day": {"leeds", "board", "both", "none"},
    "Treasurer": {"leeds", "board", "both"},
    "Told in Leeds": {"leeds", "both"},
}


def test_each_reader_gets_what_is_for_their_groups_in_every_part(listed: Path, run: Run) -> None:
    assert run("send", "2021-11", cwd=listed).code == 0
    found = sent(listed)
    assert set(found) == {f"{name}@example.org" for name in ("leeds", "board", "both", "none")}
    for words, readers in ONLY.items():
        for address, message in found.items():
            text, html = readings(message)
            wanted = address.partition("@")[0] in readers
            assert (words in text, words in html) == (wanted, wanted), (words, address)
    for address, message in found.items():
        files = {part.get_filename() for part in message.iter_attachments()}
        names = {"2021-11-23-open-day.ics"}
        if address.startswith(("leeds", "both")):
            names.add("2021-11-23-leeds-social.ics")
        assert files == names
        assert "{{" not in "".join(readings(message))
    assert "Dear Zoë" in readings(found["leeds@example.org"])[0]


def planned(root: Path) -> Plan:
    project = load(root)
    return pipeline.make_plan(project, pipeline.build(project))


def test_a_plan_counts_each_letter_and_its_digest_covers_all_of_them(
    listed: Path, run: Run
) -> None:
    plan = json.loads(run("plan", "2021-11", "--json", cwd=listed).out)
    counts = {one["name"]: one["recipients"] for one in plan["variants"]}
    assert counts == {"": 1, "for-board+for-board-or-leeds": 1, "for-leeds+for-board-or-leeds": 1,
                      "for-leeds+for-board+for-board-or-leeds": 1}  # fmt: skip
    said = run("plan", "2021-11", cwd=listed).out
    assert "  letters     1 everyone else; 1 " in said
    assert "; 1 for leeds + board + board or leeds" in said
    story = listed / "newsletters/stories/told.md"
    story.write_text(story.read_text(encoding="utf-8") + "Twice.\n", encoding="utf-8")
    changed = planned(listed)
    assert changed.edition_digest != plan["edition_digest"]
    assert changed.audience.digest == plan["audience_digest"]
    issue(listed, LETTER.replace("for leeds", "for members"), "stories: [told]\n")
    assert planned(listed).edition_digest != changed.edition_digest


def test_a_group_that_changed_since_the_plan_is_refused(listed: Path, run: Run) -> None:
    (listed / ".env").write_text("PYNEWS_KEY=a-key-of-our-own-0123456789\n")
    plan = json.loads(run("plan", "2021-11", "--json", cwd=listed).out)
    people = PEOPLE.replace("none@example.org,,,", "none@example.org,,leeds,")
    write(listed, "people.csv", people)
    assert run("subscribers", "import", "people.csv", cwd=listed).code == 0
    done = run("send", "2021-11", "--confirm", plan["confirm"], cwd=listed)
    assert done.code == 7
    assert not (listed / "outbox" / "new").exists()


def test_what_was_frozen_goes_out_whatever_groups_people_join_meanwhile(
    listed: Path, run: Run
) -> None:
    assert run("schedule", "2021-11", "--at", "2099-11-02 09:00", cwd=listed).code == 0
    write(listed, "people.csv", PEOPLE.replace("none@example.org,,,", "none@example.org,,leeds,"))
    assert run("subscribers", "import", "people.csv", cwd=listed).code == 0
    said = run("status", "2021-11", cwd=listed).out
    assert "  4 letters, by the groups and languages people had on " in said
    assert (
        "letter everyone else, " in run("status", "--address", "none@example.org", cwd=listed).out
    )
    leeds = run("status", "--address", "leeds@example.org", "--json", cwd=listed).out
    (proof,) = json.loads(leeds)["campaigns"]
    assert proof["variant"] == "for-leeds+for-board-or-leeds"
    list(pipeline.tick(load(listed), now=lambda: datetime(2099, 11, 2, 9, 1, tzinfo=UTC)))
    text, _ = readings(sent(listed)["none@example.org"])
    assert "Only the rest reads that." in text
    assert "Only Leeds" not in text


def test_a_build_writes_each_letter_and_the_same_bytes_again(community: Path, run: Run) -> None:
    said = run("build", "2021-11", cwd=community)
    assert said.code == 0
    assert "variants/ (3 more letters: for leeds + board or leeds; " in said.out
    folder = community / "build" / "2021-11"
    names = {path.name for path in (folder / "variants").iterdir()}
    assert names == {"for-board+for-board-or-leeds", "for-leeds+for-board-or-leeds",
                     "for-leeds+for-board+for-board-or-leeds"}  # fmt: skip
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {one["name"] for one in manifest["variants"]} == {"", *names}
    assert {one["path"] for one in manifest["outputs"]} == {
        path.relative_to(folder).as_posix() for path in first if path.name != "manifest.json"
    }
    for page in ("web.html", "email.html", "email.txt"):
        words = (folder / page).read_text(encoding="utf-8")
        assert "Only Leeds" not in words
        assert "Leeds social" not in words
    assert run("build", "2021-11", cwd=community).code == 0
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
    for name in ("events/social.md", "roles/treasurer.md"):
        (community / "newsletters" / name).unlink()
    issue(community, "Hello everyone.")
    assert run("build", "2021-11", cwd=community).code == 0
    assert not (folder / "variants").exists()


def test_the_archive_shows_what_everyone_gets_and_no_event_of_a_group(
    listed: Path, run: Run
) -> None:
    config = PROJECT.replace('theme = "plain"', 'theme = "plain"\nbase_url = "https://n.example/"')
    write(listed, "pynews.toml", config)
    assert run("publish", "--also", "2021-11", "--to", "site", cwd=listed).code == 0
    site = listed / "site"
    everything = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in site.rglob("*")
        if path.is_file()
    )
    assert "Open day" in everything
    assert "Only the rest reads that." in everything
    for words in ("Leeds social", "Only Leeds", "Told in Leeds", "The board meets."):
        assert words not in everything


def test_every_letter_is_checked(community: Path, run: Run) -> None:
    here = "[click here](https://x.example)"
    issue(community, LETTER.replace("Only Leeds reads **this**.", here))
    found = json.loads(run("check", "2021-11", "--format", "json", cwd=community).out)
    assert "link-text" in {one["id"] for one in found["findings"]}


def test_passages_that_follow_each_other_read_as_one_letter(community: Path) -> None:
    letter = """{{ for leeds }}
Dear people in it,
{{ end }}
{{ for not leeds }}
Dear people,
{{ end }}

* all

{{ for leeds }}
  * one
{{ end }}
{{ for "south west" or board }}
x
{{ end }}
[here](ftp://x.example)
"""
    issue(community, letter)
    built = pipeline.build(load(community))
    texts = {one.variant.name: one.edition.text for one in built.versions}
    assert "Dear people,\n" in texts[""]
    assert "Dear people in it,\n" in texts["for-leeds+for-board-or-leeds"]
    leeds = next(one for one in built.versions if one.variant.name.startswith("for-leeds"))
    assert leeds.edition.html.count("<ul") == 1 + built.edition.html.count("<ul")
    for one in built.versions:
        assert sum(isinstance(part, Prose) for part in one.issue.parts) == 1
        (prose,) = (part for part in one.issue.parts if isinstance(part, Prose))
        lines = prose.markdown.split("\n")
        where = next(n for n, line in enumerate(lines) if line.startswith("[here]"))
        written = (community / one.issue.path).read_text(encoding="utf-8").split("\n")
        assert written[prose.origin.line - 1 + where].startswith("[here]")


def test_a_list_of_groups_means_those_in_any_of_them(community: Path) -> None:
    role = "---\ntitle: Treasurer\nfor: [south west, board]\n---\nCount.\n"
    write(community, "newsletters/roles/treasurer.md", role)
    decisions = "decisions:\n  - text: It meets.\n    for: [south west, board]\n"
    issue(community, "Hello.", decisions)
    built = pipeline.build(load(community))
    assert built.issue.openings[0].meant_for == '"south west" or board'
    assert built.issue.decisions[0].meant_for == '"south west" or board'


MISTAKES = {
    "{{ for leeds }}\nnever ends": ("is never ended", "8"),
    "{{ end }}": ("{{ end }} without", "8"),
    "{{ for leeds }}\n{{ for board }}\n x\n{{ end }}": ("within another one", "9"),
    "{{ for }}\n x\n {{ end }}": ("names no group", "8"),
    "\n{{ for leeds and }}\n x\n {{ end }}": ("a group is missing", "10"),
    "{{ for leeds }}\n{{ stories }}\n{{ end }}\n{{ stories }}": ("stands twice", "11"),
    "**{{ for leeds }}York{{ end }}**": ("line of its own", "8:3"),
    "{{ for leeds }} York": ("line of its own", "8:1"),
    "x\n\n{{ for leeds }}\nYork {{ end }}": ("line of its own", "11:6"),
    "[a {{ end }}](https://example.org)": ("line of its own", "8:4"),
    "> {{ for leeds }}\n> x\n> {{ end }}": ("line of its own", "8:3"),
    "Write `{{ for leeds }}`.": ("line of its own", "8:8"),
    "{{ for leeds }}\n```\nx\n{{ end }}": ("never closed", "9"),
    "```\nx\n\n{{ for leeds }}\ny\n{{ end }}": ("never closed", "8"),
    "* ```\n{{ for leeds }}\nx\n{{ end }}": ("never closed", "8"),
    "{{ for leeds }}\n[see][a]\n\n[A]: https://x.example\n{{ end }}\n[so][a]": (
        "[a] is linked for others too",
        "11",
    ),
}


@pytest.mark.parametrize("letter", MISTAKES)
def test_a_mistake_is_told_with_its_line(community: Path, letter: str) -> None:
    what, line = MISTAKES[letter]
    issue(community, letter)
    with pytest.raises(SourceError) as refused:
        pipeline.build(load(community))
    problem = next(one for one in refused.value.problems if what in one.what)
    assert problem.where == f"newsletters/2021-11/issue.md:{line}"
    assert problem.hint
    assert len(refused.value.problems) <= 2


def test_marks_within_fenced_code_are_text(listed: Path, run: Run) -> None:
    letter = """{{ for leeds }}
~~~~ text
~~~
[a]: https://x.example
{{ end }}
~~~~
{{ end }}
```
{{ for leeds }}
{{ events }}
{{ end }}
```
"""
    issue(listed, letter)
    built = pipeline.build(load(listed))
    assert built.edition.text.count("{{ for leeds }}") == 1
    assert "{{ events }}" in built.edition.text
    assert "[a]:" not in built.edition.text
    assert run("send", "2021-11", cwd=listed).code == 0
    text, html = readings(sent(listed)["leeds@example.org"])
    assert text.count("{{ end }}") == html.count("{{ end }}") == 2
    assert "~~~\n" in text


def test_an_unknown_group_is_refused_where_it_stands(listed: Path, run: Run) -> None:
    write(listed, "newsletters/roles/treasurer.md", "---\ntitle: Treasurer\nfor: leads\n---\nx\n")
    done = run("plan", "2021-11", cwd=listed)
    assert done.code == 4
    assert 'there is no group "leads"' in done.err
    assert 'did you mean "leeds"?' in done.err
    assert "newsletters/roles/treasurer.md:" in done.err
    assert "  for: leads" in done.err


def test_an_unknown_group_is_told_once_however_often_it_is_named(community: Path, run: Run) -> None:
    done = run("plan", "2021-11", cwd=community)
    assert done.code == 4
    assert done.err.count('there is no group "leeds"') == 1
    assert "take for: out to write to everyone" in done.err
    assert run("build", "2021-11", cwd=community).code == 0
    assert run("check", "2021-11", cwd=community).code == 0


def test_more_letters_than_anybody_could_look_at_are_refused(community: Path) -> None:
    for groups, what in ((6, "different letters"), (40, "parts for 42 groups")):
        issue(
            community, "\n\n".join(f"{{{{ for g{n} }}}}\nx\n{{{{ end }}}}" for n in range(groups))
        )
        with pytest.raises(SourceError, match=what):
            pipeline.build(load(community))


def test_a_test_sends_every_letter(listed: Path) -> None:
    more = PROJECT + '\n[preview]\ntest_recipients = ["editor@example.org"]\n'
    write(listed, "pynews.toml", more)
    project = load(listed)
    built = pipeline.build(project)
    ticket = pipeline.next_ticket(project, built)
    now = datetime(2021, 11, 1, tzinfo=UTC)
    trial = pipeline.send_test(project, built, ticket=ticket, now=lambda: now)
    assert trial.tally.accepted == 4
    found = {}
    for path in (listed / "outbox" / "new").iterdir():
        message = message_from_bytes(path.read_bytes(), policy=email.policy.default)
        assert message["To"] == "editor@example.org"
        found[message["Subject"]] = readings(message)[0]
    assert len(found) == 4
    assert "Only the rest reads that." in found["[Test] Our news"]
    leeds = found["[Test, for leeds + board or leeds] Our news"]
    assert "Only Leeds reads " in leeds
    assert "The board meets." not in leeds


WELSH = """---
subject: Ein newyddion
preheader: Beth sy’n newydd y mis hwn.
---
Annwyl {{ first_name or "aelodau" }},

Mae pawb yn darllen hwn.

{{ for leeds }}
Dim ond Leeds.
{{ end }}
"""
WELSH_EVENT = """---
title: Diwrnod agored
where: Neuadd y dref
---
Dewch draw.
"""


@pytest.fixture
def welsh(community: Path) -> Path:
    """The same project, its issue and one of its events in Welsh as well."""
    write(community, "newsletters/2021-11/issue.cy.md", WELSH)
    write(community, "newsletters/events/open-day.cy.md", WELSH_EVENT)
    people = PEOPLE.replace("none@example.org,,,,", "none@example.org,,,cy-GB,").replace(
        "leeds@example.org,Zoë,leeds;members,,", "leeds@example.org,Zoë,leeds;members,cy,"
    )
    write(community, "people.csv", people)
    return community


def test_each_reader_gets_the_letter_of_their_language_and_groups(welsh: Path, run: Run) -> None:
    assert run("subscribers", "import", "people.csv", cwd=welsh).code == 0
    assert run("send", "2021-11", cwd=welsh).code == 0
    found = sent(welsh)
    subjects = {address.partition("@")[0]: str(one["Subject"]) for address, one in found.items()}
    assert subjects == {"leeds": "Ein newyddion", "none": "Ein newyddion", "board": "Our news",
                        "both": "Our news"}  # fmt: skip
    for name in ("leeds", "none"):
        text, html = readings(found[f"{name}@example.org"])
        for words in ("Mae pawb yn darllen hwn.", "Digwyddiadau i ddod", "Diwrnod agored",
                      "Dydd Mawrth 23 Tachwedd 2021, 18:00 GMT", "Neuadd y dref", "Dewch draw.",
                      "Dad-danysgrifio"):  # fmt: skip
            assert words in text
            assert words in html
        assert ("Dim ond Leeds." in text) is (name == "leeds")
        assert 'lang="cy"' in html
        assert "Upcoming events" not in html
        assert "Everyone reads this." not in text
        files = {part.get_filename() for part in found[f"{name}@example.org"].iter_attachments()}
        assert "2021-11-23-open-day.ics" in files
    assert "Annwyl Zoë," in readings(found["leeds@example.org"])[0]
    assert "Annwyl aelodau," in readings(found["none@example.org"])[0]
    assert "Upcoming events" in readings(found["board@example.org"])[0]


def test_translations_are_counted_listed_and_named_among_the_inputs(welsh: Path, run: Run) -> None:
    built = pipeline.build(load(welsh))
    names = [one.variant.name for one in built.versions]
    assert len(names) == 8
    assert {"", "cy", "for-leeds+for-board-or-leeds", "cy+for-leeds+for-board-or-leeds"} < {*names}
    manifest = json.loads(built.files["manifest.json"])
    inputs = {one["path"] for one in manifest["inputs"]}
    assert {
        "newsletters/2021-11/issue.cy.md",
        "newsletters/events/open-day.cy.md",
        "newsletters/2021-11/issue.md",
    } < inputs
    assert any(path.endswith("templates/nhs/words/cy.toml") for path in inputs)
    assert "Mae pawb" not in built.edition.web
    before = built.digest
    write(welsh, "newsletters/2021-11/issue.cy.md", WELSH.replace("Mae pawb", "Bydd pawb"))
    assert pipeline.build(load(welsh)).digest != before
    assert run("check", "2021-11", cwd=welsh).code == 0


SERIES = {
    "every 2 weeks on Tuesday until 2022-03-01": "bob 2 wythnos (Dydd Mawrth), hyd at Dydd Mawrth"
    " 1 Mawrth 2022",
    "monthly on the fourth Tuesday 5 times": "bob mis (Dydd Mawrth 4ydd y mis), 5 gwaith",
    "monthly on day 23": "bob mis (ar ddiwrnod 23)",
}


@pytest.mark.parametrize("repeats", SERIES)
def test_a_series_is_told_in_the_language_of_the_letter(welsh: Path, repeats: str) -> None:
    event = f"---\ntitle: Open day\nstart: 2021-11-23 18:00\nend: 19:30\nrepeats: {repeats}\n"
    away = "except: [2021-12-07, 2021-12-21 -> 2021-12-22 18:00]\n" if "weeks" in repeats else ""
    write(welsh, "newsletters/events/open-day.md", f"{event}{away}---\nCome.\n")
    built = pipeline.build(load(welsh))
    html = next(one.edition.html for one in built.versions if one.variant.name == "cy")
    assert SERIES[repeats] in html
    assert "18:00 i 19:30 GMT" in html
    if away:
        assert "ac eithrio 7 Rhagfyr 2021, 21 Rhagfyr 2021 yn symud i Dydd Mercher 22" in html


TRANSLATION_MISTAKES = {
    "newsletters/2021-11/issue.cy.md": (
        WELSH.replace("---\nAnnwyl", "send: 2021-11-03\n---\nAnnwyl"),
        "send is the same in every language",
    ),
    "newsletters/events/open-day.cy.md": (
        WELSH_EVENT.replace("where", "start"),
        "start is the same in every language",
    ),
    "newsletters/2021-11/issue.fr.md": (
        WELSH,
        'the theme "plain" has no words in "fr" for headings and days',
    ),
    "templates/plain/words/cy.toml": ('when = "Pryd"\nwhere = 5\n', '"where" is not a text'),
    "templates/plain/words/cy-x.toml": ("", ""),
}


@pytest.mark.parametrize("name", TRANSLATION_MISTAKES)
def test_a_mistake_in_a_translation_is_told_with_its_place(welsh: Path, name: str) -> None:
    content, what = TRANSLATION_MISTAKES[name]
    if name.startswith("templates"):
        write(welsh, "templates/plain/theme.toml", 'extends = "nhs"\ntitle = "Plain"\n')
    write(welsh, name, content)
    if not what:
        assert pipeline.build(load(welsh)).versions
        return
    with pytest.raises(PynewsError) as refused:
        pipeline.build(load(welsh))
    (problem,) = refused.value.problems
    assert problem.what == what
    assert problem.where.startswith(name)
    assert problem.hint


def test_a_file_beside_nothing_is_no_translation(community: Path) -> None:
    write(community, "newsletters/events/meet.up.md", "---\ntitle: Meet\nstart: 2021-11-24\n---\nx")
    write(community, "newsletters/events/to.be.md", "---\ntitle: Be\nstart: 2021-11-25\n---\nx")
    built = pipeline.build(load(community))
    assert {"Meet", "Be"} < {event.title for event in built.issue.events}


MISNAMED = {
    "issue.CY.md": "did you mean issue.cy.md?",
    "issue.cym.md": "did you mean issue.cy.md?",
    "issue.cy_GB.md": "did you mean issue.cy-GB.md?",
    "isue.cy.md": "did you mean issue.cy.md?",
    "Issue.cy.md": "did you mean issue.cy.md?",
    "issue.cy.MD": "did you mean issue.cy.md?",
    "issue.old.md": "name what is none otherwise",
    "issue.en-GB.md": "write it into issue.md",
    "issue.en.md": "write it into issue.md",
    "correction.cy.md": "write both languages into correction.md",
    "issue.fr.md": "",
}


@pytest.mark.parametrize("name", MISNAMED)
def test_a_file_that_only_looks_like_a_translation_is_told(community: Path, name: str) -> None:
    write(community, "newsletters/2021-11/notes.md", "Just notes.")
    write(community, "newsletters/2021-11/notes.cy.md", "Just notes.")
    write(community, f"newsletters/2021-11/{name}", WELSH)
    with pytest.raises(PynewsError) as refused:
        pipeline.build(load(community))
    (problem,) = refused.value.problems
    assert MISNAMED[name] in problem.hint
    if MISNAMED[name]:
        assert problem.where == f"newsletters/2021-11/{name}:1"


def test_a_translation_says_its_own_subject_and_letter(welsh: Path) -> None:
    for words, what in (
        (WELSH.replace("subject: Ein newyddion\n", ""), "the translation has no subject"),
        (WELSH.partition("Annwyl")[0], "the translation has no letter"),
    ):
        write(welsh, "newsletters/2021-11/issue.cy.md", words)
        with pytest.raises(SourceError) as refused:
            pipeline.build(load(welsh))
        (problem,) = refused.value.problems
        assert problem.what == what
        assert problem.hint


def test_a_plan_tells_the_size_of_the_largest_letter(listed: Path, run: Run) -> None:
    issue(listed, "{{ for leeds }}\n" + "The branch met again.\n\n" * 2000 + "{{ end }}\n")
    built = pipeline.build(load(listed))
    largest = max(len(content) for name, content in built.files.items() if name.endswith(".eml"))
    assert largest > 2 * len(built.files["message.eml"])
    said = run("plan", "2021-11", cwd=listed).out
    (line,) = (one for one in said.splitlines() if one.strip().startswith("size"))
    assert line.endswith(f"{round(largest / 1000)} KB the largest message")


def test_check_says_for_whom_a_letter_is_empty(community: Path, run: Run) -> None:
    for name in ("events/open-day.md", "events/social.md", "roles/treasurer.md"):
        (community / "newsletters" / name).unlink()
    issue(community, "{{ for leeds }}\nOnly them.\n{{ end }}")
    done = run("check", "2021-11", "--format", "json", cwd=community)
    assert done.code == 6
    (one,) = (one for one in json.loads(done.out)["findings"] if one["id"] == "empty-letter")
    assert "the letter for everyone else says nothing" in json.dumps(one)


def test_a_new_place_is_told_as_such_in_another_language(welsh: Path) -> None:
    built = pipeline.build(load(welsh))
    records = tuple(one.record for one in built.invitations)
    at = datetime(2021, 10, 5, 9, tzinfo=UTC)
    path = "newsletters/2021-10/sent.json"
    write_sent(welsh, path, SentIssue("2021-10", path, at, "0" * 64, 4, records), earlier=())
    event = welsh / "newsletters/events/open-day.md"
    words = event.read_text(encoding="utf-8").replace("where: Town hall", "where: Leeds")
    event.write_text(words, encoding="utf-8")
    welsh_event = WELSH_EVENT.replace("Neuadd y dref", "Lîds")
    write(welsh, "newsletters/events/open-day.cy.md", welsh_event)
    told = {one.variant.name: one.edition.text for one in pipeline.build(load(welsh)).versions}
    assert "Lleoliad newydd: Lîds" in told["cy"]
    assert "mser newydd" not in told["cy"]
    assert "Updated: now at Leeds, was at Town hall" in told[""]
    event.write_text(words.replace("18:00", "19:00"), encoding="utf-8")
    told = {one.variant.name: one.edition.text for one in pipeline.build(load(welsh)).versions}
    assert "Amser newydd: Dydd Mawrth 23 Tachwedd 2021, 19:00 GMT" in told["cy"]


def test_a_key_of_another_kind_is_refused_in_a_translation(welsh: Path) -> None:
    write(welsh, "newsletters/events/open-day.cy.md", WELSH_EVENT.replace("where", "link"))
    with pytest.raises(SourceError) as refused:
        pipeline.build(load(welsh))
    (problem,) = refused.value.problems
    assert problem.hint.endswith("A translation says title, where, organiser, register")
