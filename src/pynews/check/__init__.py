"""An edition is read like a strict editor would: findings with place and fix."""

from pynews.check.addresses import written_links
from pynews.check.clients import ELEMENTS, VALUES, Support, support
from pynews.check.examine import Verdict, examine
from pynews.check.letter import Letter, open_letter
from pynews.check.memory import remember, remembered
from pynews.check.mending import mended
from pynews.check.passages import passages
from pynews.check.plugins import named_checks
from pynews.check.reference import reference
from pynews.check.refusals import as_findings, at_their_words
from pynews.check.registry import CHECKS
from pynews.check.rule import Check
from pynews.check.sources import Sources, read_sources
from pynews.check.spam import spam_opinion
from pynews.check.spelling import spelling_findings
from pynews.check.subject import Note, Subject
from pynews.check.trying import Answer, link_findings, try_links

__all__ = [
    "CHECKS",
    "ELEMENTS",
    "VALUES",
    "Answer",
    "Check",
    "Letter",
    "Note",
    "Sources",
    "Subject",
    "Support",
    "Verdict",
    "as_findings",
    "at_their_words",
    "examine",
    "link_findings",
    "mended",
    "named_checks",
    "open_letter",
    "passages",
    "read_sources",
    "reference",
    "remember",
    "remembered",
    "spam_opinion",
    "spelling_findings",
    "support",
    "try_links",
    "written_links",
]
