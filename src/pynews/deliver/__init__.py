"""Messages are handed over, each once: plan, ledger, resume."""

__all__: list[str] = []
