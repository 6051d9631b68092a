"""Subscribers become recipients: consent, groups, suppression."""

from pynews.audience.addresses import accepted_address
from pynews.audience.choosing import exclusions, explain, recipients, safety, survey, told
from pynews.audience.columns import read_person
from pynews.audience.erasing import Erasure, erase
from pynews.audience.groups import GroupCount, GroupExpression, parse_groups
from pynews.audience.importing import import_subscribers, read_subscribers
from pynews.audience.readers import (
    Readers,
    reader_exclusions,
    reader_recipients,
    survey_readers,
)
from pynews.audience.sorting import Sorting, sort_readers

__all__ = [
    "Erasure",
    "GroupCount",
    "GroupExpression",
    "Readers",
    "Sorting",
    "accepted_address",
    "erase",
    "exclusions",
    "explain",
    "import_subscribers",
    "parse_groups",
    "read_person",
    "read_subscribers",
    "reader_exclusions",
    "reader_recipients",
    "recipients",
    "safety",
    "sort_readers",
    "survey",
    "survey_readers",
    "told",
]
