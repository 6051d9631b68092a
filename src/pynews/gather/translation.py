"""A translation stands beside its file: ``issue.cy.md`` beside ``issue.md``.

It holds the words alone. Days, addresses and everything else that is the same in every
language stand in the first file, once.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pynews.errors import Problem, SourceError
from pynews.gather.frontmatter import Page
from pynews.model import language_fault

__all__ = [
    "EVENT_WORDS",
    "ISSUE_WORDS",
    "ROLE_WORDS",
    "STORY_WORDS",
    "language_of",
    "merged",
    "misnamed",
    "silences",
    "source_of",
]

NAME = re.compile(r"(?P<stem>.+)\.(?P<language>[a-z]{2}(?:-[A-Za-z0-9]{2,8}){0,2})")
ISSUE_WORDS = ("subject", "preheader", "decisions", "discussion")
EVENT_WORDS = ("title", "where", "organiser", "register")
ROLE_WORDS = ("title", "commitment", "skills", "apply")
STORY_WORDS = ("title", "link", "image", "alt")
LOOKS = re.compile(r"(?P<stem>[^.]+)\.(?P<language>[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)")
OTHERWISE = "a translation is called issue.cy.md; name what is none otherwise, such as notes.md"


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


def silences(words: Page) -> Iterator[Problem]:
    """Yield what an issue's translation must say itself: nobody chose a language for less."""
    if not words.fields.get("subject"):
        yield Problem(
            "the translation has no subject", f"{words.path}:1", "write subject: in its language"
        )
    if not words.body.strip():
        yield Problem(
            "the translation has no letter",
            f"{words.path}:{words.body_line}",
            "write the letter in its language below the second ---, or take the file away",
        )


def misnamed(folder: Path, own: str, *, told: str) -> Iterator[Problem]:
    """Yield the files of an issue's folder that look like translations and are none.

    Who wrote one would believe it sent, and its readers would get the first language.

    Arguments:
        folder: holds an ``issue.md``.
        own: the publication's language; "" where it does not matter.
        told: the folder as it is told.
    """
    for path in sorted(folder.iterdir()):
        found = LOOKS.fullmatch(path.stem) if path.suffix.casefold() == ".md" else None
        if found and (what := _mistake(path, found, own.casefold())):
            yield Problem(what[0], f"{told}/{path.name}:1", what[1])


def _mistake(path: Path, found: re.Match[str], own: str) -> tuple[str, str] | None:
    """Return what is wrong with the name of a file, and a hint; None when nothing is."""
    language = found["language"]
    near = difflib.get_close_matches(found["stem"].casefold(), ["issue", "correction"], 1, 0.75)
    if not near or (found["stem"] == "issue" and language_of(path) and not _is(language, own)):
        return None
    if near == ["correction"]:
        what = "a correction has no translation: its readers would get correction.md alone"
        return what, "write both languages into correction.md, and take this file away"
    first, *more = language.replace("_", "-").split("-")
    spelled = "-".join((first.lower(), *more))
    fault, short = language_fault(spelled)
    meant = f"issue.{short or spelled}.md"
    if found["stem"] != "issue" or path.suffix != ".md":
        return "this looks like a translation of the issue, and is none", f"did you mean {meant}?"
    if _is(language, own):
        what = f'"{language}" is the language of the newsletter itself'
        return what, "write it into issue.md, and take this file away"
    hint = f"did you mean {meant}?" if fault or spelled[2:3] in {"", "-"} else OTHERWISE
    return f'"{language}" is not how a language is named here', hint


def _is(language: str, own: str) -> bool:
    """Return whether readers of a language get the publication's own anyway."""
    return own == language.lower() or own.startswith(f"{language.lower()}-")
