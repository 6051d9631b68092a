"""Who left by mail or at the provider: fetched before each sending, without a server."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pynews.config import Project
from pynews.errors import Problem, PynewsError
from pynews.pipeline.opening import open_provider, open_subscribers
from pynews.store import Reports

if TYPE_CHECKING:
    from pynews import track

__all__ = ["pull", "pull_first"]

BACK = timedelta(days=90)


def pull(
    project: Project,
    *,
    now: datetime,
    mailboxes: Sequence[str] = (),
    configured: bool = True,
    lists: bool = True,
    dry_run: bool = False,
) -> "track.Taken | None":
    """Fetch who left, and let it take effect; None when there is nowhere to fetch from.

    Arguments:
        project: whose list.
        now: aware.
        mailboxes: further ones, as in ``[unsubscribe] mailbox``.
        configured: whether to ask the project's own mailbox and provider, too.
        lists: whether to ask the provider, too, when the mailbox is asked.
        dry_run: only say what would happen.

    Raises:
        ProjectError: there is no such mailbox.
        CredentialsError: a password or key is missing or refused.
        RetryLaterError: no answer now.
    """
    # What talks to networks is loaded when it is to talk.
    from pynews import track
    from pynews.providers.lists import LISTS
    from pynews.providers.mailbox import messages

    own = project.mailbox.url if configured else ""
    places = [*mailboxes, *([own] if own else [])]
    lists = lists and configured and project.provider.name in LISTS
    if not places and not lists:
        return None
    taken = track.Taken()
    with open_subscribers(project) as people, Reports.open(project.store) as book:
        desk = track.Desk(book=book, people=people, keys=project.keys, now=now, dry_run=dry_run)
        for place in places:
            found = messages(place, project.mailbox.secret, root=project.root, since=now - BACK)
            taken += track.from_mail(found, desk)
        if lists:
            taken += track.from_lists(open_provider(project), desk) or track.Taken()
    return taken


def pull_first(project: Project, now: datetime) -> None:
    """Fetch who left before anything goes out; where that cannot be done, nothing does.

    A provider whose signed reports come in by themselves need not be asked for its lists.

    Raises:
        ProjectError, CredentialsError, RetryLaterError: see `pull`.
    """
    try:
        pull(project, now=now, lists=not _reported(project))
    except PynewsError as error:
        first, *others = error.problems
        what = f"nothing was sent, because I could not ask who left: {first.what}"
        hint = "; ".join(filter(None, (first.hint, "--no-pull sends without asking")))
        raise type(error).of([Problem(what, first.where, hint, first.excerpt), *others]) from error


def _reported(project: Project) -> bool:
    """Return whether the provider's reports come in by themselves, signed."""
    from pynews.providers import capabilities_of

    name = project.provider.name
    named = any(choice.provider == name for choice in project.reports)
    return named and capabilities_of(name).signatures not in {"", "password"}
