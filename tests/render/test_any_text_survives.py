"""Any text survives: quotes, brackets, braces, percent signs, emoji, marks, right-to-left."""

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pynews.model import Block, Decision, Edition, Idea, Invitation, Issue, Origin, Publication
from pynews.render import Renderer

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Origin("newsletters/minutes/x.md", 3)
AWKWARD = [
    "\"double\" 'single' `tick` “curly” ‘quotes’",
    "<b>bold</b> & &amp; &lt; &#65; <!-- no --> ]]> <script>",
    "{braces} {{ both }} {% block %} {# note #} %(name)s %s 100% \\n \\u200d",
    "👩🏽‍⚕️ nurse 🏳️‍🌈 flag 👨‍👩‍👧 family",
    "שלום עולם مرحبا بالعالم",
    "e\u0301 Å ที่ हिन्दी o\u0308",
    "soft\u00adhyphen no\u00a0break zero\u200bwidth \u2028line",
    "-- # * _ ~ > | 1. - [x](y) ![z](w) ***",
    "$0 \\1 \\g<0> ${x} @@PYN:1@@ PYNx0x",
    "A" * 10_000,
    "mj-text </mj-text> <mj-raw> <?xml?> <![CDATA[x]]>",
]


def plain(text: str) -> str:
    """Leave out what differs between any two ways to write the same words."""
    return "".join(text.split())


def seen(html: str) -> str:
    return plain(lxml.html.document_fromstring(html).text_content())


def told_everywhere(edition: Edition, words: "Iterable[str]") -> None:
    for word in words:
        assert plain(word) in plain(edition.text)
        assert plain(word) in seen(edition.html)
        assert plain(word) in seen(edition.web)


@pytest.mark.parametrize("text", AWKWARD)
def test_awkward_text_survives_in_every_item(
    renderer: Renderer,
    november: Issue,
    publication: Publication,
    invitation: Invitation,
    text: str,
):
    first_event = november.events[0]
    issue = replace(
        november,
        subject=text.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #"),
        preheader="p",
        events=(replace(first_event, title=f"E {text}", where=f"W {text}"),),
        openings=(replace(november.openings[0], title=f"R {text}", commitment=f"C {text}"),),
        stories=(replace(november.stories[0], title=f"S {text}"),),
        decisions=(Decision(f"D {text}", HERE, gist=f"G {text}"),),
        ideas=(Idea(f"I {text}", HERE),),
    )
    house = replace(publication, organisation=f"O {text}", address=f"A {text}", name=f"N {text}")
    edition = renderer.render(issue, publication=house, invitations=(invitation,))
    labels = lxml.html.document_fromstring(edition.html).xpath("//a/@aria-label")
    assert plain(f"Google: Add to calendar, E {text}") in map(plain, labels)
    told_everywhere(edition, [f"{mark} {text}" for mark in "EWRCSDGIOAN"])
    told_everywhere(edition, [issue.subject])


ANY = st.text(
    alphabet=st.one_of(
        st.sampled_from("\"'<>&{}%$\\#*_`[]()|~-+=!.:;/@ \n\u200d\ufe0f\u0301\u05d0\u0645👩é"),
        st.characters(exclude_categories=("Cs", "Cc", "Cn")),
    ),
    min_size=1,
    max_size=60,
).filter(lambda text: text.strip() != "")


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(ANY, ANY)
def test_any_text_survives_in_html_and_plain_text(
    renderer: Renderer, november: Issue, publication: Publication, one: str, other: str
):
    issue = replace(
        november,
        parts=(Block.DECISIONS, Block.ROLES),
        decisions=(Decision(one, HERE),),
        openings=(replace(november.openings[0], title=other),),
    )
    edition = renderer.render(issue, publication=publication, invitations=())
    told_everywhere(edition, [one, other])


def test_control_characters_are_left_out_everywhere(
    renderer: Renderer, november: Issue, publication: Publication
):
    issue = replace(november, decisions=(Decision("a\x00b\x07c\x1bd\x85e\r\nf\tg", HERE),))
    edition = renderer.render(issue, publication=publication, invitations=())
    for told in (edition.html, edition.text, edition.web):
        assert "abcde f g" in told or "abcd e f g" in told
        assert not [mark for mark in told if unicodedata.category(mark) == "Cc" and mark != "\n"]
