"""Letters and marks that readers should not see, and an HTML that is too long to be shown."""

import re
from collections.abc import Iterator

from pynews.check.passages import ADDRESS, CODE, TARGET, Kind, Passage
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Origin, Severity

__all__ = ["CHECKS", "degarbled"]

KB = 1000
NEAR_CLIP = 90 * KB
CLIP = 102 * KB
STYLE_LIMIT = 16 * KB
ENTITY = re.compile(r"&(?:amp|nbsp|quot|apos|lt|gt|[lr]squo|[nm]dash|hellip|pound|#x?\w{1,6});")
TAG = re.compile(
    r"</(?:a|b|i|u|p|br|em|strong|span|div|font|center|table|tr|td|h[1-6]|ul|ol|li|img)\s*>"
    r"|<(?:br|hr)\s*/?>|<(?:img|a|span|div|font|p|h[1-6]|table|td)\b[^>]*=[^>]*>"
    r"|<(?:b|i|u|em|strong|center|ul|ol|li|p|h[1-6])>",
    re.IGNORECASE,
)
LOST_LINK = re.compile(
    r"\]\s*\(\s*(?:https?:|mailto:|www\.)|\[[^\]\n]{1,80}\]\s+\(https?:"
    r"|\]\((?!\s*\))"
)
# [words](address) with its brackets the wrong way around.
REVERSED = re.compile(r"\([^()\n]{1,80}\)\[(?:https?:|mailto:|www\.)[^\]\n]*\]")
MARKDOWN = re.compile(r"\*\*(?=\S)[^*\n]+(?<=\S)\*\*|\[[^\]\n]+\]\((?:https?:|mailto:)[^)\s]*\)")
LOST_HEADING = re.compile(r"^ {0,3}#{2,6}[^\s#].*", re.MULTILINE)
# C0 but tab and line feed, C1, and what turns the order of letters around.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
LOST_STAR = re.compile(r"(?<![\w*])\*\*(?=\w)|(?<=\w)\*\*(?![\w*])|(?<!\w)__(?=\w)|(?<=\w)__(?!\w)")
LOST_LETTER = re.compile(r"\ufffd|(?<=[a-z]{2})\?(?=(?:s|t|re|ve|ll|d|m)\b)")
PLACEHOLDER = re.compile(
    r"\b(?i:lorem ipsum)\b"
    r"|\b(?:TODO|FIXME)\b(?=\s*[:\]\)!?.]|\s*$|\s+(?:add|write|check|insert|fill))"
    r"|(?:(?m:^)|(?<=[.!?:]\s))[ \t>*_(-]{0,4}TODO\b"
    r"(?!\s+(?:list|app|item|comment|note|mark|file|tag|board|group)s?\b)"
    r"|(?m:^)(?:<{7}|>{7}|\|{7})(?:\s.*|$)"
    r"|(?i:\[\s*(?:insert|add|todo|tbc|tbd|link|date|time|name|title|xx+)\b[^\]\n]{0,40}\])(?![(\[:])"
    r"|<\s*(?:insert|add)\b[^>\n]{0,40}>|(?<!\w)(?:XXX+|xxx+|\?\?\?+)(?!\w)"
    r"|\b(?:insert|add) (?:text|link|date|title|your (?:text|title)) here\b",
)
EMPTY_TITLE = re.compile(
    r"^(?:untitled|subject(?: here| line)?|title(?: here)?|test(?:ing)?"
    r"|draft|new issue|tbc|tbd|todo"
    r"|newsletter subject|preheader(?: here)?|xxx*)\W*$",
    re.IGNORECASE,
)
NAMES = {Kind.SUBJECT, Kind.PREHEADER, Kind.TITLE}
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|\d{3}))?(?:-[\w-]+)?")


def garbled_text(subject: Subject) -> Iterator[Note]:
    """UTF-8 that was read as something else, and letters that were lost."""
    for passage in subject.passages:
        for offset, line in _lines(passage.text):
            lost = LOST_LETTER.search(_without_addresses(line))
            mended = "" if line.isascii() else degarbled(line)
            if lost:
                yield Note(passage.at(offset), f'letters were lost in "{_around(line, lost)}"')
            elif mended and mended != line:
                bad, good = _difference(line, mended)
                yield Note(
                    passage.at(offset),
                    f'"{bad}" should be "{good}"',
                    'Run "pynews fix", or type the letters again.',
                )
            elif unseen := UNSEEN.search(line):
                code, near = f"U+{ord(unseen[0]):04X}", _around(line, unseen)
                yield Note(
                    passage.at(offset),
                    f'the control character {code} stands in "{near}"',
                    "It cannot be seen: type the words around it again.",
                )


def markup_left(subject: Subject) -> Iterator[Note]:
    """HTML, entities or Markdown that readers see as such."""
    for passage in subject.passages:
        text = _uncoded(passage)
        for pattern in (TAG, ENTITY) if not passage.long else (TAG,):
            for match in pattern.finditer(text):
                yield Note(passage.at(match.start()), f'readers would see "{match[0]}"')
        for match in MARKDOWN.finditer(text) if not passage.long else ():
            yield Note(
                passage.at(match.start()),
                f'readers would see "{match[0]}"',
                "No Markdown is read here: write the words alone.",
            )
        for match in REVERSED.finditer(text):
            what = f'a link is not written as Markdown has it: "{match[0]}"'
            yield Note(passage.at(match.start()), what)
        for match in LOST_HEADING.finditer(text) if passage.long else ():
            yield Note(passage.at(match.start()), f'a heading needs a blank: "{match[0]}"')
    seen = subject.letter.document.words
    for match in LOST_LINK.finditer(seen):
        start = max(0, match.start() - 20)
        words = seen[start : match.end() + 10]
        place = _place_of_lost_link(subject)
        yield Note(place, f'a link is not written as Markdown has it: "{words.strip()}"')
        break


def stars_left(subject: Subject) -> Iterator[Note]:
    """Stars of an emphasis that was not closed."""
    seen = subject.letter.document.words
    for match in LOST_STAR.finditer(seen):
        start = seen.rfind(" ", 0, match.start()) + 1
        word = seen[start:].split(" ")[0]
        near = " ".join(seen[start:].split(" ")[:3])
        yield Note(subject.sources.find(word) or subject.top, f'readers would see "{near}"')
        break


def placeholder_text(subject: Subject) -> Iterator[Note]:
    """Words that were to be replaced."""
    for passage in subject.passages:
        match = PLACEHOLDER.search(_unaddressed(passage))
        if match:
            yield Note(passage.at(match.start()), f'"{match[0]}" was to be replaced')
        elif passage.kind in NAMES and EMPTY_TITLE.match(passage.text.strip()):
            yield Note(passage.at(0), f'"{passage.text}" was to be replaced')


def html_lang(subject: Subject) -> Iterator[Note]:
    """No language, or one that is none (RFC 5646)."""
    language = subject.publication.language
    written = subject.letter.document.root.get("lang", "")
    if not LANGUAGE.fullmatch(language):
        yield Note(subject.setting("language"), f'"{language}" names no language')
    elif written.lower() != language.lower():
        yield Note(
            subject.sources.find("<mjml") or subject.setting("theme"),
            f'the HTML says lang="{written}", the newsletter is in {language}',
        )


def heading_order(subject: Subject) -> Iterator[Note]:
    """Find a heading two levels below the one before it."""
    last = 0
    for heading in subject.letter.document.headings:
        if heading.level > last + 1 and last:
            place = subject.sources.find(heading.words) or subject.top
            yield Note(place, f'"{heading.words}" is a heading {heading.level} after a {last}')
        last = heading.level
    for passage in subject.said(Kind.LETTER, Kind.DESCRIPTION):
        yield from _skipped(passage)


def size_clip(subject: Subject) -> Iterator[Note]:
    """HTML that Gmail cuts off."""
    size = len(subject.letter.html.encode())
    if size > CLIP:
        yield Note(_longest(subject), f"the HTML has {size / KB:.0f} KB of 102 KB")


def size_near_clip(subject: Subject) -> Iterator[Note]:
    """HTML that Gmail will soon cut off."""
    size = len(subject.letter.html.encode())
    if NEAR_CLIP < size <= CLIP:
        yield Note(_longest(subject), f"the HTML has {size / KB:.0f} KB of 102 KB")


def style_size(subject: Subject) -> Iterator[Note]:
    """More CSS than Gmail reads."""
    size = sum(len(style.encode()) for _, style in subject.letter.document.styles)
    if size > STYLE_LIMIT:
        sheets = [path for path in subject.sources.texts if ".css" in path]
        place = Origin(sheets[0], 1) if sheets else subject.setting("theme")
        yield Note(place, f"the style blocks have {size / KB:.1f} KB of 16 KB")


def degarbled(text: str) -> str:
    """Return text with letters mended that were decoded wrongly; all else as it was."""
    import ftfy

    config = ftfy.TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        fix_surrogates=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    return ftfy.fix_text(text, config)


def _lines(text: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in text.split("\n"):
        yield offset, line
        offset += len(line) + 1


def _without_addresses(line: str) -> str:
    return re.sub(r"(?:https?:|mailto:|www\.)\S+", lambda match: " " * len(match[0]), line)


def _around(line: str, match: re.Match[str]) -> str:
    return line[max(0, match.start() - 12) : match.end() + 12].strip()


def _difference(bad: str, good: str) -> tuple[str, str]:
    """Return the first words of two lines that differ."""
    for first, second in zip(bad.split(), good.split(), strict=False):
        if first != second:
            return first, second
    return bad.strip(), good.strip()


def _uncoded(passage: Passage) -> str:
    return CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), passage.text)


def _unaddressed(passage: Passage) -> str:
    text = _uncoded(passage)
    for pattern in (TARGET, ADDRESS):
        text = pattern.sub(lambda match: "](" + "-" * (len(match[0]) - 2), text)
    return text


def _place_of_lost_link(subject: Subject) -> Origin:
    pattern = re.compile(
        r"\[[^\]\n]*\]\s+\(|\]\([^)\n]*(?:\n|$)|\]\([^)\s]*\s[^)\"]*\)|(?m:^[^\[\n]*\]\()"
        r"|\]\((?:javascript|file|data|vbscript):"
    )
    for passage in subject.said(Kind.LETTER, Kind.DESCRIPTION):
        match = pattern.search(passage.text)
        if match:
            return passage.at(match.start())
    return subject.top


def _skipped(passage: Passage) -> Iterator[Note]:
    last = 0
    uncoded = _uncoded(passage)
    for match in re.finditer(r"^(#{1,6})[ \t]+(\S.*)$", uncoded, re.MULTILINE):
        level = len(match[1])
        if last and level > last + 1:
            place = passage.at(match.start())
            yield Note(place, f'"{match[2]}" is a heading {level} after a {last}')
        last = level


def _longest(subject: Subject) -> Origin:
    """Return where the most words stand."""
    longest = max(subject.passages, key=lambda passage: len(passage.text), default=None)
    return longest.at(0) if longest else subject.top


CHECKS = (
    Check(
        id="garbled-text",
        severity=Severity.MUST_FIX,
        why="Broken letters make readers doubt the rest.",
        fix="Type the letters again, or copy them from the source.",
        example="Guyâ€™s for Guy’s",
        look=garbled_text,
        of_message=False,
    ),
    Check(
        id="markup-left",
        severity=Severity.MUST_FIX,
        why="Readers would see marks that were meant for a program.",
        fix="Write Markdown: **bold**, [words](https://...), and letters as they are.",
        example="<b>Tuesday</b>, Q&amp;A in a title, [the survey] (https://example.org)",
        look=markup_left,
    ),
    Check(
        id="stars-left",
        severity=Severity.LOOK_AT,
        why="An emphasis that is not closed shows its stars.",
        fix="Close it, without a blank inside: **Tuesday**.",
        example="**Tuesday 16 November",
        look=stars_left,
    ),
    Check(
        id="placeholder-text",
        severity=Severity.MUST_FIX,
        why="Readers would see what was to be replaced.",
        fix="Write what was meant to stand there.",
        example="[insert date], TODO: ask Leeds, Lorem ipsum",
        look=placeholder_text,
        of_message=False,
    ),
    Check(
        id="html-lang",
        severity=Severity.MUST_FIX,
        why="Screen readers choose their voice by it, and mail programs offer translations.",
        fix='Write language = "en-GB" in pynews.toml, and lang="{{ page.language }}" in the theme.',
        example='language = "english"',
        look=html_lang,
    ),
    Check(
        id="heading-order",
        severity=Severity.LOOK_AT,
        why="Who listens finds their way by headings, and a missing level sounds like a loss.",
        fix="Begin with ## in a letter, and go down one level at a time.",
        example="### Python on laptops right after the title",
        look=heading_order,
    ),
    Check(
        id="size-clip",
        severity=Severity.MUST_FIX,
        why="Gmail cuts a longer message off, and with it the way to unsubscribe.",
        fix="Shorten the longest part, or make a story of it with a link to the rest.",
        example="an HTML part of 108 KB",
        look=size_clip,
    ),
    Check(
        id="size-near-clip",
        severity=Severity.LOOK_AT,
        why="Gmail cuts messages off near 102 KB, and forwarding adds some.",
        fix="Shorten the longest part.",
        example="an HTML part of 95 KB",
        look=size_near_clip,
    ),
    Check(
        id="style-size",
        severity=Severity.LOOK_AT,
        why="Gmail drops style blocks beyond 16 KB, dark colours and narrow screens with them.",
        fix="Take rules out of the theme's style.css.j2 that no template uses.",
        example="a theme with 20 KB of CSS",
        look=style_size,
    ),
)
