"""Files and feeds become items, each with the place it came from."""

__all__: list[str] = []
