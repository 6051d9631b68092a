"""Small messages to hand over in tests, the same for every provider."""

from collections.abc import Sequence
from dataclasses import replace

from pynews.model import Enclosure, Envelope, Letter, Mailbox, Message, Sheet

__all__ = ["CALENDAR", "PICTURE", "message", "together"]

CALENDAR = Enclosure(
    "event.ics",
    'text/calendar; charset="utf-8"; method="PUBLISH"',
    b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
)
PICTURE = Enclosure("one.png", "image/png", b"\x89PNG" * 20, "one@news.example.org")


def message(name: str, body: str = "Hello", *, enclosures: Sequence[Enclosure] = ()) -> Message:
    """Return a small message to ``name@example.org``; CRLF line ends, as all messages have."""
    content = f"To: {name}@example.org\r\nSubject: Hello\r\n\r\n{body} {name}\r\n"
    ref = f"ref-{name}"
    unsubscribe = f"https://news.example.org/u/{name}"
    sheet = Sheet(
        sender=Mailbox("News", "news@example.org"),
        reply_to=Mailbox("", "reply@example.org"),
        subject=("Hello ", 0),
        html=(f"<p>{body} ", 0, "</p>"),
        text=(f"{body} ", 0, "\n"),
        markdown=(f"{body} ", 0, "\n"),
        headers=(
            ("List-Id", ("News <news.example.org>",)),
            ("List-Unsubscribe", ("<", 1, ">")),
            ("List-Unsubscribe-Post", ("List-Unsubscribe=One-Click",)),
            ("Message-ID", ("<", 2, "@news.example.org>")),
        ),
        unsubscribe=(1,),
        enclosures=tuple(enclosures),
    )
    return Message(
        ref,
        Envelope("news@example.org", f"{name}@example.org"),
        content.encode(),
        Letter(sheet, (name, unsubscribe, ref)),
    )


def together(*names: str) -> list[Message]:
    """Return messages of one campaign: they share a sheet."""
    made = [message(name) for name in names]
    letters = [one.letter for one in made if one.letter]
    return [
        replace(one, letter=Letter(letters[0].sheet, letter.values))
        for one, letter in zip(made, letters, strict=True)
    ]
