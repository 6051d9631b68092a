"""Gather, compose, invite, render, pack: from files to an edition."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from pynews import __version__, compose, gather, invite, pack, providers, publish, render
from pynews.config import Project
from pynews.errors import SourceError
from pynews.model import Draft, Edition, Invitation, Issue, Library, SentIssue
from pynews.pipeline.opening import open_renderer, sample_reader
from pynews.store import replace_files

if TYPE_CHECKING:
    from pynews import audience

__all__ = ["ISSUE", "MANIFEST", "Built", "build", "edit", "gather_everything", "write"]

CONFIG = "pynews.toml"
IMAGES = "images"
MANIFEST = "manifest.json"
ISSUE = "issue"
CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Built:
    """An edition and everything around it, nothing written yet.

    Arguments:
        issue: what it tells.
        edition: how it reads.
        invitations: one for each event, those that travel along marked as attached.
        digest: SHA-256 over all that a recipient can receive.
        files: name and bytes of what belongs into ``build/ISSUE/``.
        library: what it was chosen from.
        draft: what its editor wrote.
        purpose: ``issue``, or ``correction-N``.
        readers: for a correction, who got what it corrects.
    """

    issue: Issue
    edition: Edition
    invitations: tuple[Invitation, ...]
    digest: str
    files: Mapping[str, bytes]
    library: Library
    draft: Draft
    purpose: str = ISSUE
    readers: "audience.Readers | None" = None


def gather_everything(project: Project) -> Library:
    """Read all that issues are made of."""
    return gather.gather_library(project.root, zone=project.publication.timezone)


def build(
    project: Project, issue_id: str | None = None, *, renderer: render.Renderer | None = None
) -> Built:
    """Gather, compose, render and invite: the edition of one issue.

    Arguments:
        project: where everything is.
        issue_id: which issue; the one with the latest ``send`` when None.
        renderer: one that is warm already.
    """
    library = gather_everything(project)
    draft = compose.choose(library, issue_id)
    sent = invite.earlier(library.sent, issue=draft.id)
    return edit(project, library, draft, sent=sent, renderer=renderer)


def edit(
    project: Project,
    library: Library,
    draft: Draft,
    *,
    sent: tuple[SentIssue, ...],
    purpose: str = ISSUE,
    renderer: render.Renderer | None = None,
) -> Built:
    """Return the edition of a draft.

    Arguments:
        project, library: what there is.
        draft: what an editor wrote.
        sent: what calendars were told before.
        purpose: ``issue``, or ``correction-N``.
        renderer: one that is warm already.

    Raises:
        SourceError: what the editor wrote cannot be told, with file and line.
        TemplateError: the theme is wrong.
    """
    issue = compose.compose(draft, library)
    publication = project.publication
    invitations = invite.invite(
        issue.events,
        sent=sent,
        publication=publication,
        stamp=issue.send.astimezone(UTC),
    )
    renderer = renderer or open_renderer(project)
    try:
        edition = renderer.render(issue, publication=publication, invitations=invitations)
    except SourceError as error:
        from pynews.check import at_their_words

        raise SourceError.of(at_their_words(error.problems, project.root)) from error
    if providers.capabilities_of(project.provider.name).markdown:
        told = renderer.render_notify(issue, publication=publication, invitations=invitations)
        edition = replace(edition, markdown=told)
    digest = pack.edition_digest(edition, invitations=invitations, publication=publication)
    built = Built(issue, edition, invitations, digest, {}, library, draft, purpose)
    files = _readings(project, built)
    files[MANIFEST] = publish.manifest(
        issue,
        digest=digest,
        invitations=invitations,
        inputs=publish.inputs(
            issue,
            library=library,
            sent=sent,
            root=project.root,
            others=(project.root / CONFIG, *renderer.files()),
        ),
        files=files,
        version=__version__,
    )
    return replace(built, files=files)


def _readings(project: Project, built: Built) -> dict[str, bytes]:
    """Return the files a person looks at: as a reader without a name would get them."""
    edition, publication = built.edition, project.publication
    reader = sample_reader(project)
    unsubscribe = pack.unsubscribe_address(publication).partition("?subject=")[0]
    seen = pack.read_as(edition, reader, unsubscribe=unsubscribe.replace("{token}", "sample"))
    form = pack.compile_form(
        edition,
        invitations=built.invitations,
        publication=publication,
        at=built.issue.send,
        campaign=built.digest,
    )
    html = seen.html
    for picture in edition.pictures:
        html = html.replace(f"cid:{picture.content_id}", f"{IMAGES}/{picture.file_name}")
    markdown = {"email.md": seen.markdown.encode()} if seen.markdown else {}
    return {
        **markdown,
        "email.html": html.encode(),
        "email.txt": seen.text.encode(),
        "web.html": edition.web.encode(),
        "message.eml": form.message(reader, key=project.key).content,
        **{invitation.file_name: invitation.ics for invitation in built.invitations},
        **{f"{IMAGES}/{picture.file_name}": picture.content for picture in edition.images},
    }


def write(project: Project, built: Built) -> Path:
    """Write an edition into ``build/ISSUE/``, whole or not at all; return the folder.

    A correction has a folder of its own inside.
    """
    folder = project.build_folder / built.issue.id
    if built.purpose != ISSUE:
        folder /= CORRECTION
    replace_files(folder, built.files, last=MANIFEST)
    for stale in (*folder.glob("*.ics"), *(folder / IMAGES).glob("*")):
        if stale.relative_to(folder).as_posix() not in built.files:
            stale.unlink()
    return folder
