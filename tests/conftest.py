"""What tests share: a copy of the example project, and the command line as an editor uses it."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before any test imports what providers of other packages are tested with.
pytest.register_assert_rewrite("pynews.providers.proof")

# The machines are shared and noisy: no property fails for being slow, and the same
# examples are tried everywhere.
settings.register_profile(
    "pynews",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
settings.load_profile("pynews")

# Started in the background by a shell, this process ignores Ctrl-C, and what it starts
# would inherit that; a handler is not inherited.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]
# Skips that say something about the machine, not about the product. CI fails on any other.
EXPECTED_SKIPS = (
    "no python3.",
    "could not be given what pynews needs",
    "network namespaces cannot be made here",
    "no vendor descriptions",
    "this machine has no mount command",
    "this user may not mount a small file system",
    "OpenSMTPD runs only as root",
    "OpenSMTPD cannot run here",
)
PROJECT_PARTS = ("pynews.toml", "newsletters", "templates", "subscribers.example.csv")


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ended]


@pytest.fixture
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the example project, nothing built, nobody on the list."""
    folder = tmp_path / "project"
    folder.mkdir()
    for name in PROJECT_PARTS:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy2(source, folder / name)
    return folder


@pytest.fixture
def run(project: Path) -> Run:
    """Run ``pynews`` as a process in the project's folder."""

    def pynews(*arguments: str, cwd: Path | None = None, stdin: str = "", **env: str) -> Ended:
        return run_pynews(*arguments, cwd=cwd or project, stdin=stdin, **env)

    return pynews


def run_pynews(*arguments: str, cwd: Path, stdin: str = "", **env: str) -> Ended:
    """Run ``python -m pynews`` and return how it ended; it is stopped only if it hangs."""
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith("PYNEWS_")
    }
    done = subprocess.run(
        [sys.executable, "-m", "pynews", *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={**inherited, "PYTHONUTF8": "1", **env},
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail in CI when a test was skipped for a reason nobody expected."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") != "true" or reporter is None:
        return
    for report in reporter.stats.get("skipped", []):
        reason = str(report.longrepr[2]) if isinstance(report.longrepr, tuple) else ""
        if not any(expected in reason for expected in EXPECTED_SKIPS):
            reporter.write_line(f"unexpected skip: {report.nodeid}: {reason}", red=True)
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
