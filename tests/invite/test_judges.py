"""Readers we did not write agree on every golden file: same UID, same start, same dates.

Each judge runs where it is present: libical under the system's Python (Debian
packages python3-gi and gir1.2-ical-3.0), ical.js under node (``npm install`` in
tests/invite/judges, or in the folder that PYNEWS_JUDGES names), ``ical`` and
vobject under this Python or the one that PYNEWS_JUDGE_PYTHON names.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
EXPECTED = json.loads((GOLDEN / "expected.json").read_text(encoding="utf-8"))
DATES = json.loads((GOLDEN / "dates.json").read_text(encoding="utf-8"))
FILES = tuple(str(GOLDEN / f"{name}.ics") for name in EXPECTED)
PYTHONS = tuple(filter(None, (os.environ.get("PYNEWS_JUDGE_PYTHON"), sys.executable)))


def _works(*command: str) -> bool:
    return (
        bool(shutil.which(command[0]))
        and not subprocess.run(
            command, capture_output=True, check=False, cwd=HERE / "judges"
        ).returncode
    )


def _python_with(module: str) -> str:
    for python in PYTHONS:
        if _works(python, "-c", f"import {module}"):
            return python
    pytest.skip(f"the judge {module} is not installed")


def _ask(*command: str) -> list:
    # A judge that leans on the machine's zone must be caught, wherever the tests run.
    surroundings = os.environ | {"TZ": "America/New_York"}
    done = subprocess.run(command, capture_output=True, check=False, text=True, env=surroundings)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


@cache
def ask_libical() -> list:
    code = "import gi; gi.require_version('ICalGLib', '3.0')"
    if not _works("/usr/bin/python3", "-c", code):
        pytest.skip("the judge libical is missing: Debian packages python3-gi, gir1.2-ical-3.0")
    return _ask("/usr/bin/python3", str(HERE / "judges/libical.py"), *FILES)


@cache
def ask_icaljs() -> list:
    folder = Path(os.environ.get("PYNEWS_JUDGES", HERE / "judges"))
    if not shutil.which("node") or not (folder / "node_modules/ical.js").is_dir():
        pytest.skip("the judge ical.js is missing: npm install in tests/invite/judges")
    return _ask("node", str(HERE / "judges/icaljs.mjs"), *FILES)


@cache
def ask_ical() -> list:
    return _ask(_python_with("ical"), str(HERE / "judges/strict.py"), *FILES)


@cache
def ask_vobject() -> list:
    python, reader = _python_with("vobject"), str(HERE / "judges/vobject_reader.py")
    return [_ask(python, reader, path)[0] for path in FILES]


JUDGES = {
    "libical": ask_libical,
    "ical.js": ask_icaljs,
    "ical": ask_ical,
    "vobject": ask_vobject,
}


def _plain(moment: str) -> str:
    """Return 20211116T120000Z or 20211116, whichever way a judge spells it."""
    return re.sub(r"[-:]", "", moment.replace("+00:00", "Z"))


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("name", EXPECTED)
def test_a_judge_reads_the_same_events_at_the_same_utc_start(judge: str, name: str):
    found = JUDGES[judge]()[list(EXPECTED).index(name)]
    read = sorted([uid, _plain(start), status] for uid, start, _, status, _ in found)
    assert read == sorted([uid, start, status] for uid, start, _, status in EXPECTED[name])


# The reader `ical` keeps a recurrence id as local time, without its zone.
@pytest.mark.parametrize("judge", sorted(set(JUDGES) - {"ical"}))
@pytest.mark.parametrize("name", [name for name in EXPECTED if name.startswith("series")])
def test_a_judge_knows_which_date_of_a_series_moved(judge: str, name: str):
    found = JUDGES[judge]()[list(EXPECTED).index(name)]
    assert [_plain(one[2]) for one in found] == [one[2] for one in EXPECTED[name]]


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("name", DATES)
def test_a_judge_finds_the_same_dates_summer_and_winter(judge: str, name: str):
    found = JUDGES[judge]()[list(EXPECTED).index(name)]
    assert [_plain(day)[: len(DATES[name][0])] for day in found[0][4]] == DATES[name]


def test_the_strictest_judge_does_refuse(tmp_path: Path):
    ask_libical()
    content = (GOLDEN / "2-time-known.ics").read_bytes()
    broken = tmp_path / "broken.ics"
    broken.write_bytes(re.sub(rb"ORGANIZER[^\r]*\r\n", b"", content))
    command = ("/usr/bin/python3", str(HERE / "judges/libical.py"), str(broken))
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 1
    assert "X-LIC-ERROR" in done.stderr
