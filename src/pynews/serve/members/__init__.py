"""The members' pages: subscribe, confirm, unsubscribe, preferences, calendars, reports."""

from pynews.serve.members.running import Members, Place, members

__all__ = ["Members", "Place", "members"]
