"""Whole notes in many styles, each with what a careful reader finds; people are invented."""

# ruff: noqa: E501 - a line of notes is kept as one line

from dataclasses import dataclass
from datetime import date

import pytest

from pynews.gather.minutes import read_minutes


@dataclass(frozen=True)
class Style:
    """Notes in one style: how many people came, words of each decision, the next meeting."""

    people: int
    decisions: tuple[str, ...]
    following: date | None
    notes: str


STYLES = {
    "a foundation with RESOLVED blocks": Style(
        9,
        ("RESOLVED, that the ESF endorse", "3,000 USD to the", "Sam moved to table"),
        date(2021, 4, 14),
        """\
# Example Software Foundation Board of Directors Meeting Minutes — March 10, 2021

A regular meeting of the Example Software Foundation ("ESF") Board of Directors was held over video conference beginning at 17:00 UTC, 10 March 2021. Robin Scribe prepared these minutes.

## Attendance

The following members of the Board of Directors (10 of 11) were present at the meeting: Avery Lake, Robin Scribe, Sam Hill, Jo Marsh, Lee Brook, Kim Dale (joined 17:10 UTC), and Pat Moor. Also in attendance were Drew Field (ESF Director of Operations) and Kit Glen. Max Fen sent regrets.

## Minutes of Past Meetings

RESOLVED, that the Example Software Foundation Board of Directors approve the February 2021 minutes.

Approved, 8-0-1.

## Votes Approved by Working Groups

Since the last meeting, the Grants Working Group approved a 500 USD grant to Workshop Town.

## Consent Agenda

RESOLVED, that the ESF endorse the Example Fellow Work Group's Q1 2021 recommendations for Fellows.

Approved, 9-0-0.

## New Business

RESOLVED, that the Example Software Foundation grant 3,000 USD to the
organizers of ExampleConf 2021, to be held on June 5-6, 2021, for speaker travel.

Approved by unanimous vote.

The board discussed whether to hire a second developer in residence. No vote was taken.

Sam moved to table the trademark request until the April meeting. Jo seconded. Motion carried 7-1-1.

## Adjournment

The next meeting will be held on Wednesday, 14 April 2021 at 17:00 UTC. Avery adjourned the meeting at 18:02 UTC.
""",
    ),
    "a parish council": Style(
        6,
        ("RESOLVED to make no objection", "renew the insurance", "agreed to defer this item"),
        date(2021, 6, 1),
        """\
EXAMPLE PARISH COUNCIL

Minutes of the meeting of the Parish Council held on Tuesday 4th May 2021 at 7.30pm in the Village Hall

Present: Cllr A. Lake (Chairman), Cllr R. Scribe, Cllr S. Hill, Cllr Mrs J. Marsh
In attendance: L. Brook (Clerk), County Cllr P. Moor and 3 members of the public

1. Apologies for absence
Apologies were received from Cllr K. Dale and accepted.

2. Declarations of interest
None.

3. Minutes
The minutes of the meeting held on 6th April 2021 were approved as a true record and signed.

4. Planning
21/00345 Rear extension at 5 High Street. It was RESOLVED to make no objection.
The Borough Council had approved application 21/00221.

5. Finance
It was proposed by Cllr Hill, seconded by Cllr Marsh and RESOLVED that the payments listed be approved.
Members agreed to renew the insurance at a cost of £455.20. Proposed Cllr Lake, seconded Cllr Hill. All in favour.

6. Playground
Cllr Marsh suggested a new swing. It was agreed to defer this item to the next meeting.
The Clerk to obtain three quotes.

7. Co-option
There is a vacancy for one councillor. Anyone interested should contact the Clerk.

8. Date of next meeting
Tuesday 1st June 2021 at 7.30pm

The meeting closed at 8.45pm.
""",
    ),
    "motions with counted votes": Style(
        4,
        ("approves the budget for the photo", "buys a second camera", "not to renew the contract"),
        date(2022, 7, 10),
        """\
---
title: "Board meeting"
---
# Wiki Example Chapter: Board meeting 12 June 2022

**Present:** Avery Lake (chair), Robin Scribe (secretary), Sam Hill, Jo Marsh (treasurer)
**Absent:** Lee Brook
**Start:** 19:05

## 1. Budget
**Motion 2022-14:** The board approves the budget for the photo contest (1,200 EUR).
Proposed: Jo Marsh. Seconded: Sam Hill.
In favour: 4. Against: 0. Abstentions: 0. **Adopted.**

**Motion 2022-15:** The board buys a second camera kit.
In favour: 1. Against: 3. **Not adopted.**

## 2. Annual plan
Avery presented a draft. The board liked the direction; it will be put to the vote in July.
The global Foundation approved our grant request for 2022 in May.

## 3. Elections
The general assembly will be on 24 September 2022. Candidates for the two vacant seats may apply until 31 August.
The election committee still needs one member.

## 4. Misc
Sam suggested that we might open an office. Robin will check the insurance.
We decided not to renew the contract with the printing firm.

Next meeting: 10 July, 19:00, online.
""",
    ),
    "a parents' committee with American dates": Style(
        2,
        ("spend $300 on playground chalk",),
        date(2023, 10, 12),
        """\
# PTA Meeting Minutes

**Date:** 09/14/2023
**Location:** Library

| Name | Role | Present |
| --- | --- | --- |
| Avery Lake | President | Y |
| Robin Scribe | Secretary | Y |
| Sam Hill | Treasurer | N |

**Call to order:** 6:02 PM by Avery Lake

**Treasurer's Report:** Balance $4,210. Motion to accept the treasurer's report made by Robin, seconded by Jo. Motion passed.

**Old Business**
- Movie night on 10/06/2023: we need 5 volunteers to sell popcorn. Sign up with Robin!
- Book fair was a success

**New Business**
- Jo made a motion to spend $300 on playground chalk. Lee seconded. All in favor, motion carries.
- The principal announced that the district approved new lunch menus.
- Fall Festival is Friday, October 27, 2023 5-8pm
- Room parent coordinator position is still open

**Next Meeting:** 10/12/2023 6:00 PM

Adjourned 7:15 PM
""",
    ),
    "special orders of directors": Style(
        6,
        ("Robin Scribe is relieved", "Terminate the Old Project"),
        date(2021, 12, 15),
        """\
The Example Software Foundation

Board of Directors Meeting Minutes

17 November 2021

1. Call to order

   The meeting was scheduled for 21:00 UTC and began at 21:02 when
   a sufficient attendance to constitute a quorum was recognized by
   the chairman.

2. Roll Call

   Directors Present:

     Avery Lake
     Robin Scribe
     Sam Hill

   Directors Absent:

     Jo Marsh

   Executive Officers Present:

     Lee Brook

   Guests:

     Kim Dale
     Pat Moor

3. Minutes from previous meetings

   A. The meeting of October 20, 2021

      Approved by General Consent.

4. Executive Officer Reports

   A. President [Lee]

      We held a conference in September. More than 3,000 people registered.
      A contract with the conference vendor was signed last month.

5. Special Orders

   A. Change the Example Project Chair

      WHEREAS, the Board of Directors heretofore appointed Robin Scribe
      to the office of Vice President, Example Project; and

      NOW, THEREFORE, BE IT RESOLVED, that Robin Scribe is relieved
      and discharged from the duties of the office of Vice President; and

      BE IT FURTHER RESOLVED, that Kit Glen be and hereby is appointed
      to the office of Vice President, Example Project.

      Special Order 5A, Change the Example Project Chair, was
      approved by Unanimous Vote of the directors present.

   B. Terminate the Old Project

      Special Order 5B was tabled.

6. Discussion Items

   A. Should we allow funding of travel?

      The board discussed. No action taken.

7. Next Meeting

   December 15, 2021 at 21:00 UTC
""",
    ),
    "a chat log with a bot": Style(
        4,
        ("#agreed Nominations are extended",),
        None,
        """\
# Debian-like Example Meeting

Minutes: http://meetbot.example.org/x/2021/x.2021-08-12-16.00.html
18:00:03 <avery> #startmeeting
18:00:10 <zodbot> Meeting started Thu Aug 12 18:00:03 2021 UTC.
18:01:00 <avery> #topic elections
18:02:00 <robin> I think we should extend nominations
18:03:00 <sam> +1
18:03:10 <jo> +1
18:04:00 <avery> #agreed Nominations are extended until 26 August (+4, 0, -0)
18:05:00 <robin> #action robin to update the wiki
18:06:00 <sam> #info Flock-like event is August 20-22
18:07:00 <avery> #help we need someone to run the test day
18:09:00 <avery> #endmeeting
""",
    ),
    "numbered notes of a society": Style(
        3,
        ("taps be turned off", "proposal to raise rents"),
        date(2022, 2, 14),
        """\
Minutes of Example Allotment Society committee
Held: Monday 10 January 2022, 7pm

Present: Avery Lake, Chair
         Robin Scribe, Secretary
         Sam Hill, Treasurer
Apologies: Jo Marsh

1. Minutes of last meeting: agreed.
2. Matters arising: Sam reported that the council had agreed to repair the fence.
3. Water. After long debate it was decided by 4 votes to 1 that the taps be turned off in November. Avery to put up a notice.
4. Rents: proposal to raise rents by 5% (prop. SH, sec. RS) carried.
5. Open day: to be held on Sunday 19 June. Volunteers needed for teas.
6. AGM: Wednesday 16 March. All posts up for election; nominations to the Secretary by 1 March.
7. AOB: A bee club asked if they could keep hives. Committee to consider at next meeting.
Next meeting: Monday 14 Feb
""",
    ),
    "wiki markup": Style(
        3,
        ("spend 200 on prizes",),
        date(2022, 6, 9),
        """\
= Example Chapter board meeting, 12 May 2022 =

'''Present:''' [[User:Avery|Avery Lake]], [[User:Robin|Robin Scribe]], Sam Hill

'''Apologies:''' Jo Marsh

== Budget ==
* It was agreed to spend 200 on prizes.
** Robin will order them.
* A logo contest was suggested.

== Next meeting ==
9 June 2022, 19:00
""",
    ),
    "a web page": Style(
        3,
        ("repair the roof",),
        date(2022, 6, 9),
        """\
<!DOCTYPE html>
<html><head><title>Example Club committee, 12 May 2022</title></head>
<body>
<h1>Example Club committee</h1>
<p>Minutes of the meeting of 12 May 2022</p>
<h2>Present</h2>
<ul>
<li>Avery Lake (chair)</li>
<li>Robin Scribe</li>
<li>Sam Hill</li>
</ul>
<p><b>Apologies:</b> Jo Marsh</p>
<h2>Shed</h2>
<p>It was agreed to repair the roof. Sam suggested a new door.</p>
<p>We need a volunteer to paint it.</p>
<h2>Next meeting</h2>
<p>Thursday 9 June 2022, 7.30pm</p>
</body></html>
""",
    ),
    "a mail": Style(
        2,
        ("buy the tent",),
        date(2022, 6, 9),
        """\
From: Robin Scribe <robin@example.org>
To: Example Trust Board <board@example.org>
Date: Fri, 13 May 2022 09:12:00 +0100
Subject: Minutes of the board meeting on 12 May 2022

Dear all,

here are my notes from last night. Avery Lake, Sam Hill and I were there, Jo Marsh could not come.

* We decided to buy the tent after all.
* Sam wonders whether two tents would be better.
* The council told us that the field is closed until 1 July.

We meet again on 9 June at Sam's.

Best wishes,
Robin
""",
    ),
    "an outline": Style(
        3,
        ("spend 200 on prizes",),
        date(2022, 6, 9),
        """\
#+TITLE: Example Group notes
#+DATE: <2022-05-12 Thu>

* Attendance
  - Avery Lake
  - Robin Scribe
  - Sam Hill
* Topics
** Budget
   The group decided to spend 200 on prizes.
** TODO Robin: order prizes
* Next meeting
  <2022-06-09 Thu 19:00>
""",
    ),
    "AsciiDoc": Style(
        3,
        ("adopts the new charter", "fee stays at 20"),
        date(2022, 6, 9),
        """\
= Example Council
:date: 2022-05-12

== Attendees

* Avery Lake
* Robin Scribe
* Sam Hill

== Decisions

. The council adopts the new charter.
. The fee stays at 20.

== Next Meeting

June 9th
""",
    ),
    "a letter in columns": Style(
        3,
        ("plumber be engaged", "fees rise to £30"),
        date(2022, 6, 9),
        """\
MINUTES OF THE QUARTERLY MEETING OF THE EXAMPLE ALLOTMENT TRUST

Held at the Village Hall on Thursday the twelfth day of May 2022 (12/05/2022)

PRESENT:     Avery Lake      (in the Chair)
             Robin Scribe    (Secretary)
             Sam Hill        (Treasurer)
             and nine members

APOLOGIES:   Jo Marsh

22/14  WATER
       Mr Hill reported a leak. After discussion it was AGREED that a plumber be engaged.
                                                            Action: SH
22/15  FEES
       Proposed by Mr Hill, seconded by Ms Lake, that fees rise to £30. CARRIED nem con.

22/16  DATE OF NEXT MEETING
       9th June 2022 at 7.30 p.m.
""",
    ),
}


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES.keys())
def test_notes_are_read_in_this_style(style: Style):
    minutes = read_minutes(style.notes.encode(), path="notes.md")
    quotes = [decision.quote for decision in minutes.decisions]
    assert len(minutes.attendees) == style.people
    assert len(quotes) == len(style.decisions)
    assert all(words in quote for words, quote in zip(style.decisions, quotes, strict=True))
    assert minutes.next_meeting == style.following
