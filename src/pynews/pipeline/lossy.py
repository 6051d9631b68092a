"""What an edition would lose on its way through the project's provider."""

import re
from collections.abc import Collection
from email import policy
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
    whole = BytesParser(policy=policy.compat32).parsebytes(built.files[MESSAGE], headersonly=True)
    files = (
        *(len(one.ics) for one in built.invitations if one.attached),
        *(len(one.content) for one in built.edition.pictures),
    )
    return providers.Needs(
        calendars=sum(invitation.attached for invitation in built.invitations),
        pictures=len(built.edition.pictures),
        one_click=project.publication.unsubscribe_url.startswith("https://"),
        message_bytes=len(built.files[handed]),
        html_bytes=len(built.edition.html.encode()),
        text_bytes=len(built.edition.text.encode()),
        file_bytes=max(files, default=0),
        header_chars=max(len(FOLD.sub("", value)) for value in whole.values()),
    )
