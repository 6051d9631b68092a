"""``pynews check [ISSUE]``: what a strict editor says of an issue as it would be sent."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from pynews import check as editor
from pynews import pipeline
from pynews.check import Verdict
from pynews.cli.edition import correction_option, edition_of
from pynews.cli.project import issue_argument, json_option, open_project, project_option
from pynews.cli.say import count, next_step, print_json
from pynews.config import Project
from pynews.errors import (
    FindingsError,
    Problem,
    ProjectError,
    PynewsError,
    SourceError,
    TemplateError,
)
from pynews.model import Finding, Severity

__all__ = ["command"]

SCHEMA = 1
STUMBLED = 1
UNREADABLE = "source-file"
NO_PROJECT = "project"
LINKS = "links.json"


@click.command("check")
@issue_argument
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json", "github")),
    default="text",
    help="How to print.",
)
@correction_option
@json_option
@click.option("--strict", is_flag=True, help="What is to look at must be fixed too.")
@click.option("--spelling", is_flag=True, help="Ask the program typos for misspelt words.")
@click.option("--links", "network", is_flag=True, help="Try every link on the network.")
@project_option
def command(issue: str | None, form: str, folder: Path | None, **flags: bool) -> int:
    """Read ISSUE as it would be sent, and say what must be fixed or looked at.

    Nothing is changed and, without --links, nothing leaves this machine. It ends with 6
    when something must be fixed. Where SpamAssassin's spamc is installed, the one on
    this machine is asked.
    """
    form = "json" if flags["as_json"] else form
    verdict, refusal = _verdict(folder, issue, flags)
    if form != "text" or refusal is None:
        PRINTERS[form](verdict)
    if refusal is not None:
        raise refusal
    worst = verdict.findings if flags["strict"] else verdict.to_fix
    if worst:
        raise FindingsError(
            f"{count(len(worst), 'finding')} must be fixed before sending",
            where=str(worst[0].place.path),
        )
    return STUMBLED if verdict.bugs else 0


def _verdict(
    folder: Path | None, issue: str | None, flags: Mapping[str, bool]
) -> tuple[Verdict, PynewsError | None]:
    """Return what is found, and the error that stands in the way of finding more."""
    try:
        project = open_project(folder)
    except ProjectError as error:
        findings = tuple(editor.as_findings(error.problems, fallback=NO_PROJECT))
        refusal = error if any(one.rule == NO_PROJECT for one in findings) else None
        return Verdict(issue or "", findings), refusal
    built = edition_of(project, issue, {"correction": True}) if flags["correction"] else None
    verdict = pipeline.check(project, issue, built=built)
    unreadable = [one for one in verdict.findings if one.rule == UNREADABLE]
    if unreadable:
        return verdict, _refusal(unreadable)
    subject = verdict.subject
    if subject is not None:
        verdict = verdict.plus(editor.spam_opinion(subject))
        verdict = verdict.plus(_tried(project, subject) if flags["network"] else ())
        verdict = verdict.plus(_spelt(project, subject) if flags["spelling"] else ())
    return verdict, None


def _refusal(findings: Iterable[Finding]) -> PynewsError:
    """Return the error that building the issue would end in."""
    found = tuple(findings)
    problems = [Problem(one.what, str(one.place), one.fix) for one in found]
    kind = TemplateError if found[0].place.path.endswith((".toml", ".j2")) else SourceError
    return kind.of(problems)


def _spelt(project: Project, subject: editor.Subject) -> Iterable[Finding]:
    """Look for misspelt words."""
    return editor.spelling_findings(subject, words=project.words)


def _tried(project: Project, subject: editor.Subject) -> Iterable[Finding]:
    """Try the links that were not tried in the last day, and remember the answers."""
    path = project.build_folder / LINKS
    now = datetime.now(UTC)
    known = editor.remembered(path, now)
    answers = editor.try_links((link.href for link, _ in subject.links), known=known)
    editor.remember(path, answers, now)
    return editor.link_findings(subject, answers)


def _print_text(verdict: Verdict) -> None:
    """Print a line for each finding, the fix below it, and the numbers last."""
    for finding in verdict.findings:
        click.echo(f"{finding.severity:<9}{finding.place}  {finding.what}  [{finding.rule}]")
        click.echo(f"         {finding.fix}")
    for name, happened in verdict.bugs:
        click.echo(f"bug      the check {name} stumbled ({happened}); please report it")
    for name, reason in verdict.reasons.items():
        number = sum(one.rule == name for one in verdict.ignored)
        click.echo(f"ignored  {count(number, 'finding')} of {name}: {reason}")
    click.echo(
        f"{verdict.issue or 'no issue'}: {count(verdict.passed, 'check')} passed, "
        f"{len(verdict.to_look_at)} to look at, {len(verdict.to_fix)} to fix"
    )
    if not verdict.to_fix:
        next_step(f"pynews preview {verdict.issue}", "see it as readers will")


def _print_json(verdict: Verdict) -> None:
    """Print one object."""
    print_json(
        {
            "schema": SCHEMA,
            "issue": verdict.issue,
            "passed": verdict.passed,
            "must_fix": len(verdict.to_fix),
            "look_at": len(verdict.to_look_at),
            "findings": [_row(one) for one in verdict.findings],
            "ignored": [
                {**_row(one), "reason": verdict.reasons[one.rule]} for one in verdict.ignored
            ],
            "bugs": [{"id": name, "what": happened} for name, happened in verdict.bugs],
        }
    )


def _row(finding: Finding) -> dict[str, str | int]:
    return {
        "id": finding.rule,
        "severity": str(finding.severity),
        "file": finding.place.path,
        "line": finding.place.line,
        "what": finding.what,
        "why": finding.why,
        "fix": finding.fix,
    }


def _print_github(verdict: Verdict) -> None:
    """Print workflow commands, which GitHub shows beside the lines of a pull request."""
    for finding in verdict.findings:
        level = "error" if finding.severity is Severity.MUST_FIX else "warning"
        place = f"file={_property(finding.place.path)},line={finding.place.line}"
        message = _message(f"{finding.what}. {finding.fix}")
        click.echo(f"::{level} {place},title={_property(finding.rule)}::{message}")
    for name, happened in verdict.bugs:
        click.echo(f"::warning title={_property(name)}::{_message(f'stumbled: {happened}')}")


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")


PRINTERS: dict[str, Callable[[Verdict], None]] = {
    "text": _print_text,
    "json": _print_json,
    "github": _print_github,
}
