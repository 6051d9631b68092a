"""Messages are handed over, each once: plan, ledger, resume."""

from pynews.deliver.lock import sender_lock
from pynews.deliver.means import Means, this_sender
from pynews.deliver.pace import SETTINGS, Limits, read_limits
from pynews.deliver.send import send

__all__ = [
    "SETTINGS",
    "Limits",
    "Means",
    "read_limits",
    "send",
    "sender_lock",
    "this_sender",
]
