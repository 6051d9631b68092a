"""pynews: newsletters and event mail for communities that keep their words in files."""

__version__ = "0.1.0"

__all__ = ["__version__"]
