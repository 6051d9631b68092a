"""Faults that only the sense of a sentence shows, each with the line a check must name."""

from bad_days import event, instead
from newsroom import ISSUE, NOTES, STORY, TOML, Case

DAY = "Our spring meetup is on **Thursday 12 March** at 6pm."
CALLED_OFF = event(("where: Example Hall", "cancelled: yes\nwhere: Example Hall"))
WEEKLY = event(
    ("end: 2026-03-12 20:00", "end: 2026-03-12 20:00\nrepeats: every 2 weeks on Thursday")
)


def told(words: str) -> dict:
    """Return the letter with other words for the meetup."""
    return {ISSUE: [(DAY, words)]}


def amount(quote: str, text: str) -> dict:
    """Return a decision with another quote in minutes and issue, and other words for it."""
    old = "It was decided that the spring meetup will take place on 12 March 2026."
    words = "text: The spring meetup takes place on 12 March 2026."
    return {NOTES: [(old, quote)], ISSUE: [(old, quote), (words, f"text: {text}")]}


MEANINGS = (
    # An event meant by its place and its hours.
    Case(
        "ics-text-differ",
        told("On **Friday 13 March** we talk in Example Hall, from 6pm to 8pm."),
        ISSUE,
        "Friday 13",
    ),
    Case(
        "ics-text-differ",
        told("On **Thursday 12 March** we talk in Example Hall, from 7pm to 9pm."),
        ISSUE,
        "7pm to 9pm",
    ),
    Case(
        "ics-text-differ",
        told("On 12 March we talk in Example Hall, from 6pm to 9pm."),
        ISSUE,
        "6pm to 9pm",
    ),
    Case(
        "ics-text-differ",
        told("We start again on Thursday 12 March 2026 at 6:15pm in Example Hall."),
        ISSUE,
        "6:15pm",
    ),
    # A series has its hours, too.
    Case(
        "ics-text-differ",
        {**WEEKLY, **told("The spring meetup starts on Thursday 12 March at 7pm.")},
        ISSUE,
        "at 7pm",
    ),
    # Cancelled, and nobody says so.
    Case("cancelled-announced", CALLED_OFF, ISSUE, DAY),
    Case(
        "cancelled-announced",
        {**CALLED_OFF, **told("See you on Thursday 12 March, with your questions.")},
        ISSUE,
        "See you",
    ),
    Case(
        "cancelled-announced",
        {**CALLED_OFF, **told("On 12 March we talk in Example Hall.")},
        ISSUE,
        "On 12 March",
    ),
    # Amounts with their unit in words.
    Case(
        "decision-differs",
        amount("A year costs 15 pounds.", "A year costs 50 pounds."),
        ISSUE,
        "text:",
    ),
    Case(
        "decision-differs",
        amount("We take 12 new members.", "There is room for 21 new members."),
        ISSUE,
        "text:",
    ),
    # What was left over from writing.
    Case("placeholder-text", instead("TODO ask the treasurer who pays."), ISSUE, "TODO"),
    Case("placeholder-text", instead("We meet soon. TODO confirm the room."), ISSUE, "TODO"),
    Case("placeholder-text", instead("One.\n\n<<<<<<< HEAD\nTwo."), ISSUE, "<<<<<<<"),
    Case(
        "placeholder-text",
        {STORY: [("Most members", ">>>>>>> draft\n\nMost members")]},
        STORY,
        ">>>>>>>",
    ),
    # Links.
    Case(
        "markup-left",
        instead("Read (the guide)[https://example.org/guide] first."),
        ISSUE,
        "(the guide)",
    ),
    Case(
        "link-broken",
        instead("Ask [the board](mailto:mailto:board@example.org)."),
        ISSUE,
        "mailto:mailto",
    ),
    Case(
        "link-broken",
        instead("Ask [the board](mailto:board@example.org,chair)."),
        ISSUE,
        "mailto:board",
    ),
    Case("markup-left", instead("Read [the guide](javascript:x)."), ISSUE, "javascript"),
    # Addresses of ours.
    Case("sender-broken", {TOML: [("<news@example.org>", "<news@example>")]}, TOML, "from ="),
    Case(
        "sender-broken",
        {TOML: [('"unsubscribe@example.org"', '"unsubscribe@example"')]},
        TOML,
        "mailto =",
    ),
    # A file that is not there is told where it is named.
    Case(
        "source-file",
        {ISSUE: [("from: minutes/2026-02-10.md", "from: minutes/2026-02-11.md")]},
        ISSUE,
        "from:",
    ),
)
