"""Keeping the list from the command line, as an editor does."""

import json
import sqlite3
from pathlib import Path

IMPORT = ("subscribers", "import", "subscribers.example.csv")
NEWCOMER = "newcomer@example.org"
ADD = ("subscribers", "add", NEWCOMER, "--consent-source", "letter to the editor")


def shown(run, address: str) -> dict:
    ended = run("subscribers", "show", address, "--json")
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def bytes_of(project: Path) -> bytes:
    """All bytes the tool keeps on people, file names included."""
    files = [project / "pynews.db", *project.glob("pynews.db-*"), *(project / "outbox").rglob("*")]
    return b"".join(str(path).encode() + path.read_bytes() for path in files if path.is_file())


def test_somebody_added_by_hand_is_on_the_list_with_the_evidence(run):
    ended = run(*ADD, "--group", "members", "--group", "leeds", "--first-name", "New")
    assert ended.code == 0, ended.err
    assert "n***@example.org added" in ended.out
    person = shown(run, NEWCOMER)
    assert person["subscriber"]["status"] == "active"
    assert person["subscriber"]["groups"] == ["members", "leeds"]
    assert person["consents"][0]["source"] == "letter to the editor"
    assert person["consents"][0]["at"]


def test_adding_without_saying_where_they_agreed_is_refused(run):
    ended = run("subscribers", "add", NEWCOMER)
    assert ended.code == 2
    assert "--consent-source" in ended.err


def test_a_dry_addition_adds_nobody(run):
    ended = run(*ADD, "--dry-run")
    assert ended.code == 0
    assert "would be added" in ended.out
    assert shown(run, NEWCOMER)["subscriber"] is None


def test_adding_twice_changes_nothing(run):
    assert run(*ADD).code == 0
    assert "is on the list already" in run(*ADD).out


def test_adding_never_brings_back_who_was_suppressed(run):
    assert run("subscribers", "suppress", NEWCOMER).code == 0
    ended = run(*ADD)
    assert ended.code == 2
    assert "stays away" in ended.err
    assert shown(run, NEWCOMER)["subscriber"]["status"] == "suppressed"


def test_what_is_no_address_is_said_so_by_every_command(run):
    for words in (
        ("add", "nobody", "--consent-source", "x"),
        ("show", "nobody"),
        ("export", "nobody"),
        ("erase", "nobody", "--confirm", "nobody"),
        ("erase", "nobody", "--dry-run"),
        ("suppress", "nobody"),
    ):
        ended = run("subscribers", *words)
        assert ended.code == 2, words
        assert "Traceback" not in ended.err
        assert "name@example.org" in ended.err


def test_a_group_with_a_semicolon_is_refused(run):
    assert run(*ADD, "--group", "a;b").code == 2


def test_showing_a_member_says_what_was_sent_to_them(run):
    assert run(*IMPORT).code == 0
    assert run("send", "2021-11").code == 0
    ended = run("subscribers", "show", "Analyst@Example.org")
    assert ended.code == 0
    assert "active" in ended.out
    assert "members, leeds" in ended.out
    assert "joining form" in ended.out
    assert "2021-11     accepted" in ended.out
    assert "analyst@example.org" not in ended.out.partition("Next:")[0]


def test_an_export_holds_all_that_is_kept_on_one_person(run):
    assert run(*IMPORT).code == 0
    assert run("send", "2021-11").code == 0
    tree = json.loads(run("subscribers", "export", "analyst@example.org").out)
    assert tree["schema"] == 1
    assert tree["subscriber"]["email"] == "analyst@example.org"
    assert tree["subscriber"]["organisation"] == "Example Hospital"
    assert tree["consents"][0]["text"].startswith("I would like")
    assert tree["sendings"][0]["issue"] == "2021-11"


def test_an_export_of_a_stranger_is_empty(run):
    tree = json.loads(run("subscribers", "export", "stranger@example.org").out)
    assert tree == {
        "schema": 1,
        "subscriber": None,
        "consents": [],
        "history": [],
        "sendings": [],
        "reports": [],
    }


def test_erasing_needs_the_address_typed_again(run):
    assert run(*IMPORT).code == 0
    ended = run("subscribers", "erase", "analyst@example.org")
    assert ended.code == 2
    assert "--confirm analyst@example.org" in ended.err
    assert shown(run, "analyst@example.org")["subscriber"]["status"] == "active"


def test_a_dry_erasure_erases_nobody(run):
    assert run(*IMPORT).code == 0
    ended = run("subscribers", "erase", "analyst@example.org", "--dry-run")
    assert ended.code == 0
    assert "would be erased" in ended.out
    assert shown(run, "analyst@example.org")["subscriber"]["status"] == "active"


def test_erasing_takes_out_every_trace_and_keeps_that_something_was_sent(run, project):
    assert run(*IMPORT).code == 0
    named = ("--first-name", "Newella", "--organisation", "Exampleton Trust", "--group", "members")
    assert run(*ADD, *named).code == 0
    assert run("send", "2021-11").code == 0
    traces = (NEWCOMER.encode(), b"Newella", b"Exampleton Trust")
    assert all(trace in bytes_of(project) for trace in traces)
    ended = run("subscribers", "erase", NEWCOMER, "--confirm", NEWCOMER)
    assert ended.code == 0, ended.err
    assert "1 message left the outbox" in ended.out
    after = bytes_of(project)
    assert not any(trace in after for trace in traces)
    assert b"developer@example.org" in after
    person = shown(run, NEWCOMER)
    assert person["subscriber"]["status"] == "erased"
    assert person["subscriber"]["email"] == ""
    assert person["sendings"][0]["status"] == "accepted"


def test_a_backup_made_later_does_not_hold_who_was_erased(run, project, tmp_path):
    assert run(*IMPORT).code == 0
    erased = run("subscribers", "erase", "analyst@example.org", "--confirm", "analyst@example.org")
    assert erased.code == 0
    source, copy = sqlite3.connect(project / "pynews.db"), sqlite3.connect(tmp_path / "copy.db")
    source.backup(copy)
    copy.close()
    source.close()
    content = (tmp_path / "copy.db").read_bytes()
    assert b"analyst" not in content
    assert b"developer@example.org" in content


def test_who_was_erased_does_not_come_back_by_import_and_is_not_sent_to(run, project):
    assert run(*IMPORT).code == 0
    erase = ("subscribers", "erase", "analyst@example.org", "--confirm", "analyst@example.org")
    assert run(*erase).code == 0
    assert "1 stay away" in run(*IMPORT).out
    assert run("send", "2021-11").code == 0
    assert b"analyst@example.org" not in bytes_of(project)
    assert "was erased before" in run(*erase).out


def test_another_key_alone_is_refused_with_a_way_out(run):
    assert run(*IMPORT, PYNEWS_KEY="first-key-that-is-long").code == 0
    refused = run("subscribers", "list", PYNEWS_KEY="second-key-that-is-long")
    assert refused.code == 10
    assert "PYNEWS_OLD_KEYS" in refused.err


def test_after_a_change_of_keys_an_import_finds_the_same_people(run):
    assert run(*IMPORT, PYNEWS_KEY="first-key-that-is-long").code == 0
    keys = {
        "PYNEWS_KEY": "second-key-that-is-long",
        "PYNEWS_OLD_KEYS": "another,first-key-that-is-long",
    }
    again = run(*IMPORT, **keys)
    assert again.code == 0, again.err
    assert "0 added, 0 changed, 5 unchanged" in again.out


def test_a_plan_explains_a_group_expression_in_numbers(run, project):
    assert run("subscribers", "import", "subscribers.example.csv").code == 0
    path = project / "newsletters/2021-11/issue.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("\nsend:", "\nto: members and not leeds\nsend:", 1), encoding="utf-8"
    )
    planned = run("plan", "2021-11")
    assert "3 people (members and not leeds)" in planned.out
    assert "groups      4 in members, 2 in leeds" in planned.out
    counts = json.loads(run("plan", "2021-11", "--json").out)["groups"]
    assert counts == [
        {"words": "members", "count": 4},
        {"words": "leeds", "count": 2},
        {"words": "members and not leeds", "count": 3},
    ]


def test_what_changes_one_person_says_so_to_machines(run):
    def told(*arguments: str) -> dict[str, object]:
        done = run("subscribers", *arguments, "--json")
        assert done.code == 0, done.err
        return json.loads(done.out)

    name = "volunteer@example.org"
    adding = ("add", name, "--consent-source", "letter")
    assert told(*adding, "--dry-run") == {**told(*adding, "--dry-run"), "added": 1, "dry_run": True}
    assert told(*adding)["added"] == 1
    assert told(*adding)["added"] == 0
    assert told("suppress", name, "--dry-run")["status"] == "active"
    assert told("suppress", name)["changed"] is True
    assert told("suppress", name)["changed"] is False
    assert told("erase", name, "--dry-run")["status"] == "suppressed"
    erased = told("erase", name, "--confirm", name)
    assert erased == {"schema": 1, "dry_run": False, "listed": True, "ledgers": 0, "messages": 0}


def test_one_person_is_taken_as_strictly_as_a_spreadsheet(run, tmp_path):
    for option, value, said in (
        ("--language", "Welsh; DROP", 'language "Welsh; DROP" is no language tag'),
        ("--language", "cy_GB", "did you mean cy-GB?"),
        ("--language", "cym", "did you mean cy?"),
        ("--consent-at", "yesterday", 'consent_at "yesterday" is not a date'),
        ("--group", 'the "inner" ring', "no quotes"),
        ("--first-name", "x" * 300, "first_name has 300 characters"),
    ):
        ended = run(*ADD, option, value)
        assert ended.code == 2, value
        assert said in ended.err
        column = {"--group": "groups"}.get(option, option[2:].replace("-", "_"))
        quoted = value.replace('"', '""')
        path = tmp_path / "people.csv"
        path.write_text(f'email,consent_source,{column}\na@example.org,form,"{quoted}"\n')
        assert said in run("subscribers", "import", str(path)).err
    assert run(*ADD, "--language", "cy-GB", "--group", "South  West").code == 0
    assert shown(run, NEWCOMER)["subscriber"]["groups"] == ["south west"]
