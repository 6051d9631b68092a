"""What an edition would lose on its way through a provider."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pynews.errors import Problem
from pynews.providers.promise import Calendar, Capabilities, Headers

__all__ = ["LOSSES", "Needs", "losses"]

LOSSES: dict[str, str] = {
    "calendar": "calendar files are left out: readers get links, which calendars do not follow",
    "calendar-method": "calendar files arrive without their method: some mail programs show"
    " them as plain files and offer no update",
    "pictures": "pictures that travel with the message are left out: their descriptions show",
    "unsubscribe-header": "the header for the mail program's own unsubscribe button is left out",
}
OTHERS = "go through a provider that carries them (docs/providers/matrix.md)"
WAYS_OUT: dict[str, str] = {
    "calendar": OTHERS,
    "calendar-method": OTHERS,
    "pictures": "set base_url, so that pictures are fetched from the archive",
    "unsubscribe-header": 'set url = "https://..." below [unsubscribe]',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What an edition needs of a provider.

    Arguments:
        calendars: number of calendar files that travel along.
        pictures: number of pictures that travel along.
        one_click: whether unsubscribing has an https address.
        message_bytes: size of one message as the provider is handed it.
    """

    calendars: int = 0
    pictures: int = 0
    one_click: bool = False
    message_bytes: int = 0


def losses(
    name: str,
    capabilities: Capabilities,
    needs: Needs,
    *,
    allowed: Collection[str] = (),
) -> tuple[Problem, ...]:
    """Return what a provider would damage, each with the way out; nothing when all arrives.

    Arguments:
        name: the provider's.
        capabilities: what it can do.
        needs: what the edition needs.
        allowed: losses that the editor accepted with ``--allow-lossy``.
    """
    return (
        *_strangers(allowed),
        *_too_large(name, capabilities, needs),
        *(
            Problem(
                f"{name}: {LOSSES[loss]}",
                hint=f"{WAYS_OUT[loss]}, or accept it with --allow-lossy {loss}",
            )
            for loss in _lost(capabilities, needs)
            if loss not in allowed
        ),
    )


def _lost(capabilities: Capabilities, needs: Needs) -> Iterator[str]:
    """Yield the name of each loss."""
    if needs.calendars and capabilities.calendar is Calendar.LINK:
        yield "calendar"
    if needs.calendars and capabilities.calendar is Calendar.ATTACHMENT:
        yield "calendar-method"
    if needs.pictures and not capabilities.pictures:
        yield "pictures"
    headers = capabilities.headers
    if headers is Headers.NONE or (headers is Headers.ONE_CLICK and not needs.one_click):
        yield "unsubscribe-header"


def _strangers(allowed: Collection[str]) -> Iterator[Problem]:
    """Complain about losses that nobody knows."""
    for loss in sorted(set(allowed) - set(LOSSES)):
        yield Problem(f"--allow-lossy {loss}: no such loss", hint=f"one of: {', '.join(LOSSES)}")


def _too_large(name: str, capabilities: Capabilities, needs: Needs) -> Iterator[Problem]:
    """Complain about a message larger than the provider takes; nobody can accept that."""
    most = capabilities.max_message_bytes
    if most is not None and needs.message_bytes > most:
        yield Problem(
            f"{name} takes {most:,} bytes a message; this one has {needs.message_bytes:,}",
            hint="make the pictures smaller, or set base_url so that they are fetched",
        )
