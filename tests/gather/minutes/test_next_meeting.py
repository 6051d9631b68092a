"""The next meeting of the same body, and dates of other bodies' meetings."""

from datetime import date

import pytest

from pynews.gather.minutes import read_minutes
from pynews.model import Minutes, Relation

NEXT = (
    "Next meeting on the 9th of June.",
    "Next: Thursday the 9th",
    "We meet next on Thursday 9th June",
    "Same place on 9 June.",
    "We'll be back on 9 June.",
    "9 June again at Sams, 19:00",
    "The next date is 9 June.",
    "Reminder: we meet on 9 June.",
    "Next committee: Thurs 9 June 7pm",
    "Next board: 9 June",
    "Next meeting: Jun 9",
    "Next meeting will be June 9th, 2022 at noon",
    "Date/time of next meeting: 09 Jun 2022",
    "Next meeting - Thu 09.06.2022 at 19:00",
    "Next Meeting 2022-06-09T18:00Z",
    "The next meeting has been moved to 9 June.",
    "The next meeting was fixed for 9 June.",
    "The board meets again on 9 June",
    "Meeting after next: 14 July. Next meeting: 9 June.",
    "Next meetings: 9 June, 14 July",
    "| Next meeting: | 9 June |\n|---|---|\n",
    "**Next** Thu 9 June",
    "Our next monthly meeting takes place on Thursday, 9 June",
    "To the next meeting on 9 June everybody brings ideas.",
    "Meeting closed 9pm. Next 9 June.",
    "Closed at 20:10; next meeting 9 June.",
    "The group will come together again on 9 June.",
    "Adjourned to 9 June.",
    "Next one: 9 June",
    "Next regular call: Thursday 9 June, 16:00 UTC",
    "NEXT: 9 JUNE",
    "Upcoming: 9 June board meeting",
    "June meeting: 9 June",
    "We next meet on 9 June.",
    "Next meeting: Thursday 9 June 2022, 7pm",
    "The next meeting will be on 9 June.",
    "Date of next meeting\n\n9 June 2022",
    "## Date of next meeting\n\nThursday, 9 June at 19:00",
    "We'll meet again on 9 June.",
    "See you on 9 June!",
    "Next: 9 June",
    "NEXT MEETING – 9 June 2022",
    "Next meeting 9/6/22",
    "The board will next meet on 9 June.",
    "Next get-together: 9 June",
    "Next gathering on 9 June, same place.",
    "Our next one is on 9 June.",
    "Until 9 June!",
    "Next time: 9 June",
    "Meet again: 9 June",
    "The date of the next meeting was set for 9 June.",
    "The following meeting will be held on 9 June.",
    "Next meeting in four weeks, on 9 June",
    "Upcoming meetings: 9 June, 14 July",
    "| Next meeting | 9 June 2022 |\n|---|---|\n| Place | Hall |",
    "**Next Meeting Date**: 2022-06-09",
    "We agreed to meet next on 9 June.",
    "The meeting adjourned until 9 June.",
    "Next catch-up: Thu 9 June",
    "Next committee night: 9 June",
    "Next board call is Thursday, June 9th at 17:00 UTC.",
    "Next meetup of the board: 9 June.",
    "The next session is scheduled for 9 June 2022.",
    "DONM: 9 June",
    "DNM 9 June 2022",
    "Date and time of next meeting: 9th June 2022 at 7.30 p.m. in the Hall",
    "Next regular meeting: June 9, 2022",
    "Next Meeting(s)\n- June 9\n- July 14",
    "Follow-up meeting on 9 June.",
    "We meet again in the hall on Thursday 9 June.",
    "9 June: next meeting",
    "Thursday 9 June is our next meeting.",
    "- next meeting\n  - 9 June, 18:00",
    "### Next\n9 June 2022, 18:00 UTC",
    "**When do we meet again?** 9 June.",
    "The board adjourned at 20:10 and will reconvene on 9 June.",
    "Next AL hosts, 9 June.",
    "Coming meeting: 9 June",
    "Meeting dates: 9 June, 14 July, 8 September",
    "Avery closed the meeting at 9 pm. Next meeting on Thursday 9 June.",
    "Next Meeting:\n\n  Thursday 9 June 2022",
    "Future meetings: 9 June 2022; 14 July 2022",
    "The next committee meeting takes place on Thursday 9th June at the club house.",
    "Date for the next meeting: 9 June",
    "Proposed next meeting: 9 June",
    "Next\n----\n9 June",
    "Agreed date of the next meeting is 9 June 2022.",
    "Back on 9 June.",
    "We reconvene 9 June.",
    "next telco: 9 June",
    "Next meeting Thursday June 9.",
    "Next month's meeting: 9 June",
    "The June meeting will be on 9 June.",
    "Our June meeting is on Thursday 9 June.",
)

NOT_NEXT = (
    "At the next meeting we will discuss the plan of 9 June.",
    "The next AGM is on 9 June.",
    "The next general assembly: 9 June",
    "The next conference takes place on 9 June.",
    "The council meets next on 9 June to decide.",
    "Next meeting: TBC",
    "Robin will report by the next meeting (report due 9 June).",
    "Next steps: send the form by 9 June.",
    "The next newsletter goes out on 9 June.",
    "Next workshop: 9 June",
    "Deferred to the next meeting. The sale is on 9 June.",
    "The school governors will meet next on 9 June.",
    "The parent board has its next meeting on 9 June.",
)


def read(words: str) -> Minutes:
    head = "# Example Trust Board\n\n12 May 2022\n\nPresent: Avery Lake, Robin Scribe\n\n"
    return read_minutes(f"{head}## 1. Topic\n\nWe talked.\n\n{words}\n".encode(), path="x.md")


@pytest.mark.parametrize("words", NEXT)
def test_the_next_meeting_is_found_however_it_is_announced(words: str):
    minutes = read(words)
    assert minutes.next_meeting == date(2022, 6, 9)
    assert sum(m.relation is Relation.NEXT_MEETING for m in minutes.mentions) == 1


@pytest.mark.parametrize("words", NOT_NEXT)
def test_other_dates_are_not_the_next_meeting(words: str):
    assert read(words).next_meeting is None


def test_two_places_that_disagree_are_warned_about():
    minutes = read(
        "Next meeting: 9 June 2022\n\n## End\n\nThe next meeting will be on 16 June 2022."
    )
    assert minutes.next_meeting == date(2022, 6, 9)
    assert any("also given" in w for m in minutes.mentions for w in m.warnings)


def test_a_next_meeting_in_the_past_is_warned_about():
    minutes = read("Next meeting: 9 June 2021")
    assert any("before this one" in w for m in minutes.mentions for w in m.warnings)


def test_a_next_meeting_to_be_confirmed_has_no_day():
    (mention,) = read("Next meeting: TBC").mentions
    assert (mention.day, mention.relation) == (None, Relation.NEXT_MEETING)
