"""Messages are handed over, each once: plan, ledger, resume."""

from pynews.deliver.lock import sender_lock
from pynews.deliver.means import Means, this_sender
from pynews.deliver.send import send

__all__ = ["Means", "send", "sender_lock", "this_sender"]
