"""The libraries that live across issues: one file an event, a role, a story."""

import re
from datetime import date, datetime
from pathlib import PurePosixPath
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pynews.gather.frontmatter import Page
from pynews.gather.moments import read_clock
from pynews.gather.recurrence import read_repeats
from pynews.gather.sheet import Sheet
from pynews.model import Event, Opening, Origin, Recurrence, Story, When, event_id

__all__ = ["read_event", "read_opening", "read_story"]

EVENT_KEYS = (
    "id",
    "title",
    "start",
    "end",
    "all_day",
    "where",
    "join",
    "register",
    "organiser",
    "repeats",
    "except",
    "cancelled",
    "public",
    "for",
    "timezone",
    "source",
    "source_id",
    "source_sequence",
)
OPENING_KEYS = (
    "id",
    "title",
    "commitment",
    "contact",
    "apply",
    "opens",
    "closes",
    "skills",
    "for",
    "source",
    "source_id",
)
STORY_KEYS = ("id", "title", "link", "image", "alt", "for", "source", "source_id")
WEB = re.compile(r"(https?|webcal)://[^\s\"<>]+", re.IGNORECASE)
CONTACT = re.compile(r"[^@\s\"<>]+@[^@\s\"<>]+\.[^@\s\"<>]+")


def read_event(page: Page, *, zone: str) -> Event:
    """Return the event a file describes.

    Arguments:
        page: the file.
        zone: the publication's time zone; the file may name its own.

    Raises:
        SourceError: with every fault of the file.
    """
    sheet = Sheet(page, known=EVENT_KEYS)
    title = sheet.text("title", required="title: First community event")
    when = _when(sheet, _zone(sheet, zone))
    identity = _calendar_identity(sheet, page)
    recurrence = _recurrence(sheet, when) if when else None
    event = Event(
        id=identity,
        title=title,
        when=when or When(date.min, None, zone),
        origin=Origin(page.path, sheet.line("start")),
        where=sheet.text("where"),
        join=_web(sheet, "join"),
        register=_web(sheet, "register"),
        organiser=sheet.text("organiser"),
        recurrence=recurrence,
        cancelled=sheet.flag("cancelled"),
        public=sheet.flag("public", default="for" not in page.fields),
        description=page.body,
        source=sheet.text("source"),
        source_id=sheet.text("source_id"),
        source_sequence=_sequence(sheet),
        meant_for=sheet.groups(page.fields.get("for")),
    )
    sheet.done()
    return event


def read_opening(page: Page) -> Opening:
    """Return the volunteer role a file describes.

    Raises:
        SourceError: with every fault of the file.
    """
    sheet = Sheet(page, known=OPENING_KEYS)
    opens, closes = sheet.day("opens"), sheet.day("closes")
    if opens and closes and closes < opens:
        sheet.problem(sheet.line("closes"), "closes is before opens", "swap the two days")
    opening = Opening(
        id=_identity(sheet, page),
        title=sheet.text("title", required="title: Community Manager"),
        origin=Origin(page.path, sheet.line("title")),
        commitment=sheet.text("commitment"),
        contact=_contact(sheet),
        apply=_web(sheet, "apply"),
        opens=opens,
        closes=closes,
        skills=sheet.texts("skills"),
        description=page.body,
        meant_for=sheet.groups(page.fields.get("for")),
    )
    sheet.done()
    return opening


def read_story(page: Page) -> Story:
    """Return the story a file tells.

    Raises:
        SourceError: with every fault of the file.
    """
    sheet = Sheet(page, known=STORY_KEYS)
    image = sheet.text("image")
    if image and (PurePosixPath(image).is_absolute() or ".." in PurePosixPath(image).parts):
        sheet.problem(
            sheet.line("image"),
            "image must lie inside the project",
            "write image: newsletters/stories/images/picture.png",
        )
    story = Story(
        id=_identity(sheet, page),
        title=sheet.text("title", required="title: Back to school"),
        origin=Origin(page.path, sheet.line("title")),
        link=_web(sheet, "link"),
        image=image,
        alt=sheet.text("alt"),
        text=page.body,
        meant_for=sheet.groups(page.fields.get("for")),
    )
    sheet.done()
    return story


def _sequence(sheet: Sheet) -> int:
    """Return the SEQUENCE of an event that was fetched, 0 for every other."""
    text = sheet.text("source_sequence")
    if text and not re.fullmatch(r"[0-9]{1,9}", text):
        sheet.problem(
            sheet.line("source_sequence"),
            f"source_sequence: {text!r} is no number from 0",
            "take the line back from git: pynews gather --fetch writes it",
        )
        return 0
    return int(text or 0)


def _identity(sheet: Sheet, page: Page) -> str:
    """Return the ``id``, or the file's name without its ending."""
    given = sheet.text("id")
    if given and event_id(given) != given:
        sheet.problem(
            sheet.line("id"),
            f"id {given!r} cannot name a calendar entry",
            "use letters, digits, dots and hyphens, such as first-community-event",
        )
    return given or PurePosixPath(page.path).stem


def _calendar_identity(sheet: Sheet, page: Page) -> str:
    """Return the ``id``, or one that calendars take, made of the file's name."""
    if sheet.text("id"):
        return _identity(sheet, page)
    name = event_id(PurePosixPath(page.path).stem)
    if not name:
        sheet.problem(
            1,
            "the file's name cannot name a calendar entry",
            "write id: first-community-event, or rename the file",
        )
    return name or PurePosixPath(page.path).stem


def _zone(sheet: Sheet, default: str) -> str:
    """Return the event's own time zone, or the publication's."""
    name = sheet.text("timezone")
    if not name:
        return default
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        sheet.problem(
            sheet.line("timezone"), f"{name!r} is no time zone", "write timezone: Europe/London"
        )
        return default
    return name


def _when(sheet: Sheet, zone: str) -> When | None:
    """Return the event's time, or None with a problem noted."""
    info = ZoneInfo(zone)
    if not sheet.has("start"):
        sheet.problem(1, "start is missing", "write start: 2021-11-16 12:00, or only the day")
        return None
    start = sheet.moment("start", zone=info)
    end = _end(sheet, start, info) if start else None
    all_day = sheet.flag("all_day")
    if start is None or sheet.problems:
        return None
    try:
        return When(start, end, zone, all_day=all_day)
    except ValueError as error:
        sheet.problem(
            sheet.line("end" if sheet.has("end") else "start"),
            str(error),
            "give both a day and a time; or days only, with all_day: yes",
        )
        return None


def _end(sheet: Sheet, start: date | datetime, zone: ZoneInfo) -> date | datetime | None:
    """Return the end; a time alone means the day of the start."""
    text = sheet.text("end")
    if re.fullmatch(r"\d{1,2}:\d{2}", text) and isinstance(start, datetime):
        try:
            return datetime.combine(start.date(), read_clock(text), tzinfo=zone)
        except ValueError as error:
            what, _, hint = str(error).partition("\n")
            sheet.problem(sheet.line("end"), what, hint)
            return None
    return sheet.moment("end", zone=zone)


def _recurrence(sheet: Sheet, when: When) -> Recurrence | None:
    """Return how the event repeats, or None."""
    repeats = sheet.text("repeats")
    if not repeats:
        if sheet.has("except"):
            sheet.problem(sheet.line("except"), "except without repeats", "say how it repeats")
        return None
    try:
        return read_repeats(repeats, sheet.texts("except"), when)
    except ValueError as error:
        what, _, hint = str(error).partition("\n")
        sheet.problem(sheet.line("repeats"), what, hint)
        return None


def _web(sheet: Sheet, key: str) -> str:
    """Return a web address."""
    text = sheet.text(key)
    if text and not WEB.fullmatch(text):
        sheet.problem(
            sheet.line(key), f"{key}: {text!r} is not a web address", f"write {key}: https://..."
        )
    return text


def _contact(sheet: Sheet) -> str:
    """Return whom to ask: an e-mail address, or a web address."""
    text = sheet.text("contact").removeprefix("mailto:")
    if text and not (CONTACT.fullmatch(text) or WEB.fullmatch(text)):
        sheet.problem(
            sheet.line("contact"),
            f"contact: {text!r} is no address",
            "write contact: roles@example.org, or leave it out: readers then reply to the message",
        )
    return text
