"""Outcomes and shows of +1 go to the motions they answer, which settles these."""

import re
from collections.abc import Sequence
from dataclasses import replace

from pynews.gather.minutes.blocks import Block, Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.setting import Setting
from pynews.gather.minutes.verdicts import TALK, Role, Verdict, outcome_of
from pynews.model import Outcome

__all__ = ["ANSWERING", "join"]

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
REACH, NEAR, MOST_LINES = 9, 3, 6
SHORTEST_ALONE, MOST_VOTES_ALONE, FEWEST_TELLING = 4, 2, 3
ANSWERING = frozenset({Role.VOTE, Role.OUTCOME, Role.SUPPORT})


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
            told_below = _is_superseded(sentences, joined, place)
            unanswered = _unanswered(sentences, joined, place)
            joined[place] = Verdict(Role.SUPPORT, "told below") if told_below else unanswered
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
    if place is None:
        place = _heading_of(setting, joined, taken, here)
    if place is None:
        if _is_told_already(setting, joined, here):
            return
        if joined[here].role is Role.OUTCOME and len(words.split()) >= SHORTEST_ALONE:
            alone = len(words.split()) > SHORTEST_ALONE
            joined[here] = replace(outcome, role=Role.EXPLICIT if alone else Role.POSSIBLE)
        return
    place = _opening(setting, joined, place, here)
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
        through=_through(setting, joined, place, places),
    )


def _opening(setting: Setting, joined: dict[int, Verdict], place: int, here: int) -> int:
    """Return where a short paragraph begins whose end an outcome in a block of its own answers."""
    sentences = setting.page.sentences
    first = place - sentences[place].place
    short = place - first < NEAR and sentences[here].block is not sentences[place].block
    plain = all(joined[i].role is Role.TALK for i in range(first, place + 1))
    return first if short and plain and not joined[place].is_motion else place


def _through(setting: Setting, joined: dict[int, Verdict], place: int, places: range) -> int:
    """Return up to where a matter is quoted: with its outcome, where it does not say it moves."""
    sentences = setting.page.sentences
    if joined[place].is_motion and sentences[place].block.kind is not Kind.HEADING:
        return -1
    told = next((i for i in places if joined[i].role is Role.OUTCOME), -1)
    near = told >= 0 and sentences[told].line - sentences[place].line <= MOST_LINES
    return told if near else -1


def _heading_of(
    setting: Setting, joined: dict[int, Verdict], taken: set[int], here: int
) -> int | None:
    """Return the heading that a short outcome settles: what nothing but votes stand under."""
    sentences = setting.page.sentences
    for place in range(here - 1, max(-1, here - 1 - REACH), -1):
        words = sentences[place].words
        if sentences[place].block.kind is Kind.HEADING:
            asks = cue("decision", "asking_heading").match(words) or joined[place].is_motion
            fewest = FEWEST_TELLING if asks else FEWEST_TELLING - 1
            titled = joined[here].role is Role.OUTCOME and any(
                block.kind is Kind.HEADING
                for block in setting.page.blocks[: sentences[place].block.index]
            )
            telling = (asks or titled) and len(words.split()) >= fewest
            general = any(
                cue(table, name).fullmatch(words.strip(" :"))
                for table, name in (("head", "section"), ("decision", "heading"))
            )
            skipped = general or place in taken or setting.is_skipped(sentences[place])
            return place if telling and not skipped else None
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
        if joined[place].is_motion and not _is_nearer(setting, joined, candidates, here):
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


def _is_nearer(
    setting: Setting, joined: dict[int, Verdict], candidates: list[int], here: int
) -> bool:
    """Say whether "Accepted." answers the sentence before it rather than a motion farther up."""
    answer = setting.page.sentences[here]
    if candidates and candidates[0] == here - 1 and joined[here - 1].role is Role.IMPLIED:
        return True
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
    above = next(iter(candidates), here)
    near = {block.index, block.index - 1, *(lead.index for lead in setting.page.leads(block))}
    if all(joined[place].role in ANSWERING for place in range(above + 1, here)):
        near.add(sentences[above].block.index)
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
