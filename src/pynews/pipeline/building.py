"""Gather, compose, invite, render, pack: from files to an edition."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from pynews import compose, gather, invite, pack, publish, render
from pynews.config import Project
from pynews.errors import SourceError
from pynews.model import Draft, Edition, Invitation, Issue, Library, SentIssue
from pynews.pipeline.opening import open_renderer, sample_reader
from pynews.pipeline.varying import (
    Version,
    digest_of,
    images_of,
    make_versions,
    sorting_of,
)
from pynews.store import replace_files

if TYPE_CHECKING:
    from pynews import audience

__all__ = ["ISSUE", "MANIFEST", "Built", "build", "edit", "gather_everything", "write"]

CONFIG = "pynews.toml"
IMAGES = "images"
VARIANTS = "variants"
MANIFEST = "manifest.json"
ISSUE = "issue"
CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Built:
    """An edition and everything around it, nothing written yet.

    Arguments:
        issue: all that it tells anybody.
        edition: how it reads for somebody in no group; what the archive shows is from it.
        invitations: one for each event, those that travel along marked as attached.
        digest: SHA-256 over all that a recipient can receive.
        files: name and bytes of what belongs into ``build/ISSUE/``.
        library: what it was chosen from.
        draft: what its editor wrote.
        purpose: ``issue``, or ``correction-N``.
        readers: for a correction, who got what it corrects.
        versions: how it reads for each variant; ``edition`` is the first one's.
        translated: the whole issue in other languages.
        patterns: for a correction, what was frozen together for any of its readers.
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
    versions: tuple[Version, ...] = ()
    translated: Mapping[str, Issue] = field(default_factory=dict)
    patterns: tuple[frozenset[str], ...] = ()

    @property
    def sorting(self) -> "audience.Sorting | None":
        """Which variant somebody gets; None where everybody gets the same."""
        if len(self.versions) == 1:
            return None
        return sorting_of(self.issues, patterns=self.patterns)

    @property
    def issues(self) -> Mapping[str, Issue]:
        """The whole issue by language; "" is the publication's."""
        return {"": self.issue, **self.translated}


def gather_everything(project: Project) -> Library:
    """Read all that issues are made of."""
    about = project.publication
    return gather.gather_library(project.root, zone=about.timezone, language=about.language)


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


def edit(  # noqa: PLR0913 - a letter, what was sent before, and how it is to be read
    project: Project,
    library: Library,
    draft: Draft,
    *,
    sent: tuple[SentIssue, ...],
    purpose: str = ISSUE,
    renderer: render.Renderer | None = None,
    patterns: tuple[frozenset[str], ...] = (),
) -> Built:
    """Return the edition of a draft.

    Arguments:
        project, library: what there is.
        draft: what an editor wrote.
        sent: what calendars were told before.
        purpose: ``issue``, or ``correction-N``.
        renderer: one that is warm already.
        patterns: see `Built`.

    Raises:
        SourceError: what the editor wrote cannot be told, with file and line.
        TemplateError: the theme is wrong.
    """
    issue = compose.compose(draft, library)
    translated = compose.in_languages(draft, library) if purpose == ISSUE else {}
    publication = project.publication
    invitations = invite.invite(
        issue.events,
        sent=sent,
        publication=publication,
        stamp=issue.send.astimezone(UTC),
    )
    renderer = renderer or open_renderer(project)
    try:
        issues = {"": issue, **translated}
        made = tuple(make_versions(project, issues, invitations, renderer, patterns))
    except SourceError as error:
        from pynews.check import at_their_words

        raise SourceError.of(at_their_words(error.problems, project.root)) from error
    versions = tuple(version for version, _ in made)
    digest = digest_of(versions, publication)
    built = Built(
        issue,
        versions[0].edition,
        invitations,
        digest,
        {},
        library,
        draft,
        purpose,
        versions=versions,
        translated=translated,
        patterns=patterns,
    )
    files = _files(project, built)
    files[MANIFEST] = publish.manifest(
        issue,
        digest=digest,
        invitations=invitations,
        inputs=publish.inputs(
            issue,
            library=library,
            sent=sent,
            root=project.root,
            others=(
                project.root / CONFIG,
                *(project.root / path for path in _words(translated, library)),
                *dict.fromkeys(path for _, read in made for path in read),
            ),
        ),
        files=files,
        variants=[version.variant for version in versions],
    )
    return replace(built, files=files)


def _words(translated: Mapping[str, Issue], library: Library) -> Iterator[str]:
    """Yield the files that say an issue in other words."""
    known = {one.path for one in library.inputs}
    for issue in translated.values():
        origins = (
            *(event.origin for event in issue.events),
            *(opening.origin for opening in issue.openings),
            *(story.origin for story in issue.stories),
        )
        for path in (issue.path, *(origin.path for origin in origins)):
            if path in known:
                yield path


def _files(project: Project, built: Built) -> dict[str, bytes]:
    """Return all that belongs into ``build/ISSUE/`` but the manifest."""
    files = {
        **{invitation.file_name: invitation.ics for invitation in built.invitations},
        **{f"{IMAGES}/{one.file_name}": one.content for one in images_of(built.versions)},
        "web.html": built.edition.web.encode(),
    }
    for version in built.versions:
        for name, content in _readings(project, built, version).items():
            files[version.folder + name] = content
    return files


def _readings(project: Project, built: Built, version: Version) -> dict[str, bytes]:
    """Return the files a person looks at: as a reader without a name would get them."""
    edition, publication = version.edition, project.publication
    reader = sample_reader(project)
    unsubscribe = pack.unsubscribe_address(publication).partition("?subject=")[0]
    seen = pack.read_as(edition, reader, unsubscribe=unsubscribe.replace("{token}", "sample"))
    form = pack.compile_form(
        edition,
        invitations=version.invitations,
        publication=publication,
        at=built.issue.send,
        campaign=built.digest,
    )
    html = seen.html
    images = ("../" * version.folder.count("/")) + IMAGES
    for picture in edition.pictures:
        html = html.replace(f"cid:{picture.content_id}", f"{images}/{picture.file_name}")
    markdown = {"email.md": seen.markdown.encode()} if seen.markdown else {}
    return {
        **markdown,
        "email.html": html.encode(),
        "email.txt": seen.text.encode(),
        "message.eml": form.message(reader, key=project.key).content,
    }


def write(project: Project, built: Built) -> Path:
    """Write an edition into ``build/ISSUE/``, whole or not at all; return the folder.

    A correction has a folder of its own inside.
    """
    folder = project.build_folder / built.issue.id
    if built.purpose != ISSUE:
        folder /= CORRECTION
    replace_files(folder, built.files, last=MANIFEST)
    for stale in (
        *folder.glob("*.ics"),
        *(folder / IMAGES).glob("*"),
        *(folder / VARIANTS).glob("*/*"),
    ):
        if stale.relative_to(folder).as_posix() not in built.files:
            stale.unlink()
    for empty in (*(folder / VARIANTS).glob("*"), folder / VARIANTS):
        with suppress(OSError):  # it is not empty, or was never there
            empty.rmdir()
    return folder
