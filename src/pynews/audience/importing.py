"""A spreadsheet comes into the list, as a whole or not at all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pynews.audience.columns import COLUMNS, Refusal, RowReader, check_header
from pynews.audience.spreadsheet import BadRow, Spreadsheet, open_spreadsheet
from pynews.errors import Problem, SourceError
from pynews.model import ImportReport, Subscriber
from pynews.store import Subscribers

__all__ = ["import_subscribers", "read_subscribers"]

SHOWN = 20
MOST_REFUSED = 10_000


def read_subscribers(path: Path, *, key: bytes, consent_source: str = "") -> Iterator[Subscriber]:
    """Yield the subscribers of a CSV file, a row at a time.

    Arguments:
        path: the file, as a spreadsheet or a mail system writes it.
        key: the project's secret, from which ids are made.
        consent_source: where these people agreed, for rows that do not say so themselves.

    Raises:
        SourceError: the file is no such list; or, after the last good row, all rows
            that are wrong. The first 20 are told, the others counted.
    """
    refusals: list[Refusal] = []
    with open_spreadsheet(path, COLUMNS) as sheet:
        check_header(sheet, path, consent_source=consent_source)
        reader = RowReader(sheet.header, key=key, consent_source=consent_source)
        yield from _good_rows(sheet, reader, refusals, path)
    if refusals:
        raise _refused(path, refusals)


def import_subscribers(
    store: Subscribers,
    path: Path,
    *,
    key: bytes,
    consent_source: str,
    dry_run: bool,
    skip_refused: bool = False,
) -> ImportReport:
    """Take a CSV file over into the list; see `Subscribers.add_all` for who is never brought back.

    Arguments:
        store: the list.
        path, key, consent_source: see `read_subscribers`.
        dry_run: say what would happen, wrong rows included, and change nothing.
        skip_refused: leave wrong rows out; otherwise one wrong row stops the import.

    Raises:
        SourceError: all that is wrong with the file; the list is as it was.
    """
    refusals: list[Refusal] = []

    def approve(report: ImportReport) -> None:
        refusals.extend(Refusal(*each) for each in report.refused)
        if refusals and not (skip_refused or dry_run):
            raise _refused(path, refusals)

    with open_spreadsheet(path, COLUMNS) as sheet:
        check_header(sheet, path, consent_source=consent_source)
        reader = RowReader(sheet.header, key=key, consent_source=consent_source)
        rows = _good_rows(sheet, reader, refusals, path)
        report = store.add_all(rows, dry_run=dry_run, approve=approve)
        notes = sheet.notes
    refused = sorted((refusal.row, refusal.reason) for refusal in refusals)
    return replace(report, refused=tuple(refused), notes=notes)


def _good_rows(
    sheet: Spreadsheet, reader: RowReader, refusals: list[Refusal], path: Path
) -> Iterator[Subscriber]:
    """Yield the rows that can be read, and collect the others."""
    for row in sheet.rows:
        found = Refusal(row.number, row.reason) if isinstance(row, BadRow) else reader.read(row)
        if isinstance(found, Subscriber):
            yield found
            continue
        refusals.append(found)
        if len(refusals) > MOST_REFUSED:
            raise _refused(path, refusals)


def _refused(path: Path, refusals: list[Refusal]) -> SourceError:
    """Return the error that tells the first refusals and counts the others."""
    ordered = sorted(refusals, key=lambda refusal: refusal.row)
    problems = [Problem(each.reason, f"{path}:{each.row}") for each in ordered[:SHOWN]]
    if len(refusals) > MOST_REFUSED:
        what = f"I stopped after {MOST_REFUSED:,} wrong rows"
        hint = "is this the right file?"
    else:
        rows = "one row is" if len(refusals) == 1 else f"{len(refusals):,} rows are"
        what = f"{rows} wrong, and nothing was taken over"
        hint = "mend the file, or leave these rows out with --skip-refused"
    return SourceError.of([*problems, Problem(what, str(path), hint)])
