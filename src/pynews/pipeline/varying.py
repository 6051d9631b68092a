"""The variants of an issue: what somebody's groups and language make of it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pynews import compose, pack, providers, render
from pynews.config import Project
from pynews.errors import TemplateError
from pynews.model import Edition, Invitation, Issue, Picture, Publication, Variant

if TYPE_CHECKING:
    from pynews import audience
    from pynews.store import Subscribers

__all__ = [
    "Version",
    "compile_forms",
    "digest_of",
    "images_of",
    "in_language",
    "make_versions",
    "sorting_of",
]


@dataclass(frozen=True, slots=True)
class Version:
    """An issue as the readers of one variant get it.

    Arguments:
        variant: who they are.
        issue: what they are told.
        edition: how it reads.
        invitations: of the events they are told of.
    """

    variant: Variant
    issue: Issue
    edition: Edition
    invitations: tuple[Invitation, ...]

    @property
    def folder(self) -> str:
        """Where its files stand below the build folder; "" for the one without a name."""
        return f"variants/{self.variant.name}/" if self.variant.name else ""


def sorting_of(
    issues: Mapping[str, Issue],
    people: "Subscribers | None" = None,
    *,
    patterns: Collection[frozenset[str]] = (),
) -> "audience.Sorting":
    """Return which variant somebody gets.

    Arguments:
        issues: by language; "" is the publication's.
        people: whose groups the issue may name; None to take any.
        patterns: see `audience.sort_readers`.

    Raises:
        SourceError: an expression that cannot be read, or names an unknown group.
    """
    # The list's own rooms are loaded where an issue asks for them.
    from pynews import audience

    wanted = [each for issue in issues.values() for each in compose.meant_for(issue)]
    return audience.sort_readers(
        wanted,
        languages=[language for language in issues if language],
        known=people.known_groups() if people and wanted else None,
        patterns=patterns,
    )


def make_versions(
    project: Project,
    issues: Mapping[str, Issue],
    invitations: tuple[Invitation, ...],
    renderer: render.Renderer,
    patterns: Collection[frozenset[str]] = (),
) -> Iterator[tuple[Version, tuple[Path, ...]]]:
    """Yield each variant's version, rendered once, and the files that had a say in it.

    Raises:
        SourceError: what an editor wrote cannot be told.
        TemplateError: the theme is wrong.
    """
    alike = len(issues) == 1 and not any(compose.meant_for(issues[""]))
    sorting = None if alike else sorting_of(issues, patterns=patterns)
    markdown = providers.capabilities_of(project.provider.name).markdown
    for variant in sorting.variants if sorting else (Variant(),):
        issue = issues[variant.language]
        if sorting:
            issue = compose.narrow(issue, sorting.meant(variant))
        known = {event.id for event in issue.events}
        told = tuple(one for one in invitations if one.event_id in known)
        publication = in_language(project.publication, variant.language)
        edition = renderer.render(issue, publication=publication, invitations=told)
        files = renderer.files()
        if variant.language and not (renderer.speaks or variant.language.startswith("en")):
            raise _speechless(project, issue, variant.language)
        if markdown:
            words = renderer.render_notify(issue, publication=publication, invitations=told)
            edition = replace(edition, markdown=words)
        yield Version(variant, issue, edition, told), files


def _speechless(project: Project, issue: Issue, language: str) -> TemplateError:
    """Return what is said of a translation under English headings."""
    theme = project.publication.theme
    return TemplateError(
        f'the theme "{theme}" has no words in "{language}" for headings and days',
        where=issue.path,
        hint=f"write templates/{theme}/words/{language}.toml with the keys of [words] in"
        " theme.toml; docs/themes.md says which days and times need",
    )


def digest_of(versions: Iterable[Version], publication: Publication) -> str:
    """Return the SHA-256 over all that anybody can receive, and for whom it is."""
    return pack.digest_of_all(
        (
            one.variant.name,
            pack.edition_digest(one.edition, invitations=one.invitations, publication=publication),
            (one.variant.language, *one.variant.meant_for),
        )
        for one in versions
    )


def compile_forms(
    versions: Iterable[Version],
    *,
    publication: Publication,
    at: datetime,
    campaign: str,
    mark: Callable[[Variant], str] = lambda _: "",
) -> pack.Forms:
    """Return the forms of all variants of a sending; see `pack.compile_form`.

    Arguments:
        versions: of the issue.
        publication, at, campaign: see `pack.compile_form`.
        mark: says what stands before the subject of a variant.
    """
    known = tuple(versions)
    return pack.Forms(
        {
            one.variant.name: pack.compile_form(
                replace(one.edition, subject=mark(one.variant) + one.edition.subject),
                invitations=one.invitations,
                publication=publication,
                at=at,
                campaign=campaign,
            )
            for one in known
        },
        {
            one.variant.name: pack.Told(
                one.variant.meant_for, tuple(event.id for event in one.issue.events)
            )
            for one in known
        },
    )


def images_of(versions: Iterable[Version]) -> tuple[Picture, ...]:
    """Return the pictures that any variant shows from the archive, each once."""
    found = {picture.file_name: picture for one in versions for picture in one.edition.images}
    return tuple(found.values())


def in_language(publication: Publication, language: str) -> Publication:
    """Return the publication as it speaks in a translation; "" is its own language."""
    return replace(publication, language=language) if language else publication
