"""Which keys there are."""

from collections.abc import Iterator, Mapping

__all__ = [
    "LIST_KEYS",
    "REQUIRED",
    "SOURCE_KEYS",
    "SOURCE_TYPES",
    "TABLES",
    "TEXT_KEYS",
    "example",
    "known_keys",
    "leaves",
]

REQUIRED = object()

TEXT_KEYS: Mapping[str, object] = {
    "id": REQUIRED,
    "name": REQUIRED,
    "language": "en-GB",
    "timezone": "Europe/London",
    "base_url": "",
    "theme": "plain",
    "sender.from": REQUIRED,
    "sender.reply_to": "",
    "sender.organisation": "",
    "sender.address": REQUIRED,
    "unsubscribe.url": "",
    "unsubscribe.mailto": "",
    "unsubscribe.mailbox": "",
    "unsubscribe.mailbox_key_env": "",
    "members.consent": "",
    "provider.name": "outbox",
    "provider.key_env": "",
    "store.url": "sqlite:///pynews.db",
}
LIST_KEYS = (
    "preview.test_recipients",
    "members.groups",
    "members.languages",
    "checks.also",
    "checks.words",
)
SOURCE_KEYS = ("type", "url", "allow_private")
SOURCE_TYPES = {"events": ("ics", "csv"), "stories": ("feed",)}
TABLES = (
    "sender",
    "unsubscribe",
    "provider",
    "store",
    "preview",
    "sources",
    "members",
    "reports",
    "privacy",
    "checks",
)

EXAMPLES = {
    "id": 'id = "news.example.org"',
    "name": 'name = "My community"',
    "sender.from": 'from = "My community <news@example.org>" below [sender]',
    "sender.address": 'address = "1 Example Street, Example Town" below [sender]',
}


def example(dotted: str) -> str:
    """Return what to write for a key."""
    key = dotted.rpartition(".")[2]
    return "write " + EXAMPLES.get(dotted, f'{key} = "..."')


def known_keys() -> tuple[str, ...]:
    """Return the dotted names of all keys."""
    return (*TEXT_KEYS, *LIST_KEYS, "sources.events", "sources.stories")


def leaves(tree: Mapping[str, object], above: str = "") -> Iterator[str]:
    """Yield the dotted keys of all values that are not tables."""
    for key, value in tree.items():
        dotted = f"{above}{key}"
        if isinstance(value, dict) and (above or key in TABLES):
            yield from leaves(value, f"{dotted}.")
        else:
            yield dotted
