"""What a writer may put in double braces, and what becomes of it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pynews.errors import SourceError
from pynews.model import Edition, Origin, Prose
from pynews.render.fields import FieldTable

Tell = Callable[..., Edition]
HERE = Origin("newsletters/2021-11/issue.md", 20)


def letter(markdown: str) -> tuple[Prose, ...]:
    return (Prose(markdown, HERE),)


def test_each_field_becomes_one_token_in_every_place(tell: Tell):
    edition = tell(
        subject='{{ first_name or "Members" }}, news',
        preheader="For {{ organisation }}",
        parts=letter('Dear {{ first_name or "Members" }} {{ last_name }},'),
    )
    fields = {field.name: field for field in edition.fields}
    assert set(fields) == {"first_name", "last_name", "organisation", "unsubscribe_url"}
    assert fields["first_name"].fallback == "Members"
    assert edition.subject == f"{fields['first_name'].token}, news"
    assert edition.preheader == f"For {fields['organisation'].token}"
    for told in (edition.html, edition.text):
        assert f"Dear {fields['first_name'].token} {fields['last_name'].token}," in told


def test_same_field_with_another_fallback_is_another_field(tell: Tell):
    edition = tell(parts=letter("{{ first_name or 'you' }} {{ first_name or \"all\" }}"))
    assert [f.fallback for f in edition.fields if f.name == "first_name"] == ["you", "all"]


def test_web_page_shows_fallbacks_escaped_for_where_they_stand(tell: Tell):
    edition = tell(
        subject="{{ first_name or '<b>' }}",
        parts=letter(
            "A & {{ last_name or 'B & C' }} [x](https://e.org/?n={{ last_name or 'B & C' }})"
        ),
    )
    (field,) = [field for field in edition.fields if field.name == "last_name"]
    assert f'href="https://e.org/?n={field.token}"' in edition.html
    assert "<title>&lt;b&gt;" in edition.web
    assert "A &amp; B &amp; C" in edition.web
    assert 'href="https://e.org/?n=B%20%26%20C"' in edition.web


@pytest.mark.parametrize(
    "written",
    [
        "{{ email }}",
        "{{ first_name | upper }}",
        "{{ first_name or members }}",
        "{{ first_name.__class__ }}",
        "{{ first_name",
        "{{ 7 * 7 }}",
        "{% if first_name %}",
        "{{ first_name or “members” }}",
        "{# a note #}",
        "{{ events }}",
        "{{\nfirst_name }}",
    ],
)
def test_anything_else_in_braces_is_refused_with_line_and_allowed_names(tell: Tell, written: str):
    with pytest.raises(SourceError) as caught:
        tell(parts=letter(f"One\n\nthree {written}\n"))
    (problem,) = caught.value.problems
    assert problem.where == "newsletters/2021-11/issue.md:22"
    assert "first_name, last_name, organisation" in problem.hint
    assert problem.excerpt.split("\n")[1].index("^") == len("  three ")


def test_all_mistakes_of_a_letter_are_told_at_once(tell: Tell):
    with pytest.raises(SourceError) as caught:
        tell(parts=letter("{{ a }} and {{ first_name }}\n{{ b }}"))
    assert [p.where.rpartition(":")[2] for p in caught.value.problems] == ["20", "21"]


def test_mistake_in_the_subject_names_its_line_in_the_issue(tell: Tell, project: Path):
    (project / "newsletters/2021-11").mkdir(parents=True, exist_ok=True)
    (project / "newsletters/2021-11/issue.md").write_text("---\nto: all\nsubject: x\n---\n")
    with pytest.raises(SourceError, match=r"issue\.md:3: "):
        tell(subject="{{ nobody }}")
    with pytest.raises(SourceError, match=r"issue\.md:1: "):
        tell(preheader="{{ nobody }}")


def test_single_braces_and_percent_signs_are_text(tell: Tell):
    edition = tell(parts=letter("50% {off} }} %} {#1}"))
    assert "50% {off} }} %} {#1}" in edition.text


def test_words_that_look_like_a_token_are_left_alone(tell: Tell):
    edition = tell(parts=letter("PYNx0x PYN**x0x** PYN&#120;0x {{ first_name or 'you' }}"))
    assert "PYNx0x PYNx0x PYNx0x PYNxx0x" in edition.text
    assert "PYNx0x PYN<strong>x0x</strong> PYNx0x you" in edition.web


@settings(deadline=None)
@given(st.text(alphabet="PYNx01{}&%;", max_size=30), st.text(alphabet="PYNx0 ", max_size=8))
def test_tokens_never_occur_in_the_words_they_are_made_for(words: str, fallback: str):
    table = FieldTable([words])
    tokens = [table.token("first_name", fallback), table.token("last_name")]
    assert len(set(tokens)) == 2
    for token in tokens:
        assert token.isalnum()
        assert token not in words
