"""The archive site, the feeds, the note in Slack; and the record of what was made from what."""

from pynews.publish.atom import Entry, atom
from pynews.publish.inputs import inputs
from pynews.publish.manifest import manifest
from pynews.publish.site import Change, compare, write_site

__all__ = ["Change", "Entry", "atom", "compare", "inputs", "manifest", "write_site"]
