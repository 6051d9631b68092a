"""Misspelt words are found where an editor asks for it, with their line and the right word."""

import pytest
from newsroom import GOOD, ISSUE, STORY, TOML, places, read, write

from pynews import pipeline
from pynews.check import spelling_findings
from pynews.config import load
from pynews.errors import ProjectError

SLIPS = {
    ISSUE: [
        ("The board met", "The comunity board met"),
        ("preheader: The spring", "preheader: The meeitng"),
        ("[answer the survey]", "[answer the `recieve` surevy]"),
    ],
    STORY: [("They want short talks", "They definately want\nshort talks")],
    TOML: [],
}


def found(verdict, **settings):
    return list(spelling_findings(verdict.subject, **settings))


def test_misspelt_words_are_told_where_readers_see_them(tmp_path):
    told = found(read(write(tmp_path, SLIPS)))
    assert {(str(one.place), one.what.partition(" ")[0]) for one in told} == {
        (f"{ISSUE}:3", '"meeitng"'),
        (f"{ISSUE}:13", '"comunity"'),
        (f"{ISSUE}:15", '"surevy"'),
        (f"{STORY}:5", '"definately"'),
    }
    assert {one.rule for one in told} == {"spelling"}
    assert next(one.fix for one in told if "comunity" in one.what).startswith('Write "community"')


def test_good_words_names_and_terms_of_a_trade_are_no_findings(tmp_path, project):
    words = "Colour, organisation and paediatrics; AnalystX, Jupyter, DataFrames, Ngozi, dplyr."
    changes = {ISSUE: [("The notebook clinic is back", f"{words} The notebook clinic is back")]}
    assert found(read(write(tmp_path / "p", changes))) == []
    for issue in ("2021-06", "2021-11"):
        assert found(pipeline.check(load(project), issue)) == []


@pytest.mark.parametrize(
    ("language", "word", "right"),
    [("en-GB", "color", "colour"), ("en-US", "colour", "color")],
)
def test_the_spelling_is_that_of_the_newsletters_language(tmp_path, language, word, right):
    changes = {
        TOML: [('language = "en-GB"', f'language = "{language}"')],
        ISSUE: [("The board met", f"The {word} board met")],
    }
    (one,) = found(read(write(tmp_path, changes)))
    assert f'Write "{right}"' in one.fix


def test_english_of_anywhere_takes_every_spelling(tmp_path):
    changes = {
        TOML: [('language = "en-GB"', 'language = "en"')],
        ISSUE: [("The board met", "The color board of colour met")],
    }
    assert found(read(write(tmp_path, changes))) == []


def test_other_languages_are_not_measured_by_english(tmp_path):
    changes = {**SLIPS, TOML: [('language = "en-GB"', 'language = "de"')]}
    assert found(read(write(tmp_path, changes))) == []


def test_a_project_knows_words_of_its_own(tmp_path, run):
    changes = {**SLIPS, TOML: GOOD[TOML] + '\n[checks]\nwords = ["Comunity", "meeitng"]\n'}
    done = run("check", "--spelling", cwd=write(tmp_path, changes))
    assert done.code == 0, done.err
    assert '"surevy" is not how it is spelt  [spelling]' in done.out
    assert '"definately"' in done.out
    assert "comunity" not in done.out
    assert "meeitng" not in done.out


def test_nobody_is_corrected_who_did_not_ask(tmp_path, run):
    root = write(tmp_path, SLIPS)
    assert "[spelling]" not in run("check", cwd=root).out
    strict = run("check", "--spelling", "--strict", cwd=root)
    assert strict.code == 6


def test_what_is_set_aside_stays_aside(tmp_path, run):
    aside = {
        **SLIPS,
        ISSUE: [*SLIPS[ISSUE], ("stories:", "ignore:\n  - spelling: they are jokes\nstories:")],
    }
    root = write(tmp_path, aside)
    done = run("check", "--spelling", cwd=root)
    assert "ignored  4 findings of spelling: they are jokes" in done.out
    assert "0 to look at" in done.out
    assert places(read(root), "ignore-unknown") == []


def test_a_missing_program_is_told_with_what_to_type(tmp_path):
    verdict = read(write(tmp_path, {}))
    with pytest.raises(ProjectError, match="not installed") as told:
        found(verdict, program="no-such-program")
    assert "pip install typos" in told.value.problems[0].hint


def test_a_program_that_says_something_else_is_no_judge(tmp_path):
    program = tmp_path / "typos"
    program.write_text("#!/bin/sh\necho broken\n", encoding="utf-8")
    program.chmod(0o755)
    verdict = read(write(tmp_path / "p", {}))
    with pytest.raises(ProjectError, match="does not answer"):
        found(verdict, program=str(program))
