"""The archive: pages of the issues that were sent, pages and files of the events, the feeds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pynews import compose, gather, invite, publish, render
from pynews.config import Project
from pynews.errors import Problem, UsageError
from pynews.model import Draft, Event, Invitation, Library, Picture, SentIssue, day_in_words
from pynews.pipeline.building import ISSUE, Built, edit, gather_everything
from pynews.pipeline.correcting import correction_as_sent
from pynews.pipeline.opening import open_renderer
from pynews.pipeline.varying import images_of

__all__ = ["FEED", "Site", "calendar_site", "make_site"]

FEED = "events.ics"
NEWS = "feed.xml"
STYLE = "site.css"
CORRECTED = "correction.html"
SUBSCRIBE = {
    "archive_webcal": "webcal://{bare}",
    "archive_google": "https://calendar.google.com/calendar/r?cid={webcal}",
    "archive_outlook": "https://outlook.live.com/calendar/0/addfromweb/?url={https}&name={name}",
    "archive_office365": "https://outlook.office.com/calendar/0/addfromweb/?url={https}&name={name}",
}

Told = tuple[str, Event, Invitation]


@dataclass(frozen=True, slots=True)
class Site:
    """An archive ready to be written.

    Arguments:
        files: path below its folder, and bytes.
        issues, events: how many it tells of.
        notes: what an editor should know of it.
    """

    files: Mapping[str, bytes]
    issues: int
    events: int
    notes: tuple[Problem, ...] = ()


def make_site(project: Project, *, today: date, also: Iterable[str] = ()) -> Site:
    """Return the whole archive.

    Arguments:
        project: where everything is.
        today: parts what is to come from what was.
        also: issues that no ``sent.json`` tells of and that are shown nevertheless.

    Raises:
        SourceError: a file is not as it should be, or there is no such issue.
        UsageError: an issue that is no part of an address.
    """
    library = gather_everything(project)
    files, told = _events(project, library, today)
    shown = tuple(_shown(project, library, tuple(also)))
    for built, _, _ in shown:
        files |= _issue_files(built)
    corrections = tuple(_corrections(project, library, shown))
    for correction, _ in corrections:
        files |= _issue_files(correction, CORRECTED)
    files |= _first_page(project, shown, told, today, corrections)
    if project.publication.base_url:
        entries = (_entry(*one) for one in shown)
        files[NEWS] = publish.atom(entries, publication=project.publication)
    notes = tuple(_notes(project, shown))
    return Site(files, len(shown), len(told), notes)


def calendar_site(project: Project, *, today: date) -> Mapping[str, bytes]:
    """Return feed, calendar files and pages of the public events, as the archive holds them."""
    files, _ = _events(project, gather_everything(project), today)
    return files


def _events(
    project: Project, library: Library, today: date
) -> tuple[dict[str, bytes], tuple[Told, ...]]:
    """Return the files about events, and each public one with the address of its page."""
    publication = project.publication
    stamp = max((draft.send for draft in library.drafts), default=datetime.fromtimestamp(0, UTC))
    stamp = stamp.astimezone(UTC)
    shown = tuple(event for event in library.events if event.public)
    printer = _printer(project)

    def calendar(events: tuple[Event, ...]) -> bytes:
        return invite.feed(events, publication=publication, sent=library.sent, stamp=stamp)

    midnight = datetime.combine(today, time(), ZoneInfo(publication.timezone))
    invitations = invite.invite(shown, sent=library.sent, publication=publication, stamp=midnight)
    files = {FEED: calendar(shown), STYLE: printer.style().encode()}
    told = []
    for event, invitation in zip(shown, invitations, strict=True):
        name = invite.hosted_name(event)
        jsonld = invite.event_jsonld(event, publication=publication, sent=library.sent)
        over = not _to_come(event, today)
        html, pictures = printer.event(event, invitation, file=name, jsonld=jsonld, over=over)
        page = f"events/{name.removesuffix('.ics')}.html"
        files |= {f"events/{name}": calendar((event,)), page: html.encode()}
        files |= _pictures("events/", pictures)
        told.append((page, event, invitation))
    return files, tuple(told)


def _printer(project: Project) -> render.SiteRenderer:
    theme = render.find_theme(project.publication.theme, project.root)
    return render.SiteRenderer(theme, project.root, project.publication)


def _shown(
    project: Project, library: Library, also: tuple[str, ...]
) -> Iterator[tuple[Built, datetime, SentIssue | None]]:
    """Yield the editions of the issues to show, newest first, each with its time of sending."""
    sent = {one.issue: one for one in library.sent if one.purpose == ISSUE}
    drafts = [draft for draft in library.drafts if draft.id in sent]
    named = [compose.choose(library, name) for name in dict.fromkeys(also)]
    drafts += [draft for draft in named if draft.id not in sent]
    renderer = open_renderer(project)

    def moment(draft: Draft) -> datetime:
        return sent[draft.id].at if draft.id in sent else draft.send

    for draft in sorted(drafts, key=lambda one: (moment(one), one.id), reverse=True):
        _refuse_address(draft)
        before = invite.earlier(library.sent, issue=draft.id)
        built = edit(project, library, draft, sent=before, renderer=renderer)
        yield built, moment(draft), sent.get(draft.id)


def _refuse_address(draft: Draft) -> None:
    if draft.id in {"events", "images"} or quote(draft.id, safe="") != draft.id:
        raise UsageError(
            f"{draft.id!r} cannot be part of an address",
            hint="name the issue's folder with letters, digits and hyphens: 2021-11",
        )


def _corrections(
    project: Project, library: Library, shown: tuple[tuple[Built, datetime, SentIssue | None], ...]
) -> Iterator[tuple[Built, SentIssue]]:
    """Yield the last correction that was sent of each issue, as its file says it."""
    for built, _, _ in shown:
        sent = [one for one in library.sent if one.issue == built.issue.id]
        last = max((one for one in sent if one.purpose != ISSUE), key=_sent_at, default=None)
        if last and (project.root / built.draft.path).with_name(gather.CORRECTION).is_file():
            yield correction_as_sent(project, library, built.draft, last), last


def _sent_at(one: SentIssue) -> datetime:
    return one.at


def _issue_files(built: Built, name: str = "index.html") -> dict[str, bytes]:
    folder = f"{built.issue.id}/"
    return {f"{folder}{name}": built.edition.web.encode()} | _pictures(
        folder, images_of(built.versions)
    )


def _pictures(folder: str, pictures: Iterable[Picture]) -> dict[str, bytes]:
    return {f"{folder}images/{picture.file_name}": picture.content for picture in pictures}


def _first_page(
    project: Project,
    shown: tuple[tuple[Built, datetime, SentIssue | None], ...],
    told: tuple[Told, ...],
    today: date,
    corrections: tuple[tuple[Built, SentIssue], ...],
) -> dict[str, bytes]:
    """Return the first page with its pictures."""
    publication = project.publication
    upcoming = sorted((one for one in told if _to_come(one[1], today)), key=_by_day)
    earlier = sorted((one for one in told if one not in upcoming), key=_by_day, reverse=True)
    zone = ZoneInfo(publication.timezone)
    issues = [
        render.ArchiveIssue(
            f"{built.issue.id}/",
            *_plain(built),
            day_in_words(at.astimezone(zone).date()),
        )
        for built, at, _ in shown
    ]
    html, pictures = _printer(project).archive(
        render.Contents(
            issues=tuple(issues),
            upcoming=tuple(upcoming),
            earlier=tuple(earlier),
            subscribe=_subscribe(publication.base_url, publication.name),
            join=f"{publication.unsubscribe_url}/" if publication.unsubscribe_url else "",
            news=NEWS if publication.base_url else "",
            corrected={
                f"{built.issue.id}/": (
                    f"{built.issue.id}/{CORRECTED}",
                    day_in_words(sent.at.astimezone(zone).date()),
                )
                for built, sent in corrections
            },
        )
    )
    return {"index.html": html.encode()} | _pictures("", pictures)


def _to_come(event: Event, today: date) -> bool:
    if event.recurrence is None:
        return event.when.last_day >= today
    zone = ZoneInfo(event.when.zone)
    return bool(invite.next_dates(event, datetime.combine(today, time(), zone), 1))


def _by_day(one: Told) -> tuple[date, str]:
    return one[1].when.first_day, one[1].id


def _subscribe(base_url: str, name: str) -> dict[str, str]:
    """Return the addresses of the calendar feed; without an address of ours only the file."""
    if not base_url:
        return {"archive_file": FEED}
    address = f"{base_url}{FEED}"
    bare = address.partition("://")[2]
    values = {
        "bare": bare,
        "webcal": quote(f"webcal://{bare}", safe=""),
        "https": quote(address, safe=""),
        "name": quote(name, safe=""),
    }
    return {key: form.format(**values) for key, form in SUBSCRIBE.items()} | {"archive_file": FEED}


def _plain(built: Built) -> tuple[str, str]:
    """Return subject and preheader as somebody without a name reads them."""
    subject, preheader = built.edition.subject, built.edition.preheader
    for field in built.edition.fields:
        subject = subject.replace(field.token, field.fallback)
        preheader = preheader.replace(field.token, field.fallback)
    return subject, preheader


def _entry(built: Built, at: datetime, sent: SentIssue | None) -> publish.Entry:
    del sent
    corrected = [
        one.at
        for one in built.library.sent
        if one.issue == built.issue.id and one.purpose.startswith("correction")
    ]
    return publish.Entry(built.issue.id, *_plain(built), at, max([at, *corrected]))


def _notes(
    project: Project, shown: tuple[tuple[Built, datetime, SentIssue | None], ...]
) -> Iterator[Problem]:
    """Yield what an editor should know: pages that are not what members got."""
    for built, at, sent in shown:
        if sent is not None and sent.edition_digest != built.digest:
            yield Problem(
                f"{built.issue.id} is shown as its files say now, which is not what was sent"
                f" on {at:%Y-%m-%d}",
                built.issue.path,
                "take its files back from git to show it as it was",
            )
    if not project.publication.base_url:
        yield Problem(
            "without base_url there is no news feed, and calendars cannot subscribe",
            "pynews.toml",
            'write base_url = "https://..."',
        )
