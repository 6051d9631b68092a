"""The hallway: the whole story on one page.

Only here is it known in which order the rooms are entered. Each function takes
the project and gives back what the next one needs; none reads the clock, and only
`write` and `send` change anything.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pynews import (
    __version__,
    audience,
    compose,
    deliver,
    gather,
    invite,
    pack,
    providers,
    publish,
    render,
)
from pynews.config import Project
from pynews.errors import CredentialsError, PlanError, ProjectError
from pynews.model import (
    Edition,
    Invitation,
    Issue,
    Library,
    Plan,
    Recipient,
    SentIssue,
)
from pynews.store import (
    SENT_NAME,
    Campaign,
    Ledger,
    Subscribers,
    Tally,
    replace_files,
    write_sent,
)

__all__ = [
    "Built",
    "Sending",
    "build",
    "gather_everything",
    "ledgers",
    "make_plan",
    "open_subscribers",
    "send",
    "write",
]

CONFIG = "pynews.toml"
MANIFEST = "manifest.json"
REHEARSAL_DB = "rehearsal.db"


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
    """

    issue: Issue
    edition: Edition
    invitations: tuple[Invitation, ...]
    digest: str
    files: Mapping[str, bytes]
    library: Library


@dataclass(frozen=True, slots=True)
class Sending:
    """How far a sending is: its campaign, the numbers, and whether it was done before."""

    campaign: Campaign
    tally: Tally
    already_done: bool = False


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
    issue = compose.compose(compose.choose(library, issue_id), library)
    publication = project.publication
    invitations = invite.invite(
        issue.events,
        sent=_sent_before(library, issue),
        publication=publication,
        stamp=issue.send.astimezone(UTC),
    )
    renderer = renderer or open_renderer(project)
    edition = renderer.render(issue, publication=publication, invitations=invitations)
    digest = pack.edition_digest(edition, invitations=invitations, publication=publication)
    built = Built(issue, edition, invitations, digest, {}, library)
    files = _readings(project, built)
    files[MANIFEST] = publish.manifest(
        issue,
        digest=digest,
        invitations=invitations,
        inputs=publish.inputs(
            issue,
            library=library,
            sent=_sent_before(library, issue),
            root=project.root,
            others=(project.root / CONFIG, *renderer.files()),
        ),
        files=files,
        version=__version__,
    )
    return replace(built, files=files)


def open_renderer(project: Project) -> render.Renderer:
    """Return a renderer for the project's theme, which stays warm from build to build."""
    theme = render.find_theme(project.publication.theme, project.root)
    return render.Renderer(theme, project.root)


def _sent_before(library: Library, issue: Issue) -> tuple[SentIssue, ...]:
    """Return what was sent of other issues: a rebuilt issue is not its own history."""
    return tuple(sending for sending in library.sent if sending.issue != issue.id)


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
    return {
        "email.html": seen.html.encode(),
        "email.txt": seen.text.encode(),
        "web.html": edition.web.encode(),
        "message.eml": form.message(reader, key=project.key).content,
        **{invitation.file_name: invitation.ics for invitation in built.invitations},
    }


def sample_reader(project: Project) -> Recipient:
    """Return a reader nobody is: the first test address, without a name."""
    address = next(iter(project.test_recipients), project.publication.reply_to.email)
    return Recipient("sample", address)


def write(project: Project, built: Built) -> Path:
    """Write an edition into ``build/ISSUE/``, whole or not at all; return the folder."""
    folder = project.build_folder / built.issue.id
    replace_files(folder, built.files, last=MANIFEST)
    for stale in folder.glob("*.ics"):
        if stale.name not in built.files:
            stale.unlink()
    return folder


@contextmanager
def open_subscribers(project: Project) -> Iterator[Subscribers]:
    """Open the list."""
    with Subscribers.open(project.store, key=project.key, old_keys=project.old_keys) as subscribers:
        yield subscribers


def is_rehearsal(project: Project) -> bool:
    """Whether mail goes into the outbox rather than to people."""
    return project.provider.name == "outbox"


def ledger_path(project: Project) -> Path:
    """Return where this project's sendings are recorded; a rehearsal keeps its own record."""
    if not is_rehearsal(project):
        return project.store
    return project.outbox / REHEARSAL_DB


@contextmanager
def open_ledger(project: Project) -> Iterator[Ledger]:
    """Open the record of sendings."""
    path = ledger_path(project)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ProjectError(
            f"cannot make a folder: {error.strerror}", where=str(path.parent)
        ) from error
    with Ledger.open(path) as ledger:
        yield ledger


def ledgers(project: Project) -> Iterator[tuple[str, Ledger]]:
    """Yield the records that exist, with a word for each."""
    for word, path in (("outbox", project.outbox / REHEARSAL_DB), ("sent", project.store)):
        if path.is_file():
            with Ledger.open(path) as ledger:
                yield word, ledger


def make_plan(project: Project, built: Built, *, at: datetime | None = None) -> Plan:
    """Say who would get what, when, from whom and through whom; change nothing.

    Arguments:
        project: where everything is.
        built: the edition.
        at: planned time; the issue's own ``send`` when None.
    """
    with open_subscribers(project) as subscribers:
        found = audience.survey(subscribers, built.issue.to, where=built.issue.path)
    plan = Plan(
        issue=built.issue.id,
        purpose="issue",
        edition_digest=built.digest,
        subject=built.issue.subject,
        sender=str(project.publication.sender),
        provider=project.provider.name,
        at=at or built.issue.send,
        audience=found,
    )
    if is_rehearsal(project):
        return replace(plan, purpose=f"rehearsal-{plan.digest[:12]}")
    return plan


def send(
    project: Project, built: Built, plan: Plan, *, now: Callable[[], datetime]
) -> Iterator[Sending]:
    """Freeze a confirmed plan and hand its messages over; resume one that was interrupted.

    Yields how far it is, the end included. Running it again sends nothing twice.

    Arguments:
        project, built: what is sent.
        plan: as it was confirmed.
        now: the time, aware; called from several threads.

    Raises:
        RetryLaterError: another sender is at work, or the disk is full.
        PlanError: the issue was frozen with other content.
        CredentialsError: a real provider with the demo's key.
    """
    refuse_unsafe(project)
    provider = open_provider(project)
    with (
        open_ledger(project) as ledger,
        deliver.sender_lock(ledger.path),
        open_subscribers(project) as subscribers,
    ):
        campaign = ledger.campaign(plan.issue, plan.purpose)
        if campaign is None:
            campaign = _freeze(
                project,
                built,
                plan,
                ledger,
                subscribers,
                batch_size=provider.capabilities.batch_size,
                now=now(),
            )
        elif campaign.edition_digest != plan.edition_digest:
            raise PlanError(
                f"{plan.issue} was frozen with other content on {campaign.frozen_at:%Y-%m-%d}",
                where=built.issue.path,
                hint="take the files back from git, then run the same command",
            )
        elif _done(ledger.tally(campaign)):
            yield Sending(campaign, ledger.tally(campaign), already_done=True)
            return
        form = pack.Form.from_bytes(ledger.form(campaign))
        means = deliver.Means(
            provider=provider,
            pack=lambda recipient: form.message(recipient, key=project.key),
            people=subscribers.by_ids,
            now=now,
        )
        for tally in deliver.send(ledger, campaign, means):
            yield Sending(campaign, tally)
        _record(project, built, campaign, ledger.tally(campaign), now())


def _done(tally: Tally) -> bool:
    """Whether nothing is left to do, nobody to ask about included."""
    return tally.finished and not tally.unknown


def refuse_unsafe(project: Project) -> None:
    """Refuse a real sending that nobody could leave, or whose links anybody could forge."""
    open_provider(project)
    if is_rehearsal(project):
        return
    if project.demo:
        raise CredentialsError(
            "a real sending needs a key of your own",
            hint='put PYNEWS_KEY=... into .env; python -c "import secrets; '
            'print(secrets.token_urlsafe(32))" makes one',
        )
    publication = project.publication
    if not (publication.unsubscribe_url or publication.unsubscribe_mailto):
        raise ProjectError(
            "nobody could unsubscribe",
            where="pynews.toml",
            hint='set mailto = "unsubscribe@..." or url = "https://..." below [unsubscribe]',
        )


def open_provider(project: Project) -> providers.Provider:
    """Open whoever carries the mail."""
    choice = project.provider
    return providers.open_provider(
        choice.name, settings=choice.settings, secret=choice.secret, folder=project.outbox
    )


def _freeze(
    project: Project,
    built: Built,
    plan: Plan,
    ledger: Ledger,
    subscribers: Subscribers,
    *,
    batch_size: int,
    now: datetime,
) -> Campaign:
    """Write down what goes out and to whom, in one transaction."""
    form = pack.compile_form(
        built.edition,
        invitations=built.invitations,
        publication=project.publication,
        at=plan.at,
        campaign=plan.digest,
    )
    return ledger.freeze(
        plan,
        form=form.to_bytes(),
        recipients=_as_planned(audience.recipients(subscribers, built.issue.to), plan),
        exclusions=audience.exclusions(subscribers, built.issue.to),
        batch_size=batch_size,
        now=now,
    )


def _as_planned(recipients: Iterator[Recipient], plan: Plan) -> Iterator[Recipient]:
    """Yield the recipients; refuse when they are not the very people of the plan."""
    digest = hashlib.sha256()
    for recipient in recipients:
        digest.update(f"{recipient.subscriber}\n".encode())
        yield recipient
    if digest.hexdigest() != plan.audience.digest:
        raise PlanError(
            "the list changed while this was being frozen",
            hint=f"look at pynews plan {plan.issue} again; nothing was sent",
        )


def _record(
    project: Project, built: Built, campaign: Campaign, tally: Tally, now: datetime
) -> None:
    """Write ``sent.json`` after a real sending; a rehearsal advances nothing."""
    if is_rehearsal(project) or not tally.accepted:
        return
    path = built.issue.path.rpartition("/")[0] + "/" + SENT_NAME
    sending = SentIssue(
        issue=built.issue.id,
        path=path,
        at=now,
        edition_digest=campaign.edition_digest,
        accepted=tally.accepted,
        events=tuple(invitation.record for invitation in built.invitations),
    )
    earlier = tuple(known for known in built.library.sent if known.issue == built.issue.id)
    write_sent(project.root, path, sending, earlier=earlier)
