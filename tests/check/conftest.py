"""The newsroom that all tests of this folder share."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from newsroom import Newsroom


@pytest.fixture(scope="session")
def newsroom(tmp_path_factory):
    """A newsroom with warm themes."""
    return Newsroom(tmp_path_factory.mktemp("newsroom") / "project")
