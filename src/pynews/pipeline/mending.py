"""What is mechanical in the project's own files, mended: decided here, written when told."""

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pynews.check import mended
from pynews.gather import CONTENT, language_of
from pynews.store import replace_files

__all__ = ["Mend", "mend", "mends"]

SHELVES = ("events", "roles", "stories")
THEMES = "templates"


@dataclass(frozen=True, slots=True)
class Mend:
    """A file before and after, as text with LF line ends, and the bytes to write."""

    path: Path
    name: str
    before: str
    after: str
    content: bytes

    @property
    def digest(self) -> str:
        """What names this mend of this very file."""
        text = f"{self.name}\x00{self.before}\x00{self.after}"
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()

    def difference(self) -> str:
        """Return what changes, as a unified diff."""
        lines = difflib.unified_diff(
            self.before.splitlines(keepends=True),
            self.after.splitlines(keepends=True),
            f"{self.name}",
            f"{self.name} (mended)",
            n=1,
        )
        return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def mends(root: Path) -> Iterator[Mend]:
    """Yield the files that would change; board minutes are never among them."""
    for path in _own_files(root):
        content = path.read_bytes()
        text, encoding = _decoded(content)
        before = text.replace("\r\n", "\n")
        name = path.relative_to(root).as_posix()
        after = mended(before, path=name)
        if after != before:
            ends = after.replace("\n", "\r\n") if "\r\n" in text else after
            yield Mend(path, name, before, after, ends.encode(encoding))


def mend(found: Mend) -> None:
    """Write a file as it was mended."""
    replace_files(found.path.parent, {found.path.name: found.content})


def _own_files(root: Path) -> Iterator[Path]:
    """Yield issues, events, roles, stories and the project's own themes; minutes never."""
    content = root / CONTENT
    folders = (content / shelf for shelf in SHELVES)
    found = [path for folder in folders for path in folder.glob("*.md") if not language_of(path)]
    found += [path for path in content.glob("*/issue.md") if path.parent.name != "minutes"]
    found += (root / THEMES).rglob("*.j2")
    for path in sorted(found):
        if path.is_file() and path.resolve().is_relative_to(root.resolve()):
            yield path


def _decoded(content: bytes) -> tuple[str, str]:
    """Return the text, and the encoding to write it in: UTF-8, with its mark if it had one."""
    encoding = "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "utf-8"
