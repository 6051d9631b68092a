"""From words in the message to the line they were written on."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from pynews.model import Decision, Event, Idea, Opening, Story
from pynews.pipeline import MANIFEST, Built
from pynews.serve.editor.pages.problems import source_lines
from pynews.serve.editor.pages.words import Tree

__all__ = ["source_tree"]

WORDS = re.compile(r"\w+")
MOST_WORDS = 80
LARGEST = 400_000
SURE = 0.75
ENOUGH = 0.5
Item = Event | Opening | Story | Decision | Idea


@dataclass(frozen=True, slots=True)
class _Find:
    share: float
    path: str
    line: int


def source_tree(root: Path, built: Built, text: str, near: str) -> Tree:
    """Return file and line of words that were clicked on, with the lines around them.

    The words themselves are looked for first; where they stand in no file (a date
    in words, a heading of the theme), the item is told whose title stands near.

    Arguments:
        root: the project's folder.
        built: the issue.
        text: the words of the element.
        near: the words around it.
    """
    found = _best(root, built, text)
    item = _item(built, text) or (_item(built, near) if found.share < SURE else None)
    if item and found.share < 1:
        path, line = item
    elif found.share >= ENOUGH:
        path, line = found.path, found.line
    else:
        return {"path": "", "line": 0, "lines": []}
    return {"path": path, "line": line, "lines": source_lines(root, path, line)}


def _item(built: Built, text: str) -> tuple[str, int] | None:
    """Return the place of the one item whose title the words hold."""
    words = f" {' '.join(WORDS.findall(text.casefold()))} "
    issue = built.issue
    items: tuple[Item, ...] = (
        *issue.events,
        *issue.openings,
        *issue.stories,
        *issue.decisions,
        *issue.ideas,
    )
    hits = {
        (item.origin.path, item.origin.line)
        for item in items
        if f" {' '.join(WORDS.findall(_title(item).casefold()))} " in words
    }
    return hits.pop() if len(hits) == 1 else None


def _title(item: Item) -> str:
    return item.text if isinstance(item, Decision | Idea) else item.title


def _best(root: Path, built: Built, text: str) -> _Find:
    wanted = WORDS.findall(text.casefold())[:MOST_WORDS]
    best = _Find(0, "", 0)
    if not wanted:
        return best
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    for path, lines in _sources(root, built):
        words = [
            (word, number)
            for number, line in enumerate(lines, 1)
            for word in WORDS.findall(line.casefold())
        ]
        matcher.set_seq1([word for word, _ in words])
        run = matcher.find_longest_match()
        if run.size / len(wanted) > best.share:
            best = _Find(run.size / len(wanted), path, words[run.a][1])
    return best


def _sources(root: Path, built: Built) -> Iterator[tuple[str, list[str]]]:
    """Yield the files behind the issue, its own words first and the notes last."""
    inputs = [str(one["path"]) for one in json.loads(built.files[MANIFEST])["inputs"]]
    rank = {built.issue.path: 0, "pynews.toml": 2}

    def order(path: str) -> tuple[int, str]:
        usual = 1 if path.startswith("newsletters/") else 3
        return (4 if path.startswith("newsletters/minutes/") else rank.get(path, usual), path)

    for path in sorted(inputs, key=order):
        file = root / path
        try:
            if file.stat().st_size <= LARGEST and not path.endswith("sent.json"):
                yield path, file.read_text(encoding="utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
