# ruff: noqa: E501 - a case is read as a row of a table
"""Issues with nothing to fix, near to the faults that checks look for."""

from newsroom import EVENT, ISSUE, NOTES, ROLE, STORY, TALK, TOML

NEW = "The notebook clinic is back on Tuesday 24 March 2026."
PLAIN = "We have no news but these."
LETTER_DAY = "Our spring meetup is on **Thursday 12 March** at 6pm."


def letter(words: str) -> dict:
    """Return the good project with other words in its letter."""
    return {ISSUE: [(NEW, words)]}


def event_file(number: int, front: str, body: str = "Come and see.") -> dict:
    return {f"newsletters/events/extra-{number}.md": f"---\n{front}\n---\n{body}\n"}


def whole(send: str, subject: str, preheader: str, body: str, front: str = "events: none") -> dict:
    """Return a project whose issue is written anew."""
    head = f'---\nsubject: "{subject}"\npreheader: "{preheader}"\nsend: {send}\nroles: none\n{front}\n---\n'
    return {ISSUE: f"{head}{body}\n"}


GOOD_ISSUES: dict[str, dict] = {
    "as it is": {},
    # Days that are no fault.
    "a day without a weekday": letter("The clinic takes place on 24 March."),
    "a past meeting": letter("The first clinic was on Tuesday 24 February, and 9 people came."),
    "a day last year": letter("We began on Wednesday 12 March 2025."),
    "a weekend over two months": letter(
        "The sprint runs from Saturday 28 February to Sunday 1 March 2026."
    ),
    "two days in a row": letter("Talks are on Monday 16 and Tuesday 17 March."),
    "a range in figures": letter("The conference of others is on 16-18 March 2026."),
    "american order": letter("Their conference is on Tuesday, March 24th, 2026."),
    "an iso day": letter("The release is planned for 2026-03-24 (Tuesday)."),
    "leap day": letter("We started on 29 February 2024, a Thursday."),
    "a deadline beside the title": letter("Register for the spring meetup by Monday 9 March."),
    "a call for talks": letter("Proposals for the spring meetup close on Friday 6 March."),
    "tickets go on sale": letter("Tickets for the spring meetup are released on Tuesday 3 March."),
    "doors open earlier": letter("On 12 March the doors open at 5:30pm."),
    "the meetup with its time in full": letter("The spring meetup: Thursday 12 March, 6pm to 8pm."),
    "the meetup in 24 hours": letter("The spring meetup starts on Thursday 12 March at 18:00."),
    "the time in another zone": letter("The spring meetup is on Thursday 12 March at 7pm CET."),
    "the next board meeting": letter("The next board meeting is on Tuesday 14 April 2026."),
    "the event of somebody else": letter(
        "PyExample Conference is on Friday 13 March in Elsewhere."
    ),
    "another meeting at the same time": letter("The planning meeting is on Wednesday 11 March."),
    "a survey that ends": letter("The survey of the meetup ends on Friday 20 March."),
    "may as a verb": letter("You may 12 times a year ask a question. In May 20 of us did."),
    "a version like a date": letter("We use version 3.12.1 of Python, not 3.11.2 or 2.7.18."),
    "prices and ratios": letter("It costs £3.50, takes 12.30 minutes, and 3/4 of us came at 2:1."),
    # Days in other languages.
    "german": letter("Die Klinik ist am Dienstag, den 24. März 2026."),
    "french": letter("La clinique a lieu le mardi 24 mars 2026."),
    "spanish": letter("La clínica es el martes 24 de marzo de 2026."),
    "welsh": letter("Mae'r clinig ar ddydd Mawrth 24 Mawrth 2026."),
    "polish": letter("Spotkanie: wtorek 24 marca 2026. Zażółć gęślą jaźń."),
    "letters of all kinds": letter(
        "Ærø, Škoda, Øresund, Ñandú, Δέλτα, Привет, 你好, שלום, Nguyễn Thị Minh."
    ),
    "capitals with marks": letter("SÃO PAULO, ÂNGELA, Ö, Ü and the Åland islands."),
    "curly quotes and dashes": letter("“It’s good” – so we hear — and ‘fine’… 3 × 4 ≠ 13 °C."),
    "emoji": letter("We did it 🎉 👩‍💻, and thank you ❤️."),
    # Code and marks.
    "code with braces": {
        STORY: [
            ("Most members", 'Write `{{ name }}` or `f"{name}"`, and `<b>` for bold. Most members')
        ]
    },
    "a block of code": letter("```\nprint(f'{first_name}')  # TODO: greet\nx = a[b] (c)\n```"),
    "less than": letter("If a < b and c > d, and 5 < 6, all is well. R&D, Q & A."),
    "stars in sums": letter("2 * 3 * 4 is 24, and 2**3 stays as `2**3`."),
    "brackets that are no link": letter("We [the board] agreed (see below). Note [1] and [2]."),
    "the word todo": letter("The to-do list is short. Todo en orden."),
    "a question": letter("What next? Shall we? Really?! Who's coming?"),
    "a numbered list": letter("1. Come\n2. See\n3. Tell others\n\n- one\n- two"),
    "a table": letter("| Day | What |\n|---|---|\n| Thursday 12 March | Spring meetup |"),
    "emphasis of all kinds": letter(
        "**Bold**, *slanted*, __bold__, _slanted_, ***both*** and ~~gone~~."
    ),
    "headings in order": letter("### Clinics\n\nThey are back.\n\n## People\n\nThey are here."),
    "recaps": letter(
        "Thanks to all who came to the winter meetup on Thursday 4 December 2025. In 2025 the spring meetup was on 13 March."
    ),
    "other people's dates": letter(
        "Save the date: PyExample is on Saturday 21 March. Our next newsletter comes out on Monday 6 April 2026."
    ),
    "a meetup that moved": letter(
        "The spring meetup was moved from Wednesday 11 March to Thursday 12 March."
    ),
    "dates in a row": letter(
        "Dates: 12 March (spring meetup), 24 March (notebook clinic), 14 April (board)."
    ),
    "the one after": letter(
        "At the spring meetup we announce the next meetup, planned for Thursday 11 June."
    ),
    "a programme": {
        EVENT: [
            (
                "Two talks",
                "Doors open at 5:30pm. The first talk starts at 6:15pm.\n\n- 6pm welcome\n- 7pm pizza\n\nTwo talks",
            )
        ]
    },
    "numbers and names of standards": letter(
        "See RFC 8058, PEP 779, ISO 8601, 192.0.2.1 and 10.5281/zenodo.123."
    ),
    "boxes to tick": letter("- [ ] book a seat\n- [x] tell a friend"),
    # Links that are good.
    "a link with brackets": letter(
        "Read [about Python](https://example.org/wiki/Python_(language))."
    ),
    "a link with a query": letter(
        "See [the list](https://example.org/search?q=a&b=c&source=all#top)."
    ),
    "mail, phone and anchors": letter(
        "[Write](mailto:us@example.org?subject=Hi), [call](tel:+441234567890), [see events](#events)."
    ),
    "a link to click's own page": letter(
        "Read [the Click manual](https://click.palletsprojects.com/en/stable/)."
    ),
    "links to another example": letter("See [their page](https://community.example.com/about)."),
    "a link twice": letter(
        "[Answer the survey](https://example.org/survey) or [tell us](https://example.org/survey)."
    ),
    "an angle bracket link": letter("Details: [our guide](<https://example.org/a guide>)."),
    # Events of all kinds.
    "an event without a time": {
        **event_file(1, "title: Summer day\nstart: 2026-03-30"),
        **letter("Summer day is on Monday 30 March; the time follows."),
    },
    "days without times": event_file(
        2, "title: Two day sprint\nstart: 2026-03-28\nend: 2026-03-29\nall_day: yes"
    ),
    "over the change of clocks": event_file(
        3, "title: Night watch\nstart: 2026-03-28 22:00\nend: 2026-03-29 06:00"
    ),
    "in another zone": {
        **event_file(
            4,
            "title: Lisbon call\nstart: 2026-03-17 17:00\nend: 2026-03-17 18:00\ntimezone: Europe/Paris",
        ),
        **letter("The Lisbon call is on Tuesday 17 March at 5pm CET."),
    },
    "every month": {
        **event_file(
            5,
            "title: Monthly drop-in\nstart: 2026-01-08 12:00\nend: 12:45\nrepeats: monthly on the second Thursday",
        ),
        **letter("The monthly drop-in is on Thursday 9 April."),
    },
    "every week": {
        **event_file(
            6,
            "title: Weekly stand-up\nstart: 2026-03-03 09:00\nend: 09:15\nrepeats: every week on Tuesday",
        ),
        **letter("The weekly stand-up is on Tuesday 10 March."),
    },
    "cancelled": {
        EVENT: [("where:", "cancelled: yes\nwhere:")],
        ISSUE: [
            ("stories: [survey]", "stories: [survey]\nevents: [spring-meetup, notebook-clinic]"),
            (LETTER_DAY, "Our spring meetup on Thursday 12 March is cancelled."),
        ],
    },
    "two of one name": event_file(
        7, "title: Notebook clinic\nstart: 2026-04-07 12:30\nend: 2026-04-07 13:30"
    ),
    "two on one day": event_file(
        8, "title: Pandas for beginners\nstart: 2026-03-12 16:00\nend: 2026-03-12 17:00"
    ),
    "on the day of sending": event_file(
        9, "title: Tonight\nstart: 2026-03-02 18:00\nend: 2026-03-02 19:00"
    ),
    "running while it is sent": event_file(
        10, "title: Long day\nstart: 2026-03-01\nend: 2026-03-03\nall_day: yes"
    ),
    "an old event in the library": event_file(11, "title: Winter meetup\nstart: 2025-12-04 18:00")
    | letter("Thank you for the winter meetup, which was good."),
    # Roles, stories, people.
    "a role that closes today": {ROLE: [("closes: 2026-03-20", "closes: 2026-03-02")]},
    "a role that stays open": {ROLE: [("closes: 2026-03-20\n", "")]},
    "a story with code": {
        STORY: [
            (
                "Most members",
                "Use `pip install pandas`.\n\n```python\nname = '{first_name}'\n```\n\nMost members",
            )
        ]
    },
    "no decisions": {
        ISSUE: [
            (
                "decisions:\n  - text: The spring meetup takes place on 12 March 2026.\n    from: minutes/2026-02-10.md\n    quote: It was decided that the spring meetup will take place on 12 March 2026.\n",
                "",
            ),
            ("{{ decisions }}\n\n", ""),
        ]
    },
    "a quote over two lines": {
        NOTES: [("that the spring meetup will", "that the spring\nmeetup will")]
    },
    "decisions as gathered": {
        ISSUE: [
            (
                "  - text: The spring meetup takes place on 12 March 2026.\n    from: minutes/2026-02-10.md\n    quote: It was decided that the spring meetup will take place on 12 March 2026.\n",
                "",
            ),
            ("decisions:\n", "decisions: minutes/2026-02-10.md\n"),
        ]
    },
    "garbled letters in the minutes": {NOTES: [("Example Hospital", "Guyâ€™s Example Hospital")]},
    "a name from the minutes": letter("Thanks to Robin Sample, who agreed to be named."),
    "a title beside a day of another event": letter(
        "After the spring meetup, we rest until Tuesday 24 March."
    ),
    # Settings.
    "no unsubscribe route in a rehearsal": {
        TOML: [('mailto = "unsubscribe@example.org"', 'mailto = ""')]
    },
    "one-click through a provider": {
        TOML: [
            (
                'mailto = "unsubscribe@example.org"',
                'mailto = "unsubscribe@example.org"\nurl = "https://news.example.org"\n\n[provider]\nname = "mailgun"\ndomain = "example.org"',
            )
        ]
    },
    "an archive": {
        TOML: [('theme = "nhs"', 'theme = "nhs"\nbase_url = "https://news.example.org/archive"')]
    },
    "plain": {TOML: [('theme = "nhs"', 'theme = "plain"')]},
    "a lawful basis": {
        TOML: [
            (
                "[preview]",
                '[privacy]\n"example.org" = "consent: members agree on the joining form"\n\n[preview]',
            )
        ],
        ISSUE: [("https://example.org/survey)", "https://example.org/survey?utm_source=news)")],
    },
    "in german": {
        TOML: [('"en-GB"', '"de"'), ('"Europe/London"', '"Europe/Berlin"')],
        **letter("Am Dienstag, 24. März 2026, ist wieder Sprechstunde, um 12:30 Uhr."),
    },
    "right to left": {TOML: [('"en-GB"', '"he"')], **letter("שלום לכולם")},
    "in japan": {TOML: [('"Europe/London"', '"Asia/Tokyo"')]},
    "an ignored finding": {
        ISSUE: [
            (
                "stories: [survey]",
                "stories: [survey]\nignore:\n  - placeholder-text: the brackets are a joke",
            ),
            (NEW, "Bring [insert snack here]."),
        ]
    },
    # Long and short.
    "a long letter": letter("A sentence that says something of use to its readers.\n\n" * 300),
    "hardly a letter": whole(
        "2026-03-02 09:00",
        "News from the board",
        "Nothing much has happened since the last issue.",
        "Dear members,\n\nall is well.",
    ),
    "in summer time": whole(
        "2026-07-01 09:00",
        "What the summer brings",
        "Holidays, and the first look at the autumn.",
        "Dear members,\n\nwe meet again in September.",
    ),
    "at the end of a year": whole(
        "2025-12-30 09:00",
        "Happy new year",
        "What comes in January, and who helps with it.",
        "Dear members,\n\nthe first call is on Friday 2 January, the second on Friday 6 February.",
    ),
    "a subject with a day the letter explains": whole(
        "2026-03-02 09:00",
        "Answer by Friday 13 March",
        "The survey closes soon: it takes 5 minutes.",
        "Dear members,\n\nplease answer [the survey](https://example.org/survey) by Friday 13 March.",
    ),
    "a talk that ends late": {TALK: [("13:30", "14:30")]},
    # Near to names, amounts and marks.
    "what is planned for a meetup": {
        EVENT: [("title: Spring meetup", "title: Big spring meetup")],
        ISSUE: [
            (
                NEW,
                "The spring meetup planning is on Tuesday 10 March. Last year's spring meetup was on 13 March. Read the spring meetup rota by 5 March.",
            )
        ],
    },
    "two sessions at once in one house": event_file(
        1,
        "id: extra\ntitle: Juggling for all\nstart: 2026-03-12 18:00\nwhere: Example Hall, Example Town",
    ),
    "amounts and times told in part": {
        NOTES: [
            (
                "will take place on 12 March 2026.",
                "runs from 18:00 to 20:00, with £1,400.00 or 20% of the fund.",
            )
        ],
        ISSUE: [
            (
                "will take place on 12 March 2026.",
                "runs from 18:00 to 20:00, with £1,400.00 or 20% of the fund.",
            ),
            (
                "text: The spring meetup takes place on 12 March 2026.",
                "text: We begin at 6pm and spend £1400, 20 per cent of the fund, for 90 guests.",
            ),
        ],
    },
    "channels and hashes": letter(
        "#general is our channel; issue #12, C# and F# too.\n\n#python\n"
    ),
    "stars and brackets in a title": {
        STORY: [("title: What the survey says", "title: a**b, 5 * 3, [sic] and (more)")]
    },
    "subdomains that count nobody": letter(
        "[One](https://go.example.org/courses), [two](https://links.example.org/reading) and [three](https://email.example.org/archive/click-here)."
    ),
    "angle brackets": letter("Use `<first_name>` in templates; if x <first and y> z it works."),
}
