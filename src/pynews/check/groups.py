"""Letters whose parts are for some groups only."""

import re
from collections.abc import Iterator

from pynews.check.passages import Kind
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Origin, Prose, Severity

__all__ = ["CHECKS"]

# With one brace too few the words between are told to everyone.
SINGLE = re.compile(r"(?<!\{)\{[ \t]*(?:for\b[^{}\n]*|end)[ \t]*\}(?!\})")


def empty_letter(subject: Subject) -> Iterator[Note]:
    """Find a letter of which nothing is left for its readers but a greeting and the footer."""
    issue = subject.issue
    told = (issue.events, issue.decisions, issue.openings, issue.stories, issue.ideas)
    words = "\n\n".join(one.markdown for one in issue.parts if isinstance(one, Prose))
    greeting = "\n" not in words and words.endswith((",", ":"))
    if not subject.readers or any(told) or (words and not greeting):
        return
    yield Note(Origin(issue.path, 1), f"the letter {_whose(subject.readers)} says nothing")


def _whose(readers: str) -> str:
    return readers if readers.startswith(("for ", "in ")) else f"for {readers}"


def single_braces(subject: Subject) -> Iterator[Note]:
    """Find marks that readers would see, and what stands between them with those."""
    for passage in subject.passages:
        if passage.kind is Kind.LETTER:
            for found in SINGLE.finditer(passage.text):
                yield Note(
                    passage.at(found.start()), f'everyone would read "{found[0]}" and what follows'
                )


CHECKS = (
    Check(
        id="empty-letter",
        severity=Severity.MUST_FIX,
        why="A message with nothing in it tells its readers that something is kept from them.",
        fix="Write a sentence for them outside of {{ for ... }}, or send with to: to the others.",
        example="a letter that is all {{ for leeds }}, without a word for everyone else",
        look=empty_letter,
        of_message=False,
    ),
    Check(
        id="group-mark",
        severity=Severity.MUST_FIX,
        why="What was meant for some groups would be told to everyone.",
        fix="Write two braces on both sides, on a line of its own: {{ for leeds }}, {{ end }}.",
        example="{for leeds} The branch meets on Monday. {end}",
        look=single_braces,
        of_message=False,
    ),
)
