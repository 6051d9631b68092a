"""Messages are handed over, each once: plan, ledger, resume."""

from pynews.deliver.lock import lock_holder, sender_lock, worker_lock
from pynews.deliver.means import PATIENCE, Means, this_sender
from pynews.deliver.pace import SETTINGS, Limits, read_limits
from pynews.deliver.send import send, take_up

__all__ = [
    "PATIENCE",
    "SETTINGS",
    "Limits",
    "Means",
    "lock_holder",
    "read_limits",
    "send",
    "sender_lock",
    "take_up",
    "this_sender",
    "worker_lock",
]
