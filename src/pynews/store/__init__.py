"""What must be remembered between two runs."""

from pynews.store.database import Database, connect, transaction, translated
from pynews.store.files import replace_files
from pynews.store.ledger import Ledger
from pynews.store.ledger_values import (
    Batch,
    Campaign,
    Doubt,
    Frozen,
    Standing,
    Status,
    Tally,
    Verdict,
)
from pynews.store.list_movements import Movement
from pynews.store.personal_record import PersonalRecord, StatusChange
from pynews.store.reports import Reports
from pynews.store.sent import SENT_NAME, read_sent, sent_bytes, write_sent
from pynews.store.subscriber_leaving import PAUSED
from pynews.store.subscribers import Subscribers

__all__ = [
    "PAUSED",
    "SENT_NAME",
    "Batch",
    "Campaign",
    "Database",
    "Doubt",
    "Frozen",
    "Ledger",
    "Movement",
    "PersonalRecord",
    "Reports",
    "Standing",
    "Status",
    "StatusChange",
    "Subscribers",
    "Tally",
    "Verdict",
    "connect",
    "read_sent",
    "replace_files",
    "sent_bytes",
    "transaction",
    "translated",
    "write_sent",
]
