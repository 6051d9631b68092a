"""``[privacy]``: what members' mail programs may tell others, and by which right."""

from collections.abc import Iterator, Mapping

from pynews.config.schema import leaves
from pynews.config.source import Source
from pynews.errors import Problem

__all__ = ["privacy_bases"]

SHORTEST = 8


def privacy_bases(source: Source, problems: list[Problem]) -> Mapping[str, str]:
    """Return the lawful basis for each host that ``[privacy]`` names.

    Arguments:
        source: the configuration file.
        problems: takes a complaint about every host without a basis in words.
    """
    return dict(_bases(source, problems))


def _bases(source: Source, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    table = source.get("privacy")
    if not isinstance(table, dict):
        return
    for host in leaves({"privacy": table}):
        name = host.removeprefix("privacy.")
        basis: object = table
        for part in (name,) if name in table else name.split("."):
            basis = basis.get(part) if isinstance(basis, dict) else None
        if isinstance(basis, str) and len(basis.strip()) >= SHORTEST:
            yield name.lower(), basis.strip()
        else:
            what = f"[privacy] {name} has no lawful basis"
            hint = f'write "{name}" = "consent: what members agreed to, and where it is kept"'
            problems.append(Problem(what, source.where("privacy"), hint))
