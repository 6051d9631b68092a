"""Reports come back and change what we know."""

from pynews.track.health import GOOD, LIMIT, Health, health
from pynews.track.judging import Consequence, Judgement, judge
from pynews.track.pulling import Desk, from_lists, from_mail
from pynews.track.taking import LATE, Taken, take

__all__ = [
    "GOOD",
    "LATE",
    "LIMIT",
    "Consequence",
    "Desk",
    "Health",
    "Judgement",
    "Taken",
    "from_lists",
    "from_mail",
    "health",
    "judge",
    "take",
]
