"""A page keeps its structure while its words change; nobody can tell from the page."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynews.errors import TemplateError
from pynews.render.mjml import to_html
from pynews.render.mjml.words import cut, sheet

PARAGRAPH = '<mj-text css-class="t"><p class="a">{}</p> and <b title="q">more</b></mj-text>'
BUTTON = '<mj-button href="https://example.org">{}</mj-button>'
HEAD = '<mj-style inline="inline">.a{{color:red}} p:empty{{top:0}}</mj-style>'.format()
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn")), min_size=1, max_size=60)


@settings(max_examples=60)
@given(WORDS, WORDS)
def test_other_words_make_the_same_page_with_other_words(one, two):
    one, two = html.escape(one).strip() or "x", html.escape(two).strip() or "x"
    assert page(one, two) == page("FIRSTWORDS", "SECONDWORDS").replace(
        "FIRSTWORDS", one.replace("SECONDWORDS", "")
    ).replace("SECONDWORDS", two)


def page(one: str, two: str) -> str:
    return to_html(document_of(PARAGRAPH.format(one) + BUTTON.format(two)), template="t")


def document_of(inside: str, title: str = "T") -> str:
    return (
        f'<mjml lang="en"><mj-head><mj-title>{title}</mj-title>{HEAD}</mj-head><mj-body>'
        f"<mj-section><mj-column>{inside}</mj-column></mj-section></mj-body></mjml>"
    )


def test_what_was_never_seen_comes_out_as_what_was_kept():
    inside = PARAGRAPH.format("words") + BUTTON.format("press")
    kept = [to_html(document_of(inside), template="t") for _ in range(2)][-1]
    fresh = to_html(document_of(inside, title="never seen"), template="t")
    assert fresh == kept.replace(">T<", ">never seen<").replace('"T"', '"never seen"')


@pytest.mark.parametrize(
    "content",
    [
        "<!-- a comment --> words",
        '<p title="a > b" class="a">words</p>',
        "<style>.a{color:red}</style>words",
        "<script>words</script>",
        "a < b",
        "<![CDATA[words]]>",
    ],
)
def test_what_is_not_plain_stays_structure(content):
    assert cut(f"<mj-text>{content}</mj-text>").words == ()


def test_words_in_the_head_in_attributes_and_in_other_elements_stay_structure():
    text = '<mj-title>a</mj-title><mj-text alt="b" />c<mj-table><tr><td>d</td></tr></mj-table>'
    assert cut(text).words == ()


def test_words_that_look_like_a_token_are_only_words():
    whole = cut("<mj-text>PYNWZ</mj-text>")
    assert whole.hole == "PYNWWZ"
    assert sheet(whole.structure, whole.hole).filled(whole.words) == ("<mj-text>PYNWZ</mj-text>")


def test_a_character_that_cannot_stand_in_html_is_told_wherever_it_is():
    with pytest.raises(TemplateError, match="U\\+0007"):
        page("bell \x07", "x")


def test_a_fault_is_told_with_the_author_s_words():
    with pytest.raises(TemplateError) as caught:
        to_html(document_of('<mj-text colr="red">dear</mj-text>'), template="t.mjml")
    assert "dear" in caught.value.problems[0].excerpt
    assert "PYNW" not in str(caught.value)


def test_words_where_mjml_takes_none_do_not_shift_the_others():
    column = "<mj-column><mj-text>first</mj-text><mj-navbar><mj-text>lost</mj-text></mj-navbar>"
    text = f"<mjml><mj-body><mj-section>{column}<mj-text>last</mj-text></mj-column></mj-section>"
    text += "</mj-body></mjml>"
    for words in ("first", "other"):
        page = to_html(text.replace("first", words), template="t", strict=False)
        assert f">{words}<" in page
        assert ">last<" in page
        assert "lost" not in page
        assert "PYNW" not in page
