"""A file of minutes becomes decisions, things with a date, openings, ideas and names."""

from pynews.gather.minutes.reader import read_minutes

__all__ = ["read_minutes"]
