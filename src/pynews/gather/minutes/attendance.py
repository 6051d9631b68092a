"""Who was there and who sent apologies, in whatever way the notes list them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from pynews.gather.minutes.blocks import Kind
from pynews.gather.minutes.chairs import told_chair
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.listing import entries_of
from pynews.gather.minutes.markup import TAG
from pynews.gather.minutes.names import is_name, names_in
from pynews.gather.minutes.roll import Entry, Mode, mode_of_label
from pynews.gather.minutes.sentences import Page

__all__ = ["Attendance", "read_attendance"]

MATTER = re.compile(r"---\n(.*?\n)---", re.DOTALL)
FIELD = re.compile(
    r"^([a-z_ ]{3,30}):[ \t]*((?:.*\n)(?:[ \t]*- .*\n)*)", re.IGNORECASE | re.MULTILINE
)
ITEM = re.compile(r"(?:^|\n)\s*-\s+|[\"\[\]]")
SPOKEN = re.compile(
    r"\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+"
    r"(?:<([\w.|@+ -]{1,30})>|([A-Z][\w.' -]{0,30}?)(?: \(([^()]{1,20})\))?:)"
)
NICKED = re.compile(r"<[@+ ]?([\w.|-]{2,30})>\s+\S")
EMOTED = re.compile(r"\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+\*\s+([\w.|-]{2,30})\s+(?:is|[a-z]+s)\b")
STARTED = re.compile(
    r"<[@+ ]?([\w.|-]{2,30})>\s+#startmeeting\b|\b[Mm]eeting started by ([\w.|-]{2,30}) at\b"
)
JOINED = re.compile(r"_|(?<=[a-z])(?=[A-Z])")
SPEECH = re.compile(r"([A-Z][\w.'-]{1,20}(?: [A-Z][\w.'-]{0,20})?):\s\S")
OFFICE = re.compile(r"The (?:Vice-)?(?:Chair\w*|President)")
FEWEST_FULL = 3
BOTS = re.compile(r"bot$", re.IGNORECASE)
BOT_NICK = re.compile(r"[a-z][\w.-]*bot$|[A-Za-z]\w*[a-z]Bot$")
LONGEST_MATTER, LONGEST_LOG_HEAD, FEWEST_SPEAKERS = 5_000, 3_000, 2


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there.

    Arguments:
        chair: the name marked as chair, or "".
        present, apologies: bare names, in order.
        blocks: the indexes of the blocks that say so; other rules leave them alone.
    """

    chair: str
    present: tuple[str, ...]
    apologies: tuple[str, ...]
    blocks: frozenset[int]


def read_attendance(page: Page) -> Attendance:
    """Return who was there and who was not, with the chair as marked.

    Where nobody lists the people of a chat, those who spoke were there.
    """
    entries: list[Entry] = []
    blocks: set[int] = set()
    for block in page.blocks:
        found = tuple(entries_of(page, block))
        if found or mode_of_label(page.words(block) if block.kind is not Kind.ROW else ""):
            blocks.add(block.index)
        entries += found
    entries += _in_front_matter(page.text)
    speakers = _speakers(page)
    entries += [e for e in speakers if e.is_chair] if _names(entries, Mode.PRESENT) else speakers
    entries = [e for e in entries if e.name.isupper() or not BOT_NICK.match(e.name)]
    kept = _unticked_away(entries)
    away = _excused(kept)
    out = {*away, *_names(kept, Mode.AWAY), *_names(kept, Mode.UNEXCUSED)}
    listed = _each_once(_names(kept, Mode.PRESENT))
    officers = (name for name in _names(kept, Mode.OFFICE) if not _is_listed(name, (*listed, *out)))
    present = tuple(name for name in (*officers, *listed) if name not in out)
    chair = (
        next((entry.name for entry in kept if entry.is_chair), "")
        or told_chair(page)
        or _starter(page)
    )
    return Attendance(_full_name(chair, present), present, away, frozenset(blocks))


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return names without those that only shorten another, or only say the office of one."""
    full = [name for name in names if " " in name and not OFFICE.fullmatch(name)]
    words = {token for name in full for token in name.split()}
    enough = len(full) >= FEWEST_FULL
    return tuple(
        name for name in names if not enough or (name not in words and not OFFICE.fullmatch(name))
    )


def _unticked_away(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries; those without a tick are away where others of their list have one."""
    ticked = any(entry.box == "x" for entry in entries)
    kept = []
    for entry in entries:
        if entry.box != " " or entry.mode is Mode.APOLOGIES:
            kept.append(entry)
        elif ticked:
            kept.append(replace(entry, mode=Mode.AWAY))
    return kept


def _excused(entries: Sequence[Entry]) -> tuple[str, ...]:
    """Return who sent apologies, and who was away where the notes do not tell the two apart."""
    sent = {entry.block for entry in entries if entry.mode is Mode.APOLOGIES}
    away = {entry.block for entry in entries if entry.mode is Mode.AWAY}
    modes = {Mode.APOLOGIES} if sent - away else {Mode.APOLOGIES, Mode.AWAY}
    return tuple(dict.fromkeys(e.name for e in entries if e.mode in modes and e.name))


def _in_front_matter(text: str) -> Iterator[Entry]:
    """Yield the people that the keys of the front matter list."""
    matter = MATTER.match(text[:LONGEST_MATTER])
    for key, value in FIELD.findall(matter.group(1)) if matter else ():
        mode = mode_of_label(key.replace("_", " "))
        for name in names_in(ITEM.sub(", ", value).strip("[], \n")) if mode else ():
            yield Entry(mode or Mode.PRESENT, name)


def _is_listed(name: str, others: Iterable[str]) -> bool:
    """Say whether somebody is among others already, by first name, last name or initials."""
    return any(_are_one(name, other) for other in others)


def _are_one(name: str, other: str) -> bool:
    one, two = (JOINED.sub(" ", words).casefold().split() for words in (name, other))
    short, full = (one, two) if len(one) <= len(two) else (two, one)
    if len(short) == 1 and len(full) > 1:
        initials = "".join(token[0] for token in full)
        return short[0] in full or short[0] == initials or short[0].startswith(full[0])
    return one == two or (one[0] == two[0] and one[-1][:1] == two[-1][:1])


def _full_name(name: str, present: Iterable[str]) -> str:
    """Return a chair's name as the list of those present gives it."""
    return next((other for other in present if name and _are_one(name, other)), name)


def _speakers(page: Page) -> list[Entry]:
    """Return those who speak in a chat or transcript: <nick>, or names before what they say."""
    spans = [(block.start, block.end) for block in page.blocks]
    chats = (SPOKEN.match(page.text, *span) for span in spans)
    found = [_chatter(spoken) for spoken in chats if spoken] or _nicks(page, spans, NICKED)
    found += _nicks(page, spans, EMOTED) if found else []
    if found:
        return [entry for entry in found if not BOTS.search(entry.name)]
    speeches = (SPEECH.match(page.words(block)) for block in page.blocks)
    names = [speech.group(1) for speech in speeches if speech and _is_speaker(speech.group(1))]
    often = [name for name, count in Counter(names).items() if count > 1]
    return [Entry(Mode.PRESENT, name) for name in names] if len(often) > 1 else []


def _nicks(page: Page, spans: Iterable[tuple[int, int]], said: re.Pattern[str]) -> list[Entry]:
    """Return those who speak in a log without times, or only wave; tags are no nicks."""
    lines = (said.match(page.text, *span) for span in spans)
    nicks = [line.group(1) for line in lines if line and not TAG.fullmatch(f"<{line.group(1)}>")]
    enough = said is EMOTED or len(set(nicks)) >= FEWEST_SPEAKERS
    return [Entry(Mode.PRESENT, nick) for nick in nicks] if enough else []


def _starter(page: Page) -> str:
    """Return who started the meeting of a log: its chair."""
    found = STARTED.search(page.text[:LONGEST_LOG_HEAD])
    return next((name for name in found.groups() if name), "") if found else ""


def _chatter(spoken: re.Match[str]) -> Entry:
    name = (spoken.group(1) or spoken.group(2)).strip("@+ ")
    chairs = "chair" in (spoken.group(3) or "")
    return Entry(Mode.OFFICE if chairs else Mode.PRESENT, name, is_chair=chairs)


def _is_speaker(label: str) -> bool:
    return is_name(label) and not cue("talk", "label").fullmatch(label)


def _names(entries: Sequence[Entry], mode: Mode) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(entry.name for entry in entries if entry.mode is mode and entry.name)
    )
