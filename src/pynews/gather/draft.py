"""``issue.md``: the issue as its editor wrote it."""

import re
from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from pynews.gather.frontmatter import Page, Value
from pynews.gather.letter import read_letter
from pynews.gather.sheet import Sheet
from pynews.model import Draft, DraftDecision, Origin

__all__ = ["read_draft", "send_time"]

KEYS = (
    "subject",
    "preheader",
    "send",
    "to",
    "events",
    "roles",
    "stories",
    "decisions",
    "discussion",
    "ignore",
)
NEXT_WEEKS = re.compile(r"next \d{1,2} (?:weeks?|months?)")
DECISION_KEYS = {"text", "from", "quote", "for"}


def read_draft(page: Page, *, issue_id: str, zone: str) -> Draft:
    """Return the draft a file holds.

    Arguments:
        page: the file.
        issue_id: name of its folder.
        zone: the publication's time zone.

    Raises:
        SourceError: with every fault of the file.
    """
    sheet = Sheet(page, known=KEYS)
    send = send_time(sheet, ZoneInfo(zone))
    decisions, decisions_from = _decisions(sheet)
    letter = read_letter(sheet)
    draft = Draft(
        id=issue_id,
        path=page.path,
        subject=sheet.text("subject", required='subject: "What this issue is about"'),
        preheader=sheet.text("preheader"),
        send=send or datetime.min.replace(tzinfo=ZoneInfo(zone)),
        to=sheet.text("to"),
        events=_events(sheet),
        roles=_roles(sheet),
        stories=sheet.texts("stories"),
        decisions=decisions,
        decisions_from=decisions_from,
        discussion=tuple(_listed(sheet, "discussion")),
        ignore=dict(_ignored(sheet)),
        parts=letter.parts,
        lines={key: value.line for key, value in page.fields.items()},
        shown_to=letter.shown_to,
    )
    sheet.done()
    return draft


def send_time(sheet: Sheet, zone: ZoneInfo) -> datetime | None:
    """Return when the issue is to go; a day alone means 9am."""
    if not sheet.has("send"):
        sheet.problem(1, "send is missing", "write send: 2021-11-02 09:00")
        return None
    moment = sheet.moment("send", zone=zone)
    if moment is None or isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(9), tzinfo=zone)


def _events(sheet: Sheet) -> tuple[str, ...] | str:
    """Return a rule, or the list of ids."""
    rule = _rule(sheet, "events")
    if rule is None:
        return sheet.texts("events")
    if not rule:
        return "next 8 weeks"
    if not NEXT_WEEKS.fullmatch(rule):
        return sheet.texts("events")
    return rule


def _roles(sheet: Sheet) -> tuple[str, ...] | str:
    """Return the rule "open", or the list of ids."""
    rule = _rule(sheet, "roles")
    return "open" if rule in {"", "open"} else sheet.texts("roles")


def _rule(sheet: Sheet, key: str) -> str | None:
    """Return a text in lower case; None where a list stands; "" where nothing does."""
    value = sheet.page.fields.get(key)
    if value is None:
        return ""
    return value.text.strip().casefold() if value.text is not None else None


def _decisions(sheet: Sheet) -> tuple[tuple[DraftDecision, ...], str]:
    """Return the editor's list, or the minutes whose explicit decisions are meant."""
    value = sheet.page.fields.get("decisions")
    if value is not None and value.text:
        return (), value.text.strip()
    return tuple(_listed(sheet, "decisions")), ""


def _listed(sheet: Sheet, key: str) -> Iterator[DraftDecision]:
    """Yield the entries of a list whose items have ``text``, ``from`` and ``quote``."""
    value = sheet.page.fields.get(key)
    if value is not None and value.items is None and value.text:
        sheet.problem(value.line, f"{key} must be a list", f"write {key}: then lines - text: ...")
    for item in sheet.values(key):
        if item.text:
            yield DraftDecision(item.text, "", "", Origin(sheet.page.path, item.line))
            continue
        entries = {name: entry.text or "" for name, entry in (item.entries or {}).items()}
        unknown = sorted(set(entries) - DECISION_KEYS)
        if unknown or not entries.get("text"):
            what = f"unknown key {unknown[0]!r}" if unknown else "text is missing"
            sheet.problem(
                item.line, f"{key}: {what}", "each has text:, from: and quote:; for: GROUPS"
            )
            continue
        yield DraftDecision(
            text=re.sub(r"\s+", " ", entries["text"]).strip(),
            source=entries.get("from", "").strip(),
            quote=entries.get("quote", "").strip(),
            origin=Origin(sheet.page.path, item.line),
            meant_for=sheet.groups((item.entries or {}).get("for")),
        )


def _ignored(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield finding ids and reasons of ``ignore``: a list of ``id: reason``."""
    for item in sheet.values("ignore"):
        for name, reason in _entries(item):
            if not reason:
                sheet.problem(item.line, f"ignore: {name} has no reason", f"write - {name}: why")
            yield name, reason


def _entries(item: Value) -> Iterator[tuple[str, str]]:
    """Yield what one entry of ``ignore`` says."""
    if item.text:
        yield item.text, ""
    for name, value in (item.entries or {}).items():
        yield name, value.text or ""
