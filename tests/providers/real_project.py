"""The example project, set up to send now through a provider that a local double plays."""

import io
import json
import os
from collections.abc import Callable
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

ISSUE = "newsletters/2021-11/issue.md"
EVENT = "newsletters/events/2021-11-16-first-community-event.md"
READERS = 5
PROJECT_KEY = "made-up-project-key-of-32-characters"
LETTER = """\
---
subject: Our first community event
preheader: A date for your diary, and what the board decided.
send: {send}
events: {events}
roles: none
---
Dear {{{{ first_name or "members" }}}},

The board met and set the date of our first community event.
"""
TALK = """\
---
id: first-community-event
title: First community event
start: {start}
---
Meet the board and each other.
"""
Pynews = Callable[..., Any]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


def in_this_process(project: Path, **environment: str) -> Pynews:
    """Return the command line as a function: all of it but the start of a process."""
    from pynews.cli import main

    def pynews(*arguments: str) -> Ended:
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
        before = {name: os.environ.get(name) for name in environment}
        os.environ.update(environment)
        try:
            with chdir(project), redirect_stdout(out), redirect_stderr(err):
                main(arguments)
        except SystemExit as end:
            return Ended(int(end.code or 0), *(_said(stream) for stream in (out, err)))
        finally:
            for name, value in before.items():
                if value is None:
                    del os.environ[name]
                else:
                    os.environ[name] = value
        raise AssertionError(arguments)

    return pynews


def _said(stream: io.TextIOWrapper) -> str:
    """Return what was written."""
    stream.seek(0)
    return stream.read()


def edit(project: Path, name: str, old: str, new: str) -> None:
    path = project / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def set_up(project: Path, table: str, *, events: str = "[first-community-event]") -> None:
    """Let the example project send an issue now.

    Arguments:
        project: its folder.
        table: what stands below ``[provider]``; the key is in ``THE_KEY``.
        events: which travel along.
    """
    edit(project, "pynews.toml", 'name = "outbox"', f'{table}\nkey_env = "THE_KEY"')
    edit(project, "pynews.toml", 'url = ""', 'url = "https://news.example.org"')
    now = datetime.now(UTC)
    local = now.astimezone(ZoneInfo("Europe/London"))
    offset = local.utcoffset() or timedelta()
    send = f"{local:%Y-%m-%d %H:%M}+{offset.seconds // 3600:02}:00"
    day = now + timedelta(days=14)
    texts = {
        ISSUE: LETTER.format(send=send, events=events),
        EVENT: TALK.format(start=f"{day:%Y-%m-%d}"),
    }
    for name, text in texts.items():
        (project / name).write_text(text, encoding="utf-8", newline="\n")


def confirmation(pynews: Pynews, *options: str) -> str:
    """Return what confirms the plan."""
    return str(json.loads(pynews("plan", "2021-11", "--json", *options).out)["confirm"])


def send(pynews: Pynews, *options: str) -> Any:
    """Plan, confirm and send."""
    return pynews("send", "2021-11", "--confirm", confirmation(pynews, *options), *options)
