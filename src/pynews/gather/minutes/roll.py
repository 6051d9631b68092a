"""A roll of people: what a label or heading says of those it lists."""

import re
from dataclasses import dataclass
from enum import StrEnum

from pynews.gather.minutes.blocks import Block, Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.sentences import Page

__all__ = ["Entry", "Mode", "mode_above", "mode_of_header", "mode_of_label"]

COUNT = re.compile(r"\(?\d+\)?$")
LONGEST_LABEL, LONGEST_COLUMN = 70, 40


class Mode(StrEnum):
    """What a roll says of those it lists; an office may be held by somebody on another roll."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    AWAY = "away"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in a list, before the list as a whole is judged."""

    mode: Mode
    name: str
    is_chair: bool = False
    box: str = ""
    block: int = 0


def mode_of_header(block: Block) -> Mode | None:
    """Return what the header of a table says of the people in its rows, or None."""
    joined = " | ".join(block.header)
    named = cue("people", "name_column").search(joined)
    if named and cue("people", "presence_column").search(joined):
        return Mode.PRESENT
    return mode_of_label(block.header[0]) if block.header else None


def _mode_beside(page: Page, block: Block) -> Mode | None:
    """Return the mode of a label whose list goes on, indented, on the lines below it."""
    below = block
    for above in reversed(page.blocks[max(0, block.index - LONGEST_COLUMN) : block.index]):
        if above.kind is not Kind.TEXT or page.text.count("\n", above.end, below.start) > 1:
            return None
        label = mode_of_label(page.words(above).split(":")[0])
        if label or above.level < block.level:
            return label
        below = above
    return None


def mode_above(page: Page, block: Block) -> Mode | None:
    """Return what the label, lead or heading above a block says of its people, or None."""
    if block.kind is Kind.TEXT and (beside := _mode_beside(page, block)):
        return beside
    for lead in page.leads(block):
        words = page.words(lead)
        if mode := mode_of_label(words.split(":")[0] if len(words) > LONGEST_LABEL else words):
            return mode
    for heading in page.headings(block):
        mode = mode_of_label(heading.words)
        if mode:
            return mode
        if not cue("people", "group").fullmatch(heading.words.strip(" :")):
            return None
    return None


def mode_of_label(words: str) -> Mode | None:
    """Return what "Present", "Regrets (2)" or "Directors absent" says, or None for other words."""
    text = COUNT.sub("", words.strip(" :*-–—.#")).strip(" :")
    if len(text) > LONGEST_LABEL:
        return None
    if cue("people", "apologies_label").fullmatch(text):
        return Mode.APOLOGIES
    if cue("people", "away_label").fullmatch(text):
        return Mode.AWAY
    if cue("people", "present_label").fullmatch(text):
        return Mode.PRESENT
    return None
