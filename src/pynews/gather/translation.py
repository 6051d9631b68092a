"""A translation stands beside its file: ``issue.cy.md`` beside ``issue.md``.

It holds the words alone. Days, addresses and everything else that is the same in every
language stand in the first file, once.
"""

import re
from dataclasses import replace
from pathlib import Path

from pynews.errors import Problem, SourceError
from pynews.gather.frontmatter import Page

__all__ = ["ISSUE_WORDS", "ITEM_WORDS", "language_of", "merged", "source_of"]

NAME = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2}(?:-[A-Za-z0-9]{2,8}){0,2})")
ISSUE_WORDS = ("subject", "preheader", "decisions", "discussion")
ITEM_WORDS = ("title", "where", "organiser", "register", "commitment", "skills", "apply", "link",
              "image", "alt")  # fmt: skip


def language_of(path: Path) -> str:
    """Return the language of a translation, such as ``cy``; "" for every other file."""
    found = NAME.fullmatch(path.stem)
    if found and path.with_name(found["stem"] + path.suffix).is_file():
        return found["language"]
    return ""


def source_of(path: Path) -> Path:
    """Return what a file is a translation of."""
    return path.with_name(path.stem.rpartition(".")[0] + path.suffix)


def merged(source: Page, words: Page, keys: tuple[str, ...]) -> Page:
    """Return a file as it reads in a translation's words.

    Arguments:
        source: the file.
        words: its translation.
        keys: what may be said in other words.

    Raises:
        SourceError: with every key of the translation that is none of these.
    """
    source_name = source.path.rpartition("/")[2]
    problems = [
        Problem(
            f"{key} is the same in every language",
            f"{words.path}:{value.line}",
            f"leave it out here: it stands in {source_name}. A translation says {', '.join(keys)}",
        )
        for key, value in words.fields.items()
        if key not in keys
    ]
    if problems:
        raise SourceError.of(problems)
    body = words if words.body.strip() else source
    return replace(
        words,
        fields={**source.fields, **words.fields},
        body=body.body,
        body_line=body.body_line,
    )
