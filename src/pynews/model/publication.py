"""The newsletter as a whole: who publishes it, in which language and zone."""

from dataclasses import dataclass
from email.headerregistry import Address

__all__ = ["Mailbox", "Publication"]


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name and an address, as in a From header.

    Arguments:
        name: display name; may be empty.
        email: the address.

    Raises:
        ValueError: no address, or a character that would end a header.
    """

    name: str
    email: str

    def __post_init__(self) -> None:
        """Refuse what cannot stand in a header (RFC 5322 section 3.4)."""
        local, _, domain = self.email.rpartition("@")
        if not local or not domain:
            message = f"{self.email!r} is not an address"
            raise ValueError(message)
        if any(ord(character) < ord(" ") for character in self.name + self.email):
            message = "a control character in a name or address"
            raise ValueError(message)

    def __str__(self) -> str:
        """Return ``Name <address>``."""
        return str(Address(self.name, addr_spec=self.email)) if self.name else self.email


@dataclass(frozen=True, slots=True)
class Publication:
    """What stays the same from issue to issue (the head of ``pynews.toml``).

    Arguments:
        id: domain-like, never changes; UIDs and Message-IDs end with it.
        name: of the newsletter or community.
        language: BCP 47 tag.
        timezone: IANA name.
        base_url: address of the archive with a slash at its end, or "".
        theme: name of the folder in ``templates``.
        sender: From.
        reply_to: where replies go.
        organisation: who is responsible.
        address: its postal address, as the law asks.
        unsubscribe_url: address of the public pages, or "".
        unsubscribe_mailto: address that takes unsubscribe mail, or "".
    """

    id: str
    name: str
    language: str
    timezone: str
    base_url: str
    theme: str
    sender: Mailbox
    reply_to: Mailbox
    organisation: str
    address: str
    unsubscribe_url: str = ""
    unsubscribe_mailto: str = ""
