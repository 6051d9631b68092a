"""Rolls and next meetings in the layouts that communities use, each on a page of its own.

People are roles with made-up names; every page is invented.
"""

# ruff: noqa: E501 - a page is kept as one string

from datetime import date

import pytest

from pynews.gather.minutes import read_minutes
from pynews.model import Minutes

HEAD = "# Example Board meeting 4 May 2022\n\n"
BODY = "\n\n## Hall\n\nWe agreed to paint the hall. Ann will buy paint.\n"
ROLLS = (
    (
        "## Attendees\n\n* Ann Lee @annl (TSC)\n* Bob Ray @bobr\n* Cy Dunn @cyd (observer)",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "**Present:** Ann Lee, Bob Ray, Cy Dunn\n**Regrets:** Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "**Present**: Ann Lee, Bob Ray, Cy Dunn  \n**Apologies**: Di Fox  ",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "Present (3): Ann Lee, Bob Ray, Cy Dunn\n\nAbsent (1): Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    ("Attendees: @annl, @bobr, @cyd", "annl / bobr / cyd", ""),
    ("Attendees: @annl @bobr @cyd", "annl / bobr / cyd", ""),
    (
        "* Attending:\n  * Ann Lee\n  * Bob Ray\n  * Cy Dunn\n* Regrets:\n  * Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "- Members present: Ann Lee, Bob Ray, Cy Dunn\n- Members absent: Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    ("Present: Ann Lee (AL), Bob Ray (BR), Cy Dunn (CD)", "Ann Lee / Bob Ray / Cy Dunn", ""),
    ("People: Ann Lee, Bob Ray, Cy Dunn", "Ann Lee / Bob Ray / Cy Dunn", ""),
    (
        "**In attendance:** Ann Lee (Chair), Bob Ray (Treasurer), Cy Dunn",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "Board members present: Ann Lee, Bob Ray. Others present: Cy Dunn (staff). Board members absent: Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "**Voting members:** Ann Lee, Bob Ray\n\n**Guests:** Cy Dunn",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "### Attendees (alphabetical)\n\n- Ann Lee\n- Bob Ray\n- Cy Dunn",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    ("#### Attendees:\nAnn Lee, Bob Ray, Cy Dunn", "Ann Lee / Bob Ray / Cy Dunn", ""),
    (
        "## Attendance\n\n- [x] Ann Lee\n- [x] Bob Ray\n- [x] Cy Dunn\n- [ ] Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "Ann Lee, Bob Ray, and Cy Dunn attended. Di Fox sent apologies.",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    ("Present: Ann Lee [chair], Bob Ray [treasurer], Cy Dunn", "Ann Lee / Bob Ray / Cy Dunn", ""),
    ("Who's here: Ann Lee, Bob Ray, Cy Dunn", "Ann Lee / Bob Ray / Cy Dunn", ""),
    (
        "Roll call: Ann Lee, Bob Ray, Cy Dunn; absent: Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "**Attendance**: Ann Lee (Org A), Bob Ray (Org B), Cy Dunn (Org C)",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "| Name | Affiliation |\n|---|---|\n| Ann Lee | Org A |\n| Bob Ray | Org B |\n| Cy Dunn | Org C |",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "## Attendees\n\n| Name | Affiliation |\n|---|---|\n| Ann Lee | Org A |\n| Bob Ray | Org B |\n| Cy Dunn | Org C |",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "Attendees\n---------\nAnn Lee - Org A\nBob Ray - Org B\nCy Dunn - Org C",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "## Attendees\n\nAnn Lee (Org A)<br>\nBob Ray (Org B)<br>\nCy Dunn",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "**Attendees:**\n- Ann Lee, Org A\n- Bob Ray, Org B\n- Cy Dunn, Org C\n\n**Absent:**\n- Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "Attendees (3/4)\n- Ann Lee ✅\n- Bob Ray ✅\n- Cy Dunn ✅\n- Di Fox ❌",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "Present: Ann Lee (chair, minutes), Bob Ray, Cy Dunn (from 17:20)\nApologies: Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "Chair: Ann Lee\nMinutes: Bob Ray\nPresent: Ann Lee, Bob Ray, Cy Dunn",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "**Chair:** Ann Lee  **Scribe:** Bob Ray  **Attendees:** Cy Dunn, Ann Lee, Bob Ray",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "Facilitator: Ann Lee\nNote taker: Bob Ray\nAttendees: Ann Lee, Bob Ray, Cy Dunn",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "## Roll call\n\n- Ann Lee (present)\n- Bob Ray (present)\n- Cy Dunn (present)\n- Di Fox (absent)",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "## Attendees\n\n### Council\n- Ann Lee\n- Bob Ray\n\n### Community\n- Cy Dunn\n\n### Regrets\n- Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "## Attendees\n\n- Council: Ann Lee, Bob Ray\n- Community: Cy Dunn\n- Regrets: Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "Attendees: Ann Lee (@annl), Bob Ray (@bobr), Cy Dunn (@cyd)",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "## Present\n\n* @annl (Ann Lee)\n* @bobr (Bob Ray)\n* @cyd (Cy Dunn)",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "## Present\n\n* Ann Lee [@annl](https://x.example.org/annl)\n* Bob Ray [@bobr](https://x.example.org)\n* Cy Dunn",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "Directors present: Ann Lee, Bob Ray, Cy Dunn\nDirectors absent: Di Fox\nStaff present: Ed Gum",
        "Ann Lee / Bob Ray / Cy Dunn / Ed Gum",
        "Di Fox",
    ),
    (
        "Present were Ann Lee, Bob Ray and Cy Dunn. Di Fox was excused.",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "The meeting was attended by Ann Lee, Bob Ray and Cy Dunn.",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "Meeting attendees: Ann Lee, Bob Ray, Cy Dunn. Apologies received from Di Fox.",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "*Attendees*: Ann Lee, Bob Ray, Cy Dunn\n*Apologies*: none",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "Attendees: Ann Lee, Bob Ray, Cy Dunn\n\nApologies: None received",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "- **Attendees**\n  - Ann Lee\n  - Bob Ray\n  - Cy Dunn\n- **Apologies**\n  - Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "- Date: 4 May 2022\n- Location: Online\n- Attendees: Ann Lee, Bob Ray, Cy Dunn\n- Absent: Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "| | |\n|---|---|\n| **Date** | 4 May 2022 |\n| **Attendees** | Ann Lee, Bob Ray, Cy Dunn |\n| **Apologies** | Di Fox |",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "<details><summary>Attendees</summary>\n\n- Ann Lee\n- Bob Ray\n- Cy Dunn\n\n</details>",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "Attendance: Ann Lee, Bob Ray, Cy Dunn, with apologies from Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "Team members present:\nAnn Lee\nBob Ray\nCy Dunn\n\nTeam members not present:\nDi Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "Present: \tAnn Lee\n\t\tBob Ray\n\t\tCy Dunn\n\nApologies:\tDi Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    ("Attendees: Ann, Bob, Cy", "Ann / Bob / Cy", ""),
    ("Attendees: Ann L., Bob R., Cy D.", "Ann L. / Bob R. / Cy D.", ""),
    ("Attending: Ann Lee - Bob Ray - Cy Dunn", "Ann Lee / Bob Ray / Cy Dunn", ""),
    (
        "Attending: Ann Lee; Bob Ray; Cy Dunn; Regrets: Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    ("Attendees: Ann Lee / Bob Ray / Cy Dunn", "Ann Lee / Bob Ray / Cy Dunn", ""),
    ("Present: Dr Ann Lee, Prof. Bob Ray, Cy Dunn PhD", "Ann Lee / Bob Ray / Cy Dunn", ""),
    (
        "## Attending\nAnn Lee, Bob Ray, Cy Dunn\n## Not attending\nDi Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    ("Quorum: Ann Lee, Bob Ray, Cy Dunn (3 of 5)", "Ann Lee / Bob Ray / Cy Dunn", ""),
    ("On the call: Ann Lee, Bob Ray, Cy Dunn", "Ann Lee / Bob Ray / Cy Dunn", ""),
    ("Participants (3)\n\nAnn Lee, Bob Ray, Cy Dunn", "Ann Lee / Bob Ray / Cy Dunn", ""),
    (
        "## Participants\n- Chair: Ann Lee\n- Secretary: Bob Ray\n- Cy Dunn",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "Present\n: Ann Lee, Bob Ray, Cy Dunn\n\nApologies\n: Di Fox",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
    (
        "## In attendance\n\n1. Ann Lee, Chair\n2. Bob Ray, Vice Chair\n3. Cy Dunn, Secretary",
        "Ann Lee / Bob Ray / Cy Dunn",
        "",
    ),
    (
        "**Members**\n- Ann Lee (present)\n- Bob Ray (present)\n- Cy Dunn (present)\n- Di Fox (regrets)",
        "Ann Lee / Bob Ray / Cy Dunn",
        "Di Fox",
    ),
)
FOLLOWING = (
    "Next call: June 8th",
    "## Next meeting\n\n8 June 2022, 17:00 UTC",
    "The next meeting will be held on June 8.",
    "Date of next meeting: 8 June",
    "## Date of next meeting\n\n8th June 2022",
    "We will meet again on 8 June.",
    "Next meeting is scheduled for Wednesday, June 8, 2022 at 17:00 UTC",
    "- Next meeting: 2022-06-08",
    "Next board meeting will be held on 8 June 2022.",
    "Meeting adjourned at 19:00. Next meeting June 8.",
    "The board will next meet on June 8.",
    "**Next Meeting** June 8, 2022",
    "### Next meeting: June 8",
    "Next meetings: June 8, July 6",
    "## Upcoming meetings\n\n- June 8\n- July 6",
    "Next meeting: Wednesday, 8 June, same time",
    "Next: 8 June 2022",
    "Next session 8 June",
    "- Next meeting\n  - 8 June, 5 pm",
    "| Next meeting | 8 June 2022 |\n|---|---|",
    "Our next call is on Wednesday the 8th of June.",
    "The next regular meeting of the board is June 8.",
    "The next meeting of the board takes place on 8 June.",
    "Next scheduled meeting: June 8, 2022 (virtual)",
    "The board meets next on June 8.",
    "See you on 8 June!",
    "Next monthly call: 2022-06-08 16:00 UTC",
    "*Next meeting: 8 June 2022*",
    "> Next meeting: 8 June 2022",
    "Next Meeting Date: 08/06/2022",
    "Next SC meeting: 8 June",
    "Next TSC call 8 June 2022, chair: Bob",
    "Next meeting (8 June) will be chaired by Bob.",
    "Next meeting (tentative): 8 June",
    "The next meeting has been set for 8 June.",
    "The next meeting will take place on 8 June at 17:00.",
    "The next meeting date was set as 8 June.",
    "Next meeting to be held on 8 June.",
    "It was agreed that the next meeting would be held on 8 June.",
    "We agreed to meet again on 8 June.",
    "Next meeting on the 8th of June, Bob can't make it.",
    "Next meeting planned for 8 June 2022.",
    "Meeting closed at 20:00; next meeting on 8 June.",
    "The meeting adjourned until 8 June.",
    "Next one: 8 June",
    "Following meeting: 8 June",
    "Future meetings: 8 June, 6 July",
    "Next steering committee: 8 June",
    "Next board call will be on Wed Jun 8",
    "🗓 Next meeting: 8 June",
    "Next meeting: Jun 8 2022 https://meet.example.org",
)
WIKI = """\
{| class="wikitable"
! Motion
! Result
|-
| Use the blue logo
| Passed
|-
| Buy a printer
| Failed
|}
"""


def read(words: str) -> Minutes:
    return read_minutes(f"{HEAD}{words}".encode(), path="notes.md")


@pytest.mark.parametrize(("roll", "present", "apologies"), ROLLS)
def test_everybody_on_a_roll_is_known(roll: str, present: str, apologies: str):
    minutes = read(f"{roll}{BODY}")
    assert sorted(minutes.attendees) == sorted(present.split(" / "))
    assert sorted(minutes.apologies) == sorted(filter(None, apologies.split(" / ")))


@pytest.mark.parametrize("words", FOLLOWING)
def test_the_next_meeting_is_known_in_any_wording(words: str):
    minutes = read(f"Present: Ann Lee, Bob Ray{BODY}\n{words}")
    assert minutes.next_meeting == date(2022, 6, 8)
    assert minutes.day == date(2022, 5, 4)


def test_a_wikis_table_may_have_each_cell_on_a_line_of_its_own():
    used, bought = read(f"Present: Ann Lee, Bob Ray\n\n{WIKI}").decisions
    assert "blue logo" in used.quote
    assert used.outcome == "adopted"
    assert "printer" in bought.quote
    assert bought.outcome == "rejected"


@pytest.mark.parametrize(
    "table", ["{|\n! A\n! B\n|-\n", "{|\n|\n|}", "{|\n|-\n|-\n|}\n|}", "!\n|\n{|"]
)
def test_a_broken_table_of_a_wiki_holds_nothing(table: str):
    assert read(table).decisions == ()


def test_a_digest_without_years_takes_them_from_its_title():
    notes = "# Core team digest, autumn 2022\n\n## September (Sep 14)\n\nWe agreed to wait.\n\n## October (Oct 12)\n\nRelease 2 is planned for 15 December.\n"
    minutes = read_minutes(notes.encode(), path="notes.md")
    assert [mention.day for mention in minutes.mentions] == [date(2022, 12, 15)]
    assert "several meetings" in minutes.warnings[0]


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("Nominations open July 8 and close July 26.", date(2022, 7, 8), date(2022, 7, 26)),
        ("Early bird starts on 3 July and ends on 2 August.", date(2022, 7, 3), date(2022, 8, 2)),
        ("The jam will be 18.–20. June.", date(2022, 6, 18), date(2022, 6, 20)),
    ],
)
def test_a_range_has_its_first_and_its_last_day(words: str, first: date, last: date):
    (mention,) = read(f"Present: Ann Lee\n\n## News\n\n- {words}\n").mentions
    assert (mention.day, mention.end) == (first, last)


@pytest.mark.parametrize(
    "words",
    [
        "The summer school will be in July, dates to follow.",
        "Strategy weekend: some time in July",
        "The plan is to open the directory in July.",
        "It will be online in July.",
    ],
)
def test_what_is_to_come_without_a_day_has_none(words: str):
    (mention,) = read(f"Present: Ann Lee\n\n## News\n\n- {words}\n").mentions
    assert mention.day is None
    assert mention.warnings
