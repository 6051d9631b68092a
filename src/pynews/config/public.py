"""What of the configuration concerns the public side: pages, reports, the unsubscribe mailbox."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pynews.config.source import Source
from pynews.errors import Problem

__all__ = [
    "REPORT_KEYS",
    "MailboxChoice",
    "MembersChoice",
    "ReportChoice",
    "mailbox_choice",
    "report_choices",
]

REPORT_KEYS = ("key_env", "topics")


@dataclass(frozen=True, slots=True)
class MembersChoice:
    """What people can choose on the public pages.

    Arguments:
        groups: those that anybody may join; others never show.
        languages: those the newsletter comes in, as BCP 47 tags.
        consent: the words they agree to; "" for the theme's own.
    """

    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    consent: str = ""


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """How a provider's reports are proven.

    Arguments:
        provider: whose.
        key_env: name of the variable that holds the secret, or "".
        secret: the signing key, password or public key, or "".
        topics: Amazon's topics whose reports are ours.
    """

    provider: str
    key_env: str = ""
    secret: str = field(default="", repr=False)
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MailboxChoice:
    """The mailbox of the unsubscribe address.

    Arguments:
        url: a Maildir's or mbox's path, or ``imaps://user@host/folder``; "" for none.
        secret: its password, or "".
    """

    url: str = ""
    secret: str = field(default="", repr=False)


def mailbox_choice(values: Mapping[str, str], environment: Mapping[str, str]) -> MailboxChoice:
    """Return the mailbox that ``[unsubscribe]`` names."""
    variable = values["unsubscribe.mailbox_key_env"]
    return MailboxChoice(values["unsubscribe.mailbox"], environment.get(variable, ""))


def report_choices(
    source: Source, environment: Mapping[str, str], problems: list[Problem]
) -> Iterator[ReportChoice]:
    """Yield what the tables ``[reports.PROVIDER]`` say; what is wrong joins the problems."""
    tables = source.get("reports")
    for name, table in (tables if isinstance(tables, dict) else {}).items():
        where = source.where(f"reports.{name}")
        if not isinstance(table, dict):
            hint = f"write [reports.{name}] and below it key_env"
            problems.append(Problem(f"reports.{name} must be a table", where, hint))
            continue
        key_env, topics = table.get("key_env", ""), table.get("topics", [])
        if not isinstance(key_env, str):
            hint = 'write key_env = "NAME_OF_A_VARIABLE"'
            problems.append(Problem(f"reports.{name}.key_env must be text", where, hint))
        elif not isinstance(topics, list) or not all(isinstance(one, str) for one in topics):
            hint = 'write topics = ["arn:aws:sns:..."]'
            problems.append(Problem(f"reports.{name}.topics must be a list of texts", where, hint))
        else:
            yield ReportChoice(name, key_env, environment.get(key_env, ""), tuple(topics))
