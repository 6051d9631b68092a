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


FIRST_PROOF = """
import sys
from pathlib import Path
from pynews.config import load
from pynews.serve.editor.proof import ProofMaker
proof = ProofMaker(load(Path(sys.argv[1]))).make("", 0, None, 0)
print(*proof.problems, *sys.modules, sep="\\n")
"""


def test_the_first_proof_of_a_preview_loads_nothing_that_sends_or_keeps_a_list(root):
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PROOF, root],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    modules = set(done.stdout.split())
    assert "premailer" in modules
    for name in ("pynews.deliver", "pynews.audience", "pynews.store.ledger", "sqlite3"):
        assert name not in modules


def test_a_door_refuses_a_name_that_nobody_has():
    done = subprocess.run(
        [sys.executable, "-c", "from pynews import pipeline; pipeline.biuld"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "module 'pynews.pipeline' has no attribute 'biuld'" in done.stderr
