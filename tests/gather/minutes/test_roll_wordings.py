"""Who was there, who was not and who took the chair, in the wordings of wikis, logs and circles."""

# ruff: noqa: E501 - a line of notes is kept as one line

import pytest

from pynews.gather.minutes import read_minutes

NAMES = ("Avery Lake", "Robin Scribe", "Sam Hill")
NICKS = ("alake", "robin", "sam")
AWAY = ("Jo Marsh",)
CHAIR = "Avery Lake"
ROLLS: tuple[tuple[str, tuple[str, ...], tuple[str, ...], str], ...] = (
    ("Who:\n- Avery Lake (AL)\n- Robin Scribe (RS)\n- Sam Hill (SH)", NAMES, (), ""),
    (
        "Who is here? (add yourself)\n- Avery Lake (@alake, core dev)\n- Robin Scribe / Example Lab\n- Sam Hill -- first time here! 👋",
        NAMES,
        (),
        "",
    ),
    ("Who's there? Please add yourself:\n* Avery Lake\n* Robin Scribe\n* Sam Hill", NAMES, (), ""),
    (
        "## Attendance (please add your name)\n\n- Avery Lake\n- Robin Scribe\n- Sam Hill",
        NAMES,
        (),
        "",
    ),
    ("There: Avery Lake, Robin Scribe, Sam Hill (jitsi), 3 guests", NAMES, (), ""),
    ("  * **There:** alake, robin, sam (jitsi), 3 guests", NICKS, (), ""),
    (
        "  * **Moderation:** alake\n  * **Protocol:** robin\n  * **There:** alake, robin, sam (jitsi), 3 guests",
        NICKS,
        (),
        "alake",
    ),
    ("Roll: Avery Lake, Robin Scribe, Sam Hill. Jo Marsh sent apologies.", NAMES, AWAY, ""),
    ("Present: Avery Lake, Robin Scribe. Sam Hill joined at 18:20.", NAMES, (), ""),
    (
        "Present: Avery Lake, Robin Scribe. Sam Hill arrived at item 3. Jo Marsh sent her regrets.",
        NAMES,
        AWAY,
        "",
    ),
    (
        "Present: Avery Lake, PhD (chair), Robin Scribe (minutes), Sam Hill (from item 3)",
        NAMES,
        (),
        CHAIR,
    ),
    (
        "Attendees:\nDr Avery Lake -Northern Trust (Chair)\nRobin Scribe, PhD - Regional Analytics Unit\nSam Hill MSc - Ambulance Service\nApologies: Jo Marsh",
        NAMES,
        AWAY,
        CHAIR,
    ),
    ("Attendees (7): Avery Lake, Robin Scribe, Sam Hill, + 4 guests", NAMES, (), ""),
    ("Present: Avery Lake, Robin Scribe, Sam Hill + two guests", NAMES, (), ""),
    (
        "Present: Avery Lake, Robin Scribe, Sam Hill (left 19:10)\nRemote: \nRegrets: Jo Marsh",
        NAMES,
        AWAY,
        "",
    ),
    ("In person: Avery Lake, Robin Scribe\nRemote: Sam Hill\nExcused: Jo Marsh", NAMES, AWAY, ""),
    ("Present: Avery Lake, Robin Scribe; remote: Sam Hill; regrets: Jo Marsh", NAMES, AWAY, ""),
    ("Present: Avery Lake, Robin Scribe, Sam Hill | Absent: Jo Marsh", NAMES, AWAY, ""),
    (
        "### Attending\n * Avery Lake (chairing)\n * Robin Scribe\n * Sam Hill\n\n### Regrets\n * Jo Marsh\n\n### Missing\n * Kim Ford",
        NAMES,
        AWAY,
        CHAIR,
    ),
    (
        "; Present\n: [[User:Avery Lake|Avery Lake]], [[User:Robin Scribe|Robin Scribe]], [[User:Sam Hill|Sam Hill]] (from item 3)\n; Excused\n: [[User:Jo Marsh|Jo Marsh]]\n",
        NAMES,
        AWAY,
        "",
    ),
    (
        "'''Present:''' [[User:Avery Lake|Avery Lake]] (chair), [[User:Robin Scribe|Robin Scribe]], [[User:Sam Hill|Sam Hill]]\n\n'''Apologies:''' [[User:Jo Marsh|Jo Marsh]]",
        NAMES,
        AWAY,
        CHAIR,
    ),
    (
        "== Attendees ==\n* [[User:Avery Lake|Avery Lake]] ([[User talk:Avery Lake|talk]])\n* [[User:Robin Scribe|Robin Scribe]]\n* [[User:Sam Hill]]\n",
        NAMES,
        (),
        "",
    ),
    (
        "| | |\n|:--|:--|\n| **When** | 4 May |\n| **Who** | Avery Lake (es), Robin Scribe (fr), Sam Hill (de, notes) |\n",
        NAMES,
        (),
        "",
    ),
    ("<alake> hi, here\n<robin> here\n<sam> * sam waves\n", NICKS, (), ""),
    (
        "19:00 <alake> #startmeeting example\n19:00 <alake> #chair robin sam\n19:01 <robin> here\n19:01 <sam> .hello\n",
        NICKS,
        (),
        "alake",
    ),
    ("[19:00] * alake waves\n[19:00] * robin is here\n[19:01] <sam> o/\n", NICKS, (), ""),
    ("👥 Attendees\n\n👤 Avery Lake\n👤 Robin Scribe\n👤 Sam Hill\n", NAMES, (), ""),
    ("## 👥 Attendees\n\n- 🧑 Avery Lake\n- 🧑 Robin Scribe\n- 🧑 Sam Hill\n", NAMES, (), ""),
    ("Attendees: @alake, @robin-s, @sam_h", ("alake", "robin-s", "sam_h"), (), ""),
    ("12 people: Avery Lake (chair), Robin Scribe, Sam Hill and nine others", NAMES, (), CHAIR),
    ("Present were Avery Lake, Robin Scribe and Sam Hill; Jo Marsh sent regrets.", NAMES, AWAY, ""),
    (
        "Present: Avery (AL), Robin (RS), Sam (SH)\nApologies: Jo (JM)",
        ("Avery", "Robin", "Sam"),
        ("Jo",),
        "",
    ),
    (
        "*Facilitator:* Avery Lake\n*Secretary:* Robin Scribe\n*Present:* Avery Lake (they/them, facilitator), Robin Scribe, Sam Hill (link to Members' circle)\n*Sent regrets:* Jo Marsh\n*Observing:* 1 candidate member",
        NAMES,
        AWAY,
        CHAIR,
    ),
    (
        "Scribe: Robin Scribe. Present: Avery Lake, Robin Scribe, Sam Hill. Regrets: none. Excused: Jo Marsh",
        NAMES,
        AWAY,
        "",
    ),
    (
        "Attendance\n\n- [x] Avery Lake (chair)\n- [x] Robin Scribe\n- [x] Sam Hill\n- [ ] Jo Marsh (apologies)\n",
        NAMES,
        AWAY,
        CHAIR,
    ),
    (
        "Members present: A. Lake (Chair), R. Scribe, S. Hill. Members absent: J. Marsh.",
        ("A. Lake", "R. Scribe", "S. Hill"),
        ("J. Marsh",),
        "A. Lake",
    ),
    (
        "Members\n\nAvery Lake – Chair – present\nRobin Scribe – Treasurer – present\nSam Hill – present\nJo Marsh – apologies",
        NAMES,
        AWAY,
        CHAIR,
    ),
    (
        "Avery Lake (Chair), Robin Scribe (Secretary), Sam Hill\n\nNot present: Jo Marsh",
        NAMES,
        AWAY,
        CHAIR,
    ),
    ("Apologies from Jo Marsh.\nPresent: Avery Lake, Robin Scribe, Sam Hill", NAMES, AWAY, ""),
    ("Present: Avery Lake, Robin Scribe, Sam Hill (apologies: Jo Marsh)", NAMES, AWAY, ""),
    (
        "Participants: Avery Lake [AL], Robin Scribe [RS], Sam Hill [SH] (until 20:00)",
        NAMES,
        (),
        "",
    ),
    (
        "People\n------\n\nAvery Lake, Example Labs\nRobin Scribe, Example University\nSam Hill, Independent\n",
        NAMES,
        (),
        "",
    ),
    (
        "On the call: Avery Lake, Robin Scribe and Sam Hill from the web team\nAway: Jo Marsh",
        NAMES,
        AWAY,
        "",
    ),
    (
        "Attendees:\n\n    Avery Lake\n    Robin Scribe\n    Sam Hill\n\nRegrets:\n\n    Jo Marsh\n",
        NAMES,
        AWAY,
        "",
    ),
    (
        "Directors Present: Avery Lake, Robin Scribe,\n    Sam Hill\nDirectors Absent: none\nGuests: none",
        NAMES,
        (),
        "",
    ),
    (
        "Present: Avery Lake, Robin Scribe, Sam Hill\n\n* Python 3.12 is out\n* Wikimania: Robin was there",
        NAMES,
        (),
        "",
    ),
    (
        "Present: Avery Lake, Robin Scribe, Sam Hill\n\n- PyCon: many people there\n- Berlin: nobody was there",
        NAMES,
        (),
        "",
    ),
    (
        "Present: Avery Lake, Robin Scribe, Sam Hill\nLocation: Central Library\nZoom: link below",
        NAMES,
        (),
        "",
    ),
    (
        "Present: Avery Lake, Robin Scribe, Sam Hill (3 members, quorum)\nVenue: The Crown",
        NAMES,
        (),
        "",
    ),
    (
        "Attendees (3 of 5): Avery Lake, Robin Scribe, Sam Hill. Quorum reached. Excused are Jo Marsh.",
        NAMES,
        AWAY,
        "",
    ),
    (
        "Attendees: Avery Lake (she/her), Robin Scribe (they/them), Sam Hill (he/him)\nExcused with notice: Jo Marsh",
        NAMES,
        AWAY,
        "",
    ),
    ("Avery Lake (in the chair), Robin Scribe, Sam Hill. Apologies: Jo Marsh.", NAMES, AWAY, CHAIR),
    (
        "Moderator: Avery Lake\nAttendees: Robin Scribe, Sam Hill\nApologies: Jo Marsh",
        NAMES,
        AWAY,
        CHAIR,
    ),
    (
        "Meeting chair: Avery Lake\nMinute taker: Robin Scribe\nAttending: Avery Lake, Robin Scribe, Sam Hill\nLate: none",
        NAMES,
        (),
        CHAIR,
    ),
    (
        "Attendees\n=========\n\n1. Avery Lake (Chair)\n2. Robin Scribe\n3. Sam Hill\n\nLate apologies: Jo Marsh",
        NAMES,
        AWAY,
        CHAIR,
    ),
    (
        "Present: Avery Lake, Robin Scribe, Sam Hill (arrived 19:15)\nWith apologies: Jo Marsh (travelling)",
        NAMES,
        AWAY,
        "",
    ),
    (
        "Attending: Avery Lake (Acme Ltd), Robin Scribe (Example Corp), Sam Hill (self)\nRegrets: Jo Marsh (Acme Ltd)",
        NAMES,
        AWAY,
        "",
    ),
    (
        "Attendees: Avery Lake <avery@example.org>, Robin Scribe <robin@example.org>, Sam Hill <sam@example.org>",
        NAMES,
        (),
        "",
    ),
    ("Video: Avery Lake, Robin Scribe\nPhone: Sam Hill\nApologies: Jo Marsh", NAMES, AWAY, ""),
    ("Sam chairs. Avery, Robin and Sam are there.", ("Avery", "Robin", "Sam"), (), "Sam"),
    (
        "We were: Avery Lake (chair today), Robin Scribe, Sam Hill. Not with us: Jo Marsh.",
        NAMES,
        AWAY,
        CHAIR,
    ),
    (
        "Voting members: Avery Lake, Robin Scribe. Non-voting: Sam Hill. Absent with excuse: Jo Marsh",
        NAMES,
        AWAY,
        "",
    ),
)


@pytest.mark.parametrize(("roll", "there", "away", "chair"), ROLLS)
def test_a_roll_tells_who_came_who_did_not_and_who_led(
    roll: str, there: tuple[str, ...], away: tuple[str, ...], chair: str
):
    notes = f"# Example Group meeting, 4 May 2022\n\n{roll}\n\n## Budget\n\nIt was agreed to pay.\n"
    minutes = read_minutes(notes.encode(), path="notes.md")
    told = (sorted(minutes.attendees), sorted(minutes.apologies), minutes.chair)
    assert told == (sorted(there), sorted(away), chair)


@pytest.mark.parametrize(
    ("opening", "chair"),
    [
        ("The meeting was called to order at 19:02 by Avery.", "Avery"),
        ("Ten members came, Avery took the chair and Robin the minutes.", "Avery"),
        ("Chair\n   Avery\n", "Avery"),
        ("Meeting started by alake at 16:02:11 UTC on Thursday.", "alake"),
        ("The meeting was opened by the landlord.", ""),
    ],
)
def test_whoever_opens_the_meeting_leads_it(opening: str, chair: str):
    notes = (
        f"# Example Group meeting, 4 May 2022\n\n{opening}\n\n## Budget\n\nIt was agreed to pay.\n"
    )
    assert read_minutes(notes.encode(), path="notes.md").chair == chair


def test_an_empty_box_of_a_task_makes_nobody_absent():
    notes = "# Example Group, 4 May 2022\n\nPresent: Avery, Robin, Sam\n\n## TODO\n\n- [x] Avery: tag it\n- [ ] Robin: find the list\n"
    minutes = read_minutes(notes.encode(), path="notes.md")
    assert minutes.attendees == ("Avery", "Robin", "Sam")
    assert minutes.apologies == ()
