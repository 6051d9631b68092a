"""One file a provider: how to send there, how to read what it tells us."""

from pynews.providers.kept import Kept
from pynews.providers.opening import (
    PROVIDERS,
    open_provider,
    provider_names,
    refuse_unknown_settings,
)
from pynews.providers.outbox_forgetting import forget_in_outbox
from pynews.providers.promise import Calendar, Capabilities, Provider

__all__ = [
    "PROVIDERS",
    "Calendar",
    "Capabilities",
    "Kept",
    "Provider",
    "forget_in_outbox",
    "open_provider",
    "provider_names",
    "refuse_unknown_settings",
]
