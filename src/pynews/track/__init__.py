"""Reports come back and change what we know."""

__all__: list[str] = []
