"""Where links lead, and what one reads before clicking."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from pynews.check.agenda import folded
from pynews.check.passages import CODE, Passage
from pynews.check.rule import Check
from pynews.check.subject import Note, Subject
from pynews.model import Severity

__all__ = ["CHECKS"]

SCHEMES = {"http", "https", "mailto", "tel", "sms", "webcal", "cid"}
PLACEHOLDER = re.compile(
    r"^#!?$|^#(?:0|todo|link|tbc|x+)$|^(?:javascript|about):|^https?:/*$"
    r"|(?:^|[/.\-_?=&#])(?:todo|tbc|tbd|xxx+|placeholder|changeme|fixme|your-?(?:link|url|site)"
    r"|insert-?(?:link|url)|link-?here|url-?here)(?:$|[/.\-_?=&#:])"
    r"|^(?:https?://)?(?:link|url|here|website|todo|tbc|xxx+)/?$|^(?:insert|add)\b[^.:/]*$"
    r"|\[[^\]]*\]|<[^>]*>|\.\.\.",
    re.IGNORECASE,
)
LOCAL = re.compile(
    r"^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|\[::1\])$"
)
EXAMPLE_ROOT = re.compile(r"^https?://(?:www\.)?example\.(?:com|net|org)/?$", re.IGNORECASE)
VAGUE = {
    *(
        "here",
        "click here",
        "this",
        "this link",
        "link",
        "more",
        "read more",
        "see more",
        "details",
    ),
    *(
        "find out more",
        "learn more",
        "more info",
        "more information",
        "this page",
        "page",
        "website",
    ),
    *("click", "press here", "tap here", "see here", "go here", "click this link", "info"),
}
BARE = re.compile(r"^(?:https?://|www\.)\S+$", re.IGNORECASE)
SHORTENERS = {
    *("bit.ly", "tinyurl.com", "t.co", "ow.ly", "buff.ly", "is.gd", "goo.gl", "rebrand.ly"),
    *("tiny.cc", "cutt.ly", "shorturl.at", "rb.gy", "lnkd.in", "dlvr.it"),
}


def link_empty(subject: Subject) -> Iterator[Note]:
    """Find a link to nowhere, or one without words."""
    for link, place in subject.links:
        if not link.href:
            yield Note(place, f'"{link.words}" leads nowhere')
        elif not link.words:
            yield Note(place, f"the link to {link.href} has no words")


def link_placeholder(subject: Subject) -> Iterator[Note]:
    """Find an address that was to be filled in later."""
    domain = subject.publication.sender.email.rpartition("@")[2].lower()
    for link, place in subject.links:
        host = _host(link.href)
        example = EXAMPLE_ROOT.match(link.href) and not _below(host.removeprefix("www."), domain)
        if PLACEHOLDER.search(unquote(link.href)) or LOCAL.match(host) or example:
            yield Note(place, f'"{link.href}" is a placeholder, not an address')


def link_broken(subject: Subject) -> Iterator[Note]:
    """Find an address that no mail program can open."""
    for link, place in subject.links:
        why = "" if LOCAL.match(_host(link.href)) else _broken(link.href, subject)
        if why and not PLACEHOLDER.search(unquote(link.href)):
            yield Note(place, f'"{link.href}" {why}')


def link_http(subject: Subject) -> Iterator[Note]:
    """Find an address without encryption."""
    for link, place in subject.links:
        if link.href.lower().startswith("http://") and not LOCAL.match(_host(link.href)):
            yield Note(place, f"{link.href} is not encrypted")


def link_text(subject: Subject) -> Iterator[Note]:
    """Link words that say nothing out of their sentence."""
    for link, place in subject.links:
        if folded(link.words) in VAGUE:
            yield Note(place, f'link text "{link.words}" says nothing out of context')
        elif BARE.match(link.words) and link.href.startswith("http"):
            yield Note(
                place, f'an address as link text is read out letter by letter: "{link.words}"'
            )


def link_duplicate(subject: Subject) -> Iterator[Note]:
    """Two links of the same words to different addresses."""
    first: dict[str, str] = {}
    for link, place in subject.links:
        words = folded(link.words)
        if words and words not in VAGUE and first.setdefault(words, link.href) != link.href:
            yield Note(place, f'"{link.words}" leads to {first[words]} and to {link.href}')


def link_shortened(subject: Subject) -> Iterator[Note]:
    """Find a short address that hides where it leads."""
    for link, place in subject.links:
        if _host(link.href) in SHORTENERS:
            yield Note(place, f"{link.href} hides where it leads")


def link_unclickable(subject: Subject) -> Iterator[Note]:
    """Bare addresses in plain text that were to be links: "www.example.org"."""
    for passage in subject.passages:
        for match in re.finditer(r"(?<![\w@/.:\-(\[])www\.[\w.-]+\.\w{2,}[^\s)]*", _shown(passage)):
            yield Note(passage.at(match.start()), f'"{match[0].rstrip(".,;")}" cannot be clicked')


def _shown(passage: Passage) -> str:
    return CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), passage.text)


def _broken(href: str, subject: Subject) -> str:
    """Return why an address cannot be opened, or ""."""
    if href.startswith("#"):
        known = href[1:] in subject.letter.document.ids or len(href) == 1
        return "" if known else "leads to no place in this message"
    if not _splits(href):
        return "is not an address"
    scheme = urlsplit(href).scheme.lower()
    if scheme not in SCHEMES:
        return "has no https:// before it" if href else ""
    if scheme == "mailto":
        parts = urlsplit(href)
        named = unquote(parts.path).split(",") if parts.path or not parts.query else ()
        whole = all(re.fullmatch(r"[^@\s:]+@[^@\s]+\.[^@\s]+", each.strip()) for each in named)
        return "" if whole else "is no mail address"
    return _no_host(href) if scheme in {"http", "https", "webcal"} else ""


def _no_host(href: str) -> str:
    host = urlsplit(href).hostname or ""
    if re.match(r"https?:?/*(?:https?|www\.[\w.]+https?)[:/]", href, re.IGNORECASE):
        return "holds two addresses"
    if "." not in host.strip(".") or re.search(r"\.\.|[,;%\s]|^https?$", host):
        return "has no host that could be found"
    return ""


def _splits(href: str) -> bool:
    try:
        urlsplit(href)
    except ValueError:
        return False
    return True


def _host(href: str) -> str:
    return (urlsplit(href).hostname or "").lower() if _splits(href) else ""


def _below(host: str, domain: str) -> bool:
    return host == domain or host.endswith(f".{domain}") or domain.endswith(f".{host}")


CHECKS = (
    Check(
        id="link-empty",
        severity=Severity.MUST_FIX,
        why="Readers click and nothing happens, or hear a link without a name.",
        fix="Write [words](https://...) with both.",
        example="[Register for the event]()",
        look=link_empty,
    ),
    Check(
        id="link-placeholder",
        severity=Severity.MUST_FIX,
        why="Everybody would be led to an address that was to be filled in later.",
        fix="Put the real address in its place.",
        example="[Register](#) or https://example.com/TODO",
        look=link_placeholder,
    ),
    Check(
        id="link-broken",
        severity=Severity.MUST_FIX,
        why="A mail program has no page it could complete such an address from.",
        fix="Write the whole address, with https:// before it.",
        example="[the survey](www.example.org/survey) or https//example.org",
        look=link_broken,
    ),
    Check(
        id="link-http",
        severity=Severity.LOOK_AT,
        why="Browsers warn of such pages, and networks can change what readers see.",
        fix="Try the same address with https://.",
        example="http://example.org/survey",
        look=link_http,
    ),
    Check(
        id="link-text",
        severity=Severity.LOOK_AT,
        why="Screen readers list links without their sentences.",
        fix="Let the words say what one finds there.",
        example="click [here](https://example.org/survey)",
        look=link_text,
    ),
    Check(
        id="link-duplicate",
        severity=Severity.LOOK_AT,
        why="The same words should lead to the same place.",
        fix="Give each link words of its own, or correct one of the addresses.",
        example="two links called Register that lead to different pages",
        look=link_duplicate,
    ),
    Check(
        id="link-shortened",
        severity=Severity.LOOK_AT,
        why="Readers and spam filters distrust what hides its target, and the shortener counts.",
        fix="Write the whole address: nobody sees its length.",
        example="https://bit.ly/3abc",
        look=link_shortened,
    ),
    Check(
        id="link-unclickable",
        severity=Severity.LOOK_AT,
        why="Without https:// some mail programs make a link of it and some do not.",
        fix="Write [words](https://...).",
        example="see www.example.org for more",
        look=link_unclickable,
    ),
)
