"""What each reader of an issue was told: as it was frozen, whatever their groups are by now."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from pynews import pack
from pynews.model import Block, Draft, Event
from pynews.store import Campaign, Ledger, Status

__all__ = ["Recalled", "as_shown", "as_told", "recall", "untied"]

SEVERAL = 2
Pattern = frozenset[str]
Told = Callable[[Campaign], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Recalled:
    """What an issue and its earlier corrections told whom.

    Arguments:
        patterns: what was frozen together for any reader: the group expressions that
            held for them, and an expression for each event that they were told of.
        by_reader: the pattern of each reader; empty where everybody has the same.
    """

    patterns: tuple[Pattern, ...] = ()
    by_reader: Mapping[str, Pattern] = field(default_factory=dict)


def recall(
    ledger: Ledger, issues: Iterable[Campaign], corrections: Iterable[Campaign], told: Told
) -> Recalled:
    """Return what was told whom; nothing where an older record does not say.

    Arguments:
        ledger: where the campaigns are.
        issues: the sendings of the issue.
        corrections: those done before, in their order.
        told: says which events a campaign with one letter told everybody of.
    """
    first = [(one, _letters(ledger, one, told, groups=True)) for one in issues]
    later = [(one, _letters(ledger, one, told, groups=False)) for one in corrections]
    patterns = {pattern for _, letters in first for pattern in letters.values()}
    for _, letters in later:
        universe = frozenset(text for pattern in patterns for text in pattern)
        patterns |= {
            pattern | letter
            for pattern in tuple(patterns)
            for letter in letters.values()
            if letter & universe <= pattern
        }
    if len(patterns) < SEVERAL:
        return Recalled(tuple(patterns))
    known: dict[str, Pattern] = {}
    for campaign, letters in first:
        known |= {id_: letters[name] for id_, name in _readers(ledger, campaign, letters)}
    for campaign, letters in later:
        for id_, name in _readers(ledger, campaign, letters):
            pattern = known.get(id_, frozenset()) | letters[name]
            if pattern in patterns:
                known[id_] = pattern
    return Recalled(tuple(sorted(patterns, key=sorted)), known)


def as_told(recalled: Recalled, draft: Draft, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events for those who were told of them; others for whom the files say.

    Arguments:
        recalled: who was told.
        draft: the correction; `untied` is what its letter is from then on.
        events: all there are.
    """
    if not recalled.patterns:
        return tuple(events)
    return tuple(_as_told(recalled, draft, event) for event in events)


def as_shown(draft: Draft, events: Iterable[Event]) -> tuple[Event, ...]:
    """Return events for whom an issue's letter showed them, for its correction in the archive."""
    around, _ = draft.shown_to.get(Block.EVENTS, ("", None))
    return tuple(replace(one, meant_for=one.meant_for or around) for one in events)


def untied(draft: Draft) -> Draft:
    """Return a draft whose events stand for whoever is told of them, in any passage."""
    others = dict(draft.shown_to)
    others.pop(Block.EVENTS, None)
    return replace(draft, shown_to=others)


def _as_told(recalled: Recalled, draft: Draft, event: Event) -> Event:
    text = _told_of(event.id)
    knowing = sum(text in pattern for pattern in recalled.patterns)
    if knowing:
        everybody = knowing == len(recalled.patterns)
        return replace(event, meant_for="" if everybody else text)
    around, _ = draft.shown_to.get(Block.EVENTS, ("", None))
    both = (f"({one})" for one in (around, event.meant_for) if one)
    return replace(event, meant_for=" and ".join(both)) if around else event


def _told_of(event: str) -> str:
    """Return the expression that holds for those who were told of an event."""
    name = " ".join(event.replace('"', "''").split())
    return f'"those told of {name}"'


def _letters(ledger: Ledger, campaign: Campaign, told: Told, *, groups: bool) -> dict[str, Pattern]:
    """Return what each letter of a campaign told; of an older record nothing."""
    forms = pack.Forms.from_bytes(ledger.form(campaign))
    if len(forms.by_name) == 1:
        return {"": frozenset(map(_told_of, told(campaign)))}
    return {
        name: frozenset(
            (
                *map(_told_of, one.events),
                *(" ".join(text.split()) for text in one.meant_for if groups),
            )
        )
        for name, one in forms.told.items()
    }


def _readers(
    ledger: Ledger, campaign: Campaign, letters: Mapping[str, Pattern]
) -> Iterator[tuple[str, str]]:
    """Yield who may have got a campaign, and which letter."""
    for standing in ledger.standings(campaign):
        if standing.status in {Status.ACCEPTED, Status.UNKNOWN}:
            found = ledger.frozen(campaign, (standing.number,)) if len(letters) > 1 else {}
            name = found[standing.number].variant if found else ""
            if name in letters:
                yield standing.subscriber, name
