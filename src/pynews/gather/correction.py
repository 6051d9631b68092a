"""``correction.md``: what readers of an issue are told afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from zoneinfo import ZoneInfo

from pynews.errors import SourceError
from pynews.gather.draft import send_time
from pynews.gather.frontmatter import Page, read_page
from pynews.gather.letter import read_letter
from pynews.gather.library import Shelf
from pynews.gather.sheet import Sheet
from pynews.model import Draft, Input

__all__ = ["CORRECTION", "Correction", "read_correction"]

CORRECTION = "correction.md"
KEYS = ("subject", "preheader", "send", "events")
# Without a day: one that stands in the subject alone reads as the day of an event.
SUBJECT = "A correction to our last message"
PREHEADER = "What has changed since we wrote to you, in short."


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as its file says.

    Arguments:
        draft: the issue's, its letter and subject replaced; ``events`` is empty
            where the file names none.
        send: when it is to go; None when the file does not say.
        named: whether the file names the events.
        input: the file.
    """

    draft: Draft
    send: datetime | None
    named: bool
    input: Input


def read_correction(root: Path, draft: Draft, *, zone: str) -> Correction:
    """Return what ``correction.md`` beside an issue's file says.

    Arguments:
        root: the project's folder.
        draft: the issue that is corrected.
        zone: the publication's time zone.

    Raises:
        SourceError: there is none, it is empty, or with every fault of the file.
    """
    path = PurePosixPath(draft.path).with_name(CORRECTION).as_posix()
    if not (root / path).is_file():
        raise SourceError(
            f"{draft.id} has no {CORRECTION}",
            where=path,
            hint="write what readers must know into it, and above that subject: between two ---",
        )
    shelf = Shelf(root)
    text = shelf.text(root / path)
    bare = not text.lstrip().startswith("---")
    page = Page(path, {}, text.strip(), 1) if bare else read_page(text, path=path)
    sheet = Sheet(page, known=KEYS)
    send = send_time(sheet, ZoneInfo(zone)) if sheet.has("send") else None
    _refuse_silence(sheet, page)
    letter = read_letter(sheet)
    found = Draft(
        id=draft.id,
        path=path,
        subject=sheet.text("subject") or SUBJECT,
        preheader=sheet.text("preheader") or PREHEADER,
        send=send or draft.send,
        to=draft.to,
        events=_listed(sheet.texts("events")),
        roles=("none",),
        stories=(),
        decisions=(),
        decisions_from="",
        discussion=(),
        ignore=draft.ignore,
        parts=letter.parts,
        lines={key: value.line for key, value in page.fields.items()},
        shown_to=letter.shown_to,
    )
    sheet.done()
    return Correction(found, send, sheet.has("events"), shelf.inputs[path])


def _refuse_silence(sheet: Sheet, page: Page) -> None:
    if not page.body.strip():
        sheet.problem(1, "the correction says nothing", "write below what readers must know")


def _listed(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(names) or ("none",)
