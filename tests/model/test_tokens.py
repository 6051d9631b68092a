"""An unsubscribe link is signed as the standard library signs, and by nobody else."""

import base64
import hmac

from hypothesis import given
from hypothesis import strategies as st

from pynews.model import token_owner, unsubscribe_token

IDS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26)


@given(key=st.binary(max_size=200), subscriber=IDS)
def test_a_token_is_the_first_half_of_an_hmac(key, subscriber):
    digest = hmac.digest(key, f"unsubscribe:{subscriber}".encode(), "sha256")
    wanted = base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")
    assert unsubscribe_token(key, subscriber) == wanted


@given(key=st.binary(min_size=1, max_size=70), other=st.binary(min_size=1), subscriber=IDS)
def test_only_the_key_that_signed_a_link_knows_its_owner(key, other, subscriber):
    link = f"{subscriber}.{unsubscribe_token(key, subscriber)}"
    assert token_owner([key], link) == subscriber
    if other.rstrip(b"\0") != key.rstrip(b"\0"):
        assert token_owner([other], link) is None
