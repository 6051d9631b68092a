"""Where a provider signs nothing: a password of our own in the Authorization header."""

from base64 import b64decode
from binascii import Error
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pynews.model import Report
from pynews.providers.reporting import Post, Receipt, Tree, Who, matches, refuse, tree

__all__ = ["PasswordReports"]

Read = Callable[[Tree, Post, Who], Iterator[Report]]


@dataclass(frozen=True, slots=True)
class PasswordReports:
    """Reads the reports of a provider that signs nothing; see `Reader`.

    Arguments:
        passwords: any of them proves a post.
        read: yields what one event says.
    """

    passwords: tuple[str, ...] = field(repr=False)
    read: Read

    def receive(self, post: Post, who: Who) -> Receipt:
        """Prove a post by its password and read it."""
        _proven(post, self.passwords)
        return Receipt(tuple(self.read(tree(post.body), post, who)))


def _proven(post: Post, passwords: tuple[str, ...]) -> None:
    """Refuse a post without one of our passwords, as Basic (RFC 7617) or Bearer (RFC 6750).

    Raises:
        CredentialsError: it has none of them.
    """
    scheme, _, rest = post.headers.get("authorization", "").partition(" ")
    given = rest.strip()
    if scheme.lower() == "basic":
        given = _password(given)
    elif scheme.lower() != "bearer":
        given = ""
    if not given or not matches(passwords, given):
        why = "the password is not ours"
        raise refuse(why)


def _password(pair: str) -> str:
    """Return the password of a Basic pair, whoever the user is."""
    try:
        return b64decode(pair, validate=True).decode().partition(":")[2]
    except (Error, ValueError):
        return ""
