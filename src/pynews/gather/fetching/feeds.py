"""Stories from Atom and RSS: what others published, as plain Markdown without their HTML."""

import calendar
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any, Final

from pynews.errors import Problem, SourceError
from pynews.gather.calendars.event import identity
from pynews.gather.calendars.words import plain_line
from pynews.model import Origin, Story

__all__ = ["Post", "read_feed"]

Entry = Mapping[str, Any]
MOST_POSTS: Final = 30
MOST_TAGS: Final = 100_000
LONGEST_TEXT: Final = 1_500
LONGEST_HTML: Final = 100_000
TAGS: Final = frozenset({"p", "br", "a", "strong", "b", "em", "i", "ul", "ol", "li", "blockquote"})
ENDLESS = re.compile(rb"<(?!!\[CDATA\[)[^<>]{20000}")
SPECIAL = re.compile(r"([\\`*_\[\]<>#|~])")
WEB = re.compile(r"https?://[^\s\"<>]+")
LISTED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")
SIGN = re.compile(r"^([+=-])")
SPACE = re.compile(r"[ \t\r\f\v\u00a0]+")


@dataclass(frozen=True, slots=True)
class Post:
    """A story of a feed.

    Arguments:
        story: what our file will hold.
        source, source_id: the feed, and the story's identity there.
        day: when it was published, or None.
    """

    story: Story
    source: str
    source_id: str
    day: date | None = None


def read_feed(data: bytes, *, path: str) -> tuple[tuple[Post, ...], list[Problem]]:
    """Return the newest stories of a feed, newest first, and what was doubtful.

    Raises:
        SourceError: it is no feed, or one that cannot be read in time.
    """
    import feedparser

    # It needs minutes for a few megabytes of tags that nobody closes, or for one endless tag.
    if data.count(b"<") > MOST_TAGS or ENDLESS.search(data):
        raise SourceError(
            "this feed has too many tags to be read",
            where=f"{path}:1",
            hint="ask the site for a feed of its newest stories alone",
        )
    # Given bytes, feedparser opens no file and no address; its own sanitising is nh3's work here.
    tree = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    if not tree.get("version") and not tree.get("entries"):
        raise SourceError(
            "this is no Atom or RSS feed",
            where=f"{path}:1",
            hint="ask the site for the address of its feed",
        )
    posts = [post for entry in tree["entries"][:500] if (post := _post(entry, path))]
    posts.sort(key=lambda post: post.day or date.min, reverse=True)
    problems = []
    if tree.get("bozo") and not isinstance(tree.get("bozo_exception"), UnicodeError):
        problems.append(Problem("the feed is not well formed; what could be read was read", path))
    distinct = {post.source_id: post for post in reversed(posts[:MOST_POSTS])}
    return tuple(reversed(distinct.values())), problems


def _post(entry: Entry, path: str) -> Post | None:
    title = plain_line(_text(entry.get("title")).replace("\\", "\\\\"))
    link = WEB.fullmatch(_text(entry.get("link")).strip())
    if not title:
        return None
    uid = _text(entry.get("id")).strip()[:500] or (link.group() if link else title)
    uid = uid if uid.isprintable() else hashlib.sha256(uid.encode()).hexdigest()
    story = Story(
        id=_name(title, uid),
        title=title,
        origin=Origin(path, 1),
        link=link.group() if link else "",
        text=as_markdown(_body(entry)),
    )
    return Post(story, path, uid, _day(entry))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _name(title: str, uid: str) -> str:
    slug = identity(title).rpartition("-")[0]
    return f"{slug}-{hashlib.sha256(uid.encode()).hexdigest()[:6]}"


def _body(entry: Entry) -> str:
    """Return the summary, or the whole text where there is none."""
    whole = entry.get("content")
    first = whole[0].get("value") if isinstance(whole, list) and whole else ""
    return (_text(entry.get("summary")) or _text(first))[:LONGEST_HTML]


def _day(entry: Entry) -> date | None:
    for key in ("published_parsed", "updated_parsed"):
        if moment := entry.get(key):
            try:
                return datetime.fromtimestamp(calendar.timegm(moment), tz=UTC).date()
            except (ValueError, OverflowError, OSError, TypeError):
                continue
    return None


def as_markdown(html: str) -> str:
    """Return HTML as Markdown: paragraphs, lists, emphasis and web links; all else is words."""
    import nh3

    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )
    writer = _Writer()
    writer.feed(clean)
    writer.close()
    return _cut(writer.text())


def _cut(text: str) -> str:
    """Return at most so much text, ended at a paragraph or a sentence."""
    if len(text) <= LONGEST_TEXT:
        return text
    head = text[:LONGEST_TEXT]
    end = max(head.rfind("\n\n"), head.rfind(". ") + 1)
    return f"{head[: end if end > LONGEST_TEXT // 3 else LONGEST_TEXT].rstrip()} ..."


class _Writer(HTMLParser):
    """Writes clean HTML as Markdown; what could be Markdown in the words is escaped."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a paragraph, an item, emphasis or a link."""
        if tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._pieces)))
        marks = {"li": "\n- ", "br": "\\\n", "strong": "**", "b": "**", "em": "*", "i": "*"}
        self._pieces.append(marks.get(tag, "" if tag == "a" else "\n\n"))

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag == "a" and self._links:
            address, place = self._links.pop()
            words = "".join(self._pieces[place:]).strip()
            fits = WEB.fullmatch(address) and not set(address) & set("()[]\\{}")
            self._pieces[place:] = [f"[{words}]({address})" if fits and words else words]
        marks = {"strong": "**", "b": "**", "em": "*", "i": "*", "br": "", "li": ""}
        self._pieces.append(marks.get(tag, "" if tag == "a" else "\n\n"))

    def handle_data(self, data: str) -> None:
        """Take words; merge fields and headings come to no life."""
        words = SPECIAL.sub(r"\\\1", SPACE.sub(" ", data.replace("\n", " ")))
        words = words.replace("{", "\\{").replace("}", "\\}")
        words = words.lstrip(" ") if not self._pieces or self._pieces[-1].endswith("\n") else words
        self._pieces.append(SIGN.sub(r"\\\1", words, count=1) if self._at_start() else words)

    def _at_start(self) -> bool:
        return not self._pieces or not self._pieces[-1] or self._pieces[-1].endswith("\n")

    def text(self) -> str:
        """Return the Markdown."""
        whole = "".join(self._pieces).replace("****", "").replace("**  **", " ")
        lines = [LISTED.sub(r"\1\\\2", line.strip(" ")) for line in whole.split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
