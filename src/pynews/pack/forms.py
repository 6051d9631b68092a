"""The forms of all variants of one sending: frozen together, filled each for its readers."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pynews.model import Message, Recipient
from pynews.pack.form import Form

__all__ = ["Forms", "Told", "digest_of_all"]

SCHEMA = 2


@dataclass(frozen=True, slots=True)
class Told:
    """What the readers of one variant are told that others may not be.

    Arguments:
        meant_for: the group expressions that hold for them.
        events: ids of the events in their letter.
    """

    meant_for: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Forms:
    """One form for each variant, by its name; one of them has none.

    Where everybody gets the same, there is this one, and its bytes are those of the form.

    Arguments:
        by_name: the forms.
        told: by variant, what its letter tells; empty where there is one letter.
    """

    by_name: Mapping[str, Form]
    told: Mapping[str, Told] = field(default_factory=dict)

    def message(self, recipient: Recipient, *, key: bytes) -> Message:
        """Return the message for one recipient, of their variant; see `Form.message`."""
        return self.by_name[recipient.variant].message(recipient, key=key)

    def to_bytes(self) -> bytes:
        """Return all forms as bytes; the same forms give the same bytes."""
        if len(self.by_name) == 1:
            return self.by_name[""].to_bytes()
        tree = {
            "schema": SCHEMA,
            "variants": {
                name: form.to_bytes().decode("ascii") for name, form in self.by_name.items()
            },
            "told": {
                name: {"for": one.meant_for, "events": one.events}
                for name, one in self.told.items()
            },
        }
        return json.dumps(tree, separators=(",", ":")).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> "Forms":
        """Return the forms that `to_bytes` wrote, or the one form of an older sending."""
        tree = json.loads(data)
        if tree["schema"] != SCHEMA:
            return cls({"": Form.from_bytes(data)})
        found = tree["variants"].items()
        told = {
            name: Told(tuple(one["for"]), tuple(one["events"]))
            for name, one in tree.get("told", {}).items()
        }
        forms = {name: Form.from_bytes(form.encode("ascii")) for name, form in found}
        return cls(forms, told)


def digest_of_all(editions: Iterable[tuple[str, str, Iterable[str]]]) -> str:
    """Return the digest of an issue in several variants; that of a single one is its own.

    Arguments:
        editions: of each variant the name, the edition's digest, and for whom it is.
    """
    parts = [[name, digest, list(readers)] for name, digest, readers in editions]
    if len(parts) == 1:
        return str(parts[0][1])
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
