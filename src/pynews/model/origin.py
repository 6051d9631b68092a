"""Where a thing was written."""

from dataclasses import dataclass

__all__ = ["Origin"]


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """The file and line an item came from, so that any complaint can name them.

    Arguments:
        path: path below the project's root, with forward slashes.
        line: line number, counted from 1.
    """

    path: str
    line: int

    def __post_init__(self) -> None:
        """Refuse a line that no editor shows."""
        if self.line < 1:
            message = f"lines count from 1, not {self.line}"
            raise ValueError(message)

    def __str__(self) -> str:
        """Return ``path:line``."""
        return f"{self.path}:{self.line}"
