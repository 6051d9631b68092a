# ruff: noqa: E501 - a case is read as a row of a table
"""Faults in what an issue says, each with the line a check must name."""

from newsroom import EVENT, ISSUE, NOTES, ROLE, STORY, TALK, Case

LETTER = "The board met on 10 February. Our spring meetup is on **Thursday 12 March** at 6pm."
AFTER = "Please [answer the survey](https://example.org/survey) by Friday 6 March."


def instead(words: str) -> dict:
    """Return the change that puts words in the place of a sentence of the letter."""
    return {ISSUE: [("The notebook clinic is back on Tuesday 24 March 2026.", words)]}


def event(*pairs: tuple[str, str]) -> dict:
    return {EVENT: list(pairs)}


BAD = (
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
    # What was decided.
    Case(
        "quote-missing",
        {NOTES: [("will take place on 12 March 2026", "takes place on 12 March 2026")]},
        ISSUE,
        "quote:",
    ),
    Case(
        "quote-missing",
        {ISSUE: [("decided that the spring", "decided, that the spring")]},
        ISSUE,
        "quote:",
    ),
    Case(
        "decision-differs",
        {
            ISSUE: [
                (
                    "text: The spring meetup takes place on 12 March",
                    "text: The spring meetup takes place on 13 March",
                )
            ]
        },
        ISSUE,
        "text:",
    ),
    Case(
        "decision-differs",
        {ISSUE: [("place on 12 March 2026.\n    from", "place on 12 May 2026.\n    from")]},
        ISSUE,
        "text:",
    ),
    Case(
        "decision-unsourced",
        {ISSUE: [("decisions:\n", "decisions:\n  - We meet monthly.\n")]},
        ISSUE,
        "We meet monthly",
    ),
    Case(
        "decision-unsourced",
        {
            ISSUE: [
                (
                    "decisions:\n",
                    "decisions:\n  - text: We meet in the hall.\n    from: minutes/2026-02-10.md\n",
                )
            ]
        },
        ISSUE,
        "in the hall",
    ),
    Case(
        "decisions-unread",
        {
            ISSUE: [
                (
                    "  - text: The spring meetup takes place on 12 March 2026.\n    from: minutes/2026-02-10.md\n    quote: It was decided that the spring meetup will take place on 12 March 2026.\n",
                    "",
                ),
                ("decisions:\n", "decisions: minutes/2026-02-10.md\n"),
            ]
        },
        ISSUE,
        "decisions:",
    ),
    Case(
        "decisions-unread",
        {
            NOTES: [
                (
                    "## Agenda",
                    "It was agreed that the newsletter would go out monthly.\n\n## Agenda",
                )
            ],
            ISSUE: [
                (
                    "  - text: The spring meetup takes place on 12 March 2026.\n    from: minutes/2026-02-10.md\n    quote: It was decided that the spring meetup will take place on 12 March 2026.\n",
                    "",
                ),
                ("decisions:\n", "decisions: minutes/2026-02-10.md\n"),
            ],
        },
        ISSUE,
        "decisions:",
    ),
    # Before it is opened.
    Case(
        "subject-empty",
        {ISSUE: [('subject: "Spring meetup: Thursday 12 March"', "subject:")]},
        ISSUE,
        "subject:",
    ),
    Case(
        "subject-empty",
        {ISSUE: [('"Spring meetup: Thursday 12 March"', '"{{ first_name }}"')]},
        ISSUE,
        "subject:",
    ),
    Case(
        "preheader-empty",
        {
            ISSUE: [
                ("preheader: The spring meetup, a notebook clinic, and what the survey says.\n", "")
            ]
        },
        ISSUE,
        "",
    ),
    Case(
        "preheader-empty",
        {
            ISSUE: [
                (
                    "preheader: The spring meetup, a notebook clinic, and what the survey says.",
                    'preheader: ""',
                )
            ]
        },
        ISSUE,
        "preheader:",
    ),
    Case(
        "subject-length",
        {
            ISSUE: [
                (
                    'Thursday 12 March"',
                    'Thursday 12 March, in Example Hall, with talks and a great many sandwiches"',
                )
            ]
        },
        ISSUE,
        "subject:",
    ),
    Case(
        "subject-length",
        {ISSUE: [('Thursday 12 March"', "Thursday 12 March" + " and more" * 6 + '"')]},
        ISSUE,
        "subject:",
    ),
    Case(
        "subject-caps",
        {ISSUE: [('"Spring meetup: Thursday 12 March"', '"SPRING MEETUP: Thursday 12 March"')]},
        ISSUE,
        "subject:",
    ),
    Case(
        "subject-caps",
        {ISSUE: [('"Spring meetup: Thursday 12 March"', '"READ THIS NOW"')]},
        ISSUE,
        "subject:",
    ),
    Case(
        "preheader-length",
        {ISSUE: [("The spring meetup, a notebook clinic, and what the survey says.", "News")]},
        ISSUE,
        "preheader:",
    ),
    Case(
        "preheader-length",
        {
            ISSUE: [
                (
                    "The spring meetup, a notebook clinic, and what the survey says.",
                    '"Spring meetup: Thursday 12 March"',
                )
            ]
        },
        ISSUE,
        "preheader:",
    ),
    Case(
        "merge-field-unknown",
        {ISSUE: [('{{ first_name or "members" }}', "{{ firstname }}")]},
        ISSUE,
        "firstname",
    ),
    Case(
        "merge-field-unknown",
        {ISSUE: [('{{ first_name or "members" }}', "{{ first_name or members }}")]},
        ISSUE,
        "Dear",
    ),
    Case(
        "merge-field-unknown",
        {ISSUE: [('{{ first_name or "members" }}', "*|FNAME|*")]},
        ISSUE,
        "Dear",
    ),
    Case(
        "merge-field-unknown",
        {ISSUE: [('{{ first_name or "members" }}', "{first_name}")]},
        ISSUE,
        "Dear",
    ),
    Case(
        "merge-field-unknown",
        {ISSUE: [('{{ first_name or "members" }}', '{ first_name or "members" }}')]},
        ISSUE,
        "Dear",
    ),
    Case(
        "merge-field-unknown",
        {ISSUE: [('{{ first_name or "members" }}', '{{ first_name or "members" }')]},
        ISSUE,
        "Dear",
    ),
    Case(
        "merge-field-unknown",
        {EVENT: [("Two talks", "Dear {{ first_name }}, two talks")]},
        EVENT,
        "two talks",
    ),
    Case("merge-field-unknown", {ISSUE: [("{{ events }}", "{{ event }}")]}, ISSUE, "{{ event }}"),
    Case(
        "first-name-fallback",
        {ISSUE: [('{{ first_name or "members" }}', "{{ first_name }}")]},
        ISSUE,
        "Dear",
    ),
    Case(
        "first-name-fallback",
        {ISSUE: [('{{ first_name or "members" }}', '{{ first_name or "" }}')]},
        ISSUE,
        "Dear",
    ),
    # Letters and marks.
    Case("garbled-text", instead("Guyâ€™s hospital hosts us."), ISSUE, "hosts us"),
    Case("garbled-text", {STORY: [("Most members", "Most cafÃ© members")]}, STORY, "caf"),
    Case(
        "garbled-text", {EVENT: [("where: Example Hall", "where: Ã‰cole Example")]}, EVENT, "where:"
    ),
    Case("garbled-text", instead("It costs Â£5, or nothing."), ISSUE, "costs"),
    Case("garbled-text", instead("It doesn\ufffdt cost much."), ISSUE, "cost much"),
    Case("garbled-text", instead("It doesn?t cost much."), ISSUE, "cost much"),
    Case(
        "garbled-text",
        {ISSUE: [('"Spring meetup: Thursday', '"Spring meetup â€“ Thursday')]},
        ISSUE,
        "subject:",
    ),
    Case("markup-left", instead("The <b>clinic</b> is back."), ISSUE, "clinic</b>"),
    Case("markup-left", instead("The clinic is back.<br>"), ISSUE, "<br>"),
    Case(
        "markup-left",
        {EVENT: [("title: Spring meetup", "title: Spring meetup Q&amp;A")]},
        EVENT,
        "title:",
    ),
    Case(
        "markup-left",
        instead("See [the clinic] (https://example.org/clinic)."),
        ISSUE,
        "the clinic]",
    ),
    Case(
        "markup-left",
        instead("See [the clinic](https://example.org/a clinic)."),
        ISSUE,
        "the clinic]",
    ),
    Case("stars-left", instead("The **clinic is back."), ISSUE, "clinic is back"),
    Case("stars-left", instead("The ** clinic** is back."), ISSUE, "clinic** is"),
    Case("placeholder-text", instead("TODO: say when the clinic is."), ISSUE, "TODO"),
    Case("placeholder-text", instead("The clinic is on [insert date]."), ISSUE, "insert date"),
    Case(
        "placeholder-text",
        {STORY: [("Most members work with tables.", "Lorem ipsum dolor sit amet.")]},
        STORY,
        "dolor",
    ),
    Case(
        "placeholder-text",
        {ISSUE: [('"Spring meetup: Thursday 12 March"', '"Subject here"')]},
        ISSUE,
        "subject:",
    ),
    Case(
        "placeholder-text",
        {EVENT: [("where: Example Hall, Example Town", "where: XXX")]},
        EVENT,
        "where:",
    ),
    # How it reads.
    Case(
        "reading-age",
        {
            ISSUE: [
                (
                    AFTER,
                    AFTER
                    + "\n\n"
                    + "Organisational interoperability considerations necessitate comprehensive infrastructural modernisation programmes, notwithstanding contemporaneous departmental responsibilities. "
                    * 10,
                )
            ]
        },
        ISSUE,
        "Dear",
    ),
    Case(
        "reading-age",
        {
            STORY: [
                (
                    "Most members work with tables.",
                    "Interdepartmental harmonisation presupposes multidisciplinary methodological standardisation across heterogeneous institutional environments. "
                    * 12,
                )
            ]
        },
        STORY,
        "Interdepartmental",
    ),
    Case("long-sentence", instead("The clinic is " + "very " * 34 + "good."), ISSUE, "very very"),
    Case(
        "long-sentence",
        {STORY: [("Most members work with tables.", "Most " + "and most " * 20 + "members work.")]},
        STORY,
        "and most",
    ),
    Case("date-style", instead("The clinic begins at 12pm."), ISSUE, "12pm"),
    Case("date-style", instead("It was fixed on the 16th of January."), ISSUE, "16th"),
    Case("date-style", instead("Lunch is at 1.30 pm."), ISSUE, "1.30"),
    Case("date-style", instead("We met on 03/02/2026."), ISSUE, "03/02"),
    Case("hi-greeting", {ISSUE: [("Dear {{", "Hi {{")]}, ISSUE, "Hi {{"),
    Case(
        "hi-greeting",
        {ISSUE: [('Dear {{ first_name or "members" }},', "Hello all,")]},
        ISSUE,
        "Hello all",
    ),
    Case("word-twice", instead("The clinic is back in the the hall."), ISSUE, "the the"),
    Case("word-twice", {EVENT: [("Two talks and", "Two talks and and")]}, EVENT, "and and"),
    Case(
        "paragraph-twice",
        {
            EVENT: [
                (
                    "Two talks and time to meet others.",
                    "Most members work with tables. They want short talks, and more of them.",
                )
            ]
        },
        STORY,
        "Most members",
    ),
    Case(
        "paragraph-twice",
        instead("Most members work with tables. They want short talks, and more of them."),
        STORY,
        "Most members",
    ),
    Case("spam-phrase", instead("Act now and get a seat."), ISSUE, "Act now"),
    Case("spam-phrase", {STORY: [("They want", "They want!!! They want")]}, STORY, "!!!"),
    Case(
        "person-named-without-consent",
        instead("Thanks to Robin Sample for the hall."),
        ISSUE,
        "Robin",
    ),
    Case(
        "person-named-without-consent",
        {EVENT: [("Two talks", "Two talks by Dr Pattern")]},
        EVENT,
        "Pattern",
    ),
    # Names in other words, minutes against calendars, amounts.
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
    Case(
        "decision-differs",
        {
            NOTES: [("will take place on 12 March 2026.", "may cost £1,400 and 20% of the fund.")],
            ISSUE: [
                ("will take place on 12 March 2026.", "may cost £1,400 and 20% of the fund."),
                (
                    "text: The spring meetup takes place on 12 March 2026.",
                    "text: It may cost £1400.50.",
                ),
            ],
        },
        ISSUE,
        "text:",
    ),
    Case(
        "decision-differs",
        {
            NOTES: [("will take place on 12 March 2026.", "may cost £1,400 and 20% of the fund.")],
            ISSUE: [
                ("will take place on 12 March 2026.", "may cost £1,400 and 20% of the fund."),
                (
                    "text: The spring meetup takes place on 12 March 2026.",
                    "text: A fund gives 25 per cent.",
                ),
            ],
        },
        ISSUE,
        "text:",
    ),
    Case(
        "decision-differs",
        {
            NOTES: [("will take place on 12 March 2026.", "begins at 18:00.")],
            ISSUE: [
                ("will take place on 12 March 2026.", "begins at 18:00."),
                (
                    "text: The spring meetup takes place on 12 March 2026.",
                    "text: We begin at 6:30pm.",
                ),
            ],
        },
        ISSUE,
        "text:",
    ),
    # Marks and letters.
    Case("markup-left", instead("##What else\n\nThe clinic is back."), ISSUE, "##What"),
    Case(
        "markup-left", event(("title: Spring meetup", "title: Spring **meetup**")), EVENT, "title:"
    ),
    Case(
        "markup-left",
        {
            ISSUE: [
                (
                    "takes place on 12 March 2026.\n    from",
                    "is [set](https://example.org/a).\n    from",
                )
            ]
        },
        ISSUE,
        "text:",
    ),
    Case("garbled-text", instead("The \x1bclinic is back."), ISSUE, "clinic is back"),
    Case("garbled-text", instead("The clinic \u202eis back."), ISSUE, "is back"),
    Case("merge-field-unknown", instead("Dear <First Name>, it is back."), ISSUE, "<First"),
    Case(
        "link-rewritten",
        instead("It is [back](https://click.example.org/track/1234/5678)."),
        ISSUE,
        "click.example.org",
    ),
    Case(
        "link-rewritten",
        instead("It is [back](https://email.mg.example.org/c/eJwVyjsOgCAQBcDT)."),
        ISSUE,
        "email.mg",
    ),
)
