"""The archive site, the feeds, the note in Slack; and the record of what was made from what."""

from pynews.publish.inputs import inputs
from pynews.publish.manifest import manifest

__all__ = ["inputs", "manifest"]
