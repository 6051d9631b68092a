"""Colours as CSS writes them, and how well two of them can be told apart (WCAG 2.2, 1.4.3)."""

import re

__all__ = ["Colour", "contrast", "read_colour"]

Colour = tuple[int, int, int]

NAMES: dict[str, Colour] = {
    "black": (0, 0, 0),
    "white": (255, 255, 255),
    "silver": (192, 192, 192),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211),
    "darkgray": (169, 169, 169),
    "darkgrey": (169, 169, 169),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "yellow": (255, 255, 0),
    "orange": (255, 165, 0),
    "purple": (128, 0, 128),
    "teal": (0, 128, 128),
    "maroon": (128, 0, 0),
}
HEX = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})\b", re.IGNORECASE)
RGB = re.compile(r"rgb\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})\s*\)", re.IGNORECASE)
DARK_PART = 0.04045


def read_colour(text: str) -> Colour | None:
    """Return the colour in a CSS value such as ``#fff`` or a ``background``; None when unclear."""
    if "gradient" in text or "url(" in text:
        return None
    if match := HEX.search(text):
        digits = match[1] if len(match[1]) > 3 else "".join(digit * 2 for digit in match[1])  # noqa: PLR2004 - #abc
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if match := RGB.search(text):
        return int(match[1]), int(match[2]), int(match[3])
    return next((NAMES[word] for word in text.lower().split() if word in NAMES), None)


def contrast(first: Colour, second: Colour) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= DARK_PART else ((part + 0.055) / 1.055) ** 2.4
