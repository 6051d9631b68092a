"""Write docs/providers/matrix.md from what the providers say of themselves."""

import sys
from datetime import timedelta
from pathlib import Path

from pynews.providers import LOSSES, PROVIDERS, Calendar, Capabilities, Limits, Needs, losses
from pynews.providers import capabilities_of as can_of
from pynews.providers.presets import PRESETS

PAGE = Path(__file__).parents[1] / "docs" / "providers" / "matrix.md"
HEAD = """\
# What each provider carries

Made by `python scripts/provider_matrix.py` from the capabilities in `src/pynews/providers/`; a
test holds it to them. `pynews plan` refuses an issue that the chosen provider would damage, names
the loss and the way out; `--allow-lossy NAME` accepts one.
"""
CALENDARS = {
    Calendar.MIME_METHOD: "whole",
    Calendar.ATTACHMENT: "file without its method",
    Calendar.LINK: "links only",
}
SERVERS = """\
## Mail servers

`[provider] name = "smtp"` and `preset = "..."`; our bytes travel whole."""
ALL = Needs(calendars=1, pictures=1)


def main() -> int:
    """Write the page; with ``--check`` only compare it."""
    wanted = page()
    if "--check" in sys.argv[1:]:
        return int(PAGE.read_text(encoding="utf-8") != wanted)
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    print(f"wrote {PAGE.name}: {len(PROVIDERS)} providers, {len(PRESETS)} mail servers")
    return 0


def page() -> str:
    """Return the whole page."""
    found = [(name, can_of(name)) for name in sorted(PROVIDERS)]
    arrives = table(
        ("provider", "takes", "calendars", "pictures", "our headers", "losses with everything"),
        [(name, taken(can), *carried(can), lost(name, can)) for name, can in found],
    )
    keeps = table(
        (
            "provider",
            "readers a call",
            "a call at most",
            "a message at most",
            "parts at most",
            "in doubt together",
        ),
        [
            (
                name,
                str(can.max_batch),
                size(can.max_request_bytes),
                size(can.max_message_bytes),
                largest(can.limits),
                str(can.batch_size),
            )
            for name, can in found
        ],
    )
    proves = table(
        ("provider", "same key taken once for", "can be asked", "sends later", "reports", "trial"),
        [
            (
                name,
                span(can.idempotency),
                asked(can),
                span(can.schedule),
                can.signatures or "-",
                can.trial or "-",
            )
            for name, can in found
        ],
    )
    names = table(("loss", "what happens"), [(f"`{one}`", LOSSES[one]) for one in LOSSES])
    servers = table(
        ("preset", "server", "port", "security", "user", "note"),
        [
            (f"`{name}`", one.host, str(one.port), one.security, one.user, one.note or "-")
            for name, one in PRESETS.items()
        ],
    )
    parts = (
        HEAD,
        f"## What arrives\n\n{arrives}",
        f"## How much at once\n\n{keeps}",
        f"## What is known afterwards\n\n{proves}",
        f"## Losses\n\n{names}",
        f"{SERVERS}\n\n{servers}",
    )
    return "\n".join(parts)


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def taken(can: Capabilities) -> str:
    """Return in which form messages are handed over."""
    if can.markdown:
        return "Notify Markdown"
    return "our bytes" if can.raw_mime else "parts"


def carried(can: Capabilities) -> tuple[str, str, str]:
    """Return what becomes of calendars, pictures and headers."""
    return CALENDARS[can.calendar], "yes" if can.pictures else "no", can.headers.value


def lost(name: str, can: Capabilities) -> str:
    """Return the names of what an issue with everything would lose."""
    found = [one.hint.rpartition(" ")[2] for one in losses(name, can, ALL)]
    return ", ".join(f"`{one}`" for one in found) or "-"


def asked(can: Capabilities) -> str:
    """Return for how long it can be asked."""
    if not can.reconcile:
        return "no"
    return f"for {span(can.remembers)}" if can.remembers else "yes"


def span(time: timedelta | None) -> str:
    """Return a time in words."""
    if time is None:
        return "-"
    if time == timedelta.max:
        return "ever"
    if time.days:
        return "1 day" if time.days == 1 else f"{time.days} days"
    minutes = time.seconds // 60
    return f"{minutes // 60} hours" if minutes >= 60 else f"{minutes} minutes"  # noqa: PLR2004


def largest(limits: Limits) -> str:
    """Return how large the parts of a message may be."""
    found = (
        ("HTML", size(limits.html_bytes)),
        ("text", size(limits.text_bytes)),
        ("a file", size(limits.file_bytes)),
        ("a header", f"{limits.header_chars} characters" if limits.header_chars else "-"),
    )
    return ", ".join(f"{name} {most}" for name, most in found if most != "-") or "-"


def size(count: int | None) -> str:
    """Return a number of bytes in words."""
    if count is None:
        return "-"
    return f"{count >> 20} MB" if count % (1 << 20) == 0 else f"{count:,} bytes"


if __name__ == "__main__":
    raise SystemExit(main())
