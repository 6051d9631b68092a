"""Checks of other packages, loaded only when ``pynews.toml`` names them."""

from collections.abc import Iterable
from importlib.metadata import entry_points

from pynews.check.rule import Check
from pynews.errors import ProjectError

__all__ = ["named_checks"]

GROUP = "pynews.checks"


def named_checks(names: Iterable[str]) -> dict[str, Check]:
    """Return the checks of entry points by their id.

    Third parties register ``name = "module:CHECK"`` under ``pynews.checks``; the
    object is a `Check` or a tuple of them.

    Arguments:
        names: as in ``[checks] also`` of ``pynews.toml``.

    Raises:
        ProjectError: nobody offers such a check, or it is none.
    """
    found: dict[str, Check] = {}
    for name in names:
        offered = tuple(entry_points(group=GROUP, name=name))
        if not offered:
            raise ProjectError(
                f"no installed package offers a check {name!r}",
                where="pynews.toml",
                hint="install its package, or take it out of also below [checks]",
            )
        loaded = offered[0].load()
        for check in loaded if isinstance(loaded, tuple) else (loaded,):
            if not isinstance(check, Check):
                raise ProjectError(
                    f"{name!r} offers something that is no check", where="pynews.toml"
                )
            found[check.id] = check
    return found
