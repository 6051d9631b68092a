"""Run all tests: ``python tests [pytest's own options]``.

The browser's driver, and the judges of reports, each hold an event loop or settings for
as long as their process lives; so the tests run in parts, each part in processes of its
own. The last line adds the parts up.
"""

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
BROWSERS = ("tests/serve_members/test_in_a_browser.py", "tests/render/test_in_a_browser.py")
APART = ("tests/serve", "tests/serve_members", "tests/track")
# More workers than this wait for each other's disk.
MOST_WORKERS = 4
COUNT = re.compile(r"(\d+) (passed|failed|error|skipped|xfailed|xpassed)")


def parts() -> tuple[tuple[str, ...], ...]:
    """Return what each run of pytest is to take and to leave out."""
    workers = str(min(MOST_WORKERS, os.cpu_count() or 1))
    # Whole files, in their order: the long ones come early.
    together = ("-n", workers, "--dist", "loadfile", "--no-loadscope-reorder")
    leave = tuple(f"--ignore={path}" for path in BROWSERS)
    return (
        (*together, "tests/serve"),
        *((path,) for path in BROWSERS),
        (*together, *leave, "tests/serve_members", "tests/track"),
        (*together, *leave, *(f"--ignore={path}" for path in APART)),
    )


def main(options: Sequence[str]) -> int:
    """Run every part, also after one that failed; return 1 when any did."""
    total: Counter[str] = Counter()
    codes = []
    for part in parts():
        command = [sys.executable, "-m", "pytest", "-q", *options, *part]
        run = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        last = ""
        assert run.stdout is not None
        for line in run.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            last = line if line.strip() else last
        codes.append(run.wait())
        total.update({word: int(count) for count, word in COUNT.findall(last)})
    failed = total["failed"] + total["error"] + total["xpassed"]
    rest = f", {total['skipped']} skipped, {total['xfailed']} expected to fail"
    sys.stdout.write(f"In all: {total['passed']} passed, {failed} failed{rest}\n")
    sys.stdout.write(f"{total['passed']} passed, {failed} failed\n")
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
