"""A calendar file, however badly written, becomes events and a list of what was wrong with it."""

from pynews.gather.calendars.reader import CalendarFile, read_calendar

__all__ = ["CalendarFile", "read_calendar"]
