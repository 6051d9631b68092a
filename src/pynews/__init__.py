"""pynews: newsletters and event mail for communities that keep their words in files."""

from collections.abc import Callable
from importlib import import_module

__version__ = "0.1.0"

__all__ = ["__version__", "build"]

build: Callable[..., object]
# Loaded when a notebook asks for it (PEP 562): the root stays below every room.
DOORS = {"build": "pynews.serve"}


def __getattr__(name: str) -> object:
    """Return a public name out of the room it lives in."""
    if name in DOORS:
        return getattr(import_module(DOORS[name]), name)
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
