"""Sixteen bytes have one name."""

from base64 import b32encode

from hypothesis import given
from hypothesis import strategies as st

from pynews.model import named


@given(content=st.binary(min_size=16, max_size=16))
def test_it_is_base32_in_small_letters_without_padding(content: bytes) -> None:
    assert named(content) == b32encode(content).decode("ascii").rstrip("=").lower()
