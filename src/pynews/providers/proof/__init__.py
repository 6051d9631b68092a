"""What every provider promises, as tests to inherit: for ours and for those of other packages.

Needs pytest, and is imported by tests alone.
"""

from pynews.providers.proof.contract import (
    ACCEPTED,
    DEFERRED,
    REFUSED,
    UNKNOWN,
    HttpContract,
    ProviderContract,
)
from pynews.providers.proof.double import (
    ACCEPTS_THEN,
    TAKES_NOTHING,
    ApiDouble,
    Asked,
    Dialect,
    Said,
    Taken,
    json_objects,
)
from pynews.providers.proof.messages import CALENDAR, PICTURE, message, together

__all__ = [
    "ACCEPTED",
    "ACCEPTS_THEN",
    "CALENDAR",
    "DEFERRED",
    "PICTURE",
    "REFUSED",
    "TAKES_NOTHING",
    "UNKNOWN",
    "ApiDouble",
    "Asked",
    "Dialect",
    "HttpContract",
    "ProviderContract",
    "Said",
    "Taken",
    "json_objects",
    "message",
    "together",
]
