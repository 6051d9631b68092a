"""The head of the notes: which body met, and when."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from pynews.gather.minutes.blocks import Kind
from pynews.gather.minutes.calendar import month_number
from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.dates import Reading, find_dates
from pynews.gather.minutes.sentences import Page, Sentence

__all__ = ["Head", "day_first", "read_head"]

MATTER = re.compile(r"---\n(.*?)\n---", re.DOTALL)
FIELD = re.compile(
    r"^(title|date|name)\s*:\s*[\"']?(.{1,200}?)[\"']?\s*$", re.IGNORECASE | re.MULTILINE
)
SALUTATION = re.compile(r"(?:dear|hello|hi|hey|greetings)\b", re.IGNORECASE)
DUE = re.compile(r"(?:due|by(?: when)?|deadline|until|who|owners?|responsible)\b", re.IGNORECASE)
NUMBERED = re.compile(r"^\(?\d[\d.)]{0,5}\s+")
OF_WIKI = re.compile(
    r"^\W*(?:\{\{|__[A-Z]+__|#(?:pragma|format|language|acl)"
    r"|page was (?:renamed|moved)|pragma\s|<<)"
    r"|^\W*TOC\W*$"
)
COMPACT = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_.]?([01]\d)[-_.]?([0-3]\d)(?!\d)")
NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?![\d/.-])")
EDGES = " \t|,;:.-–—_#*/[](•@"
LONGEST_HEAD = 14
LONGEST_TITLE = 90
LONGEST_HEADING, LONGEST_SENTENCE, LONGEST_SEARCH = 120, 400, 60
LONGEST_BESIDE, LONGEST_TOP = 45, 1_500
MONTHS, SHORTEST_NAME, MIDDLE = 12, 4, 15
LABELLED, AT_TOP, BESIDE, IN_TEXT = range(4)
LOGGED_AT = re.compile(
    r"https?://[^\s<>]{1,200}?(?<!\d)((?:19|20)\d\d)[-_.]([01]\d)[-_.]([0-3]\d)(?!\d)"
)
STARTED = re.compile(r"^.{0,60}#(?:startmeeting|meetingname)\s+", re.IGNORECASE)
MAILED = re.compile(r"^(?:Date|Sent):\s(.{8,60})$", re.MULTILINE)
SEASON_YEAR = re.compile(
    r"\b(?:spring|summer|autumn|fall|winter|q[1-4]|digest|notes|year|in),? ((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
MONTH_NAMES = frozenset(
    {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    }
)
MONTH_YEAR = re.compile(
    r"(?<![\w.] )\b(january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of the notes says.

    Arguments:
        title: the body's name, or "".
        said: all that the first heading and sentences call it.
        day: the meeting's day, or None when unknown or when the file holds several meetings.
        base: the day from which dates in the text are counted.
        days: the days of several meetings in one file, by the index of their heading block.
        dated: indexes of the blocks that give the meeting's own date.
        warnings: what was doubtful.
        is_day_first: whether 3/4 is the third of April.
    """

    title: str = ""
    said: str = ""
    day: date | None = None
    base: date | None = None
    days: tuple[tuple[int, date], ...] = ()
    dated: frozenset[int] = frozenset()
    warnings: tuple[str, ...] = ()
    is_day_first: bool = True

    def day_at(self, page: Page, sentence: Sentence) -> date | None:
        """Return the day of the meeting that a sentence belongs to."""
        if not self.days:
            return self.base
        days = dict(self.days)
        own = days.get(sentence.block.index)
        above = (days[h.index] for h in page.headings(sentence.block) if h.index in days)
        return own or next(above, self.base)


def day_first(text: str, *, default: bool) -> bool:
    """Say whether a file writes 3/4/2021 for the third of April, judged by its own dates."""
    pairs = [(int(found[1]), int(found[3])) for found in NUMERIC.finditer(text[:200_000])]
    days = sum(1 for one, two in pairs if one > MONTHS >= two)
    months = sum(1 for one, two in pairs if two > MONTHS >= one)
    return default if days == months else days > months


def read_head(page: Page, path: str, *, is_day_first: bool) -> Head:
    """Return the body's name and the meeting's day.

    The day is taken from the first heading or sentence, then the title, the file's name, and last
    the front matter; where two of them differ, a warning says so.
    """
    matter = _front_matter(page.text)
    filed = _day_in_path(path)
    days = _meetings(page, is_day_first=is_day_first)
    title = _title(page, matter, path)
    said = " ".join(
        [title, matter.get("title", ""), *(page.words(b)[:200] for b in page.blocks[:3])]
    )
    if len(days) > 1:
        listed = ", ".join(f"{day}" for _, day in days)
        warning = f"the file holds several meetings ({listed}); it has no single date"
        dated = frozenset(index for index, _ in days)
        latest = max(day for _, day in days)
        return Head(title, said, None, latest, days, dated, (warning,), is_day_first)
    near, stands = _hint(page, is_day_first=is_day_first)
    published = _matter_day(matter, is_day_first=is_day_first)
    logged = near if stands else None
    farthest = AT_TOP if logged else BESIDE if filed else IN_TEXT
    hint = filed or published or near
    sentence, reading, doubts = _own_day(page, hint, is_day_first=is_day_first, farthest=farthest)
    day, warnings = _settled(reading, filed or (None if reading else logged), published)
    dated = frozenset({sentence.block.index}) if sentence else frozenset()
    return Head(title, said, day, day, (), dated, (*warnings, *doubts), is_day_first)


def _front_matter(text: str) -> dict[str, str]:
    found = MATTER.match(text[:5000])
    return {k.casefold(): v for k, v in FIELD.findall(found.group(1))} if found else {}


def _matter_day(matter: dict[str, str], *, is_day_first: bool) -> date | None:
    for key in ("date", "title"):
        readings = find_dates(matter.get(key, ""), base=None, day_first=is_day_first)
        if day := next((reading.day for reading in readings if reading.day), None):
            return day
    return None


def _day_in_path(path: str) -> date | None:
    for found in COMPACT.finditer(PurePosixPath(path).name):
        try:
            return date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            continue
    readings = find_dates(re.sub(r"[-_]", " ", PurePosixPath(path).stem), base=None)
    return next((reading.day for reading in readings if reading.day), None)


def _settled(
    found: Reading | None, filed: date | None, published: date | None
) -> tuple[date | None, tuple[str, ...]]:
    if found is None or found.day is None:
        if filed is None and published is not None:
            return published, (
                "the meeting's date is the front matter's, which may be the day of publishing",
            )
        return filed, () if filed else ("no date of the meeting was found",)
    warnings = []
    if found.conflict:
        warnings.append(f"the meeting's date is doubtful: {found.conflict}")
    if filed and filed != found.day:
        warnings.append(f"the notes are dated {found.day}, the file's name says {filed}")
    if published and published != found.day:
        warnings.append(f"the notes are dated {found.day}, the front matter says {published}")
    return found.day, tuple(warnings)


def _dated_sentences(
    page: Page, hint: date | None, *, is_day_first: bool
) -> Iterator[tuple[int, Sentence, Reading]]:
    """Yield the days the head may mean; 0 for a labelled one, more for less likely ones."""
    counted = 0
    for sentence in page.sentences[:LONGEST_SEARCH]:
        words = sentence.words
        counted += 1
        labelled = cue("head", "date_label").match(words) is not None
        if counted > LONGEST_HEAD and not labelled:
            continue
        if cue("head", "other_date").search(words) or len(words) > LONGEST_SENTENCE:
            continue
        if _is_of_next(page, sentence) or _is_due(sentence):
            continue
        for reading in find_dates(words, base=hint, day_first=is_day_first):
            if (
                reading.day
                and reading.last is None
                and (reading.has_year or hint)
                and not reading.form.startswith("relative")
            ):
                yield _remoteness(sentence, reading, labelled=labelled), sentence, reading


def _is_due(sentence: Sentence) -> bool:
    """Say whether a row of a table gives a task's day."""
    return any(DUE.match(words.strip(EDGES)) for words in sentence.block.header)


def _is_of_next(page: Page, sentence: Sentence) -> bool:
    """Say whether a date stands below "Next meeting", so that it is not this one's."""
    block = sentence.block
    above = (
        *page.leads(block),
        *page.headings(block),
        *page.blocks[max(0, block.index - 1) : block.index],
    )
    named = (page.words(other).strip(" :;#*.-–—") for other in above)
    return any(cue("event", "next_heading").fullmatch(NUMBERED.sub("", words)) for words in named)


def _remoteness(sentence: Sentence, reading: Reading, *, labelled: bool) -> int:
    """Return how far a date is from being the meeting's, by the words around it."""
    words = sentence.words
    if labelled and not sentence.place and sentence.index < LONGEST_HEAD:
        return LABELLED
    is_top = sentence.block.kind is Kind.HEADING or sentence.index == 0
    if is_top or cue("head", "was_held").search(words):
        return AT_TOP
    return BESIDE if len(words) - len(reading.words) < LONGEST_BESIDE else IN_TEXT


def _own_day(
    page: Page, hint: date | None, *, is_day_first: bool, farthest: int
) -> tuple[Sentence | None, Reading | None, tuple[str, ...]]:
    """Return where the head gives the meeting's day, and what makes that doubtful."""
    found = list(_dated_sentences(page, hint, is_day_first=is_day_first))
    rank, sentence, reading = min(found, key=lambda one: one[0], default=(0, None, None))
    if sentence is None or reading is None or rank > farthest:
        return None, None, ()
    titled = [
        one.day
        for _, where, one in found
        if where.block.kind is Kind.HEADING and one.has_year and one.day != reading.day
    ]
    if rank == LABELLED and titled and reading.has_year:
        doubt = f"the notes are dated {reading.day}, their heading says {titled[0]}"
        return sentence, reading, (doubt,)
    if rank == IN_TEXT:
        return sentence, reading, (f"the meeting's day, {reading.day}, was taken from the text",)
    return sentence, reading, ()


def _hint(page: Page, *, is_day_first: bool) -> tuple[date | None, bool]:
    """Return a day near the meeting's, and whether it may stand for it: of a log, a mail, a month.

    A web address in the first lines or the day a mail was sent; else the first day with a year.
    """
    top = page.text[:LONGEST_TOP]
    if address := LOGGED_AT.search(top):
        with suppress(ValueError):
            return date(*(int(part) for part in address.groups())), True
    if mailed := MAILED.search(top):
        readings = find_dates(mailed.group(1), base=None, day_first=is_day_first)
        if day := next((reading.day for reading in readings if reading.day), None):
            return day, True
    words = " ".join(sentence.words for sentence in page.sentences[:LONGEST_HEAD])
    if month := MONTH_YEAR.search(words[:LONGEST_SENTENCE]):
        return date(int(month.group(2)), month_number(month.group(1)), MIDDLE), False
    readings = find_dates(words[:LONGEST_TOP], base=None, day_first=is_day_first)
    return next((reading.day for reading in readings if reading.day), None), False


def _meetings(page: Page, *, is_day_first: bool) -> tuple[tuple[int, date], ...]:
    """Return the headings of several meetings in one file, all of one level."""
    found: dict[int, list[tuple[int, date]]] = {}
    year = _year_of(page)
    for block in page.blocks:
        if block.kind is not Kind.HEADING or cue("head", "other_date").search(block.words):
            continue
        readings = [
            r
            for r in find_dates(block.words, base=year, day_first=is_day_first)
            if r.day and (r.has_year or (year and r.day.year == year.year))
        ]
        if len(readings) == 1 and readings[0].day and _names_a_meeting(block.words, readings[0]):
            found.setdefault(block.level, []).append((block.index, readings[0].day))
    best = max(found.values(), key=len, default=[])
    return tuple(best) if len({day for _, day in best}) > 1 else ()


def _year_of(page: Page) -> date | None:
    """Return the middle of the year that a digest's title names: "Digest, autumn 2022"."""
    title = next((block.words for block in page.blocks[:3] if block.kind is Kind.HEADING), "")
    found = SEASON_YEAR.search(title)
    return date(int(found.group(1)), MONTHS // 2, MIDDLE) if found else None


def _names_a_meeting(words: str, reading: Reading) -> bool:
    rest = (words[: reading.start] + words[reading.end :]).strip(f"{EDGES})")
    return (
        len(rest) < SHORTEST_NAME
        or rest.casefold() in MONTH_NAMES
        or bool(cue("head", "meeting").search(rest))
    )


def _title(page: Page, matter: dict[str, str], path: str) -> str:
    headings = [
        (b.index, b.words)
        for b in page.blocks[:40]
        if b.kind is Kind.HEADING
        and not cue("head", "section").fullmatch(b.words)
        and not OF_WIKI.search(b.words)
    ][:2]
    first = [b for b in page.blocks[:8] if not OF_WIKI.search(page.words(b))][:2]
    texts = [(b.index, page.words(b)) for b in first if b.kind is Kind.TEXT]
    candidates = [words for _, words in sorted([*headings, *texts]) if not OF_WIKI.search(words)]
    if matter.get("title") and not (headings and headings[0][0] == 0):
        candidates.insert(0, matter["title"])
    stem = PurePosixPath(path).stem.replace("-", " ").replace("_", " ").title()
    titles = [title for words in candidates if (title := _body_name(words))]
    named = next((title for title in titles if cue("head", "body").search(title)), "")
    rest = (_body_name(words) for words in (matter.get("title", ""), stem))
    return named or next(iter(titles), "") or next((title for title in rest if title), "")


def _likeness(part: str) -> int:
    """Return how much words look like a body's name."""
    return bool(cue("head", "body").search(part)) + part[:1].isupper()


def _lowered(title: str) -> str:
    """Return a title in capitals as one in mixed letters; short words may be initials."""
    return " ".join(
        word
        if len(word) < SHORTEST_NAME and word not in {"AND", "OF", "THE", "FOR"}
        else word.capitalize()
        for word in title.split()
    )


def _body_name(words: str) -> str:
    if found := cue("head", "met").search(words):
        return next(group for group in found.groups() if group)
    if (
        SALUTATION.match(words)
        or len(words) > LONGEST_HEADING
        or words.endswith(".")
        or cue("head", "section").fullmatch(words.strip(EDGES))
    ):
        return ""
    words = STARTED.sub("", words, count=1)
    text = words.split(" | ", maxsplit=1)[0] if " | " in words else words
    for reading in reversed(find_dates(text, base=None)):
        text = f"{text[: reading.start]} | {text[reading.end :]}"
    text = COMPACT.sub(" | ", text)
    text = cue("head", "not_the_body").sub(" ", text)
    parts = [
        re.sub(r"\s+", " ", part).strip(EDGES)
        for part in re.split(
            r"\s\|\s|\s[-–—]\s|\s?:\s", cue("head", "tail").sub("", text).replace("()", " ")
        )
    ]
    named = [part for part in parts if len(re.sub(r"[^A-Za-z]", "", part)) > 1]
    scores = [_likeness(part) - place for place, part in enumerate(named)]
    title = named[scores.index(max(scores))] if named else ""
    title = cue("head", "tail").sub("", title).strip(EDGES)
    title = _lowered(title) if title.isupper() and " " in title else title
    title = re.sub(r"\s+(?:on|of|for|at|from|held|the|in|,)$", "", title).strip(EDGES)
    return title if len(title) <= LONGEST_TITLE else ""
