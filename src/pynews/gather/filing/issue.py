"""The text of ``issue.md``: what board notes settled, to keep, to judge, or to leave out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pynews.gather.filing.entry import scalar
from pynews.gather.frontmatter import Page, read_page
from pynews.model import Decision, Mention, Minutes, Outcome, Relation, day_in_words

__all__ = ["Doubt", "IssueText", "doubts_of", "propose_issue"]

BODY = """Dear {{ first_name or "members" }},

{{ decisions }}

{{ events }}

{{ roles }}

{{ stories }}
"""
FOLD = re.compile(r"\W+")
ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that was not taken, and why.

    Arguments:
        where: file and line.
        what: the words.
        why: the reason.
    """

    where: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class IssueText:
    """The issue as it is to be.

    Arguments:
        text: the whole file.
        added: how many decisions were proposed, commented out or not.
        commented: how many of those were commented out.
    """

    text: str
    added: int
    commented: int = 0


def propose_issue(
    notes: Sequence[tuple[str, Minutes]],
    *,
    send: datetime,
    doubts: Iterable[Doubt] = (),
    attendees: bool = False,
    before: str = "",
) -> IssueText:
    """Return the text of an issue.

    Arguments:
        notes: each file as the issue names it (below newsletters/), and what it says.
        send: when it is to go out.
        doubts: what was not made a file, to be told as comments.
        attendees: whether the letter names who was there.
        before: the issue as it stands; then only what it does not tell yet is added, commented
            out, and nothing that is written is changed.
    """
    known = _known(before)
    news = bool(before)
    lines: list[str] = []
    added = commented = 0
    for name, minutes in notes:
        proposals = [
            *((decision, _why(decision)) for decision in minutes.decisions),
            *((decision, "possible, for you to judge") for decision in minutes.possible_decisions),
        ]
        for decision, why in proposals:
            key = _key(decision.quote)
            if key in known:
                continue
            known.add(key)
            older = _changed(decision, before) if news else ""
            reason = f"changed, it was: {older}" if older else "new in the notes" if news else why
            place = f"{name}:{decision.origin.line}"
            reason = f"{reason}; {why}" if news and why else reason
            lines += _entry(decision, name, place, reason)
            added += 1
            commented += bool(reason)
    told = [line for doubt in doubts if _key(doubt.what) not in known for line in _doubt(doubt)]
    if before:
        text = _inserted(before, [*lines, *told]) if lines or told else before
    else:
        text = _whole(notes, lines, told, send, attendees=attendees)
    return IssueText(text, added, commented)


def _why(decision: Decision) -> str:
    """Return why a decision of the notes is not taken as it is, or ""."""
    return "" if decision.outcome is Outcome.ADOPTED else f"it was {decision.outcome}: say so"


def _entry(decision: Decision, name: str, place: str, reason: str) -> Iterator[str]:
    """Yield the lines of one decision; with a reason they are comments."""
    quote = " ".join(decision.quote.split())
    mark = "# " if reason else ""
    if reason:
        yield f"  # {place}: {_line(reason)}"
    yield f"  {mark}- text: {scalar(_text(decision))}"
    yield f"  {mark}  from: {scalar(name)}"
    yield f"  {mark}  quote: {scalar(quote)}"


def _text(decision: Decision) -> str:
    """Return the words a reader gets: without marks of a list or emphasis."""
    words = re.sub(r"[*_`]{1,3}|^#+\s*", "", decision.text).strip()
    return words[:1].upper() + words[1:]


def _doubt(doubt: Doubt) -> Iterator[str]:
    yield f"# not taken, {doubt.where}: {_line(doubt.why)}"
    yield f"#   {_line(doubt.what)}"


def _line(words: str) -> str:
    """Return words on one line that can stand in a comment."""
    return "".join(c if c.isprintable() else " " for c in " ".join(words.split()))


def _whole(
    notes: Sequence[tuple[str, Minutes]],
    lines: list[str],
    told: list[str],
    send: datetime,
    *,
    attendees: bool,
) -> str:
    sure = any(line.startswith("  - ") for line in lines)
    days = [minutes.day for _, minutes in notes if minutes.day]
    about = f" of {day_in_words(max(days), weekday=False)}" if days else ""
    head = [
        "---",
        f"subject: {scalar(f'News from the board{about}' if notes else 'News')}",
        "preheader: ",
        f"send: {send:%Y-%m-%d %H:%M}",
        "events: next 8 weeks",
        "roles: open",
    ]
    if lines:
        head += ["decisions:" if sure else "# decisions:", *lines]
    told_above = {_key(one.partition("quote:")[2]) for one in lines if "quote:" in one}
    ideas = [
        (name, idea)
        for name, minutes in notes
        for idea in minutes.ideas
        if _key(idea.quote) not in told_above
    ]
    if ideas:
        head += ["# discussion:   # still open; take out the marks to tell it"]
        for name, idea in ideas:
            quote = " ".join(idea.quote.split())
            head += [
                f"#   - text: {scalar(_line(idea.text))}",
                f"#     from: {scalar(name)}",
                f"#     quote: {scalar(quote)}",
            ]
    letter = BODY
    if attendees:
        letter = letter.replace("{{ decisions }}", f"{_present(notes)}{{{{ decisions }}}}", 1)
    return "\n".join([*head, *told, "---", letter])


def _present(notes: Sequence[tuple[str, Minutes]]) -> str:
    """Return who was there, for a letter that is to say so."""
    names = dict.fromkeys(name for _, minutes in notes for name in minutes.attendees)
    return f"Present: {', '.join(names)}.\n\n" if names else ""


def _known(before: str) -> set[str]:
    """Return the quotes an issue holds, commented out or not."""
    found = re.findall(r"^[\s#-]*(?:quote|text):\s*(.+)$", before, re.MULTILINE)
    told = {_key(one.strip().strip("\"'")) for one in found}
    if before:
        page = read_page(before, path="issue.md")
        told |= {_key(quote) for quote in _quotes(page)}
    told |= {_key(one) for one in re.findall(r"^#   (\S.*)$", before, re.MULTILINE)}
    return told


def _quotes(page: Page) -> Iterator[str]:
    for name in ("decisions", "discussion"):
        value = page.fields.get(name)
        for item in (value.items or ()) if value else ():
            for key in ("quote", "text"):
                entry = (item.entries or {}).get(key)
                if entry and entry.text:
                    yield entry.text


def _key(words: str) -> str:
    return FOLD.sub(" ", words.encode("ascii", "ignore").decode().casefold()).strip()


def _changed(decision: Decision, before: str) -> str:
    """Return the quote in the issue that this decision replaces, if one is nearly the same."""
    mine = set(_key(decision.quote).split())
    for quote in _quotes(read_page(before, path="issue.md")):
        other = set(_key(quote).split())
        if mine and other and len(mine & other) >= ALIKE * max(len(mine), len(other)):
            return " ".join(quote.split())
    return ""


def _inserted(before: str, lines: list[str]) -> str:
    """Return the issue with lines put at the end of its front matter; the rest stays."""
    rows = before.split("\n")
    fence = [i for i, row in enumerate(rows) if row.rstrip() == "---"][1]
    return "\n".join([*rows[:fence], *lines, *rows[fence:]])


def doubts_of(name: str, mentions: Iterable[Mention]) -> Iterator[Doubt]:
    """Yield the coming things of board notes that are no file, with the reason."""
    for mention in mentions:
        if mention.relation is not Relation.UPCOMING:
            continue
        why = mention.conflict or "; ".join(mention.warnings)
        if why or mention.day is None:
            words = " ".join(mention.quote.split())
            yield Doubt(f"{name}:{mention.origin.line}", words, why or "no day is given")
