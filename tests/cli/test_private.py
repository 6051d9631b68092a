"""People's data is for its owner's eyes, and only files of the project are read."""

import os
import stat
import sys
from pathlib import Path

import pytest

ISSUE = "newsletters/2021-11/issue.md"
NOT_THERE = pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes, links and pipes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@NOT_THERE
def test_list_record_and_messages_are_readable_by_their_owner_alone(run, project):
    before = os.umask(0o022)
    try:
        assert run("subscribers", "import", "subscribers.example.csv").code == 0
        assert run("send", "2021-11").code == 0
    finally:
        os.umask(before)
    assert mode(project / "pynews.db") == 0o600
    outbox = project / "outbox"
    assert {mode(outbox), *(mode(outbox / name) for name in ("new", "cur", "tmp"))} == {0o700}
    assert {mode(path) for path in (outbox / "new").iterdir()} == {0o600}
    assert mode(outbox / "rehearsal.db") == 0o600


@NOT_THERE
def test_a_list_that_its_owner_shares_stays_shared(run, project):
    assert run("subscribers", "import", "subscribers.example.csv").code == 0
    (project / "pynews.db").chmod(0o660)
    assert run("subscribers", "list").code == 0
    assert mode(project / "pynews.db") == 0o660


@NOT_THERE
@pytest.mark.parametrize("shelf", ["events", "roles", "stories", "2021-12", "minutes"])
def test_a_link_out_of_the_project_is_not_followed(run, project, tmp_path, shelf):
    secret = tmp_path / "secret.md"
    secret.write_text(
        (project / ISSUE).read_text(encoding="utf-8").replace("Dear", "Secret"), encoding="utf-8"
    )
    name = "issue.md" if shelf == "2021-12" else "secret.md"
    link = project / "newsletters" / shelf / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(secret)
    ended = run("gather") if shelf == "minutes" else run("build")
    assert ended.code == 4
    assert f"newsletters/{shelf}/{name}: this leads out of the project" in ended.err
    assert "hint: put a copy of the file here" in ended.err
    assert "Secret" not in ended.out + ended.err


@NOT_THERE
def test_a_shelf_that_is_a_link_out_of_the_project_is_not_followed(run, project, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    (project / "newsletters" / "stories").rename(elsewhere)
    (project / "newsletters" / "stories").symlink_to(elsewhere)
    ended = run("build")
    assert ended.code == 4
    assert "newsletters/stories/back2school.md: this leads out of the project" in ended.err


@NOT_THERE
def test_links_inside_the_project_and_to_the_project_are_followed(run, project, tmp_path):
    stories = project / "newsletters" / "stories"
    (stories / "back2school.md").rename(project / "text.md")
    (stories / "back2school.md").symlink_to("../../text.md")
    (tmp_path / "way").symlink_to(project)
    ended = run("build", cwd=tmp_path / "way")
    assert ended.code == 0, ended.err


@NOT_THERE
@pytest.mark.parametrize(
    ("name", "command", "code"),
    [
        ("list.csv", ("subscribers", "import", "list.csv"), 4),
        ("newsletters/events/pipe.md", ("build",), 4),
        ("newsletters/minutes/pipe.md", ("gather", "newsletters/minutes/pipe.md"), 4),
        ("newsletters/minutes/pipe.md", ("gather",), 0),
        ("templates/nhs/parts/pipe.mjml.j2", ("check",), 0),
        (".env", ("build",), 3),
    ],
)
def test_a_pipe_in_the_place_of_a_file_keeps_nobody_waiting(run, project, name, command, code):
    os.mkfifo(project / name)
    ended = run(*command)
    assert ended.code == code, ended.err
    assert code == 0 or f"{name}: cannot be read: it is no file" in ended.err


@NOT_THERE
def test_a_device_is_no_list(run):
    ended = run("subscribers", "import", "/dev/zero")
    assert ended.code == 4
    assert "save the list as a file first" in ended.err


@NOT_THERE
def test_a_pipe_in_the_place_of_the_configuration_keeps_nobody_waiting(run, project):
    (project / "pynews.toml").unlink()
    os.mkfifo(project / "pynews.toml")
    ended = run("build", "--project", str(project))
    assert ended.code == 3
    assert "pynews.toml: cannot be read: it is no file" in ended.err


@pytest.mark.parametrize("name", ["build", "outbox"])
def test_a_file_in_the_place_of_a_folder_is_a_fault_of_the_project(run, project, name):
    assert run("subscribers", "import", "subscribers.example.csv").code == 0
    (project / name).write_text("", encoding="utf-8")
    ended = run("build") if name == "build" else run("send", "2021-11")
    assert ended.code == 3
    assert name in ended.err
    assert " hint: " in ended.err
    assert "Traceback" not in ended.err
