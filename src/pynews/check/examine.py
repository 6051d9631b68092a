"""Lets every check read an issue, one after another."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from pynews.check.registry import CHECKS
from pynews.check.rule import Check
from pynews.check.subject import Subject
from pynews.model import Finding, Severity

__all__ = ["Verdict", "examine"]

LOGGER = logging.getLogger(__name__)
UNKNOWN = "ignore-unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a strict editor says of one issue.

    Arguments:
        issue: its id; "" when none could be read.
        findings: by severity, then file and line.
        ignored: those the editor set aside, with the reason for each id.
        passed: how many checks found nothing.
        bugs: ids of checks that stumbled, with what happened.
        subject: what was looked at; None when it could not be read.
    """

    issue: str
    findings: tuple[Finding, ...] = ()
    ignored: tuple[Finding, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    passed: int = 0
    bugs: tuple[tuple[str, str], ...] = ()
    subject: Subject | None = field(default=None, repr=False, compare=False)

    @property
    def to_fix(self) -> tuple[Finding, ...]:
        """What must be fixed before sending."""
        return tuple(one for one in self.findings if one.severity is Severity.MUST_FIX)

    @property
    def to_look_at(self) -> tuple[Finding, ...]:
        """What an editor should look at."""
        return tuple(one for one in self.findings if one.severity is Severity.LOOK_AT)

    def joined(self, others: Iterable["Verdict"]) -> "Verdict":
        """Return the verdict with what is found in other variants of the issue alone."""
        found = self
        for other in others:
            known = {*found.findings, *found.ignored}
            found = replace(
                found,
                findings=_ordered(
                    (*found.findings, *(o for o in other.findings if o not in known))
                ),
                ignored=_ordered((*found.ignored, *(o for o in other.ignored if o not in known))),
                bugs=tuple(dict.fromkeys((*found.bugs, *other.bugs))),
                passed=min(found.passed, other.passed),
            )
        return found

    def plus(self, findings: Iterable[Finding]) -> "Verdict":
        """Return the verdict with more findings, in order; those of ids set aside are ignored."""
        found = tuple(findings)
        kept = [one for one in found if one.rule not in self.reasons]
        aside = [one for one in found if one.rule in self.reasons]
        return replace(
            self,
            findings=_ordered((*self.findings, *kept)),
            ignored=_ordered((*self.ignored, *aside)),
        )


def examine(
    subject: Subject,
    *,
    checks: Mapping[str, Check] = CHECKS,
    built: bool = True,
    refused: Iterable[Finding] = (),
) -> Verdict:
    """Return what all checks say; one that stumbles does not stop the others.

    Arguments:
        subject: what they look at.
        checks: by id.
        built: False leaves out the checks that need the message.
        refused: what stopped the build, if something did.
    """
    found: list[Finding] = []
    bugs: list[tuple[str, str]] = []
    passed = 0
    for check in checks.values():
        if check.look is None or (check.of_message and not built):
            continue
        try:
            told = tuple(_findings(check, subject))
        except Exception as error:  # a third party's mistake, or ours, must not hide the rest
            LOGGER.exception("the check %s stumbled", check.id)
            bugs.append((check.id, f"{type(error).__name__}: {error}"))
            continue
        found.extend(told)
        passed += not told
    # What a check found itself it tells better than what stopped the build.
    told_rules = {one.rule for one in found}
    found += [one for one in refused if one.rule not in told_rules]
    return _sorted_out(subject, checks, dict.fromkeys(found), passed, tuple(bugs))


def _findings(check: Check, subject: Subject) -> Iterable[Finding]:
    if check.look is not None:
        for note in check.look(subject):
            fix = note.fix or check.fix
            yield Finding(check.id, check.severity, note.place, note.what, check.why, fix)


def _sorted_out(
    subject: Subject,
    checks: Mapping[str, Check],
    found: Iterable[Finding],
    passed: int,
    bugs: tuple[tuple[str, str], ...],
) -> Verdict:
    """Put aside what the editor ignores, where that is allowed."""
    reasons = dict(subject.issue.ignore or {})
    aside = {name for name in reasons if name in checks and checks[name].can_be_ignored}
    kept = [one for one in found if one.rule not in aside]
    kept += [_not_ignored(subject, name, name in checks) for name in reasons if name not in aside]
    return Verdict(
        issue=subject.issue.id,
        findings=_ordered(kept),
        ignored=_ordered(one for one in found if one.rule in aside),
        reasons={name: reasons[name] for name in sorted(aside)},
        passed=passed,
        bugs=bugs,
        subject=subject,
    )


def _not_ignored(subject: Subject, name: str, known: bool) -> Finding:  # noqa: FBT001 - private, one caller
    origin = subject.draft.origin("ignore")
    line = subject.sources.line(origin.path, f"- {name}", after=origin.line)
    what = f"{name} cannot be ignored" if known else f"no check is called {name}"
    fix = 'Name a lawful basis in pynews.toml: [privacy] "HOST" = "..."'
    return Finding(
        rule=UNKNOWN,
        severity=Severity.LOOK_AT,
        place=replace(origin, line=line or origin.line),
        what=what,
        why=CHECKS[UNKNOWN].why,
        fix=fix if known else CHECKS[UNKNOWN].fix,
    )


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(
        sorted(
            findings,
            key=lambda one: (one.severity is not Severity.MUST_FIX, one.place, one.rule, one.what),
        )
    )
