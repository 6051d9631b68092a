"""The plan page: who would get an issue, who is held back, what calendars are told."""

from pynews import pipeline
from pynews.config import Project
from pynews.errors import PynewsError
from pynews.model import Plan
from pynews.pipeline import Built
from pynews.serve.editor.pages.events import told_of
from pynews.serve.editor.pages.words import Tree, counted, moment_words, utc_words

__all__ = ["plan_tree"]

REASONS = {
    "pending": "have not confirmed yet",
    "unsubscribed": "have left",
    "suppressed": "cannot be reached or complained",
    "erased": "were erased",
    "not-addressed": "are not in the groups addressed",
}


def plan_tree(project: Project, built: Built) -> Tree:
    """Return what ``pynews plan`` would say; changes nothing, makes no list."""
    tree: Tree = {
        "issue": built.issue.id,
        "subject": built.issue.subject,
        "calendars": _calendars(built),
        "bytes": len(built.files["message.eml"]),
        "rehearsal": pipeline.is_rehearsal(project),
        "provider": project.provider.name,
        "sent": [
            f"{counted(one.accepted, 'person', 'people')},"
            f" {moment_words(one.at, project.publication.timezone)}"
            for one in built.library.sent
            if one.issue == built.issue.id
        ],
    }
    if not project.store.is_file():
        return {**tree, "state": "none"}
    try:
        plan = pipeline.make_plan(project, built)
    except PynewsError as error:
        return {**tree, "state": "closed", "why": str(error)}
    return {**tree, "state": "open", **_plan(plan, project, built)}


def _plan(plan: Plan, project: Project, built: Built) -> Tree:
    audience = plan.audience
    return {
        "sender": plan.sender,
        "to": audience.to,
        "count": audience.count,
        "letters": pipeline.letters(built, audience),
        "held": [
            {"reason": REASONS.get(reason, str(reason)), "count": number}
            for reason, number in sorted(audience.held_back.items())
            if number
        ],
        "excluded": [
            {"address": one.masked, "reason": REASONS.get(one.reason, str(one.reason))}
            for one in audience.excluded
        ],
        "at": moment_words(plan.at, project.publication.timezone),
        "utc": utc_words(plan.at),
        "digest": plan.short_digest,
        "confirm": plan.confirmation,
    }


def _calendars(built: Built) -> list[Tree]:
    titles = {event.id: event.title for event in built.issue.events}
    return [
        {
            "title": titles.get(one.event_id, one.event_id),
            "says": told_of(one),
            "attached": one.attached,
        }
        for one in built.invitations
    ]
