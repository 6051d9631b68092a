"""Items become an issue."""

__all__: list[str] = []
