"""The verbs and nouns of settling are weighed: which of them settles, and how surely."""

import re

from pynews.gather.minutes.cues import cue, may_hold
from pynews.gather.minutes.verdicts import Role, Verdict, counted, outcome_of, short
from pynews.gather.minutes.voice import Body, Voice, clause_before, voice_of
from pynews.model import Outcome

__all__ = ["weigh"]

NAMED = re.compile(r"(?:^|[\s,:])[A-Z][\w.'-]+(?: [A-Z][\w.'-]+)*$")
ELECTING = frozenset(
    {
        "elected",
        "appointed",
        "re-elected",
        "reelected",
        "co-opted",
        "confirmed",
        "selected",
        "chosen",
        "admitted",
        "accepted",
    }
)
SEEMS = re.compile(r"\b(?:seems?|appears?|forming|emerging)\b", re.IGNORECASE)
FOLLOWING = re.compile(r"\bfollowing\b[^.;]{0,30}\b(?:was|were)\s(?:\w+ )?$", re.IGNORECASE)
RULE, BY_BODY = re.compile(r"\b(?:is|are)\s*$"), re.compile(r"\s+by (?:the|all|our)\b")
OFTEN = re.compile(
    r"\s+(?:at (?:the|each|every)|every|each|annually|yearly|in the order|on a rolling"
    r"|for (?:a term|\w+ (?:years?|terms?)))\b",
    re.IGNORECASE,
)
LISTED = re.compile(r"\s*(?:\(|:|to\b|as\b)")
AUXILIARY = re.compile(r"\s+(?:was|were|is|are|has been|have been|duly|then|also)\b")
CLAUSE_END = re.compile(r"\s(?:and|but|until|if)\s|[.;]\s")
DOER = re.compile(r"\s+(?:did|do|does|was|were|is|has|have)\b")
JOINING = frozenset({"admitted", "accepted"})
ORDERED = frozenset({"authorised", "authorized", "instructed", "mandated"})
PERSONAL = frozenset({"agreed", "decided", "voted", "opted", "chose", "concluded"})
DOER_BEFORE = re.compile(
    r"\b(?:speakers?|guests?|hosts?|presenters?|sponsors?|venue|hotel|airline|caterer|band|\w+ers"
    r"|flights?|trains?|bus"
    r")\s+$",
    re.IGNORECASE,
)
ENDING = frozenset({"chosen", "cancelled", "canceled"})
PURPOSE = re.compile(r"(?:to|that|on|with)\b")
UNSETTLED = frozenset(
    {Voice.FOREIGN, Voice.OLD, Voice.FUTURE, Voice.NEGATED, Voice.ADJECTIVE, Voice.PERSON}
)
SUFFERED = frozenset({"lost", "failed", "fell"})
AFTER_VERB, NEAR_VERB = 200, 60
UNDECIDED = ("agree", "decide", "resolve", "conclude", "choose")


def weigh(words: str, body: Body) -> Verdict | None:
    """Return what the verbs of settling in a sentence amount to; the best of them decides."""
    best: Verdict | None = None
    for name in ("strong", "weak", "present", "act"):
        if not may_hold("decision", name, words):
            continue
        for verb in cue("decision", name).finditer(words):
            verdict = _weighed(name, words, verb, body)
            if verdict and verdict.role is Role.EXPLICIT:
                return verdict
            best = best or verdict
    return _noun(words) or best


def _weighed(name: str, words: str, verb: re.Match[str], body: Body) -> Verdict | None:
    voice = voice_of(words, verb, body)
    if voice is Voice.NEGATED:
        return _negated(name, words, verb)
    role = _acted(words, verb, voice) if name == "act" else _role(name, words, verb, voice)
    if role is Role.EXPLICIT and voice is not Voice.OURS and _is_artefact(words, verb):
        role = Role.POSSIBLE
    after = words[verb.end() :]
    if voice is Voice.HEADLESS and verb.group().casefold() == "resolved" and not after.strip(" ."):
        return None
    is_rule = RULE.search(words[: verb.start()]) and OFTEN.match(after)
    if role and (
        is_rule
        or cue("decision", "opinion").match(after)
        or cue("decision", "put_to_us").match(after)
    ):
        role = Role.POSSIBLE
    return Verdict(role, verb.group(), _direction(words, verb)) if role else None


def _acted(words: str, verb: re.Match[str], voice: Voice) -> Role | None:
    """Judge a verb that decides where a body acts, and only reports work where people do."""
    if voice in UNSETTLED:
        return None
    before, after = words[: verb.start()], words[verb.end() : verb.end() + NEAR_VERB]
    votes = cue("decision", "vote")
    if votes.search(before[-NEAR_VERB:]) or votes.search(after):
        return Role.EXPLICIT
    left = cue("voice", "adverbs").sub("", clause_before(words, verb.start())).strip()
    formal = cue("voice", "formal").search(left) or cue("voice", "by_formal").search(after)
    return Role.EXPLICIT if formal and voice is Voice.OURS else None


def _is_artefact(words: str, verb: re.Match[str]) -> bool:
    """Say whether a piece of work passed or was resolved, rather than a matter of the body."""
    before = clause_before(words, verb.start())
    after = cue("decision", "artefact_after").match(words[verb.end() :])
    return bool(after or cue("decision", "artefact").search(before))


def _role(name: str, words: str, verb: re.Match[str], voice: Voice) -> Role | None:
    if voice is Voice.OURS:
        return None if verb.group().casefold() in SUFFERED else Role.EXPLICIT
    if verb.group().casefold() in ELECTING and _elects(words, verb, voice):
        return Role.EXPLICIT
    if name == "present":
        return None
    ordered = verb.group().casefold() in ORDERED and words.startswith(" to ", verb.end())
    signed = name == "strong" or ordered or _has_sign(words, verb)
    if voice is Voice.NOUN:
        return _trailing(words, verb, signed=signed)
    if voice in {Voice.PASSIVE, Voice.HEADLESS}:
        return Role.EXPLICIT if signed or _opens(words, verb, voice) else Role.POSSIBLE
    unsure = voice is Voice.UNKNOWN or (voice is Voice.FOREIGN and _is_bare_body(words, verb))
    return Role.POSSIBLE if unsure else None


def _opens(words: str, verb: re.Match[str], voice: Voice) -> bool:
    """Say whether a weak verb opens a note: "Approved the travel policy"."""
    names = verb.group().casefold() in ELECTING
    fits = not names or re.match(r"\s+[A-Z]", words[verb.end() :])
    return voice is Voice.HEADLESS and verb.group()[0].isupper() and bool(fits)


def _is_bare_body(words: str, verb: re.Match[str]) -> bool:
    """Say whether the subject is only "the committee", which may or may not be this body."""
    left = cue("voice", "adverbs").sub("", clause_before(words, verb.start())).strip()
    return bool(cue("voice", "bare_body").fullmatch(left))


def _elects(words: str, verb: re.Match[str], voice: Voice) -> bool:
    """Say whether somebody is put into an office: "NAME was elected", "elected unopposed"."""
    after = words[verb.end() : verb.end() + NEAR_VERB]
    if verb.group().casefold() in JOINING:
        named = NAMED.search(AUXILIARY.sub("", words[: verb.start()]).strip())
        return bool(named and cue("decision", "office").match(after) and voice is not Voice.OURS)
    is_rule = RULE.search(words[: verb.start()]) and BY_BODY.match(after)
    vetoes = (is_rule, cue("decision", "elsewhere").match(after))
    if voice not in {Voice.PASSIVE, Voice.PERSON, Voice.NOUN} or any(vetoes):
        return False
    listed = FOLLOWING.search(words[: verb.start()]) and LISTED.match(after)
    if listed or cue("decision", "office").match(after):
        return True
    before = AUXILIARY.sub("", words[: verb.start()]).strip()
    wanting = re.match(r"\s+(?:that|in favou?r)", after)
    return voice is Voice.PASSIVE and bool(NAMED.search(before)) and not wanting


def _direction(words: str, verb: re.Match[str]) -> Outcome:
    """Return which way a verb settles: it says so itself, or what follows at once does."""
    votes = counted(words)
    if votes is not None:
        return votes
    after = CLAUSE_END.split(words[verb.end() : verb.end() + AFTER_VERB], maxsplit=1)[0]
    if cue("decision", "deferred").search(f"{verb.group()}{after[:NEAR_VERB]}"):
        return Outcome.DEFERRED
    itself = cue("decision", "rejected").search(verb.group())
    turned = itself or cue("decision", "turned").match(after.strip())
    return Outcome.REJECTED if turned else Outcome.ADOPTED


def _has_sign(words: str, verb: re.Match[str]) -> bool:
    before, after = words[: verb.start()], words[verb.end() : verb.end() + NEAR_VERB]
    vote = cue("decision", "vote")
    signs = (
        cue("decision", "matter").search(before),
        vote.search(before[-NEAR_VERB:]),
        vote.search(after),
    )
    return any(signs)


def _trailing(words: str, verb: re.Match[str], *, signed: bool) -> Role | None:
    """Judge "Budget of 200 agreed." and its like."""
    after = words[verb.end() :].lstrip()
    if verb.group().casefold() in PERSONAL and PURPOSE.match(after):
        return Role.POSSIBLE
    if cue("decision", "vote").match(after):
        return Role.EXPLICIT
    named = DOER_BEFORE.search(words[: verb.start()])
    if verb.group().casefold() in ENDING and not named and (not after or after[0] in ".,;("):
        return Role.EXPLICIT
    if after and after[0] not in ".,;:()-–—!" and not cue("decision", "after_note").match(after):
        return None
    return Role.EXPLICIT if signed else Role.POSSIBLE


def _negated(name: str, words: str, verb: re.Match[str]) -> Verdict | None:
    """Judge a negated verb: "did not approve" turns down, "did not decide" settles nothing."""
    if name in {"strong", "act"} or verb.group().casefold().startswith(UNDECIDED):
        return None
    left = clause_before(words, verb.start())
    if cue("voice", "they").search(DOER.split(left, maxsplit=1)[0]):
        return None
    signed = _has_sign(words, verb) or cue("decision", "did_not").search(left)
    role = Role.EXPLICIT if signed else Role.POSSIBLE
    return Verdict(role, f"not {verb.group()}", Outcome.REJECTED)


def _noun(words: str) -> Verdict | None:
    """Judge "there was consensus to ..." and its like."""
    if not may_hold("decision", "noun", words):
        return None
    for found in cue("decision", "noun").finditer(words):
        before = words[: found.start()]
        vetoes = (
            cue("decision", "noun_negated").search(before),
            cue("voice", "old").search(before),
            cue("voice", "future").search(before),
            cue("voice", "condition").search(before),
            SEEMS.search(before) or SEEMS.search(found.group()),
        )
        if not any(vetoes):
            return Verdict(Role.EXPLICIT, short(found.group()), outcome_of(words[found.start() :]))
    return None
