"""How checks are run: bugs do not stop the others, and broken messages are found."""

from dataclasses import replace

import pytest
from newsroom import EVENT, ISSUE, THEME, TOML, places, read, themed, write

from pynews.check import CHECKS, Check, Note, examine, named_checks
from pynews.check import reference as page
from pynews.config import load
from pynews.errors import ProjectError
from pynews.model import Severity


@pytest.fixture
def subject(tmp_path):
    return read(write(tmp_path, {})).subject


def check(look, name="house-style") -> Check:
    return Check(
        id=name, severity=Severity.LOOK_AT, why="Because.", fix="Mend it.", example="-", look=look
    )


def stumble(subject):
    yield Note(subject.top, "the first of two")
    raise KeyError("second")


def test_a_check_that_stumbles_is_a_bug_with_its_id_and_the_others_go_on(subject, caplog):
    caplog.set_level("CRITICAL")
    checks = {
        "a": check(stumble, "a"),
        "b": check(lambda subject: [Note(subject.top, "seen")], "b"),
        "c": check(lambda _: [], "c"),
    }
    verdict = examine(subject, checks=checks)
    assert verdict.bugs == (("a", "KeyError: 'second'"),)
    assert [one.rule for one in verdict.findings] == ["b"]
    assert verdict.passed == 1


def test_every_id_is_the_one_it_is_filed_under():
    assert all(name == one.id for name, one in CHECKS.items())


def test_the_page_of_checks_is_the_one_in_the_docs(root):
    written = (root / "docs" / "reference" / "checks.md").read_text(encoding="utf-8")
    assert written == page(), "run: python scripts/write_checks.py"


def test_every_check_says_why_how_to_fix_it_and_an_example():
    for one in CHECKS.values():
        assert one.why.endswith((".", '".'))
        assert one.fix
        assert one.example


def test_a_check_nobody_offers_is_refused(tmp_path):
    root = write(tmp_path, {TOML: [("[preview]", '[checks]\nalso = ["house"]\n\n[preview]')]})
    with pytest.raises(ProjectError, match="no installed package offers a check 'house'"):
        read(root)


def test_a_check_of_another_package_is_loaded_when_named(tmp_path, monkeypatch):
    package = tmp_path / "site"
    (package / "house_rules-1.0.dist-info").mkdir(parents=True)
    (package / "house_rules.py").write_text(
        "from pynews.check import Check, Note\n"
        "from pynews.model import Severity\n"
        "def look(subject):\n"
        "    yield Note(subject.top, 'seen by the house')\n"
        "CHECK = Check(id='house-rule', severity=Severity.LOOK_AT, why='w.', fix='f', example='e',"
        " look=look)\n"
        "NONE = 5\n"
    )
    (package / "house_rules-1.0.dist-info" / "METADATA").write_text(
        "Name: house-rules\nVersion: 1.0\n"
    )
    (package / "house_rules-1.0.dist-info" / "entry_points.txt").write_text(
        "[pynews.checks]\nhouse = house_rules:CHECK\nnone = house_rules:NONE\n"
    )
    monkeypatch.syspath_prepend(str(package))
    root = write(tmp_path / "p", {TOML: [("[preview]", '[checks]\nalso = ["house"]\n\n[preview]')]})
    assert places(read(root), "house-rule") == [f"{ISSUE}:1"]
    with pytest.raises(ProjectError, match="no check"):
        named_checks(["none"])


@pytest.mark.parametrize("host", ["example.org", "www.example.org"])
def test_a_host_needs_words_for_its_lawful_basis(tmp_path, host):
    root = write(tmp_path, {TOML: [("[preview]", f'[privacy]\n"{host}" = "yes"\n\n[preview]')]})
    with pytest.raises(ProjectError, match="has no lawful basis"):
        load(root)


def test_a_named_host_is_allowed_whether_quoted_or_not(tmp_path):
    basis = "consent: members agreed"
    text = f'[privacy]\nstats.example.org = "{basis}"\n"b.example.org" = "{basis}"\n\n[preview]'
    loaded = load(write(tmp_path, {TOML: [("[preview]", text)]}))
    assert loaded.privacy == {"stats.example.org": basis, "b.example.org": basis}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b"UID:spring-meetup@news.example.org\r\n", b"", "lacks UID"),
        (b"DTSTAMP", b"X-STAMP", "lacks DTSTAMP"),
        (b"METHOD:PUBLISH\r\n", b"METHOD:PUBLISH\n", "does not end with CRLF"),
        (b"SUMMARY:", b"SUMMARY:" + b"x" * 80, "more than 75 bytes"),
    ],
)
def test_a_broken_invitation_is_found_at_its_event(subject, old, new, what):
    broken = tuple(replace(each, ics=each.ics.replace(old, new)) for each in subject.invitations)
    verdict = examine(replace(subject, invitations=broken))
    found = [
        one
        for one in verdict.to_fix
        if one.rule == "ics-invalid" and str(one.place) == f"{EVENT}:4"
    ]
    assert any(what in one.what for one in found)
    assert any("does not travel" in one.what for one in found)


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"headers": {}}, "not exactly one From header"),
        ({"text": ""}, "lacks its plain text or its HTML"),
        ({"content": b"x" * 1200}, "a line of the message has 1200 bytes"),
    ],
)
def test_a_message_that_is_none_is_found(subject, change, what):
    verdict = examine(replace(subject, letter=replace(subject.letter, **change)))
    assert any(what in one.what for one in verdict.to_fix if one.rule == "message-format")


def test_the_one_click_headers_belong_together(subject):
    url = "<https://news.example.org/unsubscribe/x>"
    for headers in ({}, {"list-unsubscribe": (url,)}):
        verdict = examine(replace(subject, letter=replace(subject.letter, headers=headers)))
        assert places(verdict, "one-click-header")


def test_several_faults_of_files_that_stop_the_build_are_told_with_the_others(tmp_path):
    changes = {
        **themed(),
        THEME: 'title = "Ours"\nextends = "nhs"\n',
        ISSUE: [("Dear {{ first_name", "Dear {{ frist_name"), ("**Thursday 12", "**Friday 12")],
    }
    verdict = read(write(tmp_path, changes))
    rules = {one.rule for one in verdict.to_fix}
    assert {"merge-field-unknown", "weekday-date"} <= rules
