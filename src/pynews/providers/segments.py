"""JSON bodies in segments: what all letters share is encoded once, then only joined.

A provider describes a message once for each sheet, with `Words` where a reading stands and
`Own` or `Ready` where something of one message does. The fixed pieces become JSON at once, files in
base64 among them; for each message only its own values are encoded. The bytes are those
that `json.dumps` would make of the finished message.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from json.encoder import encode_basestring_ascii as quoted

from pynews.model import Text

__all__ = ["SHEETS", "Own", "Ready", "Segments", "Words", "as_list"]

COMMA = b","
SHEETS = 32  # that are kept ready: one for each variant of a campaign


@dataclass(frozen=True, slots=True)
class Words:
    """A string in which readers' values stand."""

    text: Text


@dataclass(frozen=True, slots=True)
class Own:
    """A string that each message has of its own, by its name in `Segments.fill`."""

    name: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A value that each message has of its own, by its name in `Segments.fill`: JSON already."""

    name: str


class Segments:
    """A JSON value, open where messages differ.

    Arguments:
        tree: of mappings, lists and plain values, with `Words`, `Own` and `Ready` in it.
    """

    def __init__(self, tree: object) -> None:
        """Encode what never changes."""
        chunks: list[bytes] = [b""]
        places: list[tuple[int, int | str]] = []
        for piece in _pieces(tree):
            if isinstance(piece, bytes):
                chunks[-1] += piece
            else:
                places.append((len(chunks), piece))
                chunks += [b"", b""]
        self._chunks = chunks
        self._numbered = tuple((n, piece) for n, piece in places if isinstance(piece, int))
        self._named = tuple((n, piece) for n, piece in places if isinstance(piece, str))

    def fill(self, values: Iterable[str], **own: str | bytes) -> bytes:
        """Return the value for one message, ASCII.

        Arguments:
            values: of its letter; they go where `Words` say.
            own: texts, and bytes of JSON, that stand where `Own` and `Ready` say.
        """
        chunks = self._chunks.copy()
        written = [_inside(value) for value in values]
        for place, number in self._numbered:
            chunks[place] = written[number]
        for place, name in self._named:
            given = own[name]
            chunks[place] = given if isinstance(given, bytes) else _inside(given)
        return b"".join(chunks)


def as_list(items: Iterable[bytes]) -> bytes:
    """Return JSON values as a JSON list."""
    return b"[" + COMMA.join(items) + b"]"


def _inside(text: str) -> bytes:
    """Return a text as it stands between the quotes of a JSON string (RFC 8259 section 7)."""
    return quoted(text)[1:-1].encode("ascii")


def _pieces(tree: object) -> Iterator[bytes | int | str]:
    """Yield JSON, and between it the numbers and names of what is missing."""
    if isinstance(tree, Ready):
        yield tree.name
    elif isinstance(tree, Own):
        yield from (b'"', tree.name, b'"')
    elif isinstance(tree, Words):
        yield b'"'
        for part in tree.text:
            yield part if isinstance(part, int) else _inside(part)
        yield b'"'
    elif isinstance(tree, dict):
        yield from _enclosed(b"{}", (_member(name, value) for name, value in tree.items()))
    elif isinstance(tree, (list, tuple)):
        yield from _enclosed(b"[]", map(_pieces, tree))
    else:
        yield json.dumps(tree).encode("ascii")


def _member(name: str, value: object) -> Iterator[bytes | int | str]:
    yield f"{quoted(name)}:".encode("ascii")
    yield from _pieces(value)


def _enclosed(
    brackets: bytes, items: Iterable[Iterator[bytes | int | str]]
) -> Iterator[bytes | int | str]:
    yield brackets[:1]
    for number, item in enumerate(items):
        if number:
            yield COMMA
        yield from item
    yield brackets[1:]
