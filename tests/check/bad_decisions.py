# ruff: noqa: E501 - a case is read as a row of a table
"""Faults in what was decided, each with the line a check must name."""

from newsroom import ISSUE, NOTES, Case

DECISIONS = (
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
)
