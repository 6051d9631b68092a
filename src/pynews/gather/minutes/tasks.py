"""Actions: tasks with whoever does them."""

import re

from pynews.gather.minutes.blocks import Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.setting import SPEAKER, Setting
from pynews.model import Action, Origin

__all__ = ["read_actions"]

OWNER = re.compile(
    r"\(?@?([A-Z][\w.'’-]*(?: (?:and |& )?[A-Z][\w.'’-]*){0,3}|[a-z][\w-]{1,20}|[Aa]ll|[Ee]veryone"
    r"|the [a-z]+)\)?(?:\s+(?:to|will|is to|shall|has to|should|agreed to|offered to"
    r"|volunteered to|promised to)\b|\s*[:,–—-]\s)"
)
NAME_WILL = re.compile(
    r"(?:[Tt]he )?(@?[A-Za-z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})"
    r"(?:,? (?:and|&) (@?[A-Z][\w.'’-]*))? (?:to|will|is to|are to|agreed to|offered to"
    r"|volunteered to|promised to|offers to|volunteers to) (?!be\b)[a-z]"
)
AT_END = re.compile(r"(?:\(|\[|\s[-–—|]\s|:\s)@?([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})[)\]]?\.?$")


def read_actions(setting: Setting, settled: frozenset[int]) -> tuple[Action, ...]:
    """Return the tasks of a page; sentences that are decisions are not tasks."""
    found: list[Action] = []
    for sentence in setting.page.sentences:
        if (
            sentence.index in settled
            or setting.is_skipped(sentence)
            or sentence.block.kind is Kind.HEADING
        ):
            continue
        if (
            sentence.block.mark == "header"
            or sentence.block.box == "x"
            or cue("action", "done").search(sentence.words)
        ):
            continue
        owner = _owner(sentence, setting)
        if owner is not None:
            quote = setting.page.text[sentence.start : sentence.end]
            found.append(Action(quote, Origin(setting.path, sentence.line), owner))
    return tuple(found)


def _owner(sentence: Sentence, setting: Setting) -> str | None:
    """Return who has the task, "" for nobody named, None when it is no task."""
    words = sentence.words
    spoken = SPEAKER.match(words) if words.startswith("<") else None
    words = words[spoken.end() :] if spoken else words
    if label := cue("action", "label").match(words):
        return _named(words[label.end() :], setting)
    under = setting.is_under(sentence.block, "action", "heading", whole=True)
    if sentence.block.kind is Kind.ROW:
        return (
            _row_owner(sentence, setting)
            if under or _has_column(sentence, "owner_column")
            else None
        )
    if under and sentence.place == 0 and not cue("decision", "nothing").match(words):
        return _named(words, setting)
    if sentence.block.box == " " and not setting.is_under(sentence.block, "event", "heading"):
        return _named(words, setting)
    found = NAME_WILL.match(words)
    if found and (setting.body.is_person(found.group(1)) or _is_unknown_person(found.group(1))):
        return " and ".join(part.lstrip("@") for part in found.groups() if part)
    return None


def _is_unknown_person(words: str) -> bool:
    """Say whether words may name somebody or an office, although the head does not list them."""
    tokens = words.split()
    return words[:1].isupper() and not any(
        cue("action", "not_owner").fullmatch(token) for token in tokens
    )


def _named(words: str, setting: Setting) -> str:
    """Return whom a task names: before the verb, with an @, at the end, or as its first word."""
    text = words.strip(" *:-–—")
    if (found := OWNER.match(text)) and _may_own(found.group(1), setting):
        return found.group(1)
    if text.startswith("@"):
        return text.split(maxsplit=1)[0].strip("@:,")
    if (found := AT_END.search(text)) and setting.body.is_person(found.group(1)):
        return found.group(1)
    first = text.split(" ", 1)[0].strip(":,")
    return first if first and setting.body.is_person(first) else ""


def _may_own(words: str, setting: Setting) -> bool:
    return setting.body.is_person(words) or words[:1].isupper() or words in {"all", "everyone"}


def _has_column(sentence: Sentence, name: str) -> bool:
    return any(cue("action", name).fullmatch(words.strip(" :*")) for words in sentence.block.header)


def _row_owner(sentence: Sentence, setting: Setting) -> str:
    cells = sentence.words.split(" | ")
    for index, words in enumerate(sentence.block.header):
        if cue("action", "owner_column").fullmatch(words.strip(" :*")) and index < len(cells):
            return cells[index].strip()
    return next((cell for cell in cells if setting.body.is_person(cell)), "")
