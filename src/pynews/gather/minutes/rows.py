"""A row of a table is judged by its columns: motion and status, or decision."""

import re

from pynews.gather.minutes.cues import cue, find
from pynews.gather.minutes.names import is_name
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.verbs import weigh
from pynews.gather.minutes.verdicts import EDGES, TALK, Role, Verdict, outcome_of, short
from pynews.gather.minutes.voice import Body

__all__ = ["is_task", "judge_row"]

TALLIED = re.compile(
    r"(?:yes|no|for|against|in favou?r|ayes?|nays?|noes|opposed|abst\w*|not voting|absent"
    r"|recused|total|votes?|yes votes|no votes|\+1|-1|0|\+0|-0)",
    re.IGNORECASE,
)
CAST = re.compile(
    r"(?:(?:\(?by (?:e-?)?mail\)? )?(?:yes|no|aye|nay|abstain(?:s|ed)?|abstention|for|against"
    r"|absent|in favou?r|recused?|\+1|-1|[+-]?0|x|✓|✔)|\d{0,3})",
    re.IGNORECASE,
)
DOES = re.compile(
    r"@?([A-Z][\w.'-]*)(?:,? (?:and|&|/) @?[A-Z][\w.'-]*)* "
    r"(?:(?:to|will|is|are|can|shall|has to)\b|(?!was\b|has\b|is\b)[a-z]+s\b)"
)


MOST_TALLIED = 4


def judge_row(sentence: Sentence, body: Body) -> Verdict:
    """Return what a row does; a status cell that was never filled in leaves a possible decision."""
    block, cells = sentence.block, sentence.words.split(" | ")
    announces = (cue("event", "next_heading").fullmatch(cell.strip(EDGES)) for cell in cells)
    if block.mark == "header" or _is_tally(sentence, cells):
        return Verdict(Role.SUPPORT, "votes by column")
    if any(announces):
        return TALK
    if (told := _by_columns(block.header, cells, body)) is not None:
        return told
    if len(cells) > 1 and cue("decision", "label").match(f"{cells[0]}: "):
        return _by_decision(" | ".join(cells[1:]))
    weighed = (weigh(cell, body) for cell in cells)
    return next((v for v in weighed if v and v.role is Role.EXPLICIT), TALK)


def _by_columns(header: tuple[str, ...], cells: list[str], body: Body) -> Verdict | None:
    """Judge a row by the headers of its columns; None where they tell nothing."""
    status, motion = _column(header, "status_column"), _column(header, "motion_column")
    decision = _column(header, "decision_column")
    if status >= 0 and motion >= 0 and status != motion:
        verdict = _by_status(_cell(cells, status))
        if verdict is not TALK or decision != status:
            return verdict
    if decision >= 0:
        settled = _cell(cells, decision)
        return TALK if is_task(settled, body) else _by_decision(settled)
    office, chosen = _column(header, "office_column"), _column(header, "chosen_column")
    if office >= 0 and chosen >= 0:
        return _by_choice(_cell(cells, chosen))
    mixed = _column(header, "mixed_column")
    return _by_mixed(_cell(cells, mixed), body) if mixed >= 0 and status < 0 else None


def _is_tally(sentence: Sentence, cells: list[str]) -> bool:
    """Say whether a row counts votes, or gives one person's vote: "yes | no", "4 | 0"."""
    header = sentence.block.header[-MOST_TALLIED:]
    columns = [words for words in header if words.strip(EDGES)]
    if len(columns) > 1 and sum(bool(TALLIED.fullmatch(words)) for words in columns) > 1:
        return True
    votes = cells[1:]
    return bool(votes) and all(CAST.fullmatch(words.strip(EDGES)) for words in votes)


def _by_status(words: str) -> Verdict:
    if not words.strip(EDGES) or cue("decision", "template").search(words):
        return Verdict(Role.POSSIBLE, "status cell not filled in")
    if cue("decision", "nothing").match(words):
        return TALK
    text = words.strip(EDGES)
    if cue("decision", "work_status").match(text):
        return TALK
    signs = (
        cue("decision", "deferred").search(words),
        cue("decision", "outcome").fullmatch(text),
        cue("decision", "weak").match(text),
        cue("decision", "strong").match(text),
    )
    return (
        Verdict(Role.EXPLICIT, f"status: {short(words)}", outcome_of(words)) if any(signs) else TALK
    )


def _by_decision(words: str) -> Verdict:
    if not words.strip(EDGES) or cue("decision", "nothing").match(words):
        return TALK
    if cue("talk", "task").match(words) or cue("decision", "question").search(words):
        return TALK
    return Verdict(Role.EXPLICIT, "decision column", outcome_of(words))


def _by_choice(words: str) -> Verdict:
    """Judge the cell of an election's table that tells who has the office."""
    vacant = cue("decision", "nothing").match(words) or find("opening", "strong", words)
    name = words.split(" (", maxsplit=1)[0].strip()
    named = is_name(name) and name[:1].isupper() and not name.isupper()
    return Verdict(Role.IMPLIED, "elected") if named and not vacant else TALK


def is_task(words: str, body: Body) -> bool:
    """Say whether a cell says what somebody does: "Avery checks rooms", "AL to ask"."""
    found = DOES.match(words)
    return found is not None and (body.is_person(found[1]) or found[1].isupper())


def _by_mixed(words: str, body: Body) -> Verdict:
    """Judge a cell that may hold a decision or a task."""
    weighed = weigh(words, body)
    if weighed and weighed.role is Role.EXPLICIT:
        return weighed
    told = _by_decision(words)
    return Verdict(Role.POSSIBLE, told.cue, told.outcome) if told is not TALK else TALK


def _cell(cells: list[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _column(header: tuple[str, ...], name: str) -> int:
    fits = (
        place
        for place, words in enumerate(header)
        if cue("decision", name).fullmatch(words.strip(EDGES))
    )
    return next(fits, -1)
