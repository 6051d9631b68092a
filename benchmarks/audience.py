"""How fast a list comes in and an audience is chosen, beside SQLite's plain ``executemany``.

Run ``python benchmarks/audience.py --people 1000000``. Both sides read the same
CSV file in the same run, so that the ratio says something on any machine. The
plain side only splits rows and inserts them; ours also decodes, checks every
address, makes ids, compares with the list, keeps evidence, and is undone as a
whole when anything is wrong. Ends with 1 when the memory grows over 200 MB.
"""

import argparse
import csv
import resource
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from pynews.audience import import_subscribers, recipients, survey
from pynews.store import Subscribers

KEY = b"a key for measuring"
MOST_MEGABYTES = 200
HEADER = (
    "email,first_name,last_name,organisation,groups,language,status,"
    "consent_at,consent_source,consent_text\n"
)
ROW = (
    "role{0}@example.org,Role {0},,Example Trust,members;{1},en-GB,active,"
    "2021-05-20,joining form,I would like to receive the community newsletter.\n"
)


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=20_000, help="rows of the list")
    people = parser.parse_args().people
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), people)
    memory = peak_megabytes()
    say(f"most memory in use: {memory:.0f} MB, of {MOST_MEGABYTES} MB")
    return 0 if memory <= MOST_MEGABYTES else 1


def measure(folder: Path, people: int) -> None:
    """Import a list both ways, then choose from it."""
    file = folder / "people.csv"
    write_list(file, people)
    plain = timed(lambda: import_plainly(file, folder / "plain.db"))
    told("plain executemany", people, plain, plain)
    with Subscribers.open(folder / "pynews.db", key=KEY) as store:
        for what in ("import, everybody new", "import, nothing new"):
            told(what, people, timed(lambda: import_ours(store, file)), plain)
        told("audience surveyed", people, timed(lambda: survey(store, "members")), plain)
        some = timed(lambda: survey(store, "members and not leeds"))
        told("audience, by groups", people, some, plain)
        everyone = timed(lambda: sum(1 for _ in recipients(store, "")))
        told("recipients handed on", people, everyone, plain)


def write_list(file: Path, people: int) -> None:
    """Write the list, a row at a time."""
    with file.open("w", encoding="utf-8", newline="") as out:
        out.write(HEADER)
        for number in range(people):
            out.write(ROW.format(number, "leeds" if number % 3 else "york"))


def import_plainly(file: Path, path: Path) -> None:
    """Insert the rows as they are into a table with a key, as durable as ours."""
    database = sqlite3.connect(path, isolation_level=None)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE plain (email PRIMARY KEY, a, b, c, d, e, f, g, h, i)")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.reader(lines)
        next(rows)
        database.execute("BEGIN")
        database.executemany("INSERT INTO plain VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
        database.execute("COMMIT")
    database.close()


def import_ours(store: Subscribers, file: Path) -> None:
    """Import the file as `pynews subscribers import` does."""
    import_subscribers(store, file, key=KEY, consent_source="", dry_run=False)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds something takes."""
    before = perf_counter()
    work()
    return perf_counter() - before


def told(what: str, people: int, seconds: float, plain: float) -> None:
    """Print one line: seconds, rate, and how often the plain import's time it takes."""
    say(f"{what:24} {seconds:8.2f} s {people / seconds:12,.0f} /s {seconds / plain:8.2f} x plain")


def peak_megabytes() -> float:
    """Return the most memory this process has held; macOS counts in bytes, Linux in KiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    raise SystemExit(main())
