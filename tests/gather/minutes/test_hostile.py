"""Whatever bytes come, the reader ends: with minutes, or with a clear error."""

# ruff: noqa: E501 - a line of notes is kept as one line

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pynews.errors import SourceError
from pynews.gather.minutes import read_minutes
from pynews.model import Minutes

PIECES = st.sampled_from(
    [
        "# ", "## ", "- ", "* ", "1. ", "> ", "```\n", "---\n", "===\n", "| a | b |\n", "|---|---|\n",
        "<table>", "<tr><td>", "</td></tr>", "<!-- ", " -->", "[x] ", "[ ] ", "**", "__", "~~", "\n", "\n\n", "    ",
        "Present: ", "Apologies: ", "Next meeting: ", "Decision: ", "RESOLVED, that ", "+1 ", "-1 ", "5 May 2021 ",
        "It was agreed that ", "The board approved ", "moved ", "seconded ", "carried 5-0. ", "we need help ",
        "Avery Lake, ", "(chair) ", "14:00 ", "<avery> ", "#agreed ", "-> ", "? ", ": ", "; ", "\u00a0", "é", "\t",
    ]
)  # fmt: skip
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12)
LONG = {
    "five megabytes of notes": b"- We agreed to meet on 5 May.\n- Sam suggested a tent.\n\n"
    * 90_000,
    "one endless line": b"We agreed on a thing and " * 200_000,
    "one endless word": b"a" * 5_000_000,
    "an endless list of names": b"Present: " + b"Alice, " * 700_000,
    "lists nested 200 deep": b"".join(
        b" " * i * 2 + b"- item we agreed %d\n" % i for i in range(200)
    ),
    "comments without an end": b"<!-- " * 1_000_000,
    "pipes": b"|" * 5_000_000,
    "rows": b"| a | b |\n" * 4_000,
    "fences": b"```\n" * 500_000,
    "headings": b"# a\n" * 4_000,
    "brackets": (b"[" * 5000 + b"\n") * 40,
    "stars": (b"*" * 5000 + b"a\n") * 300,
    "cells": b"<tr><td>x" * 200_000,
    "labels": (b"a: " * 5000 + b"\n") * 10,
    "dates": b"5 May 2021 to \n" * 2_000,
    "names": (b"A and " * 300 + b"\n") * 60,
    "spaces": (b" " * 5000 + b"x\n") * 500,
    "numbers": (b"1 " * 2000 + b"\n") * 30,
}


def quotes(minutes: Minutes) -> list[str]:
    items = (*minutes.decisions, *minutes.possible_decisions, *minutes.mentions, *minutes.calls)
    return [item.quote for item in (*items, *minutes.ideas, *minutes.actions)]


@pytest.mark.parametrize("data", LONG.values(), ids=LONG.keys())
def test_what_is_huge_or_strange_still_ends(data: bytes):
    minutes = read_minutes(data, path="x.md")
    assert all(quote in minutes.text for quote in quotes(minutes))


def test_what_was_not_read_is_said():
    long = read_minutes(LONG["five megabytes of notes"], path="x.md")
    line = read_minutes(LONG["one endless word"], path="x.md")
    assert any("very long" in warning for warning in long.warnings)
    assert any("20,000 characters" in warning for warning in line.warnings)
    assert len(long.text) > 4_900_000


def test_random_bytes_are_refused_by_name():
    with pytest.raises(SourceError, match=r"^notes/x\.md: this is not a text file"):
        read_minutes(random.Random(7).randbytes(100_000), path="notes/x.md")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(PIECES | WORDS, max_size=80).map("".join))
def test_any_notes_are_read_and_every_quote_is_verbatim(text: str):
    minutes = read_minutes(text.encode("utf-8", "surrogatepass"), path="x.md")
    lines = minutes.text.split("\n")
    assert all(quote and quote in minutes.text for quote in quotes(minutes))
    for item in (*minutes.decisions, *minutes.calls, *minutes.ideas):
        assert lines[item.origin.line - 1].find(item.quote.split("\n", 1)[0].rstrip()) >= 0


@settings(deadline=None)
@given(st.binary(max_size=2000))
def test_any_bytes_give_minutes_or_a_source_error(data: bytes):
    try:
        minutes = read_minutes(data, path="x.md")
    except SourceError:
        return
    assert all(quote in minutes.text for quote in quotes(minutes))


SAMPLES = sorted((Path(__file__).parents[1] / "corpus" / "dev").glob("*.[mt][dx]*"))


def told(minutes: Minutes) -> tuple[object, ...]:
    decisions = tuple((d.text, d.certainty, d.outcome) for d in minutes.decisions)
    mentions = tuple((m.day, m.end, m.time, m.relation) for m in minutes.mentions)
    return (
        minutes.day,
        minutes.attendees,
        minutes.apologies,
        decisions,
        mentions,
        minutes.next_meeting,
    )


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_line_ends_marks_and_trailing_spaces_change_nothing(path: Path):
    plain = read_minutes(path.read_bytes(), path=path.name)
    text = plain.text
    variants = {
        "crlf": text.replace("\n", "\r\n").encode(),
        "bom": b"\xef\xbb\xbf" + text.encode(),
        "utf16": text.encode("utf-16"),
        "trailing": text.replace("\n", "  \n").replace("---  \n", "---\n").encode(),
    }
    for name, data in variants.items():
        assert told(read_minutes(data, path=path.name)) == told(plain), name
