"""What was last sent of an issue, as its readers got it."""

from dataclasses import dataclass
from datetime import datetime

from pynews import pack, pipeline
from pynews.config import Project
from pynews.errors import PynewsError
from pynews.store import State

__all__ = ["Sent", "sent_message"]


@dataclass(frozen=True, slots=True)
class Sent:
    """A message as it went out.

    Arguments:
        content: its bytes, for the sample reader.
        at: when it was frozen, aware.
        digest: of the edition.
    """

    content: bytes
    at: datetime
    digest: str


def sent_message(project: Project, issue: str) -> Sent | None:
    """Return the message of the last sending, as the sample reader's, or None.

    A real sending counts before a rehearsal.
    """
    found: Sent | None = None
    try:
        for _, ledger in pipeline.ledgers(project):
            known = [one for one in ledger.campaigns() if one.issue == issue]
            last = next((one for one in reversed(known) if one.state is not State.CANCELLED), None)
            if last:
                form = pack.Forms.from_bytes(ledger.form(last))
                message = form.message(pipeline.sample_reader(project), key=project.key)
                found = Sent(message.content, last.frozen_at, last.edition_digest)
    except (PynewsError, ValueError, KeyError):
        return None
    return found
