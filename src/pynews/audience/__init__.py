"""Subscribers become recipients: consent, groups, suppression."""

from pynews.audience.addresses import accepted_address
from pynews.audience.choosing import exclusions, explain, recipients, safety, survey
from pynews.audience.erasing import Erasure, erase
from pynews.audience.groups import GroupCount, GroupExpression, parse_groups
from pynews.audience.importing import import_subscribers, read_subscribers

__all__ = [
    "Erasure",
    "GroupCount",
    "GroupExpression",
    "accepted_address",
    "erase",
    "exclusions",
    "explain",
    "import_subscribers",
    "parse_groups",
    "read_subscribers",
    "recipients",
    "safety",
    "survey",
]
