"""Sixteen bytes have one name."""

from base64 import b32encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynews.model import named, named_all


@given(content=st.binary(min_size=16, max_size=16))
def test_it_is_base32_in_small_letters_without_padding(content: bytes) -> None:
    assert named(content) == b32encode(content).decode("ascii").rstrip("=").lower()


@given(st.lists(st.binary(min_size=16, max_size=16), max_size=150))
def test_many_are_named_as_each_is(contents: list[bytes]) -> None:
    assert named_all(contents) == [named(one) for one in contents]


def test_a_name_stands_for_sixteen_bytes() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        named_all([b"0" * 16, b"0" * 15])
