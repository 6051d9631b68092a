"""Whatever output leads to, work is done, terminals get no orders, and loss is told."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ISSUE = "newsletters/2021-11/issue.md"
PYNEWS = f"{shlex.quote(sys.executable)} -m pynews"

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="descriptors are closed and piped as a POSIX shell does it"
)


def shell(command: str, project: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line in a POSIX shell in which ``pynews`` is a word."""
    return subprocess.run(
        ["sh", "-c", f'pynews() {{ {PYNEWS} "$@"; }}\n{command}'],
        cwd=project,
        capture_output=True,
        timeout=120,
        check=False,
        env={**os.environ, **env},
    )


def kept(project: Path) -> int:
    return len(list((project / "outbox" / "new").iterdir()))


@pytest.fixture
def listed(run, project) -> Path:
    assert run("subscribers", "import", "subscribers.example.csv").code == 0
    return project


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_sending_is_done_when_nobody_listens(listed, closed):
    done = shell(f"pynews send 2021-11 {closed}", listed)
    assert done.returncode == 0, done.stderr
    assert b"Traceback" not in done.stderr
    assert kept(listed) == 5


def test_json_into_a_closed_descriptor_is_no_bug(listed):
    done = shell("pynews plan 2021-11 --json >&-", listed)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_goes_away_stops_no_sending(listed, unbuffered):
    done = shell(
        "{ pynews send 2021-11; echo $? >code; } | true; cat code",
        listed,
        PYTHONUNBUFFERED=unbuffered,
    )
    assert (done.stdout, done.stderr) == (b"0\n", b"")
    assert kept(listed) == 5


def test_the_head_of_a_long_output_can_be_taken(project):
    done = shell("{ pynews gather --json; echo $? >code; } | head -n 1; cat code", project)
    assert (done.stdout, done.stderr) == (b"[\n0\n", b"")


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", ["gather", "gather --json", "--help"])
def test_a_full_disk_below_the_output_is_told(project, command, unbuffered):
    done = shell(f"pynews {command} >/dev/full", project, PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == 9
    assert done.stderr == (
        b"error: what I had to say could not be written: No space left on device\n"
    )


def test_a_full_disk_below_the_complaints_keeps_the_exit_code(project):
    assert shell("pynews nope 2>/dev/full", project).returncode == 2


def test_words_of_files_give_a_terminal_no_orders(run, project):
    path = project / ISSUE
    text = path.read_text(encoding="utf-8")
    text = text.replace('subject: "First', r'subject: "\e]0;owned\a\x9b2J\u202eFirst')
    path.write_text(text.replace("Dear", "\x1b[2J\x9b31mDear\u202e", 1), encoding="utf-8")
    for command in (("build",), ("check", "--format", "github")):
        ended = run(*command)
        assert "\\x1b" in ended.out
        assert not set("\x1b\x9b\x07\u202e") & set(ended.out + ended.err)
    told = run("check", "--json")
    assert not set("\x1b\x9b\x07\u202e") & set(told.out)
    assert any("\x9b" in one["what"] for one in json.loads(told.out)["findings"])


def test_minutes_and_complaints_give_a_terminal_no_orders(run, project):
    notes = project / "newsletters" / "minutes" / "2021-12-01.md"
    notes.write_text("# Board\n\nIt was decided to \x1b[8mhide\x9b this.\n", encoding="utf-8")
    told = run("gather", str(notes))
    assert "decided to" in told.out
    assert not set("\x1b\x9b") & set(told.out)
    (project / "newsletters" / "events" / "a\x07\x9bb.md").write_text("x", encoding="utf-8")
    built = run("build")
    assert built.code == 4
    assert r"a\x07\x9bb.md:1: this file has no front matter" in built.err


def test_letters_of_every_language_are_printed_as_they_are(run, project):
    path = project / ISSUE
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("First community event:", "Été 活動 שלום ©"), encoding="utf-8")
    assert "Été 活動 שלום ©" in run("build").out
    done = shell("pynews build", project, PYTHONIOENCODING="latin-1")
    assert "Été ?? ???? ©".encode("latin-1") in done.stdout
    done = shell("pynews build", project, PYTHONIOENCODING="ascii")
    assert "Été 活動 שלום ©".encode() in done.stdout
