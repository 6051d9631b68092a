"""Finds times of day that a text names: "5pm", "5.30 pm", "17:30", "midday", "2pm to 4pm"."""

import re
from dataclasses import dataclass

__all__ = ["TimeNamed", "times_named"]

NOON = 12
HOURS = 24
MINUTES = 60
WORDS = {"midday": (12, 0), "noon": (12, 0), "midnight": (0, 0)}
TIME = re.compile(
    r"(?<![\d:.,/£$€%])(?:"
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\b\.?)"
    r"|(?P<hour24>\d{1,2}):(?P<minute24>\d{2})(?![\d:])"
    r"|\b(?P<word>midday|noon|midnight)\b)",
    re.IGNORECASE,
)
# "2 to 4pm", "2-4pm": the first hour borrows am or pm.
BARE = re.compile(
    r"(?<![\d:./])(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:to|until|-|–|—)\s*$"
)
ZONE = re.compile(
    r"\s*\(?\b(?P<zone>GMT|BST|UTC|CET|CEST|EET|EEST|EST|EDT|CST|CDT|MST|MDT|PST|PDT|ET|PT|IST|AEST)\b"
)


@dataclass(frozen=True, slots=True)
class TimeNamed:
    """A time of day as a text names it; ``zone`` is the abbreviation behind it, or ""."""

    start: int
    end: int
    hour: int
    minute: int
    zone: str = ""

    @property
    def clock(self) -> tuple[int, int]:
        """Hour and minute."""
        return self.hour, self.minute


def times_named(text: str) -> tuple[TimeNamed, ...]:
    """Return the times that a text names, in order."""
    found: list[TimeNamed] = []
    for match in TIME.finditer(text):
        clock = _clock(match)
        if clock is None:
            continue
        zone = ZONE.match(text, match.end())
        named = zone["zone"] if zone else ""
        bare = BARE.search(text, max(0, match.start() - 12), match.start())
        if bare and match["half"]:
            found.append(_borrowed(bare, clock, named))
        found.append(TimeNamed(match.start(), match.end(), *clock, named))
    return tuple(found)


def _clock(match: re.Match[str]) -> tuple[int, int] | None:
    if match["word"]:
        return WORDS[match["word"].lower()]
    if match["half"]:
        hour, minute = int(match["hour"]), int(match["minute"] or 0)
        if not 1 <= hour <= NOON or minute >= MINUTES:
            return None
        return hour % NOON + (NOON if match["half"].lower().startswith("p") else 0), minute
    hour, minute = int(match["hour24"]), int(match["minute24"])
    return (hour, minute) if hour < HOURS and minute < MINUTES else None


def _borrowed(bare: re.Match[str], later: tuple[int, int], zone: str) -> TimeNamed:
    """Return the first time of a range: the same half of the day if that comes before the end."""
    hour, minute = int(bare["hour"]) % NOON, int(bare["minute"] or 0)
    if later[0] >= NOON and (hour + NOON, minute) < later:
        hour += NOON
    return TimeNamed(bare.start(), bare.end(), hour, minute, zone)
