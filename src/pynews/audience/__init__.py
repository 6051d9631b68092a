"""Subscribers become recipients: consent, groups, suppression."""

from pynews.audience.choosing import explain, recipients, safety, survey
from pynews.audience.groups import GroupCount, GroupExpression, parse_groups
from pynews.audience.importing import import_subscribers, read_subscribers

__all__ = [
    "GroupCount",
    "GroupExpression",
    "explain",
    "import_subscribers",
    "parse_groups",
    "read_subscribers",
    "recipients",
    "safety",
    "survey",
]
