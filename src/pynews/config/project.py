"""A project's configuration as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pynews.config.public import MailboxChoice, MembersChoice, ReportChoice
from pynews.model import Publication

__all__ = ["DEMO_KEY", "EventSource", "Project", "ProviderChoice"]

DEMO_KEY = b"pynews demo key: public, so that everybody's rehearsal has the same bytes"


@dataclass(frozen=True, slots=True)
class ProviderChoice:
    """Which provider carries the mail.

    Arguments:
        name: as in the table of providers.
        settings: what that provider understands, as text.
        key_env: name of the variable that holds its key, or "".
        secret: the key, or "".
    """

    name: str
    settings: Mapping[str, str]
    key_env: str
    secret: str

    def __repr__(self) -> str:
        """Return everything but the secret."""
        return f"ProviderChoice(name={self.name!r}, settings={dict(self.settings)!r})"


@dataclass(frozen=True, slots=True)
class EventSource:
    """A calendar, table or feed that ``gather --fetch`` reads."""

    type: str
    url: str
    allow_private: bool = False


@dataclass(frozen=True, slots=True)
class Project:
    """A newsletter project on disk, its configuration checked.

    Arguments:
        root: its folder, absolute.
        publication: the head of ``pynews.toml``.
        provider: who carries the mail.
        store: the SQLite file.
        key: signs tokens and hashes addresses.
        demo: True while no key of its own is set; then only the outbox may send.
        test_recipients: where test mail may go.
        event_sources: calendars and tables to fetch.
        story_sources: feeds to fetch.
        privacy: lawful basis by host, for what the message may load or tell.
        checks: names of other packages' checks.
        words: right in this project, whatever the spelling check says.
        members: what people can choose on the public pages.
        reports: how each provider's reports are proven.
        mailbox: where unsubscribe mail and bounces arrive.
        old_keys: keys it had before, newest first; what they signed still holds.
    """

    root: Path
    publication: Publication
    provider: ProviderChoice
    store: Path
    key: bytes
    demo: bool
    test_recipients: tuple[str, ...]
    event_sources: tuple[EventSource, ...] = ()
    story_sources: tuple[EventSource, ...] = ()
    privacy: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    members: MembersChoice = field(default_factory=MembersChoice)
    reports: tuple[ReportChoice, ...] = ()
    mailbox: MailboxChoice = field(default_factory=MailboxChoice)
    old_keys: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        """Return the project's place, never its key."""
        return f"Project({str(self.root)!r})"

    @property
    def keys(self) -> tuple[bytes, ...]:
        """All keys that may have signed something, the present one first."""
        return (self.key, *self.old_keys)

    @property
    def build_folder(self) -> Path:
        """Where editions are written."""
        return self.root / "build"

    @property
    def outbox(self) -> Path:
        """The Maildir of the rehearsal."""
        return self.root / "outbox"
