"""Bytes become text, whatever editor and system they came from."""

import re
from dataclasses import dataclass

from pynews.errors import SourceError

__all__ = ["Decoded", "decode", "repair"]

MOST_BYTES = 16_000_000
SAMPLE = 65_536
LONGEST_LETTER = 4
FEW = 3
MOST_CONTROLS = 0.01
CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text and what was met on the way to it.

    Arguments:
        text: the text, line ends as LF, without a byte order mark.
        encoding: the name Python gives the encoding, such as "cp1252".
        line_ends: "lf", "crlf", "cr", "mixed", or "" when there is no line end.
        warnings: what was lost or doubtful, one sentence each.
    """

    text: str
    encoding: str
    line_ends: str
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Return the text in a file's bytes.

    Tried in this order: the byte order marks of UTF-8 and UTF-16, strict UTF-8, cp1252.
    Raises `SourceError` for what is no text. Beyond 16 MB the rest is left out, with a warning.
    """
    warnings = []
    if len(data) > MOST_BYTES:
        data = data[:MOST_BYTES]
        warnings.append(f"only the first {MOST_BYTES:,} bytes were read")
    text, encoding = _characters(data)
    text = text.removeprefix("\ufeff")
    if "\ufffd" in text:
        warnings.append(f"some bytes mean nothing in {encoding} and were replaced")
    _refuse_junk(text)
    if "\0" in text:
        text = text.replace("\0", " ")
        warnings.append("NUL characters were replaced by spaces")
    line_ends = _line_ends(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Decoded(text, encoding, line_ends, tuple(warnings))


def repair(text: str) -> str:
    """Return text with double-encoded letters mended and nothing else changed.

    The options keep clean text as it is: quotes stay curly, entities and widths as written.
    """
    if text.isascii():
        return text
    import ftfy

    return ftfy.fix_text(
        text,
        uncurl_quotes=False,
        unescape_html=False,
        fix_line_breaks=False,
        normalization=None,
        fix_latin_ligatures=False,
        fix_character_width=False,
    )


def _characters(data: bytes) -> tuple[str, str]:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if len(data) - error.start < LONGEST_LETTER and len(data) == MOST_BYTES:
            return data.decode("utf-8", errors="ignore"), "utf-8"
        return data.decode("cp1252", errors="replace"), "cp1252"


def _refuse_junk(text: str) -> None:
    sample = text[:SAMPLE]
    strange = len(CONTROLS.findall(sample)) + sample.count("\ufffd")
    if strange > FEW and strange > MOST_CONTROLS * len(sample):
        message = "this is not a text file"
        raise SourceError(message, hint="save the minutes as Markdown or plain text in UTF-8")


def _line_ends(text: str) -> str:
    pairs = text.count("\r\n")
    counts = {"crlf": pairs, "lf": text.count("\n") - pairs, "cr": text.count("\r") - pairs}
    seen = [name for name, count in counts.items() if count]
    return seen[0] if len(seen) == 1 else "mixed" if seen else ""
