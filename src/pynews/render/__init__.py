"""An issue becomes an edition: HTML, plain text, web page."""

__all__: list[str] = []
