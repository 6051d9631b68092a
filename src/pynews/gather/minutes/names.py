"""A person's bare name is taken out of what a list of attendees says about them."""

import re

from pynews.gather.minutes.cues import cue, cue_words
from pynews.gather.minutes.markup import plain

__all__ = ["bare_name", "is_name", "named_pieces", "names_in", "split_names", "trimmed"]

PARENTHESES = re.compile(r"\([^()]{0,200}\)|\[[^\[\]]{0,200}\]|<[^<>]{0,200}>|\{[^{}]{0,200}\}")
BREAK = re.compile(
    r"\s+[-–—|/:=~]+\s*|\s[-–—](?=\w)|\s*[|:;\t—–]\s*|,\s*|\s+@"
    r"|\s+(?:from|of|at|for|on behalf of|representing|via|by|as)\s"
)
HANDLE = re.compile(r"@[\w.-]{1,39}")
EMAIL = re.compile(r"\S+@\S+\.\w+")
TITLE = re.compile(
    r"(?:dr\.?-ing|dr|prof|professor|mr|mrs|ms|mx|miss|cllrs?|councillors?|sir|dame|rev|revd|reverend|hon|fr|lord|lady|st)\b\.?\s+",
    re.IGNORECASE,
)
TOKEN = re.compile(r"[^\W\d_][\w.'’-]*$")
PARTICLES = cue_words("people", "particles")
HANDLE_LIKE = re.compile(r"@?[A-Za-z0-9][\w.-]{1,38}$")
SEPARATOR = re.compile(
    r"[,;•·]\s*|\s/\s|\s+(?:and|&|\+)\s+|\s\|\s|\n|\s{3,}|\t|(?:^|\s)\d{1,2}[.)]\s+"
)
DASH = re.compile(r"\s+[-–—]\s+")
SEMICOLON = re.compile(r";\s*|\n")
LISTED = re.compile(r"[,;•·\n\t]|\s(?:and|&|/|\|)\s|\s{3}")
HANDLES = re.compile(r"(?:@[\w.-]{1,39}\s+)+@[\w.-]{1,39}")
UNLISTED = re.compile(r"(?<=\))\s+(?=[A-Z@])|\s+(?=@)")
AND = re.compile(
    r"^(?:and|&|plus)\s+(?:our )?(?:guests?\s)?|^our (?:guests?|visitors?)\s|\s+(?:and|&)$",
    re.IGNORECASE,
)
OFFICES = frozenset({"Member", "Guest", "Observer"})
MOST_TOKENS = 5
FULL = 2
EDGES = " .;:,-–—|*✓✔✅☑✗✘❌☒🗹\ufe0f"
SYMBOL = re.compile(
    r"[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u2b50]+|(?<![\w:]):[a-z_+]+:(?!\w)"
)
INITIAL = re.compile(r"\w\s[A-Z]$")
ALIAS = re.compile(r"@[\w.-]+ \(([A-Z][^(),]{1,40} [^(),]{1,40})\)")


def bare_name(words: str) -> str:
    """Return the name in "Dr Member A. Example -Some Hospital (Chair)", or "" if there is none."""
    text = trimmed(SYMBOL.sub(" ", plain(words)))
    if text.startswith("@") and (named := ALIAS.match(text)) and is_name(named.group(1)):
        return named.group(1)
    without = EMAIL.sub(" ", PARENTHESES.sub(" ", text)).strip(" ,;:-–—|")
    for candidate in _candidates(without):
        if name := _stripped(candidate):
            return name
    handle = HANDLE.search(without)
    return handle.group().lstrip("@") if handle else ""


def trimmed(words: str) -> str:
    """Return words without punctuation around them; the point of a last initial stays."""
    text = words.strip(EDGES)
    ends_in_initial = text[-1:].isupper() and text[-2:-1].isspace()
    return f"{text}." if ends_in_initial and INITIAL.search(text) and f"{text}." in words else text


def is_name(words: str) -> bool:
    """Say whether words look like one person's name, initials or handle."""
    if re.fullmatch(r"(?:[Tt]he|our) [A-Z][a-z]+(?: [A-Z][a-z]+)?", words):
        return words[4:].rsplit(maxsplit=1)[-1].casefold() in cue_words("people", "roles")
    tokens = words.split()
    if cue("people", "placeholder").fullmatch(words) or _bears_an_office(tokens):
        return True
    if not tokens or len(tokens) > MOST_TOKENS or cue("people", "nobody").search(words):
        return False
    if words.isupper() and len(tokens) > FULL:
        return False
    if len(tokens) == 1:
        return bool(HANDLE_LIKE.match(words) or TOKEN.match(words)) and not words.isdigit()
    named = [token for token in tokens if token.casefold() not in PARTICLES]
    return bool(named) and all(
        TOKEN.match(t) and (t[0].isupper() or not t.isascii()) for t in named
    )


def _bears_an_office(tokens: list[str]) -> bool:
    """Say whether a first name and what its bearer is stand for a name: "Avery Member"."""
    if len(tokens) != FULL or tokens[1] not in OFFICES or not TOKEN.match(tokens[0]):
        return False
    return tokens[0].istitle() and not any(
        cue("people", name).fullmatch(tokens[0]) for name in ("label_word", "nobody")
    )


def split_names(words: str) -> tuple[str, ...]:
    """Return the pieces of a list of people; what stands in parentheses stays together."""
    pieces, depth, start = [], 0, 0
    separator = _separator(words)
    spans = [found.span() for found in separator.finditer(words)]
    for first, last in spans:
        depth = words.count("(", start, first) - words.count(")", start, first)
        if depth <= 0:
            pieces.append(words[start:first])
            start = last
    pieces.append(words[start:])
    return tuple(_rejoined([_alone(piece.strip()) for piece in pieces]))


def _alone(piece: str) -> str:
    """Return a piece of a list without the "and" that joined it."""
    joins = any(sign in piece.lower() for sign in ("and", "&", "plus", "our"))
    return AND.sub("", piece) if joins else piece


def _separator(words: str) -> re.Pattern[str]:
    """Return what divides the people of a list: semicolons, roles in parentheses, or commas."""
    bare = PARENTHESES.sub("", words)
    if len(DASH.findall(bare)) > 1 and not LISTED.search(bare):
        return DASH
    if _are_affiliations(bare):
        return SEMICOLON
    if not LISTED.search(bare) and (words.count(") ") > 1 or HANDLES.fullmatch(words.strip(EDGES))):
        return UNLISTED
    return SEPARATOR


def names_in(words: str) -> tuple[str, ...]:
    """Return the bare names in a list of people, in order."""
    return tuple(dict.fromkeys(name for _, name in named_pieces(words)))


def _are_affiliations(words: str) -> bool:
    """Say whether semicolons divide people and commas only divide a person from a place."""
    people = [part for part in words.split(";") if part.strip()]
    return len(people) > 1 and sum("," in part for part in people) > len(people) * 0.55


def named_pieces(words: str) -> tuple[tuple[str, str], ...]:
    """Return the pieces of a list of people with the bare name in each.

    A lower-case word is a handle only where most of the list are handles, or where it has its sign.
    """
    pairs = [(piece, name) for piece in split_names(words) if (name := bare_name(piece))]
    if pairs and all(" " not in name for _, name in pairs):
        return tuple(pairs)
    plain_words = [
        pair for pair in pairs if pair[1].isalpha() and pair[1].islower() and "@" not in pair[0]
    ]
    if len(plain_words) * 2 > len(pairs):
        return tuple(pairs)
    return tuple(pair for pair in pairs if pair not in plain_words)


def _rejoined(pieces: list[str]) -> list[str]:
    """Return the pieces with degrees and titles after a comma put back to their person."""
    people: list[str] = []
    for piece in pieces:
        role = piece.strip(" .").casefold() in cue_words("people", "roles")
        bare = next(iter(_candidates(PARENTHESES.sub(" ", piece))), "")
        if people and (role or cue("people", "degree").fullmatch(bare)):
            people[-1] += f", {piece}"
        elif piece:
            people.append(piece)
    return people


def _candidates(text: str) -> list[str]:
    parts = [
        part for part in BREAK.split(f" {text}".replace("\u00a0", " ")) if part and part.strip()
    ]
    return [trimmed(part) for part in parts]


def _untitled(words: str) -> str:
    while found := TITLE.match(words):
        words = words[found.end() :]
    return words


def _is_trailing(tokens: list[str]) -> bool:
    """Say whether the last word is a degree, or a role after a full name."""
    last = tokens[-1].strip(".,")
    if cue("people", "degree").fullmatch(last):
        return len(tokens) > FULL or not last.istitle()
    return len(tokens) > FULL and last.casefold() in cue_words("people", "roles")


def _stripped(words: str) -> str:
    tokens = _untitled(words).split()
    while len(tokens) > 1 and _is_trailing(tokens):
        tokens.pop()
    while len(tokens) > FULL and tokens[0].casefold() in cue_words("people", "roles"):
        tokens.pop(0)
    text = trimmed(_untitled(" ".join(tokens)))
    lone_role = text.casefold() in cue_words("people", "roles") or (
        not text.isupper() and cue("people", "degree").fullmatch(text)
    )
    return text.lstrip("@") if is_name(text) and not lone_role else ""
