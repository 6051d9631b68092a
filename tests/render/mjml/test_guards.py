"""Hostile MJML ends in an error, never in a crash, a stall or a request."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynews.errors import TemplateError
from pynews.render.inline import css_inline_inliner, premailer_inliner
from pynews.render.mjml import to_html, validate
from pynews.render.mjml.table import components

INLINE = '<mj-style inline="inline">.a{color:red} div{margin:0}</mj-style>'
PIECES = st.sampled_from(
    [
        *(f"<{tag}>" for tag in components()),
        *(f"</{tag}>" for tag in components()),
        '<mj-text color="é" font-size="1px',
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<b>",
        "</p>",
        "'",
        '"',
        "=",
        "&",
        "\n",
        "👩‍⚕️",
        "{{ x }}",
        '<mj-image src="a" width="-1px" />',
        '<mj-column width="99999999999999999999px">',
        '<mj-social mode="x"><mj-social-element name="facebook" href="\\">',
        INLINE,
    ]
)


@settings(deadline=None, max_examples=200)
@given(st.lists(PIECES, max_size=12), st.booleans())
def test_any_heap_of_mjml_gives_a_page_or_a_template_error(pieces, strict):
    text = f"<mjml lang='en'><mj-body><mj-section><mj-column>{''.join(pieces)}"
    try:
        html = to_html(text, template="t", strict=strict, icon_origin="i/")
    except TemplateError:
        html = "<!doctype html>"
    assert "<!doctype html>" in html
    assert "PYNM" not in html


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=200))
def test_any_text_can_be_validated(text):
    for fault in validate(text):
        assert fault.line >= 1
        assert fault.column >= 1


@settings(deadline=None, max_examples=100)
@given(
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters='<>&"'), max_size=60
    )
)
def test_any_words_survive_in_text_and_in_an_attribute(words):
    text = (
        '<mjml lang="en"><mj-head><mj-title>t</mj-title></mj-head><mj-body><mj-section><mj-column>'
        f'<mj-text>|{words}|</mj-text><mj-image src="a" alt="|{words}|" />'
        "</mj-column></mj-section></mj-body></mjml>"
    )
    html = to_html(text, template="t")
    assert f">|{words}|</div>" in html
    assert f'alt="|{words}|"' in html


@pytest.mark.parametrize(
    "body",
    [
        "<mj-section><mj-column><mj-text>"
        + "<div>" * 12000
        + "</div>" * 12000
        + "</mj-text></mj-column></mj-section>",
        "<mj-raw><div></mj-raw>" * 2500,
        "<mj-section>" * 1000 + "</mj-section>" * 1000,
        "<mj-section></mj-section>" * 4000,
        "x" * 1_000_001,
    ],
    ids=["deep html", "raw never closed", "deep mjml", "many elements", "long"],
)
def test_what_no_mail_needs_is_refused(document, body):
    with pytest.raises(TemplateError):
        to_html(document(body, INLINE), template="t", strict=False)


@pytest.mark.parametrize(
    "body",
    [
        "<" * 300_000,
        "<!--" * 100_000,
        "<![CDATA[" * 50_000,
        "<a " * 100_000,
        '<a "' * 100_000,
        "</a" * 100_000,
    ],
    ids=["angles", "comments", "cdata", "tags", "quotes", "ends"],
)
@pytest.mark.timeout(60)
def test_markup_that_never_ends_does_not_stall(document, body):
    assert to_html(document(body, INLINE), template="t", strict=False)


@pytest.mark.parametrize("inliner", [premailer_inliner, css_inline_inliner])
def test_a_wide_but_lawful_page_is_rendered(document, inliner):
    section = '<mj-section><mj-column><mj-text css-class="a b">x</mj-text></mj-column></mj-section>'
    html = to_html(document(section * 900, INLINE), template="t", inliner=inliner)
    assert html.count("color:red") == 900


def test_rendering_opens_no_connection_and_no_file_outside():
    program = """
import sys
from pynews.render.inline import css_inline_inliner, premailer_inliner
from pynews.render.mjml import to_html
text = (
    '<mjml lang="en"><mj-head><mj-title>t</mj-title>'
    '<mj-font name="Lato" href="http://127.0.0.1:9/f.css" />'
    '<mj-style inline="inline">@import url(http://127.0.0.1:9/i.css); .a{color:red}</mj-style>'
    '<mj-raw><link rel="stylesheet" href="http://127.0.0.1:9/l.css"></mj-raw></mj-head>'
    '<mj-body><mj-section><mj-column><mj-text css-class="a" font-family="Lato">x</mj-text>'
    '<mj-image src="http://127.0.0.1:9/p.png" /></mj-column></mj-section></mj-body></mjml>'
)
for inliner in (premailer_inliner, css_inline_inliner):
    to_html(text, template='t', strict=False, inliner=inliner)
def refuse(event, arguments):
    if event.startswith('socket.') or event == 'open' and 'site-packages' not in str(arguments[0]):
        raise SystemExit(f'{event} {arguments}')
sys.addaudithook(refuse)
for inliner in (premailer_inliner, css_inline_inliner):
    html = to_html(text, template='t', strict=False, inliner=inliner)
    assert 'color:red' in html
sys.stdout.write('quiet')
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "quiet", "")


def test_importing_the_room_loads_neither_premailer_nor_css_inline():
    program = (
        "import sys, pynews.render.mjml, pynews.render.inline;"
        "sys.stdout.write(str({'premailer', 'cssutils', 'lxml', 'css_inline'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "set()"
