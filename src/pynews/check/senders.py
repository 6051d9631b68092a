"""What the law and the big mailbox providers ask of every sender.

Gmail and Yahoo (February 2024), Outlook.com (May 2025): RFC 8058 one-click
unsubscribing, a visible link, a valid From. PECR and UK GDPR: identity and address.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pynews.check.agenda import folded
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Origin, Severity

__all__ = ["CHECKS"]

ONE_CLICK = "List-Unsubscribe=One-Click"
LONGEST_LINE = 998
SINGLE = ("from", "subject", "date", "message-id", "to", "mime-version")
FREE_MAIL = {
    *("gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.uk", "ymail.com", "aol.com"),
    *("outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "live.co.uk", "msn.com"),
    *("icloud.com", "me.com", "gmx.com", "gmx.de", "web.de", "proton.me", "protonmail.com"),
}
WHOLE = re.compile(r"[^@\s:]+@(?!\.)[^@\s.]+(?:\.[^@\s.]+)+")
NO_ADDRESS = re.compile(
    r"^\W*$|\b(?:tbc|tbd|todo|xxx+|placeholder|your (?:postal )?address|n/?a|address here)\b",
    re.IGNORECASE,
)


def unsubscribe_link(subject: Subject) -> Iterator[Note]:
    """No visible way out in one of the two readings, or none at all."""
    publication = subject.publication
    if not subject.rehearsal and not (
        publication.unsubscribe_url or publication.unsubscribe_mailto
    ):
        yield Note(subject.setting("mailto"), "no route to unsubscribe is set")
        return
    routes = _routes(subject)
    shown = any(_without_query(link.href) in routes for link in subject.letter.document.links)
    if not shown:
        yield Note(_footer(subject, "mjml"), "the e-mail shows no link to unsubscribe")
    if not any(route.rpartition(":")[2] in subject.letter.text for route in routes):
        yield Note(_footer(subject, "txt"), "the plain text shows no way to unsubscribe")


def unsubscribe_route(subject: Subject) -> Iterator[Note]:
    """Find a rehearsal whose readers could only leave by answering."""
    publication = subject.publication
    if subject.rehearsal and not (publication.unsubscribe_url or publication.unsubscribe_mailto):
        yield Note(subject.setting("mailto"), "readers could only leave by replying")


def one_click_header(subject: Subject) -> Iterator[Note]:
    """Find a real message without both one-click headers (RFC 8058 section 3.1)."""
    header = subject.letter.header("list-unsubscribe")
    https = "<https://" in header
    if not header:
        yield Note(subject.setting("mailto"), "the List-Unsubscribe header is missing")
    elif https and subject.letter.header("list-unsubscribe-post") != ONE_CLICK:
        yield Note(subject.setting("url"), "the List-Unsubscribe-Post header is missing")
    elif not https and not subject.rehearsal and subject.publication.unsubscribe_mailto:
        yield Note(
            subject.setting("url"),
            f"sent through {subject.provider}, the message has no https address for one-click "
            "unsubscribing",
        )


def postal_address(subject: Subject) -> Iterator[Note]:
    """No postal address, or no name of who is responsible, in one of the readings."""
    publication = subject.publication
    if NO_ADDRESS.search(publication.address):
        yield Note(subject.setting("address"), f'"{publication.address}" is no postal address')
        return
    for needed in (publication.address, publication.organisation):
        words = folded(needed)
        if words not in folded(subject.letter.document.words):
            yield Note(_footer(subject, "mjml"), f'the e-mail does not show "{needed}"')
        if words not in folded(subject.letter.text):
            yield Note(_footer(subject, "txt"), f'the plain text does not show "{needed}"')


def sender_address(subject: Subject) -> Iterator[Note]:
    """Find a sender at a free mail service, whose name others may not send under."""
    domain = subject.publication.sender.email.rpartition("@")[2].lower()
    if domain in FREE_MAIL:
        yield Note(subject.setting("from"), f"the sender's address ends in {domain}")


def sender_broken(subject: Subject) -> Iterator[Note]:
    """Find an address of ours that no mail can come from or go to."""
    publication = subject.publication
    for key, address in (
        ("from", publication.sender.email),
        ("reply_to", publication.reply_to.email),
        ("mailto", publication.unsubscribe_mailto),
    ):
        if address and not WHOLE.fullmatch(address):
            yield Note(subject.setting(key), f'"{address}" is no whole mail address')


def no_reply(subject: Subject) -> Iterator[Note]:
    """Find replies that nobody reads."""
    local = subject.publication.reply_to.email.partition("@")[0].lower()
    if re.fullmatch(r"(?:do[-_.]?)?no[t]?[-_.]?reply", local):
        yield Note(subject.setting("reply_to"), f"replies go to {local}@")


def message_format(subject: Subject) -> Iterator[Note]:
    """Find a message that RFC 5322 does not allow (sections 2.1.1 and 3.6)."""
    letter = subject.letter
    place = Origin("pynews.toml", 1)
    for name in SINGLE:
        if len(letter.headers.get(name, ())) != 1:
            yield Note(place, f"the message has not exactly one {name.title()} header")
    longest = max(len(line) for line in letter.content.split(b"\r\n"))
    if longest > LONGEST_LINE:
        yield Note(place, f"a line of the message has {longest} bytes")
    if not letter.text.strip() or not letter.html.strip():
        yield Note(place, "the message lacks its plain text or its HTML")


def _routes(subject: Subject) -> set[str]:
    """Return the addresses that let a reader go, without what is a reader's own."""
    header = subject.letter.header("list-unsubscribe")
    routes = {_without_query(each) for each in re.findall(r"<([^>]+)>", header)}
    if subject.publication.unsubscribe_mailto:
        routes.add(f"mailto:{subject.publication.unsubscribe_mailto}")
    return routes


def _without_query(address: str) -> str:
    return urlsplit(address)._replace(query="", fragment="").geturl()


def _footer(subject: Subject, kind: str) -> Origin:
    """Return where the theme's footer is written."""
    for path, text in subject.sources.texts.items():
        if "footer" in path and f".{kind}." in path:
            return Origin(path, 1)
        if f"issue.{kind}.j2" in path and "footer" in text:
            return subject.sources.find("footer") or Origin(path, 1)
    return subject.setting("theme")


CHECKS = (
    Check(
        id="unsubscribe-link",
        severity=Severity.MUST_FIX,
        why="The law and every mailbox provider ask for a way out that people can see.",
        fix="Set mailto or url below [unsubscribe], and let the theme's footer show "
        "page.footer.unsubscribe.",
        example="a theme whose footer has no unsubscribe link",
        look=unsubscribe_link,
    ),
    Check(
        id="unsubscribe-route",
        severity=Severity.LOOK_AT,
        why="A rehearsal may go without; a real sending will refuse.",
        fix='Write mailto = "unsubscribe@..." below [unsubscribe].',
        example="[unsubscribe] with neither url nor mailto, and the outbox",
        look=unsubscribe_route,
        of_message=False,
    ),
    Check(
        id="one-click-header",
        severity=Severity.MUST_FIX,
        why="Gmail and Yahoo refuse or file as spam what cannot be left with one click.",
        fix="Set url below [unsubscribe] to the https address of pynews serve.",
        example='name = "mailgun" with url = ""',
        look=one_click_header,
    ),
    Check(
        id="postal-address",
        severity=Severity.MUST_FIX,
        why="Readers have a right to know who writes and where to reach them.",
        fix="Set organisation and address below [sender], and let the footer show them.",
        example='address = "TBC"',
        look=postal_address,
    ),
    Check(
        id="sender-address",
        severity=Severity.LOOK_AT,
        why="Free mail services tell others to refuse mail in their name (DMARC).",
        fix="Send from an address of your own domain.",
        example='from = "Our community <our.community@gmail.com>"',
        look=sender_address,
        of_message=False,
    ),
    Check(
        id="sender-broken",
        severity=Severity.MUST_FIX,
        why="Receivers refuse a sender whose domain does not exist, and answers would be lost.",
        fix="Write the whole address, such as news@example.org.",
        example='from = "Our community <news@example>"',
        look=sender_broken,
        of_message=False,
    ),
    Check(
        id="no-reply",
        severity=Severity.LOOK_AT,
        why="Members answer newsletters; a dead address tells them nobody listens.",
        fix="Let reply_to be an address that somebody reads.",
        example='reply_to = "noreply@example.org"',
        look=no_reply,
        of_message=False,
    ),
    Check(
        id="message-format",
        severity=Severity.MUST_FIX,
        why="Gmail refuses messages that RFC 5322 does not allow.",
        fix="This is a fault of pynews or of a theme: please report it.",
        example="a message without its plain text",
        look=message_format,
    ),
)
