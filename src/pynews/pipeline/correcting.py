"""A correction: its text, the invitations that changed, and who got what it corrects."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath

from pynews import audience, compose, gather, invite
from pynews.config import Project
from pynews.errors import PlanError, UsageError
from pynews.model import Change, Draft, Event, Library, SentIssue
from pynews.pipeline.building import ISSUE, Built, build, edit, gather_everything
from pynews.pipeline.opening import is_rehearsal, ledgers, rehearsed_path
from pynews.pipeline.recalling import Recalled, as_shown, as_told, recall, untied
from pynews.store import SENT_NAME, Campaign, Ledger, State, Status, read_sent

__all__ = ["build_again", "correct", "correction_as_sent"]

PREFIX = "correction-"


@dataclass(frozen=True, slots=True)
class Past:
    """What was sent of an issue before its correction.

    Arguments:
        readers: who got it.
        sent: what calendars were told, by every issue.
        corrections: the campaigns of earlier corrections by number, with whether
            each is done with.
        highest: the highest number of a correction on record.
        recalled: by the number of a correction, what was told whom before it.
    """

    readers: audience.Readers
    sent: tuple[SentIssue, ...]
    corrections: dict[int, tuple[Campaign, bool]]
    highest: int
    recalled: dict[int, Recalled]


def correct(
    project: Project, issue_id: str | None, *, now: datetime, include_unknown: bool = False
) -> Built:
    """Return the correction of an issue: the one begun and not done, else the next.

    Arguments:
        project: where everything is.
        issue_id: which issue; the one with the latest ``send`` when None.
        now: the time of a correction whose file names none, aware; whole hours of
            it count, so that what was planned can still be confirmed.
        include_unknown: whether those in doubt are written to as well.

    Raises:
        SourceError: its file is missing or wrong.
        UsageError: the issue was never sent.
        PlanError: the issue is still on its way.
    """
    library = gather_everything(project)
    draft = compose.choose(library, issue_id)
    found = gather.read_correction(project.root, draft, zone=project.publication.timezone)
    past = _past(project, library, draft, include_unknown=include_unknown)
    library = replace(library, inputs=(*library.inputs, found.input))
    if past.corrections:
        number, (campaign, done) = max(past.corrections.items())
        again = _edit(project, library, found, past, number=number, at=campaign.at)
        if not done or again.digest == campaign.edition_digest:
            return again
    at = found.send or now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    return _edit(project, library, found, past, number=past.highest + 1, at=at)


def correction_as_sent(project: Project, library: Library, draft: Draft, last: SentIssue) -> Built:
    """Return a correction that was sent, as its file says it now; who got it is not looked at.

    Raises:
        SourceError: its file is wrong.
    """
    found = gather.read_correction(project.root, draft, zone=project.publication.timezone)
    told = tuple(event.id for event in last.events)
    library = replace(library, events=as_shown(draft, library.events))
    draft = replace(found.draft, send=last.at, events=told or ("none",))
    sent = invite.earlier(library.sent, issue=draft.id, purpose=last.purpose)
    return edit(project, library, draft, sent=sent, purpose=last.purpose)


def build_again(project: Project, campaign: Campaign) -> Built:
    """Return the edition that a campaign is about, from the files as they are now."""
    if not campaign.purpose.startswith(PREFIX):
        return build(project, campaign.issue)
    return correct(project, campaign.issue, now=campaign.at)


def _edit(
    project: Project,
    library: Library,
    found: gather.Correction,
    past: Past,
    *,
    number: int,
    at: datetime,
) -> Built:
    purpose = f"{PREFIX}{number}"
    sent = invite.earlier(past.sent, issue=found.draft.id, purpose=purpose)
    draft = replace(found.draft, send=at)
    if not found.named:
        changed = tuple(event.id for event in _changed(project, library, draft, sent))
        draft = replace(draft, events=changed or ("none",))
    recalled = past.recalled[number]
    library = replace(library, events=as_told(recalled, draft, library.events))
    built = edit(
        project,
        library,
        untied(draft) if recalled.patterns else draft,
        sent=sent,
        purpose=purpose,
        patterns=recalled.patterns,
    )
    return replace(built, readers=replace(past.readers, held=recalled.by_reader))


def _changed(
    project: Project, library: Library, draft: Draft, sent: tuple[SentIssue, ...]
) -> Iterator[Event]:
    """Yield the events that this issue told calendars of and that are different by now."""
    told = {event.id for one in sent if one.issue == draft.id for event in one.events}
    events = tuple(event for event in library.events if event.id in told)
    invitations = invite.invite(
        events, sent=sent, publication=project.publication, stamp=draft.send.astimezone(UTC)
    )
    for event, invitation in zip(events, invitations, strict=True):
        if invitation.change is not Change.UNCHANGED:
            yield event


def _past(project: Project, library: Library, draft: Draft, *, include_unknown: bool) -> Past:
    """Return what was really sent; a rehearsal of what never was looks at its own record."""
    for word, ledger in _records(project):
        campaigns = [one for one in ledger.campaigns() if one.issue == draft.id]
        tallies = {one.id: ledger.tally(one) for one in campaigns}
        campaigns = [one for one in campaigns if tallies[one.id].accepted or _open(one)]
        if not campaigns:
            continue
        _refuse_unfinished(ledger, [one for one in campaigns if not _corrects(one)], word)
        sent = library.sent if word == "sent" else (*library.sent, *_rehearsed(project, draft))
        corrections = {
            int(one.purpose.removeprefix(PREFIX)): (one, _done(ledger, one))
            for one in campaigns
            if _corrects(one)
        }
        recorded = [
            int(one.purpose.removeprefix(PREFIX))
            for one in library.sent
            if one.issue == draft.id and one.purpose.startswith(PREFIX)
        ]
        readers = _readers(ledger, draft, campaigns, include_unknown=include_unknown)
        highest = max([0, *corrections, *recorded])
        issues = tuple(_of_issue(campaigns, sent, word))
        recalled = {
            number: recall(
                ledger,
                issues,
                [one for earlier, (one, _) in sorted(corrections.items()) if earlier < number],
                partial(_told, sent),
            )
            for number in {max(corrections, default=highest + 1), highest + 1}
        }
        return Past(readers, sent, corrections, highest, recalled)
    raise UsageError(
        f"nothing was sent of {draft.id!r}, so there is nothing to correct",
        hint=f"pynews send {draft.id}   sends it",
    )


def _told(sent: tuple[SentIssue, ...], campaign: Campaign) -> Iterator[str]:
    """Yield the events that a campaign told calendars of, as the files record it."""
    purpose = campaign.purpose if _corrects(campaign) else ISSUE
    for one in sent:
        if (one.issue, one.purpose) == (campaign.issue, purpose):
            yield from (event.id for event in one.events)


def _of_issue(
    campaigns: Iterable[Campaign], sent: tuple[SentIssue, ...], word: str
) -> Iterator[Campaign]:
    """Yield the sendings of the issue itself; of rehearsals the one that was noted last."""
    digests = {one.edition_digest for one in sent if one.purpose == ISSUE}
    for one in campaigns:
        noted = word != "sent" and one.edition_digest in digests
        if one.purpose == ISSUE or noted:
            yield one


def _records(project: Project) -> Iterator[tuple[str, Ledger]]:
    """Yield the record of real sendings; when rehearsing, that of rehearsals after it."""
    for wanted in ("sent", "outbox") if is_rehearsal(project) else ("sent",):
        yield from (one for one in ledgers(project) if one[0] == wanted)


def _corrects(campaign: Campaign) -> bool:
    return campaign.purpose.removeprefix(PREFIX).isdecimal() and campaign.purpose.startswith(PREFIX)


def _open(campaign: Campaign) -> bool:
    return campaign.state is not State.CANCELLED


def _done(ledger: Ledger, campaign: Campaign) -> bool:
    return not _open(campaign) or ledger.tally(campaign).finished


def _refuse_unfinished(ledger: Ledger, campaigns: list[Campaign], word: str) -> None:
    """Refuse to correct what is still on its way: some would get the correction first.

    Raises:
        PlanError: people still wait for it.
    """
    for one in campaigns:
        if word == "sent" and not _done(ledger, one):
            raise PlanError(
                f"{one.issue} is still on its way",
                where=one.issue,
                hint=f"pynews send {one.issue}   finishes it; pynews cancel {one.issue}"
                "   gives the rest up; then send the correction",
            )


def _readers(
    ledger: Ledger, draft: Draft, campaigns: list[Campaign], *, include_unknown: bool
) -> audience.Readers:
    """Return who got the issue or a correction of it, and of whom that is not known."""
    got: set[str] = set()
    doubted: set[str] = set()
    for campaign in campaigns:
        for one in ledger.standings(campaign):
            if one.status is Status.ACCEPTED:
                got.add(one.subscriber)
            elif one.status is Status.UNKNOWN and not _corrects(campaign):
                doubted.add(one.subscriber)
    doubted -= got
    if include_unknown:
        got, doubted = got | doubted, set()
    return audience.Readers(f"who got {draft.id}", tuple(sorted(got)), tuple(sorted(doubted)))


def _rehearsed(project: Project, draft: Draft) -> tuple[SentIssue, ...]:
    """Return what a rehearsal of the issue told calendars, as its own record says."""
    path = rehearsed_path(project, draft.id)
    if not path.is_file():
        return ()
    place = PurePosixPath(draft.path).with_name(SENT_NAME).as_posix()
    return read_sent(path.read_text(encoding="utf-8"), path=place)
