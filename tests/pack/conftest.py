"""What the pack tests share: an edition with merge fields, a publication, an invitation."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from pynews.model import Edition, Invitation, MergeField, Publication

sys.path.insert(0, str(Path(__file__).parent))

from samples import INVITATION, PUBLICATION

FIELDS = (
    MergeField("PYNx0x", "first_name", "members"),
    MergeField("PYNx1x", "unsubscribe_url"),
    MergeField("PYNx2x", "organisation", "your organisation"),
)
HTML = (
    '<p>Dear PYNx0x of PYNx2x,</p><p><a href="PYNx1x">Unsubscribe</a>'
    ' <a href="https://example.org/?o=PYNx2x">more</a></p>\n'
)
TEXT = "Dear PYNx0x of PYNx2x,\n.a line with a dot\ntrailing \n\nUnsubscribe: PYNx1x\n"


@pytest.fixture
def edition() -> Edition:
    return Edition("2021-11", "For PYNx0x", "A line", HTML, TEXT, "<p></p>", FIELDS)


@pytest.fixture
def publication() -> Publication:
    return replace(PUBLICATION, unsubscribe_mailto="leave@example.org")


@pytest.fixture
def invitation() -> Invitation:
    return INVITATION
