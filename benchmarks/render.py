"""What a warm render costs beside npm's mjml 5 and its juice, in one run.

``python benchmarks/render.py``: the MJML of both example issues, each in ten versions
whose words differ, becomes HTML: validated, rendered, CSS inlined. npm does the same in a
warm process of its own. What a structure becomes is kept, so that other words cost little.
What a structure costs that was never seen (one more section each, of its own width and at
another place) is printed beside it, with either inliner. CPU time on both sides; the goal
is a ratio of at least 10 for the warm render.
npm mjml is put into build/compare-npm when it is not there; without node, or without
a registry to get it from, the benchmark says so and ends.
"""

import json
import shutil
import subprocess
import sys
from itertools import count
from pathlib import Path
from statistics import median
from time import process_time

from pynews.render.inline import Inliner, css_inline_inliner, premailer_inliner
from pynews.render.mjml import to_html

ROOT = Path(__file__).parents[1]
MODULES = ROOT / "build/compare-npm"
NPM_MJML = "mjml@5.4.1"
VERSIONS = 10
ROUNDS = 9
FRESH = count()


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


def ours(
    sources: list[str], *, inliner: Inliner = premailer_inliner, unseen: bool = False
) -> float:
    """Return the CPU seconds that we take for one text.

    Arguments:
        unseen: give each text a structure of its own, which nobody ever saw.
    """
    rounds = []
    for number in range(-2, ROUNDS):
        made = list(sources)
        if unseen:
            made = [restructured(source, next(FRESH)) for source in sources]
        started = process_time()
        for source in made:
            to_html(source, template="issue.mjml.j2", inliner=inliner)
        if number >= 0:
            rounds.append(process_time() - started)
    return median(rounds) / len(sources)


def restructured(source: str, number: int) -> str:
    """Return a text with one more section, which no other number has."""
    opening = f'<mj-section><mj-column width="{number / 4 + 50}px">'
    section = (
        f'{opening}<mj-text css-class="sheet"><p>One more</p></mj-text></mj-column></mj-section>'
    )
    head, body = source.split("<mj-body", 1)
    before, *after = body.split("<mj-section")
    place = number % 2  # before the first, or after it
    after[place:place] = [section.removeprefix("<mj-section")]
    return f"{head}<mj-body{'<mj-section'.join([before, *after])}"


def main() -> None:
    """Print both costs and the ratio."""
    sources = texts()
    mine = ours(sources)
    unseen = {
        "premailer": ours(sources, unseen=True),
        "css-inline": ours(sources, inliner=css_inline_inliner, unseen=True),
    }
    print(f"MJML to HTML, warm     {mine * 1e3:7.2f} ms of {len(sources[-1]) / 1000:.0f} KB MJML")
    for name, taken in unseen.items():
        print(f"never seen, {name:10} {taken * 1e3:7.2f} ms")
    theirs = npm(sources)
    if theirs is None:
        print("npm mjml               not compared: it needs node, npm, and once a registry")
        return
    print(f"npm mjml 5 and juice   {theirs * 1e3:7.2f} ms")
    print(f"ratio                  {theirs / mine:7.1f}   (goal: at least 10)")
    for name, taken in unseen.items():
        print(f"never seen, {name:10} {theirs / taken:7.1f}")


if __name__ == "__main__":
    main()
