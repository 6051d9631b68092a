"""Who was there and who sent apologies, in whatever way the notes list them."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from pynews.gather.minutes.blocks import Block, Kind
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.markup import plain
from pynews.gather.minutes.names import (
    bare_name,
    is_name,
    named_pieces,
    names_in,
    split_names,
    trimmed,
)
from pynews.gather.minutes.sentences import Page

__all__ = ["Attendance", "read_attendance"]

LABEL = re.compile(r"\s*(.{2,70}?)\s*(?::|\s[-–—]\s|\bwere\b|\bwas\b|\bfrom\b|$)\s*", re.IGNORECASE)
COUNT = re.compile(r"\(?\d+\)?$")
NEXT_LABEL = re.compile(
    r"(?:^|(?<=[.;,|])|(?<=\s{2}))\s*(?=(?:also |not )?[A-Z][a-z]+(?: [A-Za-z]+){0,3}\s?:)"
    r"|\s(?=(?i:apologies|regrets|absent|excused|guests?|observers?|also present|in attendance"
    r"|not present)"
    r"\b[^:.,;]{0,20}:)"
)
BREAK = re.compile(r"<br ?/?>|\\\n", re.IGNORECASE)
LONGEST_LIST = 1_500
LONGEST_LABEL = 70
SHORTEST_LIST = 3
MOST_PLAIN_LINES = 60


CLAUSE = re.compile(
    r"[;.]\s+(?=[A-Za-z])|,\s(?=[\w. ]{2,40}\s(?:sends?|sent|gave|was excused|could not|cannot)\b)"
)
LONGEST_HEAD = 25
LONGEST_COLUMN = 40
MATTER = re.compile(r"---\n(.*?\n)---", re.DOTALL)
FIELD = re.compile(
    r"^([a-z_ ]{3,30}):[ \t]*((?:.*\n)(?:[ \t]*- .*\n)*)", re.IGNORECASE | re.MULTILINE
)
ITEM = re.compile(r"(?:^|\n)\s*-\s+|[\"\[\]]")
OFFICER = re.compile(r"([A-Za-z][A-Za-z -]{2,24}?)\s*[:–—]\s*")
SPOKEN = re.compile(
    r"\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+"
    r"(?:<([\w.|@+ -]{1,30})>|([A-Z][\w.' -]{0,30}?)(?: \(([^()]{1,20})\))?:)"
)
SPEECH = re.compile(r"([A-Z][\w.'-]{1,20}(?: [A-Z][\w.'-]{0,20})?):\s\S")
BOTS = re.compile(r"bot$", re.IGNORECASE)
INITIALS = re.compile(r"([A-Z]{2,3}(?:[ ,/]+[A-Z]{2,3}){1,20})\s*(?:\((.{1,60})\))?$")
INITIAL = re.compile(r"[A-Z]{2,3}")
SIGN = re.compile(
    r"^[A-Z]{2,3} [A-Z]{2,3}|,|\band\b|apolog|regret|excused|chair|absent", re.IGNORECASE
)


class _Mode(StrEnum):
    PRESENT = "present"
    APOLOGIES = "apologies"
    AWAY = "away"
    OFFICE = "office"


MODES = dict.fromkeys(("from", "sent", "cannot", "away"), _Mode.APOLOGIES)


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


@dataclass(frozen=True, slots=True)
class _Entry:
    """One person in a list, before the list as a whole is judged."""

    mode: _Mode
    name: str
    is_chair: bool = False
    box: str = ""
    block: int = 0


def read_attendance(page: Page) -> Attendance:
    """Return who was there and who was not, with the chair as marked.

    Where nobody lists the people of a chat, those who spoke were there.
    """
    entries: list[_Entry] = []
    blocks: set[int] = set()
    for block in page.blocks:
        found = tuple(_entries(page, block))
        if found or _mode_of_label(page.words(block) if block.kind is not Kind.ROW else ""):
            blocks.add(block.index)
        entries += found
    entries += _in_front_matter(page.text)
    if not _names(entries, _Mode.PRESENT):
        entries += _speakers(page)
    ticked = any(entry.box == "x" for entry in entries)
    kept = [e for e in entries if e.box != " " or (not ticked and e.mode is _Mode.APOLOGIES)]
    away = _names(kept, _Mode.APOLOGIES)
    out = {*away, *_names(kept, _Mode.AWAY)}
    listed = _names(kept, _Mode.PRESENT)
    officers = (
        name for name in _names(kept, _Mode.OFFICE) if not _is_listed(name, (*listed, *out))
    )
    present = tuple(name for name in (*officers, *listed) if name not in out)
    chair = _full_name(next((entry.name for entry in kept if entry.is_chair), ""), present)
    return Attendance(chair, present, away, frozenset(blocks))


def _in_front_matter(text: str) -> Iterator[_Entry]:
    """Yield the people that the keys of the front matter list."""
    matter = MATTER.match(text[:5000])
    for key, value in FIELD.findall(matter.group(1)) if matter else ():
        mode = _mode_of_label(key.replace("_", " "))
        for name in names_in(ITEM.sub(", ", value).strip("[], \n")) if mode else ():
            yield _Entry(mode or _Mode.PRESENT, name)


def _is_listed(name: str, others: Iterable[str]) -> bool:
    """Say whether somebody is among others already, by first name, last name or initials."""
    return any(_are_one(name, other) for other in others)


def _are_one(name: str, other: str) -> bool:
    one, two = name.casefold().split(), other.casefold().split()
    short, full = (one, two) if len(one) <= len(two) else (two, one)
    if len(short) == 1 and len(full) > 1:
        initials = "".join(token[0] for token in full)
        return short[0] in full or short[0] == initials or short[0].startswith(full[0])
    return one == two or (one[0] == two[0] and one[-1][:1] == two[-1][:1])


def _full_name(name: str, present: Iterable[str]) -> str:
    """Return a chair's name as the list of those present gives it."""
    return next((other for other in present if name and _are_one(name, other)), name)


def _speakers(page: Page) -> list[_Entry]:
    """Return those who speak in a chat or transcript: <nick>, or names before what they say."""
    found: list[_Entry] = []
    labels: list[_Entry] = []
    for block in page.blocks:
        spoken = SPOKEN.match(page.text, block.start, block.end)
        label = SPEECH.match(page.words(block))
        if spoken:
            name = (spoken.group(1) or spoken.group(2)).strip("@+ ")
            is_chair = "chair" in (spoken.group(3) or "")
            found += [_Entry(_Mode.PRESENT, name, is_chair=is_chair)] * (not BOTS.search(name))
        elif (
            label and is_name(label.group(1)) and not cue("talk", "label").fullmatch(label.group(1))
        ):
            labels.append(_Entry(_Mode.PRESENT, label.group(1)))
    spoke = Counter(entry.name for entry in labels)
    often = [entry for entry in labels if spoke[entry.name] > 1]
    return found or (labels if len(set(often)) > 1 else [])


def _in_front_matter(text: str) -> Iterator[_Entry]:
    """Yield the people that the keys of the front matter list."""
    matter = MATTER.match(text[:5000])
    for key, value in FIELD.findall(matter.group(1)) if matter else ():
        mode = _mode_of_label(key.replace("_", " "))
        for name in names_in(ITEM.sub(", ", value).strip("[], \n")) if mode else ():
            yield _Entry(mode or _Mode.PRESENT, name)


def _is_listed(name: str, others: Iterable[str]) -> bool:
    """Say whether somebody is among others already, by first name, last name or initials."""
    return any(_are_one(name, other) for other in others)


def _are_one(name: str, other: str) -> bool:
    one, two = name.casefold().split(), other.casefold().split()
    short, full = (one, two) if len(one) <= len(two) else (two, one)
    if len(short) == 1 and len(full) > 1:
        initials = "".join(token[0] for token in full)
        return short[0] in full or short[0] == initials or short[0].startswith(full[0])
    return one == two or (one[0] == two[0] and one[-1][:1] == two[-1][:1])


def _full_name(name: str, present: Iterable[str]) -> str:
    """Return a chair's name as the list of those present gives it."""
    return next((other for other in present if name and _are_one(name, other)), name)


def _speakers(page: Page) -> list[_Entry]:
    """Return those who speak in a chat: <nick>, or a name after the time of day."""
    found: list[_Entry] = []
    for block in page.blocks:
        spoken = SPOKEN.match(page.text, block.start, block.end)
        name = (spoken.group(1) or spoken.group(2)).strip("@+ ") if spoken else ""
        if spoken and not name.casefold().endswith("bot"):
            is_chair = "chair" in (spoken.group(3) or "")
            found.append(_Entry(_Mode.PRESENT, name, is_chair=is_chair))
    return found


def _names(entries: list[_Entry], mode: _Mode) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(entry.name for entry in entries if entry.mode is mode and entry.name)
    )


def _entries(page: Page, block: Block) -> Iterator[_Entry]:
    if block.kind is Kind.HEADING:
        if ":" in block.words:
            yield from _labelled(block, block.words)
        return
    if block.kind is Kind.ROW:
        yield from _row(page, block)
        return
    raw = page.text[block.start : min(block.end, block.start + LONGEST_LIST)]
    words = plain(BREAK.sub(", ", raw)).lstrip(":")
    if labelled := tuple(_labelled(block, words)):
        yield from labelled
    elif block.line <= LONGEST_HEAD and SIGN.search(words) and (told := tuple(_told(block, words))):
        yield from told
    elif (mode := _mode_above(page, block)) and not _mode_of_label(plain(raw)):
        yield from _people(block, mode, plain(raw))


def _labelled(block: Block, words: str) -> Iterator[_Entry]:
    """Yield the people in "Present: A, B. Apologies: C"."""
    mode = None
    for piece in NEXT_LABEL.split(words):
        found = LABEL.match(piece)
        rest = piece
        if found and (
            label := _mode_of_label(found.group(1)) or _mode_at_head(block, piece, found)
        ):
            mode, rest = label, piece[found.end() :]
        elif ":" in piece and not cue("people", "role_label").match(piece):
            mode = None
        if mode and rest.strip():
            yield from _list(block, mode, rest)
    yield from _officer(block, words)


def _mode_at_head(block: Block, piece: str, label: re.Match[str]) -> _Mode | None:
    """Return PRESENT for labels that list people only at the head: "Online: A", "Staff: B"."""
    named = label.group(1).strip(" *:")
    known = cue("people", "place_label").fullmatch(named) or cue("people", "group").fullmatch(named)
    if (
        not known
        or cue("people", "chair_label").match(piece)
        or block.line > LONGEST_HEAD
        or not piece[label.end() :].strip()
    ):
        return None
    pieces = split_names(piece[label.end() :].strip(" ."))
    return _Mode.PRESENT if all(bare_name(each) for each in pieces) else None


def _officer(block: Block, words: str) -> Iterator[_Entry]:
    """Yield the person in "Chair: A" and, at the head, in "Notes: B"."""
    chair = cue("people", "chair_label").match(words)
    scribe = block.line <= LONGEST_HEAD and OFFICER.match(words)
    if not chair and not (scribe and cue("people", "scribe_label").fullmatch(scribe.group(1))):
        return
    found = chair or scribe
    rest = words[found.end() :] if found else ""
    name = next(iter(names_in(re.split(r"\. |;", rest)[0])), "")
    if name:
        yield _Entry(_Mode.OFFICE, name, is_chair=bool(chair), block=block.index)


def _told(block: Block, words: str) -> Iterator[_Entry]:
    """Yield the people of a sentence at the head: "Present were A and B; C sent apologies"."""
    listed = words.strip("*_ .")
    listed = (
        listed[1:-1] if listed.startswith("(") and listed.find(")") == len(listed) - 1 else listed
    )
    if _is_list(split_names(listed)) and ";" not in listed:
        yield from _list(block, _Mode.PRESENT, listed)
        return
    if initials := INITIALS.match(listed):
        yield from (
            _Entry(_Mode.PRESENT, name, block=block.index)
            for name in INITIAL.findall(initials.group(1))
        )
        listed = initials.group(2) or ""
    for clause in CLAUSE.split(listed):
        found = cue("people", "prose").fullmatch(clause.strip())
        if found:
            yield from _clause(block, {k: v for k, v in found.groupdict().items() if v})
        elif _is_list(split_names(clause)):
            yield from _list(block, _Mode.PRESENT, clause)


def _clause(block: Block, parts: dict[str, str]) -> Iterator[_Entry]:
    for part, words in parts.items():
        if part == "more" or len(words) > LONGEST_LIST:
            continue
        for piece in split_names(words):
            name = bare_name(cue("people", "people_intro").sub("", piece, count=1))
            if name and (name[0].isupper() or part == "here"):
                mode = MODES.get(part, _Mode.PRESENT)
                yield _Entry(mode, name, is_chair=part == "chair", block=block.index)


def _people(block: Block, mode: _Mode, words: str) -> Iterator[_Entry]:
    """Yield the people of one item or line below a heading of attendance."""
    if cue("people", "no_list").search(words) or len(words) > LONGEST_LIST:
        return
    pieces = split_names(words)
    single = block.kind is Kind.ITEM and not _is_list(pieces)
    if single:
        yield from _person(block, mode, words)
    elif block.kind is Kind.ITEM or _is_list(pieces) or len(words) < MOST_PLAIN_LINES:
        yield from _list(block, mode, words)


def _is_list(pieces: tuple[str, ...]) -> bool:
    names = [
        piece
        for piece in pieces
        if bare_name(piece) and not cue("people", "organisation").search(piece)
    ]
    return len(pieces) >= SHORTEST_LIST and len(names) == len(pieces)


def _list(block: Block, mode: _Mode, words: str) -> Iterator[_Entry]:
    for piece, _ in named_pieces(trimmed(words)):
        yield from _person(block, mode, piece)


def _person(block: Block, mode: _Mode, words: str) -> Iterator[_Entry]:
    name = bare_name(words)
    if not name:
        return
    if cue("people", "sent_apologies").search(words):
        mode = _Mode.APOLOGIES
    elif cue("people", "was_absent").search(words):
        mode = _Mode.AWAY
    chair = bool(cue("people", "chair_mark").search(words)) and mode is _Mode.PRESENT
    yield _Entry(mode, name, is_chair=chair, box=block.box, block=block.index)


def _row(page: Page, block: Block) -> Iterator[_Entry]:
    cells = [plain(page.text[a:b]) for a, b in block.cells]
    label = _mode_of_label(cells[0])
    if label and len(cells) > 1 and cells[1]:
        if block.mark != "header" or "," in cells[1] or " " in bare_name(cells[1]):
            yield from _list(block, label, ", ".join(cells[1:2]))
        return
    mode = _mode_above(page, block) or _mode_of_header(block)
    if mode is None or block.mark == "header" or not cells[0]:
        return
    column = next(
        (i for i, name in enumerate(block.header) if cue("people", "name_column").search(name)), 0
    )
    if column >= len(cells):
        return
    rest = " ".join(cell for i, cell in enumerate(cells) if i != column)
    name = bare_name(cells[column])
    if name:
        yield _Entry(
            _row_mode(mode, rest, block, cells),
            name,
            bool(cue("people", "chair_mark").search(f"{cells[column]} ({rest})")),
            block=block.index,
        )


def _row_mode(mode: _Mode, rest: str, block: Block, cells: list[str]) -> _Mode:
    if cue("people", "sent_apologies").search(rest):
        return _Mode.APOLOGIES
    column = next(
        (i for i, name in enumerate(block.header) if cue("people", "presence_column").search(name)),
        -1,
    )
    if column < 0:
        return _Mode.AWAY if cue("people", "was_absent").search(rest) else mode
    sign = cells[column] if column < len(cells) else ""
    return _Mode.PRESENT if cue("people", "yes").fullmatch(sign.strip()) else _Mode.AWAY


def _mode_of_header(block: Block) -> _Mode | None:
    joined = " | ".join(block.header)
    named = cue("people", "name_column").search(joined)
    if named and cue("people", "presence_column").search(joined):
        return _Mode.PRESENT
    return _mode_of_label(block.header[0]) if block.header else None


def _mode_beside(page: Page, block: Block) -> _Mode | None:
    """Return the mode of a label whose list goes on, indented, on the lines below it."""
    below = block
    for above in reversed(page.blocks[max(0, block.index - LONGEST_COLUMN) : block.index]):
        if above.kind is not Kind.TEXT or page.text.count("\n", above.end, below.start) > 1:
            return None
        if above.level < block.level:
            return _mode_of_label(page.words(above).split(":")[0])
        below = above
    return None


def _mode_above(page: Page, block: Block) -> _Mode | None:
    if block.kind is Kind.TEXT and block.level and (beside := _mode_beside(page, block)):
        return beside
    for lead in page.leads(block):
        words = page.words(lead)
        if mode := _mode_of_label(words.split(":")[0] if len(words) > LONGEST_LABEL else words):
            return mode
    for heading in page.headings(block):
        mode = _mode_of_label(heading.words)
        if mode:
            return mode
        if not cue("people", "group").fullmatch(heading.words.strip(" :")):
            return None
    return None


def _mode_of_label(words: str) -> _Mode | None:
    text = COUNT.sub("", words.strip(" :*-–—.#")).strip(" :")
    if len(text) > LONGEST_LABEL:
        return None
    if cue("people", "apologies_label").fullmatch(text):
        return _Mode.APOLOGIES
    if cue("people", "away_label").fullmatch(text):
        return _Mode.AWAY
    if cue("people", "present_label").fullmatch(text):
        return _Mode.PRESENT
    return None
