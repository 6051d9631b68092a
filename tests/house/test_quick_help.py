"""``pynews --help`` is quick because it imports nothing heavy."""

import subprocess
import sys

import pytest

HEAVY = (
    "premailer",
    "requests",
    "icalendar",
    "jinja2",
    "lxml",
    "rich",
    "sqlalchemy",
    "ftfy",
    "markdown_it",
    "yaml",
    "sqlite3",
    "email.message",
    "importlib.metadata",
)


def imported(*arguments: str) -> set[str]:
    """Return the modules a command imports."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pynews", *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PATH": "", "PYTHONPATH": ""},
    )
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "|" in line}


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_help_imports_nothing_heavy(arguments):
    modules = imported(*arguments)
    assert "pynews.cli.main" in modules
    for name in HEAVY:
        assert not {one for one in modules if one == name or one.startswith(f"{name}.")}, name


def test_the_package_itself_imports_nothing():
    done = subprocess.run(
        [sys.executable, "-c", "import pynews, sys; print(pynews.__version__)"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.strip() == "0.1.0"
