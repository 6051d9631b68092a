"""What must be remembered between two runs."""

from pynews.store.database import Database, connect, transaction, translated
from pynews.store.files import replace_files
from pynews.store.ledger import Ledger
from pynews.store.ledger_promise import LedgerPromise
from pynews.store.ledger_schedule import Appointment, Schedule, ScheduleState, Waking
from pynews.store.ledger_values import (
    Batch,
    Campaign,
    Decision,
    Doubt,
    Frozen,
    Progress,
    Standing,
    State,
    Status,
    Tally,
    Verdict,
)
from pynews.store.list_movements import Movement
from pynews.store.personal_record import PersonalRecord, StatusChange
from pynews.store.reports import Reports
from pynews.store.sent import SENT_NAME, read_sent, sent_bytes, write_sent
from pynews.store.subscribers import Subscribers

__all__ = [
    "SENT_NAME",
    "Appointment",
    "Batch",
    "Campaign",
    "Database",
    "Decision",
    "Doubt",
    "Frozen",
    "Ledger",
    "LedgerPromise",
    "Movement",
    "PersonalRecord",
    "Progress",
    "Reports",
    "Schedule",
    "ScheduleState",
    "Standing",
    "State",
    "Status",
    "StatusChange",
    "Subscribers",
    "Tally",
    "Verdict",
    "Waking",
    "connect",
    "read_sent",
    "replace_files",
    "sent_bytes",
    "transaction",
    "translated",
    "write_sent",
]
