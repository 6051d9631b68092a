"""``pynews build [ISSUE]``: the edition into ``build/ISSUE/``."""

import json
from pathlib import Path
from time import perf_counter

import click

from pynews import pipeline
from pynews.cli.edition import correction_option, edition_of
from pynews.cli.project import issue_argument, json_option, open_project, project_option
from pynews.cli.say import count, next_step, print_json, size, titled
from pynews.model import Block, Change, Issue

__all__ = ["command"]

NAMED = 4
CLIP_KB = 102


@click.command("build")
@issue_argument
@correction_option
@json_option
@project_option
def command(issue: str | None, folder: Path | None, *, correction: bool, as_json: bool) -> None:
    """Make the e-mail, plain text, web page and invitations of ISSUE.

    Without ISSUE the one with the latest send time is built. Nothing leaves this
    machine.
    """
    started = perf_counter()
    project = open_project(folder)
    built = edition_of(project, issue, {"correction": correction})
    target = pipeline.write(project, built)
    milliseconds = round((perf_counter() - started) * 1000)
    if as_json:
        print_json(json.loads(built.files[pipeline.MANIFEST]))
        return
    click.echo(f'{built.issue.id}, "{built.issue.subject}"')
    titled(_blocks(built))
    names = [name for name in built.files if name != pipeline.MANIFEST and "variants/" not in name]
    shown = target.relative_to(project.root)
    html = max(len(content) for name, content in built.files.items() if name.endswith("email.html"))
    click.echo(
        f"Wrote {', '.join([*names, *_letters(built)])} to {shown}/ in {milliseconds} ms"
        f" (HTML {size(html)} of {CLIP_KB} KB)"
    )
    next_step("pynews preview", "see it in your browser")


def _letters(built: pipeline.Built) -> list[str]:
    """Return in words the letters that not everyone gets."""
    others = [one.variant.words for one in built.versions[1:]]
    if not others:
        return []
    named = others if len(others) <= NAMED else [*others[: NAMED - 1], "..."]
    return [f"variants/ ({count(len(others), 'more letter')}: {'; '.join(named)})"]


def _blocks(built: pipeline.Built) -> dict[str, str]:
    """Return a line a block."""
    issue = built.issue
    letter = sum(len(part.markdown.split()) for part in issue.parts if not isinstance(part, Block))
    return {
        "letter": f"{letter} words from {issue.path}",
        "events": _events(built),
        "decisions": _from(issue, len(issue.decisions), "decision", "decisions"),
        "roles": count(len(issue.openings), "role") + " open" if issue.openings else "",
        "stories": count(len(issue.stories), "story", "stories") if issue.stories else "",
        "discussion": _from(issue, len(issue.ideas), "idea", "ideas"),
    }


def _events(built: pipeline.Built) -> str:
    """Return the events with what calendars will be told."""
    if not built.invitations:
        return ""
    changes = [
        invitation.words or invitation.change.value
        for invitation in built.invitations
        if invitation.change is not Change.UNCHANGED
    ]
    told = f" ({'; '.join(changes)})" if changes else ""
    return f"{len(built.invitations)}{told}"


def _from(issue: Issue, number: int, noun: str, key: str) -> str:
    """Return a count with the files behind it."""
    if not number:
        return ""
    items = issue.decisions if key == "decisions" else issue.ideas
    files = sorted({item.origin.path for item in items})
    return f"{count(number, noun)} from {', '.join(files)}"
