"""An address as somebody typed it becomes the one we write to."""

import re
from functools import lru_cache

__all__ = ["accepted_address"]

# A dot-atom (RFC 5322 section 3.2.3) of at most 64 octets (RFC 5321 section 4.5.3.1.1).
ATOM = r"[A-Za-z0-9_!#$%&'*+/=?^`{|}~-]+"
PLAIN_LOCAL = re.compile(rf"(?=.{{1,64}}\Z){ATOM}(\.{ATOM})*")
# An encoded word (RFC 2047) is an atom as well; in a header it is read as another address.
ENCODED = re.compile(r"=\?.*\?")
LONGEST = 254
# Spreadsheets and web pages leave these at the edges; no address has them.
EDGES = " \t\r\n\f\v\u00a0\u200b\u200c\u200d\u2060\ufeff"


def accepted_address(text: str) -> str:
    """Return the address with its domain in ASCII small letters, ready for any mail server.

    Syntax only; nothing is asked of the network. Reserved names such as
    ``.example`` and ``.test`` are taken, because rehearsals use them. Letters
    outside ASCII before the @ are not: most providers do not carry them (RFC 6531).

    Raises:
        ValueError: with the reason, in words that follow a row number.
    """
    address = text.strip(EDGES)
    if not address:
        raise ValueError("there is no address")
    local, _, domain = address.rpartition("@")
    if ENCODED.search(local):
        raise ValueError("the address is not valid: no address is written as an encoded word")
    if PLAIN_LOCAL.fullmatch(local) and domain.isascii():
        host = _accepted_domain(domain)
        if host and len(local) + 1 + len(host) <= LONGEST:
            return f"{local}@{host}"
    return _validated(address)


@lru_cache(maxsize=10_000)
def _accepted_domain(domain: str) -> str:
    """Return a domain as email-validator writes it, "" when it refuses: lists repeat domains."""
    try:
        return _validated(f"a@{domain}").rpartition("@")[2]
    except ValueError:
        return ""


def _validated(address: str) -> str:
    """Ask email-validator, and take its ASCII form."""
    # Few addresses come this far, and the library takes its time to load.
    from email_validator import EmailNotValidError, validate_email

    try:
        found = validate_email(
            address,
            allow_smtputf8=False,
            check_deliverability=False,
            strict=True,
            test_environment=True,
        )
    except EmailNotValidError as error:
        raise ValueError(_reason(str(error))) from error
    return found.ascii_email or found.normalized


def _reason(said: str) -> str:
    """Return the library's sentence as it reads after a colon."""
    return f"the address is not valid: {said[:1].lower()}{said[1:].rstrip('.')}"
