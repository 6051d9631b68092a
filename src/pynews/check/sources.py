"""The files an editor wrote, as text, so that findings name their lines."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pynews.model import Origin

__all__ = ["Sources", "read_sources"]


@dataclass(frozen=True, slots=True)
class Sources:
    """Texts by path below the project's root, line ends as LF.

    Arguments:
        texts: those looked at first stand first.
    """

    texts: Mapping[str, str]

    def line(self, path: str, phrase: str, *, after: int = 1) -> int | None:
        """Return the line on which a phrase begins in one file; blanks may be line ends.

        Arguments:
            path: which file.
            phrase: words as written.
            after: the first line that counts.
        """
        text = self.texts.get(path, "")
        start = _offset(text, after)
        found = text.find(phrase, start)
        if found < 0:
            words = r"[\s>*_]+".join(map(re.escape, phrase.split()))
            match = re.compile(words).search(text, start) if words else None
            found = match.start() if match else -1
        return text.count("\n", 0, found) + 1 if found >= 0 else None

    def places(self, pattern: str, *, holding: str = "") -> tuple[Origin, ...]:
        """Return where a pattern occurs, in the order of files and lines.

        Arguments:
            pattern: a regular expression.
            holding: only texts with these very words are searched.
        """
        compiled = re.compile(pattern)
        return tuple(
            Origin(path, text.count("\n", 0, match.start()) + 1)
            for path, text in self.texts.items()
            if holding in text
            for match in compiled.finditer(text)
        )

    def find(self, phrase: str) -> Origin | None:
        """Return the first place of a phrase in any file, or None."""
        for path in self.texts:
            line = self.line(path, phrase)
            if line is not None:
                return Origin(path, line)
        return None

    def key(self, path: str, key: str) -> Origin:
        """Return the line of ``key:`` or ``key =`` in a file; its first line when missing."""
        pattern = re.compile(rf"^[ \t]*{re.escape(key)}[ \t]*[:=]", re.MULTILINE)
        match = pattern.search(self.texts.get(path, ""))
        return Origin(path, self.texts[path].count("\n", 0, match.start()) + 1 if match else 1)


def read_sources(root: Path, paths: Iterable[Path]) -> Sources:
    """Read files as text; what is no text or is gone is left out.

    Arguments:
        root: paths are told below it where they lie inside.
        paths: in the order in which phrases are looked for.
    """
    texts: dict[str, str] = {}
    for path in paths:
        try:
            content = path.read_bytes() if path.is_file() else b"\0"
        except OSError:
            continue
        if b"\0" not in content:
            texts[_told(path, root)] = _decoded(content)
    return Sources(texts)


def _told(path: Path, root: Path) -> str:
    if path.is_relative_to(root):
        return path.relative_to(root).as_posix()
    parts = path.parts
    index = len(parts) - 1 - parts[::-1].index("templates") if "templates" in parts else 0
    return "/".join(("pynews", *parts[index:]))


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _offset(text: str, line: int) -> int:
    offset = 0
    for _ in range(line - 1):
        offset = text.find("\n", offset) + 1
        if offset == 0:
            return len(text)
    return offset
