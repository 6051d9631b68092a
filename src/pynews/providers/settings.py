"""Reading a provider's settings: what is missing or wrong is said before anything is sent."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from pynews.errors import CredentialsError, ProjectError

__all__ = ["base_of", "needed_secret", "needed_setting", "rate_of"]

WHERE = "pynews.toml"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def needed_secret(name: str, secret: str, what: str) -> str:
    """Return the key.

    Arguments:
        name: the provider's.
        secret: what the environment holds.
        what: which key it is, in the provider's words.

    Raises:
        CredentialsError: there is none, or not one line of ASCII.
    """
    if not secret:
        hint = f"put {what} into the variable that key_env names"
        raise CredentialsError(f"{name} needs a key", where=WHERE, hint=hint)
    if not secret.isascii() or not secret.isprintable() or secret != secret.strip():
        hint = "copy it again, without blanks or line ends around it"
        raise CredentialsError(f"{name}: the key has characters no key has", hint=hint)
    return secret


def needed_setting(settings: Mapping[str, str], key: str, example: str) -> str:
    """Return a setting.

    Raises:
        ProjectError: it is missing.
    """
    if not settings.get(key):
        hint = f'for example {key} = "{example}"'
        raise ProjectError(f"[provider] {key} is missing", where=WHERE, hint=hint)
    return settings[key]


def base_of(settings: Mapping[str, str], default: str) -> str:
    """Return where the interface is: ``base_url`` or the provider's own, without a last slash.

    Raises:
        ProjectError: the key would travel in the clear.
    """
    base = settings.get("base_url") or default
    parts = urlsplit(base)
    if parts.scheme != "https" and parts.hostname not in LOOPBACK:
        what = "[provider] base_url would send the key in the clear"
        raise ProjectError(what, where=WHERE, hint="it begins with https://")
    return base.rstrip("/")


def rate_of(settings: Mapping[str, str], default: float) -> float:
    """Return the setting ``rate``: messages a second.

    Raises:
        ProjectError: no number above zero.
    """
    text = settings.get("rate", "")
    if not text:
        return default
    try:
        rate = float(text)
    except ValueError:
        rate = 0.0
    if not 0 < rate < float("inf"):
        what = f"[provider] rate {text!r} is no number above zero"
        raise ProjectError(what, where=WHERE, hint='messages a second, for example rate = "14"')
    return rate
