"""The forms in which notes write a day, and the vague ones that mean none."""

import re
from collections.abc import Iterator

__all__ = ["BARE", "forms_in", "vague_in"]

WEEKDAY = (
    r"(?P<weekday{0}>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
MONTH = (
    r"(?P<month{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DAY = r"(?P<day{0}>[0-3]?\d)(?:\s?(?:st|nd|rd|th))?"
YEAR = r"(?P<year{0}>(?:19|20)\d\d|'\d\d)"
SHORT_YEAR = (
    r"(?P<year{0}>(?:19|20)\d\d|'?\d\d"
    r"(?![\d:.]|\s?(?:am|pm|%|[-–]\s?\d|st\b|nd\b|rd\b|th\b)"
    r"|\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))"
)
TO = r"\s*(?:-|–|—|to|and|&|until|till|through|thru|\+|/)\s*"
ENDS = (
    r"(?:\s*-\s*|\s*(?:–|—|&|\+|/)\s*|\s*(?:to|and|until|till|through|thru)\s*"
    r"|,?\s+(?:(?:and|then|it)\s+){0,2}(?:close[sd]?|ends?|ending|finish(?:es)?|(?:runs?|lasts?|goes)\s+(?:until|till|to))"
    r"\s+(?:on\s+|at\s+)?(?:the\s+)?)"
)
ON = rf"\(?{WEEKDAY.format('')}\)?\.?,?\s+(?:the\s+)?"
AFTER = rf"(?:,?\s+(?:\({WEEKDAY.format('_bracket')}\)|{WEEKDAY.format('_after')}\b))?"

NUMBER = r"(?P<month{0}>0?[1-9]|1[0-2])"
DOTTED = rf"{DAY}\.{NUMBER}\.(?P<year{{0}}>(?:19|20)\d\d|\d\d)?"
DOTTED_LAST = DOTTED.format("_last").replace("month_last", "month")

FORMS = tuple(
    (name, re.compile(rf"(?<![\w/.:-]){form}(?![\w/]|[.:-]\d)", re.IGNORECASE))
    for name, form in (
        (
            "nth-weekday",
            rf"(?:the\s+)?(?P<nth>first|second|third|fourth|last)\s+{WEEKDAY.format('')}\s+(?:of|in)\s+{MONTH.format('')}(?:,?\s+{YEAR.format('')})?(?:,?\s+\(?(?:i\.e\.,?\s+)?(?:the\s+)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)\)?)?",
        ),
        (
            "range-dotted",
            rf"(?:{ON})?{DAY.format('')}\.?\s*(?:-|–|—|to|/)\s*{DOTTED_LAST}",
        ),
        (
            "range-dotted-full",
            rf"(?:{ON})?{DOTTED.format('')}\s*(?:-|–|—|to|until)\s*{DOTTED.format('_last')}",
        ),
        (
            "range-full",
            rf"(?:{ON})?{DAY.format('')}\s+(?:of\s+)?{MONTH.format('')}(?:,?\s+{YEAR.format('')})?{ENDS}(?:{WEEKDAY.format('_last')},?\s+)?{DAY.format('_last')}\s+(?:of\s+)?{MONTH.format('_last')}(?:,?\s+{YEAR.format('_last')})?",
        ),
        (
            "range-days",
            rf"(?:{ON})?{DAY.format('')}\.?{TO}(?:{WEEKDAY.format('_last')},?\s+)?(?:the\s+)?{DAY.format('_last')}\.?\s+(?:of\s+)?{MONTH.format('')}(?:,?\s+{SHORT_YEAR.format('')})?",
        ),
        (
            "range-us-full",
            rf"(?:{ON})?{MONTH.format('')}\s+(?:the\s+)?{DAY.format('')}(?:,?\s+{YEAR.format('')})?{ENDS}(?:{WEEKDAY.format('_last')},?\s+)?{MONTH.format('_last')}\s+{DAY.format('_last')}(?:,?\s+{YEAR.format('_last')})?",
        ),
        (
            "range-us-days",
            rf"(?:{ON})?{MONTH.format('')}\s+{DAY.format('')}\s*(?:-|–|—|to|through|&|and|/)\s*{DAY.format('_last')}(?!\s*(?:am|pm|:))(?:,?\s+{YEAR.format('')})?",
        ),
        (
            "range-iso",
            r"(?P<iso>(?:19|20)\d\d-\d\d?-\d\d?)\s*(?:-|–|—|to|until|/|\.\.)\s*(?P<iso_last>(?:19|20)\d\d-\d\d?-\d\d?)",
        ),
        (
            "iso",
            rf"(?:{ON})?(?P<iso>(?:19|20)\d\d(?P<dot>[-/.])\d\d?(?P=dot)\d\d?)(?:T[\d:.]+Z?)?{AFTER}",
        ),
        (
            "day-month",
            rf"(?:{ON})?(?:the\s+)?{DAY.format('')}\.?[\s-]+(?:of\s+)?{MONTH.format('')}(?:,?[\s-]+{SHORT_YEAR.format('')})?{AFTER}",
        ),
        (
            "day-month-tight",
            rf"(?:{ON})?{DAY.format('')}{MONTH.format('')}\s?{SHORT_YEAR.format('')}?",
        ),
        (
            "month-day",
            rf"(?:{ON})?{MONTH.format('')}[\s-]+(?:the\s+)?{DAY.format('')}(?!\s*(?:am|pm|:\d|%))(?:(?:,\s*|\s+)(?:\d\d?:\d\d(?::\d\d)?\s+)?{YEAR.format('')})?{AFTER}",
        ),
        (
            "year-month-day",
            rf"(?P<year>(?:19|20)\d\d)[\s-]+{MONTH.format('')}[\s-]+{DAY.format('')}",
        ),
        (
            "numeric",
            rf"(?:{ON})?(?P<one>\d\d?)(?P<dot>[/.-])(?P<two>\d\d?)(?P=dot)(?P<year>(?:19|20)\d\d|\d\d){AFTER}",
        ),
        ("numeric-short", rf"{ON}(?P<one>\d\d?)[/.](?P<two>\d\d?)\.?"),
        ("relative", r"(?P<relative>today|tonight|tomorrow)"),
        (
            "relative-weekday",
            rf"(?P<relative>this\s+coming|this|next|coming|the\s+coming|the\s+following)\s+{WEEKDAY.format('')}",
        ),
        (
            "weekday-day",
            rf"{WEEKDAY.format('')},?\s+(?:the\s+)?(?P<day>[0-3]?\d)\s?(?:st|nd|rd|th)",
        ),
    )
)
VAGUE = re.compile(
    rf"""(?<![\w/])(?:
      (?:the\s+)?(?:early|mid|late|end\s+of|beginning\s+of|start\s+of|middle\s+of|first\s+half\s+of|second\s+half\s+of|first\s+week\s+(?:of|in)|last\s+week\s+(?:of|in)|second\s+week\s+(?:of|in)|third\s+week\s+(?:of|in)|week\s+of)[\s-]+(?:the\s+)?(?:{MONTH.format("_a")}|year|month|spring|summer|autumn|fall|winter|week|next\s+\w+)(?:,?\s+(?:19|20)\d\d)?
      |(?:in|by|during|until|till|of|for|from|since|before|after|next|this|last|through|around)\s+(?:{MONTH.format("_b")}|spring|summer|autumn|fall|winter|q[1-4])(?:\s*[-–/]\s*\w+)?(?:,?\s+(?:of\s+)?(?:19|20)\d\d)?
      |{MONTH.format("_c")},?\s+(?:19|20)\d\d
      |(?:spring|summer|autumn|fall|winter|q[1-4])\s+(?:of\s+)?(?:19|20)\d\d
      |q[1-4]
      |(?:later\s+)?(?:next|this|coming|following)\s+(?:month|week|year|quarter|term|semester|weekend|spring|summer|autumn|fall|winter)
      |in\s+(?:a|one|two|three|four|five|six|\d{{1,2}})\s+(?:days?|weeks?|months?|years?)(?:'s?\s+time)?
      |(?:date|time|day|when)?s?\s*(?:and\s+(?:time|place|venue)\s+)?(?:is\s+|are\s+|still\s+|:\s*)*(?:tb[acd]|t\.b\.[acd]\.?|to\s+be\s+(?:confirmed|announced|decided|determined|arranged|set|agreed|scheduled))
      |(?:on|by|until|before)\s+{WEEKDAY.format("_v")}s?
    )(?!\w)""",
    re.IGNORECASE | re.VERBOSE,
)
BARE = re.compile(r"(?<!^)(?<![\w/.:-])(?P<one>\d\d?)[/.](?P<two>\d\d?)\.?(?![\w/]|[.:-]\d)")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NUMERIC, DIGIT = re.compile(r"\d\.?\s*[-–—/.to]"), re.compile(r"\d")
RELATIVES = (*WEEKDAYS, "today", "tonight", "tomorrow")
VAGUE_SIGNS = (
    *MONTHS,
    *WEEKDAYS,
    *("spring", "summer", "autumn", "fall", "winter", "q1", "q2", "q3", "q4", "tba", "tbc", "tbd"),
    *("t.b", "to be", "day", "week", "month", "year", "quarter", "term", "semester", "next"),
)
WITH_RELATIVE = frozenset({"relative", "relative-weekday", "weekday-day"})
WITH_NUMBERS = frozenset(
    {"range-dotted", "range-dotted-full", "range-iso", "iso", "numeric", "numeric-short"}
)


def forms_in(words: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the forms that a sentence may hold, in order: a cheap look before long ones."""
    folded = words.lower()
    has_digit = DIGIT.search(words) is not None
    has_month = any(sign in folded for sign in MONTHS)
    has_numbers = has_digit and NUMERIC.search(words) is not None
    has_relative = any(sign in folded for sign in RELATIVES)
    if not (has_numbers or has_month or has_relative):
        return
    for name, form in FORMS:
        if name in WITH_RELATIVE:
            fits = has_relative
        elif name in WITH_NUMBERS:
            fits = has_numbers
        else:
            fits = has_month and (has_digit or name == "nth-weekday")
        if fits:
            yield name, form


def vague_in(words: str) -> Iterator[re.Match[str]]:
    """Yield the phrases of a sentence that name a time but no day."""
    folded = words.lower()
    if any(sign in folded for sign in VAGUE_SIGNS):
        yield from VAGUE.finditer(words)
