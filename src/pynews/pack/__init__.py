"""An edition and a recipient become one message."""

__all__: list[str] = []
