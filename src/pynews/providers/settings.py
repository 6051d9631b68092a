"""Reading a provider's settings: what is missing or wrong is said before anything is sent."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from pynews.errors import CredentialsError, ProjectError
from pynews.providers.transport import READ_SECONDS, Transport

__all__ = ["EVERY", "base_of", "needed_secret", "needed_setting", "rate_of", "transport_of"]

WHERE = "pynews.toml"
EVERY = {"base_url", "timeout"}
SECONDS = {"": 1, "s": 1, "min": 60, "h": 3600}
RATE = re.compile(r"(\d{1,7}(?:\.\d{1,3})?)\s*(?:/\s*(s|min|h))?", re.ASCII)
TIMEOUT = re.compile(r"[1-9]\d{0,2}", re.ASCII)
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
    """Return the setting ``rate`` as messages a second.

    Raises:
        ProjectError: no number above zero.
    """
    text = settings.get("rate", "")
    if not text:
        return default
    found = RATE.fullmatch(text.strip())
    rate = float(found[1]) / SECONDS[found[2] or ""] if found else 0.0
    if not rate:
        what = f"[provider] rate {text!r} is no number above zero"
        raise ProjectError(what, where=WHERE, hint='for example rate = "14/s" or "30/min"')
    return rate


def transport_of(settings: Mapping[str, str], *, rate: float | None = None) -> Transport:
    """Return the way to a provider; ``timeout`` is how many seconds an answer may take.

    Raises:
        ProjectError: no whole number of seconds from 1 to 999.
    """
    text = settings.get("timeout", "")
    if text and not TIMEOUT.fullmatch(text):
        what = f"[provider] timeout {text!r} is no whole number of seconds from 1 to 999"
        raise ProjectError(what, where=WHERE, hint='for example timeout = "60"')
    return Transport(read=float(text) if text else READ_SECONDS, rate=rate)
