"""A send by hand, a worker and a tick at the same moment: each reader gets it once."""

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.conftest import Run

from pynews import pipeline
from pynews.config import load
from pynews.store import Appointment

sys.path.insert(0, str(Path(__file__).parents[1] / "providers"))

from smtp_double import SmtpDouble

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are of POSIX systems")

COUNT = 200
PLAIN = (
    "---\nsubject: News\npreheader: From the board.\nsend: {send}\nevents: none\n---\nDear all,\n"
)
KEY = {"PYNEWS_KEY": "made-up-project-key"}


def start(project: Path, *arguments: str) -> "subprocess.Popen[str]":
    order = [sys.executable, "-m", "pynews", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(
        order, cwd=project, stdout=pipe, stderr=pipe, text=True, env={**os.environ, **KEY}
    )


def prepare(project: Path, run: Run, port: int, at: datetime) -> None:
    rows = ["email,groups,status,consent_at,consent_source"]
    rows += [f"member{n}@example.org,members,active,2021-05-20,form" for n in range(COUNT)]
    (project / "many.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run("subscribers", "import", "many.csv", **KEY).code == 0
    settings = project / "pynews.toml"
    text = settings.read_text(encoding="utf-8")
    smtp = f'name = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"'
    text = text.replace('name = "outbox"', smtp, 1)
    text = text.replace('\nurl = ""', '\nurl = "https://news.example.org"', 1)
    settings.write_text(text, encoding="utf-8", newline="\n")
    letter = PLAIN.format(send=f"{at:%Y-%m-%d %H:%M}+00:00")
    (project / "newsletters/2021-11/issue.md").write_text(letter, encoding="utf-8")


def test_each_reader_gets_it_once(project: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYNEWS_KEY", KEY["PYNEWS_KEY"])
    with SmtpDouble() as mail:
        at = datetime.now(UTC) - timedelta(minutes=5)
        prepare(project, run, mail.port, at)
        opened = load(project)
        built = pipeline.build(opened, "2021-11")
        plan = pipeline.make_plan(opened, built, at=at)
        appointment = Appointment.of(at, "Europe/London", timedelta(hours=2))
        pipeline.schedule(opened, built, plan, appointment=appointment, now=lambda: at)
        worker = start(project, "worker", "--every", "1")
        order = ("send", "2021-11")
        hands = [start(project, *one) for one in (order, order, ("tick",))]
        codes = {}
        for one in hands:
            codes[one] = (one.communicate(timeout=120)[1], one.returncode)
        assert {code for _, code in codes.values()} <= {0, 9}, codes
        worker.send_signal(signal.SIGTERM)
        worker.communicate(timeout=120)
        assert run("send", "2021-11", **KEY).code == 0
        assert (len(mail.copies), set(mail.copies.values())) == (COUNT, {1})
