"""How many buttons ask for the same reader's click."""

from collections.abc import Iterator

from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Severity

__all__ = ["CHECKS"]

MOST = 5


def many_buttons(subject: Subject) -> Iterator[Note]:
    """Find a message in which buttons are no longer an emphasis."""
    shown = [link for link in subject.letter.document.links if link.button]
    if len(shown) > MOST:
        written = {link: place for link, place in subject.links if link.button}
        place = written.get(shown[MOST], subject.top)
        yield Note(place, f'there are {len(shown)} buttons; "{shown[MOST].words}" is the sixth')


CHECKS = (
    Check(
        id="many-buttons",
        severity=Severity.LOOK_AT,
        why="A button says what matters most; where everything does, nothing does.",
        fix="Keep a button for the most important, and make the others links in the text.",
        example="8 events with a button each",
        look=many_buttons,
    ),
)
