"""The roles page: every volunteer role, and whether it can still be answered."""

from datetime import date
from zoneinfo import ZoneInfo

from pynews.config import Project
from pynews.model import Opening, day_in_words
from pynews.pipeline import Built
from pynews.serve.editor.pages.words import Tree, place_tree

__all__ = ["roles_tree"]


def roles_tree(project: Project, built: Built) -> Tree:
    """Return the roles, seen from the day the issue is sent."""
    today = built.issue.send.astimezone(ZoneInfo(project.publication.timezone)).date()
    inside = {one.id for one in built.issue.openings}
    return {
        "issue": built.issue.id,
        "today": day_in_words(today),
        "roles": [_role(one, today, inside=one.id in inside) for one in built.library.openings],
    }


def _role(opening: Opening, today: date, *, inside: bool) -> Tree:
    return {
        "title": opening.title,
        "state": _state(opening, today),
        "inside": inside,
        "commitment": opening.commitment,
        "contact": opening.contact or "Reply to the message",
        "apply": opening.apply,
        "opens": day_in_words(opening.opens) if opening.opens else "",
        "closes": day_in_words(opening.closes) if opening.closes else "",
        "skills": list(opening.skills),
        "description": opening.description,
        **place_tree(str(opening.origin)),
    }


def _state(opening: Opening, today: date) -> str:
    if opening.closes and opening.closes < today:
        return "closed"
    if opening.opens and opening.opens > today:
        return "not open yet"
    return "open"
