"""``pynews check`` as an editor and a machine use it."""

import json
import stat
import sys

import pytest
from newsroom import EVENT, GOOD, ISSUE, NOTES, TOML, write


@pytest.fixture
def checked(tmp_path, run):
    """Check a changed project as a process."""

    def check(changes, *arguments, **env):
        return run("check", *arguments, cwd=write(tmp_path / "p", changes), **env)

    return check


BAD = {ISSUE: [("**Thursday 12", "**Friday 12"), ("[answer the survey]", "[click here]")]}


def test_a_good_issue_ends_well_and_names_the_next_command(checked):
    done = checked({})
    assert done.code == 0, done.err
    assert "2026-03: " in done.out
    assert "0 to look at, 0 to fix" in done.out
    assert "pynews preview 2026-03" in done.out


def test_a_fault_is_told_with_place_and_fix_and_ends_with_6(checked):
    done = checked(BAD)
    assert done.code == 6
    assert f"must fix {ISSUE}:13  " in done.out
    assert "Correct the weekday or the date." in done.out
    assert f"look at  {ISSUE}:15  " in done.out
    assert "1 finding must be fixed" in done.err
    assert "Traceback" not in done.err


def test_strict_lets_nothing_pass_that_is_to_look_at(checked):
    changes = {ISSUE: [("[answer the survey]", "[click here]")]}
    assert checked(changes).code == 0
    assert checked(changes, "--strict").code == 6


@pytest.mark.parametrize("option", [("--format", "json"), ("--json",)])
def test_json_is_one_object(checked, option):
    done = checked(BAD, *option)
    tree = json.loads(done.out)
    assert done.code == 6
    assert (tree["schema"], tree["issue"], tree["must_fix"], tree["look_at"]) == (
        1,
        "2026-03",
        1,
        1,
    )
    first = tree["findings"][0]
    assert (first["id"], first["severity"], first["file"]) == ("weekday-date", "must fix", ISSUE)
    assert set(first) == {"id", "severity", "file", "line", "what", "why", "fix"}


def test_github_shows_findings_beside_their_lines(checked):
    done = checked(
        {ISSUE: [("**Thursday 12", "**Friday 12"), ("6pm", "6pm, 100%")]}, "--format", "github"
    )
    assert f"::error file={ISSUE},line=13,title=weekday-date::" in done.out
    assert done.code == 6


def test_ignored_findings_are_counted_with_the_reason(checked):
    done = checked(
        {
            ISSUE: [
                ("stories:", "ignore:\n  - link-text: explained\nstories:"),
                ("[answer the survey]", "[here]"),
            ]
        }
    )
    assert "ignored  1 finding of link-text: explained" in done.out
    assert done.code == 0


def test_an_end_before_the_start_is_a_finding(checked):
    done = checked({EVENT: [("2026-03-12 20:00", "2026-03-12 17:00")]}, "--json")
    assert done.code == 6
    found = json.loads(done.out)["findings"][0]
    assert (found["id"], found["file"], found["line"]) == ("event-end", EVENT, 5)


@pytest.mark.parametrize("form", ["text", "json", "github"])
def test_a_file_that_cannot_be_read_keeps_its_exit_code(checked, form):
    done = checked({EVENT: [("2026-03-12 18:00", "12/03/2026 18:00")]}, "--format", form)
    assert done.code == 4
    assert f"{EVENT}:4" in done.err
    assert form == "text" or "source-file" in done.out


def test_a_broken_theme_keeps_its_exit_code(checked):
    changes = {TOML: [('"nhs"', '"ours"')], "templates/ours/theme.toml": "[light\n"}
    assert checked(changes, "--json").code in {3, 5}


def test_a_missing_postal_address_is_a_finding(checked):
    done = checked({TOML: [('address = "1 Example Street, Example Town EX1 1AA"\n', "")]}, "--json")
    found = json.loads(done.out)["findings"][0]
    assert (done.code, found["id"], found["file"], found["line"]) == (6, "postal-address", TOML, 7)


def test_a_wrong_configuration_keeps_its_exit_code(checked):
    done = checked({TOML: [('theme = "nhs"', 'colour = "nhs"')]}, "--json")
    assert done.code == 3
    assert json.loads(done.out)["findings"][0]["id"] == "project"


def test_an_issue_that_is_not_there_is_said(checked):
    done = checked({}, "2026-04")
    assert done.code == 4
    assert "no issue" in done.err


def test_the_minutes_are_not_changed_by_check_or_fix(tmp_path, run):
    root = write(tmp_path / "p", {NOTES: [("Example Hospital", "Guyâ€™s")], **BAD})
    before = (root / NOTES).read_bytes()
    run("check", cwd=root)
    run("fix", "--yes", cwd=root)
    assert (root / NOTES).read_bytes() == before


SPAMC = """\
#!{python}
import sys
assert sys.argv[1:3] == ["-d", "127.0.0.1"], sys.argv
assert b"Subject: Spring" in sys.stdin.buffer.read()
print("{score}")
print("")
print("pts rule name              description")
print("---- ---------------------- --------------")
print(" 2.4 URI_HEX                URI: hostname has long hex sequence")
print(" 1.8 HTML_IMAGE_ONLY_04     BODY: images with 0-400 bytes of words")
print("-0.1 DKIM_VALID             signed")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no scripts as programs here")
@pytest.mark.parametrize(("score", "told"), [("4.1/5.0", True), ("0.3/5.0", False), ("0/0", False)])
def test_spamassassin_on_this_machine_is_asked(checked, tmp_path, score, told):
    program = tmp_path / "bin" / "spamc"
    program.parent.mkdir()
    program.write_text(SPAMC.format(python=sys.executable, score=score))
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    done = checked({}, PATH=str(program.parent))
    assert done.code == 0, done.err
    assert ("SpamAssassin gives 4.1 of 5 points (URI_HEX, HTML_IMAGE_ONLY_04)" in done.out) is told


def test_the_good_project_is_what_the_tests_say(tmp_path):
    assert set(GOOD) == {
        str(p.relative_to(tmp_path).as_posix()) for p in write(tmp_path, {}).rglob("*.*")
    }


def test_an_empty_language_is_told_at_its_line(checked):
    done = checked({TOML: [('language = "en-GB"', 'language = ""')]})
    assert done.code == 6
    assert "must fix pynews.toml:3  language is empty  [html-lang]" in done.out


def test_a_broken_theme_is_one_finding_and_the_rest_is_read(checked):
    changes = {
        TOML: [('theme = "nhs"', 'theme = "ours"')],
        "templates/ours/theme.toml": 'title = "Ours"\nextends = "nhs"\n[dark]\nink = "#333333"\n',
        ISSUE: [("**Thursday 12", "**Friday 12")],
    }
    done = checked(changes, "--json")
    found = {one["id"]: (one["file"], one["line"]) for one in json.loads(done.out)["findings"]}
    assert found["source-file"] == ("templates/ours/theme.toml", 4)
    assert found["weekday-date"] == (ISSUE, 13)
