"""What all public pages share: the list, the way out, letters, seals, limits."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse

from pynews import pipeline
from pynews.config import Project
from pynews.errors import CredentialsError
from pynews.model import Subscriber, subscriber_id, token_owner, unsubscribe_token
from pynews.serve.members.leaving import Exit
from pynews.serve.members.limits import Limit, caller, mailbox_of
from pynews.serve.members.pages import Pages
from pynews.serve.members.postman import Postman
from pynews.serve.members.signing import Seal
from pynews.store import Reports, Subscribers

__all__ = ["Office", "Seals", "form", "offered", "open_office", "page"]

CONFIRM_SECONDS = 3 * 24 * 3600
PREFERENCES_SECONDS = 24 * 3600
MOST_FIELDS = 100


@dataclass(frozen=True, slots=True)
class Seals:
    """What expiring links are signed with."""

    confirm: Seal
    preferences: Seal


@dataclass(frozen=True, slots=True)
class Limits:
    """How often one may ask: each caller, for each address, and all together."""

    caller: Limit
    address: Limit
    letters: Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everything an answer is made with.

    Arguments:
        project: whose pages they are.
        base: the public address, without a slash at its end.
        now: the time, aware.
        pages: how they look.
        people: the list.
        reports: what came back.
        exit: the way out.
        postman: carries letters.
        seals: sign expiring links.
        limits: how often one may ask.
    """

    project: Project
    base: str
    now: Callable[[], datetime]
    pages: Pages
    people: Subscribers
    reports: Reports
    exit: Exit
    postman: Postman
    seals: Seals
    limits: Limits

    @property
    def path(self) -> str:
        """What comes before each path."""
        return self.pages.frame.base

    def leaving_path(self, subscriber: str) -> str:
        """Return where one person unsubscribes."""
        token = unsubscribe_token(self.project.key, subscriber)
        return f"{self.path}/unsubscribe/{subscriber}.{token}"

    def owner(self, token: str) -> str | None:
        """Return whose unsubscribe link it is, or None."""
        return token_owner(self.project.keys, token)

    def with_hidden(self, known: Subscriber | None, chosen: tuple[str, ...]) -> tuple[str, ...]:
        """Return the chosen groups, and those not on offer that somebody is in already."""
        public = self.project.members.groups
        hidden = tuple(name for name in (known.groups if known else ()) if name not in public)
        return (*hidden, *chosen)

    def may_ask(self, request: Request) -> bool:
        """Count a request that makes us write a letter; return whether it may be."""
        return self.limits.caller.allows(caller(request.client.host if request.client else ""))

    def may_write(self, address: str) -> bool:
        """Count a letter to a mailbox; return whether it may be sent."""
        mailbox = subscriber_id(self.people.key, mailbox_of(address))
        return self.limits.address.allows(mailbox) and self.limits.letters.allows("")


@contextmanager
def open_office(
    project: Project, *, base: str, now: Callable[[], datetime], letters: int
) -> Iterator[Office]:
    """Open everything; close it at the end, after all who wait were served.

    Arguments:
        project: whose pages they are.
        base: the public address.
        now: the time, aware; called from several threads.
        letters: how many letters may be sent in an hour.

    Raises:
        CredentialsError, ProjectError: the project cannot write to people safely.
        TemplateError: a replaced page is wrong.
    """
    pipeline.refuse_unsafe(project)
    if project.demo and base.startswith("https://"):
        raise CredentialsError(
            "public pages need a key of your own: anybody can sign links with the demo's",
            hint='put PYNEWS_KEY=... into .env; python -c "import secrets; '
            'print(secrets.token_urlsafe(32))" makes one',
        )
    pages = Pages(project, urlsplit(base).path.rstrip("/"))
    with ExitStack() as stack:
        people = stack.enter_context(pipeline.open_subscribers(project, now=now))
        leaving = stack.enter_context(pipeline.open_subscribers(project))
        reports = stack.enter_context(Reports.open(project.store))
        way_out = Exit(leaving, now)
        stack.callback(way_out.close)
        postman = Postman(project.publication, pipeline.open_provider(project), now)
        stack.callback(postman.close)
        hour = timedelta(hours=1)
        yield Office(
            project=project,
            base=base.rstrip("/"),
            now=now,
            pages=pages,
            people=people,
            reports=reports,
            exit=way_out,
            postman=postman,
            seals=Seals(
                Seal(project.keys, "confirm", seconds=CONFIRM_SECONDS, now=now),
                Seal(project.keys, "preferences", seconds=PREFERENCES_SECONDS, now=now),
            ),
            limits=Limits(
                Limit(20, hour / 6, now), Limit(3, hour * 24, now), Limit(letters, hour, now)
            ),
        )


def page(content: str, status: int = 200) -> HTMLResponse:
    """Return a page as an answer."""
    return HTMLResponse(content, status)


def offered(offer: tuple[str, ...], typed: tuple[str, ...]) -> tuple[str, ...]:
    """Return what was chosen of what is on offer; nothing else can be."""
    return tuple(one for one in offer if one in typed)


async def form(request: Request) -> Mapping[str, tuple[str, ...]]:
    """Return the fields of a form, each with all its values; none when there are far too many."""
    text = (await request.body()).decode("utf-8", "replace")
    found: dict[str, tuple[str, ...]] = {}
    with suppress(ValueError):
        for name, value in parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS):
            found[name] = (*found.get(name, ()), value)
    return found
