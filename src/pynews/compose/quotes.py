"""Finds a quoted sentence again, however its lines are wrapped."""

import re

__all__ = ["find_quote"]


def find_quote(text: str, quote: str) -> int | None:
    """Return the line (from 1) on which a quote begins, or None.

    White space counts as one blank: an editor writes a quote on one line that the
    notes wrap over two.
    """
    words = quote.split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    match = re.search(pattern, text)
    return text.count("\n", 0, match.start()) + 1 if match else None
