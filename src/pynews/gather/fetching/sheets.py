"""Events from a table: the CSV exports of calendars, ticket shops and spreadsheets."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from pynews.errors import Problem, SourceError
from pynews.gather.calendars.event import identity
from pynews.gather.calendars.words import markdown, plain_line
from pynews.gather.decoding import decode
from pynews.gather.minutes.dates import find_dates, find_time
from pynews.gather.minutes.head import day_first
from pynews.model import Event, Origin, When

__all__ = ["read_sheet"]

MOST_ROWS: Final = 2_000
LONGEST_CELL: Final = 20_000
WEB = re.compile(r"https?://[^\s\"<>]+")
# What the columns are called in exports, case-folded, most telling name first.
COLUMNS: Final = {
    "title": ("title", "summary", "subject", "event name", "event title", "name", "event", "what"),
    "start": ("start", "start date & time", "start date/time", "starts at", "start_date",
              "start date", "event start", "date", "day", "when"),
    "start_time": ("start time", "start_time", "time", "from"),
    "end": ("end", "end date & time", "end date/time", "ends at", "end_date", "end date",
            "event end"),
    "end_time": ("end time", "end_time", "to", "until"),
    "where": ("where", "location", "venue", "venue name", "place", "address"),
    "register": ("register", "url", "link", "event url", "website", "tickets", "web address"),
    "description": ("description", "details", "notes", "text", "about"),
    "uid": ("uid", "id", "event id", "event_id"),
    "status": ("status", "state", "cancelled", "canceled"),
}  # fmt: skip
GONE = re.compile(r"cancel\w*|yes|true|abgesagt", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Table:
    path: str
    zone: str
    is_day_first: bool
    places: dict[str, int]

    def cell(self, row: list[str], name: str) -> str:
        """Return a cell's words, "" where the table has none."""
        place = self.places.get(name, -1)
        return plain_line(row[place]) if 0 <= place < len(row) else ""


def read_sheet(data: bytes, *, path: str, zone: str) -> tuple[tuple[Event, ...], list[Problem]]:
    """Return the events of a table and what was wrong with its rows.

    Raises:
        SourceError: it is no table with a title and a start column.
    """
    text = decode(data).text
    rows = _rows(text, path)
    header = [cell.strip().casefold() for cell in next(rows, (1, [""]))[1]]
    places = {
        name: next(header.index(each) for each in names if each in header)
        for name, names in COLUMNS.items()
        if set(names) & set(header)
    }
    if not {"title", "start"} <= set(places):
        raise SourceError(
            "this table has no column for the title, or none for the start",
            where=f"{path}:1",
            hint="name its columns title, start, end, where, link, description",
        )
    table = _Table(path, zone, day_first(text, default=True), places)
    events: dict[str, Event] = {}
    problems: list[Problem] = []
    for line, row in rows:
        try:
            event = _event(row, line, table)
        except ValueError as error:
            problems.append(Problem(str(error), f"{path}:{line}"))
            continue
        if event:
            events[event.source_id] = event
    return tuple(events.values()), problems


def _rows(text: str, path: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows with their lines; semicolons, tabs and commas are told apart."""
    head = text.split("\n", 1)[0]
    mark = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, [cell[:LONGEST_CELL] for cell in row]
            if reader.line_num > MOST_ROWS:
                return
    except csv.Error as error:
        where = f"{path}:{reader.line_num}"
        raise SourceError(f"this is no table: {error}", where=where) from error


def _event(row: list[str], line: int, table: _Table) -> Event | None:
    title = table.cell(row, "title")
    begins = table.cell(row, "start")
    if not title and not begins:
        return None
    start = _moment(begins, table.cell(row, "start_time"), table)
    if start is None:
        message = f"{title or 'a row'!r} was left out: {begins[:60]!r} is no day I can read"
        raise ValueError(message)
    uid = table.cell(row, "uid") or _made_up(table.path, title, start)
    link = WEB.search(table.cell(row, "register"))
    place = table.places.get("description", -1)
    told = row[place] if 0 <= place < len(row) else ""
    return Event(
        id=identity(uid),
        title=title or "Event without a title",
        when=_when(start, _end(row, start, table), table),
        origin=Origin(table.path, line),
        where=table.cell(row, "where"),
        register=link.group() if link else "",
        cancelled=bool(GONE.fullmatch(table.cell(row, "status"))),
        description=markdown(told.replace("\\", "\\\\")),
        source=table.path,
        source_id=uid,
    )


def _made_up(path: str, title: str, start: date | datetime) -> str:
    """Return an identity for a row without one: its title, and its day."""
    day = start.date() if isinstance(start, datetime) else start
    words = f"{path.rpartition('/')[2]}\n{title.casefold()}\n{day}"
    return f"row-{hashlib.sha256(words.encode()).hexdigest()[:24]}"


def _moment(words: str, clock: str, table: _Table) -> date | datetime | None:
    readings = find_dates(words, base=None, day_first=table.is_day_first)
    found = next((one for one in readings if one.day and one.has_year), None)
    if found is None or found.day is None or found.conflict:
        return None
    hours = find_time(clock, is_after_date=True) or find_time(
        words[found.end :] or _stamp(words), is_after_date=True
    )
    if not hours:
        return found.day
    zone = ZoneInfo(table.zone)
    return datetime.strptime(f"{found.day} {hours}", "%Y-%m-%d %H:%M").replace(tzinfo=zone)


def _stamp(words: str) -> str:
    """Return the clock time in 2021-11-16T12:00, which the date's reading swallows."""
    return words.partition("T")[2]


def _end(row: list[str], start: date | datetime, table: _Table) -> date | datetime | None:
    words, clock = table.cell(row, "end"), table.cell(row, "end_time")
    if not words and clock:
        words = f"{start:%Y-%m-%d}"
    return _moment(words, clock, table) if words else None


def _when(start: date | datetime, end: date | datetime | None, table: _Table) -> When:
    """Return the time; an end that does not fit the start is left out."""
    same = isinstance(start, datetime) == isinstance(end, datetime)
    try:
        return When(start, end if same else None, table.zone)
    except ValueError:
        return When(start, None, table.zone)
