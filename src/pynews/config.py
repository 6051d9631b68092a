"""``pynews.toml``, read once; the only room that reads the environment and secrets.

Precedence: option, environment (``PYNEWS_`` and the key's path in capitals, such
as ``PYNEWS_PROVIDER_NAME``), file, default. Secrets stand in the environment or
in a git-ignored ``.env``, never in the file.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pynews.errors import Problem, ProjectError
from pynews.model import Mailbox, Publication

__all__ = ["DEMO_KEY", "EventSource", "Project", "ProviderChoice", "find_root", "load"]

FILE_NAME = "pynews.toml"
DEMO_KEY = b"pynews demo key: public, so that everybody's rehearsal has the same bytes"
REQUIRED = object()

TEXT_KEYS: Mapping[str, object] = {
    "id": REQUIRED,
    "name": REQUIRED,
    "language": "en-GB",
    "timezone": "Europe/London",
    "base_url": "",
    "theme": "plain",
    "sender.from": REQUIRED,
    "sender.reply_to": "",
    "sender.organisation": "",
    "sender.address": REQUIRED,
    "unsubscribe.url": "",
    "unsubscribe.mailto": "",
    "provider.name": "outbox",
    "provider.key_env": "",
    "store.url": "sqlite:///pynews.db",
}
LIST_KEYS = ("preview.test_recipients",)
SOURCE_KEYS = ("type", "url", "allow_private")
TABLES = ("sender", "unsubscribe", "provider", "store", "preview", "sources")
KEY_VARIABLE = "PYNEWS_KEY"


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
    """A calendar that ``gather --fetch`` reads."""

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
        event_sources: calendars to fetch.
    """

    root: Path
    publication: Publication
    provider: ProviderChoice
    store: Path
    key: bytes
    demo: bool
    test_recipients: tuple[str, ...]
    event_sources: tuple[EventSource, ...] = ()

    def __repr__(self) -> str:
        """Return the project's place, never its key."""
        return f"Project({str(self.root)!r})"

    @property
    def build_folder(self) -> Path:
        """Where editions are written."""
        return self.root / "build"

    @property
    def outbox(self) -> Path:
        """The Maildir of the rehearsal."""
        return self.root / "outbox"


def find_root(start: Path) -> Path:
    """Return the nearest folder upwards that holds ``pynews.toml``.

    Raises:
        ProjectError: there is none.
    """
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise ProjectError(
        f"no {FILE_NAME} in {start} or above",
        hint="pynews init my-newsletter   makes a new project; --project DIR names one",
    )


def load(root: Path, *, options: Mapping[str, str] | None = None) -> Project:
    """Read the configuration of the project in ``root``.

    Arguments:
        root: folder that holds ``pynews.toml``.
        options: dotted keys set on the command line.

    Raises:
        ProjectError: with every problem found, each with its line.
    """
    path = root / FILE_NAME
    source = _Source(*_read(path))
    environment = {**_dotenv(root / ".env"), **os.environ}
    problems = list(_unknown(source))
    values = _values(source, environment, options or {}, problems)
    publication = _publication(source, values, problems)
    store = _store(source, values, root, problems)
    sources = tuple(_event_sources(source, problems))
    recipients = tuple(_strings(source, "preview.test_recipients", problems))
    if problems or publication is None:
        raise ProjectError.of(problems)
    key = environment.get(KEY_VARIABLE, "").encode()
    return Project(
        root=root,
        publication=publication,
        provider=_provider(source, values, environment),
        store=store,
        key=key or DEMO_KEY,
        demo=not key,
        test_recipients=recipients,
        event_sources=sources,
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """The file as text and as a tree; finds the line of a key."""

    text: str
    tree: dict[str, Any]

    def get(self, dotted: str) -> object:
        """Return the value at a dotted key, or None."""
        value: object = self.tree
        for part in dotted.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def where(self, dotted: str) -> str:
        """Return ``pynews.toml:line`` of a key, or of its table when it is missing."""
        table, _, key = dotted.rpartition(".")
        inside = not table
        best = 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            if header := re.match(r"\s*\[+\s*([\w.]+)\s*\]+", line):
                inside = header[1] == table
                best = number if inside else best
            elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return f"{FILE_NAME}:{number}"
        return f"{FILE_NAME}:{best}" if best else FILE_NAME


def _read(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the file's text and tree."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise ProjectError(
            f"no {FILE_NAME} in {path.parent}", hint="pynews init DIR   makes a new project"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(
            f"cannot be read: {error}", where=FILE_NAME, hint="save it as UTF-8"
        ) from error
    try:
        return text, tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ProjectError(
            f"this is not TOML: {error}",
            where=f"{FILE_NAME}:{line[1]}" if line else FILE_NAME,
            hint='text stands in "quotes"; a table begins with [name]',
        ) from error
    except RecursionError as error:
        raise ProjectError("nested too deeply", where=FILE_NAME) from error


def _dotenv(path: Path) -> dict[str, str]:
    """Return what a ``.env`` file sets: lines of ``NAME=value``, ``#`` for comments."""
    if not path.is_file():
        return {}
    found = {}
    for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        match = re.match(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$", line)
        if match:
            found[match[1]] = match[2].strip("\"'")
    return found


def _known() -> tuple[str, ...]:
    return (*TEXT_KEYS, *LIST_KEYS, "sources.events")


def _unknown(source: _Source) -> Iterator[Problem]:
    """Name every key that means nothing, with the known ones."""
    for dotted in _leaves(source.tree):
        table = dotted.partition(".")[0]
        if dotted in _known() or (table == "provider" and dotted.count(".") == 1):
            continue
        close = difflib.get_close_matches(dotted, _known(), n=1)
        hint = f"did you mean {close[0]}?" if close else f"known are {', '.join(_known())}"
        yield Problem(f"unknown key {dotted!r}", source.where(dotted), hint)


def _leaves(tree: Mapping[str, object], above: str = "") -> Iterator[str]:
    """Yield the dotted keys of all values that are not tables."""
    for key, value in tree.items():
        dotted = f"{above}{key}"
        if isinstance(value, dict) and (above or key in TABLES):
            yield from _leaves(value, f"{dotted}.")
        else:
            yield dotted


def _values(
    source: _Source,
    environment: Mapping[str, str],
    options: Mapping[str, str],
    problems: list[Problem],
) -> dict[str, str]:
    """Return every text setting, from the strongest place that gives it."""
    values = {}
    for dotted, default in TEXT_KEYS.items():
        variable = "PYNEWS_" + dotted.upper().replace(".", "_")
        value: object = options.get(dotted) or environment.get(variable) or source.get(dotted)
        if value is None:
            value = default
        if value is REQUIRED or (default is REQUIRED and value == ""):
            problems.append(Problem(f"{dotted} is missing", source.where(dotted), _example(dotted)))
            value = ""
        elif not isinstance(value, str):
            problems.append(
                Problem(f"{dotted} must be text", source.where(dotted), _example(dotted))
            )
            value = ""
        values[dotted] = value
    return values


EXAMPLES = {
    "id": 'id = "news.example.org"',
    "name": 'name = "My community"',
    "sender.from": 'from = "My community <news@example.org>" below [sender]',
    "sender.address": 'address = "1 Example Street, Example Town" below [sender]',
}


def _example(dotted: str) -> str:
    key = dotted.rpartition(".")[2]
    return "write " + EXAMPLES.get(dotted, f'{key} = "..."')


def _publication(
    source: _Source, values: Mapping[str, str], problems: list[Problem]
) -> Publication | None:
    """Return the publication, or None when a problem stands in the way."""
    if not re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|", values["id"]):
        problems.append(
            Problem(
                f"{values['id']!r} cannot end a calendar UID or a Message-ID",
                source.where("id"),
                "use a domain-like name that you keep for ever, such as news.example.org",
            )
        )
    try:
        ZoneInfo(values["timezone"])
    except (ZoneInfoNotFoundError, ValueError, OSError):
        problems.append(
            Problem(
                f"{values['timezone']!r} is no time zone",
                source.where("timezone"),
                "use an IANA name such as Europe/London",
            )
        )
    sender = _mailbox(source, "sender.from", values["sender.from"], problems)
    reply_to = _mailbox(
        source, "sender.reply_to", values["sender.reply_to"] or values["sender.from"], problems
    )
    base_url = _address(source, "base_url", values["base_url"], problems)
    if problems or sender is None or reply_to is None:
        return None
    return Publication(
        id=values["id"],
        name=values["name"],
        language=values["language"],
        timezone=values["timezone"],
        base_url=base_url.rstrip("/") + "/" if base_url else "",
        theme=values["theme"],
        sender=sender,
        reply_to=reply_to,
        organisation=values["sender.organisation"] or values["name"],
        address=values["sender.address"],
        unsubscribe_url=_address(
            source, "unsubscribe.url", values["unsubscribe.url"], problems
        ).rstrip("/"),
        unsubscribe_mailto=values["unsubscribe.mailto"],
    )


def _address(source: _Source, dotted: str, value: str, problems: list[Problem]) -> str:
    """Return a web address, which must be https (or on this machine)."""
    if value and not re.match(
        r"https://[^\s/]+|http://(localhost|127\.0\.0\.1)(:\d+)?(/|$)", value
    ):
        problems.append(
            Problem(f"{dotted} must begin with https://", source.where(dotted), f"got {value!r}")
        )
    return value


def _mailbox(source: _Source, dotted: str, value: str, problems: list[Problem]) -> Mailbox | None:
    """Return a name and address, or None with a problem noted."""
    if not value:
        return None
    name, email = parseaddr(value)
    try:
        Address(addr_spec=email)
        return Mailbox(name, email)
    except (ValueError, IndexError, UnicodeError) as error:
        problems.append(
            Problem(
                f"{dotted}: {value!r} is not a name and address ({error})",
                source.where(dotted),
                'write "My community <news@example.org>"',
            )
        )
        return None


def _store(source: _Source, values: Mapping[str, str], root: Path, problems: list[Problem]) -> Path:
    """Return the SQLite file of ``sqlite:///relative`` or ``sqlite:////absolute``."""
    url = values["store.url"]
    prefix = "sqlite:///"
    if not url.startswith(prefix) or len(url) == len(prefix):
        problems.append(
            Problem(
                f"store.url: {url!r} is not a store I know",
                source.where("store.url"),
                'write url = "sqlite:///pynews.db"',
            )
        )
    return root / url.removeprefix(prefix)


def _strings(source: _Source, dotted: str, problems: list[Problem]) -> Iterator[str]:
    """Yield the texts of a list."""
    value = source.get(dotted)
    if value is None:
        return
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        problems.append(
            Problem(
                f"{dotted} must be a list of texts",
                source.where(dotted),
                f'write {dotted.rpartition(".")[2]} = ["editor@example.org"]',
            )
        )
        return
    yield from value


def _event_sources(source: _Source, problems: list[Problem]) -> Iterator[EventSource]:
    """Yield the calendars of ``[[sources.events]]``."""
    tables = source.get("sources.events")
    for table in tables if isinstance(tables, list) else []:
        unknown = sorted(set(table) - set(SOURCE_KEYS)) if isinstance(table, dict) else ["?"]
        if unknown or not isinstance(table.get("url"), str):
            problems.append(
                Problem(
                    f"sources.events: {', '.join(unknown) or 'url is missing'}",
                    source.where("sources.events"),
                    'write type = "ics" and url = "https://example.org/events.ics"',
                )
            )
            continue
        yield EventSource(
            str(table.get("type", "ics")), table["url"], bool(table.get("allow_private", False))
        )


def _provider(
    source: _Source, values: Mapping[str, str], environment: Mapping[str, str]
) -> ProviderChoice:
    """Return the provider with its own settings and its key."""
    table = source.get("provider")
    own = table if isinstance(table, dict) else {}
    settings = {
        key: str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in own.items()
        if key not in {"name", "key_env"}
    }
    key_env = values["provider.key_env"]
    return ProviderChoice(
        name=values["provider.name"],
        settings=settings,
        key_env=key_env,
        secret=environment.get(key_env, "") if key_env else "",
    )
