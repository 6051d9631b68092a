"""Where a provider signs nothing: a password of our own in the Authorization header."""

from base64 import b64decode
from binascii import Error

from pynews.providers.reporting import Post, matches, refuse

__all__ = ["proven_by_password"]


def proven_by_password(post: Post, passwords: tuple[str, ...]) -> None:
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
