"""Subscribers become recipients: consent, groups, suppression."""

__all__: list[str] = []
