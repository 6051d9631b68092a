"""Providers that keep connections open, and may be asked to close them."""

from typing import Protocol, runtime_checkable

__all__ = ["Kept"]


@runtime_checkable
class Kept(Protocol):
    """Whoever keeps connections between two hand-overs."""

    def close(self) -> None:
        """Close them; the next hand-over opens new ones."""
        ...
