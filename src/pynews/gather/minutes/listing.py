"""The people that one block of a page lists, in whatever way it lists them."""

import re
from collections.abc import Iterator

from pynews.gather.minutes.blocks import Block, Kind
from pynews.gather.minutes.cues import cue, cue_words, may_hold
from pynews.gather.minutes.labels import labelled_pieces, spoken
from pynews.gather.minutes.markup import plain
from pynews.gather.minutes.names import (
    bare_name,
    is_name,
    named_pieces,
    names_in,
    split_names,
    trimmed,
)
from pynews.gather.minutes.roll import (
    Entry,
    Mode,
    column_of,
    mode_above,
    mode_of_header,
    mode_of_label,
    row_mode_of,
    ticked_mode,
)
from pynews.gather.minutes.sentences import Page

__all__ = ["entries_of"]

LABEL = re.compile(
    r"\s*((?:[^():]|\([^()]{0,60}\)){2,70}?)\s*(?::|\s[-–—]\s|\bwere\b|\bwas\b|\bfrom\b|$)\s*",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r"(?<!\bMr)(?<!\bMrs)(?<!\bDr)(?<!\bMs)(?<!\bCllr)(?<!\bProf)(?<!\bSt)(?<!\b[A-Z])[;.]\s+(?=[A-Za-z])"
    r"|,\s(?=(?:[\w ]|(?<=[A-Z])\.){2,40}\s(?:sends?|sent|gave|was excused|could not|cannot)\b)"
)
SIGNS = re.compile(r"^[^\w\s]+\s+")
OFFICER = re.compile(r"([A-Za-z][A-Za-z -]{2,24}?)\s*[:–—]\s*")
INITIALS = re.compile(r"([A-Z]{2,3}(?:[ ,/]+[A-Z]{2,3}){1,20})\s*(?:\((.{1,60})\))?$")
SAID = re.compile(r"(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s+)?<[^<>]{1,30}>\s")
ASIDE = re.compile(r"\([^()]{0,60}\)")
FIELD = re.compile(r"([A-Z]\w+(?: \w+)?):\s")
SENTENCE = re.compile(
    r"(?:(?<=[^\W\d_][^\W\d_][^\W\d_]|..\))|(?<=tem\s\d)|(?<=int\s\d)|(?<=:\d\d))"
    r"(?<!Mrs)(?<!Cllr)(?<!Cllrs)(?<!Hon)(?<!Rev)(?<!Mr)(?<!Messrs)(?<!Prof)(?<!Revd)\.\s+(?=[A-Z@])"
)
TELLS = re.compile(
    r";\s+|,\s(?=(?:[\w ]|(?<=[A-Z])\.){2,40}\s(?:sends?|sent|gave|was excused|could not|cannot)\b)"
)
COUNTED = re.compile(r"(?:\d{1,3} \w+|yes|met|quorate) \(([^()]+)\)\W*$")
FOLLOWS = re.compile(
    r"^\s*(?:(?:as follows|the following(?: \w+)?)\s*:\s*|.{0,40}?\bincluding\s+"
    r"|(?:(?:received|sent|given|noted|accepted|had been|and)\s+){1,4}(?:from|for|by)\s+)",
    re.IGNORECASE,
)
MARKED = re.compile(r"(.{2,50}?)\s*(?:(?::|\s[-–—])\s*([\w✓✔✗✘ ]{1,20})\W*|\(([\w✓✔✗✘ ]{1,20})\))$")
INITIAL = re.compile(r"[A-Z]{2,3}")
SIGN = re.compile(
    r"^[A-Z]{2,3} [A-Z]{2,3}|,|\band\b|apolog|regret|excused|chair|absent", re.IGNORECASE
)
MARKS = ((Mode.PRESENT, "mark"), (Mode.AWAY, "away_mark"), (Mode.APOLOGIES, "sent_apologies"))
LONGEST_HEAD, LONGEST_LIST, SHORTEST_LIST, LONGEST_LINE = 25, 1_500, 3, 60
LONGEST_NAME = 5
MODES = dict.fromkeys(("from", "sent", "cannot", "away"), Mode.APOLOGIES)
TOLD = frozenset({*MODES, "late"})


def entries_of(page: Page, block: Block) -> Iterator[Entry]:
    """Yield the people that a block lists, present or away."""
    if block.kind is Kind.HEADING:
        if ":" in block.words:
            yield from _labelled(block, block.words)
        return
    if block.kind is Kind.ROW:
        yield from _row(page, block)
        return
    far = block.line > LONGEST_HEAD and ":" not in page.words(block)
    if not far or mode_above(page, block):
        yield from _in_prose(page, block)


def _in_prose(page: Page, block: Block) -> Iterator[Entry]:
    """Yield the people that an item or a paragraph lists."""
    raw = page.text[block.start : min(block.end, block.start + LONGEST_LIST)]
    words = spoken(raw)
    told_aside, words = _without_asides(block, words)
    yield from told_aside
    if cue("people", "no_roll").search(words) and not _opens_roll(words):
        return
    if chair := _below_chair(page, block, words):
        yield chair
        return
    if marked := _marked(block, words) if block.line <= LONGEST_HEAD else None:
        yield marked
    elif labelled := tuple(_labelled(block, words)):
        yield from labelled
    elif _may_tell(block, words) and (told := tuple(_told(block, words))):
        yield from told
    elif (
        not SAID.match(raw)
        and (mode := mode_above(page, block))
        and not mode_of_label(plain(raw))
        and not _leads_people(page, block)
    ):
        yield from _people(block, mode, plain(raw))


def _without_asides(block: Block, words: str) -> tuple[tuple[Entry, ...], str]:
    """Return those whom asides of a list say to be away, and the list without these asides."""
    found: list[Entry] = []
    if "(" in words and (block.line <= LONGEST_HEAD or _opens_roll(words)):
        for aside in ASIDE.findall(words):
            if told := tuple(_in_aside(block, aside.strip("()"))):
                words = words.replace(aside, "")
                found += told
    return tuple(found), words


def _in_aside(block: Block, words: str) -> Iterator[Entry]:
    """Yield the others that parentheses in a list tell of: "(Sam sends apologies)"."""
    label = LABEL.match(words) if ":" in words else None
    if label and mode_of_label(label.group(1)) not in {None, Mode.PRESENT}:
        yield from _labelled(block, words)
    elif told := tuple(_sentence(block, words)):
        yield from (entry for entry in told if entry.mode is Mode.APOLOGIES)


def _below_chair(page: Page, block: Block, words: str) -> Entry | None:
    """Return the person who stands alone below the label "Chair"."""
    if not block.index or block.line > LONGEST_HEAD or len(words) > LONGEST_LINE:
        return None
    label = page.words(page.blocks[block.index - 1]).strip(" :*")
    name = bare_name(words) if cue("people", "chair_label").fullmatch(f"{label}:") else ""
    return Entry(Mode.OFFICE, name, is_chair=True, block=block.index) if name else None


def _may_tell(block: Block, words: str) -> bool:
    """Say whether a block at the head may tell who came, in a sentence or a bare list."""
    at_head = block.line <= LONGEST_HEAD and SIGN.search(words) is not None
    return at_head and not mode_of_label(words)


def _opens_roll(words: str) -> bool:
    """Say whether a block begins with a label of attendance, whatever else it tells."""
    found = LABEL.match(words)
    return found is not None and mode_of_label(found.group(1)) is not None


def _leads_people(page: Page, block: Block) -> bool:
    """Say whether an item only names the group of the people below it: "TSC", "Observers"."""
    below = page.blocks[block.index + 1 : block.index + 2]
    named = all(cue("people", "label_word").fullmatch(word) for word in page.words(block).split())
    return named and any(other.lead == block.index for other in below)


def _labelled(block: Block, words: str) -> Iterator[Entry]:
    """Yield the people in "Present: A, B. Apologies: C"."""
    mode = None
    for piece in labelled_pieces(words):
        found = LABEL.match(piece)
        rest = piece
        chaired = cue("people", "chair_label").match(piece.strip())
        listing = mode is Mode.PRESENT and not chaired
        officers = () if listing else tuple(_officer(block, piece.strip()))
        if officers:
            mode = None
            yield from officers
        elif found and (label := _mode_of(block, piece, found)):
            after = piece.find(":") + 1 if not mode_of_label(found.group(1)) else 0
            mode, rest = label, _inner(piece[max(after, found.end()) :])
        elif mode is None and block.line <= LONGEST_HEAD and ":" in words and _lists(piece):
            yield from _list(block, Mode.PRESENT, piece)
        elif ":" in piece and not cue("people", "role_label").match(piece):
            mode = None
        if mode and rest.strip() and not _is_told(block, mode, rest):
            yield from _with_sentences(block, mode, rest)
    if mode is Mode.PRESENT:
        yield from _officer(block, words)


def _is_told(block: Block, mode: Mode, words: str) -> bool:
    """Say whether "Still missing: ..." far below the head tells of a thing, and names nobody."""
    if mode is Mode.PRESENT or block.line <= LONGEST_HEAD:
        return False
    return any(len(piece.split()) > LONGEST_NAME for piece in split_names(words))


def _with_sentences(block: Block, mode: Mode, words: str) -> Iterator[Entry]:
    """Yield the people of a list and of the sentences that follow it."""
    listed, *more = SENTENCE.split(words)
    clauses = TELLS.split(listed)
    more = [clause for clause in clauses if _is_telling(clause)] + more
    yield from _list(block, mode, "; ".join(c for c in clauses if not _is_telling(c)))
    for sentence in more:
        yield from _sentence(block, sentence)


def _prose(words: str) -> re.Match[str] | None:
    """Return the parts of a clause that says in whole who came or did not."""
    text = words.strip(" .")
    known = may_hold("people", "prose", text)
    return cue("people", "prose").fullmatch(text) if known else None


def _is_telling(clause: str) -> bool:
    """Say whether a clause after a list tells who did not come, or came late or left."""
    found = _prose(clause)
    parts = found.groupdict() if found else {}
    return any(words and name.rstrip("0123456789") in TOLD for name, words in parts.items())


def _mode_of(block: Block, piece: str, label: re.Match[str]) -> Mode | None:
    """Return what the words before a list say: "Present", "We were", at the head also "Online"."""
    named = label.group(1).strip().casefold()
    if named == "there" and ":" not in label.group():
        return None
    whole = mode_of_label(piece.split(":", 1)[0]) if ":" in piece else None
    return mode_of_label(label.group(1)) or whole or _mode_at_head(block, piece, label)


def _lists(piece: str) -> bool:
    return ":" not in piece and _is_list(split_names(trimmed(piece)))


def _inner(words: str) -> str:
    """Return the list in "3 members (A, B, C)" and in "as follows: A, B, C"."""
    counted = COUNTED.match(words)
    return counted.group(1) if counted else FOLLOWS.sub("", words, count=1)


def _mode_at_head(block: Block, piece: str, label: re.Match[str]) -> Mode | None:
    """Return PRESENT for labels that list people only at the head: "Online: A", "Staff: B"."""
    named = SIGNS.sub("", label.group(1)).strip(" *:")
    known = cue("people", "place_label").fullmatch(named) or cue("people", "group").fullmatch(named)
    if (
        not known
        or cue("people", "chair_label").match(piece)
        or block.line > LONGEST_HEAD
        or not piece[label.end() :].strip()
    ):
        return None
    pieces = split_names(piece[label.end() :].strip(" ."))
    return Mode.PRESENT if all(bare_name(each) for each in pieces) else None


def _officer(block: Block, words: str) -> Iterator[Entry]:
    """Yield the person in "Chair: A" and, at the head, in "Notes: B"."""
    chair = cue("people", "chair_label").match(words)
    scribe = block.line <= LONGEST_HEAD and OFFICER.match(words)
    if not chair and not (scribe and cue("people", "scribe_label").fullmatch(scribe.group(1))):
        return
    found = chair or scribe
    rest = words[found.end() :] if found else ""
    if scribe and not chair and ":" not in scribe.group() and not is_name(rest.strip(" .")):
        return
    name = next(iter(names_in(SENTENCE.split(rest)[0].split(";")[0])), "")
    if name:
        yield Entry(Mode.OFFICE, name, is_chair=bool(chair), block=block.index)


def _told(block: Block, words: str) -> Iterator[Entry]:
    """Yield the people of a sentence at the head: "Present were A and B; C sent apologies"."""
    if cue("people", "no_roll").search(words):
        return
    listed = words.strip("*_ .")
    listed = (
        listed[1:-1] if listed.startswith("(") and listed.find(")") == len(listed) - 1 else listed
    )
    if _is_list(split_names(listed)) and ";" not in listed:
        yield from _list(block, Mode.PRESENT, listed)
        return
    if initials := INITIALS.match(listed):
        yield from (
            Entry(Mode.PRESENT, name, block=block.index)
            for name in INITIAL.findall(initials.group(1))
        )
        listed = initials.group(2) or ""
    for clause in CLAUSE.split(listed):
        if found := tuple(_sentence(block, clause)):
            yield from found
        elif _is_list(split_names(clause)):
            yield from _list(block, Mode.PRESENT, clause)


def _sentence(block: Block, words: str) -> Iterator[Entry]:
    """Yield the people of one clause that says who came or did not."""
    found = _prose(words)
    if found:
        yield from _clause(block, {k: v for k, v in found.groupdict().items() if v})


def _clause(block: Block, parts: dict[str, str]) -> Iterator[Entry]:
    for group, words in parts.items():
        part = group.rstrip("0123456789")
        if part == "here" and ":" in words:
            continue
        if part == "more":
            yield from _told(block, words.strip(",;. ").removeprefix("with "))
            continue
        for piece in split_names(words):
            name = bare_name(cue("people", "people_intro").sub("", piece, count=1))
            if name and (name[0].isupper() or part == "here"):
                mode = MODES.get(part, Mode.PRESENT)
                yield Entry(mode, name, is_chair=part == "chair", block=block.index)


def _marked(block: Block, words: str) -> Entry | None:
    """Return the person of "Avery Lake: present", at the head or on a roll."""
    found = MARKED.match(words)
    name = bare_name(found.group(1)) if found else ""
    if not found or " " not in name:
        return None
    for mode, cues in MARKS:
        if cue("people", cues).fullmatch((found.group(2) or found.group(3)).strip()):
            chair = mode is Mode.PRESENT and cue("people", "chair_mark").search(found.group(1))
            return Entry(mode, name, is_chair=bool(chair), block=block.index)
    return None


def _people(block: Block, mode: Mode, words: str) -> Iterator[Entry]:
    """Yield the people of one item or line below a heading of attendance."""
    field = FIELD.match(words) if block.kind is Kind.TEXT else None
    foreign = field is not None and field.group(1).casefold() not in cue_words("people", "roles")
    if foreign or cue("people", "no_list").search(words) or len(words) > LONGEST_LIST:
        return
    pieces = split_names(words)
    placed = len(pieces) > 1 and cue("people", "organisation").search(pieces[1])
    single = (block.kind is Kind.ITEM or placed) and not _is_list(pieces)
    if single:
        yield from _person(block, mode, words)
    elif block.kind is Kind.ITEM or _is_list(pieces) or len(words) < LONGEST_LINE:
        yield from _list(block, mode, words)


def _is_list(pieces: tuple[str, ...]) -> bool:
    names = [
        piece
        for piece in pieces
        if bare_name(piece) and not cue("people", "organisation").search(ASIDE.sub("", piece))
    ]
    return len(pieces) >= SHORTEST_LIST and len(names) == len(pieces)


def _list(block: Block, mode: Mode, words: str) -> Iterator[Entry]:
    listed = trimmed(words)
    intro = cue("people", "list_intro").match(listed)
    for piece, _ in named_pieces(listed[intro.end() :] if intro else listed):
        yield from _person(block, mode, piece)


def _person(block: Block, mode: Mode, words: str) -> Iterator[Entry]:
    name = bare_name(words)
    if not name:
        return
    if own := cue("people", "sent_apologies").search(words):
        mode = Mode.APOLOGIES
    elif cue("people", "was_absent").search(words):
        mode = Mode.AWAY
    chair = bool(cue("people", "chair_mark").search(words)) and mode is Mode.PRESENT
    box = "" if mode is Mode.APOLOGIES and own else block.box
    yield Entry(mode, name, is_chair=chair, box=box, block=block.index)


def _row(page: Page, block: Block) -> Iterator[Entry]:
    cells = [plain(page.text[a:b]) for a, b in block.cells]
    label = mode_of_label(cells[0])
    if len(cells) > 1 and cells[1] and not label and block.line <= LONGEST_HEAD:
        yield from _officer(block, f"{cells[0].strip(' :')}: {cells[1]}")
    if label and len(cells) > 1 and cells[1]:
        if block.mark != "header" or "," in cells[1] or " " in bare_name(cells[1]):
            yield from _list(block, label, cells[1])
        return
    mode = ticked_mode(block, cells) or mode_above(page, block) or mode_of_header(block)
    if mode is None or block.mark == "header" or not cells[0]:
        return
    column = max(column_of(block, "name_column"), 0)
    name = bare_name(cells[column]) if column < len(cells) else ""
    rest = " ".join(cell for place, cell in enumerate(cells) if place != column)
    chair = cue("people", "chair_mark").search(f"{cells[0]} ({rest})")
    if name:
        row_mode = row_mode_of(mode, rest, block, cells)
        unticked = row_mode is Mode.AWAY and not cue("people", "was_absent").search(rest)
        box = " " if unticked else ""
        yield Entry(row_mode, name, is_chair=bool(chair), box=box, block=block.index)
