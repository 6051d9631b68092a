from collections.abc import Iterator
from pathlib import Path

import pytest

from pynews.store import Subscribers


@pytest.fixture
def key() -> bytes:
    return b"a key for tests, thirty-two bytes"


@pytest.fixture
def store(tmp_path: Path, key: bytes) -> Iterator[Subscribers]:
    with Subscribers.open(tmp_path / "pynews.db", key=key) as opened:
        yield opened
