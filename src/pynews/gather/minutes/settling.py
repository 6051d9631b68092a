"""What each sentence does: settles something, moves it, votes on it, or only talks."""

import re
from dataclasses import replace

from pynews.gather.minutes.blocks import Kind
from pynews.gather.minutes.cues import cue, find
from pynews.gather.minutes.rows import is_task, judge_row
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.setting import SPEAKER, Setting
from pynews.gather.minutes.verbs import weigh
from pynews.gather.minutes.verdicts import EDGES, TALK, Role, Verdict, counted, outcome_of, short
from pynews.gather.minutes.voice import Body, is_foreign
from pynews.model import Outcome

__all__ = ["ends_list", "judge"]

LONGEST_OUTCOME, LONGEST_VOTE, LONGEST_REMARK = 200, 120, 40
LONGEST_LEAD, SHORTEST_DECISION, NEAR = 40, 15, 80
LOUD = 7  # the level of a heading that is only bold or in capitals
VOTE = re.compile(
    r"(?:<?[\w.@\\-]{1,30}(?: \([^()]{1,20}\))?>?[:\s]\s?){0,2}"
    r"(?:(?:[+-][01]|±0)(?![\d.%])|:\+1:|👍"
    r"|(?<=[:>] )(?:aye|nay|yes|yea|agreed?|in favou?r|abstain)\W*$)",
    re.IGNORECASE,
)
VOTED = re.compile(
    r"votes?\s?[:=-]\s(?:to |on |that )?((?:[a-z$£€\d][\w'-]*\s){3,}.{0,160}?"
    r"|(?!yes\b|no\b|for\b|all\b|in\b|by\b)[a-z]{2,}\s[\w' -]{1,60}?)"
    r"(?:-{1,2}|[–—:;,(.])\s*(?=\D{0,12}\d|unanim|all in fav|carried|passed|approved|everyone)",
    re.IGNORECASE,
)
MATTER = re.compile(
    r"\W*votes?\s?[:=-]\s(?!.*\b(?:yes|no|ayes?|nays?|abstain\w*)\W*(?:,|$))(?!(?:yes|no|none|all|for|in|by|ayes?|nays?|against|unanim\w*|agreed|tied"
    r"|open|pending|passe[ds]|carrie[ds]|approved|accepted|adopted|rejected|fail\w+|lost|defeated"
    r"|everyone|everybody|nobody|consensus|deferred|postponed|abst\w*|unopposed|the|a|we|it|not)\b)"
    r"[a-z]{2,}\s[^\d]{3,}$"
)
TAIL = re.compile(
    r"(?:,\s(?=(?:all|unanim|nem|no obj|carried|passed|by unan))"
    r"|\s?[(\[]|\s?(?:->|=>|→|—|–)\s?|\s-\s|:\s)([^()\[\]:→]{3,60})[)\]]?\.?$"
)
PUT = re.compile(r"\W*(?:vote|motion|proposal|resolution)s?,? (?:to|that) \w", re.IGNORECASE)
PASSED = re.compile(
    r"\b(?:and|which|it|motion|vote|this|all)(?: (?:then|also|was|were|is|has|been|duly|so))*"
    r" (?:passed|carried|approved|adopted|accepted|agreed|rejected|defeated|failed|lost)\b"
    r"(?= ?(?:[.;,(]|$|unanim|by\b|with|\d|nem|as amended))",
    re.IGNORECASE,
)
BEGINS = re.compile(r"therefore,? be it\W*$", re.IGNORECASE)
COUNTED = re.compile(r"\d{1,5}\s*(?:$|[,;(])")
BETWEEN = re.compile(
    r"\W*(?:[\w'-]+\W+){1,3}(?:->|=>|→|⇒|➔|-->)\s*(?:[\w'-]+\W*){1,3}(?:\(.{1,20}\))?$"
)
OBJECTIONS = re.compile(r"\bobject(?:ions?|s)?\b", re.IGNORECASE)
UNOPPOSED = re.compile(
    r"\W*(?:none|no|nobody|no one|silence)\b"
    r"(?: (?:heard|raised|voiced|received|objects?|objected))?"
    r"\s?(?:$|[.,;!]|->|=>|→|so\b)",
    re.IGNORECASE,
)
QUOTES = ('"', "'")
ASSENT = ("agreed", "yes", "for")


def judge(sentence: Sentence, setting: Setting) -> Verdict:
    """Return what a sentence does, looked at by itself and where it stands."""
    if sentence.block.kind is Kind.ROW:
        return judge_row(sentence, setting.body)
    if setting.is_skipped(sentence):
        return TALK
    if sentence.block.kind is Kind.HEADING:
        return _heading(sentence.words)
    if labelled := _labelled(sentence.words):
        return _placed(labelled, sentence, setting)
    if VOTE.match(sentence.words) and len(sentence.words) < LONGEST_VOTE:
        return Verdict(Role.VOTE, "+1")
    return _spoken(sentence, setting) if setting.speaker(sentence) else _told(sentence, setting)


def _placed(labelled: Verdict, sentence: Sentence, setting: Setting) -> Verdict:
    """Return what a labelled sentence does where it stands."""
    if _is_assigned(sentence.words, labelled, setting.body):
        return TALK
    return Verdict(Role.SUPPORT, "goes on") if _continues(sentence, setting) else labelled


def _is_assigned(words: str, labelled: Verdict, body: Body) -> bool:
    """Say whether "Outcome: Robin checks" gives somebody a task and settles nothing."""
    label, _, rest = words.partition(":")
    weak = cue("decision", "weak_label").fullmatch(label.strip(EDGES))
    return labelled.role is Role.EXPLICIT and bool(weak) and is_task(rest.strip(), body)


def _continues(sentence: Sentence, setting: Setting) -> bool:
    """Say whether a clause belongs to the resolution before: "...; and be it further"."""
    before = _before(sentence, setting)
    resolved = cue("decision", "resolved").match(sentence.words)
    continues = cue("decision", "continues").search(before)
    return bool(resolved and continues and not BEGINS.search(before))


def _told(sentence: Sentence, setting: Setting) -> Verdict:
    words, motion = sentence.words, _is_motion(sentence.words)
    if MATTER.match(words.casefold()) and _voted(words) is None:
        return Verdict(Role.MOTION, "vote on", is_motion=True)
    if cue("decision", "question").search(words) and not cue("decision", "arrow").search(words):
        asked = motion or OBJECTIONS.search(words)
        return Verdict(Role.MOTION, "?", is_motion=True) if asked else TALK
    if answer := _voted_matter(words) or _unopposed(sentence, setting) or _answer(words):
        return answer
    if motion and cue("decision", "not_seconded").search(words):
        return _moved(words, None)
    quoted = words.startswith(QUOTES) and words.endswith(QUOTES) and not motion
    found = None if quoted else weigh(words, setting.body)
    settled = _settled(sentence, setting, found, is_motion=motion)
    if settled or motion:
        return settled or _moved(words, found)
    return _likeliest(found, _implied(words, setting.body))


def _likeliest(found: Verdict | None, implied: Verdict) -> Verdict:
    """Return what a verb of settling says, unless something else in the sentence says more."""
    return implied if found is None or implied.role is Role.IMPLIED else found


def _before(sentence: Sentence, setting: Setting) -> str:
    return setting.page.sentences[sentence.index - 1].words if sentence.index else ""


def _settled(
    sentence: Sentence, setting: Setting, found: Verdict | None, *, is_motion: bool
) -> Verdict | None:
    """Return what makes a sentence an explicit decision: its verb, its votes, or its place."""
    if found and found.role is Role.EXPLICIT:
        return replace(found, is_motion=is_motion)
    if voted := _voted(sentence.words):
        if not is_motion:
            return voted
        if PUT.match(sentence.words):
            return replace(voted, is_motion=True)
    if is_motion and (passed := PASSED.search(sentence.words)):
        return Verdict(Role.EXPLICIT, passed[0], outcome_of(passed[0]), is_motion=True)
    if not _is_listed(sentence, setting):
        return None
    direction = outcome_of(sentence.words)
    return Verdict(Role.EXPLICIT, "listed under decisions", direction, is_motion=is_motion)


def _voted_matter(words: str) -> Verdict | None:
    """Judge a vote that tells its own matter: "Vote: buy four barrels -- 4 yes, 0 no"."""
    found = VOTED.match(words)
    direction = counted(words) if found else None
    if found is None or direction is None or cue("decision", "vote_word").search(found.group(1)):
        return None
    return Verdict(Role.EXPLICIT, "votes counted", direction)


def _unopposed(sentence: Sentence, setting: Setting) -> Verdict | None:
    """Judge "None heard." at the end of a block that asks for objections."""
    if not UNOPPOSED.match(sentence.words) or not OBJECTIONS.search(_before(sentence, setting)):
        return None
    after = setting.page.sentences[sentence.index + 1 : sentence.index + 2]
    goes_on = any(other.block is sentence.block for other in after)
    return None if goes_on else Verdict(Role.OUTCOME, short(sentence.words))


def _answer(words: str) -> Verdict | None:
    """Judge a sentence that is only the outcome of a motion, or names its mover and seconder."""
    text = words.strip(EDGES)
    if _is_outcome(words) or _refers(words):
        return Verdict(Role.OUTCOME, short(words), outcome_of(words))
    if cue("decision", "support").fullmatch(text):
        return Verdict(Role.SUPPORT, short(words))
    return None


def _voted(words: str) -> Verdict | None:
    """Judge a matter with its outcome behind it: "Join the network (agreed)", votes counted."""
    if cue("decision", "still_voting").search(words) or cue("decision", "survey").search(words):
        return None
    if counted(words) is not None:
        return Verdict(Role.EXPLICIT, "votes counted", outcome_of(words))
    tail = TAIL.search(words)
    if tail is None or tail.start() < SHORTEST_DECISION // 2 or not _is_outcome(tail.group(1)):
        return None
    return Verdict(Role.EXPLICIT, short(tail.group(1)), outcome_of(tail.group(1)))


def _refers(words: str) -> bool:
    """Say whether a sentence tells the outcome of a motion it names: "The motion was carried"."""
    if cue("decision", "refers").fullmatch(words.strip(EDGES)) is None:
        return False
    rests = (words[gap.end() :] for gap in re.finditer(" ", words))
    return not any(cue("voice", "old_after").match(rest) for rest in rests)


def _moved(words: str, found: Verdict | None) -> Verdict:
    if cue("decision", "withdrawn").search(words) or cue("decision", "not_seconded").search(words):
        return Verdict(Role.MOTION, "no second", Outcome.REJECTED, is_motion=True)
    if len(cue("decision", "plus").findall(words)) > 1:
        return Verdict(Role.EXPLICIT, "+1", is_motion=True)
    moved = found or Verdict(Role.MOTION, "motion")
    return replace(moved, is_motion=True)


def _is_motion(words: str) -> bool:
    return bool(cue("decision", "motion").search(words))


def _is_outcome(words: str) -> bool:
    text = words.strip(EDGES)
    return len(text) < LONGEST_OUTCOME and bool(cue("decision", "outcome").fullmatch(text))


def _labelled(sentence: str) -> Verdict | None:
    """Judge "Decision: ...", "#agreed ..." and RESOLVED."""
    words = SPEAKER.sub("", sentence, count=1) if sentence.startswith("<") else sentence
    if resolved := _resolved(words):
        return resolved
    found = cue("decision", "label").match(words)
    if not found:
        return None
    rest = words[found.end() :].strip()
    counts = COUNTED.match(rest)
    if counts or cue("decision", "nothing").match(rest) or cue("decision", "question").search(rest):
        return TALK
    if _is_outcome(rest):
        return Verdict(Role.OUTCOME, short(words), outcome_of(rest))
    direction = _label_direction(found.group(), rest)
    return Verdict(Role.EXPLICIT, found.group().strip(EDGES), direction) if rest else TALK


def _resolved(words: str) -> Verdict | None:
    """Judge a block headed by RESOLVED in capitals; further clauses belong to the first."""
    found = cue("decision", "resolved").match(words)
    if found is None or "RESOLVE" not in found.group():
        return None
    if "FURTHER" in found.group():
        return Verdict(Role.SUPPORT, "RESOLVED FURTHER")
    if cue("decision", "bare_resolved").fullmatch(words[found.end() :].strip(EDGES)):
        return Verdict(Role.OUTCOME, short(words), outcome_of(words[found.end() :]))
    return Verdict(Role.EXPLICIT, "RESOLVED", outcome_of(words[found.end() :]), is_motion=True)


def _label_direction(label: str, rest: str) -> Outcome:
    if cue("decision", "deferred").search(f"{label} {rest[:NEAR]}"):
        return Outcome.DEFERRED
    turned = cue("decision", "rejected").search(label) or cue("decision", "turned").match(rest)
    return Outcome.REJECTED if turned else Outcome.ADOPTED


def _spoken(sentence: Sentence, setting: Setting) -> Verdict:
    """Judge what one person says: rarely the body's word."""
    rest = SPEAKER.sub("", sentence.words, count=1)
    text = rest.strip(EDGES)
    if cue("decision", "support").fullmatch(text):
        return Verdict(Role.SUPPORT, short(rest))
    if _is_motion(rest):
        return Verdict(Role.MOTION, "motion", is_motion=True)
    assents = text.casefold().startswith(ASSENT)
    if len(rest) < LONGEST_REMARK and _is_outcome(rest) and not assents:
        return Verdict(Role.OUTCOME, short(rest), outcome_of(rest))
    verdict = weigh(rest, setting.body)
    if verdict and verdict.role is Role.EXPLICIT:
        return replace(verdict, role=Role.POSSIBLE, cue=f"one speaker: {verdict.cue}")
    return TALK


def _is_listed(sentence: Sentence, setting: Setting) -> bool:
    """Say whether a sentence opens a block below "Decisions" or "It was agreed:"."""
    if sentence.place or cue("decision", "nothing").match(sentence.words):
        return False
    if cue("action", "heading").fullmatch(sentence.words.strip(EDGES)):
        return False
    if sentence.words.endswith(":") and len(sentence.words) < LONGEST_LEAD:
        return False
    if ends_list(sentence, setting) or _leads_list(sentence, setting):
        return False
    return setting.is_under(sentence.block, "decision", "heading", whole=True)


def _leads_list(sentence: Sentence, setting: Setting) -> bool:
    """Say whether a paragraph only introduces the list of its section."""
    block = sentence.block
    below = setting.page.blocks[block.index + 1 : block.index + 2]
    listed = any(o.kind is not Kind.TEXT and o.heading == block.heading for o in below)
    return block.kind is Kind.TEXT and listed


def ends_list(sentence: Sentence, setting: Setting) -> bool:
    """Say whether a paragraph follows the list of its section: it tells something else."""
    block = sentence.block
    if block.heading >= 0 and setting.page.blocks[block.heading].level == LOUD:
        between = setting.page.blocks[block.heading + 1 : block.index + 1]
        items = (place for place, other in enumerate(between) if other.kind is Kind.ITEM)
        after = between[next(items, len(between)) :]
        return any(other.kind is Kind.TEXT and other.lead < 0 for other in after)
    if block.kind is not Kind.TEXT or block.lead >= 0:
        return False
    above = setting.page.blocks[max(0, block.index - NEAR) : block.index]
    return any(other.kind is Kind.ITEM and other.heading == block.heading for other in above)


def _implied(words: str, body: Body) -> Verdict:
    """Judge what has no verb of settling: aims, answers behind arrows, things left as they were."""
    found = find("decision", "implied", words)
    if found and _is_firm(words[: found.start()], words[: found.end()]):
        return Verdict(Role.IMPLIED, short(found.group()), outcome_of(words))
    if _is_plan(words, body):
        return Verdict(Role.IMPLIED, "plan told as fixed", outcome_of(words))
    arrow = cue("decision", "arrow").search(words)
    chain = arrow is not None and cue("decision", "arrow").search(words, arrow.end()) is not None
    if (
        arrow
        and not chain
        and not BETWEEN.match(words)
        and _is_answer(words[arrow.end() :])
        and not is_task(words[arrow.end() :], body)
    ):
        return Verdict(Role.IMPLIED, "arrow", outcome_of(words[arrow.end() :]))
    found = cue("decision", "possible").search(words)
    if found is None or cue("talk", "wish").search(words):
        return TALK
    negated = cue("voice", "negated").search(words[: found.start()])
    return TALK if negated else Verdict(Role.POSSIBLE, found.group(), outcome_of(words))


def _is_plan(words: str, body: Body) -> bool:
    """Say whether the body tells what it will do: "We will keep the fee at 20"."""
    found = cue("decision", "plan").search(words)
    if found is None or is_foreign(found["who"], body):
        return False
    return _is_firm(words[: found.start()], words)


def _is_firm(before: str, through: str) -> bool:
    return not cue("voice", "condition").search(before) and not cue("talk", "wish").search(through)


def _is_answer(rest: str) -> bool:
    open_ended = cue("decision", "question").search(rest) or cue("talk", "wish").search(rest)
    ahead = cue("decision", "arrow_ahead").match(rest)
    return not open_ended and not ahead and not cue("talk", "task").match(rest)


def _heading(words: str) -> Verdict:
    if cue("decision", "heading").fullmatch(words.strip(EDGES)):
        return TALK
    if resolved := _resolved(words):
        return resolved
    found = cue("decision", "label").match(words)
    if found and ":" in found.group() and len(words) - found.end() > SHORTEST_DECISION:
        return Verdict(Role.EXPLICIT, found.group().strip(EDGES), outcome_of(words))
    if ":" in words and _is_outcome(words):
        return Verdict(Role.OUTCOME, short(words), outcome_of(words))
    return Verdict(Role.MOTION, "heading", is_motion=True) if _is_motion(words) else TALK
