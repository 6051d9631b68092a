"""Which lines are headings: marked, underlined, bold, in capitals, or numbered points."""

import re
from collections.abc import Sequence

from pynews.gather.minutes.lines import Line

__all__ = ["NUMBERING", "SHORTEST_WRAPPED", "read_heading"]

HEADING = re.compile(r"(#{1,6})(?:\s+|(?=[^\s#]))(\S.*?)\s*#*\s*$")
WIKI = re.compile(r"(={1,6})(?!>)\s?([^=\s].{0,200}?)\s*=*\s*$|h([1-6])\.\s+(\S.{0,200})$")
TAGGED = re.compile(r"<h([1-6])[^<>]{0,200}>(.{1,300}?)</h\1>", re.IGNORECASE)
BOT = re.compile(
    r"#(?:agreed?|accepted|rejected|action|idea|info|help|link|topic|subtopic|undo|chair"
    r"|startmeeting|endmeeting|startvote|endvote|vote|nick|meetingname|lurk|private)\b",
    re.IGNORECASE,
)
TOPIC = re.compile(
    r"(?:\[?(?:\d{4}-\d\d-\d\d[T ])?\d{1,2}:\d{2}(?::\d{2})?\]?[Z ]?\s*)?(?:<[^<>]{1,30}>\s*)?"
    r"(?:#(sub)?topic:?\s+|\[?(?<![#\w])(sub)?topic(?:\]|\s?:)\s*)(\S.{0,160})$",
    re.IGNORECASE,
)
UNDERLINE = re.compile(r"([=\-~^\"'*+#`:._])\1{2,}\s*$")
BOLD = re.compile(r"(\*\*|__)(?![\s*_])([^*_]{1,90}|[^*\n]{1,90})\1\s*:?\s*$")
CAPITALS = re.compile(r"[^a-z]{4,70}$")
VERDICT = re.compile(
    r"(?:MOTION )?(?:APPROVED|AGREED|CARRIED|PASSED|REJECTED|DEFERRED|ADOPTED|ACCEPTED|FAILED"
    r"|DEFEATED|TABLED|WITHDRAWN|DECLINED|POSTPONED|UNANIMOUS(?:LY)?)\b"
    r"(?:\s?[(:,;–—-]?\s?(?:$|[(+\d]|UNANIM|NEM|WITH\b|BY\b|AS\b))?"
)
WORD = re.compile(r"[A-Z]{4,}")
SHORTEST_WRAPPED = 58
LONGEST_POINT = 70
SENTENCE_ENDS = (".", "!", "?", ";", ",")
NUMBERING = re.compile(
    r"^(?:(?:(?:item|agenda item|point|section)\s+)?"
    r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[IVX]{1,4}|[A-Za-z])[.):]+\s+(?=\S)"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}\s+(?=[A-Za-z])|\d{1,4}[/.-]\d{1,4}\s+(?=[A-Z]))",
    re.IGNORECASE,
)
LONGEST_TITLE, DEEPEST_POINT, TOPIC_LEVEL, NEAR_LENGTH = 120, 3, 9, 3


def read_heading(lines: Sequence[Line], here: int) -> tuple[int, int, int] | None:
    """Return level, start and end of the heading that the line is, if it is one."""
    line = lines[here]
    if not line.text:
        return None
    if found := TOPIC.match(line.whole):
        return TOPIC_LEVEL + bool(found.group(1) or found.group(2)), *_span(line, found.group(3))
    if line.mark and line.mark not in "#=":
        return _numbered(lines, here) or _pseudo(lines, here)
    return _marked(line) or _underlined(lines, here) or _pseudo(lines, here)


def _marked(line: Line) -> tuple[int, int, int] | None:
    """Return the heading that the signs of Markdown, HTML or a wiki make."""
    if (found := HEADING.match(line.whole)) and not BOT.match(line.whole):
        return len(found.group(1)), *_span(line, found.group(2))
    if found := TAGGED.match(line.whole):
        return int(found.group(1)), *_span(line, found.group(2))
    if found := WIKI.match(line.whole):
        level = len(found.group(1)) if found.group(1) else int(found.group(3))
        return level, *_span(line, found.group(2) or found.group(4))
    return None


def _span(line: Line, words: str) -> tuple[int, int]:
    start = line.end - len(line.whole) + line.whole.find(words)
    return start, start + len(words)


def _numbered(lines: Sequence[Line], here: int) -> tuple[int, int, int] | None:
    """Return the heading that is a numbered line with a row of signs as long as itself below."""
    line, below = lines[here], lines[here + 1] if here + 1 < len(lines) else None
    ruled = UNDERLINE.match(below.whole) if below else None
    if below is None or ruled is None or not line.mark[:1].isdigit():
        return None
    alike = abs(len(below.whole) - len(line.whole)) <= NEAR_LENGTH
    return (_rank(ruled.group(1)), line.start, line.end) if alike else None


def _rank(sign: str) -> int:
    return "=-~^\"'*+#`:._".index(sign) + 1 if sign in "=-" else 3


def _underlined(lines: Sequence[Line], here: int) -> tuple[int, int, int] | None:
    """Return the heading that a row of signs below the line makes."""
    line, level = lines[here], _underline(lines, here)
    return (level, line.start, line.end) if level else None


def _underline(lines: Sequence[Line], here: int) -> int:
    line = lines[here]
    if (
        line.mark
        or here + 1 >= len(lines)
        or len(line.text) > LONGEST_TITLE
        or UNDERLINE.match(line.text)
    ):
        return 0
    below = UNDERLINE.match(lines[here + 1].whole)
    above = lines[here - 1] if here else None
    alone = (
        above is None
        or not above.whole
        or UNDERLINE.match(above.whole)
        or _is_title(above, lines, here - 1)
    )
    if not below or not alone or (line.text.endswith((".", ":")) and below.group(1) == "-"):
        return 0
    return _rank(below.group(1))


def _is_title(line: Line, lines: Sequence[Line], here: int) -> bool:
    return bool(HEADING.match(line.whole)) or (here > 0 and not lines[here - 1].whole)


def _pseudo(lines: Sequence[Line], here: int) -> tuple[int, int, int] | None:
    line = lines[here]
    numbered = line.mark[:1].isdigit() and not line.box
    bold = BOLD.match(line.text)
    if bold and (not line.mark or numbered) and not line.text.rstrip("*_ ").endswith("."):
        start = line.start + line.text.find(bold.group(2))
        return (8 if numbered else 7), start, start + len(bold.group(2))
    if (
        not line.mark
        and CAPITALS.match(line.text)
        and _is_capital_title(line.text)
        and not _is_verdict(lines, here)
    ):
        return 7, line.start, line.end
    if numbered and _is_agenda_point(lines, here):
        return 8, line.start, line.end
    return None


def _is_verdict(lines: Sequence[Line], here: int) -> bool:
    """Say whether capitals tell the outcome of what stands above: "APPROVED (+7, 0)"."""
    found = VERDICT.match(lines[here].text)
    if found is None:
        return False
    below = next((line for line in lines[here + 1 : here + 4] if line.whole), None)
    alone = found.end() == len(lines[here].text)
    return not (alone and below is not None and below.mark)


def _is_capital_title(text: str) -> bool:
    return (
        bool(WORD.search(text))
        and not text.endswith((".", "!"))
        and "|" not in text
        and not text.startswith(("RESOLVED", "MOTION", "#", "@", "[", "("))
    )


def _is_agenda_point(lines: Sequence[Line], here: int) -> bool:
    """Say whether a short numbered line heads what follows, instead of being an item of a list."""
    line = lines[here]
    if (
        not DEEPEST_POINT < len(line.text) <= LONGEST_POINT
        or line.text.endswith(SENTENCE_ENDS)
        or line.indent > DEEPEST_POINT
    ):
        return False
    after = next((other for other in lines[here + 1 : here + 6] if other.whole), None)
    before = lines[here - 1] if here else line
    if before.mark[:1].isdigit() and before.indent == line.indent and before is not line:
        return False
    if after is None or after.mark or after.indent > line.indent + 1:
        return False
    if lines[here + 1].whole == "":
        return True
    return len(line.whole) < SHORTEST_WRAPPED and after.text[:1].isupper()
