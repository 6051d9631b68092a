"""Openings: roles, seats and tasks that a reader could still answer."""

import re
from collections.abc import Iterator

from pynews.gather.minutes.blocks import Kind
from pynews.gather.minutes.cues import cue, find
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.setting import Setting
from pynews.model import Call, Origin

__all__ = ["read_calls"]

CLAUSE = re.compile(
    r"[;,]\s(?:and|but|so|while|for which|no need|just)\s|;\s|\s[-–—]\s|,\sfor which\s"
)
TASK = re.compile(
    r"@?([\w'-]+)(?: (?:and|&) @?[\w'-]+)? (?:to|will|is to|agreed to|offered to|has to|shall) "
    r"(?!step|leave|resign|retire|be\b|stand|move)"
)
TITLE_WORDS, LONGEST_ROLE = 12, 20
LONGEST_LEAD = 8


def read_calls(setting: Setting) -> tuple[Call, ...]:
    """Return the openings of a page, each once; roles in a list are openings of their own."""
    calls: dict[str, Call] = {}
    for sentence in setting.page.sentences:
        for call in _calls(sentence, setting):
            calls.setdefault(re.sub(r"\W+", " ", call.quote.casefold()).strip(), call)
    return tuple(calls.values())


def _calls(sentence: Sentence, setting: Setting) -> Iterator[Call]:
    if setting.is_skipped(sentence) or sentence.block.mark == "header":
        return
    if _is_task(sentence, setting):
        return
    words = sentence.words
    if _is_role_in_list(sentence, setting):
        yield _call(sentence, setting, words)
    elif (
        _is_call(words, sentence)
        and not _leads_roles(sentence, setting)
        and not _follows_up(sentence, setting)
    ):
        yield _call(sentence, setting, _sought(words))


def _is_task(sentence: Sentence, setting: Setting) -> bool:
    """Say whether a task of a named person is to find somebody: "[ ] look for mentors (Robin)"."""
    if (found := TASK.match(sentence.words)) and "call for" not in sentence.words.casefold():
        return setting.body.is_person(found.group(1))
    under = setting.is_under(sentence.block, "action", "heading", whole=True)
    if not under and not sentence.block.box:
        return False
    words = re.findall(r"[\w'-]+", sentence.words)
    return any(setting.body.is_person(word) for word in (*words[:1], *words[-1:]))


def _follows_up(sentence: Sentence, setting: Setting) -> bool:
    """Say whether a sentence only says whom to ask about the opening just before it."""
    if not sentence.place or not cue("opening", "follow_up").match(sentence.words):
        return False
    before = setting.page.sentences[sentence.index - 1]
    return _is_call(before.words, before)


def _is_call(words: str, sentence: Sentence) -> bool:
    if cue("decision", "seconded").search(words) and cue("decision", "motion").search(words):
        return False
    found = find("opening", "strong", words)
    if found:
        clause = _clause(words, found)
        vetoes = find("opening", "taken", clause) or find("opening", "not_strong", clause)
        return not vetoes
    if find("opening", "taken", words):
        return False
    if sentence.block.kind is Kind.HEADING:
        return False
    return bool(cue("opening", "weak").search(words) and cue("opening", "sign").search(words))


def _clause(words: str, found: re.Match[str]) -> str:
    """Return the part of a sentence that seeks somebody; another part may tell who did a thing."""
    starts = [cut.end() for cut in CLAUSE.finditer(words, 0, found.start())]
    end = CLAUSE.search(words, found.end())
    return words[starts[-1] if starts else 0 : end.start() if end else len(words)]


def _is_role_in_list(sentence: Sentence, setting: Setting) -> bool:
    block = sentence.block
    if block.kind is not Kind.ITEM or sentence.place or find("opening", "taken", sentence.words):
        return False
    most = TITLE_WORDS if block.lead >= 0 else LONGEST_ROLE
    if len(sentence.words.split()) > most and not find("opening", "strong", sentence.words):
        return False
    if block.lead < 0:
        above = next(setting.page.headings(block), None)
        lists = above is not None and cue("opening", "roles_heading").fullmatch(_bare(above.words))
        return bool(lists) and not cue("decision", "nothing").match(sentence.words)
    lead = setting.page.blocks[block.lead]
    words = setting.page.words(lead)
    return _announces_roles(words) and not cue("opening", "not_role").search(sentence.words)


def _bare(words: str) -> str:
    """Return the words of a heading without signs around them."""
    return re.sub(r"^[^\w]+|[^\w]+$", "", words)


def _announces_roles(words: str) -> bool:
    if not words.rstrip().endswith(":") and len(words.split()) > LONGEST_LEAD:
        return False
    if find("opening", "taken", words):
        return False
    return bool(cue("opening", "roles_lead").search(words))


def _leads_roles(sentence: Sentence, setting: Setting) -> bool:
    """Say whether a list of roles follows a sentence, so that the roles are the openings."""
    block = sentence.block
    words = setting.page.words(block)
    after = setting.page.blocks[block.index + 1 : block.index + 2]
    if block.kind is Kind.HEADING:
        listed = any(other.kind in {Kind.ITEM, Kind.ROW} for other in after)
        return listed and bool(cue("opening", "roles_heading").fullmatch(_bare(words)))
    below = [other for other in after if other.lead == block.index]
    return bool(below) and _announces_roles(words)


def _call(sentence: Sentence, setting: Setting, title: str) -> Call:
    quote = setting.page.text[sentence.start : sentence.end]
    short = " ".join(title.strip(" .:;,-–—").split()[:TITLE_WORDS])
    return Call(quote, Origin(setting.path, sentence.line), short)


def _sought(words: str) -> str:
    """Return what is sought, for the title: the words after "looking for" and its like."""
    found = cue("opening", "before_title").search(words)
    rest = words[found.end() :] if found else words
    return re.split(r"[.;!?]|,\s(?:and|but|if|so|please)\s", rest)[0] or words
