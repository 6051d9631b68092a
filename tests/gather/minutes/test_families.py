"""Whole notes of ten families of communities, invented: who came, what was decided, when next."""

# ruff: noqa: E501 - a line of notes is kept as one line

from dataclasses import dataclass
from datetime import date

import pytest

from pynews.gather.minutes import read_minutes


@dataclass(frozen=True)
class Family:
    """One family's notes: how many people came, words of each decision, the next meeting."""

    people: int
    decisions: tuple[str, ...]
    following: date | None
    notes: str


FAMILIES = {
    "a foundation's order of business": Family(
        4,
        ("relieved and discharged",),
        None,
        """\
                    The Example Software Foundation

                  Board of Directors Meeting Minutes

                           May 18, 2022

1. Call to order

    The meeting was scheduled for 21:00 UTC and began at 21:02.

2. Roll Call

    Directors (expected to be) Present:

      Avery Lake
      Robin Scribe, by phone
      Sam Hill - left at 22:00

    Directors (expected to be) Absent:

      Jo Marsh

    Executive Officers Present:

      Lee Brook

3. Minutes from previous meetings

    A. The meeting of April 20, 2022

       See: board_minutes_2022_04_20.txt

       Approved by General Consent.

4. Committee Reports

    A. Example Ant Project [Kim Dale / Avery]

       The PMC voted in two new committers. Release 1.2 was approved.

7. Special Orders

    A. Change the Example Ant Project Chair

       WHEREAS, the Board of Directors heretofore appointed Kim Dale
       to the office of Vice President, Example Ant, and

       NOW, THEREFORE, BE IT RESOLVED, that Kim Dale is
       relieved and discharged from the duties of the office, and

       BE IT FURTHER RESOLVED, that Pat Moor be and hereby is appointed.

       Special Order 7A, Change the Example Ant Project Chair, was
       approved by Unanimous Vote of the directors present.

8. Discussion Items

12. Adjournment

    Adjourned at 22:10 UTC
""",
    ),
    "a foundation with several rolls": Family(
        4,
        ("adopt the updated code",),
        None,
        """\
# Example Foundation Board Monthly Meeting, May 12, 2022

Board Members:

- Avery Lake
- Robin Scribe
- Sam Hill

Board members not in attendance:

- Jo Marsh

Non-Voting Attendees:

- Kim Dale

## Financial Report

- Donations: 1,200 USD

## Individual Members Approved

- Lee Brook
- Pat Moor

## Grants Approved

- Example Girls Town - 500 USD, approved
- PyExample - 1,000 USD

## Ongoing Business

### Code of conduct

The board voted to adopt the updated code of conduct.

## New Business

### Fellows

Robin proposed hiring a second fellow. To be discussed at the next meeting.

## Action items

- Avery to write the post
""",
    ),
    "a chat robot's summary": Family(
        3,
        ("500 USD for stickers", "sam will chair"),
        None,
        """\
====================================
#example-meeting: Council (2022-05-12)
====================================

Meeting started by avery at 17:00:02 UTC.

Meeting summary
---------------
* Init Process  (avery, 17:00:10)

* Budget  (avery, 17:05:00)
  * AGREED: Council approves 500 USD for stickers (+5, 0, -0)
    (avery, 17:10:11)
  * ACTION: robin to order stickers  (avery, 17:11:00)
  * IDEA: mugs  (sam, 17:12:00)
* Next week's chair  (avery, 17:20:00)
  * AGREED: sam will chair next meeting  (avery, 17:21:00)

Meeting ended at 17:30:00 UTC.

Action Items
------------
* robin to order stickers

People Present (lines said)
---------------------------
* avery (40)
* robin (12)
* sam (8)
* zodbot (3)
""",
    ),
    "a standards session": Family(
        3,
        ("Conclusion: adopt", "rough consensus to adopt"),
        None,
        """\
Example WG (exwg) @ IETF 113
Tuesday, 22 March 2022
Chairs: Avery Lake, Robin Scribe
Minutes: Sam Hill

1. Agenda bashing (chairs, 5 min)

2. draft-ietf-exwg-thing-04 - Kim Dale

Kim presented the changes.
Pat Moor: is the registry needed?
Kim: yes.
Chairs: show of hands: adopt? 23 yes, 2 no.
Conclusion: adopt the draft, to be confirmed on the list.

3. draft-dale-other

Hum: rough consensus to adopt.
ACTION: chairs to start the call for adoption.
""",
    ),
    "a technical committee with handles": Family(
        3,
        ("TSC agreed to land", "nominating Kim Dale"),
        None,
        """\
# Example.js Foundation Technical Steering Committee (TSC) Meeting 2022-05-11

## Links

* **Recording**: https://example.org
* **GitHub Issue**: https://example.org

## Present

* Avery Lake @alake (TSC)
* Robin Scribe @rscribe (TSC)
* Sam Hill @shill (observer)

## Agenda

### Announcements

* v18.1 was released last week.

### example/node

* deps: upgrade engine #1234
  * Avery: needs more reviewers, please have a look.
  * TSC agreed to land it before the next release.
* Vote on nominating Kim Dale as collaborator #55
  * 7 in favour, no objections, nomination approved.
* doc: discuss the style guide
  * Robin suggested to rewrite. No conclusion, leave on agenda.

## Upcoming Meetings

* **Calendar**: https://example.org
""",
    ),
    "a parish council": Family(
        6,
        ("approve the payments", "Extension at 4"),
        date(2022, 6, 14),
        """\
NETHER EXAMPLE PARISH COUNCIL
Minutes of the Parish Council Meeting held in the Village Hall on Tuesday 10th May 2022 at 7.30pm

PRESENT: Cllrs A Lake (Chair), R Scribe, S Hill, and J Marsh
IN ATTENDANCE: K Dale (Clerk), County Cllr L Brook and 3 members of the public

22/01 APOLOGIES FOR ABSENCE
Apologies were received and accepted from Cllr P Moor.

22/02 DECLARATIONS OF INTEREST
None.

22/03 MINUTES
It was RESOLVED that the minutes of 12th April 2022 be signed as a true record.

22/04 FINANCE
It was proposed by Cllr Hill, seconded by Cllr Marsh and unanimously RESOLVED to approve the payments.
Cllr Scribe asked whether the bench could be repaired. Clerk to obtain quotes.

22/05 PLANNING
22/0123 Extension at 4 The Street. No objection.
22/0200 New barn. Object on grounds of access.

22/06 VACANCY
There is one vacancy for a councillor. Anyone interested should contact the Clerk.

22/07 DATE OF NEXT MEETING
Tuesday 14th June 2022 at 7.30pm

The meeting closed at 8.45pm.
""",
    ),
    "two meetings in one rolling file": Family(
        3,
        ("drop the old driver", "move meetings"),
        None,
        """\
# SIG Example Bi-weekly Meeting Notes

Meetings are on Wednesdays.

## May 25, 2022
Attendees:
- Avery Lake (Example Corp)
- Robin Scribe

Agenda:
- [Avery] Release 1.25 freeze on June 10
  - We agreed to drop the old driver
- [Robin] KEP for storage
  - needs reviewer

## May 11, 2022
Attendees:
- Avery Lake
- Sam Hill (Big Co)

Agenda:
- Decision: move meetings to Wednesdays
- Sam: looking for help with CI
""",
    ),
    "a scribe's record": Family(
        3,
        ("third palette as default",),
        date(2022, 5, 24),
        """\
[W3C] - DRAFT -
Example Grammar Working Group Teleconference
10 May 2022

Attendees
Present
   Avery_Lake, Robin, SamHill
Regrets
   Jo
Chair
   Avery
Scribe
   Robin, Sam

Contents
 1. default palettes
 2. next meeting

Meeting minutes

default palettes

Avery: I think we should use the third palette
Robin: agreed
<Sam> +1
Avery: any objection?

RESOLUTION: use the third palette as default

Robin: could we also add a dark palette?
Sam: maybe later

ACTION: Robin to draft text

Next meeting

Avery: we meet again on 24 May

Summary of resolutions
 1. use the third palette as default
""",
    ),
    "a school association": Family(
        6,
        ("bouncy castle", "subsidise"),
        date(2022, 6, 8),
        """\
Example School PTA - Minutes
Date: Wednesday 11 May 2022    Time: 7.30pm   Venue: Staff Room
Present: Avery Lake (Chair), Robin Scribe (Sec), Sam Hill (Treasurer), Mrs Dale (Head), Jo, Kim
Apologies: Pat, Lee

1. Treasurer's report: balance 1,234.
2. Summer fair - 25 June 12-3pm. Agreed to hire bouncy castle (Sam). Helpers needed for BBQ.
3. Quiz night: raised 400. Thanks to all.
4. Leavers' hoodies - agreed we will subsidise by 5 each.
5. AOB: Jo suggested a second-hand uniform sale; to discuss next time.
Next meeting: Weds 8 June 7.30pm, staff room.
""",
    ),
    "a language team": Family(
        3,
        ("merge with FCP", "postponed until"),
        date(2022, 5, 18),
        """\
---
tags: meeting
---
# T-example meeting 2022-05-11

###### tags: `minutes`

- Meeting date: 2022-05-11
- Attendance: Avery, Robin, Sam
- Notes by: Robin

## Nominated issues

### "Stabilize foo" example#123

Avery: I'd like to see a report first.

Consensus: merge with FCP.

### "Deprecate bar" example#124

Discussed whether to do this in the edition. No consensus. Robin to write up options.

Conclusion: postponed until the next edition.

## Next meeting

Wednesday 2022-05-18
""",
    ),
}


@pytest.mark.parametrize("family", FAMILIES.values(), ids=FAMILIES.keys())
def test_notes_of_this_family_are_read(family: Family):
    minutes = read_minutes(family.notes.encode(), path="notes.md")
    quotes = [decision.quote for decision in minutes.decisions]
    assert len(minutes.attendees) == family.people
    assert len(quotes) == len(family.decisions)
    assert all(words in quote for words, quote in zip(family.decisions, quotes, strict=True))
    assert minutes.next_meeting == family.following


def test_the_number_of_an_item_is_no_date():
    notes = "# Example Council, 10 May 2022\n\n22/07 DATE OF NEXT MEETING\nTuesday 14th June 2022\n"
    assert [m.day for m in read_minutes(notes.encode(), path="n.md").mentions] == [
        date(2022, 6, 14)
    ]


def test_a_question_is_not_settled_by_a_yes():
    notes = "# Example Group, 10 May 2022\n\nPresent: Avery, Robin\n\n## Draft\n\nAvery: is the registry needed?\nRobin: yes.\n"
    assert read_minutes(notes.encode(), path="n.md").decisions == ()
