"""What SpamAssassin on this machine thinks of a message, where it is installed."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

from pynews.check.rule import Check
from pynews.check.subject import Subject
from pynews.model import Finding, Severity

__all__ = ["CHECKS", "spam_opinion"]

PROGRAM = "spamc"
# Only ever the daemon on this machine, whatever its configuration names.
ARGUMENTS = ("-d", "127.0.0.1", "-R", "-t", "20", "--connect-retries", "1")
PATIENCE = 30
SCORE = re.compile(rb"\A\s*(?P<score>-?\d+(?:\.\d+)?)/(?P<limit>\d+(?:\.\d+)?)")
RULE = re.compile(rb"^\s*(?P<points>-?\d+\.\d+)\s+(?P<name>[A-Z][A-Z0-9_]+)\b", re.MULTILINE)
HALF = 0.5
SPAM_SCORE = Check(
    id="spam-score",
    severity=Severity.LOOK_AT,
    why="Mailbox providers weigh the same words and marks.",
    fix="Change what the rules named look at.",
    example="half as many points as make it spam; told where SpamAssassin's spamc is installed",
)
CHECKS = (SPAM_SCORE,)


@dataclass(frozen=True, slots=True)
class Opinion:
    """A score, the score that counts as spam, and the rules that cost most."""

    score: float
    limit: float
    costly: tuple[str, ...]


def spam_opinion(subject: Subject, *, program: str = PROGRAM) -> Iterator[Finding]:
    """Yield a finding when SpamAssassin would count the message half as spam or more.

    Arguments:
        subject: whose message is read.
        program: name or path of ``spamc``; nothing is yielded where it is missing or
            has no daemon to ask.
    """
    path = shutil.which(program)
    opinion = _ask(path, subject.letter.content) if path and subject.letter.content else None
    if opinion and opinion.score >= HALF * opinion.limit:
        yield Finding(
            rule=SPAM_SCORE.id,
            severity=SPAM_SCORE.severity,
            place=subject.top,
            what=f"SpamAssassin gives {opinion.score:g} of {opinion.limit:g} points "
            f"({', '.join(opinion.costly) or 'no single rule'})",
            why=SPAM_SCORE.why,
            fix=SPAM_SCORE.fix,
        )


def _ask(path: str, content: bytes) -> Opinion | None:
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, our own message on its input
            [path, *ARGUMENTS], input=content, capture_output=True, timeout=PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    score = SCORE.search(done.stdout)
    if score is None or float(score["limit"]) == 0:
        return None
    rules = sorted(RULE.findall(done.stdout), key=lambda rule: -float(rule[0]))
    costly = tuple(name.decode("ascii") for points, name in rules[:3] if float(points) > 0)
    return Opinion(float(score["score"]), float(score["limit"]), costly)
