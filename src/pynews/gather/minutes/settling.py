"""What each sentence does: settles something, moves it, votes on it, or only talks."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from pynews.gather.minutes.blocks import Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.setting import SPEAKER, Setting
from pynews.gather.minutes.voice import Voice, clause_before, voice_of
from pynews.model import Outcome

__all__ = ["Role", "Verdict", "judge", "outcome_of"]

EDGES = " .;,:*_-–—"
LONGEST_OUTCOME = 200
PAIR = re.compile(r"\b(\d{1,3})\s?(?:[-–/]|to|:|votes? to)\s?(\d{1,3})\b")
FOR = re.compile(
    r"(?:(?:yes|for|favou?r|ayes?|yeas?|\+)\s?[:=]?\s?(\d{1,3})|(\d{1,3})\s?(?:votes? )?(?:yes|for|in favou?r|ayes?|yeas?))\b",
    re.IGNORECASE,
)
AGAINST = re.compile(
    r"(?:(?:no|nays?|against|opposed|noes|(?<!\w)-)\s?[:=]?\s?(\d{1,3})|(\d{1,3})\s?(?:votes? )?(?:no|nays?|against|opposed|noes))\b",
    re.IGNORECASE,
)
NAMED = re.compile(r"(?:^|[\s,:])[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)*$")
VOTE = re.compile(
    r"(?:<?[\w.@\\-]{1,30}(?: \([^()]{1,20}\))?>?[:\s]\s?){0,2}(?:(?:[+-][01]|±0)(?![\d.%])|:\+1:|👍|(?<=[:>] )(?:aye|nay|yes|yea|agreed?|in favou?r|abstain)\W*$)",
    re.IGNORECASE,
)
ELECTING = frozenset({"elected", "appointed", "re-elected", "reelected", "co-opted", "confirmed"})
SETTLED = frozenset({Voice.OURS, Voice.PASSIVE, Voice.HEADLESS})


class Role(StrEnum):
    """What a sentence does."""

    EXPLICIT = "explicit"
    IMPLIED = "implied"
    POSSIBLE = "possible"
    OUTCOME = "outcome"
    MOTION = "motion"
    VOTE = "vote"
    SUPPORT = "support"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a sentence does and why.

    Arguments:
        role: what it does.
        cue: the rule or words that made us think so.
        outcome: which way, where it settles something.
        is_motion: whether it also puts something to the body.
    """

    role: Role
    cue: str = ""
    outcome: Outcome = Outcome.ADOPTED
    is_motion: bool = False


TALK = Verdict(Role.TALK)


def judge(sentence: Sentence, setting: Setting) -> Verdict:
    """Return what a sentence does, looked at by itself and where it stands."""
    words = sentence.words
    if setting.is_skipped(sentence):
        return TALK
    if sentence.block.kind is Kind.ROW:
        return _row(sentence, setting)
    if sentence.block.kind is Kind.HEADING:
        return _heading(sentence)
    labelled = _labelled(sentence, setting)
    if labelled:
        return labelled
    if _is_vote(words):
        return Verdict(Role.VOTE, "+1")
    if setting.speaker(sentence):
        return _spoken(sentence, setting)
    return _told(words, sentence, setting)


def outcome_of(words: str) -> Outcome:
    """Return which way words settle something."""
    counted = _counted(words)
    if counted is not None:
        return counted
    if cue("decision", "deferred").search(words):
        return Outcome.DEFERRED
    return Outcome.REJECTED if cue("decision", "rejected").search(words) else Outcome.ADOPTED


def _counted(words: str) -> Outcome | None:
    ayes, noes = FOR.search(words), AGAINST.search(words)
    if ayes and noes:
        plus, minus = (int(found.group(1) or found.group(2)) for found in (ayes, noes))
        return Outcome.ADOPTED if plus > minus else Outcome.REJECTED
    return None


def _told(words: str, sentence: Sentence, setting: Setting) -> Verdict:
    if cue("decision", "question").search(words) and not cue("decision", "arrow").search(words):
        return Verdict(Role.MOTION, "?", is_motion=True) if _is_motion(words) else TALK
    if _is_outcome(words) or _refers(words):
        return Verdict(Role.OUTCOME, words[:40], outcome_of(words))
    if cue("decision", "support").fullmatch(words.strip(EDGES)):
        return Verdict(Role.SUPPORT, words[:40])
    motion = _is_motion(words)
    if motion and cue("decision", "not_seconded").search(words):
        return _moved(words, None)
    found = _settling(words, setting)
    if found and found.role is Role.EXPLICIT:
        return replace(found, is_motion=motion)
    if _under_decisions(sentence, setting) and not cue("decision", "nothing").match(words):
        return Verdict(Role.EXPLICIT, "listed under decisions", outcome_of(words), is_motion=motion)
    if motion:
        return _moved(words, found)
    return found or _implied(words, sentence)


def _refers(words: str) -> bool:
    """Say whether a sentence tells the outcome of a motion it names: "The motion was carried"."""
    if cue("decision", "refers").fullmatch(words.strip(EDGES)) is None:
        return False
    old = (
        cue("voice", "old_after").match(words[here:])
        for here in range(len(words))
        if words[here - 1 : here] == " "
    )
    return not any(old)


def _moved(words: str, found: Verdict | None) -> Verdict:
    if cue("decision", "withdrawn").search(words) or cue("decision", "not_seconded").search(words):
        return Verdict(Role.MOTION, "no second", Outcome.REJECTED, is_motion=True)
    if cue("decision", "plus").search(words) and len(cue("decision", "plus").findall(words)) > 1:
        return Verdict(Role.EXPLICIT, "+1", is_motion=True)
    if found:
        return replace(found, is_motion=True)
    return Verdict(Role.MOTION, "motion", is_motion=True)


def _is_motion(words: str) -> bool:
    return bool(cue("decision", "motion").search(words))


def _is_outcome(words: str) -> bool:
    text = words.strip(EDGES)
    return len(text) < LONGEST_OUTCOME and bool(cue("decision", "outcome").fullmatch(text))


def _is_vote(words: str) -> bool:
    return bool(VOTE.match(words)) and len(words) < 120


def _labelled(sentence: Sentence, setting: Setting) -> Verdict | None:
    words = (
        SPEAKER.sub("", sentence.words, count=1)
        if sentence.words.startswith("<")
        else sentence.words
    )
    if resolved := _resolved(words):
        return resolved
    found = cue("decision", "label").match(words)
    if not found:
        return None
    rest = words[found.end() :].strip()
    if not rest or cue("decision", "nothing").match(rest):
        return TALK
    if _is_outcome(rest):
        return Verdict(Role.OUTCOME, words[:40], outcome_of(rest))
    if cue("decision", "question").search(rest):
        return TALK
    return Verdict(Role.EXPLICIT, found.group().strip(EDGES), _label_direction(found.group(), rest))


def _resolved(words: str) -> Verdict | None:
    """Judge a block headed by RESOLVED in capitals; further clauses belong to the first."""
    found = cue("decision", "resolved").match(words)
    if found is None or "RESOLVE" not in found.group():
        return None
    if "FURTHER" in found.group():
        return Verdict(Role.SUPPORT, "RESOLVED FURTHER")
    return Verdict(Role.EXPLICIT, "RESOLVED", outcome_of(words[found.end() :]), is_motion=True)


def _label_direction(label: str, rest: str) -> Outcome:
    if cue("decision", "deferred").search(f"{label} {rest[:80]}"):
        return Outcome.DEFERRED
    turned = cue("decision", "rejected").search(label) or cue("decision", "turned").match(rest)
    return Outcome.REJECTED if turned else Outcome.ADOPTED


def _spoken(sentence: Sentence, setting: Setting) -> Verdict:
    """Judge what one person says: rarely the body's word."""
    found = SPEAKER.match(sentence.words)
    rest = sentence.words[found.end() :] if found else sentence.words
    if cue("decision", "support").fullmatch(rest.strip(EDGES)):
        return Verdict(Role.SUPPORT, rest[:40])
    if _is_motion(rest):
        return Verdict(Role.MOTION, "motion", is_motion=True)
    if (
        _is_outcome(rest)
        and len(rest) < 40
        and not rest.strip(EDGES).casefold().startswith(("agreed", "yes", "for"))
    ):
        return Verdict(Role.OUTCOME, rest[:40], outcome_of(rest))
    verdict = _settling(rest, setting)
    if verdict and verdict.role is Role.EXPLICIT:
        return replace(verdict, role=Role.POSSIBLE, cue=f"one speaker: {verdict.cue}")
    return TALK


def _settling(words: str, setting: Setting) -> Verdict | None:
    """Look at every verb of settling in a sentence; the best of them decides."""
    best: Verdict | None = None
    for name in ("strong", "weak", "present"):
        for verb in cue("decision", name).finditer(words):
            verdict = _weighed(name, words, verb, setting)
            if verdict and verdict.role is Role.EXPLICIT:
                return verdict
            best = best or verdict
    return _noun(words) or best


def _weighed(name: str, words: str, verb: re.Match[str], setting: Setting) -> Verdict | None:
    voice = voice_of(words, verb, setting.body)
    if voice is Voice.NEGATED:
        return _negated(name, words, verb)
    signed = name == "strong" or _has_sign(words, verb)
    outcome = _direction(words, verb)
    if cue("decision", "opinion").match(words[verb.end() :]):
        return Verdict(Role.POSSIBLE, verb.group(), outcome)
    if voice is Voice.OURS or (voice in SETTLED and signed and name != "present"):
        return Verdict(Role.EXPLICIT, verb.group(), outcome)
    if verb.group().casefold() in ELECTING and _elects(words, verb, voice):
        return Verdict(Role.EXPLICIT, verb.group(), outcome)
    named = verb.group().casefold() not in ELECTING or re.match(r"\s+[A-Z]", words[verb.end() :])
    if voice is Voice.HEADLESS and name == "weak" and verb.group()[0].isupper() and named:
        return Verdict(Role.EXPLICIT, verb.group(), outcome)
    if voice is Voice.NOUN and name != "present":
        return _trailing(words, verb, outcome, signed=signed)
    unsure = {Voice.PASSIVE, Voice.HEADLESS, Voice.UNKNOWN}
    if name != "present" and (
        voice in unsure or (voice is Voice.FOREIGN and _is_bare_body(words, verb))
    ):
        return Verdict(Role.POSSIBLE, verb.group(), outcome)
    return None


def _is_bare_body(words: str, verb: re.Match[str]) -> bool:
    """Say whether the subject is only "the committee", which may or may not be this body."""
    left = cue("voice", "adverbs").sub("", clause_before(words, verb.start())).strip()
    return bool(cue("voice", "bare_body").fullmatch(left))


def _elects(words: str, verb: re.Match[str], voice: Voice) -> bool:
    """Say whether somebody is put into an office: "NAME was elected", "elected unopposed"."""
    if voice not in {Voice.PASSIVE, Voice.PERSON, Voice.NOUN, Voice.OURS}:
        return False
    after = words[verb.end() : verb.end() + 80]
    if cue("decision", "elsewhere").match(after):
        return False
    if re.match(
        r"\s+(?:unopposed|un-?contested|unanimously|as\b|\(\d|by acclamation|chair|president|treasurer|secretary)",
        after,
        re.IGNORECASE,
    ):
        return True
    before = re.sub(
        r"\s+(?:was|were|is|are|has been|have been|duly|then|also)\b", "", words[: verb.start()]
    ).strip()
    return (
        voice is Voice.PASSIVE
        and bool(NAMED.search(before))
        and not re.match(r"\s+(?:that|in favou?r)", after)
    )


def _direction(words: str, verb: re.Match[str]) -> Outcome:
    """Return which way a verb settles: it says so itself, or what follows at once does."""
    after = re.split(r"\s(?:and|but|until|if)\s|[.;]\s", words[verb.end() : verb.end() + 200])[0]
    counted = _counted(words)
    if counted is not None:
        return counted
    if cue("decision", "deferred").search(f"{verb.group()}{after[:60]}"):
        return Outcome.DEFERRED
    turned = cue("decision", "rejected").search(verb.group()) or cue("decision", "turned").match(
        after.strip()
    )
    return Outcome.REJECTED if turned else Outcome.ADOPTED


def _has_sign(words: str, verb: re.Match[str]) -> bool:
    before, after = words[: verb.start()], words[verb.end() : verb.end() + 60]
    return bool(
        cue("decision", "matter").search(before)
        or cue("decision", "vote").search(before[-40:])
        or cue("decision", "vote").search(after)
    )


def _trailing(words: str, verb: re.Match[str], outcome: Outcome, *, signed: bool) -> Verdict | None:
    """Judge "Budget of 200 agreed." and its like."""
    after = words[verb.end() :].lstrip()
    ends = (
        not after
        or after[0] in ".,;:()-–—!"
        or bool(
            re.match(
                r"(?:by|with|to|that|unanimously|on|for|as|at|without|until|till|pending|because|due)\b",
                after,
            )
        )
    )
    if not ends:
        return None
    return Verdict(Role.EXPLICIT if signed else Role.POSSIBLE, verb.group(), outcome)


def _negated(name: str, words: str, verb: re.Match[str]) -> Verdict | None:
    if name == "strong" or verb.group().casefold().startswith(
        ("agree", "decide", "resolve", "conclude", "choose")
    ):
        return None
    left = clause_before(words, verb.start())
    if cue("voice", "they").search(re.split(r"\s+(?:did|do|does|was|were|is|has|have)\b", left)[0]):
        return None
    signed = _has_sign(words, verb) or cue("decision", "did_not").search(left)
    return Verdict(
        Role.EXPLICIT if signed else Role.POSSIBLE, f"not {verb.group()}", Outcome.REJECTED
    )


def _noun(words: str) -> Verdict | None:
    for found in cue("decision", "noun").finditer(words):
        before = words[: found.start()]
        if (
            not found.group()
            or cue("decision", "noun_negated").search(before)
            or cue("voice", "old").search(before)
        ):
            continue
        if cue("voice", "future").search(before) or cue("voice", "condition").search(before):
            continue
        return Verdict(Role.EXPLICIT, found.group()[:40], outcome_of(words[found.start() :]))
    return None


def _under_decisions(sentence: Sentence, setting: Setting) -> bool:
    if sentence.place or not setting.is_under(sentence.block, "decision", "heading", whole=True):
        return False
    return not (sentence.words.endswith(":") and len(sentence.words) < 40)


def _implied(words: str, sentence: Sentence) -> Verdict:
    if found := cue("decision", "implied").search(words):
        if not cue("voice", "condition").search(words[: found.start()]) and not cue(
            "talk", "wish"
        ).search(words[: found.start() + 12]):
            return Verdict(Role.IMPLIED, found.group()[:40], outcome_of(words))
    if found := cue("decision", "arrow").search(words):
        rest = words[found.end() :]
        if (
            not cue("decision", "question").search(rest)
            and not cue("talk", "task").match(rest)
            and not cue("talk", "wish").search(rest)
        ):
            return Verdict(Role.IMPLIED, "arrow", outcome_of(rest))
    found = cue("decision", "possible").search(words)
    if (
        found
        and not cue("talk", "wish").search(words)
        and not cue("voice", "negated").search(words[: found.start()])
    ):
        return Verdict(Role.POSSIBLE, found.group(), outcome_of(words))
    return TALK


def _heading(sentence: Sentence) -> Verdict:
    words = sentence.words
    if resolved := _resolved(words):
        return resolved
    found = cue("decision", "label").match(words)
    if found and len(words) - found.end() > 15 and ":" in found.group():
        return Verdict(Role.EXPLICIT, found.group().strip(EDGES), outcome_of(words))
    return Verdict(Role.MOTION, "heading", is_motion=True) if _is_motion(words) else TALK


def _row(sentence: Sentence, setting: Setting) -> Verdict:
    block, cells = sentence.block, sentence.words.split(" | ")
    if block.mark == "header":
        return TALK
    status = _column(block.header, "status_column")
    motion = _column(block.header, "motion_column")
    if status >= 0 and motion >= 0 and status != motion:
        return _row_status(cells, status)
    if _column(block.header, "decision_column") >= 0 or (
        len(cells) > 1 and cue("decision", "label").match(f"{cells[0]}: ")
    ):
        rest = (
            cells[_column(block.header, "decision_column")]
            if _column(block.header, "decision_column") < len(cells)
            else ""
        )
        rest = rest if _column(block.header, "decision_column") >= 0 else " | ".join(cells[1:])
        if rest.strip(EDGES) and not cue("decision", "nothing").match(rest):
            return Verdict(Role.EXPLICIT, "decision column", outcome_of(rest))
        return TALK
    for cell in cells:
        verdict = _settling(cell, setting)
        if verdict and verdict.role is Role.EXPLICIT:
            return verdict
    return TALK


def _row_status(cells: list[str], status: int) -> Verdict:
    words = cells[status] if status < len(cells) else ""
    if not words.strip(EDGES) or cue("decision", "template").search(words):
        return Verdict(Role.POSSIBLE, "status cell not filled in")
    if (
        cue("decision", "deferred").search(words)
        or _is_outcome(words)
        or cue("decision", "weak").match(words)
        or cue("decision", "strong").match(words)
    ):
        return Verdict(Role.EXPLICIT, f"status: {words[:40]}", outcome_of(words))
    return TALK


def _column(header: tuple[str, ...], name: str) -> int:
    return next(
        (
            i
            for i, words in enumerate(header)
            if cue("decision", name).fullmatch(words.strip(EDGES))
        ),
        -1,
    )
