"""The labels of a roll on one line: "Present: A, B. Apologies: C", in bold, capitals or plain."""

import re

from pynews.gather.minutes.markup import plain
from pynews.gather.minutes.roll import mode_of_label

__all__ = ["labelled_pieces", "spoken"]

NEXT_LABEL = re.compile(
    r"(?:^|(?<=[.;,|])|(?<=\s{2}))\s*(?=(?:also |not )?[A-Z][a-z-]+(?: [A-Za-z]+){0,3}\s?:)"
    r"|(?<!not)(?<!sent)(?<!Sent)(?<!with)(?<!With)(?<!late)(?<!Late)\s"
    r"(?=(?i:(?:sent |with |late )?apologies"
    r"|(?:sent |with )?regrets|absent|excused|guests?|observers?|also present"
    r"|in attendance|not present|missing|sorry)\b[^:.,;]{0,20}(?::|\s[-–—]\s))"
    r"|[,;]\s(?=(?i:apologies|regrets|absent|excused|missing)(?: from)?\s[A-Z])"
)
GOES_ON = (
    *("apolog", "regret", "absent", "excused", "guest", "observer", "present", "attendance"),
    *("missing", "sorry"),
)
BREAK = re.compile(r"<br ?/?>|\\\n", re.IGNORECASE)
BOLD_LABEL = re.compile(
    r"[^\w\s*_<]{0,4}\s?(?:\*{1,2}|__|<b>|<strong>)([^*_<>:\n]{2,40})(?:\*{1,2}|__|</b>|</strong>)\s+(?=\w)"
)
BOLD_WITHIN = re.compile(
    r"(?<=\S)\s+(?:[·•|]\s+)?\*\*([A-Z][A-Za-z -]{2,25}?)(?::\*\*|\*\*\s?:)\s*"
)
FEWEST_BOLD = 2
LOUD_LABEL = re.compile(
    r"\b(PRESENT|APOLOGIES|ABSENT|REGRETS|EXCUSED|IN ATTENDANCE|ATTENDING|ATTENDEES|ALSO PRESENT)"
    r"\s+(?=[A-Z@])"
)


def labelled_pieces(words: str) -> list[str]:
    """Return what each label of a line heads, the label with it."""
    may_go_on = ":" in words or any(sign in words.lower() for sign in GOES_ON)
    return NEXT_LABEL.split(words) if may_go_on else [words]


def spoken(raw: str) -> str:
    """Return the words of a block; a bold label of attendance without a colon gets one."""
    if LOUD_LABEL.match(raw):
        raw = LOUD_LABEL.sub(r"\1: ", raw)
    if raw.count("**") > FEWEST_BOLD or "\u00b7" in raw:
        raw = BOLD_WITHIN.sub(r" | \1: ", raw)
    bold = BOLD_LABEL.match(raw)
    if bold and mode_of_label(bold.group(1)):
        raw = f"{bold.group(1)}: {raw[bold.end() :]}"
    return plain(BREAK.sub(", ", raw)).lstrip(":")
