"""Subject, preheader and merge fields: what is read before the letter is opened."""

import re
from collections.abc import Iterator

from pynews.check.agenda import folded
from pynews.check.passages import Kind
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Severity

__all__ = ["CHECKS"]

MERGE = re.compile(r"\{\{\s*(?P<name>\w+)\s*(?P<rest>or\s*[\"'][^\"']*\S[^\"']*[\"'])?[^}]*\}\}")
# Other programs' merge fields, and ours with a brace lost; code is blanked before.
FOREIGN = re.compile(
    r"\{\{|\}\}|\{%|%\}|\*\|\w+\|\*|<<[^<>\n]{1,40}>>|\[\[?\s*(?:first|last)[ _-]?name\s*\]?\]"
    r"|<\s*(?:first|last|full|user)[ _-]?name\s*>"
    r"|%%?(?:recipient\.|contact\.)?\w*(?:name|unsubscribe)\w*%%?"
    r"|\$?\{\s*(?:first|last|full|user)?[ _]?(?:name|organisation|email|unsubscribe\w*)"
    r"(?:\s+or\b[^}\n]*)?\s*\}",
    re.IGNORECASE,
)
LONGEST_SUBJECT = 70
LONGEST_PREHEADER = 140
SHORTEST_PREHEADER = 20
LEAST_CAPS = 8
HALF = 0.6
CODE = re.compile(r"(?ms)^(```|~~~).*?^\1|`[^`\n]+`")


def subject_empty(subject: Subject) -> Iterator[Note]:
    """Find a subject that is empty, or empty for a reader without a name."""
    words = MERGE.sub(lambda match: match["rest"] or "", subject.issue.subject)
    if not re.search(r"\w", words):
        yield Note(subject.draft.origin("subject"), "the subject says nothing")


def preheader_empty(subject: Subject) -> Iterator[Note]:
    """Find a missing preheader."""
    if not re.search(r"\w", MERGE.sub("", subject.issue.preheader)):
        yield Note(subject.draft.origin("preheader"), "there is no preheader")


def subject_length(subject: Subject) -> Iterator[Note]:
    """Find a subject that phones cut off."""
    words = subject.issue.subject
    if len(words) > LONGEST_SUBJECT:
        yield Note(subject.draft.origin("subject"), f"the subject has {len(words)} characters")


def subject_caps(subject: Subject) -> Iterator[Note]:
    """Find a subject that shouts."""
    for passage in subject.said(Kind.SUBJECT):
        letters = [letter for letter in passage.words if letter.isalpha()]
        loud = sum(letter.isupper() for letter in letters)
        words = re.findall(r"\b[^\W\d_a-z]{5,}\b", passage.words)
        shouted = [word for word in words if word.isupper()]
        if len(shouted) > 1 or (len(letters) >= LEAST_CAPS and loud > HALF * len(letters)):
            yield Note(passage.at(0), "the subject is in capitals")


def preheader_length(subject: Subject) -> Iterator[Note]:
    """Find a preheader that says too little, too much or the subject again."""
    words = subject.issue.preheader
    place = subject.draft.origin("preheader")
    if words and not SHORTEST_PREHEADER <= len(words) <= LONGEST_PREHEADER:
        yield Note(place, f"the preheader has {len(words)} characters")
    elif words and folded(words) == folded(subject.issue.subject):
        yield Note(place, "the preheader repeats the subject", "Say what else is in the issue.")


def merge_field_unknown(subject: Subject) -> Iterator[Note]:
    """Something that was to be a merge field and would be sent as it is."""
    for passage in subject.passages:
        text = CODE.sub(lambda match: " " * len(match[0]), passage.text)
        allowed = passage.kind in {Kind.SUBJECT, Kind.PREHEADER, Kind.LETTER}
        if allowed:
            text = MERGE.sub(lambda match: " " * len(match[0]), text)
        for match in FOREIGN.finditer(text):
            shown = re.match(r"[^\n]{0,30}", text[match.start() :])
            yield Note(
                passage.at(match.start()),
                f'"{shown[0].strip() if shown else match[0]}" would be sent as it is',
            )
            break


def first_name_fallback(subject: Subject) -> Iterator[Note]:
    """Find a merge field with nothing to say to a reader without that value."""
    for passage in subject.said(Kind.SUBJECT, Kind.PREHEADER, Kind.LETTER):
        for match in MERGE.finditer(passage.text):
            if not match["rest"]:
                yield Note(
                    passage.at(match.start()),
                    f"{match[0]} leaves a gap for readers who gave none",
                )


CHECKS = (
    Check(
        id="subject-empty",
        severity=Severity.MUST_FIX,
        why="A message without a subject looks like spam and is not opened.",
        fix='Write subject: "What this issue is about".',
        example='subject: ""',
        look=subject_empty,
        of_message=False,
    ),
    Check(
        id="preheader-empty",
        severity=Severity.MUST_FIX,
        why="Without it inboxes show whatever comes first, such as an address.",
        fix="Write preheader: one sentence on what else is in the issue.",
        example="an issue.md without preheader:",
        look=preheader_empty,
        of_message=False,
    ),
    Check(
        id="subject-length",
        severity=Severity.LOOK_AT,
        why="Phones show about 40 characters of a subject, desktops about 70.",
        fix="Shorten it, the important words first.",
        example="a subject of 95 characters",
        look=subject_length,
        of_message=False,
    ),
    Check(
        id="subject-caps",
        severity=Severity.LOOK_AT,
        why="Capitals are hard to read, and spam filters count them.",
        fix="Write it as a sentence.",
        example="subject: FIRST COMMUNITY EVENT",
        look=subject_caps,
        of_message=False,
    ),
    Check(
        id="preheader-length",
        severity=Severity.LOOK_AT,
        why="Inboxes show between 35 and 140 characters of it, beside the subject.",
        fix="Write one sentence of 40 to 140 characters.",
        example="preheader: News",
        look=preheader_length,
        of_message=False,
    ),
    Check(
        id="merge-field-unknown",
        severity=Severity.MUST_FIX,
        why="Readers would see the field's name where their own should stand.",
        fix='Write {{ first_name or "members" }}, in subject, preheader or letter.',
        example="Dear {{ firstname }}, or Dear *|FNAME|*,",
        look=merge_field_unknown,
        of_message=False,
    ),
    Check(
        id="first-name-fallback",
        severity=Severity.LOOK_AT,
        why='Who gave no name reads "Dear ,".',
        fix='Write {{ first_name or "members" }}.',
        example="Dear {{ first_name }},",
        look=first_name_fallback,
        of_message=False,
    ),
)
