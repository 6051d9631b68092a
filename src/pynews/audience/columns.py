"""A row of ``subscribers.csv`` becomes a subscriber, or says why it cannot."""

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from pynews.audience.addresses import accepted_address
from pynews.audience.groups import group_name
from pynews.audience.spreadsheet import Row, Spreadsheet
from pynews.errors import Problem, SourceError
from pynews.model import Consent, Subscriber, SubscriberStatus, language_fault, subscriber_id

__all__ = ["COLUMNS", "Refusal", "RowReader", "check_header", "read_person"]

COLUMNS = (
    "email",
    "first_name",
    "last_name",
    "organisation",
    "groups",
    "language",
    "status",
    "consent_at",
    "consent_source",
    "consent_text",
)
STATUSES = {
    "": SubscriberStatus.ACTIVE,
    "active": SubscriberStatus.ACTIVE,
    "unsubscribed": SubscriberStatus.UNSUBSCRIBED,
    "suppressed": SubscriberStatus.SUPPRESSED,
}
LONGEST = {"consent_text": 5000, "consent_source": 500}
LONGEST_VALUE = 200
LONGEST_GROUP = 60
# Marks that turn the direction of text, and so make a name look like another.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is left out: its number in the spreadsheet, and why."""

    row: int
    reason: str


def check_header(sheet: Spreadsheet, path: Path, *, consent_source: str) -> None:
    """Check the names of the columns.

    Raises:
        SourceError: everything that is wrong with them at once.
    """
    where = f"{path}:{sheet.header_row}"
    problems = [
        *(_unknown(name, where) for name in sheet.header if name and name not in COLUMNS),
        *(
            Problem(f"the column {name} is there twice", where, "take one of them out")
            for name in COLUMNS
            if sheet.header.count(name) > 1
        ),
    ]
    if "email" not in sheet.header:
        known = f"the first row names the columns: {', '.join(COLUMNS)}"
        problems.append(Problem("there is no column email", where, known))
    if not consent_source and "consent_source" not in sheet.header:
        problems.append(
            Problem(
                "nothing says where these people agreed to be written to",
                where,
                'add a column consent_source, or --consent-source "joining form"',
            )
        )
    if problems:
        raise SourceError.of(problems)


def _unknown(name: str, where: str) -> Problem:
    """Return the complaint about a column we do not know."""
    # What a terminal would obey rather than show stays out of the complaint.
    shown = "".join(one if one.isprintable() else "?" for one in name[:60])
    close = difflib.get_close_matches(name, COLUMNS, n=1)
    meant = f"did you mean {close[0]}? " if close else ""
    return Problem(
        f'I do not know the column "{shown}"',
        where,
        f"{meant}the columns are: {', '.join(COLUMNS)}",
    )


def read_person(values: Mapping[str, str], *, key: bytes) -> Subscriber:
    """Return one person, as strictly as if they stood in a spreadsheet.

    Arguments:
        values: by the name of the column.
        key: the project's, which makes the id.

    Raises:
        ValueError: everything that is wrong.
    """
    row = Row(0, tuple(values.values()))
    found = RowReader(tuple(values), key=key, consent_source="").read(row)
    if isinstance(found, Refusal):
        raise ValueError(found.reason)  # noqa: TRY004 - it is the values that are wrong
    return found


class RowReader:
    """Reads rows of one spreadsheet."""

    def __init__(self, header: Sequence[str], *, key: bytes, consent_source: str) -> None:
        """Take what all rows share; see `pynews.audience.read_subscribers`."""
        self._header = header
        self._key = key
        self._consent_source = consent_source

    def read(self, row: Row) -> Subscriber | Refusal:
        """Return the subscriber, or everything that is wrong with the row."""
        reasons: list[str] = []
        values = self._values(row, reasons)
        email = _address(values["email"], reasons)
        status = _status(values["status"], reasons)
        subscriber = Subscriber(
            id=subscriber_id(self._key, email),
            email=email,
            status=status,
            consent=self._consent(values, status, reasons),
            first_name=values["first_name"],
            last_name=values["last_name"],
            organisation=values["organisation"],
            groups=_groups(values["groups"], reasons),
            language=_language(values["language"], reasons),
            row=row.number,
        )
        if not reasons:
            return subscriber
        if email and status is not SubscriberStatus.ACTIVE:
            # Whoever left is let go, whatever else is wrong with their row.
            return Subscriber(subscriber.id, email, status, Consent("", "", ""), row=row.number)
        return Refusal(row.number, "; ".join(reasons))

    def _values(self, row: Row, reasons: list[str]) -> dict[str, str]:
        """Return each column's text; a row may be shorter than the header, as Excel writes it."""
        values = dict.fromkeys(COLUMNS, "")
        if _is_plain(row.cells) and len(row.cells) <= len(self._header) and all(self._header):
            values.update(zip(self._header, map(str.strip, row.cells), strict=False))
            return values
        for name, cell in zip(self._header, row.cells, strict=False):
            if name:
                values[name] = _clean(name, cell, reasons)
            elif cell.strip():
                reasons.append("a value stands in a column without a name")
        if any(cell.strip() for cell in row.cells[len(self._header) :]):
            reasons.append("it has more cells than the header; quote values that hold a separator")
        return values

    def _consent(
        self, values: dict[str, str], status: SubscriberStatus, reasons: list[str]
    ) -> Consent:
        """Return the evidence; who is gone needs none."""
        at, source = values["consent_at"], values["consent_source"] or self._consent_source
        if status is SubscriberStatus.ACTIVE and not source:
            reasons.append("nothing says where this person agreed: consent_source is empty")
        if at and not _is_moment(at):
            reasons.append(
                f'consent_at "{at[:40]}" is not a date I accept; write it as 2021-10-12'
                " or 2021-10-12T09:30Z (a spreadsheet may have rewritten it)"
            )
        return Consent(at, source, values["consent_text"])


def _is_plain(cells: Sequence[str]) -> bool:
    """Whether there is nothing to clean but edges: so it is in nearly every row of a long list."""
    text = "".join(cells)
    return (
        text.isascii()
        and text.isprintable()
        and "  " not in text
        and max(map(len, cells)) <= LONGEST_VALUE
    )


def _clean(name: str, text: str, reasons: list[str]) -> str:
    """Return a cell on one line; invisible characters that do harm are refused."""
    if not (text.isascii() and text.isprintable()):
        text = unicodedata.normalize("NFC", text)
        if any(_harmful(character) for character in text):
            reasons.append(f"{name} holds a control character")
            return ""
    text = " ".join(text.split())
    longest = LONGEST.get(name, LONGEST_VALUE)
    if len(text) > longest and name != "email":
        reasons.append(f"{name} has {len(text)} characters, I take {longest}")
        return ""
    return text


def _harmful(character: str) -> bool:
    """Whether a character may stand in no value: controls, lone surrogates, turning marks."""
    if character in "\t\r\n":
        return False
    return character in TURNING or unicodedata.category(character) in {"Cc", "Cs"}


def _address(text: str, reasons: list[str]) -> str:
    try:
        return accepted_address(text)
    except ValueError as error:
        reasons.append(str(error))
        return ""


def _status(text: str, reasons: list[str]) -> SubscriberStatus:
    found = STATUSES.get(text.casefold())
    if found is None:
        reasons.append(f'status "{text[:40]}" is none of active, unsubscribed, suppressed')
    return found or SubscriberStatus.ACTIVE


def _groups(text: str, reasons: list[str]) -> tuple[str, ...]:
    """Return the names between semicolons, each once, in the order written."""
    names = _group_names(text)
    reasons.extend(
        f'a group is called "{name[:LONGEST_GROUP]}": no quotes, at most {LONGEST_GROUP} letters'
        for name in names
        if '"' in name or len(name) > LONGEST_GROUP
    )
    return names


@lru_cache(maxsize=10_000)
def _group_names(text: str) -> tuple[str, ...]:
    """Return the names; lists repeat the same few sets."""
    return tuple(dict.fromkeys(filter(None, map(group_name, text.split(";")))))


def _language(text: str, reasons: list[str]) -> str:
    """Return a language tag (BCP 47, as far as mail needs it)."""
    what, near = _language_fault(text) if text else ("", "")
    if what:
        reasons.append(f'language "{text[:40]}" {what}' + (f"; did you mean {near}?" * bool(near)))
    return text


_language_fault = lru_cache(maxsize=1000)(language_fault)


@lru_cache(maxsize=10_000)
def _is_moment(text: str) -> bool:
    """Whether a text is a date, or a date and a time (ISO 8601)."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
