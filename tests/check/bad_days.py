# ruff: noqa: E501 - a case is read as a row of a table
"""Faults in events, days and times, each with the line a check must name."""

from newsroom import EVENT, ISSUE, ROLE, STORY, TALK, Case

LETTER = "The board met on 10 February. Our spring meetup is on **Thursday 12 March** at 6pm."
AFTER = "Please [answer the survey](https://example.org/survey) by Friday 6 March."


def instead(words: str) -> dict:
    """Return the change that puts words in the place of a sentence of the letter."""
    return {ISSUE: [("The notebook clinic is back on Tuesday 24 March 2026.", words)]}


def event(*pairs: tuple[str, str]) -> dict:
    return {EVENT: list(pairs)}


DAYS = (
    # Events and roles.
    Case(
        "event-past",
        {
            **event(("2026-03-12 18", "2026-02-12 18"), ("2026-03-12 20", "2026-02-12 20")),
            ISSUE: [
                ("stories: [survey]", "stories: [survey]\nevents: [spring-meetup, notebook-clinic]")
            ],
        },
        EVENT,
        "start:",
    ),
    Case(
        "event-past",
        {**event(("2026-03-12 18", "2025-03-12 18"), ("2026-03-12 20", "2025-03-12 20"))},
        EVENT,
        "start:",
    ),
    Case(
        "event-past",
        {
            **event(
                ("2026-03-12 18:00", "2026-03-02 07:00"), ("2026-03-12 20:00", "2026-03-02 08:00")
            )
        },
        EVENT,
        "start:",
    ),
    Case("event-end", event(("end: 2026-03-12 20:00", "end: 2026-03-12 17:00")), EVENT, "end:"),
    Case("event-end", event(("end: 2026-03-12 20:00", "end: 2026-03-11 20:00")), EVENT, "end:"),
    Case("event-end", event(("end: 2026-03-12 20:00", "end: 18:00")), EVENT, "end:"),
    Case(
        "event-far",
        {
            TALK: [
                ("2026-03-24 12:30", "2036-03-24 12:30"),
                ("2026-03-24 13:30", "2036-03-24 13:30"),
            ],
            ISSUE: [
                (
                    "stories: [survey]",
                    "stories: [survey]\nevents: [spring-meetup, notebook-clinic]",
                ),
                ("Tuesday 24 March 2026", "a new day"),
            ],
        },
        TALK,
        "start:",
    ),
    Case(
        "event-far",
        {
            EVENT: [("2026-03-12 18", "2027-09-12 18"), ("2026-03-12 20", "2027-09-12 20")],
            ISSUE: [("stories: [survey]", "stories: [survey]\nevents: [spring-meetup]")],
        },
        EVENT,
        "start:",
        frozenset({"ics-text-differ"}),
    ),
    Case("event-long", event(("end: 2026-03-12", "end: 2026-04-12")), EVENT, "end:"),
    Case("event-long", {TALK: [("end: 2026-03-24", "end: 2026-03-29")]}, TALK, "end:"),
    Case(
        "duplicate-event",
        {
            "newsletters/events/the-spring-meetup.md": "---\nid: the-spring-meetup\ntitle: Spring Meet-up\nstart: 2026-03-12 18:00\n---\n"
        },
        "newsletters/events/the-spring-meetup.md",
        "start:",
    ),
    Case(
        "duplicate-event",
        {
            "newsletters/events/zz.md": "---\nid: zz\ntitle: An evening in Example Hall\nstart: 2026-03-12 18:00\nregister: https://example.org/spring-meetup\n---\n"
        },
        "newsletters/events/zz.md",
        "start:",
    ),
    Case(
        "duplicate-event",
        {
            "newsletters/events/zz.md": "---\nid: spring-meetup\ntitle: Spring meetup again\nstart: 2026-03-13\n---\n"
        },
        "newsletters/events/zz.md",
        "start:",
    ),
    Case(
        "role-closed",
        {
            ROLE: [("closes: 2026-03-20", "closes: 2026-02-20")],
            ISSUE: [("stories: [survey]", "stories: [survey]\nroles: [events-helper]")],
        },
        ROLE,
        "closes:",
    ),
    Case(
        "role-closed",
        {
            ROLE: [("closes: 2026-03-20", "closes: 2025-03-20")],
            ISSUE: [("stories: [survey]", "stories: [survey]\nroles: [events-helper]")],
        },
        ROLE,
        "closes:",
    ),
    Case(
        "role-closes-before-send",
        {ROLE: [("closes: 2026-03-20", "closes: 2026-02-28")]},
        ROLE,
        "closes:",
    ),
    Case(
        "role-closes-before-send",
        {ROLE: [("closes: 2026-03-20", "closes: 2026-02-20")]},
        ROLE,
        "closes:",
    ),
    Case(
        "block-empty",
        {ISSUE: [("{{ stories }}\n", "{{ stories }}\n\n{{ discussion }}\n")]},
        ISSUE,
        "{{ discussion }}",
    ),
    Case(
        "block-empty",
        {ISSUE: [("stories: [survey]", "events: none\nstories: [survey]")]},
        ISSUE,
        "{{ events }}",
    ),
    # Days and times.
    Case(
        "weekday-date",
        {ISSUE: [("**Thursday 12 March**", "**Wednesday 12 March**")]},
        ISSUE,
        "Wednesday 12",
    ),
    Case(
        "weekday-date", {ISSUE: [("meetup: Thursday 12", "meetup: Friday 12")]}, ISSUE, "subject:"
    ),
    Case(
        "weekday-date",
        instead("The notebook clinic is back on Monday, 24th of March 2026."),
        ISSUE,
        "Monday",
    ),
    Case("weekday-date", instead("The clinic is on 24/03/2026 (Wednesday)."), ISSUE, "Wednesday"),
    Case(
        "weekday-date", instead("Clinics: Tuesday 24 and\nTuesday 25 March."), ISSUE, "Tuesday 25"
    ),
    Case("weekday-date", instead("The clinic is on Tues, March 25th."), ISSUE, "Tues,"),
    Case(
        "weekday-date",
        {EVENT: [("Two talks", "See you on Friday 12 March 2026. Two talks")]},
        EVENT,
        "Friday",
    ),
    Case(
        "weekday-date",
        {STORY: [("short talks,", "short talks on Montag, 24. März 2026,")]},
        STORY,
        "Montag",
    ),
    Case("date-impossible", instead("The clinic is back on 31 April."), ISSUE, "31 April"),
    Case(
        "date-impossible", {STORY: [("Most", "Until 30 February 2026 most")]}, STORY, "30 February"
    ),
    Case(
        "date-impossible", {ROLE: [("closes: 2026-03-20", "closes: 2026-02-30")]}, ROLE, "closes:"
    ),
    # What the calendar says.
    Case("ics-text-differ", {EVENT: [("2026-03-12", "2026-03-13")]}, EVENT, "start:"),
    Case(
        "ics-text-differ",
        {ISSUE: [("**Thursday 12 March**", "**Friday 13 March**")]},
        ISSUE,
        "Friday 13 March",
    ),
    Case("ics-text-differ", {ISSUE: [("at 6pm", "at 7pm")]}, ISSUE, "at 7pm"),
    Case("ics-text-differ", {EVENT: [("18:00", "17:30")]}, ISSUE, "at 6pm"),
    Case(
        "ics-text-differ",
        instead("The notebook clinic is back on Wednesday 25 March 2026."),
        ISSUE,
        "25 March",
    ),
    Case(
        "ics-text-differ",
        {EVENT: [("Two talks", "Join us on Friday 13 March. Two talks")]},
        EVENT,
        "Friday 13",
    ),
    Case(
        "ics-text-differ",
        {
            TALK: [("title: Notebook clinic", "title: Notebook clinic on 26 March")],
            ISSUE: [("The notebook clinic is back on Tuesday 24 March 2026.", "Nothing.")],
        },
        TALK,
        "title:",
    ),
    Case(
        "ics-text-differ",
        {ISSUE: [('"Spring meetup: Thursday 12 March"', '"See you on Thursday 19 March"')]},
        ISSUE,
        "subject:",
    ),
    Case(
        "ics-text-differ",
        {
            ISSUE: [
                ("The spring meetup, a notebook clinic, and", "The spring meetup on 11 March, and")
            ]
        },
        ISSUE,
        "preheader:",
    ),
    Case(
        "ics-text-differ",
        instead("Book your place for the spring meetup on 19 March."),
        ISSUE,
        "19 March",
    ),
    Case(
        "ics-text-differ",
        {
            TALK: "---\nid: notebook-clinic\ntitle: Notebook clinic\nstart: 2026-05-24\n---\n",
            **instead("Join us on Thursday 12 March from 6pm to 9pm."),
        },
        ISSUE,
        "9pm",
    ),
    Case(
        "ics-text-differ", {EVENT: [("Two talks", "We start at 7pm. Two talks")]}, EVENT, "We start"
    ),
    Case(
        "ics-text-differ",
        {EVENT: [("Two talks", "We begin at 5pm on Thursday 12 March. Two talks")]},
        EVENT,
        "We begin",
    ),
    Case(
        "ics-text-differ",
        {
            TALK: "---\nid: notebook-clinic\ntitle: Notebook clinic\nstart: 2026-05-24\n---\n",
            **instead("See you at the event on Thursday 19 March."),
        },
        ISSUE,
        "19 March",
    ),
    # Events told in other words.
    Case(
        "duplicate-event",
        {
            "newsletters/events/zz.md": "---\nid: zz\ntitle: The meetup in spring\nstart: 2026-03-12 18:00\n---\n",
            **event(("title: Spring meetup", "title: Meetup in Spring")),
        },
        "newsletters/events/zz.md",
        "start:",
    ),
    Case(
        "duplicate-event",
        {
            "newsletters/events/aa.md": "---\ntitle: Meetup, spring\nstart: 2026-03-12 18:00\nend: 20:00\n---\n"
        },
        "newsletters/events/aa.md",
        "start:",
    ),
    Case(
        "ics-text-differ",
        {
            **event(("title: Spring meetup", "title: Big spring meetup")),
            **instead("Our spring meetup is on 13 March."),
        },
        ISSUE,
        "on 13 March",
    ),
    Case(
        "ics-text-differ",
        {
            **event(("title: Spring meetup", "title: Big spring meetup")),
            **instead("Bring your friends: the spring meetup, Thursday 12 March, 7pm to 9pm."),
        },
        ISSUE,
        "7pm to 9pm",
    ),
    Case(
        "ics-text-differ",
        {
            **event(("title: Spring meetup", "title: Book circle")),
            **instead("The book circle meets on 13 March."),
        },
        ISSUE,
        "meets on 13 March",
    ),
    Case(
        "ics-text-differ",
        {
            **event(("2026-03-12 18", "2026-03-13 18"), ("2026-03-12 20", "2026-03-13 20")),
            ISSUE: [
                ('"Spring meetup: Thursday 12 March"', "Spring meetup"),
                (" Our spring meetup is on **Thursday 12 March** at 6pm.", ""),
            ],
        },
        EVENT,
        "start:",
    ),
)
