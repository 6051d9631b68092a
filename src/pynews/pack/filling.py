"""A form made ready for many recipients.

All that they share is encoded and joined once. What a recipient brings is mostly plain:
a value that no place would escape and no encoding change is written once for all of
its places; only the others are looked at place by place.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import overload

from pynews.model import Letter, MergeField, Recipient
from pynews.pack.headers import header_value
from pynews.pack.quoted import SOFT_BREAK, encode
from pynews.pack.sheet import sheet_of
from pynews.pack.slots import Piece, Slot, writer
from pynews.pack.values import Place, clean

__all__ = ["TOKEN", "Filling"]

TOKEN = "{token}"  # noqa: S105 - a mark, no secret
SUBJECT = "subject"
LEAVING = "unsubscribe_url"
PERSONAL = {"email", "first_name", "last_name", "organisation"}
OURS = ("to", "ref", LEAVING)  # letters we made, and an address that no place escapes
# What HTML, Markdown and quoted-printable leave as it is; addresses leave less.
PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 @._+,~/:;!?-]{0,70}[A-Za-z0-9])?")
PLAIN_IN_ADDRESS = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._~-]{0,70}[A-Za-z0-9_-])?")

_header = partial(header_value, used=len("Subject: "))


@dataclass(frozen=True, slots=True)
class _Gap:
    """Where one slot's value goes.

    Arguments:
        number: among the values of a letter.
        before, after: stand around it there; the fixed parts of an address.
        places: the empty chunks of the message.
        write: escapes the value.
        encode: makes bytes of it.
    """

    number: int
    before: str
    after: str
    places: tuple[int, ...]
    write: Callable[[str], str]
    encode: Callable[[str], bytes]


class Filling:
    """Writes the letters of one form.

    Arguments:
        pieces, markdown: of the form.
        subject: with tokens.
        fields: the merge fields that occur in it.
        unsubscribe: address of the unsubscribe page with ``{token}`` in it.
    """

    def __init__(
        self,
        pieces: tuple[Piece, ...],
        markdown: tuple[str | Slot, ...],
        *,
        subject: str,
        fields: tuple[MergeField, ...],
        unsubscribe: str,
    ) -> None:
        """Read the form's parts, and join what never changes."""
        self._sheet, numbered = sheet_of(pieces, markdown)
        self._subject, self._fields = subject, fields
        self._fixed = "" if fields else clean(subject)
        self._ends = _ends(unsubscribe)
        self._chunks, places = self._laid_out(pieces)
        slots = tuple(dict.fromkeys([*numbered, *places]))
        self._shown = [self._fixed if slot.name == SUBJECT else "" for slot in numbered]
        self._columns = tuple(self._columns_of(slots, places))
        named = {slot.name for slot in slots} | {field.name for field in fields}
        self._asked = tuple(sorted(named & PERSONAL))

    def fill(self, recipient: Recipient, *, ref: str, token: str) -> tuple[bytes, Letter]:
        """Return one recipient's message, as bytes and in parts.

        Arguments:
            recipient: whose values go in.
            ref: the message's name.
            token: the recipient's own part of the unsubscribe address.
        """
        values = {"to": clean(recipient.email), "ref": ref, "token": token}
        for name in self._asked:
            values[name] = clean(getattr(recipient, name))
        if self._fields:
            values[SUBJECT] = self._subject_with(values)
        chunks = self._chunks.copy()
        for name, fallback, plain, places, gaps in self._columns:
            value = values[name] or fallback
            if plain is None or plain(value):
                content = value.encode()
                for place in places:
                    chunks[place] = content
            else:
                for gap in gaps:
                    content = gap.encode(gap.write(value))
                    for place in gap.places:
                        chunks[place] = content
        return b"".join(chunks), Letter(self._sheet, _Told(self, values))

    def told(self, values: Mapping[str, str]) -> tuple[str, ...]:
        """Return a letter's values by number, each escaped for its place."""
        shown = self._shown.copy()
        for name, fallback, _, _, gaps in self._columns:
            value = values[name] or fallback
            for gap in gaps:
                if gap.number < len(shown):
                    shown[gap.number] = gap.before + gap.write(value) + gap.after
        return tuple(shown)

    def _subject_with(self, values: dict[str, str]) -> str:
        """Return the subject with the recipient's values in it."""
        subject, (before, after) = self._subject, self._ends
        known = {**values, LEAVING: before + values["token"] + after}
        for one in self._fields:
            subject = subject.replace(one.token, known[one.name] or one.fallback)
        return clean(subject)

    def _laid_out(self, pieces: Iterable[Piece]) -> tuple[list[bytes], dict[Slot, list[int]]]:
        """Return chunks to join, and which of them stand empty for which slot."""
        chunks = [b""]
        places: dict[Slot, list[int]] = {}
        for piece in self._broken(pieces):
            if isinstance(piece, bytes):
                chunks[-1] += piece
            else:
                places.setdefault(piece, []).append(len(chunks))
                chunks += [b"", b""]
        return chunks, places

    def _broken(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """Yield pieces with all that is known in its place and soft line breaks around slots."""
        for piece in pieces:
            if isinstance(piece, bytes):
                yield piece
            elif piece.name == SUBJECT and not self._fields:
                yield _header(self._fixed)
            else:
                around = SOFT_BREAK if piece.place else b""
                before, after = self._around(piece)
                make = _encoder(piece)
                yield from (around, make(before), around if before else b"")
                yield piece
                yield from (around, make(after), around if after else b"")

    def _around(self, slot: Slot) -> tuple[str, str]:
        """Return the fixed parts of an address that a slot is in, escaped."""
        if slot.name != LEAVING:
            return "", ""
        before, after = self._ends
        return writer(slot)(before), writer(slot)(after)

    def _columns_of(
        self, slots: tuple[Slot, ...], places: dict[Slot, list[int]]
    ) -> Iterator["_Column"]:
        """Yield the slots that hold the same value, each with its gaps."""
        kinds = dict.fromkeys(map(_kind, slots))
        for name, fallback in kinds:
            if name == SUBJECT and not self._fields:
                continue
            held = [slot for slot in slots if _kind(slot) == (name, fallback)]
            gaps = tuple(
                _Gap(
                    slots.index(slot),
                    *self._around(slot),
                    tuple(places.get(slot, ())),
                    writer(slot),
                    _encoder(slot),
                )
                for slot in held
            )
            yield (
                "token" if name == LEAVING else name,
                fallback,
                _plain(held),
                tuple(place for gap in gaps for place in gap.places),
                gaps,
            )


_Column = tuple[
    str,
    str,
    Callable[[str], object] | None,
    tuple[int, ...],
    tuple[_Gap, ...],
]
"""Name, fallback, whether a value is plain, the places of plain ones, gaps."""


def _kind(slot: Slot) -> tuple[str, str]:
    """Return what slots have in common that hold the same value."""
    return slot.name, "" if slot.name in OURS else slot.fallback


def _ends(address: str) -> tuple[str, str]:
    before, _, after = address.partition(TOKEN)
    return before, after


def _encoder(slot: Slot) -> Callable[[str], bytes]:
    """Return what makes bytes of a value that stands in this slot."""
    if slot.name == SUBJECT:
        return _header
    return encode if slot.place else str.encode


def _plain(slots: list[Slot]) -> Callable[[str], object] | None:
    """Return what says whether a value needs no care in any of these slots; None: it never does."""
    name = slots[0].name
    if name in OURS:
        return None
    if name == SUBJECT:
        return _never
    address = any(slot.place == Place.URL for slot in slots)
    return (PLAIN_IN_ADDRESS if address else PLAIN).fullmatch


def _never(_: str) -> bool:
    return False


class _Told(Sequence[str]):
    """A letter's values, written when somebody asks: who takes the message whole never does."""

    __slots__ = ("_filling", "_known", "_values")

    def __init__(self, filling: Filling, values: Mapping[str, str]) -> None:
        self._filling, self._values = filling, values
        self._known: tuple[str, ...] | None = None

    def _all(self) -> tuple[str, ...]:
        if self._known is None:
            self._known = self._filling.told(self._values)
        return self._known

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        return self._all()[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())
