"""The bytes of a calendar file become content lines and blocks (RFC 5545 sections 3.1 and 3.4).

Unlike a strict reader this one loses a line where a line is broken, not the file:
long lines, lines without a name and blocks that never end are noted and passed by.
"""

import codecs
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pynews.errors import Problem

__all__ = ["MOST_EVENTS", "Block", "Calendar", "Line", "Notes", "calendars", "logical_lines"]

MOST_BYTES = 5_000_000
MOST_LINES = 1_000_000
LONGEST_LINE = 100_000
MOST_EVENTS = 5_000
MOST_LINES_IN_BLOCK = 2_000
MOST_NOTES = 100

NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*(?=[;:])")
WORDS = re.compile(r"(DESCRIPTION|SUMMARY|LOCATION|COMMENT|X-ALT-DESC)[;:]", re.IGNORECASE)
GROUP = re.compile(r"\A[A-Za-z0-9-]+\.(?=[A-Za-z][A-Za-z0-9-]*[;:])")
INDENT = re.compile(rb"(?:[ \t]{0,40}\r?\n){0,9}([ \t]{1,40})BEGIN:VCALENDAR", re.IGNORECASE)
LINE_ENDS = re.compile(rb"\r\n|\n|\r")
# What an event says to us; the rest (attendees, alarms, attachments) may be as long as it likes.
WANTED: Final = frozenset(
    {
        "CLASS",
        "CONFERENCE",
        "DESCRIPTION",
        "DTEND",
        "DTSTAMP",
        "DTSTART",
        "DURATION",
        "EXDATE",
        "EXRULE",
        "LAST-MODIFIED",
        "LOCATION",
        "ORGANIZER",
        "RDATE",
        "RECURRENCE-ID",
        "RRULE",
        "SEQUENCE",
        "STATUS",
        "SUMMARY",
        "UID",
        "URL",
        "X-GOOGLE-CONFERENCE",
        "X-MICROSOFT-SKYPETEAMSMEETINGURL",
    }
)
HEAD: Final = frozenset({"METHOD", "X-WR-TIMEZONE", "VERSION"})
SPACED = re.compile(rf"({'|'.join(sorted(WANTED))}|BEGIN|END)[ \t]+(?=[;:])", re.IGNORECASE)
TIMES: Final = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID"})
# A zone's name with a colon in it, unquoted: TZID=(UTC+01:00) Berlin:20211116T120000
COLON_IN_ZONE = re.compile(r"([^\"]*):(\d{8}(?:T\d{4,6}Z?)?)")


class Notes:
    """What was wrong with a file, at most a hundred of it and how much more there was."""

    def __init__(self, path: str) -> None:
        """Begin without any."""
        self.path = path
        self.problems: list[Problem] = []
        self.more = 0

    def add(self, line: int, what: str) -> None:
        """Note what was wrong at a line."""
        if len(self.problems) < MOST_NOTES:
            self.problems.append(Problem(what, f"{self.path}:{line}"))
        else:
            self.more += 1

    def all(self) -> tuple[Problem, ...]:
        """Return them in the order met."""
        if not self.more:
            return tuple(self.problems)
        return (*self.problems, Problem(f"and {self.more} more like these", f"{self.path}:1"))


@dataclass(frozen=True, slots=True)
class Line:
    """One content line, unfolded.

    Arguments:
        number: where it begins in the file, from 1.
        name: in capitals.
        parameters: name in capitals, value without quotes.
        value: as written.
    """

    number: int
    name: str
    parameters: dict[str, str]
    value: str


@dataclass(slots=True)
class Block:
    """A component: its lines by name, and the blocks inside it that matter."""

    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    inside: "list[Block]" = field(default_factory=list)

    def first(self, name: str) -> Line | None:
        """Return the first line of a name that says anything."""
        return next((line for line in self.lines if line.name == name and line.value), None)

    def every(self, name: str) -> tuple[Line, ...]:
        """Return all lines of a name."""
        return tuple(line for line in self.lines if line.name == name and line.value)

    def text(self, name: str) -> str:
        """Return the value of the first line of a name, as written; "" when there is none."""
        line = self.first(name)
        return line.value.strip() if line else ""


@dataclass(slots=True)
class Calendar:
    """One VCALENDAR of a file.

    Arguments:
        head: its own properties.
        zones: its VTIMEZONE blocks.
        events: its VEVENT blocks.
        complete: False when the file ends before the calendar does.
    """

    head: Block
    zones: list[Block] = field(default_factory=list)
    events: list[Block] = field(default_factory=list)
    complete: bool = False


def logical_lines(data: bytes, notes: Notes) -> Iterator[tuple[int, str]]:
    """Yield unfolded lines with the number of their first; too long ones are left out.

    Folds are taken out before decoding, because some writers fold inside a letter.
    """
    budget, held, number = MOST_BYTES, b"", 0
    for count, raw in enumerate(_physical_lines(_as_utf8(data)), start=1):
        if budget < 0 or count > MOST_LINES:
            notes.add(count, "the rest of the file was not read: it is too long")
            break
        if raw[:1] in (b" ", b"\t") or _soft_break(held):
            if len(held) <= LONGEST_LINE and raw.strip():
                held = held[:-1] + raw if _soft_break(held) else held + raw[1:]
        elif raw.strip():
            yield from _whole(number, held, notes)
            # A line too long is not kept, and so does not use up the space of the others.
            budget -= len(held) if len(held) <= LONGEST_LINE else 0
            held, number = raw, count
    yield from _whole(number, held, notes)


def calendars(data: bytes, notes: Notes) -> tuple[Calendar, ...]:
    """Return the calendars of a file, with the blocks and lines that matter."""
    nest = _Nest(notes)
    for line in _content_lines(data, notes):
        nest.take(line)
        if nest.events >= MOST_EVENTS:
            notes.add(line.number, f"only the first {MOST_EVENTS:,} events were read")
            break
    return nest.end()


def _as_utf8(data: bytes) -> bytes:
    """Return UTF-16 and UTF-32 as UTF-8, marked or not; without the mark, and not indented."""
    head = data[:4]
    if head in {codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE}:
        data = data.decode("utf-32", errors="replace").encode(errors="replace")
    elif head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        data = data.decode("utf-16", errors="replace").encode(errors="replace")
    elif head[:1] == b"\0" and head[1:2].isalpha():
        data = data.decode("utf-16-be", errors="replace").encode(errors="replace")
    elif head[:1].isalpha() and head[1:2] == b"\0":
        data = data.decode("utf-16-le", errors="replace").encode(errors="replace")
    data = data.replace(b"\0", b"").removeprefix(codecs.BOM_UTF8)
    if indent := INDENT.match(data):
        data = re.sub(rb"(?m)^" + indent[1], b"", data)
    return data


def _physical_lines(data: bytes) -> Iterator[bytes]:
    position = 0
    for end in LINE_ENDS.finditer(data):
        yield data[position : end.start()]
        position = end.end()
    yield data[position:]


def _soft_break(held: bytes) -> bool:
    """Return whether a quoted-printable value of vCalendar 1.0 goes on."""
    return held.endswith(b"=") and b"QUOTED-PRINTABLE" in held[:200].upper()


def _whole(number: int, held: bytes, notes: Notes) -> Iterator[tuple[int, str]]:
    if len(held) > LONGEST_LINE:
        notes.add(number, f"a line of more than {LONGEST_LINE:,} bytes was left out")
    elif held.strip():
        try:
            yield number, held.decode()
        except UnicodeDecodeError:
            yield number, held.decode("cp1252", errors="replace")


def _content_lines(data: bytes, notes: Notes) -> Iterator[Line]:
    """Yield content lines; a line without a name goes on with the one before it."""
    held: tuple[int, str] | None = None
    for number, raw in logical_lines(data, notes):
        text = SPACED.sub(r"\1", GROUP.sub("", raw.lstrip(), count=1), count=1)
        if NAME.match(text):
            if held:
                yield _line(*held)
            held = number, text
        elif held and WORDS.match(held[1]):
            notes.add(number, "a line without a name was taken as part of the one before")
            held = held[0], f"{held[1]}\\n{text}"[:LONGEST_LINE]
        else:
            notes.add(number, "a line without a name was passed over")
    if held:
        yield _line(*held)


def _line(number: int, text: str) -> Line:
    """Return a content line cut at its name, parameters and value."""
    start, quoted, parts = 0, False, []
    for position, letter in enumerate(text):
        if letter == '"':
            quoted = not quoted
        elif letter in ";:" and not quoted:
            parts.append(text[start:position])
            start = position + 1
            if letter == ":":
                break
    name = parts[0].strip().upper() if parts else ""
    value = text[start:]
    if name in TIMES and (cut := COLON_IN_ZONE.fullmatch(value)):
        parts[-1], value = f"{parts[-1]}:{cut[1]}", cut[2]
    parameters = _parameters(parts[1:])
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE":
        value = _unquoted(value, parameters.get("CHARSET", "utf-8"))
    return Line(number, name, parameters, value)


def _parameters(parts: list[str]) -> dict[str, str]:
    """Return parameters by name; a broken one is passed over."""
    parameters = {}
    for part in parts:
        key, _, content = part.partition("=")
        # vCalendar 1.0 writes an encoding without the parameter's name.
        parameters[key.strip().upper() if content else "ENCODING"] = (
            (content or key).strip().strip('"')
        )
    return parameters


def _unquoted(value: str, charset: str) -> str:
    """Return quoted-printable text; its line ends become the escape that iCalendar uses."""
    content = quopri.decodestring(value.encode())
    try:
        text = content.decode(charset)
    except (LookupError, UnicodeError):
        text = content.decode("utf-8", errors="replace")
    return re.sub(r"\r\n|\r|\n", r"\\n", text)


class _Nest:
    """Puts lines into blocks, whatever begins without ending or ends without beginning."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.found: list[Calendar] = []
        self.open: list[Block] = []
        self.events = 0

    def take(self, line: Line) -> None:
        """Take the next line."""
        kind = line.value.strip().upper()
        if line.name == "BEGIN":
            self._begin(kind, line.number)
        elif line.name == "END":
            self._end(kind, line.number)
        elif self.open:
            block = self.open[-1]
            if _wanted(block, line) and len(block.lines) < MOST_LINES_IN_BLOCK:
                block.lines.append(line)

    def end(self) -> tuple[Calendar, ...]:
        """Return what was found; what is still open ends here."""
        for block in reversed(self.open):
            self.notes.add(block.number, f"{block.name} never ends: the file is cut off")
        while self.open:
            self._close()
        return tuple(self.found)

    def _begin(self, kind: str, number: int) -> None:
        if kind == "VCALENDAR":
            while self.open:
                self._close()
            self.found.append(Calendar(Block(kind, number)))
            self.open.append(self.found[-1].head)
            return
        if not self.found:
            self.notes.add(number, "BEGIN:VCALENDAR is missing")
            self._begin("VCALENDAR", number)
        if kind == "VEVENT":
            self._back_to("VCALENDAR", number)
        self.open.append(Block(kind, number))

    def _end(self, kind: str, number: int) -> None:
        if kind not in {block.name for block in self.open}:
            self.notes.add(number, f"END:{kind[:40]} without its beginning")
            return
        while self.open[-1].name != kind:
            self.notes.add(
                number, f"{self.open[-1].name} of line {self.open[-1].number} never ends"
            )
            self._close()
        if kind == "VCALENDAR":
            self.found[-1].complete = True
        self._close()

    def _back_to(self, kind: str, number: int) -> None:
        """Close what should have ended before an event begins."""
        while self.open and self.open[-1].name != kind:
            self.notes.add(
                number, f"{self.open[-1].name} of line {self.open[-1].number} never ends"
            )
            self._close()

    def _close(self) -> None:
        block = self.open.pop()
        if block.name == "VEVENT" and block.lines:
            self.found[-1].events.append(block)
            self.events += 1
        elif block.name == "VTIMEZONE":
            self.found[-1].zones.append(block)
        elif block.name in {"STANDARD", "DAYLIGHT"} and self.open:
            self.open[-1].inside.append(block)


def _wanted(block: Block, line: Line) -> bool:
    if block.name == "VEVENT":
        return line.name in WANTED
    return block.name != "VCALENDAR" or line.name in HEAD
