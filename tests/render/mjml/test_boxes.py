"""A page that does not look as the engine makes it is left as it is."""

import pytest

from pynews.render.mjml.boxes import boxes_of, boxes_within
from pynews.render.mjml.layout import Widths
from pynews.render.mjml.measures import amount_of, leading, number, rounded, whole
from pynews.render.mjml.pictures import with_picture_widths
from pynews.render.mjml.shares import columns_of, with_columns
from pynews.render.mjml.tags import in_tag, with_style
from pynews.render.mjml.tree import read

BODY = read(
    '<mjml><mj-body><mj-wrapper padding="5%">'
    '<mj-section border-radius="3px" full-width="full-width">'
    '<mj-column><mj-button width="90px">b</mj-button><mj-carousel /><mj-divider width="33%" />'
    '<mj-divider width="9px" /><mj-image height="3.5px" />'
    '<mj-social icon-size="3.5px"><mj-social-element>s</mj-social-element>'
    "</mj-social></mj-column></mj-section></mj-wrapper><mj-hero><mj-image /></mj-hero>"
    "</mj-body></mjml>"
).root
WIDTHS = Widths({})


def boxes():
    for node in BODY.walk():
        yield from boxes_of(node, 600, WIDTHS)
        yield from (box for _, box in boxes_within(node, 600, WIDTHS))


@pytest.mark.parametrize(
    "html",
    ["", "<p>words</p>", "<table><tr><td>x</td></tr></table>", "<div><div>", "<td>", "<img>"],
)
def test_a_page_that_looks_otherwise_is_left_as_it_is(html):
    found = list(boxes())
    assert len(found) == 9
    for box in found:
        assert box(html, 0) == html


def test_widths_are_written_only_where_every_place_is_known():
    body = BODY.children[0]
    assert with_picture_widths("<p>no picture</p>", ("100",)) == "<p>no picture</p>"
    assert with_columns("<p>no column</p>", columns_of(body, WIDTHS), desktop=True) == (
        "<p>no column</p>"
    )


def test_a_tag_that_is_not_there_is_not_changed():
    assert with_style("<p>", -1, "top:0") == "<p>"
    assert with_style("<p", 0, "top:0") == "<p"
    assert with_style("<p>", 0, "top:0") == '<p style="top:0">'
    assert with_style('<p style="a:b">', 0, "top:0;") == '<p style="top:0;a:b">'
    assert with_style('<p style="a:b;">', 0, "top:0", last=True) == '<p style="a:b;top:0">'
    assert in_tag("<p>", -1, "p", "b") == "<p>"
    assert in_tag("<p><p>", 3, "p", "b") == "<p><b>"


def test_measures_are_read_and_printed_as_javascript_does():
    assert [amount_of(each) for each in ("50%", "33.3%", "10.9px", "7", "3em", "x")] == [
        (50, "%"),
        (33.3, "%"),
        (10, "px"),
        (7, "px"),
        (3, "em"),
        (0, "x"),
    ]
    assert [number(each) for each in (1.0, 100 / 3, -2.5)] == ["1", "33.333333333333336", "-2.5"]
    assert [rounded(each) for each in (0.5, 1.4, -0.5, -1.5)] == [1, 1, 0, -1]
    assert [whole(each) for each in ("12.7px", "-3px", "", "px")] == [12, -3, 0, 0]
    assert leading("9" * 40) == 1e15
