# ruff: noqa: E501 - a case is read as a row of a table
"""Issues with nothing to fix, near to faults that only the sense of a sentence shows."""

from bad_meanings import CALLED_OFF, DAY, WEEKLY, amount, told
from good_issues import letter
from newsroom import ISSUE

SUBJECT = 'subject: "Spring meetup: Thursday 12 March"'

GOOD_MEANINGS: dict[str, dict] = {
    "lunch at the same place": letter("On 12 March there is cake in Example Hall, 6:30pm to 7pm."),
    "the hall on another day": letter("On Friday 13 March Example Hall is let, from 2pm to 4pm."),
    "we meet at the hall in time": letter("We meet on 12 March at 6pm in Example Hall."),
    "the place in another zone": letter("We start on 12 March at 7pm CET in Example Hall."),
    "a series at its hour": {
        **WEEKLY,
        **told("The spring meetup starts on Thursday 12 March at 6pm, then on 26 March at 6pm."),
    },
    "cancelled, and said": {
        **CALLED_OFF,
        **told("The spring meetup on Thursday 12 March is cancelled."),
    },
    "cancelled, and said otherwise": {
        ISSUE: [(SUBJECT, 'subject: "No meetup on 12 March"'), (DAY, "We are sorry.")],
        **{path: change for path, change in CALLED_OFF.items() if path != ISSUE},
    },
    "two events in one subject": {
        ISSUE: [(SUBJECT, 'subject: "See you on 12 March; the notebook clinic is back"')]
    },
    "a count of something else": amount("We take 12 new members.", "The club gives 3 prizes."),
    "a rounded count": amount("We take 12 new members.", "Twelve new members may join."),
    "a TODO list": letter("How to write a TODO list? TODO apps help."),
    "two mail addresses": letter(
        "Ask [the board](mailto:board@example.org,chair@example.org) or [tell a friend](mailto:?subject=Come%20along)."
    ),
    "brackets beside brackets": letter("The guide (new)[1] and (old)[sic] differ."),
}
