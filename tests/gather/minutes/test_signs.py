"""A quick look for letters finds what the long expressions find, neither more nor less."""

from pathlib import Path

import pytest

from pynews.gather.minutes.cues import cue, find, may_hold
from pynews.gather.minutes.signs import signs_of

CORPUS = Path(__file__).parents[1] / "corpus"
LINES = sorted(
    {
        line.strip()
        for part in ("dev", "heldout")
        for source in (CORPUS / part).iterdir()
        if source.suffix in {".md", ".txt"}
        for line in source.read_bytes().decode("utf-8", "replace").splitlines()
        if line.strip()
    }
)


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("opening", "strong"),
        ("opening", "taken"),
        ("opening", "not_strong"),
        ("event", "next_meeting"),
        ("decision", "implied"),
    ],
)
def test_phrases_tried_one_by_one_are_found_where_all_together_are(table: str, name: str):
    whole = [cue(table, name).search(line) for line in LINES]
    apart = [find(table, name, line) for line in LINES]
    assert [found and found.span() for found in whole] == [
        found and found.span() for found in apart
    ]
    assert any(whole)


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("decision", "act"),
        ("decision", "strong"),
        ("decision", "weak"),
        ("decision", "present"),
        ("decision", "noun"),
        ("people", "prose"),
    ],
)
def test_no_line_that_holds_a_phrase_is_passed_over(table: str, name: str):
    held = [line for line in LINES if cue(table, name).search(line)]
    assert held
    assert all(may_hold(table, name, line) for line in held)


@pytest.mark.parametrize(
    ("phrase", "signs"),
    [
        ("volunteers? needed", {"volunteer"}),
        ("(?:seeks?|looking for) (?:an? )?chair", {"chair"}),
        ("(?:agreed|decided) to", {"agreed", "decided"}),
        (r"\bwe (?:all )?vote[ds]?\b", {"we ", "vote"}),
        (r"let\x27s go", {"let's go"}),
        (r"it'?s fine", {"s fine"}),
        (r"\d+ (?:yes|no)\b", set()),
        ("(?:one|two)?", set()),
        ("(?!seldom)often(?= seen)", {"often"}),
        ("[a-z]{3,}ed", set()),
        ("ab{2,3}cde?", set()),
    ],
)
def test_the_letters_that_a_phrase_cannot_do_without(phrase: str, signs: set[str]):
    found = signs_of(phrase)
    assert bool(found) == bool(signs)
    assert found <= signs
