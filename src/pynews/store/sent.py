"""``sent.json``: what a real sending told readers and calendars, without addresses."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pynews.errors import SourceError
from pynews.model import SentEvent, SentIssue
from pynews.store.files import replace_files

__all__ = ["SENT_NAME", "read_sent", "sent_bytes", "write_sent"]

SENT_NAME = "sent.json"
SCHEMA = 1


def read_sent(text: str, *, path: str) -> tuple[SentIssue, ...]:
    """Return every sending that a ``sent.json`` records, oldest first.

    Arguments:
        text: the file.
        path: below the project's root.

    Raises:
        SourceError: it is not what a sending wrote (a merge left both sides, say).
    """
    try:
        tree = json.loads(text)
        _check_schema(tree["schema"])
        return tuple(_sending(entry, tree["issue"], path) for entry in tree["sendings"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise SourceError(
            f"this is not what a sending recorded ({error})",
            where=f"{path}:{getattr(error, 'lineno', 1)}",
            hint="take the file back from git; after a merge keep both entries of sendings",
        ) from error


def _check_schema(schema: object) -> None:
    if schema != SCHEMA:
        message = f"schema {schema}"
        raise ValueError(message)


def _sending(entry: Mapping[str, Any], issue: str, path: str) -> SentIssue:
    """Return one entry of ``sendings``."""
    return SentIssue(
        issue=str(issue),
        path=path,
        at=_moment(entry["at"]),
        edition_digest=str(entry["edition_digest"]),
        accepted=int(entry["accepted"]),
        events=tuple(_event(event_id, told) for event_id, told in entry["events"].items()),
        purpose=str(entry["purpose"]),
    )


def _event(event_id: str, told: Mapping[str, Any]) -> SentEvent:
    """Return what calendars were told of one event; fields of later versions are passed over."""
    known = {field.name for field in fields(SentEvent)} - {"id", "stamp"}
    values = {name: value for name, value in told.items() if name in known}
    return SentEvent(id=event_id, stamp=_moment(told["stamp"]), **values)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        message = f"{text} has no zone"
        raise ValueError(message)
    return moment.astimezone(UTC)


def sent_bytes(sendings: tuple[SentIssue, ...]) -> bytes:
    """Return the file for the sendings of one issue, at least one, oldest first."""
    tree = {
        "schema": SCHEMA,
        "issue": sendings[0].issue,
        "sendings": [
            {
                "purpose": sending.purpose,
                "at": sending.at.isoformat(),
                "edition_digest": sending.edition_digest,
                "accepted": sending.accepted,
                "events": {event.id: _told(event) for event in sending.events},
            }
            for sending in sendings
        ],
    }
    return (json.dumps(tree, ensure_ascii=False, indent=2) + "\n").encode()


def _told(event: SentEvent) -> dict[str, Any]:
    """Return the JSON of one event's record."""
    told = {field.name: getattr(event, field.name) for field in fields(SentEvent)}
    del told["id"]
    return told | {"stamp": event.stamp.isoformat()}


def write_sent(
    root: Path, path: str, sending: SentIssue, *, earlier: tuple[SentIssue, ...]
) -> None:
    """Record one sending beside the earlier ones of its issue.

    Arguments:
        root: the project's folder.
        path: the file below it.
        sending: what went out now; an earlier record of the same purpose is replaced.
        earlier: what the file held.
    """
    kept = tuple(known for known in earlier if known.purpose != sending.purpose)
    target = root / path
    replace_files(target.parent, {target.name: sent_bytes((*kept, sending))})
