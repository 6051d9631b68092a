"""Opens what a project names: its theme, its list, its record of sendings, its provider."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pynews import providers, render
from pynews.config import DEMO_KEY, Project
from pynews.errors import ProjectError
from pynews.model import Recipient

if TYPE_CHECKING:
    from pynews import deliver
    from pynews.store import Ledger, Subscribers

__all__ = [
    "is_rehearsal",
    "ledger_path",
    "ledgers",
    "limits",
    "open_ledger",
    "open_provider",
    "open_renderer",
    "open_subscribers",
    "rehearsed_path",
    "sample_reader",
]

REHEARSAL_DB = "rehearsal.db"


def open_renderer(project: Project) -> render.Renderer:
    """Return a renderer for the project's theme, which stays warm from build to build."""
    theme = render.find_theme(project.publication.theme, project.root)
    return render.Renderer(theme, project.root)


def sample_reader(project: Project) -> Recipient:
    """Return a reader nobody is: the first test address, without a name."""
    address = next(iter(project.test_recipients), project.publication.reply_to.email)
    return Recipient("sample", address)


@contextmanager
def open_subscribers(
    project: Project, *, now: Callable[[], datetime] | None = None
) -> Iterator["Subscribers"]:
    """Open the list; one begun in a rehearsal keeps the ids it was given there.

    The demo's key makes ids only: nothing that it signed is ever believed.

    Arguments:
        project: whose.
        now: the moment at which it is asked who is active; None: no pause is over.
    """
    from pynews.store import Subscribers

    old_keys = (*project.old_keys, DEMO_KEY)
    with Subscribers.open(project.store, key=project.key, old_keys=old_keys, now=now) as found:
        yield found


def is_rehearsal(project: Project) -> bool:
    """Whether mail goes into the outbox rather than to people."""
    return project.provider.name == "outbox"


def ledger_path(project: Project) -> Path:
    """Return where this project's sendings are recorded; a rehearsal keeps its own record."""
    if not is_rehearsal(project):
        return project.store
    return project.outbox / REHEARSAL_DB


def rehearsed_path(project: Project, issue: str) -> Path:
    """Return where a rehearsal notes what calendars would have been told, for its corrections."""
    return project.outbox / f"rehearsal-{issue}.json"


@contextmanager
def open_ledger(project: Project) -> Iterator["Ledger"]:
    """Open the record of sendings."""
    from pynews.store import Ledger

    path = ledger_path(project)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"cannot make a folder: {error.strerror}",
            where=str(path.parent),
            hint="move away what is in the way, or mend the permissions",
        ) from error
    with Ledger.open(path) as ledger:
        yield ledger


def ledgers(project: Project) -> Iterator[tuple[str, "Ledger"]]:
    """Yield the records that exist, with a word for each."""
    from pynews.store import Ledger

    for word, path in (("outbox", project.outbox / REHEARSAL_DB), ("sent", project.store)):
        if path.is_file():
            with Ledger.open(path) as ledger:
                yield word, ledger


def open_provider(project: Project) -> providers.Provider:
    """Open whoever carries the mail."""
    from pynews import deliver

    choice = project.provider
    settings = {
        name: value
        for name, value in choice.settings.items()
        if name not in deliver.SETTINGS or name == "rate"
    }
    return providers.open_provider(
        choice.name, settings=settings, secret=choice.secret, folder=project.outbox
    )


def limits(project: Project, provider: providers.Provider) -> "deliver.Limits":
    """Return how fast and how much may go through a provider; a rehearsal has no limits."""
    from pynews import deliver

    if provider.capabilities.rehearsal:
        return deliver.Limits()
    return deliver.read_limits(project.provider.settings, provider.capabilities.rate)
