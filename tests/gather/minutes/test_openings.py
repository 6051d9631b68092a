"""Calls that a reader could still answer, and sentences that only sound like one."""

# ruff: noqa: E501 - a line of notes is kept as one line

import pytest

from pynews.gather.minutes import read_minutes
from pynews.model import Minutes

OPEN = (
    "We need a new treasurer.",
    "We are looking for a web editor.",
    "Volunteers are needed for the stall.",
    "Volunteers for the stall welcome.",
    "Call for speakers for the June meetup.",
    "The call for papers is open until 1 July.",
    "Nominations for the board are open.",
    "Nominations close on 1 July.",
    "Two seats on the board are vacant.",
    "There are two vacancies on the committee.",
    "The position of secretary is still open.",
    "Who would like to take minutes next time?",
    "Who can host the July meetup?",
    "Anyone willing to help with the newsletter should contact Robin.",
    "If you would like to join the events team, write to Sam.",
    "Help wanted: translators.",
    "Wanted: someone to look after the tool shed.",
    "Still no one for the role of webmaster.",
    "Nobody has volunteered for the bar yet.",
    "We still lack a speaker for June.",
    "The library needs more readers.",
    "Reviewers sought for the summer grants.",
    "Seeking a co-organiser for the workshop.",
    "The docs team could use another pair of hands.",
    "More helpers would be welcome at the tea tent.",
    "We want to recruit two moderators.",
    "Robin will step down in June; a successor is needed.",
    "Sam steps down as treasurer, so the post falls vacant.",
    "The post of archivist is free.",
    "Applications for the mentoring programme are open until 30 June.",
    "We invite proposals for lightning talks.",
    "Talks for the autumn season can still be proposed.",
    "Please sign up if you can help at the fair.",
    "There is room for three more stalls.",
    "Three places are left on the training course.",
    "A maintainer for the iOS build is missing.",
    "The role of events officer remains unfilled.",
    "Mentors needed!",
    "Please send nominations to the secretary by 1 July.",
    "Candidates should come forward by the end of May.",
    "We would love to hear from people who can teach.",
    "The project is short of testers.",
    "We need help with the German translation.",
    "Drivers required for Saturday.",
    "Open call: artists for the winter show.",
    "Looking for volunteers: two stewards, one photographer.",
    "Ideas for speakers are welcome; tell Robin.",
    "Is anybody able to lend a van?",
    "Could somebody take over the mailing list?",
    "Board candidates wanted.",
    "The call for volunteers will go out next week.",
    "An election officer has yet to be found.",
    "We have no one to run the first aid course.",
    "Someone is required to audit the books.",
    "We're hiring a part-time coordinator.",
    "The group is open to new members; join us on Tuesdays.",
    "New contributors are welcome in the triage team.",
    "Sponsors for the prizes are being sought.",
    "If anyone has a spare projector, we could use it.",
    "The vice-chair position will be up for election in June.",
    "Moderator for the forum: vacant",
    "Treasurer: vacant",
    "Secretary - nobody yet",
    "Robin asked for volunteers to staff the booth.",
    "Sam is looking for people to test the beta.",
    "Sam asked for help with the inventory.",
)

NOT_OPEN = (
    "Robin volunteered to bring the tent.",
    "Thanks to all volunteers of the fair.",
    "The volunteer programme had 40 participants.",
    "Sam agreed to be treasurer.",
    "The role of secretary was filled by Jo.",
    "Nominations closed yesterday.",
    "We need to decide on a date.",
    "We need a decision on the budget.",
    "The treasurer needs more time.",
    "Looking forward to the summer.",
    "We are looking at three venues.",
    "The vacancy has been filled.",
    "Jo was chosen as webmaster.",
    "Volunteers receive a badge.",
    "The chair thanked the helpers.",
    "We need to order more paper.",
    "We need a new printer.",
    "The website needs an update.",
    "No volunteers are needed this time.",
    "The code of conduct team reported two cases.",
    "Robin needs access to the server.",
    "The committee is looking into insurance.",
    "The speaker was interesting.",
    "The position of the shed was discussed.",
    "We received 20 applications.",
    "Please read the draft.",
    "The team needs a faster computer.",
    "Two people volunteered for the stall.",
    "We found a host for July.",
    "The members joined the discussion.",
    "The call for papers brought 30 proposals.",
    "Applications were reviewed by the panel.",
    "The open position was filled last week.",
)


def read(words: str) -> Minutes:
    head = "# Example Trust Board\n\n12 May 2022\n\nPresent: Avery Lake, Robin Scribe, Sam Hill, Jo Marsh\n\n"
    return read_minutes(f"{head}## 1. Topic\n\n{words}\n".encode(), path="x.md")


@pytest.mark.parametrize("words", OPEN)
def test_what_is_sought_is_an_opening(words: str):
    assert len(read(words).calls) == 1


@pytest.mark.parametrize("words", NOT_OPEN)
def test_what_is_taken_or_only_told_is_no_opening(words: str):
    assert read(words).calls == ()


def test_roles_in_a_list_are_openings_of_their_own():
    words = "Volunteers are needed for the following roles:\n\n- Editor\n- Web developer\n- Host (filled)\n"
    assert [call.title for call in read(words).calls] == ["Editor", "Web developer"]


def test_a_sentence_that_only_says_whom_to_ask_is_not_a_second_opening():
    assert len(read("We need a treasurer. Anyone interested should write to Sam.").calls) == 1


def test_the_same_call_pasted_twice_is_one_opening():
    assert len(read("We need a treasurer.\n\n## Again\n\nWe need a treasurer.").calls) == 1
