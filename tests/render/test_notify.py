"""The issue as GOV.UK Notify Markdown."""

from dataclasses import replace

import pytest

from pynews.model import Event, Invitation, Issue, Publication
from pynews.render import Renderer
from pynews.render.markup import parse_markdown
from pynews.render.notify import notify_line, notify_link, to_notify


def test_issue_is_told_with_headings_lists_and_links(
    renderer: Renderer, november: Issue, publication: Publication, invitation: Invitation
):
    told = renderer.render_notify(november, publication=publication, invitations=(invitation,))
    assert "# Upcoming events\n\n## First community event\n\nWhen: Tuesday 16 November" in told
    assert "# What the board decided\n\n* First event: It takes place" in told
    assert "[Add to calendar: Google](https://calendar.google.com/" in told
    assert "[Read more about Back2School with AnalystX](https://example.org/back2school)" in told
    assert "Reply to this message about the Web Developer role." in told
    assert "1 Example Street" in told


def test_notify_carries_no_attachment_and_says_nothing_of_one(
    renderer: Renderer, november: Issue, publication: Publication, invitation: Invitation
):
    told = renderer.render_notify(november, publication=publication, invitations=(invitation,))
    assert "attached" not in told
    assert ".ics" not in told


def test_tokens_are_those_of_the_edition(
    renderer: Renderer, november: Issue, publication: Publication
):
    edition = renderer.render(november, publication=publication, invitations=())
    told = renderer.render_notify(november, publication=publication, invitations=())
    for field in edition.fields:
        assert field.token in told


def test_series_changes_roles_and_archive_are_told(
    renderer: Renderer,
    november: Issue,
    publication: Publication,
    first_event: Event,
    invitation: Invitation,
):
    role = replace(
        november.openings[0],
        commitment="2 hours",
        skills=("patience",),
        apply="https://example.org/a",
    )
    event = replace(first_event, cancelled=True)
    issue = replace(november, openings=(role,), events=(event,), preheader="")
    house = replace(publication, base_url="https://example.org/")
    told = renderer.render_notify(issue, publication=house, invitations=(invitation,))
    assert "## Cancelled: First community event" in told
    assert "2 hours\n\n" in told
    assert "What helps: patience" in told
    assert "[Apply to be Community Manager](https://example.org/a)" in told
    assert "[View in browser](https://example.org/2021-11/)" in told


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("# One\n\n### Two", "## One\n\n## Two"),
        ("*a* **b** `c` ![d](e.png)", "a b c d"),
        ("a  \nb", "a\n\nb"),
        ("- a\n- b\n  1. c\n  2. d", "* a\n* b\n  1. c\n  2. d"),
        ("3. a\n\n4. b", "3. a\n4. b"),
        ("> a\n>\n> b", "^ a\n\n^ b"),
        ("```\nif x:\n    y\n\n```", "if x:\n\n\u00a0\u00a0\u00a0\u00a0y"),
        ("| A | B |\n|---|---|\n| 1 | 2 |", "A | B\n\n1 | 2"),
        ("---", "---"),
        ("<https://e.org>", "https://e.org"),
        ("[a [b]](https://e.org/(c))", "[a (b)](https://e.org/%28c%29)"),
        ("((name??yes))", "(\u200b(name??yes)\u200b)"),
        ("\\# no heading", "\u200b# no heading"),
    ],
)
def test_markdown_becomes_what_notify_takes(written: str, expected: str):
    assert to_notify(parse_markdown(written)) == expected


def test_nothing_in_a_line_opens_a_personal_value():
    for text in ("((((", "((a))", "(((b)))"):
        assert "((" not in notify_line(text)
        assert "))" not in notify_line(text)


def test_mail_address_is_no_link_to_itself():
    assert notify_link("mailto:a@example.org", "a@example.org") == "a@example.org"
