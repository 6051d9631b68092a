"""Errors name the file the author wrote, show the place, and carry no library's exception."""

import pytest

from pynews.errors import TemplateError
from pynews.render.mjml import to_html, validate
from pynews.render.mjml.blame import blame
from pynews.render.mjml.engine import EngineError, run
from pynews.render.mjml.tree import read


def test_an_error_shows_three_lines_with_a_caret(column):
    text = column(
        '\n<mj-text>a</mj-text>\n\t<mj-text colr="red">b</mj-text>\n<mj-text>c</mj-text>\n'
    )
    with pytest.raises(TemplateError) as caught:
        to_html(text, template="issue.mjml.j2")
    (problem,) = caught.value.problems
    assert problem.where == "issue.mjml.j2:3:11"
    assert problem.hint == "did you mean color"
    assert problem.excerpt.splitlines() == [
        "    2 | <mj-text>a</mj-text>",
        '    3 |  <mj-text colr="red">b</mj-text>',
        "                  ^",
        "    4 | <mj-text>c</mj-text>",
    ]


def test_all_faults_of_a_document_are_told_at_once(column):
    with pytest.raises(TemplateError) as caught:
        to_html(column('<mj-text colr="a">x</mj-text><mj-nope />'), template="t")
    assert len(caught.value.problems) == 2


def test_a_line_is_told_as_the_author_numbered_it(column):
    with pytest.raises(TemplateError) as caught:
        to_html(
            column("\n\n<mj-nope />"),
            template="t",
            locate=lambda line, column: ("parts/a.j2", line + 39 + column),
        )
    (problem,) = caught.value.problems
    assert problem.where == "parts/a.j2:43:1"
    assert "   43 | <mj-nope />" in problem.excerpt


def test_a_long_line_is_shown_around_the_mistake(column):
    long = "<mj-text>" + "x" * 500 + "</mj-text>"
    with pytest.raises(TemplateError) as caught:
        to_html(column(f'{long}<mj-text colr="a">y</mj-text>{long}'), template="t")
    shown, caret = caught.value.problems[0].excerpt.splitlines()
    assert len(shown) < 130
    assert shown[caret.index("^") :].startswith('colr="a"')


def test_what_a_terminal_would_obey_is_not_shown(column):
    with pytest.raises(TemplateError) as caught:
        to_html(column("<mj-text>\x1b[31m</mj-text>"), template="t")
    assert "U+001B cannot stand in HTML" in str(caught.value)
    assert "\x1b" not in str(caught.value)


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "\uffff"])
def test_characters_that_html_cannot_hold_are_refused(column, bad):
    with pytest.raises(TemplateError, match="cannot stand in HTML"):
        to_html(column(f"<mj-text>{bad}</mj-text>"), template="t")


@pytest.mark.parametrize("bad", ["\x00", "\x1b", "\ud800", "\uffff"])
def test_characters_that_html_cannot_hold_are_left_out_of_mjml_from_elsewhere(column, bad):
    text = column(f"<mj-text>wo{bad}rd</mj-text>")
    assert ">word<" in to_html(text, template="t", strict=False)
    assert "cannot stand in HTML" in validate(text, strict=False)[0].what


def test_a_panic_of_the_engine_becomes_an_error():
    with pytest.raises(EngineError, match="char boundary"):
        run("<mjml><mj-body><b>éb>", icon_origin="")


def test_a_refusal_of_the_engine_becomes_an_error():
    with pytest.raises(EngineError, match="unable to parse"):
        run("<mjml><mj-body><mj-text>a<é</mj-text></mj-body></mjml>", icon_origin="")


def test_the_smallest_element_that_fails_alone_is_blamed(column):
    root = read(column("<mj-text>x</mj-text><mj-spacer /><mj-text>y</mj-text>")).root

    def fails(tree):
        return any(node.content == "y" for node in tree.walk())

    assert blame(root, fails).content == "y"


def test_no_element_is_blamed_for_what_fails_only_together(column):
    root = read(column("<mj-text>x</mj-text><mj-text>y</mj-text>")).root

    def fails(tree):
        return sum(node.tag == "mj-text" for node in tree.walk()) > 1

    assert blame(root, fails).tag == "mj-column"


def test_a_selector_that_cannot_be_read_is_told_with_its_place(column):
    head = (
        '<mj-html-attributes><mj-selector path="a["><mj-html-attribute name="x">1'
        "</mj-html-attribute></mj-selector></mj-html-attributes>"
    )
    with pytest.raises(TemplateError) as caught:
        to_html(column("<mj-text>x</mj-text>", head), template="t.mjml")
    (problem,) = caught.value.problems
    assert problem.where.startswith("t.mjml:")
    assert '"a[" is no CSS selector' in problem.what
    assert "^" in problem.excerpt
