"""What must be remembered between two runs."""

from typing import TYPE_CHECKING

from pynews import when_asked

if TYPE_CHECKING:
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
else:
    __getattr__ = when_asked(
        __name__,
        {
            "database": "Database connect transaction translated",
            "files": "replace_files",
            "ledger": "Ledger",
            "ledger_promise": "LedgerPromise",
            "ledger_schedule": "Appointment Schedule ScheduleState Waking",
            "ledger_values": "Batch Campaign Decision Doubt Frozen"
            " Progress Standing State Status Tally Verdict",
            "list_movements": "Movement",
            "personal_record": "PersonalRecord StatusChange",
            "reports": "Reports",
            "sent": "SENT_NAME read_sent sent_bytes write_sent",
            "subscribers": "Subscribers",
        },
    )

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
