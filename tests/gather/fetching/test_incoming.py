"""Calendars, tables and feeds as they come: good, changed, down, cut off, hostile."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynews.errors import PynewsError, SourceError
from pynews.gather.fetching import Getter, Incoming, Keeper, Wanted, read_incoming
from pynews.gather.fetching.feeds import as_markdown, read_feed
from pynews.gather.fetching.sheets import read_sheet

ZONE = "Europe/London"
CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Example//EN\r
BEGIN:VEVENT\r
UID:one@example.org\r
DTSTAMP:20220101T000000Z\r
DTSTART:20220310T190000Z\r
SUMMARY:Open evening\r
END:VEVENT\r
END:VCALENDAR\r
"""
ATOM = b"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Blog</title><id>urn:blog</id>
<updated>2022-03-01T00:00:00Z</updated>
<entry><title>Second post</title><id>urn:2</id><link href="https://example.org/2"/>
<updated>2022-03-01T00:00:00Z</updated>
<summary type="html">&lt;p&gt;Words &lt;b&gt;bold&lt;/b&gt; and a
&lt;a href="https://example.org/x"&gt;link&lt;/a&gt;.&lt;/p&gt;
&lt;script&gt;alert(1)&lt;/script&gt;</summary></entry>
<entry><title>First post</title><id>urn:1</id><link href="javascript:alert(1)"/>
<updated>2022-02-01T00:00:00Z</updated><summary>Plain.</summary></entry>
</feed>"""


def fetched(root: Path, *sources: Wanted) -> Incoming:
    keeper = Keeper(root, Getter())
    return read_incoming(sources, root=root, keeper=keeper, zone=ZONE, after=date(2022, 1, 1))


def test_a_calendar_of_the_web_becomes_events(site: Any, tmp_path: Path):
    url = site.say("/a.ics", CALENDAR, ETag='"1"')
    found = fetched(tmp_path, Wanted("ics", url, allow_private=True))
    (event,) = found.events
    assert (event.title, event.source, event.source_id) == ("Open evening", url, "one@example.org")


def test_what_has_not_changed_is_not_sent_again(site: Any, tmp_path: Path):
    wanted = Wanted("ics", site.say("/a.ics", CALENDAR, ETag='"1"'), allow_private=True)
    fetched(tmp_path, wanted)
    again = fetched(tmp_path, wanted)
    assert [event.title for event in again.events] == ["Open evening"]
    assert site.asked[1][1]["If-None-Match"] == '"1"'


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 503),
        (b"<html><body>Down for maintenance</body></html>", 200),
        (b"", 200),
        (CALENDAR[:150], 200),
        (b"not found", 404),
    ],
)
def test_a_source_that_is_down_leaves_the_last_good_copy(
    site: Any, tmp_path: Path, body: bytes, status: int
):
    wanted = Wanted("ics", site.say("/a.ics", CALENDAR), allow_private=True)
    fetched(tmp_path, wanted)
    site.say("/a.ics", body, status)
    for _ in range(2):
        found = fetched(tmp_path, wanted)
        assert [event.title for event in found.events] == ["Open evening"]
        assert any("last good copy" in warning.what for warning in found.warnings)
        assert not found.failed


def test_a_source_that_never_was_good_fails_alone(site: Any, tmp_path: Path):
    good = Wanted("ics", site.say("/a.ics", CALENDAR), allow_private=True)
    bad = Wanted("ics", site.say("/b.ics", b"<html>"), allow_private=True)
    found = fetched(tmp_path, bad, good)
    assert len(found.events) == 1
    assert "web page" in found.failed[0].what
    assert not found.later


def test_a_file_of_the_project_is_a_source_too(tmp_path: Path):
    (tmp_path / "export.csv").write_text("title,start\nTalk,2022-04-01 18:00\n", encoding="utf-8")
    found = fetched(tmp_path, Wanted("csv", "export.csv"))
    assert found.events[0].title == "Talk"
    missing = fetched(tmp_path, Wanted("csv", "nowhere.csv"))
    assert "no such file" in missing.failed[0].what


@pytest.mark.parametrize(
    ("table", "start"),
    [
        ("Subject,Start Date,Start Time\nTalk,01/04/2022,6:00 PM\n", "2022-04-01 18:00"),
        ("Title;Start;End\nTalk;2022-04-01 18:00;2022-04-01 20:00\n", "2022-04-01 18:00"),
        ("Event Name\tDate\nTalk\t1 April 2022\n", "2022-04-01"),
        ("title,start\nTalk,2022-04-01T18:00:00\n", "2022-04-01 18:00"),
        ("Summary,Start Date\nOther,03/25/2022\nTalk,04/01/2022\n", "2022-04-01"),
    ],
)
def test_tables_are_read_whatever_their_columns_are_called(table: str, start: str):
    events, problems = read_sheet(table.encode(), path="a.csv", zone=ZONE)
    assert f"{events[-1].when.start:%Y-%m-%d %H:%M}".startswith(start)
    assert not problems


def test_rows_that_cannot_be_read_are_told_with_their_line():
    table = "id,title,start,link,status\n7,A,soon,,\n8,B,2022-05-01,javascript:x,cancelled\n,,,,\n"
    events, problems = read_sheet(table.encode(), path="a.csv", zone=ZONE)
    assert [str(one) for one in problems] == [
        "a.csv:2: 'A' was left out: 'soon' is no day I can read"
    ]
    (event,) = events
    assert (event.source_id, event.register, event.cancelled) == ("8", "", True)


def test_a_table_without_a_title_is_refused():
    with pytest.raises(SourceError, match="no column"):
        read_sheet(b"a,b\n1,2\n", path="a.csv", zone=ZONE)


def test_a_feed_becomes_stories_newest_first():
    posts, problems = read_feed(ATOM, path="https://example.org/feed")
    assert [post.story.title for post in posts] == ["Second post", "First post"]
    assert posts[0].story.text == "Words **bold** and a [link](https://example.org/x)."
    assert posts[0].day == date(2022, 3, 1)
    assert posts[1].story.link == ""
    assert not problems


def test_what_is_no_feed_is_refused():
    for data in (b"", b"hello", b"<html><p>x</p></html>", b"\x00\x01"):
        with pytest.raises(SourceError, match="no Atom or RSS feed"):
            read_feed(data, path="x")


HOSTILE = (
    ("<script>alert(1)</script>words", "words"),
    ("<img src=x onerror=alert(1)>words", "words"),
    ('<a href="javascript:alert(1)">words</a>', "words"),
    ('<a href="https://example.org/)[x](javascript:y)">w</a>', "w"),
    ("<style>p{}</style><p>words</p>", "words"),
    ("# no heading", "\\# no heading"),
    ("{{ unsubscribe_url }}", "\\{\\{ unsubscribe\\_url \\}\\}"),
    ("&lt;b&gt;", "\\<b\\>"),
    ("<p>one</p><p>two</p>", "one\n\ntwo"),
    ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
    ("1. one", "1\\. one"),
)


@pytest.mark.parametrize(("html", "words"), HOSTILE)
def test_html_of_others_becomes_harmless_markdown(html: str, words: str):
    assert as_markdown(html) == words


@given(st.text(max_size=300))
def test_no_text_makes_html_or_merge_fields_in_markdown(html: str):
    from markdown_it import MarkdownIt

    text = as_markdown(html)
    assert "{{" not in text
    assert "<script" not in MarkdownIt("commonmark", {"html": True}).render(text)


@given(st.binary(max_size=400))
def test_junk_never_ends_in_anything_but_our_own_error(data: bytes):
    for read in (
        lambda: read_sheet(data, path="a.csv", zone=ZONE),
        lambda: read_sheet(b"title,start\n" + data, path="a.csv", zone=ZONE),
        lambda: read_feed(data, path="a.xml"),
        lambda: read_feed(b"<rss><channel><item><title>x</title>" + data, path="a.xml"),
    ):
        try:
            read()
        except PynewsError:
            continue


@pytest.mark.parametrize(
    "inside",
    [
        b"<a>" * 500_000,
        b"<item><title>x</title></item>" * 60_000,
        b"<item " + b" ".join(b'a%d="x"' % number for number in range(300_000)) + b">",
        b"<" * 1_000_000,
    ],
    ids=["nobody closes", "too many", "endless", "nothing but"],
)
def test_a_feed_that_cannot_be_read_in_time_is_refused(inside: bytes):
    with pytest.raises(SourceError, match="too many tags"):
        read_feed(b'<rss version="2.0"><channel>' + inside, path="x")


def test_a_long_plain_text_is_no_endless_tag():
    item = b"<item><title>x</title><description><![CDATA[" + b"word " * 9_000 + b"]]></description>"
    posts, _ = read_feed(
        b'<rss version="2.0"><channel>' + item + b"</item></channel></rss>", path="x"
    )
    assert posts[0].story.text.startswith("word word")


def test_no_entity_of_a_feed_is_followed_or_multiplied():
    entities = b'<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "' + b"B" * 1000 + b'">'
    title = b"x&a;" + b"&b;" * 100
    posts, _ = read_feed(
        b"<!DOCTYPE r [" + entities + b']><rss version="2.0"><channel><item><title>' + title
        + b"</title></item></channel></rss>",
        path="x",
    )  # fmt: skip
    assert posts[0].story.title.startswith("x")
    assert "BB" not in posts[0].story.title
