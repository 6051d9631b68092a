"""The archive site, the feeds, the note in Slack."""

__all__: list[str] = []
