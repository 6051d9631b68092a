"""Measures are read and printed as JavaScript, which MJML is written in, reads and prints them."""

import re
from math import floor

__all__ = ["amount_of", "leading", "number", "rounded", "whole"]

_AMOUNT = re.compile(r"\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))")
_UNIT = re.compile(r"[\d.,]*(\D*)\Z")
_MOST = 1e15


def leading(value: str) -> float:
    """Return the number that `value` begins with; 0 when there is none."""
    found = _AMOUNT.match(value)
    return min(float(found[1]), _MOST) if found else 0.0


def whole(value: str) -> int:
    """Return the whole number that `value` begins with."""
    return int(leading(value))


def amount_of(value: str) -> tuple[float, str]:
    """Return a width's number and unit; only per cents have decimals."""
    found = _UNIT.search(value)
    unit = (found[1] if found else "") or "px"
    return (leading(value) if unit == "%" else float(whole(value))), unit


def number(amount: float) -> str:
    """Return a number as JavaScript prints it."""
    return str(int(amount)) if amount == int(amount) else repr(amount)


def rounded(amount: float) -> int:
    """Return the nearest whole number; a half goes up."""
    return floor(amount + 0.5)
