"""One file a provider: how to send there, how to read what it tells us."""

from pynews.providers.kept import Kept
from pynews.providers.losses import LOSSES, Needs, losses
from pynews.providers.opening import (
    PROVIDERS,
    capabilities_of,
    open_provider,
    provider_names,
    refuse_unknown_settings,
)
from pynews.providers.outbox_forgetting import forget_in_outbox
from pynews.providers.promise import Calendar, Capabilities, Headers, Limits, Provider
from pynews.providers.repeating import Repeating

__all__ = [
    "LOSSES",
    "PROVIDERS",
    "Calendar",
    "Capabilities",
    "Headers",
    "Kept",
    "Limits",
    "Needs",
    "Provider",
    "Repeating",
    "capabilities_of",
    "forget_in_outbox",
    "losses",
    "open_provider",
    "provider_names",
    "refuse_unknown_settings",
]
