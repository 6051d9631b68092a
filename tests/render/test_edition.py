"""What a reader of the November issue gets."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from urllib.parse import urlsplit

import lxml.html
import pytest

from pynews.errors import SourceError
from pynews.model import Block, Edition, Invitation, Issue, Origin, Prose, Publication
from pynews.render import Renderer

Tell = Callable[..., Edition]
KILOBYTES = 1000


def headings(html: str) -> list[tuple[str, str]]:
    return [
        (element.tag, element.text_content())
        for element in lxml.html.document_fromstring(html).iter("h1", "h2", "h3")
    ]


def test_every_surface_tells_the_date_the_place_and_the_roles(tell: Tell, invitation: Invitation):
    edition = tell(invitation)
    for told in (edition.html, edition.text, edition.web):
        assert "Tuesday 16 November 2021, time to be confirmed" in told
        assert "Place to be confirmed" in told
        assert "Community Manager" in told
        assert "1 Example Street, Example Town EX1 1AA" in told


def test_subject_and_preheader_are_kept(tell: Tell):
    edition = tell()
    assert edition.issue_id == "2021-11"
    assert edition.subject == "First community event: Tuesday 16 November"
    assert edition.preheader.startswith("What the board decided")


def test_headings_begin_with_one_h1_and_leave_no_level_out(tell: Tell):
    edition = tell()
    for html in (edition.html, edition.web):
        levels = [int(tag[1]) for tag, _ in headings(html)]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_blocks_follow_the_order_of_the_letter(tell: Tell, november: Issue):
    parts = (Block.ROLES, november.parts[0], Block.DECISIONS, Block.EVENTS)
    edition = tell(parts=parts)
    for html in (edition.html, edition.web):
        told = [words for tag, words in headings(html) if tag == "h2"]
        assert told == ["Volunteer with us", "What the board decided", "Upcoming events"]
    order = ["Volunteer with us\n---", "Dear ", "What the board decided\n---", "Upcoming events"]
    positions = [edition.text.index(words) for words in order]
    assert positions == sorted(positions)


def test_at_a_glance_links_lead_to_headings_that_exist(tell: Tell):
    edition = tell()
    for html in (edition.html, edition.web):
        root = lxml.html.document_fromstring(html)
        targets = [link.get("href")[1:] for link in root.xpath("//a[starts-with(@href, '#')]")]
        assert set(targets) >= {"events", "decisions", "roles", "stories", "discussion"}
        assert all(root.xpath("//*[@id=$name]", name=name) for name in targets)


def test_reading_time_grows_with_the_letter(tell: Tell):
    assert "1 minute read" in tell().text
    letter = Prose("word " * 900, Origin("newsletters/2021-11/issue.md", 20))
    assert "5 minute read" in tell(parts=(letter, Block.EVENTS, Block.DECISIONS)).text


def test_an_issue_with_one_block_needs_no_list_of_contents(tell: Tell):
    assert "In this issue" not in tell(parts=(Block.EVENTS,)).html


def test_a_list_of_contents_stands_first_when_no_letter_does(tell: Tell):
    text = tell(parts=(Block.EVENTS, Block.ROLES)).text
    assert text.index("In this issue") < text.index("Upcoming events")


def test_an_empty_issue_is_still_a_whole_message(tell: Tell):
    edition = tell(parts=())
    assert "Unsubscribe" in edition.html
    assert edition.text.count("\n\n\n") == 0


def test_block_without_items_is_left_out(tell: Tell):
    assert "Upcoming events" not in tell(events=()).html


def test_message_says_why_it_came_and_how_to_leave(tell: Tell):
    edition = tell()
    (unsubscribe,) = [field for field in edition.fields if field.name == "unsubscribe_url"]
    assert unsubscribe.fallback == "mailto:unsubscribe@example.org?subject=unsubscribe"
    root = lxml.html.document_fromstring(edition.html)
    assert root.xpath("//a[@href=$token]", token=unsubscribe.token)[0].text == "Unsubscribe"
    assert f"Unsubscribe: {unsubscribe.token}\n" in edition.text
    assert "because you are on the mailing list of the NHS Python Community" in edition.html


def test_without_any_address_to_unsubscribe_the_provider_fills_the_link(
    tell: Tell, publication: Publication
):
    edition = tell(house=replace(publication, unsubscribe_mailto=""))
    assert [f.fallback for f in edition.fields if f.name == "unsubscribe_url"] == [""]


def test_web_page_holds_nothing_personal(tell: Tell):
    edition = tell()
    assert "Dear members," in edition.web
    assert "Unsubscribe" not in edition.web
    assert not any(field.token in edition.web for field in edition.fields)


def test_view_in_browser_needs_an_archive(tell: Tell, publication: Publication):
    assert "View in browser" not in tell().html
    edition = tell(house=replace(publication, base_url="https://example.org/news/"))
    assert 'href="https://example.org/news/2021-11/"' in edition.html
    assert "View in browser: https://example.org/news/2021-11/" in edition.text
    assert "View in browser" not in edition.web


def test_language_and_direction_are_declared(tell: Tell, publication: Publication):
    edition = tell()
    for html in (edition.html, edition.web):
        assert re.search(r'<html[^>]* lang="en-GB"[^>]* dir="ltr"', html)
        assert (
            lxml.html.document_fromstring(html).findtext(".//title").startswith("First community")
        )
    arabic = tell(house=replace(publication, language="ar"))
    assert re.search(r'<html[^>]* lang="ar"[^>]* dir="rtl"', arabic.html)


def test_preheader_is_followed_by_padding_so_that_the_inbox_shows_nothing_else(tell: Tell):
    html = tell().html
    hidden = re.search(r'<div style="display:none[^>]*>(.*?)</div>', html)
    assert hidden
    assert hidden[1].startswith("What the board decided")
    assert len(lxml.html.fragment_fromstring(f"<p>{hidden[1]}</p>").text_content()) > 150


def test_dark_mode_is_written_by_role_and_leaves_buttons_alone(tell: Tell):
    html = tell().html
    assert '<meta name="color-scheme" content="light dark"' in html
    assert "[data-ogsc] .lk" in html
    dark = html[html.index("prefers-color-scheme") :]
    assert ".btn" not in dark[: dark.index("</style>")]


def test_message_asks_no_other_machine_for_anything(tell: Tell, invitation: Invitation):
    edition = tell(invitation)
    for html in (edition.html, edition.web):
        root = lxml.html.document_fromstring(html)
        assert not root.xpath("//script | //link | //iframe | //object | //form")
        assert not [
            src for src in root.xpath("//@src") if urlsplit(src).scheme in {"http", "https"}
        ]
        assert "url(" not in html
        assert "@import" not in html


def test_both_example_issues_are_well_below_what_mail_programs_clip(
    renderer: Renderer, november: Issue, june: Issue, publication: Publication
):
    for issue in (november, june):
        html = renderer.render(issue, publication=publication, invitations=()).html
        assert len(html.encode()) < 45 * KILOBYTES
        assert sum(map(len, re.findall(r"<style.*?</style>", html, re.DOTALL))) < 8 * KILOBYTES


def test_layout_tables_are_no_tables_to_a_screen_reader(tell: Tell):
    root = lxml.html.document_fromstring(tell().html)
    assert all(table.get("role") == "presentation" for table in root.iter("table"))


def test_plain_text_keeps_to_72_columns(tell: Tell, invitation: Invitation):
    lines = tell(invitation).text.split("\n")
    assert [line for line in lines if len(line) > 72 and "://" not in line] == []
    assert all(line == line.rstrip() for line in lines)


def test_june_issue_keeps_its_own_headings(
    renderer: Renderer, june: Issue, publication: Publication
):
    edition = renderer.render(june, publication=publication, invitations=())
    assert ("h2", "What you told us") in headings(edition.html)
    assert "What you told us\n----------------\n" in edition.text


def test_letter_nested_without_end_is_refused_at_its_line(tell: Tell):
    letter = Prose("> " * 60 + "word", Origin("newsletters/2021-11/issue.md", 20))
    with pytest.raises(SourceError, match=r"issue\.md:20: .* within each other"):
        tell(parts=(letter,))


@pytest.mark.parametrize("base_url", ["", "https://example.org/news/"])
def test_renderer_names_the_files_it_used(
    renderer: Renderer, november: Issue, publication: Publication, base_url: str
):
    renderer.render(november, publication=replace(publication, base_url=base_url), invitations=())
    names = {path.name for path in renderer.files()}
    assert {"theme.toml", "issue.mjml.j2", "issue.txt.j2", "web.html.j2", "event.mjml.j2"} <= names
    assert list(renderer.files()) == sorted(renderer.files())
