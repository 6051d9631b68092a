"""``pynews fix`` mends what is mechanical, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from newsroom import EVENT, FOOTER, ISSUE, NOTES, ROLE, STORY, themed, write

from pynews.check import mended


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("start: 16/11/2021 12:00", "start: 2021-11-16 12:00"),
        ("start: 16.11.2021 2pm", "start: 2021-11-16 14:00"),
        ("start: 11/16/2021 2:30 p.m.", "start: 2021-11-16 14:30"),
        ('end: "16/11/2021 at 12am"', "end: 2021-11-16 00:00"),
        ("start: Tuesday 16 November 2021, midday", "start: 2021-11-16 12:00"),
        ("start: 16th of November 2021", "start: 2021-11-16"),
        ("start: 16/11/2021 # to be told", "start: 2021-11-16 # to be told"),
        ("closes: 1/2/2022", "closes: 2022-02-01"),
        ("send: 16/11/2021 midnight", "send: 2021-11-16 00:00"),
        ("end: 16/11/2021 9.45", "end: 2021-11-16 09:45"),
        ("start: 31/31/2021", "start: 31/31/2021"),
        ("start: sometime", "start: sometime"),
        ("start: 2021-11-16 12:00", "start: 2021-11-16 12:00"),
        ("title: On 16/11/2021", "title: On 16/11/2021"),
    ],
)
def test_dates_of_the_front_matter_become_the_ones_pynews_reads(written, wanted):
    text = f"---\nid: a\n{written}\n---\nWords."
    assert mended(text, path="newsletters/events/a.md") == f"---\nid: a\n{wanted}\n---\nWords."


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("We begin at 12pm.", "We begin at midday."),
        ("We end at 12 a.m. sharp", "We end at midnight sharp"),
        ("At 5.30 PM on the 16th of November.", "At 5:30pm on 16 November."),
        ("At 5:00 pm and 17:30.", "At 5pm and 17:30."),
        ("On 16th Street, or at 13pm.", "On 16th Street, or at 13pm."),
        ("Guyâ€™s cafÃ©", "Guy’s café"),
        (
            "`12pm` and [12pm](https://example.org/12pm)",
            "`12pm` and [midday](https://example.org/12pm)",
        ),
        ('They said "at 12pm".', 'They said "at 12pm".'),
        ("```\nat 12pm\n```\nat 12pm", "```\nat 12pm\n```\nat midday"),
        ('Dear {{ first_name or "12pm" }}', 'Dear {{ first_name or "12pm" }}'),
    ],
)
def test_words_are_mended_but_code_addresses_and_quotations_stay(written, wanted):
    assert mended(f"---\ntitle: A\n---\n{written}", path="newsletters/stories/a.md") == (
        f"---\ntitle: A\n---\n{wanted}"
    )


def test_what_minutes_said_stays_as_they_said_it():
    quotes = "    quote: >-\n      Guyâ€™s\n      on 16/11/2021\n  - quote: cafÃ©\n---\n"
    text = f"---\ntitle: cafÃ©\nd:\n  - text: cafÃ©\n{quotes}"
    wanted = f"---\ntitle: café\nd:\n  - text: café\n{quotes}"
    assert mended(text, path="newsletters/2026-03/issue.md") == wanted


def test_an_event_gets_the_id_it_goes_by():
    text = "---\ntitle: A\n---\n"
    assert mended(text, path="newsletters/events/2026-03-12-a.md") == (
        "---\nid: 2026-03-12-a\ntitle: A\n---\n"
    )
    assert mended(text, path="newsletters/roles/a.md") == text
    assert mended("no front matter", path="newsletters/events/a.md") == "no front matter"


def test_decoration_in_a_theme_gets_an_empty_alt_text():
    name = "templates/ours/parts/footer.mjml.j2"
    assert mended('<img src="cid:divider.png" width="9" />', path=name) == (
        '<img src="cid:divider.png" width="9" alt="" />'
    )
    for kept in ('<img src="cid:team.png" />', '<img src="divider.png" alt="A line" />'):
        assert mended(kept, path=name) == kept


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\r"), max_size=300))
def test_mending_twice_changes_nothing_more(text):
    page = f"---\ntitle: A\n---\n{text}"
    once = mended(page, path="newsletters/stories/a.md")
    assert mended(once, path="newsletters/stories/a.md") == once


BROKEN = {
    EVENT: [("id: spring-meetup\n", ""), ("2026-03-12 18:00", "12/03/2026 6pm")],
    ROLE: [("closes: 2026-03-20", "closes: 20/03/2026")],
    STORY: [("Most members", "Most cafÃ© members")],
}


def test_the_difference_is_shown_and_written_when_agreed(tmp_path, run):
    root = write(tmp_path / "p", BROKEN)
    done = run("fix", cwd=root, stdin="y\n")
    assert done.code == 0, done.err
    assert "-start: 12/03/2026 6pm" in done.out
    assert "+start: 2026-03-12 18:00" in done.out
    assert "Wrote 3 files." in done.out
    assert "id: spring-meetup" in (root / EVENT).read_text(encoding="utf-8")
    assert "café" in (root / STORY).read_text(encoding="utf-8")
    assert run("check", cwd=root).code == 0
    assert "Nothing to mend." in run("fix", cwd=root).out


@pytest.mark.parametrize(("arguments", "answer"), [(("--dry-run",), ""), ((), "n\n")])
def test_nothing_is_written_in_a_dry_run_or_when_refused(tmp_path, run, arguments, answer):
    root = write(tmp_path / "p", BROKEN)
    before = {path: path.read_bytes() for path in root.rglob("*.md")}
    assert run("fix", *arguments, cwd=root, stdin=answer).code == 0
    assert {path: path.read_bytes() for path in root.rglob("*.md")} == before


def test_line_ends_and_the_mark_at_the_beginning_are_kept(tmp_path, run):
    root = write(tmp_path / "p", {})
    content = (root / ROLE).read_bytes().replace(b"2026-03-20", b"20/03/2026")
    (root / ROLE).write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    assert run("fix", "--yes", cwd=root).code == 0
    mended_bytes = (root / ROLE).read_bytes()
    assert mended_bytes.startswith(b"\xef\xbb\xbf---\r\n")
    assert b"closes: 2026-03-20\r\n" in mended_bytes


def test_a_file_in_an_old_encoding_is_written_as_utf_8(tmp_path, run):
    root = write(tmp_path / "p", {})
    content = (root / STORY).read_text(encoding="utf-8").replace("Most", "At 12pm café")
    (root / STORY).write_bytes(content.encode("cp1252"))
    assert run("fix", "--yes", cwd=root).code == 0
    assert "At midday café" in (root / STORY).read_text(encoding="utf-8")


def test_minutes_are_never_touched_not_even_through_a_link(tmp_path, run):
    root = write(tmp_path / "p", {NOTES: [("Example Hospital", "Guyâ€™s at 12pm")], **themed()})
    (root / FOOTER).parent.mkdir(parents=True)
    (root / FOOTER).write_text(
        '<mj-section><mj-column><mj-image src="cid:spacer" /></mj-column></mj-section>'
    )
    before = (root / NOTES).read_bytes()
    assert run("fix", "--yes", cwd=root).code == 0
    assert (root / NOTES).read_bytes() == before
    assert 'alt=""' in (root / FOOTER).read_text(encoding="utf-8")
    assert (root / ISSUE).is_file()
