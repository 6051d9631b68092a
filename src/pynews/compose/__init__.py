"""Items become an issue."""

from pynews.compose.issue import DEFAULT_ORDER, choose, compose
from pynews.compose.narrow import meant_for, narrow
from pynews.compose.quotes import find_quote
from pynews.compose.translate import in_languages

__all__ = [
    "DEFAULT_ORDER",
    "choose",
    "compose",
    "find_quote",
    "in_languages",
    "meant_for",
    "narrow",
]
