"""A file of minutes is read: head, names, decisions, dates, openings, ideas and tasks."""

from dataclasses import replace

from pynews.errors import SourceError
from pynews.gather.decoding import Decoded, decode, repair
from pynews.gather.minutes.attendance import Attendance, read_attendance
from pynews.gather.minutes.blocks import read_blocks
from pynews.gather.minutes.calls import read_calls
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.decisions import read_decisions
from pynews.gather.minutes.head import Head, day_first, read_head
from pynews.gather.minutes.ideas import read_ideas
from pynews.gather.minutes.joining import ANSWERING, join
from pynews.gather.minutes.lines import LONGEST
from pynews.gather.minutes.mentions import read_mentions
from pynews.gather.minutes.sentences import Page, read_page
from pynews.gather.minutes.setting import Setting, speaker_of
from pynews.gather.minutes.settling import judge
from pynews.gather.minutes.tasks import read_actions
from pynews.gather.minutes.voice import body_of
from pynews.model import Mention, Minutes, Relation

__all__ = ["read_minutes"]

MOST_CHARACTERS = 300_000


def read_minutes(data: bytes, *, path: str, is_day_first: bool = True) -> Minutes:
    """Return what a file of minutes says.

    Arguments:
        data: the file's bytes, in any encoding that `decode` knows.
        path: its path, for origins and for the date in its name.
        is_day_first: whether 3/4 is the third of April where the file itself does not tell.

    Raises `SourceError` for what is no text, nothing else. What is doubtful, repaired or cut off
    stands in ``warnings``.
    """
    decoded = _decoded(data, path)
    text = decoded.text
    head_text = _shortened(text)
    page = read_page(text, read_blocks(head_text))
    first = day_first(text, default=is_day_first)
    head = read_head(page, path, is_day_first=first)
    attendance = read_attendance(page)
    setting = _setting(page, head, attendance, path)
    return _read(setting, head, attendance, _warnings(decoded, page, len(head_text)))


def _decoded(data: bytes, path: str) -> Decoded:
    try:
        return decode(data)
    except SourceError as error:
        raise SourceError.of(replace(problem, where=path) for problem in error.problems) from None


def _shortened(text: str) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    end = text.rfind("\n", 0, MOST_CHARACTERS)
    return text[: end if end > 0 else MOST_CHARACTERS]


def _warnings(decoded: Decoded, page: Page, read: int) -> tuple[str, ...]:
    warnings = list(decoded.warnings)
    text = decoded.text
    if read < len(text) or page.is_cut:
        last = page.sentences[-1].line if page.sentences else 1
        warnings.append(f"the file is very long; it was read up to line {last}")
    if any(len(line) > LONGEST for line in text.split("\n")):
        warnings.append(f"lines of more than {LONGEST:,} characters were read up to there")
    if repair(text[:read]) != text[:read]:
        warnings.append(
            "letters that had been encoded twice were repaired; quotes show them as they stand"
        )
    return tuple(warnings)


def _setting(page: Page, head: Head, attendance: Attendance, path: str) -> Setting:
    people = (*attendance.present, *attendance.apologies, attendance.chair)
    year = head.base.year if head.base else 0
    body = body_of(head.title, head.said, (name for name in people if name), year)
    unfilled = (
        s.block.index for s in page.sentences if cue("decision", "template").search(s.words)
    )
    skipped = attendance.blocks | head.dated | frozenset(unfilled)
    first = head.is_day_first
    return Setting(page, body, head.day_at, first, skipped, speaker_of(page), path)


def _read(
    setting: Setting, head: Head, attendance: Attendance, warnings: tuple[str, ...]
) -> Minutes:
    verdicts = tuple(judge(sentence, setting) for sentence in setting.page.sentences)
    joined = join(setting, verdicts)
    found = read_decisions(setting, joined)
    answers = {index for index, verdict in joined.items() if verdict.role in ANSWERING}
    mentions = read_mentions(setting)
    calls = read_calls(setting)
    printed = frozenset(decision.quote for decision in found.decisions)
    actions = read_actions(setting, found.used)
    quoted = {*printed, *(call.quote for call in calls), *(action.quote for action in actions)}
    busy = frozenset(
        s.index for s in setting.page.sentences if setting.page.text[s.start : s.end] in quoted
    )
    ideas = read_ideas(setting, busy | answers)
    following = _following(mentions)
    return Minutes(
        path=setting.path,
        title=head.title,
        day=head.day,
        chair=attendance.chair,
        attendees=attendance.present,
        apologies=attendance.apologies,
        decisions=found.decisions,
        possible_decisions=found.possible,
        mentions=mentions,
        calls=calls,
        ideas=ideas,
        actions=actions,
        next_meeting=following.day if following else None,
        warnings=(*head.warnings, *warnings, *_doubts(mentions)),
        text=setting.page.text,
    )


def _following(mentions: tuple[Mention, ...]) -> Mention | None:
    return next((m for m in mentions if m.relation is Relation.NEXT_MEETING), None)


def _doubts(mentions: tuple[Mention, ...]) -> tuple[str, ...]:
    return tuple(f"line {m.origin.line}: {m.conflict}" for m in mentions if m.conflict)
