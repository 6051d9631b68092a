"""Same inputs, same bytes: on any machine, in any zone, with any hash seed, from any folder."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SOURCES = Path(__file__).parents[2] / "src"
PROGRAM = """
import hashlib, sys
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo
from pynews import invite
from pynews.model import *

box = Mailbox("Community", "newsletter@example.org")
publication = Publication("news.example.org", "Community", "en-GB", "Europe/London",
    "https://news.example.org/", "nhs", box, box, "Community", "1 Example Street")
start = datetime(2021, 11, 16, 12, tzinfo=ZoneInfo("Europe/London"))
when = When(start, start.replace(hour=13), "Europe/London")
rule = Recurrence(Every.WEEK, 2, weekday=1, until=date(2022, 6, 30), left_out=(date(2021, 11, 30),))
event = Event("coffee", "Caf\\u00e9", when, Origin("a.md", 1), join="https://example.org/j",
    recurrence=rule, description="Some *words*.")
stamp = datetime(2021, 11, 2, 9, tzinfo=UTC)
told = invite.invite((event,), sent=(), publication=publication, stamp=stamp)
feed = invite.feed((event,), publication=publication, sent=(), stamp=stamp)
page = invite.event_jsonld(event, publication=publication)
sys.stdout.write(hashlib.sha256(repr((told, page)).encode() + feed).hexdigest())
"""


@pytest.fixture(scope="module")
def here() -> str:
    return run({}, Path.cwd())


def run(surroundings: dict[str, str], folder: Path) -> str:
    environment = os.environ | {"PYTHONPATH": str(SOURCES)} | surroundings
    command = (sys.executable, "-c", PROGRAM)
    done = subprocess.run(command, capture_output=True, check=True, env=environment, cwd=folder)
    return done.stdout.decode()


@pytest.mark.parametrize(
    "surroundings",
    [
        {"TZ": "America/New_York"},
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "12345", "PYTHONUTF8": "0", "LANG": "de_DE"},
    ],
)
def test_the_machine_leaves_no_mark(here: str, tmp_path: Path, surroundings: dict[str, str]):
    assert len(here) == 64
    assert run(surroundings, tmp_path) == here
