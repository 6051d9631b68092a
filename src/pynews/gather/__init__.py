"""Files and feeds become items, each with the place it came from."""

from pynews.gather.library import CONTENT, gather_library, gather_minutes, minutes_files
from pynews.gather.moments import read_day, read_moment

__all__ = [
    "CONTENT",
    "gather_library",
    "gather_minutes",
    "minutes_files",
    "read_day",
    "read_moment",
]
