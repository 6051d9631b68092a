"""Building and rehearsing touch no network: run where there is none, and watched for trying."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

STEPS = (
    ("subscribers", "import", "subscribers.example.csv"),
    ("gather",),
    ("build", "2021-06"),
    ("build", "2021-11"),
    ("plan", "2021-11"),
    ("send", "2021-11"),
    ("status",),
)

# An audit hook sees every socket that Python makes (PEP 578).
WATCHED = """
import json, sys
tried = []
def hook(event, arguments):
    # urllib3 binds to ::1 once, to learn whether this machine knows IPv6.
    probe = event == "socket.bind" and arguments[1] == ("::1", 0)
    watched = ("socket.connect", "socket.getaddrinfo", "socket.bind", "socket.sendto")
    if event.startswith(watched) and not probe:
        tried.append([event, str(arguments[1:])])
sys.addaudithook(hook)
from pynews.cli import main
for step in json.loads(sys.argv[1]):
    try:
        main(step)
    except SystemExit as end:
        assert end.code == 0, (step, end.code)
print(json.dumps(tried), file=sys.stderr)
"""


def test_no_socket_is_opened(project):
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(STEPS)],
        cwd=project,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr.splitlines()[-1]) == []


def namespace() -> list[str]:
    """Return the command that runs another one without any network."""
    return ["unshare", "--net", "--map-root-user"]


def can_unshare() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run([*namespace(), "true"], capture_output=True, check=False, timeout=60)
    return tried.returncode == 0


@pytest.mark.skipif(not can_unshare(), reason="network namespaces cannot be made here")
def test_everything_works_in_a_namespace_without_a_network(project: Path):
    for step in STEPS:
        done = subprocess.run(
            [*namespace(), sys.executable, "-m", "pynews", *step],
            cwd=project,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            env=dict(os.environ),
        )
        assert done.returncode == 0, (step, done.stderr)
    assert len(list((project / "outbox" / "new").iterdir())) == 5
