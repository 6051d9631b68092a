"""Merge fields: where each recipient's own value goes, as a writer types it.

The grammar is ``{{ NAME }}`` or ``{{ NAME or "fallback" }}`` on one line, with
one of `NAMES`. Nothing is ever evaluated.
"""

import html
import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from pynews.errors import Problem, SourceError
from pynews.model import Block, MergeField, Origin

__all__ = ["NAMES", "FieldTable"]

NAMES = ("first_name", "last_name", "organisation")
UNSUBSCRIBE = "unsubscribe_url"
OPENING = re.compile(r"\{\{|\{%|\{#(?=[^\n]*#\})")
FIELD = re.compile(
    r"\{\{[ \t]*(?P<name>[A-Za-z_]\w*)(?:[ \t]+or[ \t]+"
    r"(?P<mark>[\"'])(?P<fallback>(?:(?!(?P=mark))[^\n\r{}])*)(?P=mark))?[ \t]*\}\}"
)
# What places blocks and begins passages; `gather` leaves it only where it is fenced code.
SHOWN = re.compile(rf"\{{\{{\s*(?:{'|'.join(Block)}|end|for\b[^{{}}\n]*)\s*\}}\}}")
HINT = 'write {{ first_name or "members" }}; allowed are ' + ", ".join(NAMES)


class FieldTable:
    """Gives every merge field of one edition its opaque token.

    Tokens are ASCII letters and digits, which Markdown, MJML and both inliners
    leave alone, and occur nowhere in the words they are made for.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Choose a token that none of the words holds, however they are marked up."""
        self._stem = _stem(words)
        self._known: dict[tuple[str, str], MergeField] = {}

    def token(self, name: str, fallback: str = "") -> str:
        """Return the token of a field; the same for the same name and fallback."""
        key = (name, fallback)
        if key not in self._known:
            token = f"{self._stem}{len(self._known)}x"
            self._known[key] = MergeField(token, name, fallback)
        return self._known[key].token

    def tokenise(self, text: str, origin: Origin, *, marks: bool = False) -> str:
        """Return text with its merge fields replaced by tokens.

        Arguments:
            text: what a writer typed.
            origin: where it begins.
            marks: whether ``{{ events }}``, ``{{ for leeds }}`` and the like are text in it.

        Raises:
            SourceError: anything else in ``{{ }}`` or ``{% %}``, each with its line.
        """
        pieces: list[str] = []
        problems: list[Problem] = []
        position = 0
        while opening := OPENING.search(text, position):
            pieces.append(text[position : opening.start()])
            found = FIELD.match(text, opening.start())
            if found and found["name"] in NAMES:
                pieces.append(self.token(found["name"], found["fallback"] or ""))
                position = found.end()
            elif marks and (shown := SHOWN.match(text, opening.start())):
                pieces.append(shown[0])
                position = shown.end()
            else:
                problems.append(_problem(text, opening.start(), origin))
                position = opening.end()
        if problems:
            raise SourceError.of(problems)
        return "".join([*pieces, text[position:]])

    def used(self, *texts: str) -> tuple[MergeField, ...]:
        """Return the fields whose token occurs in any of the texts."""
        return tuple(
            field for field in self._known.values() if any(field.token in text for text in texts)
        )

    def settled_html(self, markup: str) -> str:
        """Return HTML with every fallback in its field's place, escaped for where it stands."""
        for field in self._known.values():
            if field.token in markup:
                markup = _in_addresses(markup, field)
                markup = markup.replace(field.token, html.escape(field.fallback))
        return markup


def _stem(words: Iterable[str]) -> str:
    # What markup, character references and percent-encoding could glue together counts too.
    texts = list(words)
    spellings = [*texts, *map(html.unescape, texts), *map(unquote, texts)]
    spellings += [unquote(html.unescape(text)) for text in texts]
    letters = "\n".join(re.sub(r"[^A-Za-z0-9]", "", text) for text in spellings)
    stem = "PYNx"
    while stem in letters:
        stem += "x"
    return stem


def _in_addresses(markup: str, field: MergeField) -> str:
    value = quote(field.fallback, safe="")
    return re.sub(
        r'\b(?:href|src)="[^"]*"',
        lambda attribute: attribute[0].replace(field.token, value),
        markup,
    )


def _problem(text: str, start: int, origin: Origin) -> Problem:
    line = text.count("\n", 0, start)
    begin = text.rfind("\n", 0, start) + 1
    end = text.find("\n", start)
    source = text[begin : end if end >= 0 else len(text)]
    written = source[start - begin : start - begin + 40]
    return Problem(
        f'"{written}" is not a merge field',
        where=f"{origin.path}:{origin.line + line}",
        hint=HINT,
        excerpt=f"  {source}\n  {' ' * (start - begin)}^",
    )
