"""What an edition would lose on its way through the project's provider."""

import re
from collections.abc import Collection
from email import policy
from email.message import Message
from email.parser import BytesParser

from pynews import providers
from pynews.config import Project
from pynews.errors import PlanError
from pynews.pipeline.building import Built

__all__ = ["refuse_losses"]

MESSAGE = "message.eml"
MARKDOWN = "email.md"
FOLD = re.compile(r"\r?\n(?=[ \t])")


def refuse_losses(project: Project, built: Built, allowed: Collection[str] = ()) -> None:
    """Refuse an edition that the provider would damage.

    Arguments:
        project: names the provider.
        built: the edition.
        allowed: losses that the editor accepted with ``--allow-lossy``.

    Raises:
        PlanError: with each loss and the way out.
        ProjectError: no provider of that name.
    """
    name = project.provider.name
    found = providers.losses(
        name,
        providers.capabilities_of(name, project.provider.settings),
        _needs(project, built),
        allowed=allowed,
    )
    if found:
        raise PlanError.of(found)


def _needs(project: Project, built: Built) -> providers.Needs:
    """Return what an edition needs of a provider."""
    handed = MARKDOWN if MARKDOWN in built.files else MESSAGE
    heads = [_head(built.files[one.folder + MESSAGE]) for one in built.versions]
    editions = [one.edition for one in built.versions]
    pictures = {one.content_id: one for edition in editions for one in edition.pictures}
    files = (
        *(len(one.ics) for one in built.invitations if one.attached),
        *(len(one.content) for one in pictures.values()),
    )
    return providers.Needs(
        calendars=sum(invitation.attached for invitation in built.invitations),
        pictures=len(pictures),
        one_click=project.publication.unsubscribe_url.startswith("https://"),
        message_bytes=max(len(built.files[one.folder + handed]) for one in built.versions),
        html_bytes=max(len(one.html.encode()) for one in editions),
        text_bytes=max(len(one.text.encode()) for one in editions),
        file_bytes=max(files, default=0),
        header_chars=max(len(FOLD.sub("", value)) for head in heads for value in head.values()),
    )


def _head(message: bytes) -> Message:
    """Return the headers of a message."""
    return BytesParser(policy=policy.compat32).parsebytes(message, headersonly=True)
