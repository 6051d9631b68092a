"""Good issues have nothing to fix, however near to a fault they come."""

from dataclasses import replace

import pytest
from good_issues import GOOD_ISSUES
from good_meanings import GOOD_MEANINGS
from newsroom import EVENT, ISSUE, TOML, places, read, write
from PIL import Image

from pynews import pipeline
from pynews.config import load

GOOD = {**GOOD_ISSUES, **GOOD_MEANINGS}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_issue_has_nothing_to_fix(name, newsroom):
    verdict = newsroom.read(GOOD[name])
    assert [f"{one.rule} {one.place} {one.what}" for one in verdict.to_fix] == []
    assert not verdict.bugs


def test_the_good_issue_has_nothing_to_look_at_either(tmp_path):
    verdict = read(write(tmp_path, {}))
    assert verdict.findings == ()
    assert verdict.passed > 60


@pytest.mark.parametrize("theme", ["nhs", "plain"])
@pytest.mark.parametrize("issue", ["2021-06", "2021-11"])
def test_the_example_issues_have_no_findings_in_either_theme(project, theme, issue):
    loaded = load(project)
    themed = replace(loaded, publication=replace(loaded.publication, theme=theme))
    assert pipeline.check(themed, issue).findings == ()


@pytest.mark.parametrize("theme", ["nhs", "plain"])
def test_pictures_and_series_are_nothing_to_look_at_in_either_theme(tmp_path, theme):
    changes = {
        TOML: [('theme = "nhs"', f'theme = "{theme}"')],
        ISSUE: [("Best wishes", "![Members at a table](team.png)\n\nBest wishes")],
        EVENT: [("where:", "repeats: monthly on the second Thursday until 2026-06-30\nwhere:")],
    }
    root = write(tmp_path, changes)
    Image.new("RGB", (800, 400), "navy").save(root / "newsletters" / "2026-03" / "team.png")
    assert read(root).findings == ()


def test_an_ignored_finding_is_kept_with_its_reason(tmp_path):
    verdict = read(write(tmp_path, GOOD_ISSUES["an ignored finding"]))
    assert [one.rule for one in verdict.ignored] == ["placeholder-text"]
    assert verdict.reasons == {"placeholder-text": "the brackets are a joke"}


def test_privacy_is_not_ignored_by_a_line_in_the_front_matter(tmp_path):
    changes = {
        ISSUE: [
            ("stories: [survey]", "stories: [survey]\nignore:\n  - link-tracking: we like it"),
            ("https://example.org/survey)", "https://example.org/survey?utm_source=x)"),
        ]
    }
    verdict = read(write(tmp_path, changes))
    assert [one.rule for one in verdict.to_fix] == ["link-tracking"]
    assert places(verdict, "ignore-unknown")
