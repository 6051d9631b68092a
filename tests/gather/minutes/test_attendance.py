"""Who was there: one board in the many ways in which notes list people."""

# ruff: noqa: E501 - a line of notes is kept as one line

import pytest

from pynews.gather.minutes import read_minutes
from pynews.model import Minutes

THERE = {"Avery Lake", "Robin Scribe", "Sam Hill"}

LISTS = (
    "We were three: Avery Lake, Robin Scribe and Sam Hill.\n",
    "Avery Lake, Robin Scribe and Sam Hill met at the library.\n",
    "Avery Lake was in the chair, with Robin Scribe and Sam Hill present.\n",
    "Attended by: Avery Lake, Robin Scribe, Sam Hill\n",
    "Roll: Avery Lake here, Robin Scribe here, Sam Hill here, Jo Marsh absent\n",
    "Attendance: 3 members (Avery Lake, Robin Scribe, Sam Hill)\n",
    "Avery Lake, Robin Scribe, Sam Hill — regrets: Jo Marsh\n",
    "Dialled in: Avery Lake, Robin Scribe, Sam Hill\n",
    "Also present: Sam Hill\nPresent: Avery Lake, Robin Scribe\n",
    "Council: Avery Lake (chair), Robin Scribe\nGuests: Sam Hill\n",
    "| Role | Name | Attendance |\n|---|---|---|\n| Chair | Avery Lake | ✓ |\n| Secretary | Robin Scribe | ✓ |\n| Member | Sam Hill | ✓ |\n| Member | Jo Marsh | – |\n",
    "| | Present | Apologies |\n|---|---|---|\n| Avery Lake | x | |\n| Robin Scribe | x | |\n| Sam Hill | x | |\n| Jo Marsh | | x |\n",
    "**Members attending**\n\n1. Avery Lake\n2. Robin Scribe\n3. Sam Hill\n\n**Members not attending**\n\n1. Jo Marsh\n",
    "Present:   Avery Lake\n           Robin Scribe\n           Sam Hill\n",
    "Present: Avery Lake, Chair; Robin Scribe, Secretary; Sam Hill, Treasurer\n",
    "Present: Avery Lake (AL, chair), Robin Scribe (RS, minutes), Sam Hill (SH)\nNot present: Jo Marsh\n",
    "ATTENDEES\n\nAvery Lake, Example Org\nRobin Scribe, Other Org\nSam Hill, Third Org\n",
    "Attendees\n\n* Avery Lake, *Example Org* (chair)\n* Robin Scribe, *Other Org*\n* Sam Hill\n",
    "Present: Avery Lake, Robin Scribe, Sam Hill\n",
    "Those present were as follows: Avery Lake, Robin Scribe, Sam Hill.\n",
    "Members in attendance were Avery Lake, Robin Scribe and Sam Hill.\n",
    "In the meeting: Avery Lake, Robin Scribe, Sam Hill\n",
    "Meeting attendees were Avery Lake, Robin Scribe, Sam Hill\n",
    "- Avery Lake: present\n- Robin Scribe: present\n- Sam Hill: present\n- Jo Marsh: excused\n",
    "Attendance:\n- Avery Lake: yes\n- Robin Scribe: yes\n- Sam Hill: yes\n- Jo Marsh: no\n",
    "<p><strong>Present:</strong> Avery Lake, Robin Scribe, Sam Hill</p>\n",
    "<b>Present</b><br/>\nAvery Lake<br/>\nRobin Scribe<br/>\nSam Hill<br/>\n",
    "Present: Avery Lake,Robin Scribe,Sam Hill\n",
    "**Attendees** (alphabetical): Avery Lake, Robin Scribe, Sam Hill\n",
    "*In attendance*\n: Avery Lake, Robin Scribe, Sam Hill\n",
    "Present - Avery Lake, Robin Scribe, Sam Hill. Apologies - Jo Marsh.\n",
    "Present. Avery Lake, Robin Scribe, Sam Hill.\n",
    "Present ... Avery Lake, Robin Scribe, Sam Hill\n",
    "Attendees\n---------\nAvery Lake, Robin Scribe, Sam Hill\n",
    "**Present:**\nAvery Lake\nRobin Scribe\nSam Hill\n",
    "**Present**\n\nAvery Lake  \nRobin Scribe  \nSam Hill  \n",
    "Present were Avery Lake, Robin Scribe and Sam Hill.\n",
    "In the room: Avery Lake; On Zoom: Robin Scribe, Sam Hill\n",
    "In the room: Avery Lake\nOnline: Robin Scribe, Sam Hill\n",
    "Participants (3): Avery Lake, Robin Scribe, Sam Hill\n",
    "## Who was there\n\n- Avery Lake (chair)\n- Robin Scribe\n- Sam Hill\n",
    "| Attendee | Affiliation |\n|---|---|\n| Avery Lake | Example Inc |\n| Robin Scribe | Uni |\n| Sam Hill | |\n",
    "Members present: Avery Lake, Robin Scribe, Sam Hill. Members absent: Jo Marsh.\n",
    "Roll call: Avery Lake (present), Robin Scribe (present), Sam Hill (here), Jo Marsh (absent)\n",
    "## Attendance\n\nAvery Lake – present\nRobin Scribe – present\nSam Hill - present\nJo Marsh – absent\n",
    "## Attendance\n✓ Avery Lake\n✓ Robin Scribe\n✓ Sam Hill\n✗ Jo Marsh\n",
    "## Attendance\n- ✅ Avery Lake\n- ✅ Robin Scribe\n- ✅ Sam Hill\n- ❌ Jo Marsh\n",
    "Present: Avery Lake [AL], Robin Scribe [RS], Sam Hill [SH]\n",
    "Attending (voting): Avery Lake, Robin Scribe\nAttending (non-voting): Sam Hill\n",
    "Quorum: 3/4 - Avery Lake, Robin Scribe, Sam Hill\n",
    "We were: Avery Lake, Robin Scribe, Sam Hill\n",
    "Around the table: Avery Lake, Robin Scribe and Sam Hill.\n",
    "Avery Lake, Robin Scribe and Sam Hill attended.\n",
    "The meeting was attended by Avery Lake, Robin Scribe and Sam Hill.\n",
    "- Present:\n  - Avery Lake\n  - Robin Scribe\n  - Sam Hill\n- Absent:\n  - Jo Marsh\n",
    "Present\n: Avery Lake\n: Robin Scribe\n: Sam Hill\n",
    "Present: 1. Avery Lake 2. Robin Scribe 3. Sam Hill\n",
    "Present:\n1. Avery Lake\n2. Robin Scribe\n3. Sam Hill\n",
    "## Attendance\n\n### Online\n- Avery Lake\n### In person\n- Robin Scribe\n- Sam Hill\n### Apologies\n- Jo Marsh\n",
    "Attendees: Avery Lake (Example Corp), Robin Scribe (Big University, Dept. of Physics), Sam Hill (independent)\n",
    "Attendees: Avery Lake, Example Corp; Robin Scribe, Big University; Sam Hill, independent\n",
    "Attendees:\n* Avery Lake, Example Corp\n* Robin Scribe, Big University\n* Sam Hill, Independent\n",
    "Attendees: Avery Lake / Robin Scribe / Sam Hill\n",
    "Attendees: Avery Lake | Robin Scribe | Sam Hill\n",
    "__Attending__ : Avery Lake, Robin Scribe & Sam Hill; __Regrets__ : Jo Marsh\n",
    "*Present*: Avery Lake, Robin Scribe, Sam Hill *Apologies*: Jo Marsh\n",
    "Here today: Avery Lake, Robin Scribe, Sam Hill\n",
    "Taking part: Avery Lake, Robin Scribe, Sam Hill (minutes)\n",
    "Avery Lake (AL), Robin Scribe (RS), Sam Hill (SH)\n",
    "Facilitator: Avery Lake\nNotes: Robin Scribe\nAlso there: Sam Hill\n",
    "Chair: Avery Lake\nPresent: Robin Scribe, Sam Hill\n",
    "Present: Avery Lake (in the chair), Robin Scribe, Sam Hill, and two members of the public\n",
    "Attendees: @averyl (Avery Lake), @robins (Robin Scribe), @samh (Sam Hill)\n",
    "## Participants\nAvery Lake (AL)\nRobin Scribe (RS)\nSam Hill (SH)\n\nRegrets: Jo Marsh\n",
    "Present: <br>Avery Lake<br>Robin Scribe<br>Sam Hill<br>\n",
    "## Present\n\n| | |\n|---|---|\n| Avery Lake | Chair |\n| Robin Scribe | Secretary |\n| Sam Hill | |\n",
    "attendees: Avery Lake, Robin Scribe, Sam Hill. regrets: none\n",
    "Present: Mr Avery Lake MBE, Ms Robin Scribe BSc (Hons), Dr. Sam Hill\n",
    "Attendance: Avery Lake, Robin Scribe, Sam Hill (first half only), Jo Marsh sent apologies\n",
    "In attendance: Avery Lake - Chair, Robin Scribe - Secretary, Sam Hill - Treasurer\n",
    "Directors in attendance: Avery Lake, Robin Scribe.\nOthers in attendance: Sam Hill\n",
    "Board: Avery Lake, Robin Scribe\nStaff: Sam Hill\nExcused: Jo Marsh\n",
    "Avery Lake opened the meeting. Robin Scribe and Sam Hill were also present. Jo Marsh had sent her apologies.\n",
    "Attendees: Avery Lake, Robin Scribe,\nSam Hill\n",
    "* **Attendees:** Avery Lake, Robin Scribe, Sam Hill\n* **Apologies:** Jo Marsh\n* **Minutes:** Robin Scribe\n",
    "Present (3 of 5 members): Avery Lake, Robin Scribe, Sam Hill\n",
    "PRESENT: Avery Lake, Robin Scribe, Sam Hill\nABSENT: Jo Marsh\n",
    "Name (initials)\nPresent: Avery Lake (Chair, AL), Robin Scribe (RS); Sam Hill (SH)\n",
    "Attendees: Avery Lake, Robin Scribe, Sam Hill, 3 guests\n",
    "With: Avery Lake, Robin Scribe, Sam Hill. Without: Jo Marsh (ill)\n",
    "Attendance\n\nPresent\n\nAvery Lake, Robin Scribe, Sam Hill\n\nNot present\n\nJo Marsh\n",
)

APOLOGIES = (
    "Apologies: Jo Marsh",
    "**Regrets:** Jo Marsh (Example Org)",
    "Apologies were received from Jo Marsh.",
    "Jo Marsh sent apologies.",
    "Present: Avery Lake, Robin Scribe. Apologies: Jo Marsh.",
    "Excused: Dr Jo Marsh, PhD",
    "## Apologies\n\n- Jo Marsh - Example Hospital",
    "| Apologies | Jo Marsh |\n|---|---|\n| Present | Avery Lake, Robin Scribe |",
    "| Name | Present |\n|---|---|\n| Avery Lake | yes |\n| Jo Marsh | regrets |",
)


def read(words: str) -> Minutes:
    text = f"# Example Trust Board\n\n12 May 2022\n\n{words}\n\n## 1. Topic\n\nWe spoke of Example Town.\n\n- Item One\n"
    return read_minutes(text.encode(), path="minutes.md")


@pytest.mark.parametrize("words", LISTS)
def test_the_same_three_people_are_found_however_they_are_listed(words: str):
    assert set(read(words).attendees) == THERE


@pytest.mark.parametrize("words", APOLOGIES)
def test_who_sent_apologies_was_not_there(words: str):
    minutes = read(words)
    assert minutes.apologies == ("Jo Marsh",)
    assert "Jo Marsh" not in minutes.attendees


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("Dr Mark A. Example -Some Royal Hospital", "Mark A. Example"),
        ("Craig R. Example, PhD - ORG", "Craig R. Example"),
        ("Haris Example MPhys MSc MIPEM - Some Trust", "Haris Example"),
        ("Pat O'Example", "Pat O'Example"),
        ("County Cllr P. Moor", "P. Moor"),
        ("Mx Jo van der Berg (they/them)", "Jo van der Berg"),
        ("@handle", "handle"),
        ("@handle (Jo Berg)", "Jo Berg"),
        ("AB", "AB"),
        ("Member B", "Member B"),
        ("the Treasurer", "the Treasurer"),
        ("Avery L.", "Avery L."),
        ("Treasurer: Jo Berg", "Jo Berg"),
        ("Jo Berg <jo@example.org>", "Jo Berg"),
        ("Jo Berg Treasurer", "Jo Berg"),
    ],
)
def test_a_bare_name_is_left(written: str, bare: str):
    assert read(f"## Attendees\n\n- {written}\n- Second Person").attendees[0] == bare


@pytest.mark.parametrize(
    "words",
    [
        "Present: none",
        "Present: 12 members",
        "Attendees: [names]",
        "Present: everyone",
        "Attendees: TBC",
    ],
)
def test_a_list_without_names_has_no_attendees(words: str):
    assert read(words).attendees == ()


def test_the_chair_is_told_by_its_mark():
    assert read("- Present:\n  - Avery Lake (Chair)\n  - Robin Scribe").chair == "Avery Lake"
    assert read("Chair: AL\nPresent: Avery Lake, Robin Scribe").chair == "Avery Lake"
    assert read("Present: Avery Lake, Robin Scribe (Vice-chair)").chair == ""
    assert (
        read("Avery Lake took the chair; also there were Robin Scribe and Sam Hill.").chair
        == "Avery Lake"
    )


def test_tick_boxes_say_who_came():
    words = "## Attendance\n\n- [x] Avery Lake\n- [ ] Jo Marsh\n- [X] Sam Hill"
    assert read(words).attendees == ("Avery Lake", "Sam Hill")


def test_an_unfilled_list_of_boxes_names_nobody():
    assert read("## Attendance\n\n- [ ] Avery Lake\n- [ ] Sam Hill").attendees == ()


@pytest.mark.parametrize(
    "matter",
    [
        "attendees:\n  - Avery Lake\n  - Robin Scribe\n  - Sam Hill\nregrets: Jo Marsh",
        "present: [Avery Lake, Robin Scribe, Sam Hill]\napologies: [Jo Marsh]",
    ],
)
def test_front_matter_may_list_them(matter: str):
    minutes = read_minutes(f"---\n{matter}\n---\n# Example Board\n\ntext\n".encode(), path="x.md")
    assert set(minutes.attendees) == THERE
    assert minutes.apologies == ("Jo Marsh",)


def test_those_who_speak_in_a_chat_without_a_list_were_there():
    chat = "18:00:01 <avery> hello\n18:00:05 <robin> hi\n18:00:09 <meetbot> logging\n"
    assert read_minutes(chat.encode(), path="log.txt").attendees == ("avery", "robin")
