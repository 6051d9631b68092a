"""README and docs speak of what is there: commands, make's targets, files, options."""

import re
from pathlib import Path

import pytest

from pynews.cli.main import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
NAMES = [page.relative_to(ROOT).as_posix() for page in PAGES]
# Words that follow the program's name without being one of its commands.
NO_COMMAND = {"on", "and", "is", "a", "the", "that", "itself", "init"} | {"my-newsletter"}


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_of_a_page_leads_somewhere(page):
    text = re.sub(r"(?s)```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"))
    targets = re.findall(r"(?<!\\)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    local = [target for target in targets if not re.match(r"[a-z]+:", target)]
    assert [each for each in local if not (page.parent / each).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_of_a_page_exists(page):
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"(?:`|\$ |> |bin/|Scripts\\|-m |&& )(?:\S*/)?pynews ([a-z]+)", text)
    assert {name for name in named if name not in COMMANDS} - NO_COMMAND == set()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_target_of_make_exists(page):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"(?:`|\$ )make ([a-z-]+)", text)
    assert set(named) - targets == set()


def test_the_table_of_the_readme_names_every_command():
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## The commands")[2]
    named = set(re.findall(r"`(?:pynews )?([a-z]+)[ `]", text.partition("## What it promises")[0]))
    assert set(COMMANDS) - named == set()


def test_what_the_readme_tests_is_there():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [path for path in re.findall(r"tests/\w+", text) if not (ROOT / path).is_dir()] == []
