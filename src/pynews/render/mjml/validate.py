"""MJML is read as a strict teacher would: what is wrong, where, and what is allowed."""

from dataclasses import dataclass
from difflib import get_close_matches

from pynews.render.mjml.table import (
    COMMON_ATTRIBUTES,
    accepts,
    allowed_parents,
    components,
    explain,
)
from pynews.render.mjml.tree import Attribute, Node, Source, Tree, read

__all__ = ["Fault", "faults_of", "validate"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault in MJML.

    Arguments:
        line, column: where, both from 1.
        what: what is wrong, one sentence without a full stop.
        hint: what is allowed or was probably meant; may be empty.
    """

    line: int
    column: int
    what: str
    hint: str = ""


def validate(mjml: str) -> tuple[Fault, ...]:
    """Return every fault of the MJML text, in the order written; empty when it is good."""
    return faults_of(mjml, strict=True)


def faults_of(mjml: str, *, strict: bool) -> tuple[Fault, ...]:
    """Return the faults; without `strict`, only those that MJML itself reports as structure."""
    return ()
