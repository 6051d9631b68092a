"""How many files of notes are read a second, once started, on one core.

Reads the project's two summaries and the invented notes of the tests, over and
over: ``python benchmarks/gather.py [SECONDS]``. The goal is 50 files a second.
"""

import sys
from pathlib import Path
from time import process_time

from pynews.gather.minutes import read_minutes

ROOT = Path(__file__).parents[1]
FOLDERS = ("newsletters/minutes", "tests/gather/corpus/dev", "tests/gather/corpus/heldout")
NOTES = {".md", ".txt"}


def main() -> None:
    """Read for some seconds of processor time and print the rate."""
    wanted = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    files = [
        (path.name, path.read_bytes())
        for folder in FOLDERS
        for path in sorted((ROOT / folder).iterdir())
        if path.suffix in NOTES
    ]
    for name, content in files:
        read_minutes(content, path=name)
    read, started = 0, process_time()
    while process_time() - started < wanted:
        for name, content in files:
            read_minutes(content, path=name)
        read += len(files)
    size = sum(len(content) for _, content in files) / len(files)
    rate = read / (process_time() - started)
    print(f"notes read          {rate:7.0f} files a second of {size / 1000:.1f} KB (goal: 50)")


if __name__ == "__main__":
    main()
