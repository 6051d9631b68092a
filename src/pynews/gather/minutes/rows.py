"""A row of a table is judged by its columns: motion and status, or decision."""

import re

from pynews.gather.minutes.cues import cue
from pynews.gather.minutes.sentences import Sentence
from pynews.gather.minutes.verbs import weigh
from pynews.gather.minutes.verdicts import EDGES, TALK, Role, Verdict, outcome_of, short
from pynews.gather.minutes.voice import Body

__all__ = ["is_task", "judge_row"]

DOES = re.compile(
    r"@?([A-Z][\w.'-]*)(?:,? (?:and|&|/) @?[A-Z][\w.'-]*)* "
    r"(?:(?:to|will|is|are|can|shall|has to)\b|(?!was\b|has\b|is\b)[a-z]+s\b)"
)


def judge_row(sentence: Sentence, body: Body) -> Verdict:
    """Return what a row does; a status cell that was never filled in leaves a possible decision."""
    block, cells = sentence.block, sentence.words.split(" | ")
    announces = (cue("event", "next_heading").fullmatch(cell.strip(EDGES)) for cell in cells)
    if block.mark == "header" or any(announces):
        return TALK
    status, motion = _column(block.header, "status_column"), _column(block.header, "motion_column")
    decision = _column(block.header, "decision_column")
    if status >= 0 and motion >= 0 and status != motion:
        verdict = _by_status(_cell(cells, status))
        if verdict is not TALK or decision != status:
            return verdict
    if decision >= 0:
        return (
            TALK if is_task(_cell(cells, decision), body) else _by_decision(_cell(cells, decision))
        )
    mixed = _column(block.header, "mixed_column")
    if mixed >= 0 and status < 0:
        return _by_mixed(_cell(cells, mixed), body)
    if len(cells) > 1 and cue("decision", "label").match(f"{cells[0]}: "):
        return _by_decision(" | ".join(cells[1:]))
    weighed = (weigh(cell, body) for cell in cells)
    return next((v for v in weighed if v and v.role is Role.EXPLICIT), TALK)


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
