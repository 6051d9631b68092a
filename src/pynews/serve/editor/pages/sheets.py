"""Pages that only tell: their values laid out as cards, which the app draws all alike.

A card has a ``title`` and any of: ``tone``, ``big`` (a number and what it counts),
``tags``, ``words``, ``pairs``, ``list``, ``fold``, ``tiles``, ``table``,
``commands``, ``quiet``, ``path`` and ``line``.
"""

from collections.abc import Iterable
from typing import Any

from pynews.serve.editor.pages.words import Tree, counted

__all__ = ["closed_card", "no_list_card", "people_sheet", "plan_sheet", "roles_sheet"]

KB = 1000
STATUSES = {
    "active": "get the newsletter",
    "pending": "have not confirmed yet",
    "unsubscribed": "have left",
    "suppressed": "may not be written to",
    "erased": "were erased",
}
Told = dict[str, Any]


def no_list_card(file: str = "") -> Tree:
    """Return the card that stands where a list would."""
    return {
        "title": "There is no list of subscribers yet",
        "words": ["Import one from a spreadsheet; subscribers.example.csv shows the columns."],
        "commands": ["pynews subscribers import subscribers.csv"],
        "quiet": f"It will stand in {file}." if file else "",
    }


def closed_card(why: str) -> Tree:
    """Return the card that stands where something cannot be read."""
    return {"title": "This cannot be worked out yet", "tone": "warn", "words": why.split("\n")}


def plan_sheet(told: Told) -> Tree:
    """Return the plan page."""
    cards: list[Tree] = []
    if told["sent"]:
        cards.append(
            {"title": "Sent before", "tone": "warn", "list": [["", s] for s in told["sent"]]}
        )
    if told["state"] == "none":
        cards.append(no_list_card())
    elif told["state"] == "closed":
        cards.append(closed_card(told["why"]))
    else:
        cards += _plan_cards(told)
    cards.insert(len(cards) - (told["state"] == "open"), _calendar_card(told["calendars"]))
    return {"title": "Plan", "words": f"{told['issue']} · {told['subject']}", "cards": cards}


def _plan_cards(told: Told) -> Iterable[Tree]:
    carried = "Nobody outside: a rehearsal into the outbox"
    yield {
        "tone": "hero",
        "big": [f"{told['count']:,}", "person gets it" if told["count"] == 1 else "people get it"],
        "pairs": [
            ["When", told["at"], f"({told['utc']})"],
            ["From", told["sender"]],
            ["Addressed to", told["to"] or "Everyone on the list"],
            *([["Letters", "; ".join(told["letters"])]] if told["letters"] else []),
            ["Carried by", carried if told["rehearsal"] else told["provider"]],
            ["Size", f"{round(told['bytes'] / KB)} KB a message"],
            ["Digest", told["digest"]],
        ],
    }
    who = [[one["address"], f" {one['reason']}"] for one in told["excluded"]]
    held = [[f"{one['count']:,}", f" {one['reason']}"] for one in told["held"]]
    yield {
        "title": "Held back",
        "words": [] if held else ["Nobody."],
        "list": held,
        **({"fold": ["Who", who]} if who else {}),
    }
    says = (
        "Every message is written into the outbox, where this preview shows it."
        if told["rehearsal"]
        else "The command asks for the number of people before anything leaves this machine."
    )
    issue = told["issue"]
    yield {
        "title": "To rehearse it" if told["rehearsal"] else "To send it now",
        "words": [says],
        "commands": [f"pynews send {issue}", f"pynews send {issue} --confirm {told['confirm']}"],
        "quiet": "The second one is for scripts.",
    }


def _calendar_card(calendars: Iterable[Told]) -> Tree:
    rows = [
        [one["title"], f": {one['says']}{'' if one['attached'] else ' (by links)'}"]
        for one in calendars
    ]
    words = [] if rows else ["Nothing: no event is in this issue."]
    return {"title": "Calendars are told", "words": words, "list": rows}


def roles_sheet(told: Told) -> Tree:
    """Return the roles page."""
    issue = told["issue"]
    cards: list[Tree] = [
        {
            "title": one["title"],
            "tags": [
                ["yes" if one["state"] == "open" else "no", one["state"]],
                *([["", f"in {issue}"]] if one["inside"] else []),
            ],
            "words": [one["description"]] if one["description"] else [],
            "pairs": _present(
                ("Time", one["commitment"]),
                ("Opens", one["opens"]),
                ("Closes", one["closes"]),
                ("Contact", one["contact"]),
                ("Form", one["apply"]),
                ("Skills", ", ".join(one["skills"])),
            ),
            "path": one["path"],
            "line": one["line"],
        }
        for one in told["roles"]
    ]
    empty: Tree = {
        "title": "There are no roles yet",
        "words": ["One file below newsletters/roles/ makes one."],
    }
    words = f"As they stand on {told['today']}, when {issue} is sent"
    return {"title": "Roles", "words": words, "cards": cards or [empty]}


def people_sheet(told: Told) -> Tree:
    """Return the subscribers page."""
    if told["state"] == "open":
        words = counted(told["total"], "person", "people")
        return {"title": "Subscribers", "words": words, "cards": list(_people_cards(told))}
    card = no_list_card(told["file"]) if told["state"] == "none" else closed_card(told["why"])
    return {"title": "Subscribers", "words": "Who gets the newsletter", "cards": [card]}


def _people_cards(told: Told) -> Iterable[Tree]:
    yield {
        "tone": "bare",
        "tiles": [[name, f"{told['status'][name]:,}", says] for name, says in STATUSES.items()],
    }
    health = told["health"]
    yield {
        "title": "Health, last 90 days",
        "pairs": [
            ["Sent", f"{health['sent']:,}"],
            ["Came back", health["bounced"]],
            ["Complained", health["complained"]],
            ["Left there", f"{health['left']:,}"],
        ],
        "words": [f"Complaints: {health['says']}."],
        **(
            {"fold": ["Joined and left, by month", _months(told["movements"])]}
            if told["movements"]
            else {}
        ),
    }
    if told["groups"]:
        groups = told["groups"].items()
        yield {
            "title": "Groups",
            "list": [[name, f" {counted(number, 'active member')}"] for name, number in groups],
        }
    if told["sample"]:
        yield {
            "title": "A sample, addresses masked",
            "table": [
                ["Address", "Status", "Groups", "Agreed"],
                *(
                    [
                        one["address"],
                        one["status"],
                        ", ".join(one["groups"]),
                        ", ".join(part for part in (one["consent"], one["source"]) if part),
                    ]
                    for one in told["sample"]
                ),
            ],
        }


def _months(movements: Told) -> list[list[str]]:
    return [[month, f" +{joined:,} −{left:,}"] for month, (joined, left) in movements.items()]


def _present(*pairs: tuple[str, str]) -> list[list[str]]:
    return [[name, value] for name, value in pairs if value]
