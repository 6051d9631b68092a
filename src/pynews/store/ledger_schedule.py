"""When a campaign is to go out by itself, and who looks whether it is time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pynews.store.database import Database
from pynews.store.ledger_codec import moment, moment_text

__all__ = [
    "Appointment",
    "Schedule",
    "ScheduleState",
    "Waking",
    "add",
    "last_activity",
    "mark",
    "note_waking",
    "schedules",
    "wakings",
]


class ScheduleState(StrEnum):
    """How far an appointment is."""

    SCHEDULED = "scheduled"
    RUNNING = "running"
    DONE = "done"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Appointment:
    """A time as a person said it, kept as said: what it is in UTC is worked out when needed.

    A government that moves its clocks between the planning and the day does not
    move the hour at which the issue is read.

    Arguments:
        wall: day and time on the clocks of the zone, without zone.
        zone: IANA name.
        fold: 1 for the second of two equal times in the night the clocks go back.
        grace: how late it may begin by itself.
    """

    wall: datetime
    zone: str
    fold: int = 0
    grace: timedelta = timedelta(hours=1)

    def __post_init__(self) -> None:
        """Refuse a time that brings its own zone."""
        if self.wall.tzinfo is not None:
            message = "the time on the wall has no zone of its own"
            raise ValueError(message)

    @classmethod
    def of(cls, at: datetime, zone: str, grace: timedelta) -> "Appointment":
        """Return the appointment of an aware moment, told in a zone."""
        local = at.astimezone(ZoneInfo(zone))
        return cls(local.replace(tzinfo=None, fold=0), zone, local.fold, grace)

    @property
    def due(self) -> datetime:
        """The moment, in UTC."""
        local = self.wall.replace(tzinfo=ZoneInfo(self.zone), fold=self.fold)
        return local.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Schedule:
    """An appointment of a campaign."""

    campaign: int
    appointment: Appointment
    state: ScheduleState

    @property
    def due(self) -> datetime:
        """The moment, in UTC."""
        return self.appointment.due

    def is_late(self, now: datetime) -> bool:
        """Return whether its grace time is over."""
        return now > self.due + self.appointment.grace


@dataclass(frozen=True, slots=True)
class Waking:
    """When somebody last looked whether an appointment is due.

    Arguments:
        machine: on which machine.
        kind: ``tick`` or ``worker``.
        at: when; aware.
    """

    machine: str
    kind: str
    at: datetime


def add(database: Database, campaign: int, appointment: Appointment) -> None:
    """Give a campaign its time; an earlier one is replaced."""
    database.execute(
        "INSERT INTO schedule (campaign, wall, zone, fold, grace) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (campaign) DO UPDATE SET wall = excluded.wall, zone = excluded.zone,"
        " fold = excluded.fold, grace = excluded.grace, state = 'scheduled'",
        (
            campaign,
            appointment.wall.isoformat(),
            appointment.zone,
            appointment.fold,
            int(appointment.grace.total_seconds()),
        ),
    )


def schedules(database: Database) -> tuple[Schedule, ...]:
    """Return every appointment, in the order in which the campaigns were frozen."""
    rows = database.execute(
        "SELECT campaign, wall, zone, fold, grace, state FROM schedule ORDER BY campaign"
    )
    return tuple(
        Schedule(
            campaign,
            Appointment(datetime.fromisoformat(wall), zone, fold, timedelta(seconds=grace)),
            ScheduleState(state),
        )
        for campaign, wall, zone, fold, grace, state in rows
    )


def mark(database: Database, campaign: int, state: ScheduleState) -> bool:
    """Write how far an appointment is; False when the campaign has none."""
    changed = database.execute(
        "UPDATE schedule SET state = ? WHERE campaign = ?", (state.value, campaign)
    )
    return bool(changed.rowcount)


def note_waking(database: Database, waking: Waking) -> None:
    """Write down that somebody looked."""
    database.execute(
        "INSERT INTO waking VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at",
        (waking.machine, waking.kind, moment_text(waking.at)),
    )


def wakings(database: Database) -> tuple[Waking, ...]:
    """Return who looked last, on each machine and in each way."""
    rows = database.execute("SELECT machine, kind, at FROM waking ORDER BY at DESC")
    return tuple(Waking(machine, kind, moment(at)) for machine, kind, at in rows)


def last_activity(database: Database, campaign: int) -> datetime | None:
    """Return when a campaign last did something; None before its first attempt.

    Where the clock was set back within an attempt, its beginning counts.
    """
    row = database.execute(
        "SELECT max(max(a.started, coalesce(a.ended, a.started)))"
        " FROM attempt a JOIN batch b ON b.id = a.batch WHERE b.campaign = ?",
        (campaign,),
    ).fetchone()
    return moment(row[0]) if row[0] else None
