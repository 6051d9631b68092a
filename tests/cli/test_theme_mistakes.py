"""Whatever is wrong in a theme, its author sees place, source and mend; the last build stays."""

from pathlib import Path

import pytest

THEME = "templates/ours/theme.toml"
ISSUE = "templates/ours/issue.mjml.j2"
PART = "templates/ours/parts/own.mjml.j2"
EXTENDS = '{% extends "base/issue.mjml.j2" %}\n'
INCLUDES = EXTENDS + '{% block footer %}{% include "parts/own.mjml.j2" %}{% endblock %}'
MISTAKES = {
    "colour": ({THEME: 'extends = "nhs"\n[light]\nlink = "blue"\n'}, f"{THEME}:3:8"),
    "unknown key": ({THEME: 'extends = "nhs"\n[light]\nlinc = "#005eb8"\n'}, f"{THEME}:3:1"),
    "wrong type": ({THEME: 'extends = "nhs"\n[page]\nwidth = "600"\n'}, f"{THEME}:3:9"),
    "TOML": ({THEME: 'extends = "nhs"\n[light]\nlink = #005eb8\n'}, f"{THEME}:3:8"),
    "Jinja": ({ISSUE: EXTENDS + "{% block footer %}\n{{ page. }}{% endblock %}"}, f"{ISSUE}:3:4"),
    "name": ({ISSUE: EXTENDS + "{% block footer %}{{ pgae }}{% endblock %}"}, f"{ISSUE}:2:22"),
    "block": ({ISSUE: EXTENDS + "{% block foter %}{% endblock %}"}, f"{ISSUE}:2:10"),
    "MJML": ({ISSUE: EXTENDS + "{% block footer %}\n<mj-txt/>{% endblock %}"}, f"{ISSUE}:3:1"),
    "included": ({ISSUE: INCLUDES, PART: "\n<mj-section>{{ page.titel }}"}, f"{PART}:2:21"),
    "included MJML": ({ISSUE: INCLUDES, PART: '<mj-section colour="red"/>'}, f"{PART}:1:13"),
}


@pytest.fixture
def built(run, project: Path) -> Path:
    settings = project / "pynews.toml"
    text = settings.read_text(encoding="utf-8")
    assert 'theme = "nhs"' in text
    settings.write_text(text.replace('theme = "nhs"', 'theme = "ours"'), encoding="utf-8")
    write(project, {THEME: 'extends = "nhs"\n'})
    done = run("build", "2021-11")
    assert done.code == 0, done.err
    return project / "build/2021-11"


def write(project: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


def test_a_mistake_in_a_theme_is_shown_and_the_last_build_stays(run, project, built):
    before = {path.name: path.read_bytes() for path in built.iterdir()}
    for said, (files, where) in MISTAKES.items():
        write(project, {THEME: 'extends = "nhs"\n', **files})
        failed = run("build", "2021-11")
        assert failed.code == 5, (said, failed.err)
        rows = failed.err.split("\n")
        assert rows[0].startswith(f"error: {where}: "), (said, failed.err)
        caret = next(number for number, row in enumerate(rows) if row.strip() == "^")
        line = int(where.split(":")[1])
        assert rows[caret - 1].startswith(f"{line:>5} | "), (said, failed.err)
        assert any(row.startswith(" hint: ") for row in rows), (said, failed.err)
        assert {path.name: path.read_bytes() for path in built.iterdir()} == before
        for name in files:
            (project / name).unlink()
