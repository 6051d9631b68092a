"""What a mail server says of us rather than of one reader, and what an editor can do about it."""

import re

from pynews.errors import CredentialsError, ProjectError, PynewsError, RetryLaterError

__all__ = ["complaint", "limit"]

WHERE = "pynews.toml"
LOGIN = {530, 534, 535, 538}
# 5.4.5 is Gmail's; a reader's full mailbox (5.2.2) speaks of quotas, too.
LIMIT = re.compile(
    r"\b5\.4\.5\b|\b(?:daily|hourly)\b[^.]{0,40}\b(?:limit|quota)|\bsending (?:limit|quota)",
    re.IGNORECASE,
)
STOPPED = re.compile(r"\b(?:suspended|disabled|blocked|deactivated)\b", re.IGNORECASE)


def limit(said: str) -> RetryLaterError | None:
    """Return that an account's number for the day is used up; None when it is about a reader.

    Arguments:
        said: the server's code and words, without addresses and secrets.
    """
    if not LIMIT.search(said):
        return None
    hint = "run the same command again tomorrow; nobody gets it twice"
    return RetryLaterError(said, where=WHERE, hint=hint)


def complaint(code: int, said: str) -> PynewsError:
    """Return what an editor can do about a server that takes nothing from us.

    Arguments:
        code: its answer to the login, or to the sender's name.
        said: the same with its words, without addresses and secrets.
    """
    if found := limit(said):
        return found
    if STOPPED.search(said):
        hint = "the server has stopped this account: ask those who run it"
        return ProjectError(said, where=WHERE, hint=hint)
    if code in LOGIN:
        hint = "check user and password; many providers want a password made for programs"
        return CredentialsError(said, where=WHERE, hint=hint)
    hint = "check [sender] from and that this server knows it as yours, and what the server allows"
    return ProjectError(said, where=WHERE, hint=hint)
