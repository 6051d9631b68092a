"""Markdown as HTML and as plain text."""

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynews.render.markup import parse_markdown, to_html
from pynews.render.plaintext import Notes, to_text, underlined, wrapped


def html(markdown: str) -> str:
    return str(
        to_html(parse_markdown(markdown), lambda src, alt: f"<img src='{src}' alt='{alt}' />")
    )


def text(markdown: str) -> str:
    return to_text(parse_markdown(markdown), Notes())


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# One", "<h2>One</h2>"),
        ("## Two", "<h2>Two</h2>"),
        ("### Three", "<h3>Three</h3>"),
        ("###### Six", "<h3>Six</h3>"),
        ("a  \nb", "<p>a<br />\nb</p>"),
        ("~~gone~~", "<p><s>gone</s></p>"),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("![a *b*](c.png)", "<p><img src='c.png' alt='a b' /></p>"),
        ("[a](https://e.org)", '<p><a href="https://e.org" class="lk">a</a></p>'),
    ],
)
def test_markdown_becomes_html_with_our_headings_and_links(written: str, expected: str):
    assert html(written).strip() == expected


@pytest.mark.parametrize("scheme", ["javascript:alert(1)", "vbscript:x", "data:text/html,x"])
def test_dangerous_links_stay_words(scheme: str):
    assert "<a" not in html(f"[click]({scheme})")


def test_control_characters_are_left_out():
    assert html("a\x00\x07\x0bb") == "<p>ab</p>\n"


@pytest.mark.parametrize("mark", [">", "- ", "1. "])
def test_what_is_nested_too_deeply_is_refused_rather_than_lost(mark: str):
    assert "word" in text(mark * 10 + "word")
    with pytest.raises(ValueError, match="within each other"):
        text(mark * 5000 + "word")


def test_emphasis_within_emphasis_is_kept_up_to_a_depth():
    assert text("*" * 20 + "word" + "*" * 20) == "word"
    with pytest.raises(ValueError, match="within each other"):
        text("*" * 3000 + "word" + "*" * 3000)


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200))
def test_html_is_balanced_whatever_is_written(markdown: str):
    made = html(markdown)
    lxml.html.fragments_fromstring(made)
    for tag in ("p", "ul", "li", "blockquote", "em", "strong", "table"):
        assert made.count(f"<{tag}>") + made.count(f"<{tag} ") == made.count(f"</{tag}>")


@settings(deadline=None, max_examples=150)
@given(st.text(max_size=200))
def test_plain_text_can_be_made_of_anything(markdown: str):
    assert isinstance(text(markdown), str)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# A heading", "A heading\n---------"),
        ("one *two* **three** `four`", "one two three four"),
        ("line\nbreak  \nhard", "line break\nhard"),
        ("- a\n- b", "* a\n* b"),
        ("- a\n\n- b", "* a\n\n* b"),
        ("3. c\n4. d", "3. c\n4. d"),
        ("- a\n  - b\n    1. c\n- d", "* a\n  * b\n    1. c\n* d"),
        ("> quoted\n>\n> twice", "> quoted\n>\n> twice"),
        ("```\ncode  here\n  in\n```", "    code  here\n      in"),
        ("a\n\n---\n\nb", "a\n\n" + "-" * 24 + "\n\nb"),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "A | B\n1 | 2"),
        ("![a team](x.png)", "a team"),
        ("<https://e.org/a>", "https://e.org/a"),
        ("<a@e.org>", "a@e.org"),
        ("[here](https://e.org) and [again](https://e.org)", "here [1] and again [1]"),
        ("", ""),
    ],
)
def test_markdown_becomes_plain_text(written: str, expected: str):
    assert text(written) == expected


def test_lists_hang_within_72_columns():
    lines = text("- " + "word " * 40 + "\n  - " + "deeper " * 40).split("\n")
    assert max(map(len, lines)) <= 72
    assert lines[1].startswith("  word")
    assert any(line.startswith("    deeper") for line in lines)


def test_links_are_numbered_once_and_told_once():
    notes = Notes()
    assert (
        to_text(parse_markdown("[a](https://e.org/1) [b](https://e.org/2)"), notes) == "a [1] b [2]"
    )
    assert [(note.number, note.href) for note in notes.take()] == [
        (1, "https://e.org/1"),
        (2, "https://e.org/2"),
    ]
    to_text(parse_markdown("[a](https://e.org/1) [c](https://e.org/3)"), notes)
    assert [note.number for note in notes.take()] == [3]


def test_long_words_stay_whole():
    address = "https://example.org/" + "a" * 100
    assert address in wrapped(f"see {address} there").split("\n")


def test_headings_are_underlined_as_wide_as_they_are():
    assert underlined("Wide", "=") == "Wide\n===="
    assert underlined("", "=") == ""
    assert underlined("word " * 30, "-").split("\n")[-1].count("-") <= 72
