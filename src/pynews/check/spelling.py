"""Misspelt words, as the program ``typos`` knows them, where an editor asks for it.

It knows how English words are commonly misspelt rather than all words, so that names and
words of a trade are no findings. Of British and American spelling it takes the one that
the newsletter's ``language`` names.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from pynews.check.passages import Passage
from pynews.check.rule import Check
from pynews.check.subject import Subject
from pynews.errors import ProjectError
from pynews.model import Finding, Origin, Severity

__all__ = ["CHECKS", "spelling_findings"]

PROGRAM = "typos"
LOCALES = ("en-gb", "en-us", "en-au", "en-ca")
PATIENCE = 60


SPELLING = Check(
    id="spelling",
    severity=Severity.LOOK_AT,
    why="Misspelt words make readers doubt the rest.",
    fix="Correct it, or name a word that is right in pynews.toml: [checks] words = [...]",
    example="a comunity event; told by pynews check --spelling only",
)
CHECKS = (SPELLING,)


def spelling_findings(
    subject: Subject, *, words: Collection[str] = (), program: str = PROGRAM
) -> Iterator[Finding]:
    """Yield a finding for each misspelt word; for none where the newsletter is not in English.

    Arguments:
        subject: whose words are read; code, addresses and merge fields are left out.
        words: right in this project, in any case.
        program: name or path of ``typos``.

    Raises:
        ProjectError: the program is not installed, or does not answer.
    """
    if not subject.english:
        return
    known = {word.casefold() for word in words}
    lines = list(_lines(subject.passages))
    text = "\n".join(words for words, _ in lines)
    for number, word, instead in _ask(_found(program), text, subject.publication.language):
        if word.casefold() not in known:
            better = f'Write "{" or ".join(instead)}"; or' if instead else "Write it anew, or"
            yield Finding(
                rule=SPELLING.id,
                severity=SPELLING.severity,
                place=lines[number - 1][1],
                what=f'"{word}" is not how it is spelt',
                why=SPELLING.why,
                fix=f"{better} name it in pynews.toml: [checks] words = [...]",
            )


def _lines(passages: Collection[Passage]) -> Iterator[tuple[str, Origin]]:
    """Yield every line that readers see, with its place."""
    for passage in passages:
        for number, line in enumerate(passage.words.split("\n")):
            yield line, Origin(passage.path, passage.line + number)


def _found(program: str) -> str:
    """Return the program's path: beside this Python, or wherever it is installed."""
    beside = shutil.which(program, path=str(Path(sys.executable).parent))
    path = beside or shutil.which(program)
    if path is None:
        raise ProjectError(
            f"the spelling check needs the program {program}, which is not installed",
            hint=f"{sys.executable} -m pip install typos",
        )
    return path


def _ask(path: str, text: str, language: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield line, word and what it should be; nothing but the text is given to the program."""
    locale = language.lower() if language.lower() in LOCALES else "en"
    arguments = ("--isolated", "--locale", locale, "--format", "json", "-")
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, our own words on its input
            [path, *arguments],
            input=text.encode("utf-8", "replace"),
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        told = [json.loads(line) for line in done.stdout.splitlines()]
        found = [
            (int(one["line_num"]), str(one["typo"]), tuple(map(str, one["corrections"])))
            for one in told
            if one.get("type") == "typo"
        ]
    except (OSError, subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        raise ProjectError(f"the spelling check does not answer: {error}", where=path) from error
    yield from found
