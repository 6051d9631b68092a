"""Mends what is mechanical in the files of a project, as text: pure, nothing is written.

Minutes are never given to it. What minutes said word for word (``quote:``) stays as it
is, garbled letters included, and so does code.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import PurePosixPath

from pynews.check.calendar_words import MONTHS
from pynews.check.marks import degarbled
from pynews.model import event_id

__all__ = ["mended"]

Line = Callable[[str], str]

FENCE = re.compile(r"^---[ \t]*$")
CODE_FENCE = re.compile(r"^\s*(?:```|~~~)")
KEPT = re.compile(r"`[^`]*`|\]\([^)]*\)|(?:https?|mailto):\S+|\{\{.*?\}\}|\"[^\"]*\"|“[^”]*”")
MOMENT_KEYS = re.compile(
    r"^(?P<key>\s*(?:start|end|send|opens|closes)\s*:\s*)(?P<value>\S.*?)(?P<rest>\s*(?:#.*)?)$"
)
QUOTE_KEY = re.compile(r"^(?P<indent>\s*(?:-\s+)?)quote\s*:")
SLASHED = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
WORDED = re.compile(
    r"(?:\w+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+([A-Z]\w+),?\s+(\d{4})(?!\d)"
)
CLOCK = re.compile(
    r"[\s,]+(?:at\s+)?(?:(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\.?|(\d{1,2})[:.](\d{2})|(midday|noon|midnight))$",
    re.IGNORECASE,
)
TWELVE = re.compile(r"(?<![\d:.])12(?:[:.]00)?\s*([ap])\.?m\b(?:\.(?=\s+[a-z]))?", re.IGNORECASE)
TIME = re.compile(
    r"(?<![\d:.])(\d{1,2})(?:[:.](\d{2}))?\s*([ap])\.?m\b(?:\.(?=\s+[a-z]))?", re.IGNORECASE
)
ORDINAL = re.compile(
    r"\b(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)\s+(?:of\s+)?(?=(?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b)"
)
DECORATION = re.compile(
    r"<(?P<tag>mj-image|img)\b(?P<rest>(?![^>]*\balt\s*=)[^>]*?(?:aria-hidden=\"true\""
    r"|role=\"presentation\"|src=\"[^\"]*(?:divider|spacer|separator|ornament|decoration)[^\"]*\")[^>]*?)"
    r"(?P<end>\s*/?>)",
    re.IGNORECASE,
)
NOON = 12


def mended(text: str, *, path: str) -> str:
    """Return a file's text with what is mechanical mended.

    Arguments:
        text: line ends as LF.
        path: below the project's root; tells what kind of file it is.
    """
    if path.endswith(".j2"):
        return DECORATION.sub(r'<\g<tag>\g<rest> alt=""\g<end>', text)
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if FENCE.match(line)][:2]
    last = fences[1] if len(fences) > 1 and not any(map(str.strip, lines[: fences[0]])) else -1
    head = list(_head(lines[: last + 1]))
    body = list(_body(lines[last + 1 :]))
    return "\n".join((*_with_id(head, path), *body))


def _head(lines: list[str]) -> Iterator[str]:
    """Yield front matter with dates and letters mended, quotes as they are."""
    quote: int | None = None
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if quote is not None and (not line.strip() or indent > quote):
            yield line
            continue
        match = QUOTE_KEY.match(line)
        quote = len(match["indent"]) if match else None
        yield line if match else _moment(degarbled(line))


def _body(lines: list[str]) -> Iterator[str]:
    """Yield the letter with letters, days and times mended, code as it is."""
    inside = False
    for line in lines:
        fence = CODE_FENCE.match(line)
        inside = inside != bool(fence)
        yield line if inside or fence else _outside(degarbled(line), _styled)


def _outside(line: str, mend: Line) -> str:
    """Mend a line but for its code, addresses, merge fields and quotations."""
    pieces, position = [], 0
    for kept in KEPT.finditer(line):
        pieces += [mend(line[position : kept.start()]), kept[0]]
        position = kept.end()
    return "".join((*pieces, mend(line[position:])))


def _styled(text: str) -> str:
    text = TWELVE.sub(lambda match: "midday" if match[1].lower() == "p" else "midnight", text)
    return TIME.sub(_time, ORDINAL.sub(r"\1 ", text))


def _time(match: re.Match[str]) -> str:
    if not 1 <= int(match[1]) <= NOON:
        return match[0]
    minutes = f":{match[2]}" if match[2] and match[2] != "00" else ""
    return f"{int(match[1])}{minutes}{match[3].lower()}m"


def _moment(line: str) -> str:
    """Return ``start: 16/11/2021 2pm`` as ``start: 2021-11-16 14:00``."""
    match = MOMENT_KEYS.match(line)
    if match is None:
        return line
    value = match["value"].strip("\"'")
    clock = CLOCK.search(value)
    day = _day(value[: clock.start()] if clock else value)
    if day is None:
        return line
    time = f" {_clock(clock)}" if clock else ""
    return f"{match['key']}{day.isoformat()}{time}{match['rest']}"


def _day(text: str) -> date | None:
    """Return a day in a foreign style; day first, unless only month first can be."""
    if match := SLASHED.fullmatch(text.strip()):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        return _calendar(year, second, first) or _calendar(year, first, second)
    if match := WORDED.fullmatch(text.strip()):
        return _calendar(int(match[3]), MONTHS.get(match[2], 0), int(match[1]))
    return None


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> str:
    if match[6]:
        return "00:00" if match[6].lower() == "midnight" else "12:00"
    if match[4]:
        return f"{int(match[4]):02}:{match[5]}"
    hour = int(match[1]) % NOON + (NOON if match[3].lower() == "p" else 0)
    return f"{hour:02}:{match[2] or '00'}"


def _with_id(head: list[str], path: str) -> list[str]:
    """Return an event's front matter with the id it goes by: the file's name.

    Calendars know the event by it, so it must outlive a renaming of the file.
    """
    is_event = re.fullmatch(r".*newsletters/events/[^/]+\.md", f"/{path}")
    if not is_event or not head or any(re.match(r"id\s*:", line) for line in head):
        return head
    name = event_id(PurePosixPath(path).stem)
    return [head[0], f"id: {name}", *head[1:]] if name else head
