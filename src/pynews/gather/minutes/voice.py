"""Whose decision a verb tells of: this body's, one person's, somebody else's, or none yet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from pynews.gather.minutes.cues import cue, cue_words

__all__ = [
    "Body",
    "Voice",
    "body_of",
    "clause_before",
    "is_foreign",
    "is_of_another",
    "voice_of",
]

CLAUSE = re.compile(
    r"[.;|!?]\s|:\s|,\s(?:and|but|so|which|who|while|as)\s|\s[-–—]+\s|\((?!s\))|\s(?:but|because|although|though|whereas)\s|->|→|=>|,\s(?=(?:we|it|the|they|he|she|I)\b)",
    re.IGNORECASE,
)
CAPITALISED = r"(?:[A-Z][\w.'’-]*|[a-z]+_\w+)"
NAMES_ONLY = re.compile(
    rf"(?:@?{CAPITALISED})(?:\s{CAPITALISED}){{0,2}}(?:(?:,\s|\s(?:and|&)\s|,\sand\s){CAPITALISED}(?:\s{CAPITALISED}){{0,2}}){{0,4}}$"
)
RELATIVE = re.compile(
    r",\s(?:which|who)\s+(?:(?!was\b|were\b|is\b|are\b|be)\w+\s){0,2}$", re.IGNORECASE
)
OF_BODY = re.compile(
    r"\s+(?:of|by|for) ((?:the |our )?[\w' -]{3,60}?)(?=\s(?:is|will|takes|on|at)\b|[,:.]|$)"
)
LAST_NAME = re.compile(r"(?:^|\s)(@?[\w.'-]+)$")
ARTICLES = frozenset({"the", "our", "this", "a", "an", "that", "their", "its", "and"})
ASIDE = re.compile(r"\s\([^()]{1,80}\)(?=\s)")
DID_AND = re.compile(
    r"(?:then |also )?(?:went|had|heard|took|saw|met|spoke|read|ran|[a-z]{3,}ed)\s(?:.{2,120}\s)?"
    r"(?:and|but|then)$",
    re.IGNORECASE,
)
BY = re.compile(r"\s+by (?:the |our |a |an )?[a-z]", re.IGNORECASE)
BACK_THEN = re.compile(
    r"(?<!\bof )(?<!\bfor )(?<!\bfrom )(?<!\bsince )"
    r"\b(?:last (?:year|month|week|time|spring|summer|autumn|fall|winter)"
    r"|\w+ (?:years?|months?|weeks?) ago"
    r"|back then|in (?P<year>(?:19|20)\d\d))(?=\W*$|,)",
    re.IGNORECASE,
)
OBJECT = re.compile(r"\b(?:to|that|so|until|if|unless|because)\b|[,;:]", re.IGNORECASE)
NEXT_CLAUSE = re.compile(r"[,;:.(]| (?:so|but|which|who|and) ")
SPACE_END = re.compile(r"[\s,*_\"']+$")
HEADS_LABEL = re.compile(
    r"\s+(?!that\b|to\b|on\b|by\b)[a-z]+(?: [a-z]+)?\s?(?::|(?:are|is|can|meet|start) )"
)
IT_WAS = re.compile(r"it (?:was|is|has been)\b", re.IGNORECASE)
RULE = re.compile(
    r"\b(?:board|committee|council|chair|treasurer|secretary|officers|members|directors|trustees"
    r"|president|delegates|representatives|maintainers|reviewers) (?:is|are)(?: \w+ly)?\s*$",
    re.IGNORECASE,
)
SIGNED = re.compile(r"^\s+and \w+(?:ed|n)\s$")
NOT_MODIFIERS = cue_words("voice", "not_modifiers")
NEAR_START, SHORTEST_NAME, NEAR_VERB = 160, 2, 40


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
        year: the year of the meeting, or 0 when unknown.
    """

    names: frozenset[str]
    nouns: frozenset[str]
    people: frozenset[str]
    year: int = 0

    def is_person(self, words: str) -> bool:
        """Say whether words are somebody of the meeting."""
        return words.casefold().lstrip("@").removesuffix("'s") in self.people


def body_of(title: str, said: str, people: Iterable[str], year: int = 0) -> Body:
    """Return the body of a title, of what the head says, and of the people named there."""
    words = frozenset(re.findall(r"[\w-]+", title.casefold())) | _acronyms(title)
    nouns = frozenset(found.casefold() for found in cue("head", "body").findall(f"{title} {said}"))
    nouns |= {noun.rsplit(maxsplit=1)[-1] for noun in nouns}
    known: set[str] = set()
    for name in people:
        tokens = [word for word in name.split() if word.casefold() not in ARTICLES] or [name]
        known |= {name.casefold(), tokens[0].casefold(), tokens[-1].casefold()}
        known |= {
            f"{tokens[0]} {tokens[-1][:1]}".casefold(),
            f"{tokens[0]} {tokens[-1][:1]}.".casefold(),
        }
        if len(tokens) > 1:
            known.add("".join(token[0] for token in tokens).casefold())
    return Body(words, nouns, frozenset(known - words), year)


def is_foreign(subject: str, body: Body) -> bool:
    """Say whether the words before a verb name another body: "The school governors will"."""
    left = cue("voice", "auxiliaries").sub("", clause_before(f"{subject} ", len(subject) + 1))
    if found := cue("voice", "body_subject").search(left):
        return not _is_own(found.group(), body)
    return bool(cue("voice", "foreign").search(left))


def is_of_another(words: str, body: Body) -> bool:
    """Say whether words go on with another body: "(the next meeting) of the parish council"."""
    found = OF_BODY.match(words)
    if found and cue("voice", "foreign").search(found.group(1)):
        return not _is_own(found.group(1), body)
    named = cue("voice", "body_subject").search(found.group(1)) if found else None
    return named is not None and not _is_own(named.group(), body)


def _acronyms(title: str) -> frozenset[str]:
    """Return what a title may be shortened to: "Technical Steering Committee" to "tsc"."""
    initials = [word[0] for word in re.findall(r"[A-Za-z][\w.-]*", title) if word[0].isupper()]
    spans = ((a, b) for a in range(len(initials)) for b in range(a + 2, len(initials) + 1))
    return frozenset("".join(initials[a:b]).casefold() for a, b in spans)


def voice_of(words: str, verb: re.Match[str], body: Body) -> Voice:
    """Return in whose voice a verb of settling stands in a sentence."""
    left = clause_before(words, verb.start())
    right = words[verb.end() : verb.end() + 90]
    if early := _unsettled(left, right) or _was_then(right, body):
        return early
    if RELATIVE.search(words, max(0, verb.start() - NEAR_VERB), verb.start()):
        return Voice.UNKNOWN
    if cue("voice", "old_sentence").match(words) and verb.start() < NEAR_START:
        return Voice.OLD
    if not left and BY.match(words, verb.end()):
        return _passive(words[: verb.start()], right, body)
    goes_on = IT_WAS.match(left) and left.casefold().endswith((" and", ","))
    if goes_on or cue("voice", "passive").search(left):
        return _passive(words[: verb.start()], right, body)
    return _active(cue("voice", "adverbs").sub("", left).strip(), left, right, body)


def clause_before(words: str, start: int) -> str:
    """Return what stands before a verb in its own clause."""
    left = ASIDE.sub(" ", words[max(0, start - 200) : start])
    cuts = [found.end() for found in CLAUSE.finditer(left)]
    return SPACE_END.sub("", left[cuts[-1] :] if cuts else left)


def _unsettled(left: str, right: str) -> Voice | None:
    """Return why nothing is settled, or was settled before, or None."""
    vetoes = (
        (Voice.NEGATED, cue("voice", "negated").search(left)),
        (Voice.NEGATED, cue("voice", "negated_after").match(right)),
        (Voice.FUTURE, cue("voice", "future").search(left)),
        (Voice.FUTURE, cue("voice", "condition").search(left)),
        (Voice.OLD, cue("voice", "old").search(left)),
        (Voice.OLD, cue("voice", "old_after").match(right.strip())),
        (Voice.ADJECTIVE, cue("voice", "adjective").search(left) and _qualifies(right)),
        (Voice.ADJECTIVE, not left and HEADS_LABEL.match(right)),
    )
    return next((voice for voice, vetoed in vetoes if vetoed), None)


def _was_then(right: str, body: Body) -> Voice | None:
    """Return OLD where a clause ends with a time gone by: "We chose this host in 2019"."""
    found = BACK_THEN.search(OBJECT.split(right, maxsplit=1)[0])
    if found is None:
        return None
    is_now = found["year"] and int(found["year"]) >= (body.year or int(found["year"]))
    return None if is_now else Voice.OLD


def _qualifies(right: str) -> bool:
    """Say whether a participle stands before its noun: "the agreed budget"."""
    follows = re.match(r"\s+([\w-]+)", right)
    after = cue_words("voice", "after_participle")
    return bool(follows) and follows is not None and follows.group(1).casefold() not in after


def _passive(before: str, right: str, body: Body) -> Voice:
    agent = cue("voice", "agent").search(OBJECT.split(right, maxsplit=1)[0])
    if agent and SIGNED.match(right[: agent.start()]):
        agent = None
    if cue("voice", "our_bid").search(clause_before(before, len(before))):
        return Voice.UNKNOWN
    if agent and RULE.search(before):
        return Voice.UNKNOWN
    if agent is None:
        return Voice.FOREIGN if cue("voice", "foreign_place").search(before) else Voice.PASSIVE
    named = right[agent.end() :].strip()
    if cue("voice", "own_agent").match(named) or _own_noun(named, body):
        return Voice.OURS
    return Voice.PASSIVE if cue("voice", "no_agent").match(named) else Voice.FOREIGN


def _own_noun(named: str, body: Body) -> bool:
    clause = NEXT_CLAUSE.split(named.casefold())[0]
    if "'s " in clause:
        return False
    words = " ".join(re.findall(r"[\w-]+", clause)[:5])
    found = cue("head", "body").search(words)
    return found is not None and _is_own(words[: found.end()], body)


def _active(subject: str, left: str, right: str, body: Body) -> Voice:
    ours = cue("voice", "we_or_body").search(subject)
    signs = (
        (Voice.HEADLESS, not subject),
        (Voice.NOUN, cue("voice", "motion_subject").match(subject)),
        (Voice.ADJECTIVE, ours and _is_relative(subject, ours)),
        (Voice.OURS, cue("voice", "we").search(subject)),
        (Voice.UNKNOWN, cue("voice", "it").search(subject)),
        (Voice.FOREIGN, cue("voice", "others").search(subject)),
    )
    if DID_AND.match(subject) and not body.is_person(subject.split(" ", 1)[0]):
        return Voice.HEADLESS
    told = next((voice for voice, sign in signs if sign), None)
    return told or _named_voice(subject, left, right, body)


def _named_voice(subject: str, left: str, right: str, body: Body) -> Voice:
    """Return the voice of a subject that names a person or a body."""
    if cue("voice", "they").search(subject) or _ends_in_person(subject, body):
        return Voice.PERSON
    if found := _named_body(subject):
        return Voice.OURS if _is_own(found, body) else Voice.FOREIGN
    last = subject.rsplit(maxsplit=1)[-1].casefold()
    known = last in body.names and len(last) > SHORTEST_NAME
    return Voice.OURS if known else _other(subject, left, right)


def _is_relative(subject: str, ours: re.Match[str]) -> bool:
    """Say whether a subject follows what it only describes: "the plan the board approved"."""
    before = subject[: ours.start()].strip()
    return bool(before) and cue("voice", "relative_head").fullmatch(before) is not None


def _named_body(subject: str) -> str:
    """Return the words of a subject that name a body; "the board thanks Kim and" begins with it."""
    begins = cue("voice", "body_start").match(subject) if subject.endswith(" and") else None
    found = begins or cue("voice", "body_subject").search(subject)
    return found.group() if found else ""


def _ends_in_person(subject: str, body: Body) -> bool:
    """Say whether somebody of the meeting is the subject, also of a second verb after "and"."""
    first = subject.split(" ", 1)[0].strip(",:")
    last = LAST_NAME.search(subject)
    goes_on = subject.endswith((" and", " then", " but", " or", ","))
    return bool(last and body.is_person(last.group(1))) or (goes_on and body.is_person(first))


def _other(subject: str, left: str, right: str) -> Voice:
    """Return the voice of a subject that is neither this body nor anybody of the meeting."""
    if cue("voice", "foreign").search(subject):
        return Voice.FOREIGN
    if NAMES_ONLY.match(subject) and not cue("decision", "matter").search(subject):
        single = " " not in subject and not subject.isupper()
        settled = single and not re.match(r"\s+(?:to|that|with|the|a)\b", right)
        return Voice.NOUN if settled else Voice.PERSON
    if cue("voice", "subordinate").search(subject):
        return Voice.UNKNOWN
    has_done = re.search(r"\b(?:has|have|just|already|now)$", left)
    acts = has_done and re.match(r"\s+(?!by\b|with\b|unanimously\b|without\b|as\b)\w", right)
    return Voice.FOREIGN if acts else Voice.NOUN


def _is_own(subject: str, body: Body) -> bool:
    """Say whether "the board" or "the parent board" is this body, by its title."""
    tokens = [token.casefold() for token in re.findall(r"[\w'-]+", subject)]
    articles = [place for place, token in enumerate(tokens) if token in ARTICLES]
    tokens = tokens[articles[-1] + 1 :] if articles else tokens[-2:]
    noun = tokens[-1] if tokens else ""
    known = body.names | body.nouns | NOT_MODIFIERS | cue_words("voice", "own_modifiers")
    if not known.issuperset(tokens[:-1]):
        return False
    if noun in cue_words("voice", "always_own") | body.nouns | body.names:
        return True
    institutions = cue_words("voice", "institutions")
    named_otherwise = bool(body.nouns & institutions) and noun in institutions
    return noun not in cue_words("voice", "never_own") and not named_otherwise
