"""Nothing may tell others who reads what, unless ``pynews.toml`` says by which right.

PECR regulation 6, and the ICO's guidance on storage and access technologies:
pixels, rewritten and decorated links need prior consent or another basis.
"""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from pynews.check.addresses import place_of
from pynews.check.document import Image
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Severity

__all__ = ["CHECKS"]

DECORATION = re.compile(
    r"^(?:utm_\w+|mc_[ce]id|fbclid|gclid|dclid|msclkid|yclid|_hs(?:enc|mi)|hsctatracking|mkt_tok"
    r"|vero_(?:id|conv)|oly_(?:anon|enc)_id|igshid|s_cid|trk_\w+|pk_\w+|mtm_\w+|elqtrack\w*|wickedid"
    r"|_ke|ck_subscriber_id|sc_cid|spm|srsltid)$",
    re.IGNORECASE,
)
REWRITERS = re.compile(
    r"^https?://(?:[\w.-]+\.)?(?:safelinks\.protection\.outlook\.com|urldefense(?:\.proofpoint)?\.com"
    r"|protect(?:-\w+)?\.mimecast\.com|linkprotect\.cudasvc\.com|list-manage\.com/track"
    r"|ct\.sendgrid\.net|awstrack\.me|mandrillapp\.com/track|hubspotlinks\.com|mjt\.lu"
    r"|sendibm\d*\.com|l\.facebook\.com|(?:www\.)?google\.[\w.]+/url\?"
    r"|clicks?\.(?:mlsend|convertkit-mail\d*|e?mail)\.[\w.]+|pstmrk\.it|resend-links\.com"
    r"|exct\.net|klclick\d*\.com|substack\.com/redirect|createsend\d*\.com/t/"
    # A counter under the sender's own name: click.example.org/track/..., email.example.org/c/eJ...
    r"|(?:clicks?|track(?:ing)?|trk|links?|url\d*|e?mails?|em\d*|go)\.[\w.-]+"
    r"/(?:(?:ls|wf|t|track(?:ing)?)/click|track(?:ing)?/|clicks?/|CL0/|e2t/|f/a/|c/eJ))",
    re.IGNORECASE,
)
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])", re.IGNORECASE
)
REMOTE = re.compile(r"^(?:https?:)?//", re.IGNORECASE)
LOADED = re.compile(r"(?:url\(\s*|@import\s+)[\"']?((?:https?:)?//[^\"')\s;]+)", re.IGNORECASE)
DOT = 2


def tracking_pixel(subject: Subject) -> Iterator[Note]:
    """Find a picture nobody can see, from another machine."""
    for image in subject.letter.document.images:
        if _unseen(image) and REMOTE.match(image.src) and not _allowed(subject, image.src):
            place = place_of(subject.sources, image.src) or subject.top
            yield Note(place, f"a picture nobody sees is loaded from {_host(image.src)}")


def third_party_host(subject: Subject) -> Iterator[Note]:
    """Find anything the message loads from a machine that is not ours."""
    document = subject.letter.document
    loaded = [image.src for image in document.images if not _unseen(image)]
    loaded += [each.get("background", "") for each in document.root.iter() if _tag(each)]
    loaded += [each.get("href", "") for each in document.root.iter("link")]
    loaded += LOADED.findall(subject.letter.html)
    seen: set[str] = set()
    for address in loaded:
        host = _host(address)
        if REMOTE.match(address) and host not in {*_own(subject), *seen}:
            seen.add(host)
            if not _allowed(subject, address):
                place = (
                    place_of(subject.sources, address) or subject.sources.find(host) or subject.top
                )
                yield Note(place, f"the message loads something from {host}")


def link_tracking(subject: Subject) -> Iterator[Note]:
    """Find a link that tells its target where the reader came from."""
    for link, place in subject.links:
        for name, _ in parse_qsl(_query(link.href), keep_blank_values=True):
            if DECORATION.match(name) and not _allowed(subject, link.href):
                yield Note(place, f'"{name}" in {link.href} follows readers')
                break


def link_rewritten(subject: Subject) -> Iterator[Note]:
    """Find a link that passes by somebody who counts or records."""
    for link, place in subject.links:
        if REWRITERS.match(link.href) and not _allowed(subject, link.href):
            yield Note(place, f"{_host(link.href)} stands between readers and the page")


def _unseen(image: Image) -> bool:
    tiny = any(_number(size) <= DOT for size in (image.width, image.height) if size)
    return tiny or bool(HIDDEN.search(image.style))


def _allowed(subject: Subject, address: str) -> bool:
    """Whether a lawful basis is named for the host of an address."""
    return bool((subject.privacy or {}).get(_host(address), ""))


def _own(subject: Subject) -> set[str]:
    addresses = (subject.publication.base_url, subject.publication.unsubscribe_url)
    return {_host(address) for address in addresses if address}


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _query(address: str) -> str:
    try:
        return urlsplit(address).query
    except ValueError:
        return ""


def _number(text: str) -> float:
    match = re.match(r"\s*(\d+(?:\.\d+)?)", text)
    return float(match[1]) if match else DOT + 1


def _tag(element: object) -> bool:
    return isinstance(getattr(element, "tag", None), str)


HOSTS = 'Take it out, or name your lawful basis in pynews.toml: [privacy] "HOST" = "..."'

CHECKS = (
    Check(
        id="tracking-pixel",
        severity=Severity.MUST_FIX,
        why="It tells others who read the message, when and where; the law asks for consent first.",
        fix=HOSTS,
        example='<mj-image src="https://stats.example.com/open.gif" width="1px" />',
        look=tracking_pixel,
        can_be_ignored=False,
    ),
    Check(
        id="third-party-host",
        severity=Severity.MUST_FIX,
        why="Whatever is loaded tells its host who reads the message.",
        fix='Keep it beside the issue, or name your lawful basis: [privacy] "HOST" = "..."',
        example="@import url(https://fonts.example.com/css) in a theme",
        look=third_party_host,
        can_be_ignored=False,
    ),
    Check(
        id="link-tracking",
        severity=Severity.MUST_FIX,
        why="Link decoration follows readers onto other sites; the law asks for consent first.",
        fix='Cut it off the address, or name your lawful basis: [privacy] "HOST" = "..."',
        example="https://example.org/survey?utm_source=newsletter",
        look=link_tracking,
        can_be_ignored=False,
    ),
    Check(
        id="link-rewritten",
        severity=Severity.MUST_FIX,
        why="The address was copied out of a mail program and passes by its counter.",
        fix="Copy the address from the page itself.",
        example="https://eur03.safelinks.protection.outlook.com/?url=...",
        look=link_rewritten,
        can_be_ignored=False,
    ),
)
