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
SMALLER = "make the pictures smaller, or set base_url so that they are fetched"
SHORTER = "make the issue shorter: link to the archive for the rest"
ADDRESS = "make the addresses below [unsubscribe] shorter"
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
        html_bytes, text_bytes: of the readings.
        file_bytes: of the largest file that travels along.
        header_chars: of the longest header's value.
    """

    calendars: int = 0
    pictures: int = 0
    one_click: bool = False
    message_bytes: int = 0
    html_bytes: int = 0
    text_bytes: int = 0
    file_bytes: int = 0
    header_chars: int = 0


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
                hint=f"{_way_out(loss, capabilities)}, or accept it with --allow-lossy {loss}",
            )
            for loss in _lost(capabilities, needs)
            if loss not in allowed
        ),
    )


def _way_out(loss: str, capabilities: Capabilities) -> str:
    """Return what an editor can do about a loss."""
    nothing_arrives = loss == "unsubscribe-header" and capabilities.headers is Headers.NONE
    return OTHERS if nothing_arrives else WAYS_OUT[loss]


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
    """Complain about what is larger than the provider takes; nobody can accept that."""
    limits = capabilities.limits
    sizes = (
        (needs.message_bytes, capabilities.max_message_bytes, "bytes a message; this one", SMALLER),
        (needs.html_bytes, limits.html_bytes, "bytes of HTML; this issue", SHORTER),
        (needs.text_bytes, limits.text_bytes, "bytes of text; this issue", SHORTER),
        (needs.file_bytes, limits.file_bytes, "bytes a file; the largest one", SMALLER),
        (needs.header_chars, limits.header_chars, "characters a header; the longest", ADDRESS),
    )
    for size, most, what, hint in sizes:
        if most is not None and size > most:
            yield Problem(f"{name} takes {most:,} {what} has {size:,}", hint=hint)
