"""How well the reader of minutes does on the annotated corpus: ``score.py [dev|heldout|unseen]``.

The corpus is invented (people are roles) and annotated by hand by the definitions of what
counts as a decision, an event, an opening, an open idea and an action. An annotation has the
shape of ``gather --json`` with three more keys: ``also`` in an item lists other quotes that
say the same thing; ``either`` lists quotes that are neither asked for nor wrong (routine
approvals, borderline cases); ``warn`` says that the file as a whole deserves a warning.

**Three parts.** *dev* is told file by file; of *heldout* and *unseen* only the totals are,
unless ``--show`` is given. *unseen* is written and annotated after the rules, by somebody who
has not read them, and committed before it is first scored; nobody who changes the rules sees more
of it than the totals. Once its files have been opened they belong to *dev*, where they are worth
no more than the rest of it, and *unseen* stays empty until other writers have filled it again.

**Matching.** A printed item and an annotated one may be paired when at least half of the words
of the shorter quote occur in the longer one (as often), and their lines are at most three
apart (the same words far away are another item). Of all one-to-one pairings the one with the
most pairs is taken and, among those, the one with the greatest likeness; for events the same
day and relation break ties, as one sentence may hold two dates.

**Counting.** All figures are over all files of a part together (micro). A printed item that is
left without partner but fits an ``either`` quote is not counted. *events* compares what was
printed as upcoming with what is upcoming; *events, any* takes past ones and next meetings in.
Dates are judged on the pairs of *events, any*: right means the same first and last day, lost
means no day was printed, invented means a day was printed where the words yield none.
An idea counts as printed when a printed decision without partner fits it.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from score_pairs import Counts, Item, Matched, fits, match, words

if TYPE_CHECKING:
    from pynews.model import Minutes

CORPUS = Path(__file__).parent / "corpus"
PARTS = ("dev", "heldout", "unseen")


@dataclass
class Score:
    """What one file, or a part of the corpus, comes to."""

    rows: dict[str, Counts] = field(default_factory=dict)
    facts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list, repr=False)

    def add(self, other: "Score") -> None:
        """Take another file's score in."""
        for name, counts in other.rows.items():
            self.rows.setdefault(name, Counts()).add(counts)
        self.facts.update(other.facts)
        self.notes.extend(other.notes)

    def share(self, part: str, whole: str) -> float:
        """Return the share of one fact in another; 1 when there is none of the other."""
        return self.facts[part] / self.facts[whole] if self.facts[whole] else 1.0


def bare(name: str) -> str:
    """Return a name for comparison: small, letters and digits, no article."""
    return " ".join(word for word in words(name) if word != "the")


def match_names(printed: Iterable[str], wanted: Iterable[str]) -> Counts:
    """Compare two lists of names, each name once."""
    first, second = {bare(name) for name in printed}, {bare(name) for name in wanted}
    return Counts(len(first & second), len(first), len(second))


def score(printed: Item, wanted: Item) -> Score:
    """Return how one file's reading compares with its annotation."""
    result = Score()
    found = {}
    for kind in ("decisions", "openings", "open_discussion", "actions", "events"):
        row = "events, any" if kind == "events" else kind
        found[kind] = _row(result, row, kind, (printed, wanted))
    upcoming = [_only_upcoming(side) for side in (printed, wanted)]
    _row(result, "events", "events", (upcoming[0], upcoming[1]))
    for kind in ("attendees", "apologies"):
        result.rows[kind] = match_names(printed[kind], wanted[kind])
    _score_decisions(result, found["decisions"], printed, wanted)
    _score_dates(result, found["events"])
    _score_actions(result, found["actions"])
    _score_head(result, printed, wanted)
    return result


def _row(result: Score, row: str, kind: str, sides: tuple[Item, Item]) -> Matched:
    printed, wanted = sides
    matched = match(printed[kind], wanted[kind], wanted.get("either", {}).get(kind, ()))
    result.rows[row] = matched.counts
    for sign, items in (("missed", matched.missed), ("too much", matched.extra)):
        result.notes.extend(f"{row}: {sign}: {_short(item)}" for item in items)
    return matched


def _only_upcoming(side: Item) -> Item:
    return {
        **side,
        "events": [event for event in side["events"] if event["relation"] == "upcoming"],
    }


def _short(item: Item) -> str:
    return f"line {item['line']}: {' '.join(item['quote'].split())}"


def _score_decisions(result: Score, matched: Matched, printed: Item, wanted: Item) -> None:
    explicit = [item for item in wanted["decisions"] if item["certainty"] == "explicit"]
    missed = [item for item in matched.missed if item["certainty"] == "explicit"]
    ideas = [
        idea
        for idea in wanted["open_discussion"]
        if any(fits(item, idea) for item in matched.extra)
    ]
    possible = match(printed["possible_decisions"], matched.missed)
    result.facts.update(
        {
            "explicit decisions": len(explicit),
            "explicit decisions printed": len(explicit) - len(missed),
            "decisions found": len(matched.found),
            "outcome right": sum(one["outcome"] == two["outcome"] for one, two in matched.found),
            "missed decisions": len(matched.missed),
            "missed but among the possible": len(possible.found),
            "possible decisions": len(printed["possible_decisions"]),
            "ideas": len(wanted["open_discussion"]),
            "ideas printed as decisions": len(ideas),
        }
    )
    result.notes.extend(f"idea printed as a decision: {_short(idea)}" for idea in ideas)


def _score_dates(result: Score, matched: Matched) -> None:
    for one, two in matched.found:
        verdict = _verdict(one, two)
        result.facts[f"date {verdict}"] += 1
        result.facts["dated events found"] += two["date"] is not None
        if verdict not in {"right", "rightly none"}:
            said = f"{one['date']}..{one['end']}"
            result.notes.append(f"date {verdict}: {said} for {two['date']}: {_short(two)}")
        if not two["conflict"] and one["conflict"]:
            result.facts["conflicts warned in vain"] += 1
            result.notes.append(f"conflict warned in vain: {_short(two)}")
        result.facts["times"] += bool(two["time"])
        result.facts["time right"] += bool(two["time"]) and one["time"] == two["time"]
        result.facts["relation right"] += one["relation"] == two["relation"]
    warned = [two for one, two in matched.found if one["conflict"] or one["warnings"]]
    everything = [two for _, two in matched.found] + matched.missed
    result.facts["conflicts"] += sum(two["conflict"] for two in everything)
    result.facts["conflicts warned"] += sum(two["conflict"] for two in warned)


def _verdict(one: Item, two: Item) -> str:
    if two["date"] is None:
        return "rightly none" if one["date"] is None else "invented"
    if one["date"] is None:
        return "lost"
    return "right" if (one["date"], one["end"]) == (two["date"], two["end"]) else "wrong"


def _score_actions(result: Score, matched: Matched) -> None:
    result.facts["actions found"] += len(matched.found)
    result.facts["owner right"] += sum(
        bare(one["owner"]) == bare(two["owner"]) for one, two in matched.found
    )


def _score_head(result: Score, printed: Item, wanted: Item) -> None:
    facts = result.facts
    facts["files"] += 1
    facts["meeting date right"] += printed["date"] == wanted["date"]
    facts["chair right"] += bare(printed["chair"]) == bare(wanted["chair"])
    facts["title right"] += _same_title(printed["title"], wanted["title"])
    facts["next meetings"] += wanted["next_meeting"] is not None
    same = printed["next_meeting"] == wanted["next_meeting"]
    facts["next meeting right"] += same and wanted["next_meeting"] is not None
    facts["next meeting invented"] += not same and wanted["next_meeting"] is None
    facts["files to warn about"] += bool(wanted.get("warn"))
    facts["files warned about"] += bool(wanted.get("warn")) and bool(printed["warnings"])
    for key in ("date", "chair", "title", "next_meeting", "attendees", "apologies"):
        if printed[key] != wanted[key]:
            result.notes.append(f"{key}: {printed[key]!r} for {wanted[key]!r}")


def _same_title(one: str, other: str) -> bool:
    return bool(one) and (bare(other) in bare(one) or bare(one) in bare(other))


def as_dict(minutes: "Minutes") -> Item:
    """Return what was read in the shape of an annotation."""
    return {
        "title": minutes.title,
        "date": _iso(minutes.day),
        "chair": minutes.chair,
        "attendees": list(minutes.attendees),
        "apologies": list(minutes.apologies),
        "decisions": [_decision(item) for item in minutes.decisions],
        "possible_decisions": [_decision(item) for item in minutes.possible_decisions],
        "events": [_event(item) for item in minutes.mentions],
        "openings": [{**_item(item), "title": item.title} for item in minutes.calls],
        "open_discussion": [_item(item) for item in minutes.ideas],
        "actions": [{**_item(item), "owner": item.owner} for item in minutes.actions],
        "next_meeting": _iso(minutes.next_meeting),
        "warnings": list(minutes.warnings),
    }


def _item(item: Any) -> Item:
    return {"quote": item.quote, "line": item.origin.line}


def _decision(item: Any) -> Item:
    return {**_item(item), "certainty": str(item.certainty), "outcome": str(item.outcome)}


def _event(item: Any) -> Item:
    return {
        **_item(item),
        "title": item.title,
        "date": _iso(item.day),
        "end": _iso(item.end),
        "time": item.time,
        "kind": str(item.kind),
        "relation": str(item.relation),
        "conflict": bool(item.conflict),
        "warnings": list(item.warnings),
    }


def _iso(day: Any) -> str | None:
    return None if day is None else str(day.isoformat())


def sources(part: str) -> list[Path]:
    """Return the minutes of one part, in order of their names; none where it is empty."""
    return sorted(path for path in (CORPUS / part).glob("*") if path.suffix in {".md", ".txt"})


def annotation(source: Path) -> Item:
    """Return what was annotated by hand for a file."""
    loaded: Item = json.loads(source.with_suffix(".json").read_text(encoding="utf-8"))
    return loaded


def score_part(part: str, read: Callable[[Path], "Minutes"]) -> dict[str, Score]:
    """Return the score of each file of a part, by name."""
    return {path.name: score(as_dict(read(path)), annotation(path)) for path in sources(part)}


def total(scores: Iterable[Score]) -> Score:
    """Return all files together."""
    result = Score()
    for one in scores:
        result.add(one)
    return result


def read(source: Path) -> "Minutes":
    """Read one file of the corpus as gather does."""
    from pynews.gather.minutes import read_minutes

    return read_minutes(source.read_bytes(), path=source.name)


ROWS = (
    "decisions",
    "events",
    "events, any",
    "openings",
    "open_discussion",
    "actions",
    "attendees",
    "apologies",
)
SHARES = (
    ("explicit decisions printed", "explicit decisions"),
    ("outcome right", "decisions found"),
    ("missed but among the possible", "missed decisions"),
    ("ideas printed as decisions", "ideas"),
    ("date right", "dated events found"),
    ("date wrong", "dated events found"),
    ("date lost", "dated events found"),
    ("conflicts warned", "conflicts"),
    ("time right", "times"),
    ("owner right", "actions found"),
    ("next meeting right", "next meetings"),
    ("meeting date right", "files"),
    ("title right", "files"),
    ("chair right", "files"),
    ("files warned about", "files to warn about"),
)
PLAIN = (
    "date invented",
    "conflicts warned in vain",
    "next meeting invented",
    "possible decisions",
)


def table(part: str, scores: dict[str, Score], *, each: bool, errors: bool) -> str:
    """Return the figures of a part as text; each file too when asked for."""
    lines = []
    if each:
        lines += [_file_line(name, one) for name, one in scores.items()]
    if errors:
        lines += [f"{name}: {note}" for name, one in scores.items() for note in one.notes]
    together = total(scores.values())
    lines += [f"{part}: {len(scores)} files", _header()]
    lines += [_counts_line(row, together.rows[row]) for row in ROWS]
    for fact, whole in SHARES:
        figures = f"{together.facts[fact]:4d} of {together.facts[whole]:4d}"
        lines.append(f"{fact:32s} {figures} {together.share(fact, whole):7.1%}")
    lines += [f"{fact:32s} {together.facts[fact]:4d}" for fact in PLAIN]
    return "\n".join(lines) + "\n"


def _header() -> str:
    names = ("precision", "recall", "F1", "hit", "printed", "wanted")
    return " " * 18 + "".join(f"{name:>10s}" for name in names)


def _counts_line(row: str, counts: Counts) -> str:
    shares = (counts.precision, counts.recall, counts.f1)
    numbers = (counts.hit, counts.printed, counts.wanted)
    cells = [f"{share:10.3f}" for share in shares] + [f"{number:10d}" for number in numbers]
    return f"{row:18s}" + "".join(cells)


def _file_line(name: str, one: Score) -> str:
    cells = [
        f"{row[:4]} {counts.hit}/{counts.printed}/{counts.wanted}"
        for row, counts in one.rows.items()
        if row != "events, any"
    ]
    ideas = one.facts["ideas printed as decisions"]
    return f"{name:36s} " + "  ".join(cells) + (f"  IDEAS {ideas}" if ideas else "")


def main(arguments: Sequence[str]) -> int:
    """Print the table of one part or of all."""
    parser = argparse.ArgumentParser(description="Score the reader of minutes.")
    parser.add_argument("part", nargs="?", choices=PARTS)
    parser.add_argument("--show", action="store_true", help="the files of every part one by one")
    parser.add_argument("--errors", action="store_true", help="what was missed or too much")
    options = parser.parse_args(arguments)
    for part in (options.part,) if options.part else filter(sources, PARTS):
        open_book = part == "dev" or options.show
        scores = score_part(part, read)
        text = table(part, scores, each=open_book, errors=open_book and options.errors)
        sys.stdout.write(text + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
