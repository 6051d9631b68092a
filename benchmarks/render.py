"""What a warm render costs beside npm's mjml 5 and its juice, in one run.

``python benchmarks/render.py``: the MJML of both example issues, each in ten versions
whose words differ, becomes HTML: validated, rendered, CSS inlined. npm does the same in a
warm process of its own. What a structure becomes is kept, so that other words cost little;
what a structure costs that was never seen is printed beside it. CPU time on both sides;
the goal is a ratio of at least 10.
npm mjml is put into build/compare-npm when it is not there; without node, or without
a registry to get it from, the benchmark says so and ends.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import process_time

from pynews.render.mjml import to_html

ROOT = Path(__file__).parents[1]
MODULES = ROOT / "build/compare-npm"
NPM_MJML = "mjml@5.4.1"
VERSIONS = 10
ROUNDS = 9


def texts() -> list[str]:
    """Return the MJML of the example issues, each with words that differ."""
    sys.path.insert(0, str(ROOT / "scripts"))
    from compare_npm import issues

    return [
        text.replace("board", f"board {number}")
        for text in issues().values()
        for number in range(VERSIONS)
    ]


def npm(sources: list[str]) -> float | None:
    """Return the CPU seconds that npm takes for one text; None where it cannot be had."""
    node, installer = shutil.which("node"), shutil.which("npm")
    if node is None or installer is None:
        return None
    if not (MODULES / "node_modules/mjml").is_dir():
        MODULES.mkdir(parents=True, exist_ok=True)
        command = [installer, "install", "--silent", "--prefix", str(MODULES), NPM_MJML]
        if subprocess.run(command, check=False, capture_output=True).returncode:
            return None
    done = subprocess.run(
        [node, str(ROOT / "scripts/npm_bench.mjs"), str(MODULES), str(ROUNDS)],
        input=json.dumps(sources),
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return median(json.loads(done.stdout)) / len(sources)


def ours(sources: list[str], *, titled: bool = False) -> float:
    """Return the CPU seconds that we take for one text.

    Arguments:
        titled: give each text a title of its own, so that nothing was ever seen before.
    """
    rounds = []
    for number in range(-2, ROUNDS):
        made = list(sources)
        if titled:
            made = [
                source.replace("<mj-title>", f"<mj-title>{number} {count} ")
                for count, source in enumerate(sources)
            ]
        started = process_time()
        for source in made:
            to_html(source, template="issue.mjml.j2")
        if number >= 0:
            rounds.append(process_time() - started)
    return median(rounds) / len(sources)


def main() -> None:
    """Print both costs and the ratio."""
    sources = texts()
    mine, others = ours(sources), ours(sources, titled=True)
    print(f"MJML to HTML, warm     {mine * 1e3:7.2f} ms of {len(sources[-1]) / 1000:.0f} KB MJML")
    print(f"with another structure {others * 1e3:7.2f} ms")
    theirs = npm(sources)
    if theirs is None:
        print("npm mjml               not compared: it needs node, npm, and once a registry")
        return
    print(f"npm mjml 5 and juice   {theirs * 1e3:7.2f} ms")
    print(f"ratio                  {theirs / mine:7.1f}   (goal: at least 10)")
    print(f"with another structure {theirs / others:7.1f}")


if __name__ == "__main__":
    main()
