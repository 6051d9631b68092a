"""Who chaired, where no list says so: a line of its own, or a sentence of the opening."""

import re

from pynews.gather.minutes.blocks import Block, Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.names import bare_name, is_name
from pynews.gather.minutes.sentences import Page

__all__ = ["told_chair"]

LONGEST_HEAD, MOST_BLOCKS = 60, 40
STARTS = re.compile(
    r"(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+)?<[@+ ]?([\w.|-]{1,30})>\s+#startmeeting\b",
    re.IGNORECASE,
)
ROLE = re.compile(
    r"(?:the )?(?:chair\w*|president|secretary|board|committee|council|meeting|we)", re.IGNORECASE
)


def told_chair(page: Page) -> str:
    """Return the name under a line "Chair", or in "called to order by NAME"; else ""."""
    for block in page.blocks[:MOST_BLOCKS]:
        if block.line > LONGEST_HEAD:
            break
        words = page.words(block)
        if name := (_below_label(page, block) or _opens_log(words) or _in_sentence(words, block)):
            return name
    return ""


def _below_label(page: Page, block: Block) -> str:
    if block.kind in {Kind.HEADING, Kind.ROW} or not block.index:
        return ""
    above = f"{page.words(page.blocks[block.index - 1]).strip(' :*')}: "
    words = page.words(block)
    name = bare_name(words)
    alone = name and is_name(words.split(" (")[0].split(",")[0].strip())
    return name if alone and cue("people", "chair_label").fullmatch(above) else ""


def _opens_log(words: str) -> str:
    """Return who opens the log of a chat, as "#startmeeting" tells."""
    found = STARTS.match(words)
    return bare_name(found.group(1)) if found else ""


def _in_sentence(words: str, block: Block) -> str:
    if block.kind is Kind.ROW:
        return ""
    for found in cue("people", "chaired").finditer(words):
        name = bare_name(next(group for group in found.groups() if group))
        if name and not ROLE.fullmatch(name):
            return name
    return ""
