"""Other people's calendars, tables and feeds are fetched, within limits, and become items."""

from pynews.gather.fetching.getting import Fetched, Getter
from pynews.gather.fetching.incoming import Incoming, Wanted, kind_of, read_incoming
from pynews.gather.fetching.keeping import Keeper

__all__ = ["Fetched", "Getter", "Incoming", "Keeper", "Wanted", "kind_of", "read_incoming"]
