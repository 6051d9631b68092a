"""Bytes become text, whatever editor they came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pynews.errors import SourceError
from pynews.gather.decoding import MOST_BYTES, decode, repair

WORDS = "The café’s – “menu”\nnext line\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("cp1252", "cp1252")],
)
def test_the_usual_encodings_are_told_apart(encoding: str, name: str):
    decoded = decode(WORDS.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.warnings) == (WORDS, name, ())


def test_big_endian_utf16_is_read():
    assert decode(b"\xfe\xff" + WORDS.encode("utf-16-be")).text == WORDS


@pytest.mark.parametrize(
    ("data", "ends"),
    [
        (b"a\nb\n", "lf"),
        (b"a\r\nb\r\n", "crlf"),
        (b"a\rb\r", "cr"),
        (b"a\r\nb\n", "mixed"),
        (b"a", ""),
    ],
)
def test_line_ends_are_named_and_made_one(data: bytes, ends: str):
    decoded = decode(data)
    assert decoded.line_ends == ends
    assert "\r" not in decoded.text


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 900, b"PK\x03\x04" + b"\x00" * 500]
)
def test_what_is_no_text_is_refused_with_a_hint(data: bytes):
    with pytest.raises(SourceError) as caught:
        decode(data)
    assert caught.value.problems[0].hint


def test_a_stray_nul_becomes_a_space_with_a_warning():
    decoded = decode(b"We agreed\0to meet.\n" + b"words " * 900)
    assert decoded.text.startswith("We agreed to meet.")
    assert decoded.warnings == ("NUL characters were replaced by spaces",)


def test_bytes_without_a_meaning_are_warned_about():
    decoded = decode(b"caf\xe9 \x81 " + b"words " * 900)
    assert decoded.encoding == "cp1252"
    assert decoded.warnings == ("some bytes mean nothing in cp1252 and were replaced",)


def test_what_is_too_long_is_cut_off_with_a_warning():
    decoded = decode(b"a" * (MOST_BYTES - 1) + "é".encode() + b"b")
    assert decoded.text == "a" * (MOST_BYTES - 1)
    assert len(decoded.warnings) == 1


def test_doubly_encoded_letters_are_repaired_and_clean_text_stays():
    assert repair("Guyâ€™s café") == "Guy’s café"
    assert repair(WORDS) == WORDS
    assert repair("“curly” &amp; ﬁne ... Ｗide") == "“curly” &amp; ﬁne ... Ｗide"


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_a_clear_error(data: bytes):
    try:
        decoded = decode(data)
    except SourceError as error:
        assert error.problems[0].what == "this is not a text file"  # noqa: PT017 - either is right
    else:
        assert "\r" not in decoded.text
