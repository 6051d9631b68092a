"""pynews: newsletters and event mail for communities that keep their words in files."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pynews.serve import build

__version__ = "0.1.0"

__all__ = ["__version__", "build"]


def __getattr__(name: str) -> object:
    """Load what a notebook asks for when it asks (PEP 562): ``--help`` stays quick."""
    if name == "build":
        from pynews.serve import build

        return build
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
