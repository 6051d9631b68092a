"""The archive site, the feeds, the note in Slack; and the manifest of what was made."""

from pynews.publish.manifest import manifest

__all__ = ["manifest"]
