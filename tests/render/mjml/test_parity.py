"""What npm mjml 5 makes of the samples is what we make of them."""

from pathlib import Path

import pytest

from pynews.render.inline import css_inline_inliner, premailer_inliner
from pynews.render.mjml import to_html

HERE = Path(__file__).parent
SAMPLES = sorted((HERE / "samples").glob("*.mjml"))


@pytest.mark.parametrize("inliner", [premailer_inliner, css_inline_inliner])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_a_sample_comes_out_as_from_npm_mjml(sample, inliner, comparison):
    theirs = (HERE / "golden" / f"{sample.stem}.txt").read_text(encoding="utf-8").splitlines()
    ours = to_html(
        sample.read_text(encoding="utf-8"),
        template=sample.name,
        icon_origin=comparison.ICONS,
        inliner=inliner,
        strict=False,
    )
    assert list(comparison.differences(comparison.normalise(ours), theirs)) == []


def test_every_element_of_mjml_occurs_in_a_sample():
    text = "".join(sample.read_text(encoding="utf-8") for sample in SAMPLES)
    from pynews.render.mjml.table import components

    assert {tag for tag in components() if f"<{tag}" not in text} == set()


def test_the_comparison_sees_a_difference_of_more_than_one_pixel(comparison):
    one = comparison.normalise('<td style="width:100px">x</td>')
    assert (
        list(comparison.differences(one, comparison.normalise('<td style="width:101px">x</td>')))
        == []
    )
    assert list(comparison.differences(one, comparison.normalise('<td style="width:103px">x</td>')))
    assert list(comparison.differences(one, comparison.normalise('<td style="width:100px">y</td>')))
    assert list(comparison.differences(one, comparison.normalise('<th style="width:100px">x</th>')))


def test_the_same_mjml_gives_the_same_bytes():
    text = SAMPLES[0].read_text(encoding="utf-8")
    pages = {to_html(text, template="t", strict=False, icon_origin="i/") for _ in range(3)}
    assert len(pages) == 1
