"""pynews: newsletters and event mail for communities that keep their words in files."""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module

__version__ = "0.1.0"

__all__ = ["__version__", "build", "when_asked"]

build: Callable[..., object]


def when_asked(package: str, rooms: Mapping[str, str]) -> Callable[[str], object]:
    """Return a door's ``__getattr__``: what nobody asks for is not loaded (PEP 562).

    Arguments:
        package: whose door it is.
        rooms: for each module in it, the names it gives, with spaces between them.
    """
    places = {name: f"{package}.{room}" for room, names in rooms.items() for name in names.split()}

    def found(name: str) -> object:
        if name not in places:
            message = f"module {package!r} has no attribute {name!r}"
            raise AttributeError(message)
        value: object = getattr(import_module(places[name]), name)
        setattr(sys.modules[package], name, value)
        return value

    return found


# Loaded when a notebook asks for it: the root stays below every room.
__getattr__ = when_asked(__name__, {"serve": "build"})
