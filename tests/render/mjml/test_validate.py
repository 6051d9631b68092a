"""A mistake in MJML is told with its line, its column and what is allowed."""

import re
from pathlib import Path

import pytest

from pynews.errors import TemplateError
from pynews.render.mjml import Fault, to_html, validate
from pynews.render.mjml.table import accepts, allowed_parents, components, explain
from pynews.render.mjml.tree import read

SAMPLES = Path(__file__).parent / "samples"


def told(text):
    return [(fault.what, fault.hint) for fault in validate(text)]


def test_a_faultless_document_has_no_faults(column):
    assert validate(column('<mj-text color="#005eb8">x</mj-text>')) == ()


def test_the_newsletter_sample_has_no_faults():
    assert validate((SAMPLES / "newsletter.mjml").read_text(encoding="utf-8")) == ()


def test_a_fault_says_line_and_column_from_one():
    text = (
        '<mjml lang="en">\n<mj-head><mj-title>t</mj-title></mj-head>\n<mj-body>\n'
        "  <mj-txt />\n</mj-body></mjml>"
    )
    (fault,) = validate(text)
    assert fault == Fault(4, 3, "<mj-txt> is no MJML element", fault.hint)


@pytest.mark.parametrize(
    ("inside", "what", "hint"),
    [
        ("<mj-texd />", "<mj-texd> is no MJML element", "did you mean mj-text"),
        (
            "<p>x</p>",
            "<p> is no MJML element",
            "HTML belongs into <mj-text>, or as it is into <mj-raw>",
        ),
        (
            "<mj-section />",
            "<mj-section> cannot stand in <mj-column>",
            "it may stand in <mj-body>, <mj-wrapper>",
        ),
        (
            '<mj-text colour="red">x</mj-text>',
            '<mj-text> knows no attribute "colour"',
            "did you mean color",
        ),
        (
            '<mj-spacer zzz="1" />',
            '<mj-spacer> knows no attribute "zzz"',
            (
                "allowed are border, border-bottom, border-left, border-right, border-top, "
                "container-background-color, height, padding, padding-bottom, padding-left, "
                "padding-right, padding-top"
            ),
        ),
        (
            '<mj-text align="middle">x</mj-text>',
            'align="middle" is no value that MJML takes',
            "write one of left, right, center, justify",
        ),
        (
            '<mj-text padding="1em">x</mj-text>',
            'padding="1em" is no value that MJML takes',
            "write 1 to 4 amounts in px or %",
        ),
        (
            '<mj-text color="nhsblue">x</mj-text>',
            'color="nhsblue" is no value that MJML takes',
            "write a colour such as #005eb8, rgb(0, 94, 184) or a CSS colour name",
        ),
        ("stray", 'text "stray" stands inside <mj-column>', "put it into <mj-text>"),
        ("<mj-text><b>x</mj-text>", "<b> is never closed", "write </b>"),
        ("<mj-text>x</i></mj-text>", "</i> closes nothing", "remove it, or write <i> before"),
        ("<mj-text mj-class='x'>y</mj-text>", 'there is no mj-class called "x"', None),
        ("</mj-text>", "</mj-text> closes nothing", "remove it, or write <mj-text> before"),
        (
            "<mj-carousel />",
            "<mj-carousel> without left-icon loads a picture from a stranger's server",
            None,
        ),
        ("<mj-social><mj-raw>x</mj-raw></mj-social>", "<mj-raw> is lost in <mj-social>", None),
        (
            '<mj-social><mj-social-element src="a.png" href="h" /></mj-social>',
            "<mj-social-element> is a link without words",
            None,
        ),
    ],
)
def test_a_mistake_in_a_column_is_told_with_a_hint(column, inside, what, hint):
    faults = told(column(inside))
    assert what in [fault[0] for fault in faults]
    assert hint is None or (what, hint) in faults


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (
            '<mj-attributes><mj-all colr="red" /></mj-attributes>',
            'no MJML element knows the attribute "colr"',
        ),
        (
            '<mj-attributes><mj-all padding="x" /></mj-attributes>',
            'padding="x" is no value that MJML takes',
        ),
        (
            '<mj-attributes><mj-text colr="red" /></mj-attributes>',
            '<mj-text> knows no attribute "colr"',
        ),
        (
            '<mj-style inline="inline">a:hover{color:red}</mj-style>',
            ":hover cannot be written into an element and would be lost",
        ),
        (
            '<mj-style inline="inline">@media print{a{b:c}}</mj-style>',
            "@media cannot be written into an element and would be lost",
        ),
        ("<mj-section></mj-section>", "<mj-section> cannot stand in <mj-head>"),
    ],
)
def test_a_mistake_in_the_head_is_told(column, head, what):
    assert what in [fault[0] for fault in told(column("<mj-text>x</mj-text>", head))]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "there is no MJML here"),
        ("just words", "there is no MJML here"),
        ("<html></html>", "the document begins with <html> instead of <mjml>"),
        ("<mjml lang='en'></mjml>", "<mjml> holds no <mj-body>"),
        ("<mjml><mj-body></mj-body></mjml>", "<mjml> does not say its language"),
        ("<mjml><mj-body></mj-body></mjml>", "the document has no title"),
        ("<mjml><mj-body></mj-body><mj-body></mj-body></mjml>", "a second <mj-body> is ignored"),
        (
            "<mjml><mj-body></mj-body></mjml><mjml></mjml>",
            "<mjml> stands after the end of the document",
        ),
        ("<mjml><mj-body><mj-section></mj-body></mjml>", "<mj-section> is never closed"),
        ("<mjml><mj-body><mj-raw>x</mj-body></mjml>", "<mj-raw> is never closed"),
        ("<mjml><mj-body><!-- x</mj-body></mjml>", "the comment never ends"),
        ("<mjml><mj-body></mj-body>", "<mjml> is never closed"),
    ],
)
def test_a_broken_document_is_told(text, what):
    assert what in [fault.what for fault in validate(text)]


def test_merge_fields_may_stand_where_a_colour_is_expected(column):
    assert validate(column('<mj-text color="{{ colour }}">x</mj-text>')) == ()


def test_defaults_for_a_tag_count_for_its_alt_and_icons(column):
    head = (
        '<mj-attributes><mj-image alt="" />'
        '<mj-accordion icon-wrapped-url="a" icon-unwrapped-url="b" /></mj-attributes>'
    )
    assert validate(column('<mj-image src="a.png" /><mj-accordion></mj-accordion>', head)) == ()


def test_faults_are_told_in_the_order_written(column):
    text = column('<mj-image src="a" />\n<mj-text colr="x">y</mj-text>\n<mj-nope />')
    places = [(fault.line, fault.column) for fault in validate(text)]
    assert places == sorted(places)
    assert len(places) == 3


def test_comments_and_cdata_are_no_faults(column):
    text = column("<!-- a < b --><mj-text><!-- <b> --><![CDATA[<i>]]>x<br></mj-text><!---->")
    assert validate(text) == ()


def test_a_closing_tag_inside_a_comment_or_a_nested_element_does_not_end_the_text(column):
    text = column("<mj-text><!-- </mj-text> -->a<mj-text>b</mj-text><mj-text />c</mj-text>")
    root = read(text).root
    (found,) = [node for node in root.walk() if node.tag == "mj-text"]
    assert found.content == "<!-- </mj-text> -->a<mj-text>b</mj-text><mj-text />c"


def test_what_mjml_itself_lets_pass_is_no_fault_in_a_foreign_template(column):
    text = re.sub(' lang="[^"]*"', "", column('a<mj-text colr="x" font-size="big"><b>y</mj-text>'))
    assert validate(text)
    assert "<b>y</div>" in to_html(text, template="t", strict=False)


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            "color",
            ["#fff", "#005EB8", "rgb(1,2,3)", "rgba(1, 2, 3, 0.5)", "red", "transparent"],
            ["#ff", "redd", ""],
        ),
        ("unit(px,%)", ["10px", "5%", "0", "1.5px"], ["10", "px", "10em", "1px 2px"]),
        ("unit(px,%){1,4}", ["1px", "0 1px 2% 3px"], ["1px 2px 3px 4px 5px", "a"]),
        ("unit(px,auto)", ["auto", "3px"], ["automatic"]),
        ("unitWithNegative(px,em)", ["-1px", "2em"], ["-1%"]),
        ("unit(px,%,)", ["1.5", "20px", "120%"], ["normal"]),
        ("enum(full-width,false,)", ["full-width", "false", ""], ["true"]),
        ("integer", ["3"], ["three"]),
        ("boolean", ["true", "false"], ["yes"]),
        ("string", ["", "anything"], []),
    ],
)
def test_types_take_what_mjml_takes(kind, good, bad):
    assert all(accepts(kind, value) for value in good)
    assert not any(accepts(kind, value) for value in bad)
    assert explain(kind)


def test_the_table_knows_the_elements_of_mjml():
    assert len(components()) == 36
    assert allowed_parents("mj-text") == ("mj-column", "mj-hero")
    assert "mj-raw" in components()["mj-head"].children


@pytest.mark.parametrize(
    "body",
    [
        "<mj-section><mj-text>x</mj-text></mj-section>",
        "<mj-text>x</mj-text><p>y</p>",
        "<mj-section><mj-section><mj-column><mj-nope>a</mj-nope></mj-column></mj-section></mj-section>",
        "<mj-title>x</mj-title><mj-section></mj-section>",
    ],
)
def test_what_mjml_tells_and_renders_all_the_same_we_tell_and_render(document, body):
    assert validate(document(body), strict=False)
    html = to_html(document(body), template="t", strict=False)
    assert "nope" not in html
    assert "<p>y" not in html
    with pytest.raises(TemplateError):
        to_html(document(body), template="t")


def test_what_only_we_mind_is_not_told_of_a_foreign_template(column):
    assert validate(column('<mj-text colr="x">y<b></mj-text>'), strict=False) == ()
