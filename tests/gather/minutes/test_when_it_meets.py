"""Many places and forms in which notes tell when the body met, and when it meets again."""

from datetime import date

import pytest

from pynews.gather.minutes import read_minutes

HEAD = """\
# Example Board

Date: 2023-03-14

Present: Ann Lee, Bob Ray, Cy Dunn

## Budget

The board talked about money.

"""
FOOT = """

Present: Ann Lee, Bob Ray, Cy Dunn

Budget: the board talked about money on 3 February 2023.

Next meeting: 11 April
"""
NEXT = (
    "Next meeting: 11 April 2023",
    "The next meeting will be held on Tuesday, April 11, 2023 at 7pm.",
    "Date of next meeting\n\n11 April 2023, 19:30, village hall",
    "## Next meeting\n\nTuesday 11 April",
    "## 12. Date, time and place of next meeting\n\nTuesday 11 April, 7.30pm, Library",
    "Next: 11 April",
    "**Next Board Meeting** – 11 April 2023 16:00 UTC",
    "We meet again on 11 April.",
    "We shall meet again on the 11th of April.",
    "The board meets again on Tuesday 11 April.",
    "Meeting adjourned until 11 April 2023.",
    "The meeting adjourned at 20:10; next one on April 11.",
    "| Item | Notes |\n|---|---|\n| Next meeting | 11 April, 18:00 |",
    "19:00:12 <chair> #info next meeting is on 2023-04-11 at 18:00 UTC",
    "19:00:12 <chair> #info Next Meeting: April 11th",
    "Next call: Apr 11",
    "Next telecon: 11 April 2023",
    "The next call is scheduled for 11 April.",
    "Our next gathering is Tuesday, April 11.",
    "Next committee meeting Tuesday 11th April, 8pm at the pub",
    "It was agreed that the next meeting should take place on 11 April 2023.",
    "Future meetings: 11 April, 9 May, 13 June",
    "Dates of future meetings: 11 April 2023; 9 May 2023",
    "Upcoming meetings\n\n- April 11\n- May 9",
    "Meeting dates 2023: 14 March, 11 April, 9 May",
    "DONM: 11 April 2023",
    "D.O.N.M. 11/4/23",
    "NEXT MEETING - TUESDAY 11TH APRIL 2023 AT 7.30PM",
    "The next regular meeting of the Board is April 11, 2023.",
    "Next regularly scheduled meeting: Tuesday, April 11, 2023",
    "The next scheduled board call is on the 11th of April.",
    "Date for next meeting: Tues 11 Apr",
    "Next meeting's date: 2023-04-11",
    "See you on 11 April!",
    "See you all at the next meeting on April 11th.",
    "Chair: next meeting 11 April",
    "* Next meeting\n  * 11 April 2023\n  * Chair: Bob",
    "9. Next meeting\n   11 April 2023, 18:00",
    "9. NEXT MEETING\nThe committee will next meet on 11 April at 7pm.",
    "There being no further business the meeting closed at 9pm. Next meeting 11th April.",
    "Next meeting in four weeks: Tuesday, 11 April",
    "Next steering committee: 11.04.2023",
    "Next session: 2023-04-11T18:00Z",
    "Next meeting will be April 11 (no meeting on March 28).",
    "No meeting on March 28; next meeting April 11.",
    "Next WG meeting: 11 April 2023, see https://example.org/cal",
    "Following meeting: 11 April 2023",
    "Our following meeting is on 11 April 2023",
    "Meeting closed 21:05. Next: Tue 11 Apr, 19:00",
    "The date of the next meeting was set for 11 April 2023.",
    "Date and time of next meeting: Tuesday 11 April 2023 - 19.00",
    "Next Meeting Date\n-----------------\n\n2023-04-11 19:00",
    "== Next meeting ==\n* April 11, 2023",
    "Next meeting (provisional): 11 April",
    "Next meeting ➡️ 11 April",
    "📅 Next meeting: 11 April",
    "Next meeting tentatively 11 April 2023",
    "Proposed date of next meeting: 11 April 2023",
    "The board will reconvene on April 11.",
    "Next meeting: second Tuesday of April",
    "When do we meet next? 11 April works for everybody.",
    "Next meet up: 11 April",
    "Next IRC meeting: Tuesday, April 11th @ 20:00 UTC",
    "Time of the next meeting: 11 April 2023",
    "Next F2F: 11-12 April 2023, Utrecht",
    "Next meetings: 11 April and 9 May",
    "NEXT MEETING\nTuesday, April 11th, 6:30 PM\nRoom 4",
    "Next meeting\n: 11 April",
    "<b>Next meeting:</b> 11 April<br>",
    "- [ ] Next meeting: 11 April",
    "Next meeting: same time, 11 April",
    "We will meet next on 11 April 2023 in the café.",
    "We'll meet again 11 April.",
    "Meet again: 11 April.",
    "The committee agreed to meet next on 11 April 2023.",
    "It was agreed to meet again on 11 April 2023.",
    "Agreed: next meeting on 11 April 2023.",
    "AGREED: next meeting 2023-04-11 18:00 UTC (+4, 0, 0)",
    "RESOLUTION: Next meeting on 11 April",
    "Next meeting chair: Bob. Date: 11 April",
    "Action: Bob to book the room for the next meeting (11 April).",
    "next meeting: tuesday april 11th",
    "next one: april 11",
    "The next virtual board meeting takes place on 11 April at 16.00 CEST.",
    "```\nOther business\n\nNone.\n\nNext board meeting date: 11 April 2023\n```",
    "> Next meeting: 11 April",
    "<ann> ok next meeting is april 11?\n<bob> yes\n<cy> +1",
    "18:55 <ann> next meeting: april 11, same time",
    "ann: next meeting in four weeks, April 11",
    "Ann: Our next telco is April 11th at 16:00.",
    "| Item | Notes |\n|---|---|\n| AOB<br>Next meeting | None. <br> 11 April |",
    "- Next meeting:\n  - Date: 11 April\n  - Place: library",
    "Next meeting\nDate: 11 April\nTime: 7pm\nPlace: Library",
    "**NEXT MEETING:** The next meeting has been scheduled for Tuesday, April 11.",
    "11. Next Meeting (Ann)\n    Tuesday 11 April",
    "Meetings ahead: 11 April (board), 20 May (AGM)",
    "Next: board meeting 11 April; AGM 20 May",
    "Next council: 11 April",
    "## Next meeting\n\n| Date | Time | Chair |\n|---|---|---|\n| 11 April | 18:00 | Bob |",
    "## Next Meeting\n\n- Agenda: budget\n- Date: April 11",
    "## Next meeting\n\nChair: Bob Ray\n\nApril 11, 18:00 UTC",
    "## Next meeting\n\nThe AGM is on 20 May. The board meets on 11 April.",
    "## Next meetings\n\n* 11 April: board\n* 9 May: board",
    "## Dates\n\n- 11 April: next board meeting\n- 20 May: AGM",
    "## Key dates\n\n* Tue 11 April, 19:00: next meeting of the board\n",
    "### Any other business and next meeting\n\nNothing else. We meet on 11 April.",
    "### Wrap-up\n\nNext meeting date will be 11 April.",
    "### Close\n\nThe meeting closed at 20:00. The next will be on 11 April.",
    "The meeting finished at 9.15 pm. Next Committee meeting Tuesday 11 April.",
    "Meeting adjourned 18:20. Next meeting in 4 weeks (April 11).",
    "Next meeting will be at Ann's, 11 April",
    "Next meeting at 18:00 on 11 April at the library",
    "Next Steering Committee meeting\n\n11 April 2023",
    "Next SC: 11 April",
    "Next tsc meeting 2023-04-11",
    "Next trustees' meeting: 11 April 2023",
    "Date of next Trustee Board: 11 April 2023",
    "The next Trustees meeting is scheduled for Tuesday 11 April 2023 at 18:00.",
    "Next PTA meeting Tuesday 11th April 7pm staff room",
    "Next parents' meeting: 11/04/2023",
    "NEXT PTFA MEETING: Tues 11th April",
    "The Society's next meeting will be on 11 April.",
    "The Council next meets on 11 April.",
    "The committee's next meeting: 11 April 2023",
    "Our next call will be April 11.",
    "Next on 11 April.",
    "Until 11 April!",
    "Next weekly: April 11",
    "Next biweekly sync: Apr 11, 15:00 UTC",
    "Next editorial meeting: 11 April",
    "Next editors' meeting 11 April",
    "Next open board meeting: 11 April",
    "Next online meeting: 11.4.",
    "Next meeting: 11th April (Tues)",
    "Next meeting: (11th April)",
    "Next Meeting: April 11, 2023 @ 6 pm (Zoom)",
    "Next meeting: April 11 at 6pm at the Example Library, 12 Main Street, Room 3.",
    "It was decided that the next board meeting will take place on 11 April 2023.",
    "We decided to hold our next meeting on 11 April.",
    "The date for the next meeting was agreed as 11 April.",
    "11 April was fixed as the date of the next meeting.",
    "11 April was agreed for the next meeting.",
    "Tuesday 11 April is our next meeting.",
    "On 11 April we meet again.",
    "11 April 2023 (next meeting)",
    "April 11: next meeting",
    "Tue 11 Apr 19:00 - next committee meeting",
    "Save the date: next meeting 11 April",
    "Everyone to send items before the next meeting on 11 April.",
    "Homework for the next meeting (11 April): read the charter.",
    "Reports are due a week before the next meeting.\n\nNext meeting: 11 April",
)
HEADS = (
    "# Minutes of the Example Board, 14 March 2023",
    "# Example Foundation Board Minutes\n\n**When:** Tue, 14 Mar 2023 19:00 UTC",
    "Dear all,\n\non 14 March the board met.\n\nLondon, 20 March 2023",
    "# 2023-03-14 TSC Meeting\n",
    "# Meeting notes 14/03/2023",
    "# Meeting notes 03/14/2023",
    "# Board call, March 14th, 2023 @ 18:00 UTC",
    "March 14, 2023 - Board Meeting Minutes",
    "TSC 14 Mar 23",
    "# Minutes\n\n| Date | 14 March 2023 |\n|---|---|\n| Location | online |",
    "# Minutes\n\nDate | Location\n--- | ---\n14 March 2023 | online",
    "[18:00] *** chair has set topic: Example board 14 March 2023\n[18:00] <ann> hello",
    "2023-03-14 18:00:01 <ann> hello\n2023-03-14 18:00:09 <bob> hi",
    "<!-- x -->\n---\ntitle: Example Board 2023-03-14\n---",
    "= Example Board =\n''14 March 2023''",
    "Example Board Meeting\nTuesday, the 14th of March, 2023\n7:00 PM",
    "Protokoll / Minutes: Example e.V. Board\n14.03.2023, 20:00 - 21:30",
    "Example Board\nApproved minutes (approved 11 April 2023)\nMeeting of 14 March 2023",
    "# Example Board\n\nPublished: 20 March 2023\n\nMeeting: 14 March 2023",
    "## Example board meeting 2023/03/14\n",
    "Example board — Tue 14 Mar 2023",
    "*Example Collective* weekly, 2023.03.14",
    "# 14 Mar 2023 | Example Community Council\n",
    "# Example Board\n\n*Held 14 March 2023, 6–7pm, via Zoom*",
    "Minutes of the 45th meeting of the Example Committee\nTime: 14.3.2023 18:00-19:30",
    "Minutes, Example user group, week 11\n\nWe met tonight, 14 March 2023, at the pub.",
    "# March 2023 Board Meeting\n\nMarch 14, 5pm UTC",
    "# Board meeting 14 March\n\n2023, video call",
)


@pytest.mark.parametrize("words", NEXT)
def test_the_next_meeting_is_read_wherever_it_stands(words: str):
    minutes = read_minutes(f"{HEAD}{words}\n".encode(), path="notes.md")
    assert minutes.next_meeting == date(2023, 4, 11)


@pytest.mark.parametrize("head", HEADS)
def test_the_day_of_the_meeting_is_read_from_any_head(head: str):
    minutes = read_minutes(f"{head}{FOOT}".encode(), path="notes.md")
    assert minutes.day == date(2023, 3, 14)
    assert minutes.next_meeting == date(2023, 4, 11)


def test_a_label_with_another_date_than_the_heading_is_warned_about():
    notes = "# Example Board, 14 February 2023\n\nMeeting date: 14 March 2023\n"
    minutes = read_minutes(notes.encode(), path="notes.md")
    assert minutes.day == date(2023, 3, 14)
    assert any("2023-02-14" in warning for warning in minutes.warnings)


def test_a_day_from_running_text_is_taken_with_a_warning():
    notes = "# Example Board\n\nAnn says the roof leaks since she went there on 14 March 2023.\n"
    minutes = read_minutes(notes.encode(), path="notes.md")
    assert minutes.warnings


@pytest.mark.parametrize(
    "words",
    [
        "It was not decided to hold an event on 5 May.",
        "It was not yet agreed to hold the fair on 5 May.",
        "No decision on the workshop on 5 May.",
        "We decided not to hold the fair on 5 May.",
        "The fair will not take place on 5 May.",
        "The proposal to hold a workshop on 5 May was rejected.",
    ],
)
def test_what_will_not_be_is_no_event(words: str):
    minutes = read_minutes(f"{HEAD}{words}\n".encode(), path="notes.md")
    assert minutes.mentions == ()


@pytest.mark.parametrize(
    "words",
    [
        "The fair will not take place in April but on 5 May.",
        "It was decided to hold the fair on 5 May.",
        "We could not agree on a place, so the fair on 5 May is in the park.",
    ],
)
def test_what_will_be_is_an_event(words: str):
    minutes = read_minutes(f"{HEAD}{words}\n".encode(), path="notes.md")
    assert date(2023, 5, 5) in [mention.day for mention in minutes.mentions]
