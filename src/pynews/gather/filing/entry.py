"""An item as the fields of its file, and back into lines an editor can read."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pynews.gather.calendars.event import identity
from pynews.gather.fetching.feeds import Post
from pynews.model import Call, Event, Every, Mention, MovedDate, Recurrence, event_id
from pynews.model.when import DAYS

__all__ = [
    "TEXT",
    "Entry",
    "entry_of_call",
    "entry_of_event",
    "entry_of_mention",
    "entry_of_post",
    "scalar",
    "text_of",
]

TEXT = "text"
PLAIN = re.compile(r"[A-Za-z0-9][\w ().,;'/+-]*|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}")
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One file to be.

    Arguments:
        shelf: ``events``, ``roles`` or ``stories``.
        name: of its file, without the ending.
        fields: front matter as text, in the order of the file; ``text`` is what stands below.
        day: the day of an event, to compare with others; None for other things.
    """

    shelf: str
    name: str
    fields: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None

    @property
    def title(self) -> str:
        """Return what it is called."""
        return self.fields.get("title", "")

    @property
    def source_id(self) -> str:
        """Return its identity where it came from."""
        return self.fields.get("source_id", "")


def entry_of_event(event: Event, *, zone: str) -> Entry:
    """Return the file of a calendar's event."""
    when = event.when
    own = ZoneInfo(when.zone)
    fields = {
        "id": event.id,
        "title": event.title,
        "start": _moment(when.start, own),
        "end": _moment(when.end, own) if when.end else "",
        "all_day": "yes" if when.all_day else "",
        "timezone": when.zone if when.zone != zone else "",
        "where": event.where,
        "join": event.join,
        "register": event.register,
        "organiser": event.organiser,
        "repeats": _repeats(event.recurrence) if event.recurrence else "",
        "except": _except(event.recurrence, own) if event.recurrence else "",
        "cancelled": "yes" if event.cancelled else "",
        "public": "" if event.public else "no",
        "source": event.source,
        "source_id": event.source_id,
        "source_sequence": str(event.source_sequence) if event.source_sequence else "",
        TEXT: _harmless(event.description),
    }
    name = f"{when.first_day}-{identity(event.title).rpartition('-')[0]}"
    return Entry("events", name[:90], _filled(fields), when.first_day)


def entry_of_mention(mention: Mention, *, source: str) -> Entry | None:
    """Return the file of an event that board notes fix, or None when they give no day."""
    if mention.day is None:
        return None
    title = (mention.title or mention.quote)[:LONGEST_TITLE].strip()
    title = title[:1].upper() + title[1:]
    slug = event_id(identity(title).rpartition("-")[0])
    fields = {
        "id": f"{mention.day}-{slug}"[:80],
        "title": title,
        "start": f"{mention.day} {mention.time}" if mention.time and not mention.end else
        f"{mention.day}",
        "end": f"{mention.end}" if mention.end else "",
        "source": source,
        "source_id": _hashed(mention.quote),
    }  # fmt: skip
    return Entry("events", f"{mention.day}-{slug}"[:90], _filled(fields), mention.day)


def entry_of_call(call: Call, *, source: str, opens: date | None) -> Entry:
    """Return the file of a role that board notes say is open."""
    title = " ".join(call.title.split())[:LONGEST_TITLE].strip(" .:;,-") or "Help wanted"
    title = title[:1].upper() + title[1:]
    fields = {
        "title": title,
        "opens": f"{opens}" if opens else "",
        "source": source,
        "source_id": _hashed(call.quote),
    }
    return Entry("roles", identity(title).rpartition("-")[0], _filled(fields))


def entry_of_post(post: Post) -> Entry:
    """Return the file of a feed's story."""
    fields = {
        "title": post.story.title,
        "link": post.story.link,
        "source": post.source,
        "source_id": post.source_id,
        TEXT: post.story.text,
    }
    return Entry("stories", post.story.id, _filled(fields), post.day)


def text_of(entry: Entry) -> str:
    """Return the file."""
    head = [f"{key}: {scalar(value)}" for key, value in entry.fields.items() if key != TEXT]
    body = entry.fields.get(TEXT, "")
    return "\n".join(["---", *head, "---", *([body] if body else [])]) + "\n"


def scalar(value: str) -> str:
    """Return a text as YAML: plain where that cannot be misread, else in double quotes."""
    if PLAIN.fullmatch(value) and value == value.strip() and not value.endswith(":"):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    # YAML forbids some characters that JSON allows as they are.
    return re.sub(
        r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]",
        lambda found: f"\\u{ord(found.group()):04x}",
        quoted,
    )


def _filled(fields: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in fields.items() if value}


def _harmless(text: str) -> str:
    """Return words in which no merge field comes to life."""
    return text.replace("{{", "{ {").replace("{%", "{ %").replace("{#", "{ #")


def _hashed(quote: str) -> str:
    return hashlib.sha256(" ".join(quote.split()).encode()).hexdigest()[:16]


def _moment(moment: date | datetime, zone: ZoneInfo) -> str:
    """Return a day, or a local time; in the hour that occurs twice, with its offset."""
    if not isinstance(moment, datetime):
        return f"{moment:%Y-%m-%d}"
    local = moment.astimezone(zone)
    other = local.replace(fold=1 - local.fold)
    words = f"{local:%Y-%m-%d %H:%M}"
    if other.utcoffset() == local.utcoffset():
        return words
    minutes = int((local.utcoffset() or timedelta()).total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{words}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _repeats(rule: Recurrence) -> str:
    if rule.every is Every.WEEK:
        span = f"{rule.interval} weeks" if rule.interval > 1 else "week"
        words = f"every {span} on {DAYS[rule.weekday or 0]}"
    else:
        span = f"every {rule.interval} months" if rule.interval > 1 else "monthly"
        monthly = rule.every is Every.MONTH_DATE
        which = f"the {ORDINALS[rule.ordinal or 1]} {DAYS[rule.weekday or 0]}"
        words = f"{span} on {f'day {rule.day}' if monthly else which}"
    if rule.until:
        return f"{words} until {rule.until}"
    return f"{words}, {rule.count} times" if rule.count else words


def _except(rule: Recurrence, zone: ZoneInfo) -> str:
    gone = [f"{day}" for day in rule.left_out]
    moved = [f"{one.day} -> {_target(one, zone)}" for one in rule.moved]
    return ", ".join(sorted([*gone, *moved]))


def _target(moved: MovedDate, zone: ZoneInfo) -> str:
    return _moment(moved.to.start, zone)
