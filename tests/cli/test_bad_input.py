"""Whatever is wrong, an editor learns what, where and how to mend it; nothing is half-written."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

EVENT = "newsletters/events/2021-11-16-first-community-event.md"
ISSUE = "newsletters/2021-11/issue.md"
ROLE = "newsletters/roles/web-developer.md"


def change(project: Path, name: str, old: str, new: str) -> int:
    """Replace a text in a file; return the line it stood on."""
    path = project / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("name", "old", "new", "says", "hint"),
    [
        (ISSUE, "---\nsubject", "subject", "no front matter", "begin it with a line ---"),
        (ISSUE, "subject:", "subjct:", "unknown key 'subjct'", "did you mean subject?"),
        (ISSUE, "to be confirmed", "{{ events }}", "stands twice", "keep one"),
        (ISSUE, "roles: open", "roles: open\nroles: none", "stands twice", "keep one"),
        (
            ISSUE,
            "send: 2021-11-02 09:00",
            "send: 2/11/2021 09:00",
            "not a date",
            "2021-11-02 09:00",
        ),
        (ISSUE, "send: 2021-11-02 09:00", "send: 2021-11-31 09:00", "not a day", "write send"),
        (ISSUE, "[back2school]", "[back2skool]", "no 'back2skool'", "did you mean back2school?"),
        (
            ISSUE,
            "2021-10-12.md",
            "2021-10-13.md",
            "there is no newsletters/minutes",
            "below newsletters",
        ),
        (ISSUE, "subject: ", "subject: [a, ", "cannot be read", "double quotes"),
        (ISSUE, '{{ first_name or "members" }}', "{{ nickname }}", "nickname", "first_name"),
        (
            EVENT,
            "start: 2021-11-16",
            "start: 16/11/2021 12:00",
            "not a date",
            "16 November 2021, midday",
        ),
        (EVENT, "start: 2021-11-16", "start: 2021-11-16 12:00\nend: 11:00", "before the start", ""),
        (EVENT, "title: First community event", "titel: x", "title is missing", "title: First"),
        (EVENT, "id: first", "id: ../first", "cannot name a calendar entry", "letters"),
    ],
)
def test_a_fault_in_a_file_is_told_with_its_place_and_mend(
    run, project, name, old, new, says, hint
):
    change(project, name, old, new)
    built = run("build", "2021-11")
    assert built.code == 4, built.err
    assert f"error: {name}:" in built.err
    assert says in built.err
    assert hint in built.err
    assert "Traceback" not in built.err
    assert not (project / "build").exists()


def test_all_faults_of_all_files_are_told_at_once(run, project):
    change(project, EVENT, "start: 2021-11-16", "start: soon\nwher: here")
    change(project, ISSUE, "roles: open", "rols: open")
    built = run("build")
    assert built.code == 4
    assert built.err.count("error: ") == 3


def test_the_line_named_is_the_line_of_the_fault(run, project):
    line = change(project, EVENT, "start: 2021-11-16", "start: 16.11.2021")
    assert f"{EVENT}:{line}:" in run("build").err


def test_an_issue_that_is_not_there_is_named_with_those_that_are(run):
    missing = run("build", "2021-12")
    assert missing.code == 4
    assert "2021-11" in missing.err


def test_a_folder_without_a_project_says_how_to_make_one(run, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    lost = run("build", cwd=elsewhere)
    assert lost.code == 3
    assert "pynews init" in lost.err


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('theme = "nhs"', 'theme = "nsh"', "nsh"),
        ('theme = "nhs"', 'them = "nhs"', "did you mean theme?"),
        ('theme = "nhs"', "theme = 3", "must be text"),
        ("[sender]", '[sender]\ncolour = "red"', "organisation, address in [sender]"),
        ("[sender]", '[sender]\nadress = "x"', "did you mean address?"),
        ("[sender]", '[colours]\nink = "red"\n[sender]', "theme, [sender], [unsubscribe]"),
        ('name = "NHS', "name = NHS", "not TOML"),
        ('timezone = "Europe/London"', 'timezone = "Europe/Londn"', "no time zone"),
        ('id = "news.example.org"', 'id = "news example"', "UID"),
        ('<newsletter@example.org>"', '<newsletter>"', "sender.from"),
        ('base_url = ""', 'base_url = "http://example.org"', "https://"),
        ('url = "sqlite:///pynews.db"', 'url = "mysql://x"', "store.url"),
        ('name = "outbox"', 'name = "pigeon"', "pigeon"),
    ],
)
def test_a_fault_in_the_configuration_is_told_with_its_line(run, project, old, new, says):
    change(project, "pynews.toml", old, new)
    run("subscribers", "import", "subscribers.example.csv")
    sent = run("send", "2021-11")
    assert sent.code == 3, sent.err
    assert says in sent.err
    assert "error: pynews.toml:" in sent.err or "templates" in sent.err


def test_an_empty_list_is_no_audience(run, project):
    sent = run("send", "2021-11")
    assert sent.code == 7
    assert "nobody would get this" in sent.err
    assert not list((project / "outbox").glob("new/*"))


def test_a_subscriber_without_an_address_stops_the_import_at_its_row(run, project):
    change(project, "subscribers.example.csv", "chair@example.org,", ",")
    imported = run("subscribers", "import", "subscribers.example.csv")
    assert imported.code == 4
    assert "subscribers.example.csv:3" in imported.err
    assert "The list is empty" in run("subscribers", "list").out


def test_a_list_that_is_not_there_is_named(run):
    imported = run("subscribers", "import", "nobody.csv")
    assert imported.code == 4
    assert "nobody.csv" in imported.err


def test_an_unknown_command_is_answered_with_the_nearest(run):
    wrong = run("buld")
    assert wrong.code == 2
    assert "build" in wrong.err


def test_notes_that_are_not_there_are_named_and_the_others_still_read(run):
    gathered = run("gather", "newsletters/minutes/2021-10-12.md", "missing.md", "--json")
    assert gathered.code == 4
    assert "missing.md" in gathered.err
    assert '"next_meeting": "2021-11-23"' in gathered.out


def test_a_real_provider_is_refused_with_the_demo_key(run, project):
    mailgun = 'name = "mailgun"\ndomain = "mg.example.org"\nkey_env = "MAILGUN_API_KEY"'
    change(project, "pynews.toml", 'name = "outbox"', mailgun)
    run("subscribers", "import", "subscribers.example.csv")
    without = run("send", "2021-11")
    assert without.code == 10
    assert "key_env" in without.err
    sent = run("send", "2021-11", MAILGUN_API_KEY="key-made-up")
    assert sent.code == 10
    assert "PYNEWS_KEY" in sent.err
    assert "key-made-up" not in sent.err + sent.out


def test_a_build_that_fails_leaves_the_last_good_one(run, project):
    assert run("build", "2021-11").code == 0
    folder = project / "build" / "2021-11"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    change(project, EVENT, "start: 2021-11-16", "start: never")
    assert run("build", "2021-11").code == 4
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_second_send_while_one_runs_is_told_to_wait(run, project):
    run("subscribers", "import", "subscribers.example.csv")
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            (
                "import sys; from pathlib import Path; from pynews.deliver import sender_lock\n"
                "folder = Path('outbox'); folder.mkdir()\n"
                "with sender_lock(folder / 'rehearsal.db'):\n"
                "    print('locked', flush=True); sys.stdin.read()"
            ),
        ],
        cwd=project,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "locked\n"
    try:
        second = run("send", "2021-11")
        assert second.code == 9
        assert "already sending" in second.err
        assert str(holder.pid) in second.err
    finally:
        holder.communicate("", timeout=30)
    assert "5 messages in outbox/" in run("send", "2021-11").out


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="RLIMIT_FSIZE is of POSIX systems")
def test_a_full_disk_leaves_the_last_good_build_and_says_so(run, project):
    assert run("build", "2021-11").code == 0
    folder = project / "build" / "2021-11"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    change(project, ISSUE, "The board met", "The board has met")
    full = subprocess.run(
        [
            sys.executable,
            "-c",
            (
                "import resource, signal, sys\n"
                "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
                "resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))\n"
                "sys.dont_write_bytecode = True\n"
                "from pynews.cli import main\n"
                "main(['build', '2021-11'])"
            ),
        ],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "COVERAGE_PROCESS_START": "", "COVERAGE_PROCESS_CONFIG": ""},
    )
    assert full.returncode == 9, full.stderr
    assert "make room" in full.stderr
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX systems")
def test_an_interrupt_ends_with_130(project):
    process = subprocess.Popen(
        [sys.executable, "-m", "pynews", "preview", "2021-11", "--no-browser"],
        cwd=project,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert "127.0.0.1" in process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode in {0, 130}


@pytest.mark.parametrize(
    ("issue", "says"),
    [
        ("2021-12", "did you mean 2021-11?"),
        ("nope", "I know"),
        ("../newsletters/2021-11", "I know"),
    ],
)
def test_a_preview_of_an_issue_that_is_not_there_says_which_there_are(run, issue, says):
    told = run("preview", issue, "--no-browser")
    assert told.code == 4
    assert f"there is no issue '{issue}'" in told.err
    assert says in told.err
    assert "127.0.0.1" not in told.out


@pytest.mark.parametrize(
    ("name", "after"), [(ISSUE, "The next board meeting"), (EVENT, "The hour is"), (ROLE, "")]
)
def test_a_missing_picture_is_told_at_the_line_that_shows_it(run, project, name, after):
    path = project / name
    text = path.read_text(encoding="utf-8").rstrip("\n") + f"\n\n{after} one.\n\n![A](no.png)\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    line = text[: text.index("![A]")].count("\n") + 1
    built = run("build", "2021-11")
    assert built.code == 4
    assert f"error: {name}:{line}: there is no picture" in built.err
    checked = run("check", "2021-11")
    assert f"{name}:{line}  there is no picture" in checked.out


def test_a_control_character_in_the_front_matter_is_told_at_its_line(run, project):
    line = change(project, ISSUE, "preheader: ", "preheader: \x9b")
    built = run("build")
    assert built.code == 4
    assert f"{ISSUE}:{line}: the front matter holds the control character U+009B" in built.err
