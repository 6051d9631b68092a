"""What a strict editor found, beside the message and as pins in it."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pynews.model import Event, Finding, Opening, Severity, Story
from pynews.pipeline import Built
from pynews.serve.editor.pages.words import Tree

if TYPE_CHECKING:
    from pynews.check import Verdict

__all__ = ["findings_tree"]

MARKUP = re.compile(r"\{\{.*?\}\}|!?\[([^\]]*)\]\([^)]*\)|<[^>]*>")
KEY = re.compile(r"^\s*(?:-\s+)?(?:[\w-]+:\s+)?")
QUOTED = re.compile(r"[\"“]([^\"”]{3,})[\"”]")
SHORTEST = 3
LONGEST = 300


def findings_tree(verdict: "Verdict | None", built: Built | None) -> Tree:
    """Return the findings of an issue, each with words of the message that it is about.

    Arguments:
        verdict: None when nothing could be read.
        built: the issue.
    """
    if verdict is None or built is None:
        return {"state": "none", "findings": []}
    return {
        "state": "read",
        "passed": verdict.passed,
        "ignored": len(verdict.ignored),
        "bugs": [name for name, _ in verdict.bugs],
        "findings": [_finding(one, verdict, built) for one in verdict.findings],
    }


def _finding(finding: Finding, verdict: "Verdict", built: Built) -> Tree:
    return {
        "rule": finding.rule,
        "must": finding.severity is Severity.MUST_FIX,
        "what": finding.what,
        "why": finding.why,
        "fix": finding.fix,
        "path": finding.place.path,
        "line": finding.place.line,
        "words": list(dict.fromkeys(_words(finding, verdict, built))),
    }


def _words(finding: Finding, verdict: "Verdict", built: Built) -> Iterator[str]:
    """Yield words to find the place in the message by, the surest first."""
    line = _line(finding, verdict)
    named = [found.strip() for found in QUOTED.findall(finding.what)]
    yield from (words for words in named if words in line)
    text = KEY.sub("", MARKUP.sub(lambda match: match[1] or " ", line)).strip("#*_-> '\"\t")
    # A merge field takes the words before and after it apart.
    for part in sorted(re.split(r"\s{2,}", text), key=len, reverse=True)[:1]:
        if len(part) >= SHORTEST:
            yield part[:LONGEST]
    items: tuple[Event | Opening | Story, ...] = (
        *built.issue.events,
        *built.issue.openings,
        *built.issue.stories,
    )
    yield from (item.title for item in items if item.origin.path == finding.place.path)


def _line(finding: Finding, verdict: "Verdict") -> str:
    """Return the line an editor wrote; nothing for lines of themes and settings."""
    path, number = finding.place.path, finding.place.line
    if verdict.subject is None or not path.startswith("newsletters/"):
        return ""
    lines = verdict.subject.sources.texts.get(path, "").splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""
