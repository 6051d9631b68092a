# ruff: noqa: E501 - a case is read as a row of a table
"""Faults in words, letters and marks, each with the line a check must name."""

from bad_days import AFTER, event, instead
from newsroom import EVENT, ISSUE, STORY, Case

WORDS = (
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
