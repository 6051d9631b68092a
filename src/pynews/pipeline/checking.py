"""Reads an issue as a strict editor would: from files to findings."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pynews import compose, gather, invite, render
from pynews.config import Project
from pynews.errors import Problem, PynewsError, SourceError, TemplateError
from pynews.model import Draft, Event, Finding, Issue, Library, Opening, Story
from pynews.pipeline.building import CONFIG, Built, build, gather_everything
from pynews.pipeline.opening import is_rehearsal, ledgers
from pynews.pipeline.varying import Version, in_language

if TYPE_CHECKING:
    from pynews import check as editor

__all__ = ["check"]

MESSAGE = "message.eml"
TEMPLATES = {".j2", ".toml"}
Item = Event | Opening | Story


def check(
    project: Project,
    issue_id: str | None = None,
    *,
    built: Built | None = None,
    renderer: render.Renderer | None = None,
) -> "editor.Verdict":
    """Say what a strict editor finds in an issue as it would be sent; change nothing.

    What stops an issue from being built is found too, and then the rest of its
    files is read as far as it can be.

    Arguments:
        project: where everything is.
        issue_id: which issue; the one with the latest ``send`` when None.
        built: its edition, when it was just made.
        renderer: one that is warm already.

    Raises:
        ProjectError: the configuration names what is not there.
    """
    # Many rules, which a build does without: they are loaded when first asked.
    from pynews import check as editor

    checks = {**editor.CHECKS, **editor.named_checks(project.checks)}
    refused: tuple[Finding, ...] = ()
    try:
        built = built or build(project, issue_id, renderer=renderer)
        library, issue = built.library, built.issue
    except (SourceError, TemplateError) as error:
        problems = editor.at_their_words(error.problems, project.root)
        refused = tuple(editor.as_findings(problems))
        try:
            library = gather_everything(project)
            issue = compose.compose(compose.choose(library, issue_id), library)
        except PynewsError:
            return editor.Verdict(issue_id or "", refused)
    if built is None:
        draft = next(one for one in library.drafts if one.id == issue.id)
        subject = _subject(project, issue, library, draft)
        return editor.examine(subject, checks=checks, built=False, refused=refused)
    first, *others = (
        editor.examine(
            _subject(project, one.issue, library, _draft(built, one), built, one), checks=checks
        )
        for one in built.versions
    )
    return first.joined(others)


def _subject(
    project: Project,
    issue: Issue,
    library: Library,
    draft: Draft,
    built: Built | None = None,
    version: Version | None = None,
) -> "editor.Subject":
    """Return what a strict editor looks at; with a version, as its readers get it."""
    from pynews import check as editor

    sources = editor.read_sources(project.root, _files(project, issue, library))
    content = built.files[version.folder + MESSAGE] if built and version else b""
    letter = editor.open_letter(content)
    return editor.Subject(
        issue=issue,
        draft=draft,
        library=library,
        publication=in_language(project.publication, version.variant.language if version else ""),
        sources=sources,
        passages=editor.passages(issue, draft, sources),
        letter=letter,
        links=editor.written_links(letter.document, sources),
        edition=version.edition if version else None,
        invitations=version.invitations if version else (),
        people=_people(project, draft),
        provider=project.provider.name,
        rehearsal=is_rehearsal(project),
        privacy=project.privacy,
        oddities=tuple(_oddities(project, issue, library)),
        readers=version.variant.words if built and version and len(built.versions) > 1 else "",
    )


def _draft(built: Built, version: Version) -> Draft:
    """Return what the editor wrote for a version, in its own language."""
    language = version.variant.language
    if not language:
        return built.draft
    drafts = built.library.translations[language].drafts
    return next(one for one in drafts if one.id == built.draft.id)


def _oddities(project: Project, issue: Issue, library: Library) -> Iterator[tuple[str, Problem]]:
    """Yield what does not fit between the event files and what calendars were told."""
    found = invite.oddities(
        library.events,
        library.sent,
        today=issue.send.date(),
        zone=project.publication.timezone,
        delivered=_delivered(project),
    )
    for one in found:
        yield str(one.kind), one.problem


def _delivered(project: Project) -> tuple[str, ...]:
    """Return the issues that the ledger knows as really sent; none where it cannot be read."""
    try:
        return tuple(
            campaign.issue
            for word, ledger in ledgers(project)
            if word == "sent"
            for campaign in ledger.campaigns()
            if ledger.tally(campaign).accepted
        )
    except PynewsError:
        return ()


def _files(project: Project, issue: Issue, library: Library) -> Iterator[Path]:
    """Yield the files an editor can mend: the issue's own first, those it leaves out last."""
    told: tuple[Item, ...] = (*issue.events, *issue.openings, *issue.stories)
    for path in dict.fromkeys((issue.path, *(item.origin.path for item in told), CONFIG)):
        yield project.root / path
    theme = render.find_theme(project.publication.theme, project.root)
    try:
        folders = render.load_theme(theme, project.root).folders
    except TemplateError:  # what is wrong with it stopped the build, and is told already
        folders = (theme,)
    for folder in folders:
        yield from sorted(path for path in folder.rglob("*") if path.suffix in TEMPLATES)
    others: tuple[Item, ...] = (*library.events, *library.openings)
    for item in others:
        if item not in told:
            yield project.root / item.origin.path


def _people(project: Project, draft: Draft) -> tuple[str, ...]:
    """Return who is named as present or absent in the minutes that an issue draws from."""
    entries = (*draft.decisions, *draft.discussion)
    named = {draft.decisions_from, *(entry.source for entry in entries)}
    content = project.root / gather.CONTENT
    files = sorted(content / name for name in named if name)
    names = (
        name
        for minutes in gather.gather_minutes(files, root=project.root)
        for name in (minutes.chair, *minutes.attendees, *minutes.apologies)
        if name
    )
    return tuple(dict.fromkeys(names))
