"""How fast messages may go: buckets for the provider and for each domain, and a day's number.

A bucket is a generic cell rate algorithm with one number, the moment from which
it is free: that moment is kept in the ledger, so that a restart cannot burst.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from pynews.errors import Problem, ProjectError

__all__ = ["SETTINGS", "Limits", "Pacing", "read_limits"]

SETTINGS = ("rate", "domain_rates", "per_day", "ramp")
UNITS = {"s": 1.0, "min": 60.0, "h": 3600.0}
RATE = re.compile(r"(\d{1,7}(?:\.\d{1,3})?)\s*/\s*(s|min|h)")
ANY = "*"
SLOWEST = 1 / 64
STEP = 1 / 16
BURST_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a sending keeps to.

    Arguments:
        rate: messages a second through the provider; None for as fast as it takes them.
        domains: messages a second to a recipient's domain; ``*`` for every other one.
        per_day: messages a day (UTC) through the provider, or None.
        ramp: messages for the first days of a new sender, one number a day, before
            ``per_day`` holds.
    """

    rate: float | None = None
    domains: Mapping[str, float] = field(default_factory=dict)
    per_day: int | None = None
    ramp: tuple[int, ...] = ()

    def today(self, first_use: datetime | None, now: datetime) -> int | None:
        """Return how many messages may go today; None when that is not limited."""
        day = (
            (now.astimezone(UTC).date() - first_use.astimezone(UTC).date()).days if first_use else 0
        )
        if 0 <= day < len(self.ramp):
            return min(self.ramp[day], self.per_day or self.ramp[day])
        return self.per_day


def read_limits(settings: Mapping[str, str], known_rate: float | None) -> Limits:
    """Return the limits that ``[provider]`` sets; all mistakes at once.

    Arguments:
        settings: of them ``rate`` ("10/s", "600/min"), ``domain_rates``
            ("example.org 2/s, * 5/s"), ``per_day`` and ``ramp`` ("200 500 1000").
        known_rate: messages a second the provider is known to take.

    Raises:
        ProjectError: one of them cannot be read.
    """
    problems: list[Problem] = []
    rate = _rate("rate", settings.get("rate", ""), problems)
    domains = dict(_domains(settings.get("domain_rates", ""), problems))
    per_day = _numbers("per_day", settings.get("per_day", ""), problems)
    ramp = _numbers("ramp", settings.get("ramp", ""), problems)
    if problems:
        raise ProjectError.of(problems)
    return Limits(
        rate=rate or known_rate, domains=domains, per_day=next(iter(per_day), None), ramp=ramp
    )


def _rate(name: str, text: str, problems: list[Problem]) -> float | None:
    """Return a rate in messages a second; None where there is none."""
    if not text:
        return None
    found = RATE.fullmatch(text.strip())
    rate = float(found[1]) / UNITS[found[2]] if found else 0.0
    if rate * UNITS["min"] >= 1:
        return rate
    problems.append(
        Problem(
            f"[provider] {name}: {text!r} is not a rate I can keep",
            "pynews.toml",
            'write "10/s", "600/min" or "5000/h"; at least one message a minute',
        )
    )
    return None


def _domains(text: str, problems: list[Problem]) -> Iterable[tuple[str, float]]:
    """Yield each domain with its rate."""
    for part in filter(None, (one.strip() for one in text.split(","))):
        domain, _, rate = part.partition(" ")
        found = _rate("domain_rates", rate or "?", problems)
        if found:
            yield domain.lower(), found


def _numbers(name: str, text: str, problems: list[Problem]) -> tuple[int, ...]:
    """Return whole numbers between blanks or commas."""
    words = re.split(r"[\s,]+", text.strip()) if text.strip() else []
    if all(word.isdecimal() and int(word) > 0 for word in words):
        return tuple(int(word) for word in words)
    hint = f'write {name} = "200 500 1000"' if name == "ramp" else f"write {name} = 200"
    problems.append(Problem(f"[provider] {name}: {text!r} is not a number", "pynews.toml", hint))
    return ()


class Pacing:
    """The buckets of one sending.

    Arguments:
        limits: what to keep to.
        provider: begins the names of the buckets.
        free_at: from when on each bucket is free, as the last sender left it.
    """

    def __init__(self, limits: Limits, provider: str, free_at: Mapping[str, datetime]) -> None:
        """Begin where the last sender stopped."""
        self._limits = limits
        self._provider = provider
        self._free_at = dict(free_at)
        self._factor = 1.0

    @property
    def by_domain(self) -> bool:
        """Whether recipients' domains matter."""
        return bool(self._limits.domains)

    @property
    def free_at(self) -> Mapping[str, datetime]:
        """From when on each bucket is free, for the ledger."""
        return self._free_at

    def wait(self, domains: Iterable[str], now: datetime) -> timedelta:
        """Return how long messages to these domains have to wait; zero when they may go."""
        waits = [timedelta()]
        for name, rate in self._buckets(domains):
            ahead = self._free_at.get(name, now) - now
            burst = timedelta(seconds=max(BURST_SECONDS, 1 / rate))
            if ahead > timedelta(days=1):
                ahead = timedelta()  # the clock was set back: the mark is of no use
            waits.append(ahead - burst + timedelta(seconds=1 / rate))
        return max(waits)

    def take(self, domains: Iterable[str], now: datetime) -> None:
        """Count messages, one for each domain named."""
        counted = Counter(domains)
        total = counted.total()
        for name, rate in self._buckets(counted):
            number = total if name == self._provider else counted[name.rpartition("/")[2]]
            free = self._free_at.get(name, now)
            start = free if now < free < now + timedelta(days=1) else now
            self._free_at[name] = start + timedelta(seconds=number / rate)

    def slower(self) -> None:
        """Halve the pace: the provider asked to wait."""
        self._factor = max(self._factor / 2, SLOWEST)

    def faster(self) -> None:
        """Go back towards the full pace, a little."""
        self._factor = min(self._factor + STEP, 1.0)

    def _buckets(self, domains: Iterable[str]) -> Iterable[tuple[str, float]]:
        """Yield the buckets that messages to some domains fall into, each with its rate."""
        if self._limits.rate:
            yield self._provider, self._limits.rate * self._factor
        for domain in set(domains):
            rate = self._limits.domains.get(domain, self._limits.domains.get(ANY))
            if rate:
                yield f"{self._provider}/{domain}", rate
