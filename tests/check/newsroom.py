"""A small project whose one issue is good, and what an editor may do to it."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pynews import pipeline, render
from pynews.check import Verdict
from pynews.config import load

Changes = Mapping[str, Sequence[tuple[str, str]] | str]

ISSUE = "newsletters/2026-03/issue.md"
EVENT = "newsletters/events/spring-meetup.md"
TALK = "newsletters/events/notebook-clinic.md"
ROLE = "newsletters/roles/events-helper.md"
STORY = "newsletters/stories/survey.md"
NOTES = "newsletters/minutes/2026-02-10.md"
TOML = "pynews.toml"
THEME = "templates/ours/theme.toml"
FOOTER = "templates/ours/parts/footer.mjml.j2"

GOOD: dict[str, str] = {
    TOML: """\
id = "news.example.org"
name = "Example Community"
language = "en-GB"
timezone = "Europe/London"
theme = "nhs"

[sender]
from = "Example Community <news@example.org>"
organisation = "Example Community"
address = "1 Example Street, Example Town EX1 1AA"

[unsubscribe]
mailto = "unsubscribe@example.org"

[preview]
test_recipients = ["editor@example.org"]
""",
    ISSUE: """\
---
subject: "Spring meetup: Thursday 12 March"
preheader: The spring meetup, a notebook clinic, and what the survey says.
send: 2026-03-02 09:00
stories: [survey]
decisions:
  - text: The spring meetup takes place on 12 March 2026.
    from: minutes/2026-02-10.md
    quote: It was decided that the spring meetup will take place on 12 March 2026.
---
Dear {{ first_name or "members" }},

The board met on 10 February. Our spring meetup is on **Thursday 12 March** at 6pm.

Please [answer the survey](https://example.org/survey) by Friday 6 March.

## What else is new

The notebook clinic is back on Tuesday 24 March 2026.

{{ events }}

{{ decisions }}

{{ roles }}

{{ stories }}

Best wishes from the editors
""",
    EVENT: """\
---
id: spring-meetup
title: Spring meetup
start: 2026-03-12 18:00
end: 2026-03-12 20:00
where: Example Hall, Example Town
register: https://example.org/spring-meetup
---
Two talks and time to meet others.
""",
    TALK: """\
---
id: notebook-clinic
title: Notebook clinic
start: 2026-03-24 12:30
end: 2026-03-24 13:30
join: https://meet.example.org/clinic
---
Bring a notebook that puzzles you.
""",
    ROLE: """\
---
title: Events Helper
commitment: 2 hours a month
contact: roles@example.org
closes: 2026-03-20
---
Greet people at the door, and note who came.
""",
    STORY: """\
---
title: What the survey says
link: https://example.org/survey-results
---
Most members work with tables. They want short talks, and more of them.
""",
    NOTES: """\
# Example Community Board

10th February 2026 | **Meeting Summary**

**Attendees**

- Robin Sample - Example Trust **(Chair)**
- Kim Pattern - Example Hospital

## Agenda Items

1. **Events**

It was decided that the spring meetup will take place on 12 March 2026.

Next board meeting date: 14 April 2026
""",
}

OURS = 'title = "Ours"\nextends = "nhs"\n'


@dataclass(frozen=True)
class Case:
    """A change of the good project, and where a check must then point (or that it must not).

    Arguments:
        rule: id of the check.
        changes: by path: replacements, or a whole text.
        place: the file.
        phrase: words on the line; "" for its first line.
        also: other checks that the same slip must set off.
    """

    rule: str
    changes: Changes
    place: str = ""
    phrase: str = ""
    also: frozenset[str] = frozenset()


def write(root: Path, changes: Changes) -> Path:
    """Write the good project with some changes below a folder; return the folder."""
    files = dict(GOOD)
    for path, change in changes.items():
        if isinstance(change, str):
            files[path] = change
            continue
        for old, new in change:
            assert old in files[path], f"{old!r} is not in {path}"
            files[path] = files[path].replace(old, new)
    for path, text in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return root


def themed() -> dict:
    """Return the changes that give the project a theme of its own."""
    return {TOML: [('theme = "nhs"', 'theme = "ours"')], THEME: OURS}


def read(root: Path, **settings: object) -> Verdict:
    """Let the strict editor read the project's issue."""
    project = load(root)
    if settings:
        project = replace(project, **settings)
    return pipeline.check(project)


class Newsroom:
    """One folder for many small projects, so that the packaged themes stay warm.

    Arguments:
        root: emptied for every project.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._warm: dict[str, render.Renderer] = {}

    def read(self, changes: Changes) -> Verdict:
        """Let the strict editor read the good project with some changes."""
        shutil.rmtree(self.root, ignore_errors=True)
        project = load(write(self.root, changes))
        theme = project.publication.theme
        if THEME in changes:
            return pipeline.check(project)
        if theme not in self._warm:
            self._warm[theme] = pipeline.open_renderer(project)
        return pipeline.check(project, renderer=self._warm[theme])


def line_of(root: Path, path: str, phrase: str) -> int:
    """Return the line on which a phrase stands."""
    if not phrase:
        return 1
    lines = (root / path).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, 1) if phrase in line)


def places(verdict: Verdict, rule: str) -> list[str]:
    """Return the places of a check's findings."""
    return [str(one.place) for one in verdict.findings if one.rule == rule]
