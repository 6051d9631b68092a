"""Verdicts become decisions: outcomes go to their motions, doubts go to the editor."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pynews.gather.minutes.blocks import Block, Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.markup import flat
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.setting import Setting
from pynews.gather.minutes.verdicts import TALK, Role, Verdict, outcome_of
from pynews.model import Certainty, Decision, Origin, Outcome

__all__ = ["ANSWERING", "Found", "join", "read_decisions"]

REFERENCE = re.compile(r"\[\d{1,3}\]\s*|\(?\d{1,2}[.)]\s+")
LABELLED = re.compile(
    r"(?:<[^<>]{1,30}>\s)?(?:#(?:agreed?|accepted)\b"
    r"|(?:NOW,? )?(?:THEREFORE,? )?(?:BE IT )?RESOL(?:UTION|VED)\b"
    r"|(?i:resolution|resolved|agreed|accepted|decision|consensus)\s?(?::|\s[-–—]\s))"
)
NUMBERED = re.compile(
    r"\b(proposal|motion|resolution|order|item|pep|rfc|issue|pr|amendment|bug|request|application"
    r"|circular|option|ticket|bid|case|claim|policy)\s?#?\s?(\d[\w.-]*)",
    re.IGNORECASE,
)
REACH = 9
SHORTEST_ALONE = 4
GIST_WORDS, MOST_VOTES_ALONE = 12, 2
SHORTEST_TELLING, FEWEST_TELLING, SAME = 4, 3, 0.7
ANSWERING = frozenset({Role.VOTE, Role.OUTCOME, Role.SUPPORT})
NEAR = 3
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


def join(setting: Setting, verdicts: Sequence[Verdict]) -> dict[int, Verdict]:
    """Return the verdicts by sentence, each outcome and show of +1 given to its motion."""
    sentences = setting.page.sentences
    joined = dict(enumerate(verdicts))
    taken: set[int] = set()
    here = 0
    while here < len(sentences):
        verdict = joined[here]
        last = here
        if verdict.role in {Role.VOTE, Role.OUTCOME}:
            last = _group_end(joined, here)
            _give(setting, joined, taken, range(here, last + 1))
        here = last + 1
    for place, verdict in tuple(joined.items()):
        if verdict.role is Role.MOTION:
            joined[place] = _unanswered(sentences, joined, place)
    for place in sorted(taken):
        if _is_superseded(sentences, joined, place):
            joined[place] = Verdict(Role.SUPPORT, "told by the resolution below")
    return joined


def _is_superseded(sentences: Sequence[Sentence], joined: dict[int, Verdict], place: int) -> bool:
    """Say whether a resolution soon after says what was voted on: RESOLVED after a vote."""
    if not joined[place].is_motion or LABELLED.match(sentences[place].words):
        return False
    for below in range(place + 1, min(place + 1 + REACH, len(sentences))):
        verdict = joined[below]
        labelled = LABELLED.match(sentences[below].words)
        if verdict.role is Role.EXPLICIT and labelled:
            return True
        if verdict.is_motion or sentences[below].block.kind is Kind.HEADING:
            return False
    return False


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
        doubtful = (
            verdict.role is Role.POSSIBLE or routine or _looks_back(setting, sentence, verdict)
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


def _group_end(joined: dict[int, Verdict], here: int) -> int:
    """Return the last sentence of a run of votes and outcomes that belong together."""
    while joined.get(here + 1, TALK).role in {Role.VOTE, Role.OUTCOME}:
        here += 1
    return here


def _verdict_of(
    joined: dict[int, Verdict], sentences: Sequence[Sentence], places: range
) -> Verdict:
    """Return what a run of votes and outcomes says together."""
    told = [joined[i] for i in places if joined[i].role is Role.OUTCOME]
    if not told:
        return Verdict(Role.OUTCOME, "+1", _tally(sentences, places))
    words = " ".join(sentences[i].words for i in places if joined[i].role is Role.OUTCOME)
    return Verdict(Role.OUTCOME, told[-1].cue, outcome_of(words))


def _tally(sentences: Sequence[Sentence], places: range) -> Outcome:
    plus = sum(len(cue("decision", "plus").findall(sentences[i].words)) for i in places)
    minus = sum(len(cue("decision", "minus").findall(sentences[i].words)) for i in places)
    return Outcome.ADOPTED if plus > minus else Outcome.REJECTED


def _is_lone(joined: dict[int, Verdict], places: range) -> bool:
    """Say whether a single +1 or -1 is all there is: one person's view."""
    return len(places) == 1 and joined[places[0]].role is Role.VOTE


def _give(setting: Setting, joined: dict[int, Verdict], taken: set[int], places: range) -> None:
    """Let an outcome settle the motion it belongs to."""
    here = places[0]
    if (
        _is_lone(joined, places)
        and len(cue("decision", "plus").findall(setting.page.sentences[here].words))
        < MOST_VOTES_ALONE
    ):
        return
    outcome = _verdict_of(joined, setting.page.sentences, places)
    words = setting.page.sentences[here].words
    place = _motion_of(setting, joined, taken, here)
    if place is not None and _names_another(words, setting.page.sentences[place].words):
        joined[here] = replace(outcome, role=Role.EXPLICIT)
        return
    if place is None and (above := _heading_of(setting, joined, taken, here)) is not None:
        place = above
    if place is None:
        if _is_told_already(setting, joined, here):
            return
        if joined[here].role is Role.OUTCOME and len(words.split()) >= SHORTEST_ALONE:
            alone = len(words.split()) > SHORTEST_ALONE
            joined[here] = replace(outcome, role=Role.EXPLICIT if alone else Role.POSSIBLE)
        return
    taken.add(place)
    line = setting.page.sentences[here].line
    motion = joined[place]
    if outcome.outcome is Outcome.ADOPTED and cue("decision", "defers").search(
        setting.page.sentences[place].words
    ):
        outcome = replace(outcome, outcome=Outcome.DEFERRED)
    joined[place] = Verdict(
        Role.EXPLICIT,
        f"{motion.cue}; line {line}: {outcome.cue}".strip("; "),
        outcome.outcome,
        is_motion=True,
    )


def _heading_of(
    setting: Setting, joined: dict[int, Verdict], taken: set[int], here: int
) -> int | None:
    """Return the heading that a short outcome settles: what nothing but votes stand under."""
    sentences = setting.page.sentences
    for place in range(here - 1, max(-1, here - 1 - REACH), -1):
        words = sentences[place].words
        if sentences[place].block.kind is Kind.HEADING:
            asks = cue("decision", "asking_heading").match(words)
            telling = (asks or joined[place].is_motion) and len(words.split()) >= FEWEST_TELLING
            general = any(
                cue(table, name).fullmatch(words.strip(" :"))
                for table, name in (("head", "section"), ("decision", "heading"))
            )
            return place if telling and not general and place not in taken else None
        if joined[place].role not in ANSWERING and not setting.is_skipped(sentences[place]):
            return None
    return None


def _names_another(answer: str, motion: str) -> bool:
    """Say whether an outcome gives the number of something else: "Proposal 701 was accepted"."""
    own = {(kind.casefold(), number) for kind, number in NUMBERED.findall(answer)}
    other = {(kind.casefold(), number) for kind, number in NUMBERED.findall(motion)}
    kinds = {kind for kind, _ in own} & {kind for kind, _ in other}
    return bool(kinds) and not own & other


def _motion_of(
    setting: Setting, joined: dict[int, Verdict], taken: set[int], here: int
) -> int | None:
    """Return the sentence an outcome belongs to: the motion above, else what it follows at once."""
    sentences = setting.page.sentences
    candidates: list[int] = []
    for place in range(here - 1, max(-1, here - 1 - REACH), -1):
        if place in taken or setting.is_skipped(sentences[place]):
            break
        if joined[place].is_motion and not _is_nearer(setting, candidates, here):
            return place
        if sentences[place].block.kind is Kind.HEADING:
            break
        if (
            joined[place].role not in ANSWERING
            and not _is_view(setting, sentences[place])
            and not setting.speaker(sentences[place])
        ):
            candidates.append(place)
    if _asks(setting, sentences, here):
        candidates.insert(0, here - 1)
    return _beside(setting, joined, candidates, here)


def _asks(setting: Setting, sentences: Sequence[Sentence], here: int) -> bool:
    """Say whether the sentence before an outcome, in its own block, asks the body for something."""
    if not sentences[here].place or setting.speaker(sentences[here - 1]):
        return False
    return bool(cue("decision", "asks").search(sentences[here - 1].words))


def _is_nearer(setting: Setting, candidates: list[int], here: int) -> bool:
    """Say whether "Accepted." answers the sentence before it rather than a motion farther up."""
    answer = setting.page.sentences[here]
    if not candidates or cue("decision", "names_motion").search(answer.words):
        return False
    near = setting.page.sentences[candidates[0]]
    return near.block is answer.block and bool(answer.place)


def _is_told_already(setting: Setting, joined: dict[int, Verdict], here: int) -> bool:
    """Say whether an outcome only adds to what the sentence before it settled: its votes."""
    sentences = setting.page.sentences
    before = sentences[here - 1] if here else None
    if before is None or joined[here - 1].role not in {Role.EXPLICIT, Role.SUPPORT}:
        return False
    return before.block.index >= sentences[here].block.index - 1


def _is_view(setting: Setting, sentence: Sentence) -> bool:
    """Say whether a sentence tells what one person likes, does or asks; no outcome is its own."""
    if sentence.words.endswith("?"):
        return True
    first = sentence.words.split(" ", 1)[0].strip(",:*")
    return setting.body.is_person(first) and bool(cue("talk", "view").match(sentence.words))


def _beside(
    setting: Setting, joined: dict[int, Verdict], candidates: list[int], here: int
) -> int | None:
    """Return the nearest sentence of the same block, its lead, or the block before."""
    sentences = setting.page.sentences
    block = sentences[here].block
    near = {block.index, block.index - 1, *(lead.index for lead in setting.page.leads(block))}
    close = [i for i in candidates if sentences[i].block.index in near]
    beside = [i for i in candidates if _are_siblings(sentences[i].block, block)]
    told = (i for i in close + beside if cue("decision", "puts").search(sentences[i].words))
    place = next(told, next(iter(close), None))
    if place is None or joined[place].role is Role.EXPLICIT:
        return None
    is_remark = joined[here].role is Role.VOTE and setting.speaker(sentences[place])
    return None if is_remark else place


def _are_siblings(one: Block, other: Block) -> bool:
    """Say whether two blocks are items of one list."""
    return one.kind is Kind.ITEM is other.kind and (one.heading, one.lead, one.level) == (
        other.heading,
        other.lead,
        other.level,
    )


def _unanswered(sentences: Sequence[Sentence], joined: dict[int, Verdict], place: int) -> Verdict:
    """Judge a motion that no outcome was found for."""
    verdict, words = joined[place], sentences[place].words
    after = list(range(place + 1, min(place + 1 + NEAR, len(sentences))))
    supports = [sentences[i].words for i in after if joined[i].role is Role.SUPPORT]
    below = " ".join(supports) or (sentences[after[0]].words if after else "")
    told = f"{words} {below}"
    if cue("decision", "not_seconded").search(told) or cue("decision", "withdrawn").search(told):
        if cue("decision", "fell").search(told):
            return Verdict(Role.EXPLICIT, "no seconder", Outcome.REJECTED)
        return Verdict(Role.TALK, "no second")
    if verdict.cue in {"heading", "?"}:
        return Verdict(Role.TALK, verdict.cue)
    if cue("decision", "seconded").search(told):
        return Verdict(Role.IMPLIED, "moved and seconded")
    return Verdict(Role.TALK, "motion without outcome")


def _decision(setting: Setting, sentence: Sentence, verdict: Verdict) -> Decision:
    quote = setting.page.text[sentence.start : sentence.end]
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
