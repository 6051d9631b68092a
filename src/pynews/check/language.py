"""How it reads: NHS writing rules, and the phrases that spam filters know.

The reading age is Senter and Smith's Automated Readability Index (AMRL-TR-66-220,
1967), 4.71 letters a word + 0.5 words a sentence - 21.43, a US school grade, to which 5
years are added. It needs no syllables, holds for English only, and says nothing of
texts under 100 words.
"""

import re
from collections.abc import Iterator

from pynews.check.passages import Kind
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Severity

__all__ = ["CHECKS", "reading_age"]

LEAST_WORDS = 100
OLDEST = 17
MOST_WORDS = 35
SENTENCE_END = re.compile(
    r"(?<=[^\d\s][.!?])[\"'”’)]*\s+(?=\S)|\n\s*\n|\n(?=\s*(?:[-*#>|]|\d+[.)])\s)"
)
TWELVE = re.compile(r"(?<![\d:.])12(?:[:.]00)?\s*(?P<half>[ap])\.?m\b", re.IGNORECASE)
ORDINAL = re.compile(
    r"\b(?:the\s+)?(\d{1,2})(?:st|nd|rd|th)\s+(?:of\s+)?(?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b"
)
CLOCK = re.compile(
    r"(?<![\d.:])\d{1,2}(?:\.\d{2}\s*[ap]\.?m|:\d{2}\s+[ap]m|\s+[ap]m|\s*[ap]\.m\.)", re.IGNORECASE
)
NUMBERS = re.compile(r"(?<![\d/.-])\d{1,2}/\d{1,2}/\d{2,4}(?![\d/])")
GREETING = re.compile(r"^\W*(?:hi|hey|hello|hiya)\b", re.IGNORECASE)
TWICE = re.compile(
    r"\b(the|a|an|and|of|to|in|is|for|on|we|our|you|with|at|be|are|it)\s+\1\b", re.IGNORECASE
)
SPAM = re.compile(
    r"\b(?:100% free|act now|buy now|cash bonus|click below|congratulations[,!]? you|don.t delete"
    r"|double your|earn (?:extra )?(?:cash|money)|for free!|free (?:money|gift|trial)|get paid"
    r"|guaranteed|limited[- ]time|lowest price|make money|no obligation|once in a lifetime"
    r"|order now|risk[- ]free|special promotion|this isn.t spam|urgent!|while supplies last"
    r"|winner!|you have been selected|you.ve won)(?!\w)|!{3,}|[$£€]{3,}",
    re.IGNORECASE,
)


def reading_age_high(subject: Subject) -> Iterator[Note]:
    """Find a letter that takes more schooling than most readers want to need."""
    prose = [p for p in subject.said(Kind.LETTER, Kind.DESCRIPTION) if subject.english]
    text = "\n\n".join(passage.words for passage in prose)
    age = reading_age(text)
    if age is not None and age > OLDEST:
        hardest = max(prose, key=lambda passage: _words_a_sentence(passage.words))
        yield Note(hardest.at(0), f"the reading age is about {age}")


def long_sentence(subject: Subject) -> Iterator[Note]:
    """Find a sentence that has to be read twice."""
    for passage in subject.said(Kind.LETTER, Kind.DESCRIPTION):
        start = 0
        for match in (*SENTENCE_END.finditer(passage.words), None):
            end = match.start() if match else len(passage.words)
            number = len(re.findall(r"\w[\w'’-]*", passage.words[start:end]))
            if subject.english and number > MOST_WORDS:
                first = end - len(passage.words[start:end].lstrip())
                yield Note(passage.at(first), f"a sentence has {number} words")
            start = match.end() if match else end


def date_style(subject: Subject) -> Iterator[Note]:
    """Days and times in forms that some readers read otherwise."""
    for passage in subject.passages:
        if not subject.english:
            return
        for pattern, say in STYLES:
            for match in pattern.finditer(passage.words):
                yield Note(passage.at(match.start()), f'"{" ".join(match[0].split())}"{say(match)}')


def hi_greeting(subject: Subject) -> Iterator[Note]:
    """Find a greeting that is not "Dear"."""
    first = next(subject.said(Kind.LETTER), None)
    if first and subject.english and GREETING.match(first.words):
        yield Note(first.at(0), f'the letter begins with "{first.words.strip().split()[0]}"')


def word_twice(subject: Subject) -> Iterator[Note]:
    """Find a small word written twice."""
    for passage in subject.passages:
        match = TWICE.search(passage.words) if subject.english else None
        if match:
            yield Note(passage.at(match.start()), f'"{" ".join(match[0].split())}"')


def paragraph_twice(subject: Subject) -> Iterator[Note]:
    """Find a paragraph pasted twice."""
    seen: dict[str, str] = {}
    told: set[str] = set()
    for passage in subject.said(Kind.LETTER, Kind.DESCRIPTION):
        for match in re.finditer(r"(?:[^\n]+\n?)+", passage.text):
            words, place = " ".join(match[0].split()), passage.at(match.start())
            if len(words) > LEAST_WORDS // 2 and words in seen and words not in told:
                told.add(words)
                yield Note(place, f"this paragraph stands at {seen[words]} too")
            seen.setdefault(words, str(place))


def spam_phrase(subject: Subject) -> Iterator[Note]:
    """Words that filters have learned from spam."""
    for passage in subject.passages:
        match = SPAM.search(passage.words)
        if match:
            yield Note(passage.at(match.start()), f'"{match[0]}" is a phrase of spam')


def reading_age(text: str) -> int | None:
    """Return the age at which a text is read with ease; None for under 100 words.

    Arguments:
        text: English, without marks and addresses.
    """
    words = re.findall(r"\w[\w'’-]*", text)
    if len(words) < LEAST_WORDS:
        return None
    letters = sum(len(re.sub(r"\W", "", word)) for word in words)
    grade = 4.71 * letters / len(words) + 0.5 * _words_a_sentence(text) - 21.43
    return round(grade) + 5


def _words_a_sentence(text: str) -> float:
    sentences = [part for part in SENTENCE_END.split(text) if re.search(r"\w", part)]
    return len(re.findall(r"\w[\w'’-]*", text)) / max(1, len(sentences))


def _noon(match: re.Match[str]) -> str:
    return f" is read as {'midnight' if match['half'].lower() == 'p' else 'midday'} by some"


def _plain_day(match: re.Match[str]) -> str:
    words = re.sub(r"^the\s+|(?<=\d)(?:st|nd|rd|th)(?:\s+of)?", "", match[0])
    return f' is written "{" ".join(words.split())}"'


STYLES = (
    (TWELVE, _noon),
    (ORDINAL, _plain_day),
    (CLOCK, lambda _match: ' is written like "5:30pm"'),
    (NUMBERS, lambda _match: " is another day in other countries"),
)

CHECKS = (
    Check(
        id="reading-age",
        severity=Severity.LOOK_AT,
        why="Half the country reads with ease what a child of 11 reads.",
        fix="Shorten sentences and use everyday words.",
        example="a letter with a reading age of 19",
        look=reading_age_high,
        of_message=False,
    ),
    Check(
        id="long-sentence",
        severity=Severity.LOOK_AT,
        why="Sentences of over 35 words are read twice or not at all.",
        fix="Make two of it, or a list.",
        example="a sentence of 48 words",
        look=long_sentence,
        of_message=False,
    ),
    Check(
        id="date-style",
        severity=Severity.LOOK_AT,
        why="12pm is midday to some and midnight to others; NHS style avoids both.",
        fix="Write midday, midnight, 5:30pm and 16 November 2021; pynews fix does.",
        example="12pm, 16th of November, 5.30 pm, 03/04/2021",
        look=date_style,
        of_message=False,
    ),
    Check(
        id="hi-greeting",
        severity=Severity.LOOK_AT,
        why="NHS messages begin with Dear, which suits everybody on a list.",
        fix='Write Dear {{ first_name or "members" }},',
        example="Hi all,",
        look=hi_greeting,
        of_message=False,
    ),
    Check(
        id="word-twice",
        severity=Severity.LOOK_AT,
        why="Readers stumble.",
        fix="Delete one of the two.",
        example="on the the 16th",
        look=word_twice,
        of_message=False,
    ),
    Check(
        id="paragraph-twice",
        severity=Severity.LOOK_AT,
        why="A paragraph pasted twice looks careless.",
        fix="Delete one of the two.",
        example="the same paragraph in the letter and in a story",
        look=paragraph_twice,
        of_message=False,
    ),
    Check(
        id="spam-phrase",
        severity=Severity.LOOK_AT,
        why="Filters count such words, and readers have learned to.",
        fix="Say it in your own words.",
        example="Act now!!!",
        look=spam_phrase,
        of_message=False,
    ),
)
