"""What must be remembered between two runs."""

from pynews.store.database import Database, connect, transaction, translated
from pynews.store.files import replace_files
from pynews.store.sent import SENT_NAME, read_sent, sent_bytes, write_sent

__all__ = [
    "SENT_NAME",
    "Database",
    "connect",
    "read_sent",
    "replace_files",
    "sent_bytes",
    "transaction",
    "translated",
    "write_sent",
]
