"""Sentences that settle something, and sentences that only look like it."""

# ruff: noqa: E501 - a line of notes is kept as one line

import pytest

from pynews.gather.minutes import read_minutes
from pynews.model import Certainty, Minutes, Outcome

HEAD = "# Example Trust Board\n\n12 May 2022\n\nPresent: Avery Lake, Robin Scribe, Sam Hill\n\n## Topic\n\n"

NOT_SETTLED = (
    "The city council decided to close the hall for repairs.",
    "The parent board approved the new logo last week.",
    "The foundation's trustees agreed to fund the summer school.",
    "Our sponsor has agreed to extend the deadline.",
    "Example Corp decided not to renew its sponsorship.",
    "The previous board decided in 2019 to sell the van.",
    "Last year's committee agreed on a limit of 300.",
    "The school has approved our use of the hall.",
    "The insurance company accepted the claim.",
    "The council's planning committee rejected the application of our neighbour.",
    "The upstream maintainers voted to drop Python 3.6.",
    "The venue agreed to hold the date until June.",
    "Robin reported that the federation had adopted a new charter.",
    "Sam said the landlord had accepted the lower rent.",
    "At the March meeting it was agreed to buy a tent.",
    "It had already been decided to keep the old name.",
    "In April we agreed to wait for the survey.",
    "As agreed last month, the fee rises in May.",
    "The motion passed in January is being implemented.",
    "The agreed budget was circulated.",
    "Vote on the budget",
    "To be approved: accounts 2021",
    "Decide on the date of the picnic",
    "Approve the accounts",
    "Should we adopt the code of conduct?",
    "Agree on next steps for the website",
    "The board will vote on the proposal in May.",
    "The committee is to decide at the next meeting.",
    "We need to agree on a venue.",
    "A decision on the logo will be taken in June.",
    "Members must approve any change of the statutes.",
    "The proposal can be adopted only by the general meeting.",
    "If approved, work starts in May.",
    "Once the grant is approved, we will hire.",
    "Robin agreed to write the report.",
    "Sam decided to step down from the events team.",
    "Avery Lake agreed to contact the library.",
    "Robin: I would approve this right away.",
    "Sam: agreed.",
    "Avery thinks we decided this before.",
    "Sam feels that the board should reject the offer.",
    "No decision was made.",
    "No agreement was reached on the fee.",
    "We did not reach consensus on the name.",
    "The board could not agree on a date.",
    "We have not decided yet whether to move.",
    "Nothing was decided.",
    "The question was left open.",
    "It was not possible to agree.",
    "Consensus is still needed.",
    "It would be nice if we agreed on a style.",
    "We could adopt their policy.",
    "Maybe we should resolve this by mail.",
    "Robin proposed to buy a projector.",
    "Sam moved that the fee be waived, but nobody seconded.",
    "It was proposed that we meet on Tuesdays.",
    "An approved supplier must be used.",
    "He told how the founders decided on the name.",
    "Elected members serve two years.",
    "Correction: in the minutes of May read 200 instead of 300.",
    "The secretary keeps the minutes and approves invoices.",
    "Thanks to all who agreed to help at the fair.",
    "The board congratulated the newly elected chair of the partner group.",
    "The ship passed the lighthouse.",
    "We discussed whether the offer should be accepted.",
    "There was a discussion about who should be elected.",
    "Sam asked if the minutes were approved.",
    "The board was told that the grant was approved by the ministry.",
    "The decision of the court is expected in May.",
    "We hope that the city will approve the plan.",
    "They agreed to send us a quote.",
    "The two teams agreed among themselves to share the van.",
    "Everybody agreed that it had been a lovely day.",
    "We all agreed that Sam's cake was the best.",
    "The working party agreed on a draft, which the board will see in May.",
    "Robin has been appointed lecturer at the university.",
    "Sam was elected to the town council.",
    "Further discussion is needed before we can vote.",
    "Voting opens on 5 May.",
    "The board meets monthly and decides by simple majority.",
    "Our statutes say that the assembly elects the board.",
    "Discussed the proposal to raise fees; to be decided next month.",
    "The agreement with the library ends in June.",
    "The chair passed round the photos.",
    "The budget carried over from last year is 400.",
    "The survey was accepted by 40 people.",
    "The bill was passed by parliament.",
    "I agree with Sam.",
    "Avery asked the board to approve the purchase.",
    "The board was asked to agree to the change by mail.",
    "Options: adopt A, adopt B, postpone.",
    "We may well end up rejecting the offer.",
    "The application was rejected by the funder.",
    "Two talks were accepted at the conference.",
    "The pull request was approved by Sam.",
    "Sam's proposal was well received.",
    "The pilot is going well.",
    "Robin will present a proposal in June.",
    "Next: agree a date for the AGM.",
    "The deadline passed without any bids.",
    "The train was delayed.",
    "The speaker was postponed by illness.",
    "The treasurer is elected by the members every two years.",
)

SETTLED = (
    "It was agreed that the fee stays at 20.",
    "We agreed to buy a tent.",
    "The board decided to close the forum.",
    "Agreed to move the meeting to Mondays.",
    "AGREED: buy a tent.",
    "Decision: no stand this year.",
    "The budget for 2022 was approved.",
    "The board approved the budget for 2022.",
    "The motion to raise the fee was carried by 5 votes to 2.",
    "After some discussion the board decided to wait for the survey.",
    "Everyone agreed that the site should move to a static generator.",
    "All agreed to hold the AGM online.",
    "It was resolved to thank the outgoing treasurer with a gift.",
    "The board turned down the offer.",
    "We decided against a stand.",
    "The item was postponed until the May meeting.",
    "Discussion of the logo was deferred to June.",
    "The meeting voted 5 to 2 to keep the old name.",
    "Robin was elected chair.",
    "Sam Hill was appointed treasurer.",
    "There was consensus to drop the old format.",
    "Consensus: stay with the current host.",
    "We have agreed a limit of 50 for each event.",
    "The board has decided that the fair will take place on 5 June.",
    "The trustees accepted the quote from Green Gardens.",
    "Members voted unanimously in favour of the new statutes.",
    "The group settled on a monthly rhythm.",
    "The board concluded that the risk is acceptable.",
    "The board opted for the cheaper tent.",
    "The meeting adopted the code of conduct.",
    "It was unanimously decided to continue.",
    "The board chose the blue logo.",
    "It was decided not to renew the lease.",
    "Budget of 300 for stickers agreed.",
    "Purchase of a projector approved (5-0).",
    "Proposal to merge the two lists accepted without objections.",
    "RESOLVED: That the clerk be authorised to buy a bench.",
    "The board discussed the matter at length and agreed to try it for a year.",
    "Sam proposed a limit of 50, which was agreed.",
    "Robin suggested moving to Tuesdays and everyone agreed.",
    "On a motion by Sam, seconded by Robin, the board approved the travel policy.",
    "It was felt that the price was too high and it was agreed to ask for another quote.",
    "We voted to postpone the trip.",
    "The board does not accept the offer.",
    "The committee did not approve the expense.",
    "The board agreed, with one abstention, to join the network.",
    "Having heard the report, the board agreed to extend the pilot.",
    "The quotation of 300 from Green Gardens was accepted.",
    "It was therefore agreed that Robin would write to the council.",
    "The board gave its approval for the new logo.",
    "The board ratified the email vote of 3 May on the new laptop.",
    "Voted down: the night market.",
    "The board unanimously approved a donation of 100.",
    "Fee increase to 25: approved.",
    "New logo: adopted, 6 for, 1 against.",
)

DOUBTFUL = (
    "The committee agreed in principle to host the conference.",
    "The committee elected Robin as secretary.",
    "The committee resolved to sell the van.",
    "The motion failed (2-5).",
    "The proposal was rejected.",
    "Everybody agreed that it had been a lovely day.",
    "Board champions for the following month were also established.",
    "Robin: we agreed to buy a tent.",
    "The minutes of the last meeting were approved.",
    "The agenda was accepted.",
)

OUTCOMES = {
    "We decided not to renew the lease.": Outcome.REJECTED,
    "The board turned down the offer.": Outcome.REJECTED,
    "The committee did not approve the expense.": Outcome.REJECTED,
    "New van: 2 for, 5 against.": Outcome.REJECTED,
    "It was agreed to postpone the sale.": Outcome.DEFERRED,
    "The item was deferred until May.": Outcome.DEFERRED,
    "We agreed to buy a tent and to drop the old one.": Outcome.ADOPTED,
    "It was agreed that nobody would be charged.": Outcome.ADOPTED,
}


def read(sentence: str) -> Minutes:
    return read_minutes(f"{HEAD}{sentence}\n".encode(), path="minutes.md")


@pytest.mark.parametrize("sentence", NOT_SETTLED)
def test_what_only_looks_like_a_decision_is_not_printed(sentence: str):
    assert read(sentence).decisions == ()


@pytest.mark.parametrize("sentence", SETTLED)
def test_what_the_body_settled_is_printed_as_explicit(sentence: str):
    assert read(sentence).decisions[0].certainty is Certainty.EXPLICIT


@pytest.mark.parametrize(
    "sentence", ["We aim for two events a year.", "The aim is to publish in June."]
)
def test_an_aim_is_an_implied_decision(sentence: str):
    assert [decision.certainty for decision in read(sentence).decisions] == [Certainty.IMPLIED]


@pytest.mark.parametrize("sentence", DOUBTFUL)
def test_what_is_doubtful_goes_to_the_editor(sentence: str):
    minutes = read(sentence)
    assert minutes.decisions == ()
    assert len(minutes.possible_decisions) == 1


@pytest.mark.parametrize(("sentence", "outcome"), OUTCOMES.items())
def test_a_decision_says_which_way_it_went(sentence: str, outcome: Outcome):
    minutes = read(sentence)
    found = [*minutes.decisions, *minutes.possible_decisions]
    assert [decision.outcome for decision in found] == [outcome]
