"""One file a provider: how to send there, how to read what it tells us."""

__all__: list[str] = []
