"""One line at a time: what settles a matter and what only looks like it, what is open and what is not."""

# ruff: noqa: E501 - a line of notes is kept as one line

import pytest

from pynews.gather.minutes import read_minutes
from pynews.model import Minutes

SETTLED = (
    "AGREED: to publish the roadmap in June.",
    "AGREED to publish the roadmap in June.",
    "It was AGREED to publish the roadmap.",
    "**Decision**: the roadmap is published.",
    "DECISION - The roadmap is published in June",
    "Decision (unanimous): the roadmap is published",
    "Resolution: publish the roadmap",
    "RESOLUTION 2022-05: That the roadmap be published.",
    "Consensus: publish the roadmap.",
    "We have consensus to publish the roadmap.",
    "Consensus was to publish the roadmap",
    "Rough consensus to publish the roadmap in June.",
    "Motion to publish the roadmap. Carried.",
    "Motion: publish the roadmap. Moved: Avery, Seconded: Robin. Vote: 5-0-1. Passed.",
    "Robin moved that the roadmap be published. Sam seconded. All in favor. Motion carries.",
    "Moved by Robin, seconded by Sam, to publish the roadmap. Carried unanimously.",
    "M/S/C (Lake/Hill) to publish the roadmap.",
    "MSC: publish the roadmap",
    "MOTION by Robin to publish the roadmap, 2nd by Sam. Approved 5-0.",
    "Vote: publish the roadmap: 5-0-1",
    "The proposal to publish the roadmap was approved with 5 in favour, 0 against, 1 abstention.",
    "The TSC approved the publication of the roadmap (4 in favor, 1 abstention).",
    "Approved the roadmap by unanimous consent.",
    "The committee adopted the travel policy.",
    "The proposal to raise fees was rejected.",
    "We declined the request for funding.",
    "The vote passed with five for and one against: roadmap is published.",
    "The application of the Example Project was accepted.",
    "Avery Lake was elected chair.",
    "Avery Lake was appointed treasurer for two years.",
    "Robin Scribe was co-opted onto the committee.",
    "Decided to postpone the sprint.",
    "The matter was deferred to the next meeting.",
    "The discussion of fees was postponed until July.",
    "The item on fees was tabled.",
    "The request was declined.",
    "We decided against a booth.",
    "We will not run a booth this year, agreed by all.",
    "Members agreed unanimously that fees stay at 20.",
    "After discussion, it was resolved to rent the hall.",
    "The directors resolved to rent the hall.",
    "It was resolved that the hall be rented.",
    "There was general agreement to rent the hall.",
    "The team agreed on weekly releases.",
    "Agreed to weekly releases.",
    "Agreed: weekly releases",
    "#agreed weekly releases",
    "#accepted weekly releases (+5, 0, -0)",
    "agreed: weekly releases (7,0,0)",
    "RESOLVED: weekly releases",
    "Resolved: weekly releases",
    "PROPOSED: weekly releases\n+1 Avery\n+1 Robin\n+1 Sam\nRESOLVED: weekly releases",
    "The group concluded that weekly releases work best and will be kept.",
    "The policy on travel was adopted as amended.",
    "Grant of 500 USD to the workshop approved.",
    "Budget approved unanimously.",
    "APPROVED: budget for 2023",
    "VOTED: to accept the donation of books.",
    "VOTED to accept the donation of books.",
    "It was unanimously voted to accept the donation.",
    "Upon motion duly made and seconded, it was voted to accept the donation.",
    "It was proposed by Cllr Lake, seconded by Cllr Hill and RESOLVED that the lease be renewed.",
    "Committee AGREED to recommend renewal of the lease.",
    "Outcome: renew the lease.",
    "Conclusion: we renew the lease",
    "Renew the lease: approved.",
    "Renew the lease - APPROVED 6/0/1",
    "Lease renewal. Passed 6-0.",
    "We settled on the name Comet.",
    "All agreed to move the call to Tuesdays.",
    "Everyone agreed to move the call to Tuesdays.",
    "Everybody was in favour of moving the call to Tuesdays.",
    "No one objected to moving the call to Tuesdays.",
    "There were no objections to moving the call.",
    "The name Comet was chosen by vote.",
    "The members elected Avery as chair and Robin as treasurer.",
    "Elected: Avery Lake (chair)",
    "The RFC was accepted.",
    "FCP to merge the RFC completed: accepted.",
    "The team decided to close the issue as won't fix.",
    "Vote result: 5 yes, 0 no; logo adopted.",
    "The logo was adopted (5 yes, 0 no).",
    "The logo was approved by 5 votes to 2.",
    "By a show of hands the logo was approved.",
    "Voted on the logo: accepted.",
    "Sam's request to join the board was denied.",
    "Request for new laptop refused by the committee.",
    "The committee refused the request for a laptop.",
    "The committee confirmed Robin as delegate.",
    "Decision deferred until the June call.",
    "Decision on fees: deferred to June.",
    "We agreed not to raise fees.",
    "It was agreed that no fees be raised.",
    "Motion failed: raise fees (1-4).",
    "Motion to raise fees failed 1-4.",
    "The motion to raise fees was defeated.",
)
NOT_SETTLED = (
    "The parish council approved our application last year.",
    "Avery suggested that we publish the roadmap.",
    "Robin agreed to write the report.",
    "Sam decided to step down.",
    "We need to decide on a venue.",
    "Decide on venue",
    "Vote on the budget",
    "To approve the budget",
    "Do we agree on the venue?",
    "Discussion of whether to adopt the policy.",
    "The city approved our permit.",
    "The sponsor agreed to pay for lunch.",
    "Avery proposed that the fee be raised.",
    "If approved, the grant will be paid in June.",
    "The budget must be approved by the parent board.",
    "Once the policy is adopted we can start.",
    "The agreed budget is 500.",
    "The approved list is on the wiki.",
    "No decision was taken on the fee.",
    "We did not reach agreement.",
    "There is no consensus yet on the logo.",
    "The vote will take place in June.",
    "A vote is planned for June.",
    "Avery will ask the council to approve it.",
    "Last month the board approved the budget.",
    "The board had approved the budget in March.",
    "The conference was a success, and the talk on voting was well attended.",
    "The release passed all tests.",
    "Python passed its beta.",
    "The tests failed again.",
    "The pull request was approved by two reviewers.",
    "Robin's talk was accepted at the conference.",
    "The paper was rejected by the journal.",
    "Sam was elected to the town council.",
    "Avery Lake was appointed professor at Example University.",
    "Robin reported that the foundation declined the grant.",
    "Robin reported that 12 talks were accepted.",
    "The kernel team dropped support.",
    "The company adopted our library.",
    "Robin passed away in May.",
    "The committee discussed the budget.",
    "The board considered adopting a policy.",
    "Avery noted that the members should decide.",
    "It would be good if we agreed on a style.",
    "The proposal is awaiting approval.",
    "Pending approval by the board.",
    "Approval of the minutes",
    "Approve minutes of last meeting.",
    "The meeting was adjourned at 9pm.",
    "Voting is open until June.",
    "Nominations were accepted until 3 May.",
    "Proposals are accepted until June.",
    "We accept donations.",
    "Contributions accepted through the website.",
    "The tool accepts CSV files.",
    "Each chapter decides for itself.",
    "The steering council will decide on the PEP.",
    "Members may elect up to five directors.",
    "Directors are elected by the members each year.",
    "The treasurer is appointed annually.",
    "The maintainers of the other project agreed to rename it.",
    "Some members voted against the last budget.",
    "I approved the PR.",
    "Avery: I agree",
    "Robin: agreed",
    "The grant was approved by the Ministry.",
    "The Ministry approved the grant.",
    "Insurance passed on the increase.",
    "They decided to leave.",
    "The hotel confirmed our booking.",
    "The speaker confirmed.",
    "The date was confirmed by the venue.",
    "Waiting for the lawyer to confirm what was agreed.",
    "We are close to agreement.",
    "Sam volunteered and was thanked.",
    "The jury selected three winners.",
    "Students passed the exam.",
)
OPEN = (
    "Robin would be glad of a co-presenter for the show.",
    "Volunteers for the path clearing days: see Sam.",
    "We don't have a judge yet.",
    "July slot: open! Grab the slot if you have something to show.",
    "The docs project asked for a new mentor.",
    "Nominations for the board close on April 7, 2023.",
    "A deputy was not found, so that is still free for anyone.",
    "Need one more player for the B team!",
    "Seeking: arbiter for the rapid.",
    "Also sought: reviewers who know Fortran.",
    "The allocator code has no owner any more.",
    "Still no stage manager, if you know anyone.",
    "If you would like to help with triage, contact Sam.",
    "We are looking for a new treasurer.",
    "Call for volunteers: booth staff in June.",
    "The position of secretary is vacant.",
    "Two seats on the council are up for election.",
    "The nomination period opens on 1 June.",
    "Self-nominations are welcome until 20 May.",
    "Applications for the mentor programme are open.",
    "The CFP for the conference closes on 1 June.",
    "Speakers are still wanted for the July meetup.",
    "We could use help with the website.",
    "The docs team needs more reviewers.",
    "Help with packaging is very welcome.",
    "Anyone interested in joining the working group should contact Robin.",
    "Reviewers needed for the security audit.",
    "HELP WANTED: translations into Welsh.",
    "Volunteer needed to take notes next month.",
    "Who wants to host the next call?",
    "We need someone to take over the newsletter.",
    "Looking for a host for the next sprint",
    "The chair position will be open from June.",
    "There is a vacancy on the finance committee.",
    "One parish councillor vacancy remains.",
    "Sponsors are still being sought for the conference.",
    "Please sign up to bake cakes for the fair.",
    "The PTA is looking for parents to run the cake stall.",
    "Volunteers are welcome to help at the booth.",
    "If anyone is able to mentor a student, please let Sam know.",
    "Release manager needed for 3.2.",
    "Seeking volunteers to moderate the forum.",
    "Robin asked for volunteers to review the docs.",
    "The group is seeking a co-chair.",
    "Nominations open until 30 June.",
    "Nominations for two board seats are open.",
    "Call for nominations for the steering council is open.",
    "New maintainers are welcome.",
    "The role of events lead is still unfilled.",
    "Open role: accessibility lead",
    "Mentors wanted for the summer programme",
    "Any volunteers to write the blog post?",
    "Interested candidates should write to the secretary.",
    "No volunteers yet for the June minutes.",
    "Still need a scribe for next week.",
    "Testers wanted for the beta.",
    "Contributors are invited to join the docs sprint.",
    "The treasurer is stepping down; a replacement is needed.",
    "Someone is needed to look after the CI.",
    "The working group welcomes new members.",
    "Applications close on 14 June.",
    "Trustee vacancies: two",
    "Wanted: a webmaster",
    "School governors: parent governor vacancy, nominations to the clerk by 20 May.",
    "The committee would welcome offers of help for the fete.",
)
NOT_OPEN = (
    "Robin volunteered to write the post.",
    "The role was filled by Sam.",
    "Avery thanked the volunteers.",
    "The volunteer programme had 12 participants.",
    "We need to decide on a venue.",
    "Nominations have closed.",
    "Sam was looking for the key.",
    "The board needs a new printer.",
    "Three volunteers were found for the booth.",
    "Help for new users is on the website.",
    "Volunteers logged 300 hours.",
    "The proposal needs more work.",
    "There was no discussion.",
    "There were no members of the public present.",
    "No questions were raised.",
    "The treasurer has no concerns.",
    "We have no budget for this.",
    "There is no chair today so Avery chairs.",
    "If you want to read the report, it is on the wiki.",
    "The speaker asked for a projector.",
    "No members objected.",
    "The applications were reviewed.",
    "The building has no lift.",
    "The mentor programme closed on 1 May.",
    "The shop closes at six.",
    "We don't have a printer.",
    "Avery will take over as chair.",
    "The seat was taken by Robin.",
    "Needs rebase.",
    "The CI needs a new runner.",
    "This needs discussion.",
    "Robin asked for a report.",
    "There is no owner of that building.",
)


def read(line: str) -> Minutes:
    head = "# Example Project Steering Committee, 4 May 2022\n\nPresent: Avery Lake, Robin Scribe, Sam Hill, Jo Marsh"
    return read_minutes(f"{head}\n\n## Matters\n\n{line}\n".encode(), path="notes.md")


@pytest.mark.parametrize("line", SETTLED)
def test_a_line_that_settles_something_is_printed_as_a_decision(line: str):
    assert read(line).decisions


@pytest.mark.parametrize("line", NOT_SETTLED)
def test_a_line_that_only_looks_like_a_decision_is_never_printed_as_one(line: str):
    assert read(line).decisions == ()


@pytest.mark.parametrize("line", OPEN)
def test_a_line_that_seeks_somebody_is_an_opening(line: str):
    assert read(line).calls


@pytest.mark.parametrize("line", NOT_OPEN)
def test_a_line_about_helpers_or_needs_that_seeks_nobody_is_no_opening(line: str):
    assert read(line).calls == ()


def test_resolutions_that_go_on_are_one_decision():
    notes = "WHEREAS, rain falls,\n\nNOW, THEREFORE, BE IT RESOLVED, that the project is established; and be it further\n\nRESOLVED, that the Secretary leads it.\n\nSpecial Order 5A was approved by unanimous vote."
    (decision,) = read(notes).decisions
    assert "is established" in decision.quote


def test_arguments_for_and_against_are_no_votes():
    notes = "Robin proposed to shorten the cycle.\n\n- For: smaller steps, fewer back-ports\n- Against: release managers burn out"
    assert read(notes).decisions == ()


def test_an_outcome_does_not_settle_what_one_person_likes():
    notes = "Robin likes the yellow one. Vote: yellow 4, red 1."
    assert all("likes" not in decision.quote for decision in read(notes).decisions)


def test_an_objection_or_none_in_a_round_belongs_to_the_proposal():
    (decision,) = read("Proposal: quiet hours from ten.\n\nConsent round: no objections.").decisions
    assert decision.quote.startswith("Proposal: quiet")


def test_a_column_of_outcomes_that_only_informs_holds_no_decision():
    table = "| Subject | Outcome |\n|---|---|\n| Venue | for information |\n| Rules | adopted |"
    (decision,) = read(table).decisions
    assert "Rules" in decision.quote


def test_a_list_of_tasks_below_the_decisions_is_no_decision():
    notes = "Decisions made:\n- Drop the old docs\n\nNext steps\n- Robin: write the announcement"
    (decision,) = read(notes).decisions
    assert decision.quote == "Drop the old docs"
