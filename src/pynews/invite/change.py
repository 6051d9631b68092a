"""A change told in words, as plan, build, preview and the message say it."""

from pynews.invite.life import sent_when
from pynews.invite.series import rule_words
from pynews.model import Change, Event, SentEvent, When

__all__ = ["change_words", "only_place"]

TO_COME = "a place to be confirmed"


def change_words(event: Event, change: Change, last: SentEvent | None) -> str:
    """Return what is different: "updated: Wednesday 17 November 2021, was Tuesday ...".

    Arguments:
        event: as it is now.
        change: what kind of change it is.
        last: what was sent before, or None.
    """
    if change is Change.UNCHANGED:
        return ""
    if last is None or change is Change.CANCELLED:
        return "cancelled" if event.cancelled else "new"
    if change is Change.TIME_KNOWN:
        return f"time known: {_in_full(event.when)}"
    if last.cancelled and not event.cancelled:
        return f"takes place after all: {_in_full(event.when)}"
    return f"updated: {_difference(event, last)}"


def only_place(event: Event, last: SentEvent | None) -> bool:
    """Return whether an event's place is new and its time is not."""
    if last is None or event.cancelled or last.cancelled or last.where == event.where:
        return False
    before = sent_when(last, event.when.zone)
    return _in_full(before) == _in_full(event.when) and last.repeats == rule_words(event)


def _difference(event: Event, last: SentEvent) -> str:
    before, now = sent_when(last, event.when.zone), event.when
    if _in_full(before) != _in_full(now):
        return _times(now, before)
    if last.repeats != rule_words(event):
        return "other dates in the series"
    if last.where != event.where:
        return f"now at {event.where or TO_COME}, was at {last.where or TO_COME}"
    if last.title != event.title:
        return f"new title, was {last.title}"
    if not last.digest:
        return "sent again, because earlier messages disagreed"
    return "details"


def _times(now: When, before: When) -> str:
    """Return the new time and the old one, each with only what differs."""
    if now.time_words == before.time_words and now.all_day == before.all_day:
        return f"{now.day_words}, was {before.day_words}"
    if now.day_words == before.day_words:
        return f"{_in_full(now)}, was {before.time_words or 'all day'}"
    return f"{_in_full(now)}, was {_in_full(before)}"


def _in_full(when: When) -> str:
    return f"{when.words}, all day" if when.all_day else when.words
