"""The events page: each event as calendars get it, and what each program makes of that."""

from datetime import UTC, datetime
from pathlib import Path

from pynews import invite
from pynews.config import Project
from pynews.model import Change, Event, Invitation, Method, When, day_in_words
from pynews.pipeline import Built
from pynews.serve.editor.pages.words import Tree, moment_words, place_tree, utc_words

__all__ = ["events_tree", "told_of"]

NEXT = 5
CHANGES = {
    Change.NEW: "New: no calendar knows it yet",
    Change.TIME_KNOWN: "Its time is known now",
    Change.MOVED: "Moved since it was last sent",
    Change.REWORDED: "Reworded since it was last sent; time and place are the same",
    Change.CANCELLED: "Cancelled since it was last sent",
    Change.UNCHANGED: "Unchanged since it was last sent",
}
# What programs do with an attached .ics; a few sentences an editor can rely on.
ADDED = (
    ("Outlook", "Opens the attachment and saves it as an appointment; nobody is asked to accept."),
    (
        "Gmail",
        "Shows an attachment; the Google link in the message is the dependable way to add it.",
    ),
    ("Apple Mail", "Opens the attachment in Calendar, which offers to add it."),
    ("Thunderbird", "Offers Add above the message."),
)
CHANGED = (
    ("Outlook", "Opens the attachment; it may stand beside the earlier one."),
    ("Gmail", "Shows an attachment; who added it by the link changes it by hand."),
    ("Apple Mail", "Opens the attachment in Calendar, which offers to update the event."),
    ("Thunderbird", "Offers Update above the message."),
)
CANCELLED = (
    ("Outlook", "Opens the attachment; who added the event deletes it by hand."),
    ("Gmail", "Shows an attachment; who added the event deletes it by hand."),
    ("Apple Mail", "Opens the attachment in Calendar, which marks the event as cancelled."),
    ("Thunderbird", "Offers Delete above the message."),
)
LINKED = (("Every program", "The message has links for Google, Outlook, Microsoft 365 and Yahoo."),)
KNOWN = (("Every program", "Nothing has to be done: calendars that have it stay as they are."),)


def events_tree(project: Project, built: Built) -> Tree:
    """Return every event of the library, those of the issue first."""
    issue = built.issue
    mine = {one.event_id: one for one in built.invitations}
    others = tuple(event for event in built.library.events if event.id not in mine)
    sent = tuple(one for one in built.library.sent if one.issue != issue.id)
    invitations = invite.invite(
        others,
        sent=sent,
        publication=project.publication,
        stamp=issue.send.astimezone(UTC),
    )
    rest = {one.event_id: one for one in invitations}
    cards = [_card(event, mine[event.id], built, project) for event in issue.events]
    cards += [_card(event, rest[event.id], built, project) for event in others]
    return {"issue": issue.id, "events": cards}


def _card(event: Event, invitation: Invitation, built: Built, project: Project) -> Tree:
    inside = any(one.id == event.id for one in built.issue.events)
    return {
        "title": event.title,
        "day": _block(event.when),
        "when": event.when.words,
        "utc": _utc(event.when),
        "where": event.where or "To be confirmed",
        "organiser": event.organiser or project.publication.name,
        "cancelled": event.cancelled,
        "inside": inside,
        "attached": inside and invitation.attached,
        "method": str(invitation.method),
        "version": invitation.sequence,
        "change": told_of(invitation),
        "changed": invitation.change not in {Change.NEW, Change.UNCHANGED},
        "stamp": utc_words(invitation.stamp),
        "next": _next(event, built),
        "file": invitation.file_name,
        "bytes": len(invitation.ics),
        "uid": invitation.uid,
        "offers": [list(offer) for offer in _offers(invitation, inside=inside)],
        "ics": invitation.ics.decode("utf-8", "replace"),
        "path": place_tree(str(event.origin))["path"],
        "line": event.origin.line,
        "name": Path(event.origin.path).name,
        "last": _last(event, built),
    }


def told_of(invitation: Invitation) -> str:
    """Return in words what is different for calendars."""
    if invitation.change in {Change.NEW, Change.UNCHANGED}:
        return CHANGES[invitation.change]
    return invitation.words or CHANGES[invitation.change]


def _block(when: When) -> Tree:
    weekday, day, month, _ = day_in_words(when.first_day).split()
    return {"month": month[:3], "day": day, "weekday": weekday[:3]}


def _utc(when: When) -> str:
    return utc_words(when.start) if isinstance(when.start, datetime) else ""


def _next(event: Event, built: Built) -> list[str]:
    """Return the next dates of a series after the issue's send time."""
    if event.recurrence is None:
        return []
    return [when.words for when in invite.next_dates(event, built.issue.send, NEXT)]


def _last(event: Event, built: Built) -> str:
    """Return when calendars were last told of it, in words; "" when never."""
    zone = event.when.zone
    for sending in reversed(built.library.sent):
        if sending.issue != built.issue.id and any(one.id == event.id for one in sending.events):
            return f"with {sending.issue}, {moment_words(sending.at, zone)}"
    return ""


def _offers(invitation: Invitation, *, inside: bool) -> tuple[tuple[str, str], ...]:
    if not inside:
        return ()
    if invitation.change is Change.UNCHANGED:
        return KNOWN
    if not invitation.attached:
        return LINKED
    if invitation.method is Method.CANCEL:
        return CANCELLED
    return ADDED if invitation.change is Change.NEW else CHANGED
