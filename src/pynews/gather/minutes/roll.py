"""A roll of people: what a label or heading says of those it lists."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from pynews.gather.minutes.blocks import Block, Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.sentences import Page

__all__ = [
    "Entry",
    "Mode",
    "column_of",
    "mode_above",
    "mode_of_header",
    "mode_of_label",
    "row_mode_of",
    "ticked_mode",
]

COUNT = re.compile(r"\(?\d+(?:/\d+| of \d+)?\)?$")
ASIDE = re.compile(r"\([^()]{0,60}\)|\[[^\[\]]{0,60}\]")
SIGNS_BEFORE = re.compile(r"^[^\w\s]+(?:\s+[^\w\s]+)*\s+")
INVITES = re.compile(
    r"[\s?:.!,;([–-]*\b(?:please\b.*|(?:add|sign|put|write|enter|list) (?:your|in\b|names?\b).*)$",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\(?\d{1,3}\)?\s+(?=people|persons|present|attend|participants)", re.IGNORECASE
)
LONGEST_LABEL, LONGEST_COLUMN, MOST_WORDS, LONGEST_HEAD = 70, 40, 9, 25


class Mode(StrEnum):
    """What a roll says of those it lists; an office may be held by somebody on another roll."""

    PRESENT = "present"
    APOLOGIES = "apologies"
    AWAY = "away"
    UNEXCUSED = "unexcused"
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
    if block.line <= LONGEST_HEAD and _are_people(block.header):
        return Mode.PRESENT
    return mode_of_label(block.header[0]) if block.header else None


def _are_people(header: tuple[str, ...]) -> bool:
    """Say whether a table's columns are names and what goes with a name: "Name | Affiliation"."""
    first, *others = [words.strip(" :*") for words in header] or [""]
    told = [cue("people", "person_column").fullmatch(words) for words in others]
    return bool(told) and all(told) and cue("people", "name_column").fullmatch(first) is not None


def _mode_beside(page: Page, block: Block) -> Mode | None:
    """Return the mode of a label whose list goes on, indented, on the lines below it."""
    below = block
    for above in reversed(page.blocks[max(0, block.index - LONGEST_COLUMN) : block.index]):
        apart = page.text.count("\n", above.end, below.start) > 1
        if above.kind is not Kind.TEXT or (apart and above.level >= block.level):
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
        if words.endswith(":"):
            return _mode_of_group(block, words)
    for heading in page.headings(block):
        mode = mode_of_label(heading.words)
        if mode:
            return mode
        if not cue("people", "group").fullmatch(heading.words.strip(" :")):
            return Mode.PRESENT if _is_ticked_group(block, heading) else None
    return None


def _mode_of_group(block: Block, words: str) -> Mode | None:
    """Return PRESENT for people listed at the head under "Board members:"."""
    at_head = block.kind is Kind.ITEM and block.line <= LONGEST_HEAD
    named = cue("people", "group").fullmatch(words.strip(" :*"))
    return Mode.PRESENT if at_head and named else None


def _is_ticked_group(block: Block, heading: Block) -> bool:
    """Say whether a tick box stands under "Steering council members" or its like."""
    words = heading.words.split()
    known = all(cue("people", "label_word").fullmatch(word) for word in words)
    of_tasks = cue("action", "heading").fullmatch(heading.words.strip(" :"))
    return bool(block.box) and known and not of_tasks and 0 < len(words) < MOST_WORDS


@lru_cache(maxsize=256)
def mode_of_label(words: str) -> Mode | None:
    """Return what "Present", "Regrets (2)" or "Directors absent" says, or None for other words."""
    asked = COUNTED.sub("", INVITES.sub("", words.strip(" :*-–—.#")), count=1)
    text = COUNT.sub("", asked.strip(" ?")).strip(" :")
    if len(text) > LONGEST_LABEL:
        return None
    if cue("people", "apologies_label").fullmatch(text):
        return Mode.APOLOGIES
    if cue("people", "unexcused_label").fullmatch(text):
        return Mode.UNEXCUSED
    if cue("people", "away_label").fullmatch(text):
        return Mode.AWAY
    if cue("people", "present_label").fullmatch(text):
        return Mode.PRESENT
    return _mode_of_words(SIGNS_BEFORE.sub("", ASIDE.sub(" ", text)))


def _mode_of_words(words: str) -> Mode | None:
    """Return what a label says that is made only of words of attendance, in any order."""
    text = " ".join(words.split()).strip(" :")
    told = cue("people", "presence").search(text)
    excused = cue("people", "excuse").search(text)
    if not (told or excused) or len(text.split()) > MOST_WORDS:
        return None
    rest = cue("people", "excuse").sub(" ", cue("people", "presence").sub(" ", text))
    if not all(cue("people", "label_word").fullmatch(word) for word in rest.split()):
        return None
    if excused:
        return Mode.APOLOGIES
    return Mode.AWAY if cue("people", "label_not").search(text) else Mode.PRESENT


def column_of(block: Block, name: str) -> int:
    """Return the place of the first column whose header is of that name, or -1."""
    fits = (place for place, words in enumerate(block.header) if cue("people", name).search(words))
    return next(fits, -1)


def ticked_mode(block: Block, cells: list[str]) -> Mode | None:
    """Return the mode of the column in which a row has its tick."""
    for words, cell in zip(block.header, cells, strict=False):
        mode = mode_of_label(words)
        if mode and cue("people", "yes").fullmatch(cell.strip()):
            return mode
    return None


def row_mode_of(mode: Mode, rest: str, block: Block, cells: list[str]) -> Mode:
    """Return what a row says of its person, by its words or its column of presence."""
    column = column_of(block, "presence_column")
    if cue("people", "sent_apologies").search(rest) or mode is Mode.APOLOGIES:
        return Mode.APOLOGIES
    if column < 0:
        return Mode.AWAY if cue("people", "was_absent").search(rest) else mode
    sign = cells[column] if column < len(cells) else ""
    told = ASIDE.sub("", sign).strip() or sign.strip()
    return Mode.PRESENT if cue("people", "yes").fullmatch(told) else Mode.AWAY
