"""The hallway: the whole story, from files to mail.

Only here is it known in which order the rooms are entered. Each function takes
the project and gives back what the next one needs; none reads the clock, and only
`write` and `send` change anything.
"""

from pynews.pipeline.building import MANIFEST, Built, build, gather_everything, write
from pynews.pipeline.checking import check
from pynews.pipeline.opening import (
    is_rehearsal,
    ledger_path,
    ledgers,
    open_ledger,
    open_provider,
    open_renderer,
    open_subscribers,
    sample_reader,
)
from pynews.pipeline.sending import Sending, make_plan, refuse_unsafe, send

__all__ = [
    "MANIFEST",
    "Built",
    "Sending",
    "build",
    "check",
    "gather_everything",
    "is_rehearsal",
    "ledger_path",
    "ledgers",
    "make_plan",
    "open_ledger",
    "open_provider",
    "open_renderer",
    "open_subscribers",
    "refuse_unsafe",
    "sample_reader",
    "send",
    "write",
]
