"""The events page laid out as cards: a leaf of a calendar, what changed, what programs offer."""

from typing import Any

from pynews.serve.editor.pages.words import Tree, counted

__all__ = ["events_sheet"]

KB = 1000
TRIED = "Thunderbird was tried; the others are told as described by their makers and users."
Told = dict[str, Any]


def events_sheet(told: Told) -> Tree:
    """Return the events page, the events of the issue first."""
    issue = told["issue"]
    empty: Tree = {
        "title": "There are no events yet",
        "words": ["One file below newsletters/events/ makes one."],
    }
    cards = [_card(one, issue) for one in told["events"]]
    inside = counted(sum(one["inside"] for one in told["events"]), "event")
    words = f"As calendars are told with {issue}: {inside} in it"
    return {"title": "Events", "words": words, "cards": cards or [empty]}


def _card(one: Told, issue: str) -> Tree:
    carried = "with the invitation attached" if one["attached"] else "with links"
    last = f", last sent {one['last']}" if one["last"] else ""
    return {
        "tone": "calendar.cancelled" if one["cancelled"] else "calendar",
        "day": [one["day"]["month"], one["day"]["day"], one["day"]["weekday"]],
        "title": one["title"],
        "tags": [["yes", f"in {issue}, {carried}"] if one["inside"] else ["", f"not in {issue}"]],
        "words": [
            f"{one['when']} ({one['utc']})" if one["utc"] else one["when"],
            f"{one['change']}{last}",
        ],
        "pairs": [
            ["Where", one["where"]],
            ["Organiser", one["organiser"]],
            ["Next dates", "\n".join(one["next"])],
        ],
        "cards": [_offers(one["offers"])] if one["offers"] else [],
        "file": [
            f"The calendar file ({one['file']}, {_size(one['bytes'])})",
            [
                ["Method", one["method"]],
                ["Version", f"SEQUENCE {one['version']}, stamped {one['stamp']}"],
                ["Identity", one["uid"]],
            ],
            one["ics"],
        ],
        "inside": one["inside"],
        "path": one["path"],
        "line": one["line"],
    }


def _offers(offers: list[list[str]]) -> Tree:
    return {
        "tone": "offers",
        "title": "What readers’ programs do with it",
        "pairs": offers,
        "quiet": TRIED if len(offers) > 1 else "",
    }


def _size(size: int) -> str:
    return f"{size} bytes" if size < KB else f"{round(size / KB)} KB"
