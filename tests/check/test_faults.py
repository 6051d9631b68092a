"""Every check finds its fault at the line the editor wrote, and only there."""

import pytest

from pynews.check import CHECKS
from bad_parts import BAD as PARTS
from bad_words import BAD as WORDS
from newsroom import Case, line_of, places, read, write

BAD = (*WORDS, *PARTS)


def named(cases: tuple[Case, ...]) -> list[str]:
    return [f"{case.rule}-{number}" for number, case in enumerate(cases)]


@pytest.mark.parametrize("case", BAD, ids=named(BAD))
def test_a_fault_is_found_at_the_line_the_editor_wrote(case, tmp_path):
    root = write(tmp_path, case.changes)
    verdict = read(root)
    assert not verdict.bugs
    wanted = f"{case.place}:{line_of(root, case.place, case.phrase)}"
    assert wanted in places(verdict, case.rule), verdict.findings


def test_every_check_has_two_faults_it_must_find():
    told = [case.rule for case in BAD]
    assert {rule: told.count(rule) for rule in CHECKS if told.count(rule) < 2} == {}
