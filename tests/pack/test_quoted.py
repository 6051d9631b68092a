"""Pieces encoded one by one read as one text."""

import quopri

from hypothesis import given
from hypothesis import strategies as st

from pynews.pack.quoted import SOFT_BREAK, crlf, encode

TEXT = st.text(st.characters(codec="utf-8"), max_size=400)


@given(pieces=st.lists(TEXT, max_size=6))
def test_pieces_joined_by_soft_breaks_decode_to_the_text(pieces):
    joined = SOFT_BREAK.join(encode(piece) for piece in pieces)
    wanted = "".join(crlf(piece) for piece in pieces)
    assert quopri.decodestring(joined).replace(b"\r\n", b"\n") == wanted.encode().replace(
        b"\r\n", b"\n"
    )
    assert all(len(line) <= 77 for line in joined.split(b"\r\n"))
    assert joined.isascii()


def test_line_ends_become_those_of_mail():
    assert crlf("a\nb\r\nc\rd") == "a\r\nb\r\nc\r\nd"
    assert encode("a\nb") == b"a\r\nb"
