"""What a sending will do, before it does it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime

from pynews.model.people import Audience

__all__ = ["Plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Who gets what, when, from whom and through whom; named by its digest.

    Arguments:
        issue: the issue's id.
        purpose: ``issue``, or ``correction-N``.
        edition_digest: SHA-256 over all that a recipient can receive.
        subject: as readers see it.
        sender: the From header.
        provider: who carries it.
        at: planned time, aware.
        audience: who gets it and who is held back.
    """

    issue: str
    purpose: str
    edition_digest: str
    subject: str
    sender: str
    provider: str
    at: datetime
    audience: Audience

    @property
    def digest(self) -> str:
        """SHA-256 over edition, audience, time, sender and provider."""
        parts = [
            self.issue,
            self.purpose,
            self.edition_digest,
            self.audience.digest,
            self.at.astimezone(UTC).isoformat(),
            self.sender,
            self.provider,
        ]
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()

    @property
    def short_digest(self) -> str:
        """The first six characters, which a person can read aloud."""
        return self.digest[:6]

    @property
    def confirmation(self) -> str:
        """What ``--confirm`` wants: ``ISSUE:COUNT:DIGEST``."""
        return f"{self.issue}:{self.audience.count}:{self.short_digest}"
