"""Verdicts become decisions, each told once; doubts go to the editor."""

import re
from dataclasses import dataclass, replace

from pynews.gather.minutes.blocks import Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.markup import flat
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.setting import Setting
from pynews.gather.minutes.verdicts import Role, Verdict
from pynews.model import Certainty, Decision, Origin

__all__ = ["Found", "read_decisions"]

REFERENCE = re.compile(r"\[\d{1,3}\]\s*|\(?\d{1,2}[.)]\s+")
GIST_WORDS = 12
SHORTEST_TELLING, FEWEST_TELLING, SAME = 4, 3, 0.7
SETTLING = frozenset({Role.EXPLICIT, Role.IMPLIED, Role.POSSIBLE})


@dataclass(frozen=True, slots=True)
class Found:
    """The decisions of a page.

    Arguments:
        decisions: certain enough to print.
        possible: for the editor.
        used: indexes of the sentences that are one of them.
    """

    decisions: tuple[Decision, ...]
    possible: tuple[Decision, ...]
    used: frozenset[int]


def read_decisions(setting: Setting, joined: dict[int, Verdict]) -> Found:
    """Return decisions and possible ones, each once, in the order of the page."""
    sure: list[Decision] = []
    unsure: list[Decision] = []
    used: set[int] = set()
    seen: dict[str, frozenset[str]] = {}
    for sentence in setting.page.sentences:
        verdict = joined[sentence.index]
        if verdict.role not in SETTLING:
            continue
        key = _key(sentence.words)
        used.add(sentence.index)
        telling = frozenset(word for word in key.split() if len(word) >= SHORTEST_TELLING)
        if _is_told(key, telling, seen) or _has_children(setting, sentence, joined):
            continue
        seen[key] = telling
        routine = _is_routine(setting, sentence)
        floated = verdict.role is Role.IMPLIED and setting.is_under(
            sentence.block, "talk", "open_heading", whole=True
        )
        doubtful = (
            verdict.role is Role.POSSIBLE
            or floated
            or routine
            or _looks_back(setting, sentence, verdict)
        )
        if routine:
            verdict = replace(verdict, cue=f"routine: {verdict.cue}")
        (unsure if doubtful else sure).append(_decision(setting, sentence, verdict))
    return Found(tuple(sure), tuple(unsure), frozenset(used))


def _is_told(key: str, telling: frozenset[str], seen: dict[str, frozenset[str]]) -> bool:
    """Say whether the same was told before, word for word or nearly so: in a summary."""
    if key in seen:
        return True
    if len(telling) < FEWEST_TELLING:
        return False
    return any(len(telling & other) >= SAME * len(telling | other) for other in seen.values())


def _is_routine(setting: Setting, sentence: Sentence) -> bool:
    """Say whether a decision is the usual business: last minutes, agenda, adjournment."""
    if cue("decision", "routine").search(sentence.words):
        return True
    if sentence.block.kind is Kind.HEADING:
        return bool(cue("decision", "routine_heading").fullmatch(sentence.words.strip(" :")))
    return setting.is_under(sentence.block, "decision", "routine_heading", whole=True)


def _key(words: str) -> str:
    """Return what two copies of one decision share: its words, without a label."""
    words = REFERENCE.sub("", words, count=1)
    rest = cue("decision", "label").sub(
        "", cue("decision", "motion_label").sub("", words, count=1), count=1
    )
    return re.sub(r"\W+", " ", rest.casefold()).strip()


def _looks_back(setting: Setting, sentence: Sentence, verdict: Verdict) -> bool:
    return verdict.cue != "RESOLVED" and setting.is_under(sentence.block, "decision", "look_back")


def _has_children(setting: Setting, sentence: Sentence, joined: dict[int, Verdict]) -> bool:
    """Say whether a sentence only leads a list whose items are the decisions."""
    if not sentence.words.endswith(":") or not cue("decision", "heading").fullmatch(
        sentence.words.strip(" :*")
    ):
        return False
    after = setting.page.sentences[sentence.index + 1 : sentence.index + 2]
    return any(
        other.block.lead == sentence.block.index and joined[other.index].role in SETTLING
        for other in after
    )


def _decision(setting: Setting, sentence: Sentence, verdict: Verdict) -> Decision:
    last = setting.page.sentences[max(verdict.through, sentence.index)]
    quote = setting.page.text[sentence.start : last.end]
    text = flat(quote)
    certainty = Certainty.EXPLICIT if verdict.role is Role.EXPLICIT else Certainty.IMPLIED
    origin = Origin(setting.path, sentence.line)
    return Decision(
        text, origin, quote, _gist(sentence.words), certainty, verdict.outcome, verdict.cue
    )


def _gist(words: str) -> str:
    """Return a few words that name the matter."""
    text = cue("decision", "label").sub("", words, count=1)
    text = cue("talk", "opening_words").sub("", text, count=1).strip(" .:,")
    tokens = text.split()
    short = " ".join(tokens[:GIST_WORDS]).rstrip(",;:")
    return f"{short} ..." if len(tokens) > GIST_WORDS else short
