"""Open discussion: ideas that came up and were left without outcome."""

from pynews.gather.minutes.blocks import Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.markup import flat
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.setting import Setting
from pynews.model import Idea, Origin

__all__ = ["read_ideas"]

LONGEST_LEAD = 120


def read_ideas(setting: Setting, used: frozenset[int]) -> tuple[Idea, ...]:
    """Return the ideas of a page; sentences that are something else already are left out."""
    found: list[Idea] = []
    seen: set[str] = set()
    for sentence in setting.page.sentences:
        key = sentence.words.casefold()
        if sentence.index in used or key in seen or not _is_idea(sentence, setting):
            continue
        seen.add(key)
        quote = setting.page.text[sentence.start : sentence.end]
        found.append(Idea(flat(quote), Origin(setting.path, sentence.line), quote))
    return tuple(found)


def _is_idea(sentence: Sentence, setting: Setting) -> bool:
    block, words = sentence.block, sentence.words
    if (
        setting.is_skipped(sentence)
        or block.kind in {Kind.HEADING, Kind.ROW}
        or cue("talk", "not_idea").match(words)
    ):
        return False
    if setting.is_under(block, "talk", "open_heading") and sentence.place == 0:
        return not words.endswith(":")
    if words.endswith(":") and len(words) < LONGEST_LEAD:
        return False
    if setting.speaker(sentence) and not cue("talk", "floats").search(words):
        return False
    return bool(cue("talk", "discussion").search(words))
