"""Faults that stop an issue from being built at all, told as findings.

Gathering and rendering refuse some faults of the list of checks outright, with file
and line. Here they get the id of their check, so that an editor meets one list.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from pynews.check.rule import Check
from pynews.check.sources import Sources, read_sources
from pynews.errors import Problem
from pynews.model import Finding, Origin, Severity

__all__ = ["CHECKS", "as_findings", "at_their_words"]

MEANS = (
    ("event-end", r"the end is before the start"),
    ("subject-empty", r"^subject is missing|the document has no title"),
    ("merge-field-unknown", r"is not a merge field"),
    ("img-alt", r"has no words for those who cannot see it|(?:a logo needs|has no) alt text"),
    ("picture-missing", r"there is no picture|the picture .* (?:cannot|is not|is no)"),
    ("third-party-host", r"the picture .* lies on another machine"),
    ("link-broken", r"is not an address a link can lead to|is not a web address|is no address"),
    ("html-lang", r"^language is empty|does not say its language"),
    ("duplicate-event", r"^the id .* stands in .*events/.* too"),
    ("postal-address", r"^sender\.address is missing"),
    ("date-impossible", r"is not a day of the calendar"),
)
PLACE = re.compile(r"^(?P<path>.*?):(?P<line>\d+)(?::\d+)?$")
CONTENT = "newsletters/"


def as_findings(problems: Iterable[Problem], *, fallback: str = "source-file") -> Iterator[Finding]:
    """Yield what stopped an issue as findings that must be fixed.

    Arguments:
        problems: of the error.
        fallback: id of what no check has a name for.
    """
    by_id = {check.id: check for check in CHECKS}
    for problem in problems:
        rule = _rule(problem, fallback)
        check = by_id.get(rule)
        yield Finding(
            rule=rule,
            severity=Severity.MUST_FIX,
            place=_place(problem.where),
            what=problem.what,
            why=check.why if check else "",
            fix=problem.hint or (check.fix if check else ""),
        )


def at_their_words(problems: Iterable[Problem], root: Path) -> Iterator[Problem]:
    """Yield problems with the line on which the words they quote stand, where that is later.

    Arguments:
        problems: some know only where a stretch of words begins.
        root: the project's folder; places are below it.
    """
    for problem in problems:
        place = _place(problem.where)
        quoted = re.search(r'"([^"]+)"|there is no (\S+/\S+)', problem.what)
        words = (quoted[1] or quoted[2]) if quoted else ""
        names = (words, words.rpartition("/")[2]) if quoted else ()
        sources = read_sources(root, (root / place.path,)) if names else Sources({})
        lines = (sources.line(place.path, name, after=place.line) for name in names if name)
        line = next((line for line in lines if line), None)
        where = f"{place.path}:{line}" if line else problem.where
        yield replace(problem, where=where)


def _rule(problem: Problem, fallback: str) -> str:
    for rule, pattern in MEANS:
        if re.search(pattern, problem.what):
            return rule
    if problem.where.partition(":")[0].endswith((".j2", ".mjml")):
        return "mjml-unknown"
    return fallback


def _place(where: str) -> Origin:
    match = PLACE.match(where)
    if match and int(match["line"]) > 0:
        return Origin(match["path"], int(match["line"]))
    return Origin(where or CONTENT, 1)


CHECKS = (
    Check(
        id="mjml-unknown",
        severity=Severity.MUST_FIX,
        why="What MJML does not know it leaves out without a word.",
        fix="Use a component and an attribute that MJML has.",
        example="<mj-buton> or <mj-text colour=...> in a theme",
    ),
    Check(
        id="picture-missing",
        severity=Severity.MUST_FIX,
        why="Readers would see a broken frame.",
        fix="Save the picture beside the file that shows it, as PNG, JPEG or GIF.",
        example="![The team](images/team.jpg) without such a file",
    ),
    Check(
        id="ignore-unknown",
        severity=Severity.LOOK_AT,
        why="What is written there does not do what it seems to.",
        fix="Copy the id from the finding, or delete the line.",
        example="ignore: - link-txt: ...",
        can_be_ignored=False,
    ),
    Check(
        id="source-file",
        severity=Severity.MUST_FIX,
        why="A file that cannot be read as meant stops the whole issue.",
        fix="Mend the line named.",
        example="start: 16/11/2021 12:00",
    ),
)
