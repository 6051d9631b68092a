"""Sixteen bytes as 26 characters: how subscribers and messages are named."""

from collections.abc import Iterator, Sequence

__all__ = ["named", "named_all"]

LETTERS = bytes.maketrans(bytes(range(32)), b"abcdefghijklmnopqrstuvwxyz234567")
NAME = 26  # characters of 5 bits; they hold two more than 16 bytes
CONTENT = 16
GAP = bytes(NAME - CONTENT)
GROUP = 64  # names made at once: long enough to be quick, short enough for no memory
HALVES = (16, 8, 4, 2, 1)


def named(content: bytes) -> str:
    """Return 16 bytes in base32 (RFC 4648) without padding, in small letters.

    A name's bits are spread until each byte holds five of them: five steps, each of which
    cuts every piece in two and pulls the halves apart. A loop over letters takes twice as
    long, and this is done twice for every reader.
    """
    return _spread(content, ONE, 1)


def named_all(contents: Sequence[bytes]) -> list[str]:
    """Return the names of many, in their order: the same steps for a whole group at once.

    Raises:
        ValueError: one of them does not have 16 bytes.
    """
    if any(len(one) != CONTENT for one in contents):
        message = "a name stands for 16 bytes"
        raise ValueError(message)
    found: list[str] = []
    for start in range(0, len(contents), GROUP):
        group = contents[start : start + GROUP]
        text = _spread(GAP.join(group), MANY, len(group))
        found += [text[place : place + NAME] for place in range(0, len(text), NAME)]
    return found


def _spread(content: bytes, steps: Sequence[tuple[int, int, int]], names: int) -> str:
    """Return the letters of as many names, whose contents stand 26 bytes apart."""
    bits = int.from_bytes(content, "big") << 2
    for stay, move, way in steps:
        bits = bits & stay | (bits & move) << way
    return bits.to_bytes(NAME * names, "big").translate(LETTERS).decode("ascii")


def _steps(names: int) -> Iterator[tuple[int, int, int]]:
    """Yield for each step which bits stay, which move up, and how far."""
    each = sum(1 << 8 * NAME * place for place in range(names))
    for half in HALVES:
        piece = (1 << 5 * half) - 1
        starts = [8 * 2 * half * place for place in range(-(-NAME // (2 * half)))]
        whole = (1 << 8 * NAME) - 1
        stay = sum(piece << start for start in starts) & whole
        move = sum(piece << start + 5 * half for start in starts) & whole
        yield each * stay, each * move, 3 * half


ONE = tuple(_steps(1))
MANY = tuple(_steps(GROUP))
