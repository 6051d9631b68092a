"""Opens a source in the editor's own program, at its line."""

import logging
import shutil
import subprocess
from pathlib import Path
from threading import Thread

__all__ = ["find_editor", "open_in"]

LOGGER = logging.getLogger(__name__)
# How each program is told the place.
GOTO = ("--goto", "{path}:{line}")
PLACE = ("{path}:{line}",)
EDITORS = {
    "code": GOTO,
    "codium": GOTO,
    "cursor": GOTO,
    "zed": PLACE,
    "subl": PLACE,
    "kate": ("--line", "{line}", "{path}"),
    "gedit": ("+{line}", "{path}"),
    "gnome-text-editor": ("+{line}", "{path}"),
    "notepad++": ("-n{line}", "{path}"),
}
# Windows hands batch files to a shell, which would read these in a file's name.
BATCH = {".cmd", ".bat"}
HARMFUL = set('%&|<>^"!')


def find_editor() -> str:
    """Return the first known program on this machine; "" when there is none."""
    return next((found for name in EDITORS if (found := shutil.which(name))), "")


def open_in(editor: str, root: Path, path: str, line: int) -> bool:
    """Open a file of the project; False when that cannot be done.

    Arguments:
        editor: as `find_editor` returned it.
        root: the project's folder; nothing outside is opened.
        path: below it.
        line: from 1.
    """
    file = (root / path).resolve()
    if not editor or not file.is_relative_to(root.resolve()) or not file.is_file():
        return False
    if Path(editor).suffix.lower() in BATCH and HARMFUL & set(str(file)):
        return False
    arguments = [word.format(path=file, line=max(1, line)) for word in EDITORS[Path(editor).stem]]
    try:
        process = subprocess.Popen(  # noqa: S603 - a program that was found, a file of the project, no shell
            [editor, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        LOGGER.debug("cannot open %s", path, exc_info=True)
        return False
    Thread(target=process.wait, daemon=True).start()
    return True
