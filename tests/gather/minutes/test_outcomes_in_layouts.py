"""Outcomes in wiki tables, behind arrows and votes, in circles and at the end of a matter."""

# ruff: noqa: E501 - a row of notes is kept as one line

import pytest

from pynews.gather.minutes import read_minutes

OUTCOMES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "## Hackfests\n\n|| '''What''' || '''Asked for''' || '''Result''' ||\n|| Toolkit hackfest || 4000 EUR || approved up to 3000 EUR ||\n|| Game jam || 800 EUR || declined, not related enough ||\n|| Access day || ? || waiting for numbers ||\n",
        (("Game jam", "rejected"), ("Toolkit", "adopted")),
    ),
    (
        '## Grants\n\n{| class="wikitable"\n! Request !! Amount !! Outcome\n|-\n| Scanner for the library || 190 || approved\n|-\n| Trip to the coast || 900 || declined, too expensive\n|-\n| Logo || 50 || deferred to June\n|}\n',
        (("Logo", "deferred"), ("Scanner", "adopted"), ("Trip", "rejected")),
    ),
    (
        "## Grants\n\n^ Request ^ Amount ^ Outcome ^\n| Scanner for the library | 190 | approved |\n| Trip to the coast | 900 | declined, too expensive |\n",
        (("Scanner", "adopted"), ("Trip", "rejected")),
    ),
    (
        "## Grants\n\n| Request | Sum | Result |\n|---|---|---|\n| Scanner | 190 | granted in full |\n| Trip | 900 | turned down |\n| Logo | 50 | put off until June |\n| Tent | 80 | waiting for a quote |\n",
        (("Logo", "deferred"), ("Scanner", "adopted"), ("Trip", "rejected")),
    ),
    (
        "## Vote\n\n* VOTE: +1 Avery, +1 Sam for the coast bid, none for the other\n  * With the vote sent by mail: '''coast bid wins'''\n",
        (("coast bid wins", "adopted"),),
    ),
    (
        "## Printer\n\n  * request 650 EUR, max\n  * old one is not dead, just unloved\n  * vote: 3 yes / 5 no / 1 abstention **-> rejected**\n",
        (("request 650", "rejected"),),
    ),
    ("## Fees\n\nMotion: raise the fees to 30 EUR.\n(6-0-1)\n", (("Motion: raise", "adopted"),)),
    ("## Fees\n\nRaise the fees to 30 EUR (6-0-1)\n", (("Raise", "adopted"),)),
    (
        "## Selection\n\nAfter the change round all nominate Avery. Avery accepts. Selected by consent, for one year.\n",
        (("Selected by consent", "adopted"),),
    ),
    (
        "## Registry\n\nCharlie (chair): any objections to Specification Required? none heard. Ok, we go with Specification Required.\n",
        (("Ok, we go with", "adopted"),),
    ),
    (
        "## Prefix\n\nKim: that looks like rough consensus for the 4-byte prefix in the room.\n",
        (("rough consensus", "adopted"),),
    ),
    (
        "## Prefix\n\nThere is rough consensus to use the 4-byte prefix.\n",
        (("rough consensus", "adopted"),),
    ),
    (
        "## Offer\n\nPoll: do we go for it? Mika, Jo, Noor yes\n\n'''→ yes, we take the offer'''\n",
        (("we take the offer", "adopted"),),
    ),
    (
        "## Logo\n\nNobody wanted to vote with five members missing. Moved to the October meeting.\n",
        (("Moved to the October", "deferred"),),
    ),
    ("## Logo\n\nThree drafts. Pushed to next month.\n", (("Pushed to next", "deferred"),)),
    (
        "## Rules\n\n=> mandatory intro it is. Takes effect 1 December.\n",
        (("mandatory intro", "adopted"),),
    ),
    (
        "## Bike\n\nSomeone left a bike in the hallway. Consensus: goes to the workshop if not gone by June.\n",
        (("goes to the workshop", "adopted"),),
    ),
    ("## Latin\n\nDecision -- not built any more from 5.3 on.\n", (("not built", "adopted"),)),
    (
        "## Rent\n\n- Leave the office in June → **rejected** (2:5)\n",
        (("Leave the office", "rejected"),),
    ),
    (
        "## Rent\n\n- Leave the office in June: declined\n- A shared desk: approved up to 200 EUR\n- Parking: postponed to June\n",
        (("Leave the office", "rejected"), ("Parking", "deferred"), ("shared desk", "adopted")),
    ),
    (
        "## Rent\n\n- Leave the office in June -- **failed** 2-5-0\n",
        (("Leave the office", "rejected"),),
    ),
    (
        "## Pay\n\nProposal (Charlie): No data in any tool.\nObjection (Lee): this would cover the filter too.\nNo integration found in time. Charlie withdraws the proposal.\n",
        (),
    ),
    ("## Vote\n\nRobin and Lee are from one of the cities and did not take part in the vote\n", ()),
    ("## Review\n\nThe objection round: Noor – no objection. Lee wants time.\n", ()),
    (
        "## Requests\n\n|| What || Result ||\n|| Tent || waiting for numbers ||\n|| Logo || still open ||\n",
        (),
    ),
    (
        "## Patches\n\n| Patch | Status |\n|--|--|\n| 4411 | accepted upstream |\n| 4412 | in review |\n",
        (),
    ),
    ("## Match\n\nThe coast team wins the cup.\n", ()),
    ("## Talk\n\nKim: we go with the bus to the venue every year.\n", ()),
)


@pytest.mark.parametrize(("section", "wanted"), OUTCOMES)
def test_each_outcome_goes_to_its_matter_and_nothing_else_is_decided(
    section: str, wanted: tuple[tuple[str, str], ...]
):
    notes = f"# Example Board, 4 May 2022\n\nPresent: Avery, Robin, Sam\n\n{section}"
    decisions = read_minutes(notes.encode(), path="notes.md").decisions
    assert len(decisions) == len(wanted)
    for words, outcome in wanted:
        assert [str(one.outcome) for one in decisions if words in one.text] == [outcome]


@pytest.mark.parametrize(
    "first",
    [
        "{{Navbox meetings|year=2019}}\n{{Shortcut|EX/M}}\n__TOC__\n\n'''Board of the Example Society'''\n",
        "## page was renamed from Old/20220504\n#pragma section-numbers off\n= Board of the Example Society =\n",
    ],
)
def test_what_a_wiki_writes_for_itself_is_no_title(first: str):
    notes = f"{first}\n4 May 2022\n\n== Attending ==\n* Avery\n* Robin\n"
    title = read_minutes(notes.encode(), path="notes.txt").title
    assert "Board" in title
    assert "Navbox" not in title
