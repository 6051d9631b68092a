"""Files and feeds become items, each with the place it came from."""

from pynews.gather.correction import CORRECTION, Correction, read_correction
from pynews.gather.library import CONTENT, gather_library, gather_minutes, minutes_files
from pynews.gather.moments import read_day, read_moment
from pynews.gather.translation import language_of

__all__ = [
    "CONTENT",
    "CORRECTION",
    "Correction",
    "gather_library",
    "gather_minutes",
    "language_of",
    "minutes_files",
    "read_correction",
    "read_day",
    "read_moment",
]
