"""Reads the configuration and checks every value of it."""

import difflib
import os
import re
from collections.abc import Iterator, Mapping
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import getaddresses
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pynews.config.privacy import privacy_bases
from pynews.config.project import DEMO_KEY, EventSource, Project, ProviderChoice
from pynews.config.public import (
    REPORT_KEYS,
    MembersChoice,
    mailbox_choice,
    report_choices,
)
from pynews.config.schema import (
    REQUIRED,
    SOURCE_KEYS,
    SOURCE_TYPES,
    TABLES,
    TEXT_KEYS,
    example,
    known_keys,
    leaves,
)
from pynews.config.source import FILE_NAME, Source, read_dotenv, read_source
from pynews.errors import CredentialsError, Problem, ProjectError
from pynews.model import Mailbox, Publication

__all__ = ["find_root", "load"]

KEY_VARIABLE = "PYNEWS_KEY"
SHORTEST_KEY = 16
OLD_KEYS_VARIABLE = "PYNEWS_OLD_KEYS"


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
    source = read_source(path)
    environment = {**read_dotenv(root / ".env"), **os.environ}
    problems = list(_unknown(source))
    values = _values(source, environment, options or {}, problems)
    publication = _publication(source, values, problems)
    store = _store(source, values, root, problems)
    events, stories = (tuple(_sources(source, name, problems)) for name in SOURCE_TYPES)
    recipients = tuple(_strings(source, "preview.test_recipients", problems))
    members = MembersChoice(
        tuple(_strings(source, "members.groups", problems)),
        tuple(_strings(source, "members.languages", problems)),
        values["members.consent"],
    )
    reports = tuple(report_choices(source, environment, problems))
    privacy = privacy_bases(source, problems)
    checks = tuple(_strings(source, "checks.also", problems))
    words = tuple(_strings(source, "checks.words", problems))
    if problems or publication is None:
        raise ProjectError.of(problems)
    key = _key(environment)
    return Project(
        root=root,
        publication=publication,
        provider=_provider(source, values, environment),
        store=store,
        key=key or DEMO_KEY,
        demo=not key,
        test_recipients=recipients,
        event_sources=events,
        story_sources=stories,
        privacy=privacy,
        checks=checks,
        words=words,
        members=members,
        reports=reports,
        mailbox=mailbox_choice(values, environment),
        old_keys=_old_keys(environment),
    )


def _key(environment: Mapping[str, str]) -> bytes:
    """Return the project's own key, or nothing.

    Raises:
        CredentialsError: one that could be guessed.
    """
    key = environment.get(KEY_VARIABLE, "").strip().encode()
    if key and len(key) < SHORTEST_KEY:
        raise CredentialsError(
            f"{KEY_VARIABLE} is too short to keep a secret",
            where=".env",
            hint='python -c "import secrets; print(secrets.token_urlsafe(32))" makes a good one',
        )
    return key


def _old_keys(environment: Mapping[str, str]) -> tuple[bytes, ...]:
    """Return the keys the project had before."""
    named = re.split(r"[\s,]+", environment.get(OLD_KEYS_VARIABLE, ""))
    return tuple(old.encode() for old in named if old)


def _unknown(source: Source) -> Iterator[Problem]:
    """Name every key that means nothing, with the known ones."""
    for dotted in leaves(source.tree):
        if dotted in known_keys() or _free(dotted):
            continue
        beside = _beside(dotted)
        close = difflib.get_close_matches(dotted.rpartition(".")[2], beside, n=1)
        close = close or (
            difflib.get_close_matches(dotted, known_keys(), n=1) if not beside else []
        )
        hint = f"did you mean {close[0]}?" if close else f"known are {_known(dotted, beside)}"
        yield Problem(f"unknown key {dotted!r}", source.where(dotted), hint)


def _beside(dotted: str) -> tuple[str, ...]:
    """Return the keys that the table of a key has."""
    table = dotted.rpartition(".")[0]
    dots = [key.rpartition(".") for key in known_keys()]
    return tuple(key for above, _, key in dots if above == table)


def _known(dotted: str, beside: tuple[str, ...]) -> str:
    """Return the keys of a table in words; beside the whole file's, its tables."""
    table = dotted.rpartition(".")[0]
    if table and beside:
        return f"{', '.join(beside)} in [{table}]"
    alone = [key for key in known_keys() if "." not in key]
    return ", ".join((*alone, *(f"[{name}]" for name in TABLES)))


def _free(dotted: str) -> bool:
    """Whether a key stands in a table that names something: a provider's own settings."""
    table, *rest = dotted.split(".")
    if table == "reports":
        return len(rest) == 1 or (len(rest) == 2 and rest[1] in REPORT_KEYS)  # noqa: PLR2004 - NAME.key
    return table == "privacy" or (table == "provider" and len(rest) == 1)


def _values(
    source: Source,
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
            problems.append(Problem(f"{dotted} is missing", source.where(dotted), example(dotted)))
            value = ""
        elif not isinstance(value, str):
            problems.append(
                Problem(f"{dotted} must be text", source.where(dotted), example(dotted))
            )
            value = ""
        values[dotted] = value
    return values


def _publication(
    source: Source, values: Mapping[str, str], problems: list[Problem]
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
    if not values["language"].strip():
        problems.append(
            Problem("language is empty", source.where("language"), 'write language = "en-GB"')
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
    mailto = _mailbox(source, "unsubscribe.mailto", values["unsubscribe.mailto"], problems)
    base_url = _address(source, "base_url", values["base_url"], problems)
    unsubscribe = _address(source, "unsubscribe.url", values["unsubscribe.url"], problems)
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
        unsubscribe_url=unsubscribe.rstrip("/"),
        unsubscribe_mailto=mailto.email if mailto else "",
    )


def _address(source: Source, dotted: str, value: str, problems: list[Problem]) -> str:
    """Return a web address, which must be https (or on this machine)."""
    if value and not re.fullmatch(
        r"(https://[^\s/<>\"]+|http://(localhost|127\.0\.0\.1)(:\d+)?)(/[^\s<>\"]*)?", value
    ):
        problems.append(
            Problem(f"{dotted} must begin with https://", source.where(dotted), f"got {value!r}")
        )
    return value


def _mailbox(source: Source, dotted: str, value: str, problems: list[Problem]) -> Mailbox | None:
    """Return a name and address, or None with a problem noted."""
    if not value:
        return None
    try:
        found = getaddresses([value])
        if len(found) != 1 or not value.isprintable():
            message = "one name and address on one line"
            raise ValueError(message)  # noqa: TRY301 - told below as any other fault of the address
        name, email = found[0]
        Address(addr_spec=email)
        return Mailbox(name, email)
    except (ValueError, IndexError, UnicodeError, MessageError) as error:
        problems.append(
            Problem(
                f"{dotted}: {value!r} is not a name and address ({error})",
                source.where(dotted),
                'write "My community <news@example.org>"',
            )
        )
        return None


def _store(source: Source, values: Mapping[str, str], root: Path, problems: list[Problem]) -> Path:
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


def _strings(source: Source, dotted: str, problems: list[Problem]) -> Iterator[str]:
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


def _sources(source: Source, name: str, problems: list[Problem]) -> Iterator[EventSource]:
    """Yield the calendars and tables of ``[[sources.events]]``, or the feeds of ``.stories``."""
    dotted, types = f"sources.{name}", SOURCE_TYPES[name]
    tables = source.get(dotted)
    for table in tables if isinstance(tables, list) else []:
        unknown = sorted(set(table) - set(SOURCE_KEYS)) if isinstance(table, dict) else ["?"]
        wrong = unknown or not isinstance(table.get("url"), str)
        if wrong or table.get("type", types[0]) not in types:
            problems.append(
                Problem(
                    f"{dotted}: {', '.join(unknown) or 'url is missing, or type is unknown'}",
                    source.where(dotted),
                    f'write type = "{types[0]}" and url = "https://example.org/{types[0]}"',
                )
            )
            continue
        yield EventSource(
            str(table.get("type", types[0])),
            table["url"],
            bool(table.get("allow_private", False)),
        )


def _provider(
    source: Source, values: Mapping[str, str], environment: Mapping[str, str]
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
