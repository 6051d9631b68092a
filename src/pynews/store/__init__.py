"""What must be remembered between two runs."""

from pynews.store.database import Database, connect, transaction, translated

__all__ = ["Database", "connect", "transaction", "translated"]
