"""``pynews fix``: mends what is mechanical in the project's own files."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from pynews.check import mended
from pynews.cli.project import project_option
from pynews.cli.say import count, next_step
from pynews.config import find_root
from pynews.gather import CONTENT
from pynews.store import replace_files

__all__ = ["command"]

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


@click.command("fix")
@click.option("--yes", is_flag=True, help="Write without asking.")
@click.option("--dry-run", is_flag=True, help="Show the difference, write nothing.")
@project_option
def command(folder: Path | None, *, yes: bool, dry_run: bool) -> None:
    """Mend garbled text, date styles, missing event ids and missing alt="" on decoration.

    Shows the difference and asks. Board minutes are never touched.
    """
    root = folder.resolve() if folder else find_root(Path.cwd())
    mends = tuple(_mends(root))
    for mend in mends:
        click.echo(_difference(mend), nl=False)
    if not mends:
        click.echo("Nothing to mend.")
    elif dry_run:
        click.echo(f"Would write {count(len(mends), 'file')}.")
    elif yes or click.confirm(f"Write {count(len(mends), 'file')}?"):
        for mend in mends:
            replace_files(mend.path.parent, {mend.path.name: mend.content})
        click.echo(f"Wrote {count(len(mends), 'file')}.")
    next_step("pynews check", "what else there is to mend")


def _mends(root: Path) -> Iterator[Mend]:
    """Yield the files that would change."""
    for path in _own_files(root):
        content = path.read_bytes()
        text, encoding = _decoded(content)
        before = text.replace("\r\n", "\n")
        name = path.relative_to(root).as_posix()
        after = mended(before, path=name)
        if after != before:
            ends = after.replace("\n", "\r\n") if "\r\n" in text else after
            yield Mend(path, name, before, after, ends.encode(encoding))


def _own_files(root: Path) -> Iterator[Path]:
    """Yield issues, events, roles, stories and the project's own themes; minutes never."""
    content = root / CONTENT
    folders = (content / shelf for shelf in SHELVES)
    found = [path for folder in folders for path in folder.glob("*.md")]
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


def _difference(mend: Mend) -> str:
    lines = difflib.unified_diff(
        mend.before.splitlines(keepends=True),
        mend.after.splitlines(keepends=True),
        f"{mend.name}",
        f"{mend.name} (mended)",
        n=1,
    )
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
