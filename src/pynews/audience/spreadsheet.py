"""CSV as spreadsheets and mail systems write it: any encoding, separator and line end."""

import codecs
import csv
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TextIO

from pynews.errors import SourceError

__all__ = ["BadRow", "Row", "Spreadsheet", "column_name", "open_spreadsheet"]

SEPARATORS = ",;\t|"
CHUNK = 1 << 20
LONGEST_LINE = 1 << 20
SAVE_AS = "in Excel, choose Save as, then CSV UTF-8 (comma delimited)"
NO_FILE = "save the list as a file first, then name that"
# ZIP (xlsx, ods) and the older compound file (xls).
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# What is no UTF-8 in a file that mostly is, or could be, was written by an older Windows.
REPAIR = "pynews-windows-1252"
REPAIRED = "some of it is not UTF-8 and was read as Windows-1252: look at names with accents"


def _repaired(error: UnicodeError) -> tuple[str, int]:
    """Read the bytes that are no UTF-8 as Windows-1252, where it knows them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252"), error.end


codecs.register_error(REPAIR, _repaired)


@dataclass(frozen=True, slots=True)
class Row:
    """One row that holds anything.

    Arguments:
        number: as the spreadsheet shows it; the first row is 1.
        cells: what stands in it.
    """

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is no CSV, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """An opened file.

    Arguments:
        header: names of its columns as `column_name` writes them; "" for a nameless one.
        header_row: the row they stand in.
        rows: the rows below that hold anything, read as they are asked for.
        notes: what the editor should know, such as a repaired encoding.
    """

    header: tuple[str, ...]
    header_row: int
    rows: Iterator[Row | BadRow]
    notes: tuple[str, ...]


def column_name(text: str) -> str:
    """Return a column's name as we compare it: small letters, ``_`` for space and hyphen."""
    return "_".join(text.replace("-", " ").casefold().split()).strip("\ufeff")


@contextmanager
def open_spreadsheet(path: Path, known: Collection[str]) -> Iterator[Spreadsheet]:
    """Open a CSV file and find out how it is written.

    Arguments:
        path: the file.
        known: names of the columns we look for; they tell the separator.

    Raises:
        SourceError: it cannot be read, is no CSV, or is empty. Reading rows may
            raise it too.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise SourceError("cannot be read: it is no file", where=str(path), hint=NO_FILE)
        encoding, errors = _encoding(path)
        with path.open(encoding=encoding, errors=errors, newline="") as file:
            yield _spreadsheet(file, path, known, (REPAIRED,) if errors == REPAIR else ())
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=str(path), hint=NO_FILE
        ) from error
    except UnicodeError as error:
        raise SourceError("it changed while I read it", where=str(path)) from error


def _encoding(path: Path) -> tuple[str, str]:
    """Return the encoding in which the whole file can be read, and what to do with odd bytes."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(WORKBOOKS):
        raise SourceError("this is a workbook, not a CSV file", where=str(path), hint=SAVE_AS)
    for encoding, errors in _candidates(head):
        if _decodes(path, encoding, errors):
            return encoding, errors
    raise SourceError("is written in no encoding I know", where=str(path), hint=SAVE_AS)


def _candidates(head: bytes) -> tuple[tuple[str, str], ...]:
    """Return the encodings to try, by the file's first bytes."""
    if head.startswith(codecs.BOM_UTF8):
        return (("utf-8-sig", "strict"), ("utf-8-sig", REPAIR))
    for mark in (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE):  # the first begins as UTF-16 does
        if head.startswith(mark):
            return (("utf-32", "strict"),)
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if head.startswith(mark):
            return (("utf-16", "strict"),)
    most = len(head) // 4
    if most and head[1::2].count(0) > most:
        return (("utf-16-le", "strict"),)
    if most and head[0::2].count(0) > most:
        return (("utf-16-be", "strict"),)
    return (("utf-8", "strict"), ("utf-8", REPAIR))


def _decodes(path: Path, encoding: str, errors: str) -> bool:
    """Whether every byte of the file fits the encoding; read in pieces."""
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _spreadsheet(
    file: TextIO, path: Path, known: Collection[str], notes: tuple[str, ...]
) -> Spreadsheet:
    """Read down to the header, and leave the rest to be read."""
    lines = _lines(file, path)
    row, separator = 0, ""
    for line in lines:
        if not separator and not row and line.casefold().startswith("sep=") and len(line) > 4:  # noqa: PLR2004 - Excel's own hint, "sep=;"
            separator = line[4]
            continue
        row += 1
        if line.strip():
            break
    else:
        raise SourceError("is empty", where=str(path), hint=f"begin with: {','.join(known)}")
    separator = separator or _separator(line, known)
    reader = csv.reader(chain([line], lines), delimiter=separator, strict=True)
    rows = _rows(reader, row)
    header = next(rows, BadRow(row, "there is nothing in it"))
    if isinstance(header, BadRow):
        raise SourceError(header.reason, where=f"{path}:{row}")
    names = tuple(column_name(cell) for cell in header.cells)
    return Spreadsheet(names, row, rows, notes)


def _lines(file: TextIO, path: Path) -> Iterator[str]:
    """Yield lines, none longer than any list needs: a file without line ends is no list."""
    while line := file.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise SourceError("a line of over a million characters is no CSV", where=str(path))
        yield line


def _separator(line: str, known: Collection[str]) -> str:
    """Return the separator that makes most known columns out of the header."""

    def columns(separator: str) -> int:
        return sum(column_name(cell.strip('"')) in known for cell in line.split(separator))

    return max(SEPARATORS, key=columns)


def _rows(reader: Iterator[list[str]], number: int) -> Iterator[Row | BadRow]:
    """Yield the rows that hold anything; a broken one is told and the next line read.

    Arguments:
        reader: a reader of the csv module.
        number: the row it begins with.
    """
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadRow(number, _reason(str(error)))
        else:
            if any(cell.strip() for cell in cells):
                yield Row(number, tuple(cells))
        number += 1


def _reason(said: str) -> str:
    """Return what the csv module means, in words of a spreadsheet."""
    if "end of data" in said:
        return "a quotation mark opens here and never closes"
    if "field larger" in said:
        return "a value here is far too long: perhaps a quotation mark opens and never closes"
    if "expected after" in said:
        return 'a quotation mark inside a quoted value must be doubled ("")'
    return f"this is no CSV: {said}"
