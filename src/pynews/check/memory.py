"""Remembers for a day what came of trying a link."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from pynews.check.trying import Answer
from pynews.store import replace_files

__all__ = ["remember", "remembered"]

SCHEMA = 1
KEPT = timedelta(days=1)


def remembered(path: Path, now: datetime) -> dict[str, Answer]:
    """Return the answers of the last day; none when the file is missing or no longer readable.

    Arguments:
        path: of `remember`.
        now: the time, aware.
    """
    try:
        tree = json.loads(path.read_bytes())
        return {
            address: Answer(int(status), str(reason))
            for address, (status, reason, at) in tree["answers"].items()
            if timedelta() <= now - datetime.fromisoformat(at) < KEPT
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def remember(path: Path, answers: Mapping[str, Answer], now: datetime) -> None:
    """Write down what came of trying; answers kept from before keep their time.

    Arguments:
        path: a file in the build folder.
        answers: by address.
        now: the time, aware.
    """
    before = _times(path)
    known = remembered(path, now)
    rows = {
        address: [
            answer.status,
            answer.reason,
            before[address] if known.get(address) == answer else now.isoformat(),
        ]
        for address, answer in sorted(answers.items())
    }
    content = json.dumps({"schema": SCHEMA, "answers": rows}, ensure_ascii=False, indent=1)
    replace_files(path.parent, {path.name: content.encode()})


def _times(path: Path) -> dict[str, str]:
    try:
        return {name: row[2] for name, row in json.loads(path.read_bytes())["answers"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return {}
