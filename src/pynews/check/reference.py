"""The list of checks as a page, made from the registry."""

from collections.abc import Iterator

from pynews.check.registry import CHECKS
from pynews.check.rule import Check
from pynews.model import Severity

__all__ = ["reference"]

HEAD = """\
# Checks

`pynews check` reads an issue as it would be sent, and its files. This page is made from the
checks themselves (`python scripts/write_checks.py`).

**Must fix** ends in exit code 6. **Look at** is for an editor to decide; `--strict` makes it
must fix. To set a check aside, name it with the reason in the front matter of `issue.md`:

```
ignore:
  - link-text: the word is explained in the sentence before
```

Checks marked † cannot be set aside there: what tells others who reads the message needs a lawful
basis for each host in `pynews.toml`, under `[privacy]`:

```
[privacy]
"stats.example.org" = "consent: members tick a box when they join, see the privacy notice"
```

Checks of other packages (entry point `pynews.checks`) are loaded when `[checks] also = ["name"]`
names them.
"""


def reference() -> str:
    """Return the page in Markdown."""
    parts = [HEAD]
    for severity in Severity:
        title = str(severity).capitalize()
        parts.append(f"\n## {title}\n")
        parts += [
            line for check in CHECKS.values() if check.severity is severity for line in _told(check)
        ]
    return "".join(parts)


def _told(check: Check) -> Iterator[str]:
    mark = "" if check.can_be_ignored else " †"
    yield f"\n### {check.id}{mark}\n\n"
    yield f"{_plain(check.why)}\n\n"
    yield f"- For example: {_plain(check.example)}\n"
    yield f"- Fix: {_plain(check.fix)}\n"


def _plain(words: str) -> str:
    """Return words that Markdown shows as they are."""
    for mark in ("\\", "<", "*", "[", "_"):
        words = words.replace(mark, f"\\{mark}")
    return words
