"""Actions: tasks with whoever does them."""

import re

from pynews.gather.minutes.blocks import Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.setting import SPEAKER, Setting
from pynews.gather.minutes.settling import ends_list
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
CLAUSE_NAME = re.compile(
    r"(?:^|[.;:,–—-] (?:and |so |but |while )?|[(→>]\s?|\b(?:and|so|but|while) )"
    r"(@?[A-Za-z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})"
    r"(?: (?:and|&) (@?[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*)?))? (?:also |then |now |kindly )?"
)
LATER = re.compile(r"[,;.–—] |\band ")
PROMISE = re.compile(
    r"@?([A-Za-z][\w.'’-]*(?: [A-Z][\w.'’-]*)?): (?:ok,? |yes,? |sure,? )?"
    r"(?:I(?:'ll| will| can)|will|can) "
    r"(?!(?:be|not|live|see|have|imagine|say|agree)\b)[a-z]+"
)
AT_END = re.compile(r"(?:\(|\[|\s[-–—|]\s|:\s)@?([A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,2})[)\]]?\.?$")


def read_actions(setting: Setting, settled: frozenset[int]) -> tuple[Action, ...]:
    """Return the tasks of a page; sentences that are decisions are not tasks."""
    found: list[Action] = []
    for sentence in setting.page.sentences:
        if setting.is_skipped(sentence) or sentence.block.kind is Kind.HEADING:
            continue
        if cue("action", "never").search(sentence.words):
            continue
        if (
            sentence.block.mark == "header"
            or sentence.block.box == "x"
            or cue("action", "done").search(sentence.words)
            or _is_done(sentence, setting)
        ):
            continue
        owner = (
            _aside(sentence, setting) if sentence.index in settled else _owner(sentence, setting)
        )
        if owner is not None:
            quote = setting.page.text[sentence.start : sentence.end]
            found.append(Action(quote, Origin(setting.path, sentence.line), owner))
    return tuple(found)


def _is_done(sentence: Sentence, setting: Setting) -> bool:
    """Say whether the line below a task says that it is done: "Status: done"."""
    after = setting.page.sentences[sentence.index + 1 : sentence.index + 2]
    return any(cue("action", "status_done").match(other.words) for other in after)


def _aside(sentence: Sentence, setting: Setting) -> str | None:
    """Return who does something in a later clause of a decision: "..., and Robin will sign"."""
    if sentence.block.kind is Kind.ROW:
        return None
    cut = LATER.search(sentence.words)
    return _doer(sentence.words[cut.start() :], setting) if cut else None


def _owner(sentence: Sentence, setting: Setting) -> str | None:
    """Return who has the task, "" for nobody named, None when it is no task."""
    words = sentence.words
    spoken = SPEAKER.match(words) if words.startswith("<") else None
    words = words[spoken.end() :] if spoken else words
    if label := cue("action", "label").match(words):
        return _named(words[label.end() :], setting)
    under = setting.is_under(sentence.block, "action", "heading", whole=True)
    if sentence.block.kind is Kind.ROW:
        if told := next((n for c in words.split(" | ") if (n := _doer(c, setting, row=True))), ""):
            return told
        owned = _has_column(sentence, "owner_column")
        owner = _row_owner(sentence, setting) if under or owned else ""
        return owner or ("" if under or (owned and _has_column(sentence, "task_column")) else None)
    if ends_list(sentence, setting):
        under = False
    listed = under and sentence.place == 0 and not cue("decision", "nothing").match(words)
    boxed = sentence.block.box == " " and not setting.is_under(sentence.block, "event", "heading")
    if listed or boxed:
        return _named(words, setting)
    found = NAME_WILL.match(words)
    if found and (setting.body.is_person(found.group(1)) or _is_unknown_person(found.group(1))):
        return " and ".join(part.lstrip("@") for part in found.groups() if part)
    return _doer(words, setting) or _promise(words, setting)


def _doer(words: str, setting: Setting, *, row: bool = False) -> str | None:
    """Return who of the meeting does something, in any clause: "..., and Robin writes to them"."""
    if cue("talk", "not_task").search(words) or words.endswith("?"):
        return None
    for found in (CLAUSE_NAME.match(words),) if row else CLAUSE_NAME.finditer(words):
        if found is None:
            continue
        names = [part.lstrip("@") for part in found.groups() if part]
        known = all(setting.body.is_person(name) for name in names)
        if known and cue("action", "does").match(words, found.end()):
            return " and ".join(names)
    return None


def _promise(words: str, setting: Setting) -> str | None:
    """Return who says "I'll do it" where notes go speaker by speaker."""
    found = PROMISE.match(words)
    return found.group(1) if found and setting.body.is_person(found.group(1)) else None


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
