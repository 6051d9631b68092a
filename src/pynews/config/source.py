"""The file as text and as a tree, and the git-ignored ``.env`` beside it."""

import re
import tomllib
from dataclasses import dataclass
from errno import EINVAL
from pathlib import Path
from typing import Any

from pynews.errors import ProjectError

__all__ = ["FILE_NAME", "Source", "read_dotenv", "read_source"]

FILE_NAME = "pynews.toml"


@dataclass(frozen=True, slots=True)
class Source:
    """The file as text and as a tree; finds the line of a key."""

    text: str
    tree: dict[str, Any]

    def get(self, dotted: str) -> object:
        """Return the value at a dotted key, or None."""
        value: object = self.tree
        for part in dotted.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def where(self, dotted: str) -> str:
        """Return ``pynews.toml:line`` of a key, or of its table when it is missing."""
        table, _, key = dotted.rpartition(".")
        inside = not table
        best = 0
        for number, line in enumerate(self.text.splitlines(), start=1):
            if header := re.match(r"\s*\[+\s*([\w.]+)\s*\]+", line):
                if header[1] == dotted:
                    return f"{FILE_NAME}:{number}"
                inside = header[1] == table
                best = number if inside else best
            elif inside and re.match(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=", line):
                return f"{FILE_NAME}:{number}"
        return f"{FILE_NAME}:{best}" if best else FILE_NAME


def read_source(path: Path) -> Source:
    """Return the file.

    Raises:
        ProjectError: it is missing, no text or no TOML.
    """
    try:
        text = _text(path)
    except FileNotFoundError as error:
        raise ProjectError(
            f"no {FILE_NAME} in {path.parent}", hint="pynews init DIR   makes a new project"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(
            f"cannot be read: {_said(error)}", where=FILE_NAME, hint="save it as UTF-8"
        ) from error
    try:
        return Source(text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ProjectError(
            f"this is not TOML: {error}",
            where=f"{FILE_NAME}:{line[1]}" if line else FILE_NAME,
            hint='text stands in "quotes"; a table begins with [name]',
        ) from error
    except RecursionError as error:
        raise ProjectError("nested too deeply", where=FILE_NAME) from error


def _text(path: Path) -> str:
    """Return a file's text; a pipe or device would be waited for without end."""
    if path.exists() and not path.is_file():
        raise OSError(EINVAL, "it is no file")
    return path.read_text(encoding="utf-8-sig")


def _said(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def read_dotenv(path: Path) -> dict[str, str]:
    """Return what a ``.env`` file sets: lines of ``NAME=value``, ``#`` for comments."""
    try:
        text = _text(path)
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(
            f"cannot be read: {_said(error)}", where=path.name, hint="save it as UTF-8 text"
        ) from error
    found = {}
    for line in text.splitlines():
        match = re.match(r"\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$", line)
        if match:
            found[match[1]] = match[2].strip("\"'")
    return found
