"""Things fixed in time: what readers can go to, follow, or have to do before a day."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from pynews.gather.minutes.blocks import Kind
from pynews.gather.minutes.calendar import Tense
from pynews.gather.minutes.cues import cue, find
from pynews.gather.minutes.dates import Reading, find_dates, find_time
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.setting import Setting
from pynews.gather.minutes.voice import is_foreign, is_of_another
from pynews.model import Mention, MentionKind, Origin, Relation

__all__ = ["read_mentions"]

EDGES = " \t|,;:.-–—_*()[]"
TITLE_WORDS, CLOSING, SHORT_LEAD, MOST_READINGS = 10, 16, 4, 12
SIGNATURE = re.compile(
    r"(?!\w+day\b|(?:When|Date|Next|Time|On|Day)\b)"
    r"(?:[A-Z][\w.'-]* ?){1,4}(?:, [A-Z][\w.'-]*)?[,;:]? "
    r"\d{1,2}(?:st|nd|rd|th)? [A-Z]\w+ \d{4}"
)
TOPIC = re.compile(r"(?:<[^<>]{1,30}>\s*)?#?(?:sub)?topic\s*:?\s+", re.IGNORECASE)
CLOCK_AFTER = re.compile(r"\s?[ap]\.?m\b", re.IGNORECASE)
SIGNS = re.compile(r"^[^\w\s<(\[#]{1,3}\s")
NUMBER = re.compile(r"\(?\d[\d./-]{0,8}\)?\s+")
TASK = re.compile(
    r"(@?[\w.-]+(?: [A-Z][\w.-]+)?)"
    r"(?: (?:to|will|is to|has to|agreed to|offered to|should|can) (?!be\b)|:)"
)


def read_mentions(setting: Setting) -> tuple[Mention, ...]:
    """Return what the page fixes in time, each day once, the next meeting among it."""
    found: list[Mention] = []
    for sentence in setting.page.sentences:
        for mention in _mentions(sentence, setting):
            _add(found, mention)
    return _one_next_meeting(_with_next_meeting(found, setting))


def _with_next_meeting(found: list[Mention], setting: Setting) -> list[Mention]:
    """Return the mentions; where none is called the next meeting, a meeting told at the end is."""
    sentences = setting.page.sentences
    if not sentences or any(one.relation is Relation.NEXT_MEETING for one in found):
        return found
    closing = sentences[max(0, len(sentences) - CLOSING)].line
    may = [place for place, one in enumerate(found) if _may_be_next(one, setting)]
    last = [place for place in may if found[place].origin.line >= closing]
    fits = last or [p for p in may if cue("event", "own_meeting").search(_flat(found[p]))]
    chosen = min(fits, key=lambda place: found[place].day or date.max, default=None)
    if chosen is not None:
        ours = replace(found[chosen], relation=Relation.NEXT_MEETING, kind=MentionKind.MEETING)
        found[chosen] = ours
    return found


def _may_be_next(mention: Mention, setting: Setting) -> bool:
    """Say whether a day ahead is one on which the body itself comes together."""
    words = _flat(mention)
    if mention.relation is not Relation.UPCOMING or mention.day is None or mention.end:
        return False
    named = cue("event", "maybe_next").search(words) or cue("event", "own_meeting").search(words)
    vetoes = ("not_our_meeting", "not_next_meeting")
    if not named or any(cue("event", veto).search(words) for veto in vetoes):
        return False
    right = words[named.end() :]
    foreign = is_foreign(words[: named.start()], setting.body)
    return not (foreign or is_of_another(right, setting.body))


def _is_clock(words: str, reading: Reading) -> bool:
    """Say whether "at 9.10 pm" only looks like the ninth of October."""
    if reading.has_year or "." not in reading.words or re.search("[A-Za-z]", reading.words):
        return False
    return bool(CLOCK_AFTER.match(words[reading.end :]) or words[: reading.start].endswith("at "))


def _flat(mention: Mention) -> str:
    return " ".join(mention.quote.split())


def _mentions(sentence: Sentence, setting: Setting) -> Iterator[Mention]:
    if setting.is_skipped(sentence) or (
        sentence.block.mark == "header" and not _announces_meeting(sentence.words.split(" | ")[0])
    ):
        return
    words = sentence.words
    if cue("event", "never").search(words):
        return
    base = setting.day(sentence)
    following = _is_next_meeting(sentence, setting)
    tense = Tense.AHEAD if following else _tense(words)
    dated = following or setting.is_under(sentence.block, "event", "heading", whole=True)
    readings = find_dates(
        words, base=base, day_first=setting.is_day_first, tense=tense, is_about_dates=dated
    )
    if sentence.block.kind is Kind.HEADING and not any(reading.day for reading in readings):
        return
    readings = tuple(reading for reading in readings if not _is_clock(words, reading))
    if following and readings:
        chosen = _next_reading(words, readings, base)
        yield _next_meeting(sentence, setting, chosen)
        readings = tuple(r for r in readings if r.start != chosen.start and r.day)
    for reading in readings[:MOST_READINGS]:
        if _is_event(sentence, reading, setting, base):
            yield _mention(sentence, setting, reading, _relation(reading, words, base))


def _tense(words: str) -> Tense:
    """Return where a sentence looks; that something "was decided" does not make it past."""
    words = cue("event", "settled").sub(" ", words)
    if cue("event", "ahead").search(words):
        return Tense.AHEAD
    return Tense.BACK if cue("event", "back").search(words) else Tense.OPEN


def _is_next_meeting(sentence: Sentence, setting: Setting) -> bool:
    words = SIGNS.sub("", sentence.words, count=1)
    found = find("event", "next_meeting", words)
    if found and not cue("event", "not_next_meeting").search(words):
        left, right = words[: found.start()], words[found.end() :]
        return not (is_foreign(left, setting.body) or is_of_another(right, setting.body))
    if sentence.place > 1 or sentence.block.kind is Kind.HEADING:
        return False
    above = (*setting.near(sentence.block), _before(sentence, setting))
    saying = " ".join(one for one in above if _announces_meeting(one))
    other = cue("event", "not_our_meeting").search(words)
    named = saying and (not other or cue("event", "maybe_next").search(saying))
    doubts = cue("event", "other_body").match(words) or _says_there_is_none(words)
    return bool(named) and not doubts and not SIGNATURE.fullmatch(words)


def _says_there_is_none(words: str) -> bool:
    """Say whether "no meeting" comes before the date: "12 May (no meeting in June)" is one."""
    found = cue("event", "no_meeting").search(words)
    return found is not None and not re.search(r"\d", words[: found.start()])


def _announces_meeting(words: str) -> bool:
    text = NUMBER.sub("", TOPIC.sub("", words, count=1), count=1).strip(" :;#*.?-–—")
    return bool(cue("event", "next_heading").fullmatch(text))


def _before(sentence: Sentence, setting: Setting) -> str:
    """Return the sentence before, which may ask for a date: "When do we meet again?"."""
    page = setting.page
    before = page.sentences[sentence.index - 1] if sentence.index else sentence
    near = before.block.index >= sentence.block.index - 1
    return before.words if sentence.place or (near and before.block.kind is Kind.TEXT) else ""


def _next_reading(words: str, readings: tuple[Reading, ...], base: date | None) -> Reading:
    """Return the next meeting's reading: the first day ahead, after the words that say so."""
    found = cue("event", "moved_to").search(words) or find("event", "next_meeting", words)
    after = [reading for reading in readings if found is None or reading.end > found.start()]
    dated = [
        replace(reading, day=reading.last, last=None)
        if reading.last and cue("event", "instead_of").search(words[: reading.start])
        else reading
        for reading in after or readings
        if reading.day
    ]
    meant = [r for r in dated if not cue("event", "instead_of").search(words[: r.start])]
    dated = meant or dated
    ahead = [reading for reading in dated if base is None or (reading.day and reading.day >= base)]
    later = [reading for reading in ahead if reading.day != base]
    return next(iter(later or ahead or dated or list(after or readings)))


def _next_meeting(sentence: Sentence, setting: Setting, reading: Reading) -> Mention:
    base = setting.day(sentence)
    mention = _mention(sentence, setting, reading, Relation.NEXT_MEETING)
    if reading.day and base and reading.day < base:
        warning = f"the next meeting lies before this one: {reading.day}"
        mention = replace(mention, warnings=(*mention.warnings, warning))
    return replace(mention, kind=MentionKind.MEETING)


def _is_event(sentence: Sentence, reading: Reading, setting: Setting, base: date | None) -> bool:
    words = sentence.words
    under = setting.is_under(sentence.block, "event", "heading")
    if _is_called_off(words, reading):
        return False
    if cue("event", "other_sense").search(words[max(0, reading.start - 40) : reading.end]):
        return False
    if (
        SIGNATURE.fullmatch(words)
        or _is_task(sentence, setting)
        or (sentence.block.box and not under)
    ):
        return False
    rest = f"{words[: reading.start]} {words[reading.end :]}"
    if reading.day is None:
        return sentence.block.kind is not Kind.HEADING and _is_undated_event(
            reading, rest, under=under
        )
    if base and (reading.last or reading.day) < base:
        told = under or cue("event", "back").search(rest)
        return bool(cue("event", "thing" if told else "core").search(rest))
    return _is_coming_event(sentence, reading, setting, rest, base)


def _is_called_off(words: str, reading: Reading) -> bool:
    """Say whether a sentence says that what it dates will not be, or was not decided."""
    found = cue("event", "not_happening").search(words)
    if found is None or _kind(words) is MentionKind.VACATION:
        return False
    between = words[found.end() : reading.start] if found.end() < reading.start else ""
    return cue("event", "turning").search(between) is None


def _is_undated_event(reading: Reading, rest: str, *, under: bool) -> bool:
    words = reading.words
    if cue("event", "no_day_before").match(words) or cue("event", "no_day").fullmatch(words):
        return False
    if cue("event", "vague_talk").search(rest) or not re.search(r"[^\W\d_]{3,}", rest):
        return False
    if cue("event", "no_thing").fullmatch(rest.strip(EDGES)):
        return False
    gone = cue("event", "back").search(rest) or cue("event", "had").search(rest)
    told = cue("event", "core").search(rest) or (
        cue("event", "season").search(words)
        and cue("event", "date_to_come").search(f"{rest} {words}")
    )
    return under or bool(told and not gone)


def _is_coming_event(
    sentence: Sentence, reading: Reading, setting: Setting, rest: str, base: date | None
) -> bool:
    core = cue("event", "core").search(rest)
    effective = cue("event", "effective").search(sentence.words[: reading.end])
    if reading.form == "relative" or reading.day == base or effective:
        return bool(core and (cue("event", "ahead").search(rest) or effective))
    if cue("event", "thing").search(rest) or setting.is_under(sentence.block, "event", "heading"):
        return True
    if len(re.findall(r"[^\W\d_]{2,}", rest)) > 1:
        return sentence.block.kind is not Kind.HEADING
    near = setting.near(sentence.block)
    if sentence.block.lead >= 0 and near and len(near[0].split()) <= SHORT_LEAD:
        return not cue("event", "other_sense").search(near[0])
    return any(cue("event", "core").search(words) for words in near)


def _is_task(sentence: Sentence, setting: Setting) -> bool:
    """Say whether the date is one person's due date rather than a day for readers."""
    words = sentence.words
    if cue("action", "label").match(words) or setting.is_under(
        sentence.block, "action", "heading", whole=True
    ):
        return True
    found = TASK.match(words)
    return (
        found is not None
        and setting.body.is_person(found.group(1))
        and not cue("event", "core").search(words)
    )


def _relation(reading: Reading, words: str, base: date | None) -> Relation:
    if reading.day and base and (reading.last or reading.day) < base:
        return Relation.PAST
    if reading.day is None and cue("event", "back").search(words):
        return Relation.PAST
    return Relation.UPCOMING


def _mention(sentence: Sentence, setting: Setting, reading: Reading, relation: Relation) -> Mention:
    words = sentence.words
    quote = setting.page.text[sentence.start : sentence.end]
    return Mention(
        quote=quote,
        origin=Origin(setting.path, sentence.line),
        title=_title(words, reading) or next(iter(setting.near(sentence.block)), "").strip(EDGES),
        day=reading.day,
        end=reading.last,
        time=find_time(words[reading.end :], is_after_date=True)
        or find_time(words[: reading.start]),
        when=reading.words.strip(EDGES),
        kind=_kind(words),
        relation=relation,
        conflict=reading.conflict,
        alternatives=reading.alternatives,
        warnings=tuple(_warnings(reading, relation)),
    )


def _warnings(reading: Reading, relation: Relation) -> Iterator[str]:
    if reading.conflict:
        yield reading.conflict
    elif reading.day is None and reading.words:
        yield f'"{reading.words.strip(EDGES)}" names no day'
    elif reading.day is None:
        yield "no date is given"
    if relation is Relation.PAST and reading.day:
        yield "this was before the meeting"


def _kind(words: str) -> MentionKind:
    for kind in (
        MentionKind.ELECTION,
        MentionKind.DEADLINE,
        MentionKind.VACATION,
        MentionKind.RELEASE,
        MentionKind.MEETING,
    ):
        if cue("event", kind.value).search(words):
            return kind
    return MentionKind.EVENT


def _title(words: str, reading: Reading) -> str:
    before = words[: reading.start].strip(EDGES)
    after = words[reading.end :].strip(EDGES)
    text = before if len(before.split()) > 1 or not after else f"{before} {after}".strip()
    text = cue("talk", "opening_words").sub("", text, count=1)
    text = re.sub(
        r"\s+(?:on|at|by|until|from|in|is|be|the|for|will|of|to|takes? place|be held|held|and)+$",
        "",
        text.strip(EDGES),
    )
    text = re.sub(
        r"\s+(?:on|at|by|until|from|in|is|will|will be|be held|held|take place|will take place)$",
        "",
        text,
    )
    return " ".join(text.split()[:TITLE_WORDS])


def _add(found: list[Mention], mention: Mention) -> None:
    """Add a mention unless the same day, or the same undated thing, stands there already."""
    place = next((i for i, other in enumerate(found) if _is_same(other, mention)), None)
    if place is None:
        found.append(mention)
    else:
        found[place] = _merged(found[place], mention)


def _merged(one: Mention, other: Mention) -> Mention:
    """Return one of two mentions of a day, with the time and the doubt of either."""
    following = Relation.NEXT_MEETING
    kept = other if other.relation is following and one.relation is not following else one
    doubt = one if one.conflict else other
    return replace(
        kept,
        time=one.time or other.time,
        conflict=doubt.conflict,
        alternatives=doubt.alternatives,
        warnings=tuple(dict.fromkeys((*one.warnings, *other.warnings))),
    )


def _is_same(one: Mention, other: Mention) -> bool:
    if one.day is None or other.day is None:
        return one.day is other.day and one.quote == other.quote
    if one.day != other.day or one.end != other.end:
        return False
    if one.relation is Relation.NEXT_MEETING and other.relation is Relation.NEXT_MEETING:
        return True
    apart = one.conflict != other.conflict or (_names_something(one) and _names_something(other))
    return not apart or bool(_content(one) & _content(other))


def _names_something(mention: Mention) -> bool:
    if mention.relation is Relation.NEXT_MEETING:
        return True
    return bool(
        cue("event", "core").search(mention.quote) or cue("event", "deadline").search(mention.quote)
    )


def _content(mention: Mention) -> set[str]:
    """Return the telling words of a mention, without its date."""
    words = mention.quote.replace(mention.when, " ").casefold()
    return {
        word
        for word in re.findall(r"[^\W\d_]{4,}", words)
        if not cue("event", "filler").fullmatch(word)
    }


def _one_next_meeting(found: Iterable[Mention]) -> tuple[Mention, ...]:
    """Keep one next meeting, the one with a day; others become meetings, with a warning."""
    mentions = list(found)
    following = [m for m in mentions if m.relation is Relation.NEXT_MEETING]
    chosen = next((m for m in following if m.day), next(iter(following), None))
    kept: list[Mention] = []
    for mention in mentions:
        if mention.relation is not Relation.NEXT_MEETING or mention is chosen:
            kept.append(mention)
        elif mention.day:
            warning = f"the next meeting is also given as {chosen.day if chosen else ''}"
            kept.append(
                replace(mention, relation=Relation.UPCOMING, warnings=(*mention.warnings, warning))
            )
    return tuple(kept)
