"""Providers by name; none is imported before it is named."""

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import cast

from pynews.errors import ProjectError
from pynews.providers.promise import Capabilities, Provider

__all__ = [
    "PROVIDERS",
    "capabilities_of",
    "open_provider",
    "provider_names",
    "refuse_unknown_settings",
]

PROVIDERS: dict[str, str] = {
    "brevo": "pynews.providers.brevo:open_brevo",
    "mailgun": "pynews.providers.mailgun:open_mailgun",
    "notify": "pynews.providers.notify:open_notify",
    "outbox": "pynews.providers.outbox:open_outbox",
    "postmark": "pynews.providers.postmark:open_postmark",
    "resend": "pynews.providers.resend:open_resend",
    "ses": "pynews.providers.ses:open_ses",
    "smtp": "pynews.providers.smtp:open_smtp",
}

GROUP = "pynews.providers"
PACE = ("rate",)

Opener = Callable[[Mapping[str, str], str, Path], Provider]


def provider_names() -> tuple[str, ...]:
    """Return the names of all providers, those of installed packages included."""
    from importlib.metadata import entry_points

    return tuple(sorted({*PROVIDERS, *(one.name for one in entry_points(group=GROUP))}))


def open_provider(name: str, *, settings: Mapping[str, str], secret: str, folder: Path) -> Provider:
    """Open a provider.

    Third parties register ``name = "module:function"`` under the entry point
    ``pynews.providers``; the function takes settings, secret and folder.

    Arguments:
        name: as in ``[provider] name``.
        settings: the rest of that table; no secret stands there.
        secret: the provider's key; may be empty.
        folder: the outbox, for providers that keep messages on this machine.

    Raises:
        ProjectError: no provider or setting of that name, or a setting is missing.
        CredentialsError: the provider needs a key and there is none.
    """
    if name in PROVIDERS:
        module, _, function = PROVIDERS[name].partition(":")
        opener = getattr(import_module(module), function)
    else:
        opener = _third_party(name)
    return cast("Opener", opener)(settings, secret, folder)


def capabilities_of(name: str, settings: Mapping[str, str] | None = None) -> Capabilities:
    """Return what a provider can do, without opening it: no key is needed.

    Each provider's module says it as ``CAN``, or where it depends on settings by a
    function ``can_of``; of one that does not, it is taken that it brings our messages
    as they are.

    Raises:
        ProjectError: no provider of that name.
    """
    if name in PROVIDERS:
        module = import_module(PROVIDERS[name].partition(":")[0])
    else:
        module = import_module(getattr(_third_party(name), "__module__", __name__))
    can_of = getattr(module, "can_of", None)
    can = can_of(settings or {}) if can_of else getattr(module, "CAN", None)
    return can if isinstance(can, Capabilities) else Capabilities()


def _third_party(name: str) -> object:
    """Load a provider of another package."""
    from importlib.metadata import entry_points

    found = tuple(entry_points(group=GROUP, name=name))
    if not found:
        what = f"I know no provider {name!r}"
        raise ProjectError(what, where="pynews.toml", hint=f"one of: {', '.join(provider_names())}")
    return found[0].load()


def refuse_unknown_settings(name: str, settings: Iterable[str], known: Iterable[str]) -> None:
    """Complain about settings that a provider does not know, all at once.

    ``rate`` is for all: whoever sends keeps it, and a provider may look at it.

    Raises:
        ProjectError: with the names it knows.
    """
    unknown = sorted(set(settings) - {*known, *PACE})
    if unknown:
        what = f"[provider] {', '.join(unknown)}: {name} knows no such setting"
        raise ProjectError(
            what,
            where="pynews.toml",
            hint=f"it knows: {', '.join(sorted({*known, *PACE}))}",
        )
