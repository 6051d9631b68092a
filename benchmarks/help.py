"""How long ``pynews --help`` takes beside an empty Click program, in one run.

The goal is a ratio of at most 2. Run it on a quiet machine:
``python benchmarks/help.py [RUNS]``.
"""

import subprocess
import sys
from statistics import median
from time import perf_counter

EMPTY = """
import click

@click.group()
def main(): pass

main(["--help"], prog_name="empty")
"""


def seconds(*arguments: str) -> float:
    """Return how long one Python process takes."""
    started = perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - started


def main() -> None:
    """Run both in turn and print medians and their ratio."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    ours, empty = [], []
    for _ in range(runs):
        ours.append(seconds("-m", "pynews", "--help"))
        empty.append(seconds("-c", EMPTY))
    print(f"pynews --help       {median(ours) * 1000:7.0f} ms")
    print(f"empty Click group   {median(empty) * 1000:7.0f} ms")
    print(f"ratio               {median(ours) / median(empty):7.2f}   (goal: at most 2)")


if __name__ == "__main__":
    main()
