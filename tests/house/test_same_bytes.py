"""Same files, same bytes: from any folder, zone, locale, hash seed and Python."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ISSUES = ("2021-06", "2021-11")
OTHER_PYTHONS = ("python3.11", "python3.12", "python3.13")


def digests(project: Path) -> dict[str, str]:
    """Return the SHA-256 of every file built and every message sent."""
    found = {}
    for folder in (project / "build", project / "outbox" / "new"):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = path.relative_to(project).as_posix()
                found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def make_all(project: Path, *, python: str = sys.executable, **env: str) -> dict[str, str]:
    """Build both issues, rehearse the later one; return digests."""
    for arguments in (
        ("subscribers", "import", "subscribers.example.csv"),
        *(("build", issue) for issue in ISSUES),
        ("send", "2021-11"),
    ):
        subprocess.run(
            [python, "-m", "pynews", *arguments],
            cwd=project,
            check=True,
            capture_output=True,
            timeout=300,
            env={**os.environ, **env},
        )
    return digests(project)


@pytest.fixture
def expected(project: Path) -> dict[str, str]:
    return make_all(project, PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C.UTF-8")


def test_another_folder_zone_locale_and_hash_seed_change_no_byte(project, tmp_path, expected):
    assert len([name for name in expected if name.startswith("outbox/new/")]) == 5
    other = tmp_path / "an other place" / "näher"
    shutil.copytree(
        project, other, ignore=shutil.ignore_patterns("build", "outbox", "pynews.db*", "*-sending")
    )
    made = make_all(
        other, PYTHONHASHSEED="4711", TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONUTF8="0"
    )
    assert made == expected


def test_building_again_changes_no_byte(project, expected):
    shutil.rmtree(project / "build")
    shutil.rmtree(project / "outbox")
    assert make_all(project) == expected


def pythons() -> Iterator[str]:
    """Yield other Pythons on this machine that have what pynews needs."""
    here = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for name in OTHER_PYTHONS:
        if name != here:
            yield name


@pytest.mark.parametrize("name", sorted(pythons()))
def test_another_python_makes_the_same_bytes(name, project, tmp_path, expected, root):
    python = interpreter(name)
    if python is None:
        pytest.skip(f"no {name} on this machine")
    environment = tmp_path / "venv"
    subprocess.run([python, "-m", "venv", environment], check=True, timeout=300)
    inside = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
    installed = subprocess.run(
        [inside, "-m", "pip", "install", "-q", "-c", root / "constraints.txt", "-e", root],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    if installed.returncode:
        pytest.skip(f"{name} could not be given what pynews needs")
    other = tmp_path / "other"
    shutil.copytree(
        project, other, ignore=shutil.ignore_patterns("build", "outbox", "pynews.db*", "*-sending")
    )
    clean = {"PYTHONPATH": "", "COVERAGE_PROCESS_START": "", "COVERAGE_PROCESS_CONFIG": ""}
    assert make_all(other, python=str(inside), **clean) == expected


def interpreter(name: str) -> str | None:
    """Return the path of a Python that starts, found on PATH or by pyenv."""
    candidates = [shutil.which(name)]
    if pyenv := shutil.which("pyenv"):
        listed = subprocess.run(
            [pyenv, "prefix", name.removeprefix("python")],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        if listed.returncode == 0:
            candidates.append(f"{listed.stdout.strip()}/bin/python")
    for candidate in filter(None, candidates):
        version = subprocess.run(
            [candidate, "-c", "import sys, json, venv; print(json.dumps(sys.version_info[:2]))"],
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        wanted = [int(part) for part in name.removeprefix("python").split(".")]
        if version.returncode == 0 and json.loads(version.stdout) == wanted:
            return candidate
    return None
