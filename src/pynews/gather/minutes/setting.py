"""Where a sentence stands: under which kind of heading or lead, in whose mouth."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from pynews.gather.minutes.blocks import Block, Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.sentences import Page, Sentence
from pynews.gather.minutes.voice import Body

__all__ = ["Setting", "speaker_of"]

LONGEST_LABEL = 50
SPEAKER = re.compile(
    r"(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*)?"
    r"(?:<([\w.| @+-]{1,30})>|@?([A-Za-z][\w.'’ -]{0,30}?)(?: \([^()]{1,20}\))?\s?:)\s*(?=\S)"
)
NUMBER = re.compile(r"\(?\d[\d./-]{0,8}\)?\s+(?=[A-Za-z])")
MOST_LABEL_WORDS = 2


@dataclass(frozen=True, slots=True)
class Setting:
    """What rules need to know besides a sentence.

    Arguments:
        page: the page it stands on.
        body: whose minutes they are.
        day_at: the meeting's day for a sentence, or None.
        is_day_first: whether 3/4 is the third of April.
        skipped: indexes of blocks that only say who was there, or when, or were never filled in.
        speakers: case-folded labels that stand for a person.
        path: the file.
        memory: what was worked out about the places of blocks, by their index.
    """

    page: Page
    body: Body
    day_at: Callable[[Page, Sentence], date | None]
    is_day_first: bool
    skipped: frozenset[int]
    speakers: frozenset[str]
    path: str
    memory: dict[int, tuple[str, ...]] = field(default_factory=dict, compare=False, repr=False)

    def day(self, sentence: Sentence) -> date | None:
        """Return the day of the meeting a sentence belongs to."""
        return self.day_at(self.page, sentence)

    def is_skipped(self, sentence: Sentence) -> bool:
        """Say whether a sentence belongs to the head or is unfilled template text."""
        return sentence.block.index in self.skipped

    def is_under(self, block: Block, table: str, name: str, *, whole: bool = False) -> bool:
        """Say whether the nearest heading or a lead of a block matches a list of cues."""
        pattern = cue(table, name)
        fits = pattern.fullmatch if whole else pattern.search
        return any(fits(text) is not None for text in self._bare_near(block))

    def _bare_near(self, block: Block) -> tuple[str, ...]:
        """Return the words near a block without numbers and signs around them; worked out once."""
        known = self.memory.get(block.index)
        if known is None:
            near = (words.strip(" :#*.-–—") for words in self.near(block))
            known = tuple(NUMBER.sub("", words, count=1) for words in near)
            self.memory[block.index] = known
        return known

    def near(self, block: Block) -> tuple[str, ...]:
        """Return the words of the leads of a block and of its nearest heading."""
        leads = [self.page.words(lead) for lead in self.page.leads(block)]
        heading = next(self.page.headings(block), None)
        return (*leads, *self._label_above(block), *((heading.words,) if heading else ()))

    def _label_above(self, block: Block) -> tuple[str, ...]:
        """Return a short line without an end just above a paragraph: it may be its heading."""
        above = self.page.blocks[block.index - 1] if block.index else block
        words = self.page.words(above)
        fits = above.kind is Kind.TEXT is block.kind and len(words) < LONGEST_LABEL
        return (words,) if fits and not words.endswith((".", "!", ";", ",")) else ()

    def speaker(self, sentence: Sentence) -> str:
        """Return the label of the person who says a sentence, or ""."""
        found = SPEAKER.match(sentence.words)
        if not found:
            return ""
        if found.group(1) or found.group(2) in {"Q", "A"}:
            return found.group(1) or found.group(2)
        label = found.group(2).strip().casefold()
        return found.group(2) if label in self.speakers or self.body.is_person(label) else ""


def speaker_of(page: Page) -> frozenset[str]:
    """Return the labels that look like people: repeated, short, and no heading of minutes."""
    labels: Counter[str] = Counter()
    for sentence in page.sentences:
        if sentence.place or sentence.block.kind is Kind.HEADING:
            continue
        found = SPEAKER.match(sentence.words)
        if found and found.group(2) and len(found.group(2).split()) <= MOST_LABEL_WORDS:
            labels[found.group(2).strip().casefold()] += 1
    return frozenset(
        label
        for label, count in labels.items()
        if count > MOST_LABEL_WORDS and not cue("talk", "label").fullmatch(label)
    )
