"""Who was there, in labels that no list of phrases foresees: made of words of attendance."""

# ruff: noqa: E501 - a line of notes is kept as one line

import pytest

from pynews.gather.minutes import read_minutes
from pynews.model import Minutes

THERE = {"Avery Lake", "Robin Scribe", "Sam Hill"}
ROLLS = (
    "With us were Avery Lake (who led the evening), Robin Scribe and, for the first half, Sam Hill.",
    "👥 **Who's here** Avery Lake · Robin Scribe · guest: Sam Hill\n🚫 **Can't make it** Jo Marsh",
    "**Board members on the call:** Avery Lake, Robin Scribe, Sam Hill\n**Unable to attend:** Jo Marsh",
    "Pres: Avery Lake (chair), Robin Scribe, Sam Hill\nApols: Jo Marsh",
    "In the room: Avery Lake, Robin Scribe. On screen: Sam Hill.\nSorry: Jo Marsh",
    "**here:** Avery Lake (lead), Robin Scribe (money), Sam Hill (socials, late because bus)\n**not here:** Jo Marsh (ill)",
    "| Role | Name | There? |\n|--|--|--|\n| Coordinator (chair) | Avery Lake | Y |\n| Referees | Robin Scribe | Y |\n| Schools | Sam Hill, MEd | Y |\n| Venue | Jo Marsh | N, apologies |",
    "1. Roll Call\n\n    Directors Present:\n\n        Avery Lake\n        Robin Scribe (joined at 10:40)\n\n    Directors Absent:\n\n        Jo Marsh\n\n    Officers Present:\n\n        Sam Hill\n\n    Guests:\n\n        none\n",
    "Facilitator: Avery Lake\nMinutes: Robin Scribe\nAlso there: Sam Hill\nNot there: Jo Marsh (ill)",
    "## Present\n\n* TSC\n  * Avery Lake @alake (TSC)\n  * Robin Scribe @rscribe (TSC)\n* Observers\n  * Sam Hill @shill\n",
    "Voting members in attendance (3 of 5): Avery Lake, Robin Scribe, Sam Hill\nVoting members not in attendance: Jo Marsh",
    "### Steering council members\n\n- [x] Avery Lake\n- [x] Robin Scribe\n- [x] Sam Hill\n- [ ] Jo Marsh\n",
    "In attendance: Avery Lake (Chair) Robin Scribe (Secretary) Sam Hill (Treasurer)",
    "The meeting was called to order by Avery Lake at 19:00 with Robin Scribe and Sam Hill present.",
    "Attendees (from the call): Avery Lake; Robin Scribe; Sam Hill",
    "Regrets: Jo Marsh.  Chair: Avery Lake.  Scribe: Robin Scribe. Present: Sam Hill.",
    "Meeting attended by\n\n- Avery Lake\n- Robin Scribe\n- Sam Hill\n",
    "#### People who joined\n- Avery Lake\n- Robin Scribe\n- Sam Hill\n",
    "In attendance were board members Avery Lake, Robin Scribe, and Sam Hill. Jo Marsh was unable to attend.",
    "Present were Avery Lake (chair), Robin Scribe and Sam Hill. Apologies came from Jo Marsh.",
    "Attendance\n\n✔ Avery Lake\n✔ Robin Scribe\n✔ Sam Hill\n✘ Jo Marsh\n",
    "Present: Avery Lake, Robin Scribe, and our guest Sam Hill",
    "The board met by video. Taking part were Avery Lake, Robin Scribe and Sam Hill. Jo Marsh was excused.",
    "Quorum: yes (Avery Lake, Robin Scribe, Sam Hill)",
)
EXCUSED = (
    "Present: Avery Lake\nCan't make it: Jo Marsh",
    "Present: Avery Lake\nCould not come: Jo Marsh",
    "Present: Avery Lake\nSorry not to be there: Jo Marsh",
    "Present: Avery Lake\nApols: Jo Marsh",
    "Present: Avery Lake. Apologies came from Jo Marsh.",
    "People: Avery Lake, apologies Jo Marsh",
)


def read(roll: str) -> Minutes:
    notes = f"# Example Group meeting, 4 May 2022\n\n{roll}\n\n## Budget\n\nIt was agreed to pay.\n"
    return read_minutes(notes.encode(), path="notes.md")


@pytest.mark.parametrize("roll", ROLLS)
def test_the_same_three_people_are_found_under_any_words_of_attendance(roll: str):
    assert set(read(roll).attendees) == THERE


@pytest.mark.parametrize("roll", EXCUSED)
def test_whoever_could_not_come_is_excused_and_not_there(roll: str):
    minutes = read(roll)
    assert minutes.apologies == ("Jo Marsh",)
    assert minutes.attendees == ("Avery Lake",)


@pytest.mark.parametrize(
    "heading", ["From the floor", "On the agenda", "Meeting room", "Here we go"]
)
def test_people_who_speak_under_another_heading_are_not_taken_for_a_roll(heading: str):
    notes = f"# Example Group, 4 May 2022\n\nPresent: Avery Lake\n\n## {heading}\n\n- cake\n- more chairs\n"
    assert read_minutes(notes.encode(), path="notes.md").attendees == ("Avery Lake",)


def test_handles_without_commas_are_people_of_their_own():
    assert read("Present: @alake @rscribe @shill").attendees == ("alake", "rscribe", "shill")


def test_a_vacant_office_is_nobody_and_the_one_in_the_chair_is_the_chair():
    minutes = read(
        "In the chair: Avery Lake\nThere were 24 members present including Robin Scribe and Sam Hill.\nSecretary: vacant"
    )
    assert set(minutes.attendees) == THERE
    assert minutes.chair == "Avery Lake"


def test_there_was_a_talk_names_nobody():
    minutes = read("Present: Avery Lake\n\nThere was a talk on aims and purposes.")
    assert minutes.attendees == ("Avery Lake",)
