"""Whose decision a verb tells of: this body's, one person's, somebody else's, or none yet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pynews.gather.minutes.cues import cue, cue_words

__all__ = ["Body", "Voice", "body_of", "clause_before", "is_foreign", "voice_of"]

CLAUSE = re.compile(
    r"[.;|!?]\s|:\s|,\s(?:and|but|so|which|who|while|as)\s|\s[-–—]+\s|\((?!s\))|\s(?:but|because|although|though|whereas)\s|->|→|=>|,\s(?=(?:we|it|the|they|he|she|I)\b)",
    re.IGNORECASE,
)
CAPITALISED = r"(?:[A-Z][\w.'’-]*|[a-z]+_\w+)"
NAMES_ONLY = re.compile(
    rf"(?:@?{CAPITALISED})(?:\s{CAPITALISED}){{0,2}}(?:(?:,\s|\s(?:and|&)\s|,\sand\s){CAPITALISED}(?:\s{CAPITALISED}){{0,2}}){{0,4}}$"
)
LAST_NAME = re.compile(r"(?:^|\s)(@?[\w.'-]+)$")
ARTICLES = frozenset({"the", "our", "this", "a", "an", "that", "their", "its", "and"})
SPACE_END = re.compile(r"[\s,*_\"']+$")
NOT_MODIFIERS = frozenset(
    "the a an our this that these those all whole entire full new current and of both by other rest most each local present voting remaining joint core "
    "it in at to for on with if when since following today so then".split()
)


class Voice(StrEnum):
    """Who settles, or why nothing is settled."""

    OURS = "ours"
    PASSIVE = "passive"
    HEADLESS = "headless"
    NOUN = "noun"
    PERSON = "person"
    FOREIGN = "foreign"
    OLD = "old"
    FUTURE = "future"
    NEGATED = "negated"
    ADJECTIVE = "adjective"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Body:
    """The body whose minutes these are.

    Arguments:
        names: case-folded words of its title.
        nouns: which of the general words (board, committee, ...) the title holds.
        people: case-folded names, first names, initials and handles of those named in the head.
    """

    names: frozenset[str]
    nouns: frozenset[str]
    people: frozenset[str]

    def is_person(self, words: str) -> bool:
        """Say whether words are somebody of the meeting."""
        return words.casefold().lstrip("@").removesuffix("'s") in self.people


def body_of(title: str, said: str, people: Iterable[str]) -> Body:
    """Return the body of a title, of what the head says, and of the people named there."""
    words = frozenset(re.findall(r"[\w-]+", title.casefold())) | _acronyms(title)
    nouns = frozenset(found.casefold() for found in cue("head", "body").findall(f"{title} {said}"))
    known: set[str] = set()
    for name in people:
        tokens = name.split()
        known |= {name.casefold(), tokens[0].casefold(), tokens[-1].casefold()}
        known |= {
            f"{tokens[0]} {tokens[-1][:1]}".casefold(),
            f"{tokens[0]} {tokens[-1][:1]}.".casefold(),
        }
        if len(tokens) > 1:
            known.add("".join(token[0] for token in tokens).casefold())
    return Body(words, nouns, frozenset(known - words))


def is_foreign(subject: str, body: Body) -> bool:
    """Say whether the words before a verb name another body: "The school governors will"."""
    left = cue("voice", "auxiliaries").sub("", clause_before(f"{subject} ", len(subject) + 1))
    if found := cue("voice", "body_subject").search(left):
        return not _is_own(found.group(), body)
    return bool(cue("voice", "foreign").search(left))


def _acronyms(title: str) -> frozenset[str]:
    """Return what a title may be shortened to: "Technical Steering Committee" to "tsc"."""
    initials = [word[0] for word in re.findall(r"[A-Za-z][\w.-]*", title) if word[0].isupper()]
    spans = ((a, b) for a in range(len(initials)) for b in range(a + 2, len(initials) + 1))
    return frozenset("".join(initials[a:b]).casefold() for a, b in spans)


def voice_of(words: str, verb: re.Match[str], body: Body) -> Voice:
    """Return in whose voice a verb of settling stands in a sentence."""
    left = clause_before(words, verb.start())
    right = words[verb.end() : verb.end() + 90]
    if early := _unsettled(words, left, right, verb):
        return early
    if passive := cue("voice", "passive").search(left):
        return _passive(words[: verb.start()], left[: passive.start()], right, body)
    return _active(cue("voice", "adverbs").sub("", left).strip(), left, right, verb, body)


def clause_before(words: str, start: int) -> str:
    """Return what stands before a verb in its own clause."""
    left = words[max(0, start - 200) : start]
    cuts = [found.end() for found in CLAUSE.finditer(left)]
    return SPACE_END.sub("", left[cuts[-1] :] if cuts else left)


def _unsettled(words: str, left: str, right: str, verb: re.Match[str]) -> Voice | None:
    if cue("voice", "negated").search(left) or cue("voice", "negated_after").match(right):
        return Voice.NEGATED
    if cue("voice", "future").search(left):
        return Voice.FUTURE
    if cue("voice", "condition").search(left):
        return Voice.FUTURE
    if cue("voice", "old").search(left) or cue("voice", "old_after").match(right.strip()):
        return Voice.OLD
    if cue("voice", "old_sentence").match(words) and verb.start() < 160:
        return Voice.OLD
    follows = re.match(r"\s+(\w+)", right)
    if (
        cue("voice", "adjective").search(left)
        and follows
        and follows.group(1).casefold() not in cue_words("voice", "after_participle")
    ):
        return Voice.ADJECTIVE
    return None


def _passive(before: str, subject: str, right: str, body: Body) -> Voice:
    if agent := cue("voice", "agent").search(right):
        named = right[agent.end() :].strip()
        if cue("voice", "own_agent").match(named) or _own_noun(named, body):
            return Voice.OURS
        return Voice.PASSIVE if cue("voice", "no_agent").match(named) else Voice.FOREIGN
    if cue("voice", "foreign_place").search(before):
        return Voice.FOREIGN
    return Voice.PASSIVE


def _own_noun(named: str, body: Body) -> bool:
    words = re.findall(r"[\w-]+", named.casefold())[:5]
    found = cue("head", "body").search(" ".join(words))
    return bool(found) and _is_own(" ".join(words)[: found.end() if found else 0], body)


def _active(subject: str, left: str, right: str, verb: re.Match[str], body: Body) -> Voice:
    if not subject:
        return Voice.HEADLESS
    if cue("voice", "we").search(subject):
        return Voice.OURS
    if cue("voice", "they").search(subject):
        return Voice.PERSON
    first = subject.split(" ", 1)[0].strip(",:")
    last = LAST_NAME.search(subject)
    if body.is_person(first) and subject.endswith((" and", " then", " but", " or", ",")):
        return Voice.PERSON
    if last and body.is_person(last.group(1)):
        return Voice.PERSON
    if found := cue("voice", "body_subject").search(subject):
        return Voice.OURS if _is_own(found.group(), body) else Voice.FOREIGN
    if last and last.group(1).casefold() in body.names and len(last.group(1)) > 2:
        return Voice.OURS
    if cue("voice", "foreign").search(subject):
        return Voice.FOREIGN
    if NAMES_ONLY.match(subject) and not cue("decision", "matter").search(subject):
        single = " " not in subject and not subject.isupper()
        settled = single and not re.match(r"\s+(?:to|that|with|the|a)\b", right)
        return Voice.NOUN if settled else Voice.PERSON
    if cue("voice", "subordinate").search(subject):
        return Voice.UNKNOWN
    acts = re.match(r"\s+(?:to|that|not|on)\b", right) and re.search(
        r"\b(?:has|have|just|already|now)$", left
    )
    return Voice.FOREIGN if acts else Voice.NOUN


def _is_own(subject: str, body: Body) -> bool:
    """Say whether "the parent board" or "the board" is this body, by its title and the words before."""
    tokens = re.findall(r"[\w'-]+", subject)
    articles = [place for place, token in enumerate(tokens) if token.casefold() in ARTICLES]
    tokens = tokens[articles[-1] + 1 :] if articles else tokens[-2:]
    noun = tokens[-1].casefold() if tokens else ""
    modifiers = [t.casefold() for t in tokens[:-1] if t.casefold() not in NOT_MODIFIERS]
    if any(
        m not in body.names and m not in body.nouns and m not in cue_words("voice", "own_modifiers")
        for m in modifiers
    ):
        return False
    if noun in cue_words("voice", "always_own") or noun in body.nouns or noun in body.names:
        return True
    if noun in cue_words("voice", "never_own"):
        return False
    return not (body.nouns & cue_words("voice", "institutions")) or noun not in cue_words(
        "voice", "institutions"
    )
