"""What people decide about a campaign: pause, resume, cancel, and how doubts are settled."""

from datetime import datetime

from pynews.errors import PlanError
from pynews.store.database import Database
from pynews.store.ledger_codec import moment, moment_text
from pynews.store.ledger_values import Campaign, Decision, State, Tally

__all__ = ["decide", "decisions", "free_name", "move", "rest"]

FROM = {
    State.OPEN: (State.PAUSED, State.STOPPED),
    State.PAUSED: (State.OPEN, State.STOPPED),
    State.STOPPED: (State.OPEN,),
    State.CANCELLED: (State.OPEN, State.PAUSED, State.STOPPED),
}
ALREADY = {
    State.OPEN: "is not paused",
    State.PAUSED: "is paused already",
    State.STOPPED: "has stopped already",
    State.CANCELLED: "was cancelled before",
}


def move(database: Database, campaign: Campaign, to: State, why: str) -> None:
    """Bring a campaign into another state.

    Raises:
        PlanError: it is in that state already, or was cancelled.
    """
    (found,) = database.execute(
        "SELECT state FROM campaign WHERE id = ?", (campaign.id,)
    ).fetchone()
    if State(found) not in FROM[to]:
        same = ALREADY[to if found == to else State.CANCELLED]
        raise PlanError(
            f"the sending {same}",
            where=campaign.issue,
            hint=f"see how it stands: pynews status {campaign.issue}",
        )
    database.execute(
        "UPDATE campaign SET state = ?, why = ?, resting = NULL WHERE id = ?",
        (to.value, why, campaign.id),
    )


def free_name(database: Database, campaign: Campaign, tally: Tally) -> bool:
    """Give a cancelled campaign's name free, so that the issue can be planned anew.

    Only when nothing was handed over: whoever got it must not get it again.
    """
    if tally.accepted or tally.refused or tally.unknown or tally.sending:
        return False
    database.execute(
        "UPDATE campaign SET purpose = purpose || '-cancelled-' || id WHERE id = ?", (campaign.id,)
    )
    return True


def rest(database: Database, campaign: Campaign, until: datetime) -> None:
    """Write down until when a campaign waits, because the provider or the day's limit asks it."""
    database.execute(
        "UPDATE campaign SET resting = ? WHERE id = ?", (moment_text(until), campaign.id)
    )


def decide(database: Database, campaign: Campaign, *, who: str, what: str, now: datetime) -> None:
    """Write down what was decided; nothing ever changes these rows."""
    database.execute(
        "INSERT INTO decision (campaign, at, who, what) VALUES (?, ?, ?, ?)",
        (campaign.id, moment_text(now), who, what),
    )


def decisions(database: Database, campaign: int) -> tuple[Decision, ...]:
    """Return what was decided about a campaign, oldest first."""
    rows = database.execute(
        "SELECT at, who, what FROM decision WHERE campaign = ? ORDER BY id", (campaign,)
    )
    return tuple(Decision(moment(at), who, what) for at, who, what in rows)
