"""DKIM signatures (RFC 6376), when a key is set: dkimpy does the work."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pynews.errors import ProjectError

__all__ = ["Signer", "open_signer"]

WHERE = "pynews.toml"
NEEDED = ("dkim_domain", "dkim_selector", "dkim_key_file")
# RFC 8058 section 4 wants both one-click headers under the signature.
SIGNED = (
    b"from",
    b"to",
    b"reply-to",
    b"subject",
    b"date",
    b"message-id",
    b"list-id",
    b"list-unsubscribe",
    b"list-unsubscribe-post",
    b"mime-version",
    b"content-type",
)


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs messages.

    Arguments:
        domain, selector: where the public key stands in the DNS.
        key: the private key, PEM.
    """

    domain: bytes
    selector: bytes
    key: bytes = field(repr=False)

    def signed(self, content: bytes) -> bytes:
        """Return a message with its signature in front."""
        import dkim

        head = content.partition(b"\r\n\r\n")[0].lower()
        names = {line.partition(b":")[0] for line in head.split(b"\r\n")}
        signature: bytes = dkim.sign(
            content,
            self.selector,
            self.domain,
            self.key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=[name for name in SIGNED if name in names],
        )
        return signature + content


def open_signer(settings: Mapping[str, str], root: Path) -> Signer | None:
    """Return the signer that the settings name; None when they name none.

    Raises:
        ProjectError: a part is missing, the key is none, or dkimpy is not installed.
    """
    given = [name for name in NEEDED if settings.get(name)]
    if not given:
        return None
    missing = sorted(set(NEEDED) - set(given))
    if missing:
        what = f"[provider] {', '.join(missing)} missing: a signature needs all three"
        raise ProjectError(what, where=WHERE, hint='for example dkim_selector = "news"')
    try:
        key = (root / settings["dkim_key_file"]).read_bytes()
    except OSError as error:
        what = f"[provider] dkim_key_file cannot be read: {error.strerror}"
        raise ProjectError(
            what, where=WHERE, hint="a private key in PEM, readable by you"
        ) from error
    signer = Signer(
        settings["dkim_domain"].encode("idna"), settings["dkim_selector"].encode("ascii"), key
    )
    _try(signer)
    return signer


def _try(signer: Signer) -> None:
    """Sign something, to see that it can be done.

    Raises:
        ProjectError: it cannot.
    """
    try:
        import dkim
    except ImportError as error:
        what = "signing needs dkimpy, which is not installed"
        raise ProjectError(
            what, where=WHERE, hint="in the folder you cloned: pip install '.[dkim]'"
        ) from error
    try:
        signer.signed(b"From: news@example.org\r\n\r\nHello\r\n")
    except (dkim.DKIMException, ValueError) as error:
        what = f"[provider] dkim_key_file is no key to sign with: {error}"
        raise ProjectError(what, where=WHERE, hint="openssl genrsa 2048 makes one") from error
