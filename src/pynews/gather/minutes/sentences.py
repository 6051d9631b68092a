"""Blocks become sentences: the smallest pieces that rules look at, each a verbatim span."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pynews.gather.minutes.blocks import Block, Kind
from pynews.gather.minutes.markup import plain

__all__ = ["Page", "Sentence", "read_page"]

END = re.compile(r"[.!?]+[\"'”’)\]*_]*(?=\s)")
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:e\.g|i\.e|etc|cf|vs|approx|dr|mr|mrs|ms|prof|st|no|nos|vol|fig|inc|ltd|co|cllr|rev|hon|jr|sr"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thu|thurs|fri|sat|sun|a\.m|p\.m|prop|sec|incl|excl|ref|tel|appx?|assoc|dir|gen|est|resp|nr|dept|ext|min|max|re|[a-z])\.$",
    re.IGNORECASE,
)
OPENER = re.compile(r"[\"'“‘(\[*_`@#~<]*[A-Z0-9\U0001f300-\U0001faff]|[\"'“‘(\[*_`]*[a-z]+[A-Z]")
STAMP = re.compile(r"\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+(?=<|[\w.-]+(?: \([^()]{1,20}\))?\s?:)")
LOGGED = re.compile(r"\s*\([\w.|-]{1,30}, \d{2}:\d{2}(?::\d{2})?\)$")
BOLD_LABEL = re.compile(
    r"(?:\*\*|__|<b>|<strong>)"
    r"((?:decisions?|resolutions?|resolved|agreed|conclusions?|outcome|consensus|motion"
    r"|action(?: item)?|next meeting)(?: \d{1,3})?)"
    r"(?:\*\*|__|</b>|</strong>)\s+(?=[\w\"'`\[])",
    re.IGNORECASE,
)
DAY_OF_MONTH = re.compile(r"(?<![\w.])[0-3]?\d\.$|[-–/][0-3]?\d\.$")
MONTH_AFTER = re.compile(
    r"\s(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.IGNORECASE
)
LONGEST_ASIDE = 120
ARROWS = ("->", "=>", "-->", "→", "⇒", "➔")
LONGEST = 1_200
MOST_SENTENCES = 5_000
DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, list item, heading or table row.

    Arguments:
        start, end: its span in the decoded text.
        line: the number of its first line.
        words: what it says, without markup, on one line.
        block: the block it stands in.
        index: its place among the sentences.
        place: its place in its block, from 0.
    """

    start: int
    end: int
    line: int
    words: str
    block: Block
    index: int
    place: int


@dataclass(frozen=True, slots=True)
class Page:
    """A file's text with its blocks and sentences.

    Arguments:
        text: the decoded text.
        blocks: its blocks, in order.
        sentences: its sentences, in order.
        said: the words of each block, without markup, on one line.
        is_cut: whether the rest of a very long file was left out.
    """

    text: str
    blocks: tuple[Block, ...]
    sentences: tuple[Sentence, ...]
    said: tuple[str, ...]
    is_cut: bool = False

    def words(self, block: Block) -> str:
        """Return what a block says, without markup, on one line."""
        return self.said[block.index]

    def headings(self, block: Block) -> Iterator[Block]:
        """Yield the headings a block stands under, nearest first."""
        here, steps = block.heading, 0
        while here >= 0 and steps < DEEPEST:
            yield self.blocks[here]
            here, steps = self.blocks[here].heading, steps + 1

    def leads(self, block: Block) -> Iterator[Block]:
        """Yield the items and sentences a block hangs from, nearest first."""
        here, steps = block.lead, 0
        while here >= 0 and steps < DEEPEST:
            yield self.blocks[here]
            here, steps = self.blocks[here].lead, steps + 1


def read_page(text: str, blocks: Sequence[Block]) -> Page:
    """Return the page of a decoded text and its blocks."""
    sentences: list[Sentence] = []
    blocks = tuple(blocks)[:MOST_SENTENCES]
    said = tuple(b.words or plain(text[b.start : min(b.end, b.start + LONGEST)]) for b in blocks)
    for block in blocks:
        if len(sentences) >= MOST_SENTENCES:
            return Page(text, blocks, tuple(sentences), said, is_cut=True)
        line, counted = block.line, block.start
        for place, (start, end) in enumerate(_spans(text, block)):
            line += text.count("\n", counted, start)
            counted = start
            if words := _words(text, block, start, end):
                sentences.append(Sentence(start, end, line, words, block, len(sentences), place))
    return Page(text, blocks, tuple(sentences), said, is_cut=len(blocks) == MOST_SENTENCES)


def _words(text: str, block: Block, start: int, end: int) -> str:
    if block.kind is Kind.ROW:
        return " | ".join(plain(text[a:b]) for a, b in block.cells)[:LONGEST]
    if start == block.start and (label := BOLD_LABEL.match(text, start, end)):
        return f"{label.group(1)}: {plain(text[label.end() : end])}"
    return LOGGED.sub("", STAMP.sub("", plain(text[start:end]), count=1))


def _spans(text: str, block: Block) -> Iterator[tuple[int, int]]:
    if block.kind in {Kind.ROW, Kind.HEADING}:
        yield block.start, min(block.end, block.start + LONGEST)
        return
    start = block.start
    for found in END.finditer(text, block.start, block.end):
        if _ends(text, start, found, block.end):
            yield from _trimmed(text, start, found.end())
            start = found.end()
    yield from _trimmed(text, start, block.end)


def _ends(text: str, start: int, found: re.Match[str], end: int) -> bool:
    if found.end() - start > LONGEST:
        return True
    before = text[max(start, found.start() - 8) : found.start() + 1]
    if text[found.start()] == "." and (
        ABBREVIATION.search(before) or text[start : found.start()].isdigit()
    ):
        return False
    if text[found.start()] == "." and DAY_OF_MONTH.search(
        text, max(start, found.start() - 8), found.end()
    ):
        month = MONTH_AFTER.match(text, found.end(), end)
        if month:
            return False
    opened = text.rfind("(", max(start, found.start() - LONGEST_ASIDE), found.start())
    if opened >= 0 and text.find(")", opened, found.start()) < 0 <= text.find(
        ")", found.end(), found.end() + LONGEST_ASIDE
    ):
        return False
    here = found.end()
    while here < end and (text[here].isspace() or text[here] == ">"):
        here += 1
    if text.startswith(ARROWS, here):
        return False
    return bool(OPENER.match(text, here, end)) or text[found.start()] in "!?"


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (text[start].isspace() or text[start] == ">"):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield start, cut
        start = cut + 1 if text[cut] == " " else cut
    if start < end:
        yield start, end
